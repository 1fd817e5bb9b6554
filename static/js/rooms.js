// @ts-check
/**
 * Rooms on the page: which one is in view, what is unread, when to scroll. A room's number of unread
 * lines is not counted up but read off the page: the lines after the last one that was seen.
 */
import { announce } from "./announce.js";
import { PREFIX } from "./outbox.js";
import { say } from "./words.js";

const body = document.body.dataset;
const READ = `${PREFIX}read.${body.workshop}.${body.participant}`;
const AT_END = 48;
const title = document.title;

/** Ids of the last lines seen, by room. @type {Record<string, string>} */
const read = JSON.parse(sessionStorage.getItem(READ) ?? "{}");

/** All rooms at once (desk) or one at a time (stage)? */
const oneAtATime = () => document.querySelector("[data-rooms='one']") !== null;
const sections = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section[data-room]"))];
const links = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("a[data-room]"))];

/** @param {string} room @returns {HTMLElement | undefined} */
export const roomSection = (room) => sections().find((section) => section.dataset.room === room);

export const currentRoom = () => sections().find((section) => !section.hidden)?.dataset.room ?? "";

/** The room's section; a room that is new to this page is made from the template. @param {string} room */
export function ensureRoom(room) {
  const found = roomSection(room);
  if (found) return found;
  const template = /** @type {HTMLTemplateElement | null} */ (document.getElementById("room-template"));
  const home = document.querySelector("[data-rooms]");
  if (!template || !home) return undefined;
  const section = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  for (const element of [section, ...section.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes("__room__")) element.setAttribute(name, value.replaceAll("__room__", room));
    }
  }
  section.hidden = oneAtATime() && currentRoom() !== "";
  home.append(section);
  watchHeight(section);
  return section;
}

/** Every room that the page links to has its section. */
export function ensureLinkedRooms() {
  for (const link of links()) if (link.dataset.room) ensureRoom(link.dataset.room);
}

/** @param {Element} section */
function watchHeight(section) {
  const box = scroller(section);
  if (box) heights.observe(box);
}

/** @param {string} room */
export function inView(room) {
  const section = roomSection(room);
  return !document.hidden && !!section?.checkVisibility();
}

/** @param {Element | undefined} section */
const scroller = (section) => section?.querySelector(".scroll") ?? undefined;

/** Boxes whose reader has gone up, away from the end. @type {WeakSet<Element>} */
const away = new WeakSet();
/** How far each box was scrolled. @type {WeakMap<Element, number>} */
const places = new WeakMap();

/** @param {Element} box */
function toItsEnd(box) {
  box.scrollTop = box.scrollHeight;
  places.set(box, box.scrollTop);
}

/** A box whose height changes (a keyboard, a longer strip, a panel that is shown) stays at its end. */
const heights = new ResizeObserver((entries) => {
  for (const { target } of entries) if (!away.has(target)) toItsEnd(target);
  lookAgain();
});

/** Does its reader follow this room at its end? @param {string} room */
export function atEnd(room) {
  const box = scroller(roomSection(room));
  if (box) notice(box);
  return !box || !away.has(box);
}

/** @param {string} room */
export function toEnd(room) {
  const box = scroller(roomSection(room));
  if (!box) return;
  away.delete(box);
  toItsEnd(box);
}

/**
 * Where the reader has gone since we last looked: a browser tells it late, and tells two moves as one.
 * Only a person scrolls up; a box that shrinks does not move.
 * @param {Element} box
 */
function notice(box) {
  if (!box.clientHeight) return; // not shown
  if (box.scrollHeight - box.scrollTop - box.clientHeight < AT_END) away.delete(box);
  else if (box.scrollTop < (places.get(box) ?? 0)) away.add(box);
  places.set(box, box.scrollTop);
}

/** @param {Element} box */
function scrolled(box) {
  notice(box);
  lookAgain();
}

/** @param {HTMLElement} section */
function unread(section) {
  const lines = [...section.querySelectorAll(".lines > [id]")];
  const last = document.getElementById(read[section.dataset.room ?? ""] ?? "");
  return lines.slice(last ? lines.indexOf(last) + 1 : 0).filter((line) => !line.matches(".mine, .chapter")).length;
}

/** Look again: what has been seen is read, marks and counts follow. */
export function lookAgain() {
  let total = 0;
  let elsewhere = 0;
  for (const section of sections()) {
    const room = section.dataset.room ?? "";
    if (inView(room) && atEnd(room)) remember(room, section);
    const n = unread(section);
    total += n;
    if (!inView(room)) elsewhere += n;
    mark(room, section, n);
  }
  for (const badge of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-unread-elsewhere]"))) {
    badge.hidden = elsewhere === 0;
    badge.textContent = String(elsewhere);
  }
  document.title = total ? `(${total}) ${title}` : title;
}

/** @param {string} room @param {HTMLElement} section */
function remember(room, section) {
  const last = section.querySelector(".lines > [id]:last-child");
  if (!last || read[room] === last.id) return;
  read[room] = last.id;
  sessionStorage.setItem(READ, JSON.stringify(read));
}

/** @param {string} room @param {HTMLElement} section @param {number} n */
function mark(room, section, n) {
  const newer = /** @type {HTMLElement | null} */ (section.querySelector("[data-newer]"));
  if (newer) {
    newer.hidden = n === 0 || !inView(room);
    newer.textContent = say("new", { n });
  }
  for (const link of links().filter((link) => link.dataset.room === room)) {
    const badge = /** @type {HTMLElement | null} */ (link.querySelector("[data-unread]"));
    if (badge) {
      badge.hidden = n === 0;
      badge.textContent = String(n);
      badge.title = say("unread", { n, room: nameOf(room) });
    }
    current(link, oneAtATime() && room === currentRoom());
  }
  for (const way of document.querySelectorAll(`.invitation a[href="#room-${room}"]`)) current(way, room === currentRoom());
}

/** @param {string} room */
export const nameOf = (room) => links().find((link) => link.dataset.room === room)?.dataset.name ?? room;

/** @param {string} room */
export function announceUnread(room) {
  const section = roomSection(room);
  if (section) announce(say("unread", { n: unread(section), room: nameOf(room) }));
}

/** Follow the address: `#room-<id>` shows a room, `#<panel>` or what is in it a panel of a narrow screen. */
export function followHash() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  const room = wanted.startsWith("room-") ? wanted.slice(5) : "";
  if (room && room !== currentRoom() && oneAtATime() && roomSection(room)) show(room);
  const panels = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-panel]"))];
  const named = panels.find((panel) => panel.dataset.panel === wanted && !panel.hidden);
  const around = !named && wanted ? document.getElementById(wanted)?.closest("[data-panel]") : undefined;
  const view = (named ?? panels.find((panel) => panel === around))?.dataset.panel ?? body.home ?? "talk";
  for (const panel of panels) panel.toggleAttribute("data-shown", panel.dataset.panel === view);
  mainPart(panels);
  for (const tab of document.querySelectorAll(".tabs a")) {
    current(tab, tab.getAttribute("href") === `#${view}`);
    if (tab.matches("[aria-current]")) tab.removeAttribute("data-fresh");
  }
  lookAgain();
}

/** A page has one main part: on a narrow screen that is the panel which is shown. @param {HTMLElement[]} panels */
function mainPart(panels) {
  const main = document.querySelector("main");
  const instead = main?.checkVisibility() ? undefined : panels.find((panel) => panel !== main && panel.checkVisibility());
  for (const panel of panels) {
    if (panel === instead) panel.setAttribute("role", "main");
    else panel.removeAttribute("role");
  }
}

/** @param {Element} link @param {boolean} is */
function current(link, is) {
  if (is) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

/** Which rooms were open when we last looked. */
let open = "";

/**
 * The rooms that are open have changed: whoever sits in one that is closed now, and is not writing, is taken
 * to the first one that is open.
 */
export function followOpenRooms() {
  const rooms = links().filter((link) => !link.matches(".is-closed")).map((link) => link.dataset.room ?? "");
  const now = rooms.join(" ");
  if (now === open) return;
  open = now;
  const here = currentRoom();
  const [next] = rooms;
  const writing = roomSection(here)?.querySelector("textarea")?.value;
  if (!oneAtATime() || !next || !here || rooms.includes(here) || writing || !roomSection(next)) return;
  if (location.hash.startsWith("#room-")) history.replaceState(history.state, "", `#room-${next}`);
  show(next);
  announce(nameOf(next));
}

/** @param {string} room */
function show(room) {
  for (const section of sections()) section.hidden = section.dataset.room !== room;
  toEnd(room);
}

/** Lines are forgotten: all of them will come anew. */
export function clearLines() {
  for (const list of document.querySelectorAll("section[data-room] .lines")) list.replaceChildren();
}

export function startRooms() {
  for (const section of sections()) watchHeight(section);
  ensureLinkedRooms();
  followOpenRooms();
  addEventListener("hashchange", followHash);
  matchMedia("(min-width: 64rem)").addEventListener("change", followHash);
  document.addEventListener("visibilitychange", lookAgain);
  document.addEventListener("scroll", (event) => event.target instanceof Element && event.target.matches(".scroll") && scrolled(event.target), { capture: true, passive: true });
  document.addEventListener("click", ({ target }) => {
    const newer = target instanceof Element && target.closest("[data-newer]");
    if (newer) toEnd(newer.closest("section")?.dataset.room ?? "");
  });
  followHash();
}
