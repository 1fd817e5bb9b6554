// @ts-check
/** Buttons and forms that are commands: one listener each for the whole page, so parts may come and go. */
import { announce } from "./announce.js";
import { uuid } from "./chance.js";
import { closedBecause, emptyComposer, reply, replyTo } from "./composer.js";
import { confirmed } from "./confirm.js";
import { putAway } from "./desk.js";
import { knows, say } from "./words.js";

/** @typedef {import("./wire.js").Wire} Wire */

/** `data-` attributes of a command button that are not fields of the command. */
const NOT_FIELDS = ["do", "confirm", "ask", "ask-label", "ask-value", "ask-optional", "seats", "toggle", "key"];
const TYPED = ["number", "hidden", "checkbox", "radio", "select-one"];

/** "true" and "2" are meant as such, unless a person typed them into a text field. @param {string} value */
const typed = (value) => (/^(true|false|-?\d{1,9})$/.test(value) ? JSON.parse(value) : value);

/** @param {HTMLElement} button @returns {Record<string, any>} */
function fieldsOf(button) {
  /** @type {Record<string, any>} */
  const fields = {};
  for (const { name, value } of button.attributes) {
    const field = name.startsWith("data-") ? name.slice(5) : "";
    if (field && !NOT_FIELDS.includes(field)) fields[field.replaceAll("-", "_")] = typed(value);
  }
  const { toggle } = button.dataset;
  if (toggle) fields[toggle] = button.getAttribute("aria-pressed") !== "true";
  return fields;
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter @returns {Record<string, any>} */
function fieldsOfForm(form, submitter) {
  /** @type {Record<string, any>} */
  const fields = {};
  for (const [name, value] of new FormData(form, submitter)) {
    const control = form.elements.namedItem(name);
    const type = control instanceof RadioNodeList ? "radio" : /** @type {any} */ (control)?.type;
    if (["csrfmiddlewaretoken", "id", "do"].includes(name) || (type === "hidden" && !value)) continue;
    fields[name] = TYPED.includes(type) ? typed(String(value)) : value;
  }
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-many]"))) {
    const name = list.dataset.many ?? "";
    fields[name] = new FormData(form).getAll(name).filter(Boolean);
  }
  return fields;
}

/** @param {string} sentence @param {Element | null} [near] */
function complain(sentence, near) {
  const place = /** @type {HTMLElement | null} */ (near?.querySelector(".form-says") ?? document.getElementById("says"));
  if (!place) return announce(sentence);
  place.textContent = sentence;
  place.hidden = !sentence;
  if (sentence && place.id === "says") setTimeout(() => (place.hidden = true), 8_000);
}

/** @param {{code?: string, say?: string}} answer */
const reason = ({ code = "", say: sentence }) => sentence || say(knows(code) ? code : "failed");

/** @param {Wire} wire @param {HTMLElement} button */
async function press(wire, button) {
  const { do: name = "", ask } = button.dataset;
  const line = /** @type {HTMLElement | null} */ (button.closest(".line"));
  if (name === "reply") return line && replyTo(line);
  if (button.getAttribute("aria-busy") === "true") return;
  const written = await confirmed(button);
  if (written === null) return;
  button.setAttribute("aria-busy", "true");
  const answer = await wire.send(name, { ...fieldsOf(button), ...(ask && { [ask]: written }) });
  button.removeAttribute("aria-busy");
  if (answer.code) complain(reason(answer));
}

/** @param {Wire} wire @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
async function submit(wire, form, submitter) {
  const fields = fieldsOfForm(form, submitter);
  const composer = form.matches(".composer");
  if (form.getAttribute("aria-busy") === "true") return;
  const closed = composer && closedBecause(form.closest("section[data-room]"));
  if (wire.state === "closed" || closed) return complain(closed || say("closed"), form);
  if (composer && !String(fields.text).trim()) return;
  const written = await confirmed(submitter?.dataset.confirm ? submitter : form);
  if (written === null) return;
  complain("", form);
  if (composer) emptyComposer(form);
  else form.setAttribute("aria-busy", "true");
  const answer = await wire.send(form.dataset.command ?? "", fields);
  form.removeAttribute("aria-busy");
  freshId(form);
  if (composer) return;
  if (answer.code) complain(reason(answer), form);
  else {
    if (!form.hasAttribute("data-keep")) emptyComposer(form);
    form.closest("dialog")?.close();
    putAway(form);
  }
}

/** The id under which the form would be posted without us. @param {HTMLFormElement} form */
function freshId(form) {
  const field = form.elements.namedItem("id");
  if (field instanceof HTMLInputElement) field.value = uuid();
}

/** @param {Wire} wire */
export function startActions(wire) {
  document.addEventListener("click", (event) => {
    const { target } = event;
    const button = /** @type {HTMLElement | null} */ (target instanceof Element && target.closest("button[data-do], button[data-act]"));
    if (!button) return;
    event.preventDefault(); // a button that also works without us
    const { act, item = "" } = button.dataset;
    if (!act) return void press(wire, button);
    if (act === "cancel-reply" && button.closest("form")) return reply(/** @type {HTMLFormElement} */ (button.closest("form")), "", "");
    button.closest(".line")?.remove();
    if (act === "retry") wire.retry(item);
    if (act === "discard") wire.discard(item);
  });
  document.addEventListener("submit", (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("form[data-command]")) return;
    event.preventDefault();
    void submit(wire, form, event.submitter);
  });
}
