// @ts-check
/** What a screen reader is told, politely and at most once a second. */
import { say } from "./words.js";

const PAUSE = 1_000;
/** @type {string[]} */
let waiting = [];
let timer = 0;

/** @param {string} sentence */
export function announce(sentence) {
  if (!sentence || waiting.includes(sentence)) return;
  waiting.push(sentence);
  timer ||= setTimeout(speak, PAUSE);
}

/** New lines of other people in the room that is in view. @param {HTMLElement[]} lines */
export function announceLines(lines) {
  if (lines.length > 3) return announce(say("new", { n: lines.length }));
  for (const line of lines) announce(spoken(line));
}

/** @param {HTMLElement} line */
function spoken(line) {
  const [who, what] = [".seat, .interpreter", ".said"].map((part) => line.querySelector(part)?.textContent?.trim());
  return what ? [who, what].filter(Boolean).join(": ") : (line.textContent ?? "").trim().replace(/\s+/g, " ");
}

function speak() {
  timer = 0;
  const place = document.getElementById("announce");
  if (place) place.textContent = waiting.join(". ");
  waiting = [];
}
