"""A client of the wire for programs: the rehearsal, the tests, the benchmark.

Does what a browser does: says where it stopped reading, keeps its commands until they are
answered, sends them one at a time and in order, and comes back by itself. How bytes travel is
in ``client_doors``, how to get a pass in ``client_entrance``.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from roleplay.live import wire
from roleplay.live.client_doors import Door, Pass, Shut, SocketDoor
from roleplay.live.client_outbox import Answer, Item, Outbox

HEARTBEAT = 70.0
ANSWER = 30.0
STABLE = 30.0
OUTAGE = 30.0
LONGEST_PAUSE, LONGEST_IN_OUTAGE = 2.5, 10.0
"""A server that restarts is back in seconds, and all are to be live again 5 s later; only an outage
is waited out slowly."""
BATCH = 64
HEAVY = 64 * 1024
"""Acknowledged at once when so much has come: a desk's frames are long, and the window is 256 KB."""
PATIENCE = 4.0
FINAL = (wire.NOT_ALLOWED, wire.TAKEN_OVER, wire.ENDED)

Watch = Callable[[str, Any], None]
"""Told ``open``, ``up`` (a frame), ``down`` (a text as it came) and ``shut`` (a code)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as it is on the page."""

    room: str
    html: str


class Client:
    """One seat's page without a browser. Use as ``async with Client(access) as client``.

    ``lines`` are what the page shows, by element id, in order; ``parts`` the panels; ``since``
    the last event shown. ``state`` is offline, catching-up, live or closed (then ``code`` says why).
    """

    def __init__(
        self,
        access: Pass,
        door: Callable[[Pass], Door] = SocketDoor,
        since: str | None = None,
        outbox: Outbox | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.access = access
        self.outbox = outbox or Outbox()
        self.lines: dict[str, Shown] = {}
        self.parts: dict[str, str] = {}
        self.since = since
        self.state, self.code = "offline", 0
        self.resyncs = 0
        self._make_door = door
        self._watch = watch or (lambda kind, what: None)
        self._attempts = 0
        self._live_at = time.monotonic()
        self._k = self._told = self._weight = 0
        self._changed = asyncio.Event()
        self._filled = asyncio.Event()
        self._answers: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._acknowledging: asyncio.TimerHandle | None = None
        self._acknowledged: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def start(self) -> None:
        self._task = asyncio.create_task(self._stay(), name=f"client of {self.access.workshop}")

    async def stop(self) -> None:
        """Leave. The outbox and ``since`` stay as they are, for a client that goes on."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def post(self, name: str, id: str = "", **fields: Any) -> Item:
        """Put a command into the outbox; its ``done`` becomes the answer, perhaps much later."""
        item = self.outbox.add(name, fields, id)
        if self.state == "closed":
            self.outbox.settle(item, Answer(item.id, code="closed"))
        self._filled.set()
        return item

    async def do(self, name: str, **fields: Any) -> Answer:
        """A command and its final answer, through every interruption."""
        return await self.post(name, **fields).done

    async def until(self, condition: Callable[[], Any], seconds: float = 10) -> Any:
        """Wait until something is true of this client; the value. TimeoutError after a while."""
        async with asyncio.timeout(seconds):
            while not (value := condition()):
                self._changed.clear()
                await self._changed.wait()
        return value

    async def live(self, seconds: float = 10) -> Self:
        await self.until(lambda: self.state in ("live", "closed"), seconds)
        return self

    def texts(self, room: str) -> list[str]:
        """The HTML of the lines in this room, in order."""
        return [line.html for line in self.lines.values() if line.room == room]

    # Staying connected -------------------------------------------------------------------------

    async def _stay(self) -> None:
        while True:
            began = time.monotonic()
            code = await self._visit()
            self._watch("shut", code)
            if code in FINAL:
                self._end(code)
                return
            if time.monotonic() - began > STABLE:
                self._attempts = 0
            self._become("offline", code)
            await asyncio.sleep(self._pause(code))

    async def _visit(self) -> int:
        """Open a door and stay while it is open; the code it closed with."""
        door = self._make_door(self.access)
        sending: asyncio.Task[None] | None = None
        try:
            await door.open()
            self._k = self._told = self._weight = 0
            self._watch("open", None)
            self._become("catching-up")
            await self._up(door, {"hello": {"since": self.since}})
            sending = asyncio.create_task(self._empty_outbox(door))
            while True:
                async with asyncio.timeout(HEARTBEAT):
                    text = await door.receive()
                self._watch("down", text)
                self._weight += len(text)
                await self._take(door, json.loads(text))
        except (Shut, TimeoutError) as problem:
            return problem.code if isinstance(problem, Shut) else 0
        finally:
            await self._let_go(door, sending)

    async def _let_go(self, door: Door, sending: asyncio.Task[None] | None) -> None:
        if self._acknowledging:
            self._acknowledging.cancel()
            self._acknowledging = None
        if sending:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        await door.close()

    def _pause(self, code: int) -> float:
        """Full jitter, so that a room of clients does not come back in step."""
        if code == wire.FLOODING:
            return 10 + random.uniform(0, 5)  # noqa: S311 (no secret)
        if code == wire.RESTARTING:
            return random.uniform(0, 0.5)  # noqa: S311 (who restarts has spread the closings already)
        lasts = time.monotonic() - self._live_at > OUTAGE
        longest = min(LONGEST_IN_OUTAGE if lasts else LONGEST_PAUSE, 0.25 * 2**self._attempts)
        self._attempts = min(self._attempts + 1, 10)
        return random.uniform(0, longest)  # noqa: S311

    def _become(self, state: str, code: int = 0) -> None:
        self.state, self.code = state, code
        self._changed.set()

    def _end(self, code: int) -> None:
        """Nothing is tried again; whoever waits for an answer is told that none will come."""
        for item in list(self.outbox.items):
            self.outbox.settle(item, Answer(item.id, code="closed"))
        self._become("closed", code)

    async def _up(self, door: Door, frame: dict[str, Any]) -> None:
        self._watch("up", frame)
        await door.send(frame)

    # Frames ------------------------------------------------------------------------------------

    async def _take(self, door: Door, frame: dict[str, Any]) -> None:
        if id := frame.get("ok") or frame.get("no"):
            if (waiting := self._answers.get(id)) and not waiting.done():
                waiting.set_result(frame)
            return
        if not await self._is_next(door, frame):
            return
        if frame.get("resync"):
            self._forget()
            raise Shut
        for line in frame.get("lines", ()):
            if line["id"] in self.lines or not line.get("change"):
                self.lines[line["id"]] = Shown(line["room"], line["html"])
        self.parts.update(frame.get("parts", {}))
        self.since = frame.get("upto", self.since)
        if frame.get("live"):
            self._live_at = time.monotonic()
        self._become("live" if frame.get("live") else self.state)

    async def _is_next(self, door: Door, frame: dict[str, Any]) -> bool:
        """Numbers have no gap: a frame that was lost on the way means starting again."""
        k = frame.get("k")
        if k is None:  # the HTTP door has no numbers
            return True
        if k > self._k + 1:
            raise Shut
        if k <= self._k:
            return False
        self._k = k
        if self.state != "live" or k - self._told >= BATCH or self._weight >= HEAVY:
            with contextlib.suppress(Shut):  # the frame is here, whatever became of the door
                await self._acknowledge(door)
        elif self._acknowledging is None:
            loop = asyncio.get_running_loop()
            self._acknowledging = loop.call_later(PATIENCE, self._acknowledge_soon, door)
        return True

    async def _acknowledge(self, door: Door) -> None:
        if self._acknowledging:
            self._acknowledging.cancel()
            self._acknowledging = None
        self._told, self._weight = self._k, 0
        await self._up(door, {"at": self._k})

    def _acknowledge_soon(self, door: Door) -> None:
        async def acknowledge() -> None:
            with contextlib.suppress(Shut):
                await self._acknowledge(door)

        self._acknowledged = asyncio.create_task(acknowledge())

    def _forget(self) -> None:
        """Completeness cannot be proved: the page is emptied and all comes anew."""
        self.lines.clear()
        self.parts.clear()
        self.since = None
        self.resyncs += 1

    # Commands ----------------------------------------------------------------------------------

    async def _empty_outbox(self, door: Door) -> None:
        """Send what waits, one at a time and in order; the next only after a final answer."""
        try:
            while True:
                while not self.outbox.items:
                    self._filled.clear()
                    await self._filled.wait()
                item = self.outbox.items[0]
                frame = await self._ask(door, item)
                if (wait := _wait(frame)) is None:
                    say = frame.get("say", "")
                    answer = Answer(item.id, frame.get("event", ""), frame.get("code", ""), say)
                    self.outbox.settle(item, answer)
                    self._changed.set()
                else:
                    await asyncio.sleep(wait)
        except Shut:
            return
        except TimeoutError:
            await door.close()

    async def _ask(self, door: Door, item: Item) -> dict[str, Any]:
        self.outbox.resent += item.sent > 0
        item.sent += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[item.id] = answer
        try:
            await self._up(door, item.frame)
            async with asyncio.timeout(ANSWER):
                return await answer
        finally:
            del self._answers[item.id]


def _wait(frame: dict[str, Any]) -> float | None:
    """How long until the same command may be sent again; None when the answer is final."""
    if "no" not in frame:
        return None
    if frame["code"] in ("rate_limited", "retry"):
        return float(frame.get("wait", 1.0))
    return None
