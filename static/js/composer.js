// @ts-check
/**
 * Writing: drafts that survive a reload, Enter to send, replies, and one's own lines from the moment
 * they are sent until the server's version of them arrives.
 */
import { announce } from "./announce.js";
import { PREFIX } from "./outbox.js";
import { roomSection, toEnd } from "./rooms.js";
import { say } from "./words.js";

/** @typedef {import("./wire.js").Wire} Wire */
/** @typedef {import("./outbox.js").Item} Item */

const body = document.body.dataset;
const keyboard = matchMedia("(hover: hover) and (pointer: fine)");

// ---- drafts

/** @param {HTMLTextAreaElement} field */
const draftKey = (field) => `${PREFIX}draft.${body.workshop}.${body.participant}.${field.dataset.draft}`;

/** Give new text fields the draft that was kept for them. */
export function restoreDrafts() {
  for (const field of /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll("textarea[data-draft]"))) {
    field.value ||= sessionStorage.getItem(draftKey(field)) ?? "";
  }
}

/** @param {HTMLTextAreaElement} field */
export function keepDraft(field) {
  if (field.value) sessionStorage.setItem(draftKey(field), field.value);
  else sessionStorage.removeItem(draftKey(field));
}

/** @param {HTMLFormElement} form */
export function emptyComposer(form) {
  form.reset();
  for (const field of form.querySelectorAll("textarea")) {
    field.value = field.defaultValue;
    if (field.dataset.draft) keepDraft(field);
  }
  reply(form, "", "");
}

/** @param {Wire} wire */
export function startComposers(wire) {
  restoreDrafts();
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || !target.dataset.draft) return;
    keepDraft(target);
    const room = target.closest("form")?.dataset.room;
    if (room && target.value) wire.typing(room);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !field.closest(".composer, [data-interpret]")) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !keyboard.matches) return;
    event.preventDefault();
    field.form?.requestSubmit();
  });
  for (const name of ["sending", "sent", "failed"]) wire.addEventListener(name, (event) => pending(/** @type {CustomEvent} */ (event).detail));
}

/** Why this room cannot be spoken in now, from the strip that the server renders. @param {Element | null} section */
export const closedBecause = (section) => section?.querySelector("[data-closed]")?.textContent?.trim() ?? "";

/** Composers follow their strips: under which rule one writes, and that one cannot always send what one prepares. */
export function paintComposers() {
  for (const form of document.querySelectorAll(".composer, [data-interpret] form")) {
    const rule = /** @type {HTMLElement | null | undefined} */ (form.closest("section[data-room]")?.querySelector("[data-rule]"));
    const under = /** @type {HTMLFormElement} */ (form).elements.namedItem("under");
    if (rule && under instanceof HTMLInputElement) under.value = rule.dataset.rule ?? "";
    if (!form.matches(".composer")) continue;
    const section = form.closest("section[data-room]");
    const as = /** @type {HTMLElement | null | undefined} */ (section?.querySelector("[data-speak-as]"));
    const field = form.querySelector("textarea");
    if (as && field) field.placeholder = as.dataset.speakAs ?? "";
    const closed = closedBecause(section) !== "";
    form.querySelector(".button-main")?.setAttribute("aria-disabled", String(closed));
  }
}

// ---- replies

/** @param {HTMLElement} line */
export function replyTo(line) {
  const form = /** @type {HTMLFormElement | null | undefined} */ (line.closest("section[data-room]")?.querySelector(".composer"));
  if (!form) return;
  const [who, what] = [".seat, .interpreter", ".said"].map((part) => line.querySelector(part)?.textContent?.trim() ?? "");
  reply(form, line.dataset.line ?? "", `${say("replying")} ${who}: ${what.slice(0, 80)}`);
  form.querySelector("textarea")?.focus();
}

/** @param {HTMLFormElement} form @param {string} line @param {string} text */
export function reply(form, line, text) {
  const field = form.elements.namedItem("reply_to");
  if (field instanceof HTMLInputElement) field.value = line;
  const note = /** @type {HTMLElement | null} */ (form.querySelector(".replying"));
  if (!note) return;
  note.hidden = !line;
  const words = note.querySelector("[data-reply-text]");
  if (words) words.textContent = text;
}

// ---- one's own lines on their way

/** @param {{item: Item, event?: string, code?: string, say?: string}} news */
function pending({ item, event, code, say: reason }) {
  if (!item.fields.text || !item.fields.room || item.fields.line) return; // a translation waits in its form
  const line = pendingLine(item);
  if (!line) return;
  if (event && document.getElementById(`e-${event}`)) return line.remove();
  if (event) line.dataset.event = event;
  line.dataset.state = event ? "sent" : code ? "failed" : "sending";
  if (code) showFailure(line, reason || say(code));
  else if (line.dataset.state === "sending") toEnd(item.fields.room);
}

/** @param {Item} item */
function pendingLine(item) {
  const list = roomSection(item.fields.room)?.querySelector(".pending");
  const found = /** @type {HTMLElement | null | undefined} */ (list?.querySelector(`[data-item="${item.id}"]`));
  if (found || !list) return found;
  const line = element("article", { className: "line mine" });
  line.dataset.item = item.id;
  line.append(element("p", { className: "said", dir: "auto", textContent: item.fields.text }), element("p", { className: "line-state" }));
  line.lastElementChild?.append(
    element("span", { className: "when-sending", textContent: say("sending") }),
    element("span", { className: "when-offline", textContent: say("waiting") }),
  );
  list.append(line);
  return line;
}

/** @param {HTMLElement} line @param {string} reason */
function showFailure(line, reason) {
  const state = line.querySelector(".line-state");
  const button = (/** @type {string} */ act) => {
    const made = element("button", { type: "button", className: "button-quiet", textContent: say(act) });
    made.dataset.item = line.dataset.item;
    made.dataset.act = act;
    return made;
  };
  state?.replaceChildren(element("span", { textContent: [say("failed"), reason].filter(Boolean).join(": ") }), button("retry"), button("discard"));
  announce(`${say("failed")}: ${reason}`);
}

/** The server's version of a line has come: its stand-in goes. @param {HTMLElement} line */
export function arrived(line) {
  const text = line.querySelector(".said")?.textContent?.trim();
  for (const stand of /** @type {NodeListOf<HTMLElement>} */ (line.closest("section")?.querySelectorAll(".pending > .line") ?? [])) {
    const same = stand.dataset.state === "sending" && stand.querySelector(".said")?.textContent?.trim() === text;
    if (`e-${stand.dataset.event}` === line.id || (same && line.matches(".mine"))) return stand.remove();
  }
}

/** @param {string} tag @param {Record<string, any>} properties @returns {HTMLElement} */
const element = (tag, properties) => Object.assign(document.createElement(tag), properties);
