"""What else may become of Redis: it does not answer, it comes and goes, its password is another one.

An outage is in `tests/live/test_redis_outage.py`. The wake is a hint: nobody's door closes, and lines come
a poll later at the most.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from roleplay.live.client import Client
from tests.live.opened import open_class
from tests.live.recording import slowness
from tests.live.test_redis_outage import RECOVERS_WITHIN, WITHOUT_REDIS, at_server, passage
from tests.ordeals.sizes import size, tell
from tests.services.server import Server
from tests.services.valkey import Valkey

Serve = Callable[..., Server]
PAUSED = size(2.0, 10.0)
FLAPS = size(1, 5)


class Two:
    """Somebody at each of two servers, and whether any door ever closed."""

    def __init__(self, one: Client, two: Client, shuts: list[int]) -> None:
        self.one, self.two, self.shuts = one, two, shuts

    async def lines(self, count: int, what: str) -> list[float]:
        return [await passage(self.one, self.two, f"{what} {number}.") for number in range(count)]

    async def until_quick(self) -> float:
        """How long until lines are quick again."""
        began = time.monotonic()
        while (await self.lines(1, "Quick?"))[0] > 0.4 * slowness():
            assert time.monotonic() - began < RECOVERS_WITHIN * slowness()
        return time.monotonic() - began


@asynccontextmanager
async def two_servers(serve: Serve, postgres_url: str, redis_url: str) -> AsyncIterator[Two]:
    secret = "only for this test: " + "x" * 40
    here = await asyncio.to_thread(serve, postgres_url, redis_url, SECRET_KEY=secret)
    there = await asyncio.to_thread(serve, postgres_url, redis_url, SECRET_KEY=secret)
    passes = await open_class(here)
    seats = [seat for seat in passes if seat != "staff"]
    shuts: list[int] = []

    def watch(kind: str, what: object) -> None:
        if kind == "shut":
            shuts.append(int(str(what)))

    one = Client(passes[seats[0]], watch=watch)
    two = Client(at_server(passes[seats[1]], there), watch=watch)
    async with one, two:
        await asyncio.gather(one.live(), two.live())
        await passage(one, two, "The first one warms up.")
        yield Two(one, two, shuts)
    for server in (here, there):
        assert "Traceback" not in server.log.read_text()


@pytest.mark.timeout(180)
async def test_redis_that_stops_answering_or_comes_and_goes_costs_a_moment(
    serve: Serve, postgres_url: str, redis_url: str, valkey: Valkey
) -> None:
    async with two_servers(serve, postgres_url, redis_url) as two:
        await asyncio.to_thread(valkey.client().execute_command, "CLIENT", "PAUSE", int(PAUSED * 1000), "ALL")
        paused = await two.lines(round(PAUSED), "Paused")
        again = await two.until_quick()
        flapping: list[float] = []
        for _ in range(FLAPS):
            await asyncio.to_thread(valkey.stop)
            flapping += await two.lines(1, "Away")
            await asyncio.to_thread(valkey.start)
            flapping += await two.lines(1, "Back")
        recovered = await two.until_quick()
        assert two.shuts == []
    tell(
        f"paused for {PAUSED:.0f} s: lines within {max(paused):.2f} s, quick {again:.1f} s after; "
        f"{FLAPS} flaps: within {max(flapping):.2f} s, quick {recovered:.1f} s after; 0 doors closed"
    )
    assert max(paused + flapping) <= WITHOUT_REDIS * slowness()


@pytest.mark.full
async def test_with_a_wrong_password_lines_come_by_the_poll(
    serve: Serve, postgres_url: str, valkey: Valkey
) -> None:
    wrong = valkey.url.replace("redis://", "redis://somebody:wrong@")
    async with two_servers(serve, postgres_url, wrong) as two:
        waits = await two.lines(6, "Without a bell")
        assert two.shuts == []
    tell(f"a wrong password at start: served, lines within {max(waits):.2f} s")
    assert max(waits) <= WITHOUT_REDIS * slowness()
