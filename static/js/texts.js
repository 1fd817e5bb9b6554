// @ts-check
/**
 * The texts that stand outside of every part (briefs, background) are on the page as they were when it was loaded.
 * When a part of corrections says that one has changed, they are fetched anew and changed in place:
 * <div data-text="brief">. The tab of their panel is marked, and a screen reader is told.
 */
import { announce } from "./announce.js";
import { morph } from "./patch.js";
import { fragment } from "./trusted.js";

/** On the page of the lobby only the background changes, and stands with its own sentence. */
const WHAT_CHANGED = "[data-part=corrections] [data-says], .lobby [data-part=public-changed] [data-says]";

/** The correction that these texts hold already; undefined until we have looked. @type {string | undefined} */
let held;

export function followTexts() {
  const last = /** @type {HTMLElement | null} */ (document.querySelector(WHAT_CHANGED));
  const now = last?.dataset.key ?? "";
  if (now === held) return;
  const first = held === undefined;
  held = now;
  if (first) return;
  announce(last?.dataset.says ?? "");
  document.querySelector('.tabs a[href="#brief"]:not([aria-current])')?.toggleAttribute("data-fresh", true);
  void fetchTexts().catch(() => {}); // the part tells what has changed in any case
}

async function fetchTexts() {
  const answer = await fetch(location.pathname);
  if (!answer.ok) return;
  const page = fragment(await answer.text());
  for (const old of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-text]"))) {
    const fresh = page.querySelector(`[data-text="${old.dataset.text}"]`);
    if (fresh) morph(old, fresh);
  }
}

document.addEventListener("click", ({ target }) => {
  if (target instanceof Element) target.closest(".tabs a[data-fresh]")?.removeAttribute("data-fresh");
});
