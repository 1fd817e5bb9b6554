// @ts-check
/** The frames of one connection: nothing missing, nothing twice, acknowledged in batches. */

const BATCH = 64;
const HEAVY = 64 * 1024; // a desk's frames are long, and the window is 256 KB
const PATIENCE = 4_000; // an acknowledgement costs the server as much as several lines

export class Sequence {
  /** @param {(k: number) => void} acknowledge */
  constructor(acknowledge) {
    this.k = 0;
    this.told = 0;
    this.weight = 0;
    this.acknowledge = acknowledge;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /**
   * @param {number} k the frame's counter
   * @param {boolean} waited whether the server waits for us: it sends a backlog page by page
   * @param {number} size how long the frame is
   * @returns {"next" | "again" | "gap"} what to do with the frame
   */
  take(k, waited = false, size = 0) {
    if (k <= this.k) return "again";
    if (k > this.k + 1) return "gap";
    this.k = k;
    this.weight += size;
    if (waited || k - this.told >= BATCH || this.weight >= HEAVY) this.tell();
    else this.timer ??= setTimeout(() => this.tell(), PATIENCE);
    return "next";
  }

  tell() {
    this.stop();
    this.told = this.k;
    this.weight = 0;
    this.acknowledge(this.k);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
