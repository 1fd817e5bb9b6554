"""The network between a class and the server: late, in crumbs, silent, of two minds about websockets.

Breaking connections is in `tests/live/test_chaos.py`. Whatever the network does, what was said is there
once and in order, and all are back soon after.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from roleplay.live.client_doors import Door, Pass, PollDoor, Shut, SocketDoor
from tests.live.checker import check
from tests.live.classroom import Classroom, in_thread, open_classroom, rows
from tests.live.recording import Talker, history_of, slowness
from tests.ordeals.sizes import at, size, tell
from tests.services.proxy import Proxy
from tests.services.server import Server

SEATS_A_SIDE = size(3, 15)
LASTS, SILENT = size((1.5, 2.0), (10.0, 8.0))
BACK_WITHIN = 5.0

Fault = Callable[[Proxy], Awaitable[None]]


async def late(proxy: Proxy) -> None:
    proxy.delay = 0.3
    await asyncio.sleep(LASTS)
    proxy.delay = 0.0


async def in_crumbs(proxy: Proxy) -> None:
    proxy.crumb = 7
    await asyncio.sleep(LASTS)
    proxy.crumb = 0


async def silent(proxy: Proxy) -> None:
    """Nothing passes and nothing is closed: a cable that was pulled, and put back."""
    proxy.hold()
    await asyncio.sleep(SILENT)
    proxy.release()


async def without_websockets(proxy: Proxy) -> None:
    """Everybody is cut off, and may come back by the other door only."""
    proxy.strip_upgrade = True
    proxy.cut(1.0)
    await asyncio.sleep(LASTS)
    proxy.strip_upgrade = False
    proxy.cut(1.0)


class EitherDoor:
    """What the page does: a websocket, and if none opens, the long poll."""

    def __init__(self, access: Pass) -> None:
        self.access = access
        self.door: Door = SocketDoor(access)

    async def open(self) -> None:
        try:
            await self.door.open()
        except Shut:
            self.door = PollDoor(self.access)
            await self.door.open()

    async def send(self, frame: dict[str, object]) -> None:
        await self.door.send(frame)

    async def receive(self) -> str:
        return await self.door.receive()

    async def close(self) -> None:
        await self.door.close()


@pytest.fixture
def room(server: Server) -> Classroom:
    return open_classroom(server.address, SEATS_A_SIDE)


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "fault", [late, in_crumbs, silent, without_websockets], ids=lambda fault: fault.__name__
)
async def test_whatever_the_network_does_nothing_said_is_lost(
    room: Classroom, server: Server, fault: Fault
) -> None:
    over = asyncio.Event()

    async def talk(talker: Talker, first: float) -> None:
        await asyncio.sleep(first)
        caucus = "caucus-pakistan" if talker.who.startswith("pk") else "caucus-india"
        while not over.is_set():
            if len(talker.client.outbox.items) < 3:
                talker.say("plenary" if len(talker.spoken) % 2 else caucus)
            await asyncio.wait([asyncio.ensure_future(over.wait())], timeout=1.1)

    async with Proxy(server.port) as proxy:
        passes = {who: access.through(proxy.via) for who, access in room.passes.items()}
        talkers = [Talker(who, access, EitherDoor) for who, access in passes.items()]
        for talker in talkers:
            talker.client.start()
        await asyncio.gather(*(talker.client.live(20) for talker in talkers))
        talking = [asyncio.create_task(talk(one, 0.05 * n)) for n, one in enumerate(talkers)]
        await fault(proxy)
        ended = time.monotonic()
        over.set()
        await asyncio.gather(*talking)
        for talker in talkers:
            talker.say("plenary", "It is over.")
        await asyncio.gather(*(talker.is_answered() for talker in talkers))
        back = time.monotonic() - ended
        history = history_of(room, talkers, await in_thread(rows, room.workshop))
        for talker in talkers:
            due = [one.event for one in history.log if one.room and history.hears(talker.who, one.room)]
            await talker.sees(due[-1])
        await asyncio.gather(*(talker.client.stop() for talker in talkers))
    assert check(history) == []
    waits = [one.acked - one.invoked for talker in talkers for one in talker.spoken if one.acked]
    tell(
        f"{fault.__name__.replace('_', ' ')}: {len(talkers)} people, {len(waits)} lines stored after p95 "
        f"{at(waits, 0.95):.2f} s, at most {max(waits):.2f} s; all are answered {back:.2f} s after it ended"
    )
    assert back <= BACK_WITHIN * slowness()
