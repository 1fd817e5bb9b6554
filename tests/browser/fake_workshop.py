"""A workshop's two doors that misbehave on request: what the browser's half of the wire is tested against.

An ASGI application, run by Daphne in a process of its own, so that a test can also kill it. It knows nothing
of workshops: it numbers lines and remembers what came up. `POST /control` sets the faults and sends
frames; `GET /control` tells what happened.
"""

import asyncio
import json
import mimetypes
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = Path(__file__).resolve().parent / "pages"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types baithak"
)

log: list[dict[str, Any]] = []  # what was said: {"event", "line"}
answered: dict[str, str] = {}  # command id -> event id
seen: dict[str, list[Any]] = {
    "hellos": [],
    "acks": [],
    "commands": [],
    "typing": [],
    "sockets": [],
    "polls": [],
}
faults: dict[str, Any] = {}  # refuse, mute, silent, slow, close_after_do, no, http_down
sockets: set["Socket"] = set()
changed = asyncio.Event()


class Socket:
    """One connection, with its own numbers."""

    def __init__(self, send: Any) -> None:
        self._send, self.k, self.ready = send, 0, False

    async def down(self, frame: dict[str, Any], numbered: bool = True) -> None:
        if faults.get("mute"):
            return
        if numbered:
            self.k += 1 + faults.pop("skip", 0)
            frame = {"k": self.k, **frame}
        await self._send({"type": "websocket.send", "text": json.dumps(frame, ensure_ascii=False)})

    async def close(self, code: int, reason: str = "") -> None:
        sockets.discard(self)
        await self._send({"type": "websocket.close", "code": code, "reason": reason})


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await at_socket(receive, send)
    elif scope["type"] == "http":
        await at_http(scope, receive, send)


async def at_socket(receive: Any, send: Any) -> None:
    await receive()
    seen["sockets"].append("refused" if faults.get("refuse") else "open")
    if faults.get("refuse"):
        await send({"type": "websocket.close"})
        return
    if faults.get("slow"):
        await asyncio.sleep(faults["slow"])
    await send({"type": "websocket.accept"})
    if faults.get("close_at_once"):
        await send({"type": "websocket.close", "code": faults["close_at_once"]})
        return
    socket = Socket(send)
    sockets.add(socket)
    while (message := await receive())["type"] == "websocket.receive":
        await up(socket, json.loads(message["text"]))
    sockets.discard(socket)


async def up(socket: Socket, frame: dict[str, Any]) -> None:
    if "hello" in frame:
        seen["hellos"].append(frame["hello"]["since"])
        await greet(socket, frame["hello"]["since"])
    elif "at" in frame:
        seen["acks"].append(frame["at"])
    elif "typing" in frame:
        seen["typing"].append(frame["typing"])
    elif "do" in frame:
        if code := faults.pop("close_before_answer", 0):
            seen["commands"].append(frame)
            await socket.close(code)
            return
        if (answer := await take(frame)) and not faults.get("mute"):
            await socket.down(answer, numbered=False)


async def greet(socket: Socket, since: str | None) -> None:
    if since and faults.pop("resync", False):
        await socket.down({"resync": True})
        return
    if news := after(since):
        await socket.down(news)
    await socket.down({"live": True})
    socket.ready = True


def after(since: str | None) -> dict[str, Any]:
    ids = [entry["event"] for entry in log]
    entries = log[ids.index(since) + 1 :] if since in ids else log
    return {"upto": entries[-1]["event"], "lines": [entry["line"] for entry in entries]} if entries else {}


async def take(frame: dict[str, Any]) -> dict[str, Any] | None:
    seen["commands"].append(frame)
    id = frame["id"]
    if refusal := faults.pop("no", None):
        return {"no": id, **refusal}
    if id not in answered:
        answered[id] = await happen(frame.get("room", "plenary"), frame.get("text", frame["do"]), "me")
    if faults.pop("lose_answer", False):
        return None
    return {"ok": id, "event": answered[id]}


async def happen(room: str, text: str, seat: str) -> str:
    """Something was said: into the log and, unless that is silenced, to everybody."""
    event = uuid.uuid4().hex
    line = {"room": room, "id": f"e-{event}", "html": LINE.format(event=event, text=text, seat=seat)}
    log.append({"event": event, "line": line})
    if not faults.get("silent"):
        await tell({"upto": event, "lines": [line]})
    changed.set()
    return event


LINE = """<article class="line" id="e-{event}" data-line="{event}" data-seat="{seat}">
<div class="line-head"><span class="seat seat-1" data-letter="I">Ambassador</span></div>
<p class="said" dir="auto">{text}</p>
<div class="line-tools">
  <button data-do="reply" data-line="{event}">Reply</button>
  <button class="others-only" data-do="react" data-line="{event}" data-reaction="heard" data-toggle="on" data-seats="">Heard</button>
</div></article>"""  # noqa: E501


async def tell(frame: dict[str, Any], numbered: bool = True) -> None:
    for socket in [each for each in sockets if each.ready]:
        await socket.down(frame, numbered)


# ---- HTTP: pages, static files, the other door, and the test's own way in


async def at_http(scope: dict[str, Any], receive: Any, send: Any) -> None:
    path, body = scope["path"], await read(receive)
    if path == "/control":
        await answer(
            send, await control(json.loads(body)) if scope["method"] == "POST" else {**seen, "log": log}
        )
    elif path.startswith("/static/"):
        await answer_file(send, ROOT / path[1:])
    elif path.endswith("/events/"):
        await poll(scope["query_string"].decode(), send)
    elif path.endswith("/do/"):
        await post(scope, body, send)
    else:
        await answer_file(send, PAGES / (path.strip("/") or "stage.html"))


async def poll(query: str, send: Any) -> None:
    seen["polls"].append(query)
    if status := faults.get("http_down"):
        await answer(send, {}, status)
        return
    asked = dict(pair.split("=") for pair in query.split("&"))
    deadline = asyncio.get_running_loop().time() + min(float(asked["wait"]), 2)
    while not (news := after(asked.get("since"))) or asked.get("since") == news["upto"]:
        changed.clear()
        try:
            await asyncio.wait_for(changed.wait(), deadline - asyncio.get_running_loop().time())
        except TimeoutError:
            news = {}
            break
    await answer(send, {**news, "live": True})


async def post(scope: dict[str, Any], body: bytes, send: Any) -> None:
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    if status := faults.get("http_down"):
        await answer(send, {}, status)
    elif headers.get("x-csrftoken") != "the-key":
        await answer(send, {}, 403)
    else:
        await answer(send, await take(json.loads(body)) or {})


async def control(wish: dict[str, Any]) -> dict[str, Any]:
    if wish.get("reset"):
        await reset()
    for name in wish.get("clear", []):
        faults.pop(name, None)
    faults.update(wish.get("faults", {}))
    events = [
        await happen(each.get("room", "plenary"), each["text"], each.get("seat", "other"))
        for each in wish.get("say", [])
    ]
    for frame in wish.get("frames", []):
        await tell(frame)
    for frame in wish.get("raw", []):
        await tell(frame, numbered=False)
    if code := wish.get("close"):
        for socket in list(sockets):
            await socket.close(code, wish.get("reason", ""))
    return {"events": events}


async def reset() -> None:
    """A new workshop for the next test."""
    for socket in list(sockets):
        await socket.close(4000)
    log.clear()
    answered.clear()
    faults.clear()
    for kept in seen.values():
        kept.clear()


async def read(receive: Any) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if not message.get("more_body"):
            return body


async def answer(send: Any, content: Any, status: int = 200) -> None:
    await respond(send, json.dumps(content).encode(), "application/json", status)


async def answer_file(send: Any, file: Path) -> None:
    try:
        content = await asyncio.to_thread(file.read_bytes)
    except OSError:
        await respond(send, b"", "text/plain", 404)
    else:
        await respond(send, content, mimetypes.guess_type(file.name)[0] or "text/plain")


async def respond(send: Any, body: bytes, kind: str, status: int = 200) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-security-policy", POLICY.encode()),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"20"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
