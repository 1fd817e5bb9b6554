// @ts-check
/**
 * The wire: one workshop, kept connected. It opens a door, says where it stopped reading, hands every
 * new frame to the page, sends the outbox one command at a time, and when the door shuts it comes
 * back by itself. It never touches the page: it tells.
 *
 * Events told (CustomEvent, `detail`):
 *   state    {state, code}        connecting · catching-up · live · offline · closed (final; `code` says why)
 *   frame    {lines, parts, …}    what is new
 *   resync   {}                   completeness cannot be proved: forget the lines, all comes anew
 *   sending  {item}               in the outbox
 *   sent     {item, event}        on the server's disk
 *   failed   {item, code, say}    refused; `say` is the reason in the reader's language
 */
import { backoff, uniform, uuid } from "./chance.js";
import { httpDoor, socketDoor } from "./doors.js";
import { Outbox } from "./outbox.js";
import { Sequence } from "./sequence.js";

/** @typedef {import("./outbox.js").Item} Item */
/** @typedef {import("./doors.js").Door} Door */

/** Milliseconds, unless the name says otherwise. */
export const LIMITS = {
  opening: 5_000, // a door that has not opened by then is blocked
  greeting: 15_000, // from opening to the first frame
  heartbeat: 70_000, // the server speaks every 20 s
  stale: 45_000, // on coming back to the page: two heartbeats missed
  answer: 30_000,
  stable: 30_000, // after that the next failure counts as the first
  outage: 30_000, // not live for so long: the waits grow
  probe: 30_000, // on the HTTP door: how soon the socket is tried again
  typing: 3_000,
  failures: 3, // sockets that never spoke, before the HTTP door
  bytes: 16_384,
};

const BAD_FRAME = 4400;
const FINAL = [4401, 4409, 4410];
const FLOODING = 4429;
const RESTARTING = 4503;

export class Wire extends EventTarget {
  /**
   * @param {{workshop: string, participant: string, page?: string, csrf?: string, since?: string | null,
   *          storage?: Storage, limits?: Partial<typeof LIMITS>}} options
   */
  constructor({ workshop, participant, page = "", csrf = "", since = null, storage = sessionStorage, limits = {} }) {
    super();
    this.workshop = workshop;
    this.page = page;
    this.csrf = csrf;
    this.limits = { ...LIMITS, ...limits };
    this.outbox = new Outbox(storage, `${workshop}.${participant}`);
    /** Id of the last event shown: where a new connection resumes. */
    this.since = since;
    this.state = "connecting";
    this.attempts = 0;
    this.failures = 0;
    this.ready = false; // the door is open
    this.heard = false; // and something has come through it
    this.heardAt = 0;
    this.liveAt = Date.now();
    this.probes = 0;
    /** @type {Door | null} */ this.door = null;
    /** @type {Door | null} */ this.candidate = null;
    /** @type {Item | null} */ this.inFlight = null;
    /** @type {Map<string, (answer: any) => void>} */ this.waiting = new Map();
    /** @type {Map<string, number>} */ this.typed = new Map();
    /** @type {Map<string, number>} */ this.timers = new Map();
    this.sequence = new Sequence(() => {});
  }

  start() {
    addEventListener("online", () => this.recheck());
    addEventListener("offline", () => this.#doubt());
    addEventListener("pagehide", () => this.#pause());
    addEventListener("pageshow", () => this.recheck());
    document.addEventListener("visibilitychange", () => document.hidden || this.recheck());
    for (const item of this.outbox.items) this.#tell(item.failed ? "failed" : "sending", { item, ...item.failed });
    this.#attempt();
  }

  /**
   * @param {string} name @param {Record<string, any>} fields
   * @returns {Promise<{event?: string, code?: string, say?: string}>} `code` is there when it was refused
   */
  send(name, fields) {
    const item = { id: uuid(), name, fields };
    const answer = new Promise((resolve) => this.waiting.set(item.id, resolve));
    this.outbox.add(item);
    this.#tell("sending", { item });
    if (new TextEncoder().encode(JSON.stringify(item)).length > this.limits.bytes) this.#failed(item, "too_long", "");
    else this.#pump();
    return answer;
  }

  /** Say again what was refused, as a new command. @param {string} id */
  retry(id) {
    const item = this.outbox.find(id);
    this.discard(id);
    if (!item) return;
    const { under, ...fields } = item.fields; // a rule that has changed has been read by now
    this.send(item.name, item.failed?.code === "rule_changed" ? fields : item.fields);
  }

  /** @param {string} id */
  discard(id) {
    this.outbox.remove(id);
  }

  /** @param {string} room */
  typing(room) {
    const now = Date.now();
    if (now - (this.typed.get(room) ?? 0) < this.limits.typing) return;
    this.typed.set(room, now);
    this.door?.send({ typing: room });
  }

  /** After sleep, a hidden tab or a change of network: is the connection what we think it is? */
  recheck() {
    if (this.state === "closed") return;
    if (!this.door) this.#attempt();
    else if (Date.now() - this.heardAt > this.limits.stale) this.#lost();
  }

  // ---- opening and closing

  #attempt() {
    this.#pause();
    this.heard = false;
    this.heardAt = Date.now();
    this.door = this.#open(this.failures >= this.limits.failures ? "http" : "socket");
    this.#deadline(this.limits.opening);
    if (this.state !== "connecting") this.#become("offline");
  }

  /** @param {Door["kind"]} kind @returns {Door} */
  #open(kind) {
    const ears = {
      open: () => (door === this.candidate ? this.#adopt(door) : door === this.door && this.#opened()),
      frame: (/** @type {any} */ frame, size = 0) => door === this.door && this.#frame(frame, size),
      shut: (/** @type {number} */ code, /** @type {string} */ reason) =>
        door === this.candidate ? this.#dropCandidate() : door === this.door && this.#shut(code, reason),
    };
    const door = kind === "http" ? httpDoor(this.workshop, this.page, this.csrf, ears) : socketDoor(this.workshop, this.page, ears);
    return door;
  }

  #opened() {
    this.ready = true;
    this.sequence = new Sequence((k) => this.door?.send({ at: k }));
    this.door?.send({ hello: { since: this.since } });
    this.#become("catching-up");
    this.#deadline(this.limits.greeting);
    this.#timer("stable", this.limits.stable, () => (this.attempts = 0));
    if (this.door?.kind === "http") this.#timer("probe", this.limits.probe * 2 ** this.probes, () => this.#probe());
    this.#pump();
  }

  /** @param {number} code @param {string} reason */
  #shut(code, reason) {
    const { door, heard, inFlight } = this;
    this.#pause();
    if (FINAL.includes(code)) return this.#become("closed", code);
    if (code === BAD_FRAME && inFlight) this.#failed(inFlight, "bad_frame", "");
    // When neither door answers, the two take turns.
    if (!heard) this.failures = door?.kind === "http" ? this.limits.failures - 1 : this.failures + 1;
    this.#become("offline", code);
    this.#timer("retry", this.#wait(code, reason), () => this.#attempt());
  }

  /** @param {number} code @param {string} reason */
  #wait(code, reason) {
    if (code === FLOODING) return 1_000 * (Number.parseInt(reason.match(/\d+/)?.[0] ?? "10") + Math.random() * 5);
    if (code === RESTARTING) return uniform(0, 500); // who restarts has spread the closings already
    // A server that restarts is back in seconds, and all are to be live again 5 s later; only an outage is waited out.
    const short = Date.now() - this.liveAt < this.limits.outage;
    return backoff(this.attempts++, short ? 2_500 : 10_000);
  }

  #lost() {
    if (!this.ready && this.door?.kind === "socket") this.failures = this.limits.failures;
    this.#shut(0, "");
  }

  /** Lets go of everything that is open or ticking; the outbox and `since` stay. */
  #pause() {
    const doors = [this.door, this.candidate];
    this.door = this.candidate = this.inFlight = null;
    this.ready = false;
    for (const door of doors) door?.close();
    this.sequence.stop();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  /** The browser says that the network has gone. Believe it until something is heard. */
  #doubt() {
    if (!this.door || this.state === "closed") return;
    this.#become("offline");
    this.#deadline(Math.min(this.limits.heartbeat, 25_000));
  }

  // ---- from the HTTP door back to the socket

  #probe() {
    this.probes = Math.min(this.probes + 1, 4);
    this.candidate = this.#open("socket");
    this.#timer("candidate", this.limits.opening, () => this.#dropCandidate());
  }

  #dropCandidate() {
    const candidate = this.candidate;
    this.candidate = null;
    candidate?.close();
    this.#timer("probe", this.limits.probe * 2 ** this.probes, () => this.#probe());
  }

  /** @param {Door} door */
  #adopt(door) {
    this.candidate = null;
    this.#pause();
    this.failures = this.probes = 0;
    this.heard = false;
    this.door = door;
    this.#opened();
  }

  // ---- frames

  /** @param {any} frame @param {number} size */
  #frame(frame, size) {
    this.heardAt = Date.now();
    this.#deadline(this.limits.heartbeat);
    if (frame.ok) return this.#sent(frame);
    if (frame.no) return this.#refused(frame);
    const order = frame.k === undefined ? "next" : this.sequence.take(frame.k, this.state !== "live", size);
    if (order === "gap") return this.#shut(0, "");
    if (order === "again") return;
    this.#hear();
    if (frame.resync) return this.#resync();
    if (frame.lines || frame.parts) this.#tell("frame", frame);
    this.since = frame.upto ?? this.since;
    if (frame.live) this.liveAt = Date.now();
    if (frame.live || this.state === "offline") this.#become("live"); // offline: the browser was mistaken
  }

  #hear() {
    if (!this.heard && this.door?.kind === "socket") this.failures = 0;
    this.heard = true;
  }

  #resync() {
    this.since = null;
    this.#tell("resync", {});
    this.#shut(0, "");
  }

  // ---- commands

  #pump() {
    const item = this.outbox.next;
    if (!item || !this.door || !this.ready || this.inFlight || this.timers.has("pace")) return;
    this.inFlight = item;
    this.door.send({ ...item.fields, do: item.name, id: item.id });
    this.#timer("answer", this.limits.answer, () => this.#lost());
  }

  /** @param {{ok: string, event?: string}} answer */
  #sent({ ok, event }) {
    const item = this.outbox.find(ok);
    if (!item) return;
    this.outbox.remove(ok);
    this.#tell("sent", { item, event });
    this.#settle(item, { event });
  }

  /** @param {{no: string, code: string, say: string, wait?: number}} answer `wait`: too fast, the same again in so many seconds */
  #refused({ no, code, say, wait }) {
    const item = this.outbox.find(no);
    if (!item) return;
    if (wait === undefined) return this.#failed(item, code, say);
    this.inFlight = null;
    this.#cancel("answer");
    this.#timer("pace", wait * 1_000, () => this.#pump());
  }

  /** @param {Item} item @param {string} code @param {string} say */
  #failed(item, code, say) {
    this.outbox.fail(item, { code, say });
    this.#tell("failed", { item, code, say });
    this.#settle(item, { code, say });
  }

  /** @param {Item} item @param {any} answer */
  #settle(item, answer) {
    this.waiting.get(item.id)?.(answer);
    this.waiting.delete(item.id);
    if (this.inFlight?.id === item.id) {
      this.inFlight = null;
      this.#cancel("answer");
    }
    this.#pump();
  }

  // ---- small things

  /** Whoever speaks puts the deadline off; nothing is polled, so a throttled tab cannot misjudge. @param {number} wait */
  #deadline(wait) {
    this.#timer("deadline", wait, () => this.#lost());
  }

  /** @param {string} name @param {number} wait @param {() => void} then */
  #timer(name, wait, then) {
    this.#cancel(name);
    const fire = () => {
      this.timers.delete(name);
      then();
    };
    this.timers.set(name, setTimeout(fire, wait));
  }

  /** @param {string} name */
  #cancel(name) {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

  /** @param {string} state @param {number} [code] */
  #become(state, code = 0) {
    if (this.state === state) return;
    this.state = state;
    this.#tell("state", { state, code });
  }

  /** @param {string} name @param {any} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
