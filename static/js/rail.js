// @ts-check
/** The rail of phases: the present one is brought into sight whenever it changes, and only then. */

let at = "";

export function followPhase() {
  const step = /** @type {HTMLElement | null} */ (document.querySelector(".rail [aria-current]"));
  const rail = step?.closest(".rail");
  if (!step || !rail || step.dataset.key === at) return;
  at = step.dataset.key ?? "";
  const [inner, outer] = [step.getBoundingClientRect(), rail.getBoundingClientRect()];
  rail.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
}
