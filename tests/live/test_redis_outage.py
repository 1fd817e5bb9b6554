"""Two servers on one PostgreSQL hear of each other through Redis, and go on without it.

The wake is a hint. While Redis is away nobody's socket closes, new ones open, and lines arrive a
poll later; when it is back they are quick again.
"""

import asyncio
import time
from collections.abc import Callable
from statistics import median

import pytest

from roleplay.live.client import Client
from roleplay.live.client_doors import Pass
from tests.live.opened import open_class
from tests.live.recording import slowness
from tests.ordeals.sizes import size, tell
from tests.services.server import Server
from tests.services.valkey import Valkey

Serve = Callable[..., Server]
OUTAGE = size(10.0, 30.0)
WITHOUT_REDIS = 1.5
RECOVERS_WITHIN = 5.0


def at_server(access: Pass, server: Server) -> Pass:
    """The same session at another server of the same installation."""
    return Pass(server.address, access.workshop, access.session)


async def passage(one: Client, two: Client, text: str) -> float:
    """Seconds from a line's acknowledgement to its arrival elsewhere."""
    answer = await one.do("say", room="plenary", text=text)
    assert answer.event, answer
    began = time.monotonic()
    await two.until(lambda: f"e-{answer.event}" in two.lines, 20)
    return time.monotonic() - began


@pytest.mark.timeout(240)
async def test_lines_arrive_with_redis_without_it_and_after_it_came_back(
    serve: Serve, postgres_url: str, redis_url: str, valkey: Valkey
) -> None:
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
        quick = [await passage(one, two, f"With Redis {n}.") for n in range(6)]

        await asyncio.to_thread(valkey.stop)
        slow: list[float] = []
        began = time.monotonic()
        while time.monotonic() - began < OUTAGE:
            slow.append(await passage(one, two, f"Without Redis {len(slow)}."))
            async with Client(at_server(passes[seats[2]], there)) as late:
                await late.live()

        await asyncio.to_thread(valkey.start)
        back = time.monotonic()
        again = [9.0]
        while again[-1] > 0.4 * slowness():
            assert time.monotonic() - back < RECOVERS_WITHIN * slowness(), again
            again.append(await passage(one, two, f"Redis again {len(again)}."))
        recovered = time.monotonic() - back

    tell(
        f"across two servers: {median(quick):.3f} s with Redis; "
        f"{median(slow):.2f} s, at most {max(slow):.2f} s, in {OUTAGE:.0f} s without ({len(slow)} lines); "
        f"quick again {recovered:.1f} s after it came back; {slowness():.1f} programs for each processor"
    )
    assert shuts == []
    assert median(quick) < 0.4 * slowness()
    assert max(slow) <= WITHOUT_REDIS * slowness()
    for server in (here, there):
        assert "Traceback" not in server.log.read_text()


async def test_a_server_starts_and_serves_although_redis_is_not_there(
    serve: Serve, postgres_url: str, valkey: Valkey
) -> None:
    await asyncio.to_thread(valkey.stop)
    try:
        server = await asyncio.to_thread(serve, postgres_url, valkey.url)
        passes = await open_class(server)
        async with Client(passes["staff"]) as staff:
            await staff.live()
            assert (await staff.do("say", room="plenary", text="All is well.")).event
    finally:
        await asyncio.to_thread(valkey.start)
