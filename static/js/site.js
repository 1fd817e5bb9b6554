// @ts-check
/**
 * On every page: ask before what cannot be undone, and forget everything when somebody leaves. A form with
 * `data-stays` is sent without leaving the page: what it changes comes over the wire.
 */
import { confirmed } from "./confirm.js";
import { forget } from "./outbox.js";

/** What the address names may be folded away: unfold it. */
function reveal() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = named?.closest("details.fold:not([open])");
  if (!fold) return;
  fold.setAttribute("open", "");
  named?.scrollIntoView();
}

addEventListener("hashchange", reveal);
reveal();

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
  if (!form.hasAttribute("data-stays")) return;
  event.preventDefault();
  if (!(await sent(form))) form.submit();
});

/** Where it would lead does not matter. @param {HTMLFormElement} form */
async function sent(form) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    return answer.type === "opaqueredirect" || answer.ok;
  } catch {
    return false;
  }
}
