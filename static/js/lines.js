// @ts-check
/**
 * Lines by keyboard: a room is one stop of the Tab key. Up and Down, Home and End move from line to line;
 * Tab then reaches what can be done with the line that has the focus, and only that one.
 */

/** @type {Record<string, (line: Element, list: Element) => Element | null>} */
const MOVES = {
  ArrowUp: (line, list) => line.previousElementSibling ?? list.parentElement?.querySelector("[data-earlier]:not([hidden])") ?? null,
  ArrowDown: (line) => line.nextElementSibling,
  Home: (_, list) => list.firstElementChild,
  End: (_, list) => list.lastElementChild,
};

/** Out of the Tab order until it is reached. @param {HTMLElement} line */
export function quiet(line) {
  line.tabIndex = -1;
  for (const button of line.querySelectorAll("button")) button.tabIndex = -1;
}

export function startLines() {
  document.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const list = at?.closest("section[data-room]")?.querySelector(".lines");
    if (!list || !(event.key in MOVES) || !at?.matches(".scroll, .line, .line button")) return;
    const line = at.closest(".lines > .line");
    const to = line ? MOVES[event.key](line, list) : list.lastElementChild;
    event.preventDefault();
    if (to instanceof HTMLElement) to.focus();
  });
  document.addEventListener("focusin", ({ target }) => {
    const line = target instanceof Element && target.closest(".lines > .line");
    for (const other of document.querySelectorAll(".line[data-focused]")) if (other !== line) leave(/** @type {HTMLElement} */ (other));
    if (!line) return;
    line.setAttribute("data-focused", "");
    for (const button of line.querySelectorAll("button")) button.tabIndex = 0;
  });
}

/** @param {HTMLElement} line */
function leave(line) {
  line.removeAttribute("data-focused");
  quiet(line);
}
