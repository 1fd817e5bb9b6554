// @ts-check
// A link or a QR code carries the code in its fragment, which stays in the browser: put it into the
// form, take it out of the address, and leave the cursor where something is still to be written.

function fillIn() {
  const code = decodeURIComponent(location.hash.slice(1));
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=code]"));
  if (!field || !/^[\w-]{8,20}$/.test(code)) return;
  history.replaceState(null, "", location.pathname);
  field.value = code;
  const next = /** @type {HTMLElement | null} */ (document.querySelector("input[name=name]") ?? field.form?.querySelector("button"));
  next?.focus();
}

fillIn();
addEventListener("hashchange", fillIn);
