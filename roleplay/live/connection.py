"""One open door: frames numbered, counted until acknowledged, and the door shut when it cannot keep up.

Knows no workshop: what to show is the tailer's business, how bytes travel the door's. Nothing here
waits, except for room in the window.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field

from roleplay.live import wire
from roleplay.live.identity import Identity
from roleplay.rules.kernel import Viewer

logger = logging.getLogger(__name__)

WINDOW_EVENTS = 256
WINDOW_BYTES = 256 * 1024
PATIENCE = 30.0

Send = Callable[[bytes], None]
Close = Callable[[int], None]
"""How a door takes a frame (UTF-8), and a close code. Neither waits; frames keep their order."""


@dataclass(eq=False, slots=True)
class Connection:
    """``shown`` is each part as this page has it, ``encoded``; ``k`` the number of the last frame;
    ``kind`` the same for all who are shown the same, but for what only some seats hear."""

    identity: Identity
    language: str
    send: Send
    close_door: Close
    viewer: Viewer | None = None
    page: str = ""
    kind: str = ""
    k: int = 0
    shown: dict[str, bytes] = field(default_factory=dict)
    closed: bool = False
    _unacknowledged: list[tuple[int, int, int]] = field(default_factory=list)
    _events: int = 0
    _bytes: int = 0
    _acknowledged: asyncio.Event | None = None

    def look_as(self, viewer: Viewer, page: str) -> None:
        """From now on this connection shows what the viewer may see, on this page."""
        self.viewer, self.page = viewer, page
        self.kind = sys.intern(repr((viewer.inside, viewer.role, viewer.side, page, self.language)))

    def push(self, body: bytes, events: int = 0) -> None:
        """Send a frame; ``events`` of it count against the window. Closes 4408 when that is full, but never
        while nothing waits in it: even a frame that is larger than the window must get through some day."""
        if self.closed:
            return
        size, waiting = len(body), self._unacknowledged
        self._events += events
        self._bytes += size
        if waiting and (self._events > WINDOW_EVENTS or self._bytes > WINDOW_BYTES):
            self.close(wire.TOO_SLOW)
            return
        self.k += 1
        waiting.append((self.k, events, size))
        self._send(wire.numbered(self.k, body))

    def answer(self, text: str) -> None:
        """The answer to a command: not numbered, because a lost one is asked for again."""
        if not self.closed:
            self._send(text.encode(errors="replace"))

    def _send(self, frame: bytes) -> None:
        """A door that breaks while something goes through it is a closed door, also for the browser."""
        try:
            self.send(frame)
        except Exception as problem:
            logger.info("A door broke: %s", type(problem).__name__)
            self.close(wire.RESTARTING)

    def acknowledge(self, k: int) -> None:
        """The browser has frame ``k`` and all before it. Raises BadFrame for one it never got."""
        if k > self.k:
            raise wire.BadFrame("an acknowledgement of the future")
        arrived = [one for one in self._unacknowledged if one[0] <= k]
        del self._unacknowledged[: len(arrived)]
        for _, events, size in arrived:
            self._events -= events
            self._bytes -= size
        if self._acknowledged:
            self._acknowledged.set()

    async def room_for(self, events: int, size: int) -> None:
        """Wait until a page of the backlog fits into half the window. Closes 4408 after a while."""
        if self.closed or self._has_room(events, size):
            return
        heard = self._acknowledged = asyncio.Event()
        try:
            async with asyncio.timeout(PATIENCE):
                while not self.closed and not self._has_room(events, size):
                    heard.clear()
                    await heard.wait()
        except TimeoutError:
            self.close(wire.TOO_SLOW)

    def _has_room(self, events: int, size: int) -> bool:
        """Room in half of the window."""
        if not self._unacknowledged:
            return True
        return self._events + events <= WINDOW_EVENTS // 2 and self._bytes + size <= WINDOW_BYTES // 2

    def close(self, code: int) -> None:
        if self.closed:
            return
        self.closed = True
        if self._acknowledged:
            self._acknowledged.set()
        try:
            self.close_door(code)
        except Exception as problem:
            logger.info("A door could not be closed: %s", type(problem).__name__)
