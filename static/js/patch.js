// @ts-check
/**
 * Puts what the server rendered onto the page. An element that is there already is changed in place,
 * so focus, open <details>, scroll positions and a screen reader's place stay where they were.
 * Knows nothing of the wire: replay uses it too.
 */
import { fragment } from "./trusted.js";

/** What a person changes and the server does not know. */
const OURS = ["open", "aria-busy", "tabindex", "data-focused"];

/** Two nodes with the same key are the same thing. @param {Node} node */
function key(node) {
  if (!(node instanceof Element)) return node.nodeName;
  const { id, dataset } = /** @type {HTMLElement} */ (node);
  if (id || dataset.key) return `${node.nodeName}#${id || dataset.key}`;
  if (!dataset.do && !dataset.room) return node.nodeName;
  return [node.nodeName, dataset.do, dataset.room, dataset.line, dataset.seat, dataset.reaction].join("|");
}

/**
 * `data-opens` is when the server would have a <details> open: it opens and closes when that changes, not before.
 * @param {Element} old @param {Element} now
 */
function sameAttributes(old, now) {
  const opens = now.getAttribute("data-opens");
  if (opens !== null && opens !== old.getAttribute("data-opens")) old.toggleAttribute("open", opens === "yes");
  for (const { name } of [...old.attributes]) {
    if (!now.hasAttribute(name) && !OURS.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of now.attributes) {
    if (old.getAttribute(name) !== value && !(name === "open" && old.nodeName === "DETAILS")) old.setAttribute(name, value);
  }
}

/** Make the children of `old` those of `now`. @param {Node} old @param {Node} now */
export function morph(old, now) {
  let here = old.firstChild;
  for (const wanted of [...now.childNodes]) {
    const found = from(here, key(wanted));
    if (!found) {
      old.insertBefore(wanted, here);
      continue;
    }
    if (found === here) here = here.nextSibling;
    else old.insertBefore(found, here);
    become(found, wanted);
  }
  while (here) {
    const gone = here;
    here = here.nextSibling;
    gone.remove();
  }
}

/** @param {ChildNode | null} node @param {string} wanted */
function from(node, wanted) {
  while (node && key(node) !== wanted) node = node.nextSibling;
  return node;
}

/** @param {Node} old @param {Node} now */
function become(old, now) {
  if (old instanceof Element && now instanceof Element) {
    sameAttributes(old, now);
    morph(old, now);
  } else if (old.nodeValue !== now.nodeValue) {
    old.nodeValue = now.nodeValue;
  }
}

/** Focus stays where it was; if that place has gone, it moves to what held it. @param {Element} around @param {() => void} change */
function keepingFocus(around, change) {
  const focused = document.activeElement;
  const inside = focused !== around && around.contains(focused);
  change();
  if (!inside || document.activeElement === focused) return;
  const to = /** @type {HTMLElement} */ (focused?.isConnected ? focused : around);
  if (to === around && !around.hasAttribute("tabindex")) around.setAttribute("tabindex", "-1");
  to.focus({ preventScroll: true });
}

/** @param {string} name @returns {HTMLElement[]} */
export const partsNamed = (name) => [...document.querySelectorAll(`[data-part="${CSS.escape(name)}"]`)].map((part) => /** @type {HTMLElement} */ (part));

/**
 * @param {Record<string, string>} parts
 * @returns {Element[]} the places that were changed
 */
export function applyParts(parts) {
  const changed = [];
  for (const [name, html] of Object.entries(parts)) {
    for (const place of partsNamed(name)) {
      keepingFocus(place, () => morph(place, fragment(html)));
      changed.push(place);
    }
  }
  return changed;
}

/**
 * A line that is on the page already is changed, any other is appended to its room: so a line that
 * comes twice is shown once. A change of a line that is not here is left to `earlier.js`.
 * @param {{room: string, id: string, html: string, change?: boolean}} line
 * @param {Element} list the room's `.lines`
 * @returns {{line: HTMLElement, fresh: boolean} | null}
 */
export function applyLine({ id, html, change }, list) {
  const line = lineOf(html);
  const old = document.getElementById(line?.id || id);
  if (!line || (!old && change)) return null;
  if (!old) {
    list.append(line);
    return { line, fresh: true };
  }
  keepingFocus(old, () => become(old, line));
  return { line: old, fresh: false };
}

/** The element that a line's HTML is. @param {string} html */
export const lineOf = (html) => /** @type {HTMLElement | null} */ (fragment(html).firstElementChild);
