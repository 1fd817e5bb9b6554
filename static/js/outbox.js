// @ts-check
/**
 * Commands that the server has not answered yet, in order. Kept in this tab's sessionStorage, so
 * that a reload loses nothing; an answered command leaves, except that refused words stay until
 * their author decides what becomes of them.
 *
 * @typedef {{id: string, name: string, fields: Record<string, any>, failed?: {code: string, say: string}}} Item
 */

export const PREFIX = "baithak.";

/** Everything that this site has kept in this browser: to be forgotten when a person leaves. */
export function forget() {
  for (const storage of [sessionStorage, localStorage]) {
    for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
  }
}

export class Outbox {
  /** @param {Storage} storage @param {string} owner workshop and participant */
  constructor(storage, owner) {
    this.storage = storage;
    this.key = `${PREFIX}outbox.${owner}`;
    /** @type {Item[]} */
    this.items = this.#load();
  }

  /** The command to send now: the oldest that has not failed. */
  get next() {
    return this.items.find((item) => !item.failed);
  }

  /** @param {string} id */
  find(id) {
    return this.items.find((item) => item.id === id);
  }

  /** @param {Item} item */
  add(item) {
    this.items.push(item);
    this.#save();
  }

  /** @param {string} id */
  remove(id) {
    this.items = this.items.filter((item) => item.id !== id);
    this.#save();
  }

  /** @param {Item} item @param {{code: string, say: string}} why */
  fail(item, why) {
    item.failed = why;
    if (item.fields.text) this.#save();
    else this.remove(item.id);
  }

  #save() {
    try {
      if (this.items.length) this.storage.setItem(this.key, JSON.stringify(this.items));
      else this.storage.removeItem(this.key);
    } catch {
      // A full or forbidden storage costs us survival of a reload, nothing else.
    }
  }

  #load() {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? "[]");
    } catch {
      return [];
    }
  }
}
