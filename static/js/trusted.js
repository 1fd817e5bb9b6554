// @ts-check
/**
 * The only place where a string becomes HTML. The server has rendered and escaped it; the CSP
 * (`trusted-types baithak`) makes the browser refuse every other way in.
 */

/** @type {{createHTML: (html: string) => any}} */
const policy =
  /** @type {any} */ (window).trustedTypes?.createPolicy("baithak", { createHTML: (/** @type {string} */ html) => html }) ??
  { createHTML: (html) => html };

/**
 * What the server sent, as nodes that are not on the page yet.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(html);
  return template.content;
}
