// @ts-check
/**
 * The editor of packs. Every form[data-autosave] is saved as one types; what the server has not confirmed yet is
 * kept in this browser, so that a reload, a lost network or a crash loses nothing. The server merges and decides.
 *
 * The page gives: hidden `base` and `aside`, `.editor-state [data-says]`, `a[data-choose]`, [data-checker].
 */
import { PREFIX } from "./outbox.js";
import { countWords, followLines, followNames, followSums, preview } from "./editor_views.js";
import { fragment } from "./trusted.js";

const PAUSE = 1_200;
const AGAIN = 10_000;
const LEAVING = 3_000;
const ONLY_HERE = "Copy what you wrote before you leave this page.";
/** @param {number} ms */
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-autosave]"));
const bar = /** @type {HTMLElement | null} */ (form?.querySelector(".editor-state") ?? null);
if (form) {
  preview(form);
  countWords(form);
  followLines(form);
  followSums(form);
  followNames(form);
}
if (form && bar) start(form, bar);

/** @typedef {{entries: [string, string][]}} Draft */

/** @param {HTMLFormElement} form @param {HTMLElement} bar */
function start(form, bar) {
  const key = `${PREFIX}draft.${form.dataset.user}.${location.pathname}`;
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  let timer = 0;
  let running = Promise.resolve();
  let busy = false;
  let version = 0;
  let pending = false;

  /** Nothing can be typed while what was written before is not saved and cannot be shown. @param {boolean} on */
  function hold(on) {
    pending = on;
    for (const each of form.elements) if (!(each instanceof HTMLInputElement && each.type === "hidden")) /** @type {HTMLInputElement} */ (each).disabled = on;
  }

  /** @param {string} state @param {string} says @param {string} [choose] */
  function show(state, says, choose = "") {
    bar.dataset.state = state;
    /** @type {HTMLElement} */ (bar.querySelector("[data-says]")).textContent = says;
    const link = /** @type {HTMLAnchorElement} */ (bar.querySelector("[data-choose]"));
    link.hidden = !choose;
    if (choose) link.href = choose;
  }

  /** @returns {[string, string][]} */
  const entries = () => /** @type {[string, string][]} */ ([...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string"));

  /** All that a person wrote, whatever version it was written in. @param {[string, string][]} given */
  const written = (given) => JSON.stringify(given.filter(([name]) => name !== "base" && name !== "aside"));

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ entries: entries() }));
    } catch {
      // Full, or forbidden by the browser: then only the page itself holds it until it is saved.
    }
  }

  /** @param {[string, string][]} given @returns {Promise<any>} */
  async function send(given) {
    const body = new FormData();
    for (const [name, value] of given) body.append(name, value);
    body.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    const answer = await fetch(location.pathname, { method: "POST", body, headers: { "X-Autosave": "1" }, redirect: "manual" });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return answer.json();
    if (answer.status === 403) return { state: "refused", says: `You may not change this pack any more, or this page is too old. ${ONLY_HERE}` };
    if (answer.status === 404) return { state: "refused", says: `This pack is gone, or no longer shared with you. ${ONLY_HERE}` };
    throw new Error(`status ${answer.status}`);
  }

  /** @returns {Promise<void>} */
  function save() {
    clearTimeout(timer);
    if (!busy) running = pending ? takeUp() : saveNow();
    return running;
  }

  async function saveNow() {
    busy = true;
    const sent = version;
    show("saving", "Saving…");
    try {
      const given = entries();
      const told = await send(given);
      busy = false;
      follow(told.follows ?? {}, given);
      took(told, sent);
    } catch {
      busy = false;
      failed();
    }
  }

  /** What the server changed along with what was typed, unless it was changed here meanwhile. @param {Record<string, string>} follows @param {[string, string][]} given */
  function follow(follows, given) {
    for (const [name, was] of given) {
      if (name in follows && field(name).value === was) field(name).value = follows[name] ?? "";
    }
  }

  /** @param {any} told @param {number} sent */
  function took(told, sent) {
    if (told.state === "refused") return show("refused", `Not saved. ${told.says}`);
    if (told.state === "wait") return wait(told);
    field("base").value = told.base;
    field("aside").value = told.aside;
    const place = document.querySelector("[data-checker]");
    if (place) place.replaceChildren(fragment(told.checker));
    const errors = /** @type {HTMLElement} */ (bar.querySelector("[data-errors]"));
    errors.hidden = !told.errors;
    errors.textContent = `${told.errors} error${told.errors === 1 ? "" : "s"} in the checker`;
    if (sent !== version) {
      keep();
      return later();
    }
    localStorage.removeItem(key);
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    show(told.state, told.says === "Saved." ? `Saved at ${time}.` : told.says, told.choose);
  }

  function failed() {
    const offline = !navigator.onLine;
    show(offline ? "offline" : "failed", offline ? "Offline. What you write is kept in this browser and saved later." : "Not saved: the server does not answer. What you write is kept in this browser; trying again.");
    timer = window.setTimeout(save, AGAIN);
  }

  /** Saved too often: the same again when the server has said so. @param {{says: string, after: number}} told */
  function wait({ says, after }) {
    show("failed", `Not saved yet. ${says} What you write is kept in this browser until then.`);
    timer = window.setTimeout(save, 1_000 * after);
  }

  function later() {
    clearTimeout(timer);
    timer = window.setTimeout(save, PAUSE);
  }

  function changed() {
    version += 1;
    keep();
    if (!busy) show("unsaved", "Not saved yet.");
    later();
  }

  /** What an earlier visit of this page wrote and could not save. */
  async function takeUp() {
    const kept = localStorage.getItem(key);
    if (!kept) return;
    /** @type {Draft} */
    const draft = JSON.parse(kept);
    if (written(draft.entries) === written(entries())) return localStorage.removeItem(key);
    busy = true;
    hold(true);
    show("saving", "Saving what you wrote here before…");
    try {
      const told = await send(draft.entries);
      busy = false;
      if (told.state === "refused" || told.state === "wait") return notYet(draft, told);
      localStorage.removeItem(key);
      if (told.state !== "clash") return location.reload();
      hold(false);
      show("clash", told.says, told.choose);
    } catch {
      busy = false;
      hold(!putBack(draft));
      failed();
    }
  }

  /** @param {Draft} draft @param {any} told */
  function notYet(draft, told) {
    const shown = putBack(draft);
    hold(told.state === "wait" && !shown);
    if (told.state === "wait") wait(told);
    else show("refused", `Not saved. ${told.says}`);
  }

  /**
   * A single text can be shown again as it was written. A form cannot, its items may be others by now: it is sent as
   * it was until the server takes it. @param {Draft} draft
   */
  function putBack(draft) {
    const text = draft.entries.find(([name]) => name === "text");
    const area = form.elements.namedItem("text");
    if (!text || !(area instanceof HTMLTextAreaElement)) return false;
    area.value = text[1];
    for (const name of ["base", "aside"]) field(name).value = draft.entries.find((entry) => entry[0] === name)?.[1] ?? "";
    version += 1;
    return true;
  }

  form.addEventListener("input", changed);
  /** The next page is to show what was written on this one: a link is followed when it is saved. @param {HTMLAnchorElement} link */
  async function leave(link) {
    await Promise.race([running, pause(LEAVING)]);
    if (unsaved()) await Promise.race([save(), pause(LEAVING)]);
    if (bar.dataset.state !== "refused") location.assign(link.href);
  }

  const unsaved = () => bar.dataset.state === "unsaved" || bar.dataset.state === "saving";
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!(link instanceof HTMLAnchorElement) || !unsaved() || event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
    if (link.origin !== location.origin || link.pathname === location.pathname) return;
    event.preventDefault();
    void leave(link);
  });
  addEventListener("online", () => version && save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && bar.dataset.state === "unsaved") void save();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      void save();
    }
  });
  form.addEventListener("submit", (event) => {
    if (/** @type {HTMLButtonElement | null} */ (event.submitter)?.name === "do") return clearTimeout(timer);
    event.preventDefault();
    void save();
  });
  void takeUp();
}
