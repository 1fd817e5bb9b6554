"""One tailer for each workshop and process: reads the log after its own position and fans it out.

A wake is only a hint. What this process itself has committed comes with it and is taken as it is; for
whatever else the log is read. Connecting, waking, reconnecting and polling all end in the same
``catch_up``. Everything here runs on the event loop; the database is read on other threads.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from roleplay.live import bearings, gauges, log, wire
from roleplay.live.backlog import Backlog
from roleplay.live.connection import Connection
from roleplay.live.database import read
from roleplay.live.identity import names_in
from roleplay.live.lights import Lights
from roleplay.live.log import Fold, Logged, Look
from roleplay.live.outlook import Outlook
from roleplay.live.parts import Rendering
from roleplay.live.render import Lines
from roleplay.live.scene import Scene, page_of
from roleplay.live.standing import change_of
from roleplay.live.ticks import TICK, Ticks
from roleplay.live.watchers import Watchers
from roleplay.rules.kernel import Entry, State, Viewer, visible
from roleplay.rules.people import Joined, viewer_of
from roleplay.rules.workshop import Ended
from roleplay.rules.workshop import Workshop as WorkshopSlice

logger = logging.getLogger(__name__)

IDLE = 60.0
KEPT_ENTRIES = 2000
KEPT_NEWS = 1000


class Gone(Exception):
    """There is no such workshop, or this viewer is not in it."""


class Tailer:
    """Follows the log of one workshop for all doors of this process. ``seq`` never leaves it."""

    def __init__(self, workshop: str) -> None:
        self.workshop = workshop
        self.watchers = Watchers()
        self._begin_at(State())
        self.version = 0
        self.ready = asyncio.Event()
        self.failed = False
        self.read_at = time.monotonic()
        self._arriving = 0
        self._wake = asyncio.Event()
        self._look = "look"
        self._idle_since = time.monotonic()
        self.ticks = Ticks(self)
        self._reading = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def _begin_at(self, state: State) -> None:
        self.scene = Scene(self.workshop, state)
        self.lines, self.rendering = Lines(self.scene), Rendering(self.scene)
        self.lights = Lights()
        self.recent: OrderedDict[str, Logged] = OrderedDict()
        self.seq, self.epoch = 0, ""
        self._committed: list[Logged] = []

    # Running ---------------------------------------------------------------------------------

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name=f"tail {self.workshop}")

    def wake(self, found_by: str = "wake", epoch: str = "", committed: Sequence[Logged] = ()) -> None:
        """The log has grown: by ``committed``, or by we do not know what."""
        if committed and epoch == self.epoch and len(self._committed) < KEPT_NEWS:
            self._committed += committed
            self._take_at_once()
        else:
            self._look = found_by
        if self._committed or self._look:
            self._wake.set()

    def compare(self, before: int, found: Look | None) -> None:
        """The poll of all workshops, begun when we were at ``before``, has found this: look, if it is not
        what we know and nothing is on its way to us."""
        same = found and found.epoch == self.epoch and found.code == self.scene.code
        behind = found and found.seq > self.seq and not self._committed
        if not found or not same or found.seq < before or behind:
            self.wake("poll")
        else:
            self.read_at = time.monotonic()

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
        while not self._is_idle():
            try:
                await self._take_news()
                self.ticks.tick()
            except Gone:
                self.failed = True
                self.ready.set()
                return
            except asyncio.CancelledError:
                raise
            except Exception as problem:
                self._stumbled(problem)
                await asyncio.sleep(TICK / 2)
            await self._pause()

    async def _pause(self) -> None:
        """Wait for a wake, but not longer than until the next tick."""
        if not self._wake.is_set():
            try:
                async with asyncio.timeout(TICK):
                    await self._wake.wait()
            except TimeoutError:
                return
        self._wake.clear()

    def _is_idle(self) -> bool:
        if self.watchers or self._arriving:
            self._idle_since = time.monotonic()
        return time.monotonic() - self._idle_since > IDLE

    def watched(self) -> None:
        """Somebody is about to look: a page is being made, or a door opens."""
        self._idle_since = time.monotonic()

    # Reading ---------------------------------------------------------------------------------

    async def _take_news(self) -> None:
        """What was handed over, if it follows our position; otherwise whatever the log has."""
        look, self._look = self._look, ""
        if look:
            await self.catch_up(look)
        elif self._committed:
            async with self._reading:
                new = self._handed_over()
                await self._follow(self.scene.code, new or [])
            if new is None:
                await self.catch_up("wake")

    def _take_at_once(self) -> None:
        """Take what was handed over without a turn of the loop, if nothing else is under way and nothing has
        to be looked up for it."""
        under_way = self._look or self._reading.locked() or not self.ready.is_set() or not self.running
        if under_way or any(isinstance(one.entry.event, Joined) for one in self._committed):
            return
        new = self._handed_over()
        if new is None:
            self._look = "wake"
            return
        try:
            self._take_in(new)
        except Exception as problem:
            self._stumbled(problem)

    def _stumbled(self, problem: Exception) -> None:
        """Nothing is lost: the next look finds what was not taken."""
        logger.warning("The tailer of %s stumbled: %s", self.workshop, type(problem).__name__)
        self._look = self._look or "poll"

    def _handed_over(self) -> list[Logged] | None:
        """What this process has committed and we have not taken yet; None when something is missing before it
        or within, because another process has written in between."""
        new = [one for one in self._committed if one.seq > self.seq]
        self._committed.clear()
        follows = all(one.seq == seq for seq, one in enumerate(new, self.seq + 1))
        return new if follows else None

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
                self._begin_at(State())  # another log, from a backup
                self.watchers.resync()
                continue
            self.epoch = epoch
            await self._follow(code, new)
            if len(new) < log.PAGE:
                break
        self.ready.set()

    async def _follow(self, code: str, new: list[Logged]) -> None:
        if new and (code != self.scene.code or any(isinstance(one.entry.event, Joined) for one in new)):
            self.scene.names = await read(names_in, self.workshop)
        self.scene.code = code
        self._take_in(new)

    def _take_in(self, new: list[Logged]) -> None:
        if not new:
            return
        folded = Fold(self.workshop, self.scene.state, self.seq)
        for logged in new:
            folded.take(logged)
            if logged.seq > 1:  # the first holds the whole pack, and the state has it already
                self.recent[logged.entry.id] = logged
        while len(self.recent) > KEPT_ENTRIES:
            self.recent.popitem(last=False)
        self.seq = folded.seq
        self.version += 1
        self._show([one.entry for one in new])

    # Showing ---------------------------------------------------------------------------------

    def look(self) -> Scene:
        """The scene as it is this very moment."""
        self.scene.now = time.time_ns() // 1_000_000
        return self.scene

    def _show(self, entries: list[Entry]) -> None:
        """Show new entries: each line and part rendered once, the same bytes for all who see the same."""
        kinds: frozenset[Any] = frozenset(type(entry.event) for entry in entries)
        self.rendering.forget(kinds)
        self.look()
        try:
            sent = self.watchers.tell(Outlook(self.lines, self.rendering, entries, kinds), self.scene.state)
            gauges.delivered(sent, entries[0].at)
        except Exception:
            # Our position is behind these entries already: whoever stayed would never be shown them.
            logger.exception("News of %s could not be shown.", self.workshop)
            self.watchers.show_all_out(wire.RESTARTING)
        if Ended in kinds:
            self.watchers.show_all_out(wire.ENDED, but_staff=True)

    # Coming and going ------------------------------------------------------------------------

    async def attach(self, connection: Connection, since: str | None) -> None:
        """Show a connection all that it has missed, then keep it up to date. Raises Gone."""
        self._arriving += 1
        try:
            await self.ready.wait()
            if change_of(self.scene.state, connection) in (wire.NOT_ALLOWED, wire.TAKEN_OVER):
                await self.catch_up()  # they may have come in through another process a moment ago
            viewer = self.viewer(connection)
            connection.look_as(viewer, page_of(self.scene.state, viewer))
            if await Backlog(self, connection).show(since):
                # No await since the backlog found nothing more: nothing can have come in between.
                self.watchers.join(connection)
                connection.push(wire.LIVE)
                if self.ended() and not viewer.staff:
                    connection.close(wire.ENDED)
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

    def detach(self, connection: Connection) -> None:
        connection.closed = True
        self.watchers.leave(connection)

    def ended(self) -> bool:
        return self.scene.state[WorkshopSlice].ended
