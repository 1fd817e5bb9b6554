// @ts-check
// A button that copies the field it names. The clipboard needs HTTPS; in a class network over plain
// HTTP the browser's older way still works.

document.addEventListener("click", async (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest?.("button[data-copy]");
  if (!(button instanceof HTMLElement)) return;
  const field = document.getElementById(button.dataset.copy ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy");
  }
  const says = document.getElementById("announce");
  if (says) says.textContent = button.dataset.copied ?? "";
  button.textContent = button.dataset.copied ?? button.textContent;
});
