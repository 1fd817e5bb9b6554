"""The tailers of this process, found by workshop, woken by the doorbell, stopped with the server."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

from roleplay.live import doorbell, gauges, wire
from roleplay.live.connection import Connection
from roleplay.live.database import close_readers
from roleplay.live.pace import Pace
from roleplay.live.presence import LEASE
from roleplay.live.scene import Scene
from roleplay.live.tail import Gone, Tailer

GOSSIP = LEASE / 3


class Hub:
    """One for each event loop. ``tailer`` starts following a workshop that nobody followed yet."""

    def __init__(self) -> None:
        self.tailers: dict[str, Tailer] = {}
        self.pace = Pace()
        self.stopping = False
        self._listener = doorbell.listen(self.heard)
        self._gossip = asyncio.create_task(self._tell_who_is_here(), name="gossip")

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

    async def scene(self, workshop: str) -> Scene:
        """The workshop as it is now, for a page. Raises Gone when there is none."""
        tailer = self.tailer(workshop)
        tailer.watched()
        await tailer.ready.wait()
        if tailer.failed:
            raise Gone
        await tailer.catch_up()
        return tailer.look()

    def heard(self, message: dict[str, Any]) -> None:
        """A hint from the doorbell: a log has grown, or somebody is here in another process."""
        tailer = self.tailers.get(message.get("workshop", ""))
        if tailer is None:
            return
        if message["type"] == "bell":
            gauges.WAKES.inc()
        if message["type"] == "here":
            for participant in message["people"]:
                tailer.presence.renew(participant)
        elif message["type"] == "typing":
            tailer.presence.types(message["room"], message["seat"])
        tailer.wake()

    async def _tell_who_is_here(self) -> None:
        while True:
            await asyncio.sleep(GOSSIP)
            for tailer in list(self.tailers.values()):
                people = sorted({one.identity.participant for one in tailer.connections})
                if people:
                    doorbell.tell({"type": "here", "workshop": tailer.workshop, "people": people})

    def lag(self) -> float:
        """How long ago the tailer that is furthest behind last read its log, in seconds."""
        now = time.monotonic()
        return max((now - tailer.read_at for tailer in self.tailers.values() if tailer.running), default=0.0)

    def connections(self) -> list[Connection]:
        return [one for tailer in self.tailers.values() for one in tailer.connections]

    async def stop(self) -> None:
        """Show everybody out with 4503 and give everything back."""
        self.stopping = True
        for connection in self.connections():
            await connection.close(wire.RESTARTING)
        for task in (self._listener, self._gossip):
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
