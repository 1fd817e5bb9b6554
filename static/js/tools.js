// @ts-check
/**
 * The tools of the present step: the part `tools` names them, <section data-tool="name"> are their places, and
 * whatever is marked [data-of-tools] (their panel, its tab) is there only in steps that have one.
 */
import { announce } from "./announce.js";

/** Which tools were on the table when we last looked. @type {string | undefined} */
let at;

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))];

export function followTools() {
  showTheirPlaces();
  tellWhatAsks();
}

function showTheirPlaces() {
  const now = /** @type {HTMLDataElement[]} */ (all("[data-part=tools] data"));
  const names = now.map((one) => one.value);
  const known = at;
  at = names.join(" ");
  if (at === known) return;
  for (const place of all("section[data-tool]")) place.hidden = !names.includes(place.dataset.tool ?? "");
  for (const place of all("[data-of-tools]")) {
    place.hidden = !now.length;
    if (place.matches(".tabs a")) name(place, now, known !== undefined);
  }
  if (known !== undefined) for (const { dataset } of now) announce(`${dataset.title}: ${dataset.says}`);
}

/** What asks for an answer, by its key; undefined before we looked at all. @type {Set<string> | undefined} */
let asked;

/** Something in a tool asks this person for an answer, [data-asks] in words: it is told once, and the tab has a mark. */
function tellWhatAsks() {
  const known = asked;
  asked = new Set(all("[data-asks]").map(({ dataset }) => dataset.key ?? ""));
  for (const { dataset } of all("[data-asks]").filter((one) => !known?.has(one.dataset.key ?? ""))) {
    if (known) announce(dataset.asks ?? "");
    for (const tab of all(".tabs a[data-of-tools]:not([aria-current])")) tab.toggleAttribute("data-fresh", true);
  }
}

/** @param {HTMLElement} tab @param {HTMLDataElement[]} now @param {boolean} fresh it came while the page was open */
function name(tab, now, fresh) {
  const { ofTools, several = "" } = tab.dataset;
  const names = now.map(({ dataset }) => dataset.short).join(" · ");
  if (ofTools === "named") tab.textContent = now.length > 2 ? several : names;
  tab.toggleAttribute("data-fresh", fresh && now.length > 0 && !tab.matches("[aria-current]"));
}

/** What we last put into a field, so that nothing a person wrote is overwritten. */
let filled = "";

/** A choice marked data-fills puts its data-text into that field, to be changed there. */
document.addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLSelectElement) || !target.dataset.fills) return;
  const field = /** @type {HTMLTextAreaElement | null} */ (document.getElementById(target.dataset.fills));
  const text = target.selectedOptions[0]?.dataset.text ?? "";
  if (!field || (field.value && field.value !== filled && field.value !== field.defaultValue)) return;
  field.value = filled = text;
});
