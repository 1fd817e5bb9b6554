// @ts-check
/** The clocks of the phase and of the floor. The server owns the time: we only count from what it told us. */
import { announce } from "./announce.js";
import { say } from "./words.js";

/** The server's time minus ours, from the newest `data-server-now`: of a clock, or of the body as the page was made. */
let offset = pageOffset();
let seen = "";
/** @type {Set<string>} */
const told = new Set();
const SPOKEN = [5, 1];
/** Minutes of silence that are worth a look. */
const LONG = 10;
const hours = new Intl.DateTimeFormat(document.documentElement.lang || "en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** The server wrote its time onto the page just before the first byte of it came. */
function pageOffset() {
  const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  const { serverNow } = document.body.dataset;
  return serverNow && page ? Number(serverNow) - performance.timeOrigin - page.responseStart : 0;
}

export function startClock() {
  tick();
  setInterval(tick, 1_000);
}

/** Show every clock now: also called when a part has been replaced. */
export function tick() {
  for (const clock of document.querySelectorAll("[data-ends-at]")) paint(/** @type {HTMLElement} */ (clock));
  for (const turn of document.querySelectorAll("[data-began]")) countUp(/** @type {HTMLElement} */ (turn));
  for (const since of document.querySelectorAll("[data-since]")) count(/** @type {HTMLElement} */ (since));
}

/** How long a turn without a limit has lasted. @param {HTMLElement} clock */
function countUp(clock) {
  clock.textContent = asMinutes(Math.max(0, Math.floor((Date.now() + offset - Number(clock.dataset.began)) / 1_000)));
}

/** For how long something has been so. @param {HTMLElement} element */
function count(element) {
  const minutes = Math.floor((Date.now() + offset - Number(element.dataset.since)) / 60_000);
  const text = minutes > 0 ? say("since", { n: minutes }) : say("now");
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("warn", minutes >= LONG);
}

/** Times of day in the reader's own time zone, instead of the server's. */
export function localTimes() {
  for (const time of /** @type {NodeListOf<HTMLTimeElement>} */ (document.querySelectorAll("time[data-at]:not([data-local])"))) {
    time.textContent = hours.format(new Date(time.dateTime));
    time.dataset.local = "";
  }
}

/** @param {HTMLElement} clock */
function paint(clock) {
  const { endsAt, serverNow, turn } = clock.dataset;
  if (serverNow && serverNow !== seen) {
    seen = serverNow;
    offset = Number(serverNow) - Date.now();
  }
  const left = Math.ceil((Number(endsAt) - Date.now() - offset) / 1_000);
  clock.textContent = (left < 0 ? "+" : "") + asMinutes(Math.abs(left));
  clock.classList.toggle("clock-low", left >= 0 && left <= (turn === undefined ? 60 : 15));
  clock.classList.toggle("clock-over", left < 0);
  if (left < 0) clock.title = say("over");
  else clock.removeAttribute("title");
  if (turn === undefined) for (const minutes of SPOKEN) speakOnce(minutes, left, endsAt ?? "");
}

/** @param {number} minutes @param {number} left seconds @param {string} endsAt */
function speakOnce(minutes, left, endsAt) {
  const mark = `${minutes}:${endsAt}`;
  if (left > minutes * 60 || left <= minutes * 60 - 5 || told.has(mark)) return;
  told.add(mark);
  announce(say("minutes", { n: minutes }));
}

/** @param {number} seconds */
function asMinutes(seconds) {
  const pad = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}`;
}
