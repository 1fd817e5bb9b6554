// @ts-check
// Spends the key in this link: moves it from the fragment, which stays in the browser, into the
// form, and sends the form. Without this script the form is filled in by hand.

function comeIn() {
  const key = location.hash.slice(1);
  const form = document.getElementById("enter");
  if (!key || !(form instanceof HTMLFormElement)) return;
  history.replaceState(null, "", location.pathname); // the key does not stay in the history
  const field = form.elements.namedItem("key");
  if (!(field instanceof HTMLInputElement)) return;
  field.value = key;
  form.submit();
}

comeIn();
addEventListener("hashchange", comeIn); // a link pasted into an open page only changes the fragment
