// @ts-check
/** Chance: how long to wait before trying again, and new command ids. Knows nothing of sockets. */

/** @param {number} low @param {number} high @param {() => number} [random] */
export const uniform = (low, high, random = Math.random) => low + random() * (high - low);

/**
 * Full jitter: the whole wait is random, so a room of browsers does not come back in step.
 * @param {number} attempt how many attempts have failed before this one
 * @param {number} [longest] milliseconds
 * @param {() => number} [random]
 * @returns {number} milliseconds
 */
export function backoff(attempt, longest = 10_000, random = Math.random) {
  return uniform(0, Math.min(longest, 250 * 2 ** attempt), random);
}

/**
 * A random UUID. `crypto.randomUUID` is missing on plain http, which is how a classroom's own
 * network usually serves us.
 * @returns {string}
 */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
