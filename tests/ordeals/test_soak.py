"""Hours of a class, pressed into seconds: people come, talk and go, and nothing grows but the log.

Memory, tasks, threads, files and connections are read from the server process itself.
"""

import asyncio
import contextlib
import itertools
import json
import time
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]
import pytest

from roleplay.live.client_doors import Pass, PollDoor, SocketDoor
from tests.live.checker import check
from tests.live.classroom import Classroom, in_thread, open_classroom, rows
from tests.live.conftest import MakeServer
from tests.live.recording import Talker, history_of
from tests.ordeals.sizes import seconds, size, tell
from tests.services.server import Server, wait_until

LASTS = seconds(6.0, 60.0)
WORKSHOPS = size(1, 4)
COMERS = 8
MB = 1024 * 1024
A_THOUSAND_COMINGS, A_THOUSAND_LINES = 1.0 * MB, 4.0 * MB
"""May stay in memory after each thousand: of connections as promised; of lines, the log's recent end
(2,000 entries, and as many rendered) that the server keeps so that it need not read it again."""
ALLOWANCE = 10 * MB
"""What an allocator keeps for itself, and what waits for the collector of cycles, which comes rarely."""


@dataclass(frozen=True)
class Held:
    """What the server process holds: bytes, threads, open files, connections."""

    memory: int
    threads: int
    files: int
    connections: int


def held_by(server: Server) -> Held:
    process = psutil.Process(server.running.pid)
    with process.oneshot():
        connections = process.net_connections("tcp")
        open_ones = [one for one in connections if one.status == psutil.CONN_ESTABLISHED]
        return Held(process.memory_info().rss, process.num_threads(), process.num_fds(), len(open_ones))


class Visits:
    """People who come by either door, stay a moment, and go; some without a word of farewell."""

    def __init__(self, rooms: list[Classroom]) -> None:
        self.rooms, self.count = rooms, 0

    async def keep_on(self, number: int, until: float) -> None:
        room = self.rooms[number % len(self.rooms)]
        access = room.passes[room.seats[-1 - number % 4]]
        for turn in itertools.count():
            if time.monotonic() > until:
                return
            await (self.by_socket(access, turn % 3 == 2) if turn % 5 else self.by_poll(access))
            self.count += 1

    async def by_socket(self, access: Pass, rudely: bool) -> None:
        door = SocketDoor(access)
        await door.open()
        await door.send({"hello": {"since": None}})
        while "live" not in (frame := json.loads(await door.receive())):
            await door.send({"at": frame["k"]})
        assert door._socket is not None
        if rudely:
            door._socket.transport.abort()
        with contextlib.suppress(Exception):
            await door.close()

    async def by_poll(self, access: Pass) -> None:
        door = PollDoor(access)
        await door.open()
        await door.send({"hello": {"since": None}})
        await door.receive()
        await door.close()


async def talk(talkers: list[Talker], until: float) -> None:
    async def one(talker: Talker) -> None:
        while time.monotonic() < until:
            talker.say("plenary")
            await asyncio.sleep(1.05)
        await talker.is_answered()

    await asyncio.gather(*map(one, talkers))


async def an_hour(rooms: list[Classroom], lasts: float) -> tuple[int, int]:
    """People talk and others come and go, so long; how many lines, and how many comings."""
    talkers = [[Talker(who, room.passes[who]) for who in room.seats[:COMERS]] for room in rooms]
    flat = [talker for each in talkers for talker in each]
    for talker in flat:
        talker.client.start()
    await asyncio.gather(*(talker.client.live(30) for talker in flat))
    visits, until = Visits(rooms), time.monotonic() + lasts
    await asyncio.gather(talk(flat, until), *(visits.keep_on(n, until) for n in range(4)))
    for room, mine in zip(rooms, talkers, strict=True):
        history = history_of(room, mine, await in_thread(rows, room.workshop))
        last = [one for one in history.log if one.room][-1]
        await asyncio.gather(*(talker.sees(last.event) for talker in mine))
        wrong = [one for one in check(history) if not one.startswith("I4")]  # they came to a long log
        assert wrong == []
    await asyncio.gather(*(talker.client.stop() for talker in flat))
    return sum(len(talker.spoken) for talker in flat), visits.count


def settled(server: Server, before: Held | None) -> Held:
    """Once everybody has gone: no connection, and the same files as before."""

    def quiet() -> bool:
        now = held_by(server)
        return now.connections == 0 and (before is None or now.files <= before.files + 2)

    wait_until(quiet, 20, "a server as quiet as before")
    return held_by(server)


@pytest.mark.timeout(max(300.0, 4 * LASTS))
async def test_nothing_grows_but_the_log(start_server: MakeServer) -> None:
    server = await asyncio.to_thread(start_server)
    rooms = [await in_thread(open_classroom, server.address, 8) for _ in range(WORKSHOPS)]
    held: list[Held] = []
    lines = comings = 0
    for _ in range(3):  # the first warms up; what the last adds, any hour would add
        more = await an_hour(rooms, LASTS / 2)
        await asyncio.sleep(1.5)  # the last beats of who was here
        held.append(await asyncio.to_thread(settled, server, held[0] if held else None))
        lines, comings = (lines + more[0], comings + more[1]) if len(held) > 1 else (0, 0)
    warm, middle, end = held
    grown = end.memory - middle.memory
    tell(
        f"{LASTS:.0f} s: {lines} lines and {comings} comings and goings in {WORKSHOPS} workshops; memory "
        f"{warm.memory / MB:.0f} MB, halfway {middle.memory / MB:.0f}, at the end {end.memory / MB:.0f}; "
        f"threads {warm.threads} → {end.threads}, files {warm.files} → {end.files}, "
        f"connections {warm.connections} → {end.connections}"
    )
    assert end.threads <= warm.threads
    assert grown <= ALLOWANCE + A_THOUSAND_LINES * more[0] / 1000 + A_THOUSAND_COMINGS * more[1] / 1000
