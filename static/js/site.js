// @ts-check
/** On every page: ask before what cannot be undone, and forget everything when somebody leaves. */
import { confirmed } from "./confirm.js";
import { forget } from "./outbox.js";

/** Forms whose question has been answered with yes. @type {WeakSet<HTMLFormElement>} */
const agreed = new WeakSet();

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.matches("[data-command]") || form.method === "dialog") return;
  const asker = event.submitter?.dataset.confirm ? event.submitter : form;
  if (asker.dataset.confirm && !agreed.delete(form)) {
    event.preventDefault();
    if ((await confirmed(asker)) === null) return;
    agreed.add(form);
    form.requestSubmit(event.submitter);
    return;
  }
  if (form.hasAttribute("data-leaves")) forget();
});
