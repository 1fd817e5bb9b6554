"""One tailer for each workshop and process: reads the log after its own position and fans it out.

A wake is only a hint; a poll each second finds what no wake told. Connecting, waking,
reconnecting and polling all end in the same ``catch_up``. Everything here runs on the event
loop; the database is read on other threads.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from typing import Any

from roleplay.live import bearings, gauges, log, wire
from roleplay.live.backlog import Backlog
from roleplay.live.connection import Connection
from roleplay.live.database import read
from roleplay.live.identity import names_in
from roleplay.live.log import Fold, Logged
from roleplay.live.outlook import Outlook
from roleplay.live.parts import CODE, PRESENCE, TYPING
from roleplay.live.presence import Presence
from roleplay.live.scene import Scene, page_of
from roleplay.live.standing import change_of
from roleplay.rules.kernel import Entry, State, Viewer, visible
from roleplay.rules.people import Joined, viewer_of
from roleplay.rules.workshop import Ended
from roleplay.rules.workshop import Workshop as WorkshopSlice

logger = logging.getLogger(__name__)

POLL = 1.0
HEARTBEAT = 20.0
IDLE = 60.0
KEPT_ENTRIES = 2000
SOCKETS_EACH = 3


class Gone(Exception):
    """There is no such workshop, or this viewer is not in it."""


class Tailer:
    """Follows the log of one workshop for all doors of this process. ``seq`` never leaves it."""

    def __init__(self, workshop: str) -> None:
        self.workshop = workshop
        self.presence = Presence()
        self.connections: dict[Connection, None] = {}
        self.scene = Scene(workshop, State())
        self.seq = 0
        self.version = 0
        self.recent: OrderedDict[str, Logged] = OrderedDict()
        self.epoch = ""
        self.ready = asyncio.Event()
        self.failed = False
        self._arriving = 0
        self._wake = asyncio.Event()
        self._idle_since = time.monotonic()
        self._beat = time.monotonic()
        self.read_at = time.monotonic()
        self.told: dict[str, Any] = {}
        self._reading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    # Running ---------------------------------------------------------------------------------

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=f"tail {self.workshop}")

    def wake(self) -> None:
        self._wake.set()

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _run(self) -> None:
        """Follow until nobody has watched for a while. Outages of the database are waited out."""
        bearings.begin(workshop=self.workshop)  # whoever came first started this, but it works for all
        found_by = "look"
        while not self._is_idle():
            try:
                await self.catch_up(found_by)
                await self._tick()
            except Gone:
                self.failed = True
                self.ready.set()
                return
            except asyncio.CancelledError:
                raise
            except Exception as problem:
                logger.warning("The tailer of %s stumbled: %s", self.workshop, type(problem).__name__)
                await asyncio.sleep(POLL / 2)
            found_by = "wake" if await self._pause() else "poll"

    async def _pause(self) -> bool:
        """Wait for a wake, but not longer than until the next poll; whether one came."""
        try:
            async with asyncio.timeout(POLL):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True

    def _is_idle(self) -> bool:
        if self.connections or self._arriving:
            self._idle_since = time.monotonic()
        return time.monotonic() - self._idle_since > IDLE

    def watched(self) -> None:
        """Somebody is about to look: a page is being made, or a door opens."""
        self._idle_since = time.monotonic()

    # Reading ---------------------------------------------------------------------------------

    async def catch_up(self, found_by: str = "look") -> None:
        """Take whatever the log has after our position, and show it to every connection."""
        async with self._reading:
            before = self.seq
            await self._catch_up()
            self.read_at = time.monotonic()
            if 0 < before < self.seq:
                gauges.NEWS.labels(found_by).inc()

    async def _catch_up(self) -> None:
        while True:
            head, epoch, code, new = await read(log.news, self.workshop, self.seq)
            if head is None:
                raise Gone
            if (self.epoch and epoch != self.epoch) or head < self.seq:
                await self._start_afresh()
                continue
            self.epoch = epoch
            await self._follow(code, new)
            if len(new) < log.PAGE:
                break
        if not self.ready.is_set():
            self.ready.set()

    async def _start_afresh(self) -> None:
        """The log is another one, from a backup: nobody's position means anything any more."""
        self.scene = Scene(self.workshop, State())
        self.seq, self.epoch = 0, ""
        self.recent.clear()
        for connection in list(self.connections):
            await connection.push(wire.RESYNC)
            self._drop(connection)

    async def _follow(self, code: str, new: list[Logged]) -> None:
        if new and (code != self.scene.code or any(isinstance(one.entry.event, Joined) for one in new)):
            self.scene.names = await read(names_in, self.workshop)
        self.scene.code = code
        if not new:
            return
        folded = Fold(self.workshop, self.scene.state, self.seq)
        for logged in new:
            folded.take(logged)
            self.recent[logged.entry.id] = logged
        while len(self.recent) > KEPT_ENTRIES:
            self.recent.popitem(last=False)
        self.seq = folded.seq
        self.version += 1
        if self.connections:
            await self._fan_out([one.entry for one in new])

    # Showing ---------------------------------------------------------------------------------

    def look(self) -> Scene:
        """The scene as it is this very moment."""
        self.scene.now = time.time_ns() // 1_000_000
        self.scene.here = self.presence.here()
        self.scene.typing = self.presence.typing()
        return self.scene

    async def _fan_out(self, entries: list[Entry]) -> None:
        """Show new entries: each line and part rendered once, the same text for all who see the same."""
        kinds: frozenset[Any] = frozenset(type(entry.event) for entry in entries)
        outlook = Outlook(self.look(), entries)
        sent = 0
        try:
            for connection in list(self.connections):
                if await self.still_the_same(connection):
                    body, events = outlook.news(connection, kinds)
                    sent += events
                    if body != "{}":
                        await connection.push(body, events)
                self._drop_closed(connection)
            gauges.delivered(sent, entries[0].at)
        except Exception:
            # Our position is behind these entries already: whoever stayed would never be shown them.
            logger.exception("News of %s could not be shown.", self.workshop)
            await self._close_all(wire.RESTARTING)
        if Ended in kinds:
            await self._close_all(wire.ENDED, but_staff=True)

    async def still_the_same(self, connection: Connection) -> bool:
        """Whether this connection's viewer may still know what it knew; otherwise it is told."""
        if connection.closed:
            return False
        change = change_of(self.scene.state, connection)
        if change == wire.RESYNC:
            await connection.push(wire.RESYNC)
            self._drop(connection)
        elif isinstance(change, int):
            await connection.close(change)
        return change is None

    async def _tick(self) -> None:
        """What changes without an event: presence, typing, the join code; and the heartbeat."""
        for connection in self.connections:
            self.presence.renew(connection.identity.participant)
        scene, told = self.look(), self.told
        self.told = {PRESENCE: scene.here, TYPING: scene.typing, CODE: scene.code}
        if changed := frozenset(what for what, now in self.told.items() if told.get(what) != now):
            self.version += 1
            await self._show_parts(changed)
        if time.monotonic() - self._beat >= HEARTBEAT:
            self._beat = time.monotonic()
            for connection in list(self.connections):
                await connection.push(wire.LIVE)
                self._drop_closed(connection)

    async def _show_parts(self, changed: frozenset[Any]) -> None:
        outlook = Outlook(self.scene, [])
        for connection in list(self.connections):
            body, _ = outlook.news(connection, changed)
            if body != "{}":
                await connection.push(body)
            self._drop_closed(connection)

    # Coming and going ------------------------------------------------------------------------

    async def attach(self, connection: Connection, since: str | None) -> None:
        """Show a connection all that it has missed, then keep it up to date. Raises Gone."""
        self._arriving += 1
        try:
            await self.ready.wait()
            if change_of(self.scene.state, connection) in (wire.NOT_ALLOWED, wire.TAKEN_OVER):
                await self.catch_up()  # they may have come in through another process a moment ago
            connection.viewer = self.viewer(connection)
            connection.page = page_of(self.scene.state, connection.viewer)
            if await Backlog(self, connection).show(since):
                # No await since the backlog found nothing more: nothing can have come in between.
                self._join(connection)
                await connection.push(wire.LIVE)
                if self.ended() and not connection.viewer.staff:
                    await connection.close(wire.ENDED)
        finally:
            self._arriving -= 1

    def viewer(self, connection: Connection) -> Viewer:
        """Who looks through this connection now. Raises Gone for somebody who is not in the workshop."""
        if connection.identity.screen and not self.failed:
            return Viewer("screen", "screen")
        viewer = viewer_of(self.scene.state, connection.identity.participant)
        if viewer is None or self.failed:
            raise Gone
        return viewer

    def last_seen(self, viewer: Viewer) -> str | None:
        """The last event this viewer may see, if it is among the recent ones."""
        backwards = (one.entry for one in reversed(self.recent.values()))
        return next((entry.id for entry in backwards if visible(entry, viewer)), None)

    def _join(self, connection: Connection) -> None:
        self.connections[connection] = None
        self.presence.renew(connection.identity.participant)
        mine = [one for one in self.connections if one.identity == connection.identity]
        for surplus in mine[:-SOCKETS_EACH]:
            asyncio.ensure_future(surplus.close(wire.TAKEN_OVER))  # noqa: RUF006 (the door outlives it)
            self._drop(surplus)
        self.wake()

    def detach(self, connection: Connection) -> None:
        connection.closed = True
        self._drop(connection)

    def _drop_closed(self, connection: Connection) -> None:
        if connection.closed:
            self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        if self.connections.pop(connection, 0) == 0:
            return
        who = connection.identity.participant
        if not any(one.identity.participant == who for one in self.connections):
            self.presence.leave(who)

    async def _close_all(self, code: int, but_staff: bool = False) -> None:
        for connection in list(self.connections):
            if not (but_staff and connection.viewer and connection.viewer.staff):
                await connection.close(code)
                self._drop(connection)

    def ended(self) -> bool:
        return self.scene.state[WorkshopSlice].ended
