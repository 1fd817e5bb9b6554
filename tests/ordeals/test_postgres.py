"""PostgreSQL killed, locked, out of connections, busy: nobody is told a lie, and others do not wait for it.

That it is away for a while is in `tests/live/test_postgres.py`.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

import psycopg
import pytest

from tests.live.opened import open_class
from tests.live.recording import Talker, slowness
from tests.ordeals.sizes import at, size, tell
from tests.services.postgres import Postgres
from tests.services.server import Server

Serve = Callable[..., Server]
RECOVERS_WITHIN = 5.0
AWAY, LOCKED, TALK = size(1.0, 15.0), size(2.5, 10.0), 8


class Room:
    """A class on PostgreSQL; everybody can say a line and be waited for."""

    def __init__(self, talkers: list[Talker], url: str) -> None:
        self.talkers, self.url = talkers, url

    async def all_say(self) -> list[float]:
        said = [talker.say("plenary") for talker in self.talkers]
        await asyncio.gather(*(talker.is_answered() for talker in self.talkers))
        return [one.acked - one.invoked for one in said if one.acked]

    async def talk(self, turns: int) -> list[float]:
        """As slowly as anybody may talk for long, so that nobody is told to wait."""
        waits = []
        for _ in range(turns):
            waits += await self.all_say()
            await asyncio.sleep(1.05)
        return waits

    async def through(self, fault: AbstractAsyncContextManager[Any], lasts: float) -> tuple[float, float]:
        """Lines said in a fault: the longest wait, and how long after its end the last was stored."""
        await self.all_say()
        async with fault:
            said = [talker.say("plenary", "In it.") for talker in self.talkers]
            await asyncio.sleep(lasts)  # the fault itself
            assert [one for one in said if one.acked or one.refused] == []
        ended = time.monotonic()
        await asyncio.gather(*(talker.is_answered() for talker in self.talkers))
        acked = [one.acked for one in said if one.acked]
        assert len(acked) == len(said)
        await self.nothing_is_false()
        return max(acked) - said[0].invoked, max(0.0, max(acked) - ended)

    async def nothing_is_false(self) -> None:
        """What was acknowledged is there, once; nobody's door closed by a decision; all see all."""
        spoken = [one for talker in self.talkers for one in talker.spoken]
        rows = await asyncio.to_thread(self.stored)
        assert {one.event for one in spoken} <= {id for id, _ in rows}
        assert len({command for _, command in rows}) == len(rows)
        for talker in self.talkers:
            for one in spoken:
                await talker.sees(one.event)

    def stored(self) -> list[tuple[str, str]]:
        with psycopg.connect(self.url) as connection:
            asked = "SELECT id, command FROM live_event WHERE kind = 'said' AND command IS NOT NULL"
            return connection.execute(asked.encode()).fetchall()


@asynccontextmanager
async def a_room(serve: Serve, url: str) -> AsyncIterator[Room]:
    server = await asyncio.to_thread(serve, url)
    passes = await open_class(server)
    talkers = [Talker(who, access) for who, access in passes.items() if who != "staff"]
    async with AsyncExitStack() as stack:
        for talker in talkers:
            await stack.enter_async_context(talker.client)
        await asyncio.gather(*(talker.client.live(20) for talker in talkers))
        yield Room(talkers, url)
    assert "Traceback" not in server.log.read_text()


@pytest.mark.timeout(180)
async def test_a_database_that_is_killed_or_locked_makes_nobody_believe_anything(
    serve: Serve, postgres_url: str, postgres: Postgres
) -> None:
    async with a_room(serve, postgres_url) as room:
        longest, killed = await room.through(away(postgres), AWAY)
        _, locked = await room.through(lock(postgres_url), LOCKED)
        tell(
            f"killed with -9 and {AWAY:.0f} s away: all stored {killed:.1f} s after it was back, the longest "
            f"wait {longest:.1f} s; locked for {LOCKED:.0f} s: all stored {locked:.1f} s after; "
            "0 false answers"
        )
    assert max(killed, locked) <= RECOVERS_WITHIN * slowness()


@asynccontextmanager
async def away(postgres: Postgres) -> AsyncIterator[None]:
    assert postgres.process
    await asyncio.to_thread(postgres.process.kill)
    await asyncio.to_thread(postgres.process.wait)
    yield
    await asyncio.to_thread(postgres.start)


@asynccontextmanager
async def lock(url: str) -> AsyncIterator[None]:
    """For longer than a statement waits for a lock."""
    async with await psycopg.AsyncConnection.connect(url) as held:
        await held.execute("LOCK TABLE live_workshop IN EXCLUSIVE MODE")
        yield


@pytest.mark.full
@pytest.mark.timeout(180)
async def test_a_long_query_and_no_free_connections_keep_nobody_waiting(
    serve: Serve, postgres_url: str
) -> None:
    """The server holds the connections that it needs; a report that takes long does not stand in its way."""
    async with a_room(serve, postgres_url) as room:
        peace = await room.talk(TALK)
        report = await psycopg.AsyncConnection.connect(postgres_url)
        hoard = await all_connections(postgres_url)
        try:
            slow = asyncio.create_task(
                report.execute("SELECT count(*), pg_sleep(3) FROM live_event CROSS JOIN live_workshop")
            )
            under = await room.talk(TALK)
            await slow
        finally:
            for one in [report, *hoard]:
                await one.close()
        await room.nothing_is_false()
    tell(
        f"a query of 3 s and {len(hoard)} connections taken, none left: stored after p95 "
        f"{at(under, 0.95):.3f} s ({at(peace, 0.95):.3f} s in peace)"
    )
    assert at(under, 0.95) <= max(2 * at(peace, 0.95), 0.3) * slowness()


async def all_connections(url: str) -> list["psycopg.AsyncConnection[Any]"]:
    """Every connection that the database has left."""
    held: list[psycopg.AsyncConnection[Any]] = []
    try:
        while True:
            held.append(await psycopg.AsyncConnection.connect(url))
    except psycopg.OperationalError:
        return held
