// @ts-check
/**
 * Who is here, and how much each has said: two small parts that come often, `here` and `figures`. Their
 * values are put onto the places that the larger parts leave for them, so that those need not come again:
 *   data-presence="<seats or person>"  "here" or "away"; with data-brief only "away"; for one's own seat "you"
 *   data-here-of="<seats>"             how many of them are here
 *   data-away="<seat or person>"       shown only while they are away
 *   data-words-of, data-silent-of="<seat>"  words said; since when nothing was said
 */
import { say } from "./words.js";

/** @param {string} selector @returns {HTMLElement[]} */
const all = (selector) => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(selector))];

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function paintMarks() {
  paintPresence(new Set(values("here")));
  for (const figures of values("figures")) paintFigures(figures);
}

/** @param {string} part */
const values = (part) => /** @type {HTMLDataElement | null} */ (document.querySelector(`[data-part=${part}] data`))?.value.split(" ") ?? [];

/** @param {Set<string>} here */
function paintPresence(here) {
  const desk = document.body.dataset.page === "desk"; // only there somebody can do something about it
  for (const place of all("[data-presence]")) {
    const { presence = "", brief } = place.dataset;
    const present = here.has(presence);
    const mine = !!presence && presence === document.body.dataset.seat;
    write(place, mine ? say("you") : !present ? say("away") : brief === undefined ? say("here") : "");
    place.classList.toggle("warn", desk && !present);
  }
  for (const place of all("[data-here-of]")) {
    const n = (place.dataset.hereOf ?? "").split(" ").filter((one) => here.has(one)).length;
    write(place, n ? say("present", { n }) : say("nobody"));
  }
  for (const place of all("[data-away]")) place.hidden = here.has(place.dataset.away ?? "");
}

/** @param {string} figures the seat, the words it has said, and when it last spoke (Unix ms; nothing before the start) */
function paintFigures(figures) {
  const [seat, words, silent] = figures.split(":");
  for (const place of all(`[data-words-of="${CSS.escape(seat)}"]`)) write(place, words);
  for (const place of all(`[data-silent-of="${CSS.escape(seat)}"]`)) {
    if (silent) place.dataset.since = silent;
    else delete place.dataset.since;
  }
}
