"""The two doors as a program uses them: a websocket, or commands by POST and frames by long poll.

Both take the frames of the wire up and give its texts down. Staying connected is in ``client``.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import ssl
import string
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from roleplay.live import wire

OPENING = 5.0
WAIT = 25
LARGEST_DOWN = 4 * 1024 * 1024
AS_CLOSE_CODE = {400: 4400, 401: 4401, 403: 4401, 404: 4401, 409: 4409, 410: 4410, 429: 4429, 503: 4503}


class Shut(Exception):
    """The door closed; ``code`` is 0 when it broke, and not by anybody's decision."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Pass:
    """What lets a program in: the server's origin, the workshop, and a session known there.

    ``via`` is another ``host:port`` to go through, as a school's proxy would be. ``page`` is
    "screen" for the projector.
    """

    origin: str
    workshop: str
    session: str
    via: str = ""
    page: str = ""

    def through(self, via: str) -> Pass:
        return replace(self, via=via)

    @property
    def prefix(self) -> str:
        """Of the names of cookies, as the settings choose them."""
        return "__Host-" if self.origin.startswith("https:") else ""

    @property
    def target(self) -> tuple[str, int]:
        parts = urlsplit(f"//{self.via}" if self.via else self.origin)
        return parts.hostname or "", parts.port or (443 if self.prefix else 80)


class Door(Protocol):
    """``receive`` gives one text, or raises Shut. ``send`` may raise Shut too."""

    async def open(self) -> None: ...
    async def send(self, frame: dict[str, Any]) -> None: ...
    async def receive(self) -> str: ...
    async def close(self) -> None: ...


class SocketDoor:
    def __init__(self, access: Pass) -> None:
        self.access = access
        self._socket: ClientConnection | None = None

    async def open(self) -> None:
        access = self.access
        page = f"{access.page}/" if access.page else ""
        address = f"{access.origin.replace('http', 'ws', 1)}/ws/w/{access.workshop}/{page}"
        host, port = access.target
        try:
            self._socket = await connect(
                address,
                host=host,
                port=port,
                origin=access.origin,  # type: ignore[arg-type]
                additional_headers={"Cookie": f"{access.prefix}session={access.session}"},
                compression=None,
                proxy=None,
                open_timeout=OPENING,
                ping_interval=None,  # the server pings, and speaks every 20 s
                close_timeout=1,
                max_size=LARGEST_DOWN,
                max_queue=None,
            )
        except (OSError, TimeoutError, WebSocketException) as problem:
            raise Shut from problem

    async def send(self, frame: dict[str, Any]) -> None:
        assert self._socket is not None  # opened
        try:
            await self._socket.send(wire.dumps(frame))
        except ConnectionClosed as closed:
            raise Shut(_code(self._socket)) from closed

    async def receive(self) -> str:
        assert self._socket is not None  # opened
        try:
            return str(await self._socket.recv())
        except ConnectionClosed as closed:
            raise Shut(_code(self._socket)) from closed

    async def close(self) -> None:
        if self._socket:
            await self._socket.close()


def _code(socket: ClientConnection) -> int:
    code = socket.close_code or 0
    return code if code >= 4000 else 0


class PollDoor:
    """Texts come without numbers: each answer to a poll is complete, or it never came."""

    def __init__(self, access: Pass) -> None:
        self.access = access
        self._came: asyncio.Queue[str | Shut] = asyncio.Queue()
        self._work: set[asyncio.Task[None]] = set()
        self._http: httpx.AsyncClient | None = None

    async def open(self) -> None:
        self._http = browser(self.access)

    async def send(self, frame: dict[str, Any]) -> None:
        if "hello" in frame:
            self._start(self._listen(frame["hello"]["since"]))
        elif "do" in frame:
            self._start(self._command(frame))

    async def receive(self) -> str:
        came = await self._came.get()
        if isinstance(came, Shut):
            raise came
        return came

    async def close(self) -> None:
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        if self._http:
            await self._http.aclose()

    def _start(self, work: Any) -> None:
        task = asyncio.ensure_future(self._or_shut(work))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _or_shut(self, work: Any) -> None:
        try:
            await work
        except Shut as shut:
            self._came.put_nowait(shut)
        except (httpx.HTTPError, ValueError):
            self._came.put_nowait(Shut())

    async def _listen(self, since: str | None) -> None:
        wait, known = 0, ""
        while True:
            asked = {"since": since or "", "wait": wait, "known": known, "page": self.access.page}
            body = await self._ask("GET", "events/", params={k: v for k, v in asked.items() if v != ""})
            for frame in body["frames"]:
                frame.pop("k", None)
                since = frame.get("upto", since)
                self._came.put_nowait(wire.dumps(frame))
            self._came.put_nowait(wire.LIVE.decode())
            wait, known = WAIT, body["known"]

    async def _command(self, frame: dict[str, Any]) -> None:
        answer = await self._ask("POST", "do/", json=frame)
        self._came.put_nowait(wire.dumps(answer))

    async def _ask(self, method: str, path: str, **how: Any) -> dict[str, Any]:
        assert self._http is not None  # opened
        answer = await self._http.request(method, f"/w/{self.access.workshop}/{path}", **how)
        is_json = "json" in answer.headers.get("Content-Type", "")
        body: dict[str, Any] = json.loads(answer.text) if is_json else {}
        if answer.is_success or body.get("no"):
            return body
        raise Shut(AS_CLOSE_CODE.get(answer.status_code, 0))


@cache
def authorities() -> ssl.SSLContext:
    """Whom we trust to say who a server is. Read once: it takes longer than to join a workshop."""
    return httpx.create_ssl_context()


def browser(access: Pass) -> httpx.AsyncClient:
    """An HTTP client with this session and a CSRF token of its own, as a browser would have."""
    token = "".join(secrets.choice(string.ascii_letters) for _ in range(32))
    cookies = {f"{access.prefix}csrf": token}
    if access.session:
        cookies[f"{access.prefix}session"] = access.session
    host, port = access.target
    return httpx.AsyncClient(
        base_url=f"{urlsplit(access.origin).scheme}://{host}:{port}",
        cookies=cookies,
        headers={
            "Host": urlsplit(access.origin).netloc,
            "Origin": access.origin,
            "Referer": f"{access.origin}/",
            "X-CSRFToken": token,
            "Accept": "application/json, text/html",
        },
        timeout=httpx.Timeout(WAIT + 10, connect=OPENING),
        trust_env=False,
        verify=authorities(),
    )
