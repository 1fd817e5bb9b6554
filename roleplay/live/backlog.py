"""Catching up one connection: from what its page has to where the tailer is.

Completeness is proved or the page is told to start afresh; there is never a silent hole. The
backlog goes in pages, each waiting until the browser has taken in enough of the last.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from roleplay.live import log, wire
from roleplay.live.connection import Connection
from roleplay.live.database import read
from roleplay.live.log import Logged
from roleplay.live.outlook import ALL_PARTS, NO_PARTS, Outlook
from roleplay.rules.kernel import Entry, visible

if TYPE_CHECKING:
    from roleplay.live.tail import Tailer

PAGE = 60
LONGEST_RESUME = 1000
"""Of events that the viewer may see: what happened elsewhere must not decide what they are told."""


class Backlog:
    """The backlog of one connection whose viewer is known."""

    def __init__(self, tailer: Tailer, connection: Connection) -> None:
        assert connection.viewer is not None  # whoever attaches has found it out
        self.tailer = tailer
        self.connection = connection
        self.viewer = connection.viewer

    async def show(self, since: str | None) -> bool:
        """Show everything after ``since``; whether the connection is now level with the tailer."""
        seq = await self._position(since)
        if seq is None:
            self.connection.push(wire.RESYNC)
            return False
        if since is None:
            seq = await self._show_recent()
        return await self._show_missed(seq)

    async def _position(self, since: str | None) -> int | None:
        """Where to go on from; None when completeness cannot be proved."""
        if since is None:
            return 0
        logged = self.tailer.recent.get(since) or await read(log.position, self.tailer.workshop, since)
        if logged is None or not visible(logged.entry, self.viewer):
            return None
        return logged.seq

    async def _show_recent(self) -> int:
        """A fresh page: the last lines of each room, as they stand now. Returns the position they are of."""
        seq, upto = self.tailer.seq, self.tailer.last_seen(self.viewer)
        rooms = self.tailer.lines.recent(self.viewer, self.connection.language)
        lines = [line for stretch in rooms.values() for line in stretch.lines]
        earlier = [room for room, stretch in rooms.items() if stretch.more]
        for start in range(0, len(lines), PAGE):
            page = lines[start : start + PAGE]
            last = start + PAGE >= len(lines)
            await self._push(wire.news(upto if last else None, page, {}, earlier), len(page))
        return seq

    async def _show_missed(self, seq: int) -> bool:
        """Pages of what came after ``seq``, then the parts, until nothing is missing any more."""
        version, shown = -1, 0
        while not self.connection.closed:
            while seq < self.tailer.seq and not self.connection.closed:
                seq, events = await self._show_page(seq)
                shown += events
                if shown > LONGEST_RESUME:
                    self.connection.push(wire.RESYNC)
                    return False
            if version == self.tailer.version:
                return True
            version = self.tailer.version
            if not self.tailer.watchers.still_the_same(self.connection, self.tailer.scene.state):
                return False
            await self._tell(self._outlook([], ALL_PARTS))
        return False

    async def _show_page(self, seq: int) -> tuple[int, int]:
        """The position after the page, and how many of its events this viewer may see."""
        page = await self._entries(seq)
        events = await self._tell(self._outlook([one.entry for one in page], NO_PARTS))
        return page[-1].seq, events

    def _outlook(self, entries: list[Entry], changed: frozenset[Any] | None) -> Outlook:
        self.tailer.look()
        return Outlook(self.tailer.lines, self.tailer.rendering, entries, changed)

    async def _tell(self, outlook: Outlook) -> int:
        news = outlook.news(self.connection)
        if news is None:
            return 0
        await self._push(*news)
        return news[1]

    async def _push(self, body: bytes, events: int) -> None:
        await self.connection.room_for(events, len(body))
        self.connection.push(body, events)

    async def _entries(self, seq: int) -> list[Logged]:
        """The next page after this position, from memory if we still have it."""
        oldest = self.tailer.seq - len(self.tailer.recent)
        if seq >= oldest:
            return list(islice(self.tailer.recent.values(), seq - oldest, seq - oldest + PAGE))
        return await read(log.read_after, self.tailer.workshop, seq, min(PAGE, self.tailer.seq - seq))
