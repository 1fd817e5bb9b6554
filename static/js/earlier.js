// @ts-check
/**
 * Earlier lines of a room: a page comes with the recent ones, the others are fetched when somebody asks.
 * They go in above, so that what was in view stays where it was.
 */
import { announce } from "./announce.js";
import { lineOf } from "./patch.js";
import { say } from "./words.js";

/** @typedef {{room: string, id: string, html: string}} Line */

const body = document.body.dataset;

/** Lines that changed while they were being fetched: what comes may be older. @type {Map<string, string>} */
const changes = new Map();
let fetching = 0;

/** A line that is not on this page has changed. @param {Line} line */
export function changedElsewhere({ id, html }) {
  if (fetching) changes.set(id, html);
}

/** @param {(lines: HTMLElement[]) => void} dress what else is done with lines that are new on the page */
export function startEarlier(dress) {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (target instanceof Element && target.closest("button.earlier[data-earlier]"));
    if (button && button.getAttribute("aria-busy") !== "true") void fetchInto(button, dress);
  });
}

/** @param {HTMLElement} button @param {(lines: HTMLElement[]) => void} dress */
async function fetchInto(button, dress) {
  const words = (button.dataset.words ??= button.textContent ?? "");
  button.setAttribute("aria-busy", "true");
  fetching += 1;
  const first = /** @type {HTMLElement | null | undefined} */ (button.parentElement?.querySelector(".lines > *"));
  const answer = await earlier(button);
  button.removeAttribute("aria-busy");
  button.textContent = answer ? words : say("earlier-failed");
  if (answer && first?.isConnected) show(answer, button, first, dress);
  else if (!answer) announce(say("earlier-failed"));
  fetching -= 1;
  if (!fetching) changes.clear();
}

/** @param {{lines: Line[], more: boolean}} answer @param {HTMLElement} button @param {HTMLElement} below @param {(lines: HTMLElement[]) => void} dress */
function show(answer, button, below, dress) {
  const n = put(answer.lines, button, dress);
  if (n) announce(say("earlier", { n }));
  if (!answer.more) leave(button, below);
}

/** @param {HTMLElement} button @returns {Promise<{lines: Line[], more: boolean} | null>} */
async function earlier(button) {
  const room = /** @type {HTMLElement | null} */ (button.closest("section[data-room]"));
  const before = room?.querySelector(".lines > .line")?.id ?? "";
  try {
    const answer = await fetch(`/w/${body.workshop}/earlier/?${new URLSearchParams({ room: room?.dataset.room ?? "", before })}`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** How many lines were put in; headings are not counted. @param {Line[]} lines @param {HTMLElement} button @param {(lines: HTMLElement[]) => void} dress */
function put(lines, button, dress) {
  const list = button.parentElement?.querySelector(".lines");
  const missing = lines.filter(({ id }) => !document.getElementById(id));
  const fresh = missing.map(({ id, html }) => lineOf(changes.get(id) ?? html)).filter((line) => line !== null);
  keepingPlace(button, () => {
    list?.prepend(...fresh);
    dress(fresh);
  });
  return fresh.filter((line) => line.matches(".line")).length;
}

/** Whatever stands first stays where it is on the screen. @param {Element} button @param {() => void} change */
function keepingPlace(button, change) {
  const box = button.closest(".scroll");
  const first = box?.querySelector(".lines > *");
  const was = first?.getBoundingClientRect().top ?? 0;
  change();
  if (box && first) box.scrollTop += first.getBoundingClientRect().top - was;
}

/** Nothing is left: the button goes, and the focus with it to the line that stood below. @param {HTMLElement} button @param {HTMLElement} below */
function leave(button, below) {
  const focused = document.activeElement === button;
  announce(say("earlier-none"));
  keepingPlace(button, () => (button.hidden = true));
  if (focused) below.focus({ preventScroll: true });
}

/** In these rooms more was said than the page holds; without any, all lines are forgotten. @param {string[]} [rooms] */
export function offerEarlier(rooms = []) {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button.earlier[data-earlier]"))) {
    const room = /** @type {HTMLElement | null} */ (button.closest("section[data-room]"))?.dataset.room ?? "";
    button.hidden = !rooms.includes(room);
  }
}
