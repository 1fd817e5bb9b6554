// @ts-check
/**
 * One's own notes: kept by themselves a moment after one stops writing, now and then while one goes on, and on
 * leaving the field. <textarea data-note> came with what the server has; what it has not yet is in this tab.
 */
import { announce } from "./announce.js";
import { PREFIX } from "./outbox.js";
import { say } from "./words.js";

/** @typedef {import("./wire.js").Wire} Wire */

/** Milliseconds. Each time the whole note goes into the log, so not with every word. */
export const LIMITS = { rest: 3_000, writing: 20_000 };

/** @param {Wire} wire @param {typeof LIMITS} [limits] */
export function startNotes(wire, limits = LIMITS) {
  const field = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("textarea[data-note]"));
  const place = document.querySelector("[data-note-state]");
  if (!field || !place) return;
  const { workshop, participant, seat } = document.body.dataset;
  const draft = `${PREFIX}note.${workshop}.${participant}.${seat}`;
  let kept = field.defaultValue;
  /** @type {string | undefined} */ let sending;
  /** @type {string} */ let refused = "";
  let rest = 0;
  let writing = 0;

  const paint = () => {
    let state = sending === undefined ? "unkept" : "keeping";
    if (field.value === kept) state = kept ? "kept" : "none";
    else if (refused) state = "refused";
    else if (wire.state !== "live") state = "offline";
    const words = say(`note.${state}`, { why: refused });
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("bad", state === "refused");
  };

  const keep = async () => {
    clearTimeout(rest);
    clearTimeout(writing);
    writing = 0;
    if (sending !== undefined || field.value === kept) return paint();
    sending = field.value;
    refused = "";
    paint();
    const { code, say: why } = await wire.send("keep_note", { text: sending });
    if (!code || code === "already") kept = sending;
    else refused = why || code;
    sending = undefined;
    for (const { id, name, failed } of wire.outbox.items) if (failed && name === "keep_note") wire.discard(id);
    if (field.value === kept) sessionStorage.removeItem(draft);
    if (refused) announce(say("note.refused", { why: refused }));
    else if (field.value !== kept) later();
    paint();
  };

  const later = () => {
    clearTimeout(rest);
    rest = setTimeout(keep, limits.rest);
    writing ||= setTimeout(keep, limits.writing);
  };

  field.value = sessionStorage.getItem(draft) ?? kept;
  field.addEventListener("input", () => {
    sessionStorage.setItem(draft, field.value);
    refused = "";
    later();
    paint();
  });
  field.addEventListener("blur", keep);
  document.addEventListener("visibilitychange", () => document.hidden && keep());
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // it is ours, not one of the forms that are emptied
    void keep();
  });
  wire.addEventListener("state", paint);
  if (field.value !== kept) later();
  paint();
}
