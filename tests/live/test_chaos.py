"""Thirty seats and a facilitator talk while the server is killed and the network breaks.

Ten times `kill -9` (fifty in `manage.py ordeal kills`), every second a fifth of all connections cut:
nothing acknowledged is lost, doubled or out of order, nothing reaches a wrong seat, and all are back
soon after the last kill.
"""

import asyncio
import random
import time
from dataclasses import dataclass, field
from itertools import islice

import psutil  # type: ignore[import-untyped]
import pytest

from roleplay.live.client_doors import Door, SocketDoor
from tests.live.checker import check
from tests.live.classroom import Classroom, in_thread, open_classroom, rows
from tests.live.conftest import MakeServer
from tests.live.recording import Talker, history_of, slowness
from tests.ordeals import sizes
from tests.ordeals.sizes import at, size
from tests.services.proxy import Proxy
from tests.services.server import Server, wait_until

KILLS = size(10, 50)
CUT_EACH_SECOND = 0.2
BACK_WITHIN = 5.0
WAITING = 3


@dataclass
class Figures:
    """What a run measured, in seconds; printed with `-s`."""

    kills: int = 0
    acked: int = 0
    resent: int = 0
    cuts: int = 0
    connections: int = 0
    resyncs: int = 0
    back_after: float = 0.0
    slowness: float = 1.0
    """How many programs wanted each processor at the end: alone on its machine the test sees 1."""
    starts: list[float] = field(default_factory=list)
    ack_times: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        first, last = min(self.starts), max(self.starts)
        return (
            f"{self.kills} kills, 0 lost, doubled or reordered: {self.acked} acknowledged, "
            f"{self.resent} resent, {self.cuts} cuts, {self.connections} connections, "
            f"{self.resyncs} resyncs; server up again after {first:.1f}-{last:.1f} s; "
            f"all live {self.back_after:.1f} s later, with {self.slowness:.1f} programs for each processor; "
            f"acknowledgements p50 {at(self.ack_times, 0.5):.2f} s, p95 {at(self.ack_times, 0.95):.2f} s"
        )


class Chaos:
    def __init__(self, server: Server, room: Classroom, proxy: Proxy, door: type[Door], seed: int) -> None:
        self.server, self.proxy = server, proxy
        self.chance = random.Random(seed)
        self.figures = Figures()
        self.talkers = [Talker(who, room.passes[who].through(proxy.via), door) for who in room.passes]
        self.room = room
        self.talking = True
        self.up = 0.0

    async def run(self, kills: int) -> None:
        for talker in self.talkers:
            talker.client.start()
        await asyncio.gather(*(talker.client.live(30) for talker in self.talkers))
        work = [asyncio.create_task(self.talk(talker)) for talker in self.talkers]
        cutting = asyncio.create_task(self.cut())
        for _ in range(kills):
            await self.most_are_back()
            await asyncio.sleep(self.chance.uniform(0.2, 1.5))
            await self.kill()
        cutting.cancel()
        await self.all_back()
        await asyncio.sleep(2)
        self.talking = False
        await asyncio.gather(*work)
        await asyncio.gather(*(talker.is_answered() for talker in self.talkers))

    async def talk(self, talker: Talker) -> None:
        """A line a second, also while earlier ones wait to be acknowledged, but not without end."""
        await asyncio.sleep(self.chance.random())
        rooms = ["plenary", "plenary", "caucus-pakistan" if talker.who.startswith("pk") else "caucus-india"]
        while self.talking:
            if len(talker.client.outbox.items) < WAITING:
                talker.say(self.chance.choice(rooms))
            await asyncio.sleep(1)

    async def cut(self) -> None:
        while True:
            await asyncio.sleep(1)
            self.proxy.cut(CUT_EACH_SECOND)

    async def kill(self) -> None:
        began = time.monotonic()
        await asyncio.to_thread(self.server.kill)
        await asyncio.to_thread(self.server.start)
        self.up = time.monotonic()
        self.figures.kills += 1
        self.figures.starts.append(self.up - began)

    async def most_are_back(self) -> None:
        """So that each kill comes while people talk."""
        waiting = [asyncio.create_task(self.back(talker, self.up)) for talker in self.talkers]
        try:
            for one in islice(asyncio.as_completed(waiting, timeout=60 * slowness()), len(waiting) * 3 // 4):
                await one
        finally:
            for task in waiting:
                task.cancel()

    async def all_back(self) -> None:
        """Live now, or again since the server is up."""
        await asyncio.gather(*(self.back(talker, self.up) for talker in self.talkers))
        self.figures.back_after = time.monotonic() - self.up
        self.figures.slowness = slowness()

    async def back(self, talker: Talker, since: float) -> None:
        client = talker.client
        try:
            await client.until(lambda: talker.live_at > since, 30 * slowness())
        except TimeoutError:
            raise AssertionError(f"{talker.who} is {client.state} after {talker.shuts[-5:]}") from None

    async def all_shown(self) -> None:
        """Everybody has the last line they may hear."""
        log = await in_thread(rows, self.room.workshop)
        history = history_of(self.room, self.talkers, log)
        for talker in self.talkers:
            due = [one.event for one in history.log if one.room and history.hears(talker.who, one.room)]
            await talker.sees(due[-1])

    def measure(self) -> Figures:
        spoken = [one for talker in self.talkers for one in talker.spoken]
        figures = self.figures
        figures.ack_times = [one.acked - one.invoked for one in spoken if one.acked is not None]
        figures.acked = len(figures.ack_times)
        figures.resent = sum(talker.client.outbox.resent for talker in self.talkers)
        figures.connections = sum(len(talker.page.numbers) for talker in self.talkers)
        figures.resyncs = sum(talker.client.resyncs for talker in self.talkers)
        figures.cuts = self.proxy.cuts
        return figures


async def survive(
    server: Server, room: Classroom, door: type[Door], kills: int, seed: int, blocked: bool = False
) -> Figures:
    async with Proxy(server.port, seed, strip_upgrade=blocked) as proxy:
        chaos = Chaos(server, room, proxy, door, seed)
        try:
            await chaos.run(kills)
            await chaos.all_shown()
        finally:
            for talker in chaos.talkers:
                await talker.client.stop()
        figures = chaos.measure()
        history = history_of(room, chaos.talkers, await in_thread(rows, room.workshop))
        assert check(history) == [], f"seed {seed}: {figures}"
        sizes.tell(f"seed {seed}: {figures}")
        return figures


@pytest.fixture
def seed() -> int:
    return sizes.seed()


@pytest.mark.timeout(size(400, 900))
async def test_nothing_acknowledged_is_lost_whatever_breaks(start_server: MakeServer, seed: int) -> None:
    server = await asyncio.to_thread(start_server)
    room = await in_thread(open_classroom, server.address, 15)
    figures = await survive(server, room, SocketDoor, KILLS, seed)
    assert figures.acked > 30 * KILLS
    assert figures.back_after <= BACK_WITHIN * figures.slowness
    await nothing_left_open(server)


async def nothing_left_open(server: Server) -> None:
    """Once everybody has gone, the server holds no connection of theirs."""
    process = psutil.Process(server.running.pid)

    def established() -> list[object]:
        return [
            one
            for one in process.net_connections("tcp")
            if one.status == psutil.CONN_ESTABLISHED and one.laddr.port == server.port
        ]

    await asyncio.to_thread(wait_until, lambda: not established(), 10, "an empty server")
