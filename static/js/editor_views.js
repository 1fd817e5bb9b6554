// @ts-check
/** What a page of the editor shows of what is being typed: preview, words, the line, the sum of minutes. */
import { fragment } from "./trusted.js";

const WORD = /[\p{L}\p{N}]+(?:['’.,:/–-][\p{L}\p{N}]+)*/gu;
const QUIET = 500;
/** Of what an item is called. */
const LONGEST = 80;

/** @param {HTMLFormElement} form */
export function preview(form) {
  const area = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("textarea[data-preview]"));
  const place = area && document.getElementById(area.dataset.preview ?? "");
  if (!area || !place) return;
  let timer = 0;
  let newest = 0;
  /** Where it scrolls by itself, it shows about the place that the cursor is at. */
  const follow = () => {
    const at = area.selectionStart / Math.max(area.value.length, 1);
    place.scrollTop = at * place.scrollHeight - place.clientHeight / 2;
  };
  for (const kind of ["keyup", "click"]) area.addEventListener(kind, follow);
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const mine = ++newest;
      const body = new FormData();
      body.set("text", area.value);
      body.set("csrfmiddlewaretoken", /** @type {HTMLInputElement} */ (form.elements.namedItem("csrfmiddlewaretoken")).value);
      try {
        const answer = await fetch(place.dataset.render ?? "", { method: "POST", body, redirect: "manual" });
        const html = await answer.text();
        if (!answer.ok || mine !== newest) return;
        place.replaceChildren(fragment(html));
        follow();
      } catch {
        // Offline: the preview waits for the next letter.
      }
    }, QUIET);
  });
}

/** @param {HTMLFormElement} form */
export function countWords(form) {
  const area = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("textarea[data-words]"));
  const place = area && document.getElementById(area.dataset.words ?? "");
  if (!area || !place) return;
  const count = () => {
    place.textContent = `${area.value.match(WORD)?.length ?? 0} words.`;
  };
  area.addEventListener("input", count);
  count();
}

/** An item of a list is called what the field that names it says by now. @param {HTMLFormElement} form */
export function followNames(form) {
  form.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
    const item = /** @type {HTMLElement | null} */ (target.closest("details[data-named]"));
    const says = target.value.trim().replace(/\s+/g, " ");
    if (!says || item?.dataset.named !== target.name) return;
    const called = says.length > LONGEST ? `${says.slice(0, LONGEST - 1)}…` : says;
    for (const each of item.querySelectorAll(":scope > summary [data-called], :scope > div > p [data-called]")) each.textContent = called;
  });
}

/** In YAML: which line the cursor is in, and going to the line that a problem names. @param {HTMLFormElement} form */
export function followLines(form) {
  const area = /** @type {HTMLTextAreaElement | null} */ (form.querySelector("textarea[data-lines]"));
  const place = area && document.getElementById(area.dataset.lines ?? "");
  if (!area || !place) return;
  const tell = () => {
    place.textContent = `Line ${area.value.slice(0, area.selectionStart).split("\n").length} of ${area.value.split("\n").length}`;
  };
  const go = () => {
    const line = Number(/^#line-(\d+)$/.exec(location.hash)?.[1] ?? 0);
    if (!line) return;
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
    area.scrollTop = (area.scrollHeight / lines.length) * Math.max(line - 5, 0);
    tell();
  };
  for (const kind of ["input", "keyup", "click"]) area.addEventListener(kind, tell);
  addEventListener("hashchange", go);
  tell();
  go();
}

/** Whether the minutes of the agenda add up, while they are being typed. @param {HTMLFormElement} form */
export function followSums(form) {
  const place = form.querySelector("[data-sums]");
  if (!place) return;
  form.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.dataset.minutes) return;
    const length = target.dataset.minutes;
    const fields = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(`input[data-minutes="${length}"]`)]);
    const agenda = fields.filter((field) => field.name.startsWith("f.agenda."));
    const total = agenda.reduce((sum, field) => sum + (Number.parseInt(field.value, 10) || 0), 0);
    let line = place.querySelector(`[data-sum="${length}"]`);
    if (!line) {
      line = document.createElement("p");
      line.setAttribute("data-sum", length);
      line.setAttribute("role", "status");
      place.append(line);
    }
    const over = total - Number(length);
    line.className = over && total ? "error" : "good";
    line.textContent = !total ? `No step has minutes of ${length}.` : over ? `The steps of the ${length}-minute form add up to ${total}: ${minutes(over)} ${over > 0 ? "too many" : "missing"}.` : `${length} minutes: the steps add up.`;
    const short = form.querySelector("[data-short]");
    if (short) short.textContent = [...place.querySelectorAll("[data-sum].error")].map((wrong) => wrong.textContent).join(" ");
  });
}

/** @param {number} over */
function minutes(over) {
  return Math.abs(over) === 1 ? "1 minute" : `${Math.abs(over)} minutes`;
}
