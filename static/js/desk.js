// @ts-check
/**
 * What the facilitators' desk has besides: who will read what is sent, and the moves of the third party.
 *   <p data-reads="id" hidden>      says the data-readers of what is chosen in the <select> with that id
 *   [data-lit-move="name"]          in a part: this move is lit; its place, <details data-move="name">, is marked data-lit
 *   <a href="#id">                  to a <details>, or to a text field inside one, opens it and goes there
 */
import { announce } from "./announce.js";
import { say } from "./words.js";

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))];

/** Say who will read it, and mark the moves that are lit. */
export function paintDesk() {
  for (const place of all("[data-reads]")) {
    const choice = /** @type {HTMLSelectElement | null} */ (document.getElementById(place.dataset.reads ?? ""));
    const readers = choice?.selectedOptions[0]?.dataset.readers ?? "";
    if (place.textContent !== readers) place.textContent = readers;
    place.hidden = !readers;
  }
  const lit = all("[data-lit-move]").map(({ dataset }) => dataset.litMove);
  for (const move of all("details[data-move]")) move.toggleAttribute("data-lit", lit.includes(move.dataset.move));
}

/** It was sent: the form is put away, and the focus goes to its title. @param {HTMLFormElement} form */
export function putAway(form) {
  const move = /** @type {HTMLDetailsElement | null} */ (form.closest("details[data-move]"));
  if (!move) return;
  move.open = false;
  move.querySelector("summary")?.focus();
  announce(say("said"));
}

/** Open what the address names, or what holds it, and go there. */
function goThere() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!(named instanceof HTMLTextAreaElement || named instanceof HTMLDetailsElement)) return;
  const around = named.closest("details");
  const field = named instanceof HTMLDetailsElement ? named.querySelector("summary") : named;
  if (!around || !field) return;
  around.open = true;
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
}

export function startDesk() {
  paintDesk();
  document.addEventListener("change", paintDesk);
  document.addEventListener("reset", () => queueMicrotask(paintDesk));
  addEventListener("hashchange", goThere);
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element && target.closest("a");
    if (link && link.getAttribute("href") === location.hash) goThere(); // it is in the address already
  });
  goThere();
}
