// @ts-check
/**
 * The two doors to a workshop. Both take the same frames up (`hello`, `do`, `at`, `typing`) and
 * give the same frames down; whoever uses them need not know which one is open.
 *
 * @typedef {{open(): void, frame(frame: any, size?: number): void, shut(code: number, reason: string): void}} Ears
 * @typedef {{kind: "socket" | "http", send(frame: any): void, close(): void}} Door
 */

/**
 * @param {string} workshop @param {string} page "screen" on the projector, where nobody speaks; otherwise empty
 * @param {Ears} ears @returns {Door}
 */
export function socketDoor(workshop, page, ears) {
  const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/ws/w/${workshop}/${page && `${page}/`}`);
  socket.onopen = () => ears.open();
  socket.onmessage = (event) => ears.frame(JSON.parse(event.data), event.data.length);
  socket.onclose = (event) => ears.shut(event.code, event.reason);
  return {
    kind: "socket",
    send: (frame) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame)),
    close: () => socket.close(),
  };
}

/** What an HTTP status means, told as a close code. @type {Record<number, number>} */
const AS_CLOSE_CODE = { 400: 4400, 401: 4401, 403: 4401, 404: 4401, 409: 4409, 410: 4410, 429: 4429, 503: 4503 };

/**
 * For networks that block sockets: commands by POST, frames by long poll.
 * @param {string} workshop @param {string} page @param {string} csrf @param {Ears} ears @returns {Door}
 */
export function httpDoor(workshop, page, csrf, ears) {
  const control = new AbortController();

  /** @param {string} path @param {RequestInit} init */
  async function ask(path, init) {
    try {
      const answer = await fetch(`/w/${workshop}/${path}`, { ...init, signal: control.signal });
      const body = /json/.test(answer.headers.get("Content-Type") ?? "") ? await answer.json() : {};
      if (answer.ok || body.no) return body;
      shut(AS_CLOSE_CODE[answer.status] ?? 0, answer.headers.get("Retry-After") ?? "");
    } catch {
      shut(0, "");
    }
  }

  /** @param {number} code @param {string} reason */
  function shut(code, reason) {
    if (control.signal.aborted) return;
    control.abort();
    ears.shut(code, reason);
  }

  /** @param {string | null} since */
  async function listen(since) {
    let wait = 0;
    let known = ""; // a digest of the parts we have: only others are sent
    while (!control.signal.aborted) {
      const where = new URLSearchParams({ ...(since && { since }), ...(page && { page }), wait: String(wait), known });
      const body = await ask(`events/?${where}`, {});
      if (!body) return;
      known = body.known ?? "";
      for (const { k, ...frame } of body.frames ?? [body]) {
        since = frame.upto ?? since;
        ears.frame(frame);
      }
      ears.frame({ live: true });
      wait = 25;
    }
  }

  /** @param {any} command */
  async function command(command) {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf };
    const answer = await ask("do/", { method: "POST", headers, body: JSON.stringify(command) });
    if (answer) ears.frame(answer);
  }

  queueMicrotask(() => ears.open());
  return {
    kind: "http",
    send: (frame) => void (frame.hello ? listen(frame.hello.since) : frame.do && command(frame)),
    close: () => control.abort(),
  };
}
