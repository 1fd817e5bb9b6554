"""The tailers of this process, found by workshop, woken by the doorbell, stopped with the server."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import Any

from roleplay.live import doorbell, gauges, log, wire
from roleplay.live.connection import Connection
from roleplay.live.database import close_readers, read
from roleplay.live.leftovers import Crowds, give_back
from roleplay.live.pace import Pace
from roleplay.live.presence import LEASE
from roleplay.live.tail import Gone, Tailer

logger = logging.getLogger(__name__)

GOSSIP = LEASE / 3
POLL = 1.0
TIDY = 1.0


class Hub:
    """One for each event loop. ``tailer`` starts following a workshop that nobody followed yet."""

    def __init__(self) -> None:
        self.tailers: dict[str, Tailer] = {}
        self.pace = Pace()
        self._listener = doorbell.listen(self.heard)
        self._gossip = asyncio.create_task(self._tell_who_is_here(), name="gossip")
        self._polling = asyncio.create_task(self._poll(), name="poll")
        self._tidying = asyncio.create_task(self._tidy(), name="tidy")

    def tailer(self, workshop: str) -> Tailer:
        tailer = self.tailers.get(workshop)
        if tailer is None or not tailer.running:
            tailer = self.tailers[workshop] = Tailer(workshop)
            tailer.start()
            self._forget_idle()
        tailer.watched()
        return tailer

    def _forget_idle(self) -> None:
        idle = [id for id, one in self.tailers.items() if not one.running]
        for id in idle:
            del self.tailers[id]

    async def caught_up(self, workshop: str) -> Tailer:
        """The tailer, level with the log as it is now, for a page. Raises Gone when there is no workshop."""
        tailer = self.tailer(workshop)
        await tailer.ready.wait()
        if tailer.failed:
            raise Gone
        await tailer.catch_up()
        return tailer

    def heard(self, message: dict[str, Any]) -> None:
        """A hint from the doorbell: a log has grown, or somebody is here in another process."""
        tailer = self.tailers.get(message.get("workshop", ""))
        if tailer is None:
            return
        if message["type"] == "bell":
            gauges.WAKES.inc()
            tailer.wake(epoch=message.get("epoch", ""), committed=message.get("committed", ()))
        elif message["type"] == "here":
            for participant in message["people"]:
                tailer.watchers.presence.renew(participant)
        elif message["type"] == "typing":
            tailer.watchers.presence.types(message["room"], message["seat"])

    async def _poll(self) -> None:
        """Once a second, one look at all logs that are followed: what no wake told is found by this."""
        while True:
            await asyncio.sleep(POLL)
            following = {id: tailer.seq for id, tailer in self.tailers.items() if tailer.ready.is_set()}
            try:
                found = await read(log.looks, list(following)) if following else {}
            except Exception as problem:
                logger.warning("The logs could not be looked at: %s", type(problem).__name__)
                continue
            for id, before in following.items():
                if tailer := self.tailers.get(id):
                    tailer.compare(before, found.get(id))

    async def _tidy(self) -> None:
        """Once a second: has a crowd come or gone, and left something behind?"""
        crowds = Crowds()
        while True:
            await asyncio.sleep(TIDY)
            if crowds.settled(self.sockets()):
                await asyncio.to_thread(give_back)

    async def _tell_who_is_here(self) -> None:
        while True:
            await asyncio.sleep(GOSSIP)
            for tailer in list(self.tailers.values()):
                if people := sorted(tailer.watchers.people()):
                    doorbell.tell({"type": "here", "workshop": tailer.workshop, "people": people})

    def lag(self) -> float:
        """How long ago the tailer that is furthest behind last read its log, in seconds."""
        now = time.monotonic()
        return max((now - tailer.read_at for tailer in self.tailers.values() if tailer.running), default=0.0)

    def sockets(self) -> int:
        return sum(len(tailer.watchers) for tailer in self.tailers.values())

    def connections(self) -> list[Connection]:
        return [one for tailer in self.tailers.values() for one in tailer.watchers]

    async def stop(self) -> None:
        """Show everybody out with 4503 and give everything back."""
        for connection in self.connections():
            connection.close(wire.RESTARTING)
        for task in (self._listener, self._gossip, self._polling, self._tidying):
            if task:
                task.cancel()
        for tailer in self.tailers.values():
            await tailer.stop()
        self.tailers.clear()
        with contextlib.suppress(RuntimeError):
            close_readers()


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs.clear()
        _hubs[loop] = Hub()
    return _hubs[loop]


async def stop_hub() -> None:
    if running := _hubs.pop(asyncio.get_running_loop(), None):
        await running.stop()
