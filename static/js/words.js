// @ts-check
/**
 * The few sentences that the browser says by itself. A page in another language overrides them with
 * `<template id="words"><p data-word="live">…</p></template>`; plurals have one entry per form (`new.one`).
 */

/** @type {Record<string, string>} */
const words = {
  connecting: "Connecting…",
  "catching-up": "Catching up…",
  live: "Connected.",
  offline: "Offline. What you write is kept and sent when the connection is back.",
  "closed.4401": "You are no longer admitted to this page. Reload it to find your way back.",
  "closed.4409": "Your seat is open on another device or tab. This page has stopped.",
  "closed.4410": "The workshop has ended.",
  closed: "This page has stopped.",
  reload: "Reload",
  sending: "Sending…",
  waiting: "Not sent yet: offline",
  said: "Said.",
  failed: "Not sent",
  too_long: "This is too long to send at once.",
  bad_frame: "The server could not read this.",
  retry: "Try again",
  discard: "Discard",
  replying: "Replying to",
  "new.one": "{n} new line",
  "new.other": "{n} new lines",
  "unread.one": "{n} unread line in {room}",
  "unread.other": "{n} unread lines in {room}",
  "minutes.one": "{n} minute left in this phase",
  "minutes.other": "{n} minutes left in this phase",
  "earlier.one": "{n} earlier line",
  "earlier.other": "{n} earlier lines",
  "earlier-none": "This is where it began.",
  "earlier-failed": "The earlier lines did not come. Try again",
  here: "here",
  away: "away",
  you: "you",
  nobody: "nobody here",
  "present.one": "{n} here",
  "present.other": "{n} here",
  over: "over time",
  now: "now",
  "note.none": "",
  "note.kept": "Kept.",
  "note.unkept": "Not kept yet…",
  "note.keeping": "Keeping…",
  "note.offline": "Not kept yet: offline. It stays in this tab.",
  "note.refused": "Not kept: {why}",
  "since.one": "{n} min",
  "since.other": "{n} min",
};
const plural = new Intl.PluralRules(document.documentElement.lang || "en");

for (const word of /** @type {HTMLTemplateElement | null} */ (document.getElementById("words"))?.content.children ?? []) {
  if (word instanceof HTMLElement && word.dataset.word) words[word.dataset.word] = word.textContent ?? "";
}

/** @param {string} word @param {Record<string, string | number>} [fills] */
export function say(word, fills = {}) {
  const form = "n" in fills ? `${word}.${plural.select(Number(fills.n))}` : word;
  const text = words[form] ?? words[`${word}.other`] ?? words[word] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, name) => String(fills[name] ?? ""));
}

/** Whether there is a sentence for this code. @param {string} word */
export const knows = (word) => word in words;
