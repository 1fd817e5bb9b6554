// @ts-check
/**
 * Interpreting: the list of lines follows the room, a line is chosen in it or by touching it, and is read
 * whole while one writes. The form is seen by an interpreter alone; see templates/live/_interpret.html.
 */

const OFFERED = 12;
const SHOWN = 90;
/** The server marks what an interpreter may say again in its own room. */
const OPEN = ".lines > .line[data-again]";

/** @param {Element | null | undefined} section @returns {HTMLElement[]} the last lines of a room, newest first */
const linesOf = (section) => /** @type {HTMLElement[]} */ ([...(section?.querySelectorAll(OPEN) ?? [])]).reverse().slice(0, OFFERED);

/** @param {Element} line @returns {HTMLElement | null} */
const saidIn = (line) => line.querySelector(".said");

/** @param {Element} form @returns {HTMLSelectElement | null} */
const choiceIn = (form) => form.querySelector("select[name=line]");

/** Each list follows its room, but for one that somebody is choosing from. */
export function offerLines() {
  for (const form of document.querySelectorAll("[data-interpret] form")) {
    const choice = choiceIn(form);
    if (choice?.checkVisibility() && choice !== document.activeElement) offer(choice);
  }
}

/** @param {HTMLSelectElement} choice */
function offer(choice) {
  const section = /** @type {HTMLElement | null} */ (choice.closest("section[data-room]"));
  const here = linesOf(section);
  const elsewhere = section?.dataset.room === "plenary" ? [] : linesOf(document.querySelector('section[data-room="plenary"]'));
  const chosen = document.getElementById(`e-${choice.value}`);
  if (choice.value && chosen?.matches(OPEN) && ![...here, ...elsewhere].includes(chosen)) here.push(chosen);
  const ids = [...here, ...elsewhere].map(({ dataset }) => dataset.line).join(" ");
  if (choice.dataset.offered === ids) return;
  const { value } = choice;
  choice.dataset.offered = ids;
  choice.replaceChildren(choice.options[0], ...here.map(option));
  if (elsewhere.length) choice.append(Object.assign(document.createElement("optgroup"), { label: choice.dataset.elsewhere }));
  choice.lastElementChild?.append(...elsewhere.map(option));
  choose(choice, value);
}

/** @param {HTMLElement} line */
function option(line) {
  const text = saidIn(line)?.textContent ?? "";
  const made = new Option(text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text, line.dataset.line);
  made.dir = "auto";
  return made;
}

/** A line that has gone is not chosen any more. @param {HTMLSelectElement} choice @param {string} line */
function choose(choice, line) {
  choice.value = line;
  if (choice.selectedIndex < 0) choice.value = "";
  const said = choice.value ? document.getElementById(`e-${choice.value}`)?.querySelector(".said") : null;
  const place = /** @type {HTMLElement | null | undefined} */ (choice.form?.querySelector("[data-original]"));
  if (!place) return;
  place.hidden = !said;
  place.textContent = said?.textContent ?? "";
  place.dir = said?.getAttribute("dir") ?? "auto";
  place.lang = said?.getAttribute("lang") ?? "";
  if (!place.lang) place.removeAttribute("lang");
}

/** The line is chosen where an interpreter can write, unless something is written for another. @param {Element | null} line */
function take(line) {
  const form = line?.matches(OPEN) ? line.closest("section[data-room]")?.querySelector("[data-interpret] form") : null;
  const [choice, field] = [form && choiceIn(form), form?.querySelector("textarea")];
  if (!choice?.checkVisibility() || !field || field.value.trim()) return null;
  offer(choice);
  choose(choice, /** @type {HTMLElement} */ (line).dataset.line ?? "");
  return field;
}

export function startInterpreting() {
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && !target.closest("button, a, summary")) take(target.closest(".line"));
  });
  document.addEventListener("keydown", (event) => {
    const field = event.key === "Enter" && event.target instanceof Element && event.target.matches(".line") ? take(event.target) : null;
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLSelectElement && target.closest("[data-interpret]")) choose(target, target.value);
  });
  for (const name of ["toggle", "focusin"]) document.addEventListener(name, ({ target }) => {
    const box = target instanceof Element && target.closest("[data-interpret]");
    if (box) offerLines();
  }, true);
  document.addEventListener("reset", ({ target }) => {
    const choice = target instanceof Element && target.closest("[data-interpret]") && choiceIn(target);
    if (choice) queueMicrotask(() => choose(choice, ""));
  });
  offerLines();
}
