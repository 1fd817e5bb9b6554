// @ts-check
/**
 * A live page (lobby, stage, desk, screen): joins the wire to the page. What templates must look like:
 *
 * <body data-page="stage" data-workshop="<id>" data-participant="<id>" data-seat="<seat or empty>" data-upto="<event id>">
 *   live/base.html gives: <meta name="csrf">, #announce, #says, #confirm, `.wire` for the connection, and the form
 *   #act, which buttons with form="act" post where there are no scripts. Lines up to `data-upto` are on the page.
 *
 * Room list, inside a part, so it may change at any time. A link is what makes a room exist here:
 *   <a data-room="r" data-name="Plenary" href="#room-r">Plenary <span class="n" data-unread hidden></span></a>
 *
 * Rooms, outside every part. `data-rooms` is "one" (stage: one in view) or "all" (desk). A room that comes
 * later is cloned from <template id="room-template">, the same markup with `__room__` for the id:
 *   <div data-rooms="one">
 *     <section class="room" data-room="r" id="room-r">
 *       <header data-part="head:r">…</header>
 *       <div class="scroll" tabindex="0">
 *         <button type="button" data-earlier hidden>, when the room has earlier lines than the page holds
 *         <div class="lines" role="log" aria-live="off"></div><div class="pending"></div></div>
 *       <button type="button" class="newer" data-newer hidden></button>
 *       <div data-part="typing:r"></div>
 *       <div data-part="strip:r"><p class="readers seat-2">…</p><p data-closed>why nobody may send now</p></div>
 *       <form class="composer" method="post" action="/w/<id>/do/" data-command="say" data-room="r" autocomplete="off">
 *         csrf token; hidden `do`, `id` (uuid), `room`, `reply_to`
 *         <p class="replying" hidden><span data-reply-text></span><button type="button" data-act="cancel-reply">…</button></p>
 *         <textarea name="text" data-draft="r" dir="auto">, <button class="button-main">
 *
 * A line: one root element, the same bytes for everybody who knows the same; what only its author, or only
 * others, may press is marked `own-only` / `others-only`:
 *   <article class="line" id="e-<event>" data-line="<event>" data-seat="<seat>" (staff: data-by="<participant>")>
 *     <span class="seat seat-1" data-letter="I">…</span> <time>…</time> <p class="said" dir="auto">…</p>
 *     <button data-do="react" data-line="…" data-reaction="heard" data-toggle="on" data-seats="<seats that did>">
 *
 * A command button: `data-do` the command, every other `data-x-y` its field x_y ("true" and "2" become JSON).
 *   data-confirm="sentence" asks first; data-ask="field" data-ask-label="Why?" asks for a text as well.
 * A command form: <form data-command="name">; `.form-says` inside shows a refusal; data-keep keeps what was
 *   typed; data-many="field" on an element makes that field a list.
 * A part: [data-part="name"] holds nothing that a person types into (a <select> may be there, if its options have
 *   a data-key). The part `page` needs no place: when the element with `data-page` in it names another page or
 *   another seat than the body does, the page is loaded again.
 *   data-ask-value="what it says now" is put into that text first.
 * The desk: who will read what is sent, and the moves; see desk.js.
 * Interpreters: [data-interpret], a form beneath each room; see interpret.js.
 * Tools: a place for each tool of the agenda; see tools.js for when it is shown. data-asks="sentence" beside a
 *   data-key: this person is asked for something there.
 * Briefs and background stand outside of parts, in [data-text]; see texts.js for when one is corrected.
 * Presence and figures: see marks.js for the places that parts leave for them.
 * Times: <time datetime="…" data-at> is shown in the reader's time zone, <span data-since="<ms>"> counts minutes.
 * Clock: <span class="clock" role="timer" data-ends-at="<ms>">, with the body's data-server-now="<ms>"; of a turn with
 *   data-turn, or data-began="<ms>" to count up. Panels of a narrow
 *   screen: [data-panel="brief"] shown by <nav class="tabs"><a href="#brief">; the first is "talk" or body's data-home.
 */
import { announceLines } from "./announce.js";
import { startActions } from "./actions.js";
import { localTimes, startClock, tick } from "./clock.js";
import { arrived, paintComposers, restoreDrafts, startComposers } from "./composer.js";
import { changedElsewhere, offerEarlier, startEarlier } from "./earlier.js";
import { applyLine, applyParts } from "./patch.js";
import { offerLines, startInterpreting } from "./interpret.js";
import { PREFIX } from "./outbox.js";
import { quiet, startLines } from "./lines.js";
import { paintMarks } from "./marks.js";
import { startMenus } from "./menus.js";
import { startNotes } from "./notes.js";
import { followPhase } from "./rail.js";
import { announceUnread, atEnd, clearLines, ensureLinkedRooms, ensureRoom, followHash, followOpenRooms, inView, lookAgain, startRooms, toEnd } from "./rooms.js";
import { followTexts } from "./texts.js";
import { followTools } from "./tools.js";
import { paintDesk, startDesk } from "./desk.js";
import { fragment } from "./trusted.js";
import { knows, say } from "./words.js";
import { Wire } from "./wire.js";

/** @typedef {{room: string, id: string, html: string, change?: boolean}} Line */
/** @typedef {{lines?: Line[], parts?: Record<string, string>, earlier?: string[]}} Frame */

const body = document.body.dataset;
const wire = new Wire({
  workshop: body.workshop ?? "",
  page: body.page === "screen" ? "screen" : "",
  participant: body.participant ?? "",
  since: body.upto || null,
  csrf: /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=csrf]"))?.content,
});

/** @param {Frame} frame */
function show({ lines = [], parts = {}, earlier }) {
  if (turned(parts.page)) return;
  applyParts(parts);
  ensureLinkedRooms();
  for (const { room } of lines) ensureRoom(room);
  applyParts(parts); // into the rooms that have just been made
  const rooms = [...new Set(lines.map(({ room }) => room))];
  for (const room of rooms) showLines(room, lines.filter((line) => line.room === room));
  if (earlier) offerEarlier(earlier);
  restoreDrafts();
  paintComposers();
  paintPressed();
  paintMarks();
  localTimes();
  tick();
  followOpenRooms();
  followTools();
  followTexts();
  offerLines();
  followHash();
  followPhase();
  paintDesk();
}

/** Lines that are new on the page, other than news. @param {Iterable<HTMLElement>} lines */
function dress(lines) {
  for (const line of lines) {
    line.classList.toggle("mine", isMine(line));
    quiet(line);
  }
  paintPressed();
  localTimes();
}

/** The lines that the page came with. */
function takeUpLines() {
  dress(document.querySelectorAll(".lines > *"));
  for (const { dataset } of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("section[data-room]"))) toEnd(dataset.room ?? "");
}

/** @param {string} room @param {Line[]} lines */
function showLines(room, lines) {
  const list = ensureRoom(room)?.querySelector(".lines");
  if (!list) return;
  const follow = atEnd(room);
  const fresh = lines.map((line) => applyLine(line, list) ?? changedElsewhere(line)).filter((shown) => shown !== undefined);
  for (const { line } of fresh) line.classList.toggle("mine", isMine(line));
  const news = fresh.filter((shown) => shown.fresh).map(({ line }) => line);
  for (const line of news) {
    arrived(line);
    quiet(line);
  }
  if (follow) toEnd(room);
  const others = news.filter((line) => !line.matches(".mine"));
  if (wire.state !== "live" || !others.length) return;
  if (inView(room)) announceLines(others);
  else announceUnread(room);
}

/** @param {HTMLElement} line */
function isMine({ dataset: { seat, by } }) {
  return (!!seat && seat === body.seat) || (!!by && by === body.participant);
}

/** A reaction button is pressed for whoever is among its seats. */
function paintPressed() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("button[data-toggle]"))) {
    button.setAttribute("aria-pressed", String(!!body.seat && (button.dataset.seats ?? "").split(" ").includes(body.seat)));
  }
}

/** Does the server say that this person belongs on another page now? @param {string | undefined} html */
function turned(html) {
  const now = html && /** @type {HTMLElement | null} */ (fragment(html).querySelector("[data-page]"))?.dataset;
  if (!now || (now.page === body.page && (now.seat ?? body.seat) === body.seat)) return false;
  const mark = `${PREFIX}turned`;
  const wanted = `${now.page} ${now.seat}`;
  const again = sessionStorage.getItem(mark) === wanted; // it did not help a moment ago: do not spin
  sessionStorage.setItem(mark, wanted);
  setTimeout(() => location.reload(), again ? 5_000 : 0);
  return true;
}

/** @param {{state: string, code: number}} news */
function showState({ state, code }) {
  body.wire = state;
  body.wireCode = String(code);
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".wire"));
  const words = place?.querySelector("[data-wire-says]");
  const sentence = state === "closed" && knows(`closed.${code}`) ? `closed.${code}` : state;
  if (words) words.textContent = say(sentence);
  if (state === "live") sessionStorage.removeItem(`${PREFIX}turned`);
}

wire.addEventListener("frame", (event) => show(/** @type {CustomEvent} */ (event).detail));
wire.addEventListener("state", (event) => showState(/** @type {CustomEvent} */ (event).detail));
wire.addEventListener("resync", clearLines);
wire.addEventListener("resync", () => offerEarlier());
document.querySelector(".wire button")?.addEventListener("click", () => location.reload());
addEventListener("focus", lookAgain);
showState({ state: "connecting", code: 0 });
takeUpLines();
paintMarks();
followTools();
followTexts();
startRooms();
startLines();
startEarlier(dress);
startComposers(wire);
startActions(wire);
startInterpreting();
startMenus();
startNotes(wire);
paintComposers();
startClock();
startDesk();
followPhase();
wire.start();
if (body.page === "brief" && body.seat) void wire.send("open_brief", {});
