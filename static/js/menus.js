// @ts-check
/** Small menus (<details class="menu">) close when something in them was chosen, on Escape, and when one goes elsewhere. */

/** @param {HTMLDetailsElement} menu */
function shut(menu) {
  const inside = menu.contains(document.activeElement);
  menu.open = false;
  if (inside) menu.querySelector("summary")?.focus();
}

export function startMenus() {
  const open = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.menu[open]"));
  document.addEventListener("click", ({ target }) => {
    const at = target instanceof Element ? target : null;
    for (const menu of open()) if (!menu.contains(at) || at?.closest(".menu-list button")) shut(menu);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of open()) shut(menu);
  });
}
