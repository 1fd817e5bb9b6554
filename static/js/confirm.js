// @ts-check
/** "Are you sure?", with a reason where one is wanted: one <dialog> for the whole page. */

/**
 * @param {HTMLElement} asker with `data-confirm="sentence"` and perhaps `data-ask-label="Why?"`, `data-ask-value="what it says now"` and `data-ask-optional`
 * @returns {Promise<string | null>} what was written (perhaps ""), or null when it was cancelled
 */
export function confirmed(asker) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("confirm"));
  const { confirm: sentence, askLabel, askValue } = asker.dataset;
  if (!dialog || (!sentence && !askLabel)) return Promise.resolve("");
  const [words, ask] = ["[data-sentence]", "[data-ask-field]"].map((part) => /** @type {HTMLElement} */ (dialog.querySelector(part)));
  const field = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("textarea"));
  words.textContent = sentence ?? "";
  ask.hidden = !askLabel;
  /** @type {HTMLElement} */ (ask.querySelector("span")).textContent = askLabel ?? "";
  field.required = !!askLabel && !asker.hasAttribute("data-ask-optional");
  field.value = askValue ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes" ? field.value.trim() : null), { once: true });
  });
}
