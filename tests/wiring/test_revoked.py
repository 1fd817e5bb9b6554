"""What is taken away is gone within a second: whoever sits on another worker, and at either door.

Removed, moved to another device, seat freed, workshop ended; and afterwards no door opens any more.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from roleplay.live import codes
from roleplay.live.client import Client
from roleplay.live.client_doors import Pass, PollDoor, browser
from tests.live.recording import Talker
from tests.ordeals.sizes import size, tell
from tests.wiring.conftest import Site
from tests.wiring.test_workers import has_ended
from tests.wiring.workers_class import TwoWorkersClass

AT_ONCE = 1.0
AT_POLLS = ("pk1", "pk2", "pk4")
ROUNDS = size(1, 5)

pytestmark = pytest.mark.timeout(240)


async def took(
    cause: Callable[[], Awaitable[Any]], gone: list[Client], how: Callable[[Client], bool]
) -> float:
    """Seconds from asking for it until the last of these pages has felt it."""
    began = time.monotonic()
    asked = asyncio.ensure_future(cause())
    await asyncio.gather(*(one.until(lambda one=one: how(one), 20) for one in gone))
    felt = time.monotonic() - began
    await asked
    return felt


def is_shut(page: Client) -> bool:
    return page.state == "closed"


@pytest.mark.parametrize("turn", range(ROUNDS))
async def test_what_is_taken_away_is_gone_at_every_door(room: TwoWorkersClass, site: Site, turn: int) -> None:
    await at_polls(room)
    pages = {who: talker.client for who, talker in room.talkers.items()}
    staff = room.staff.client
    times: dict[str, float] = {}
    for who, door in (("in1", "socket"), ("pk1", "poll")):
        remove = {"participant": room.people[who]}
        times[f"removed ({door})"] = await took(
            lambda r=remove: done(staff, "remove", **r), [pages[who]], is_shut
        )
        await nothing_opens(pages[who].access)
    for who, door in (("in2", "socket"), ("pk2", "poll")):
        times[f"moved away ({door})"] = await took(
            lambda who=who: come_back(room, site, who), [pages[who]], is_shut
        )
        await nothing_opens(pages[who].access)
    for who, door in (("in4", "socket"), ("pk4", "poll")):
        times[f"seat freed ({door})"] = await took(
            lambda who=who: done(staff, "free_seat", seat=who),
            [pages[who]],
            lambda page: 'data-page="lobby"' in page.parts.get("page", ""),
        )
        assert pages[who].lines == {}  # what the seat knew is off the page
    times["left in another tab"] = await took(lambda: leave(pages["pk3"].access), [pages["pk3"]], is_shut)
    await nothing_opens(pages["pk3"].access)
    others = [pages[who] for who in ("in3",)]
    times["ended"] = await took(lambda: done(staff, "end"), others, has_ended)
    tell("; ".join(f"{cause} {seconds:.3f} s" for cause, seconds in times.items()))
    assert max(times.values()) <= AT_ONCE, times


async def at_polls(room: TwoWorkersClass) -> None:
    """Some sit behind a network that lets no websocket through."""
    for who in AT_POLLS:
        before = room.talkers[who]
        await before.client.stop()
        room.talkers[who] = Talker(who, before.client.access, PollDoor)
        room.talkers[who].client.start()
    await asyncio.gather(*(room.talkers[who].client.live(20) for who in AT_POLLS))


async def done(staff: Client, command: str, **fields: Any) -> None:
    answer = await staff.do(command, **fields)
    assert answer.event, answer


async def come_back(room: TwoWorkersClass, site: Site, who: str) -> None:
    """Somebody types this person's return code at another device."""
    with psycopg.connect(site.database_url) as connection:
        asked = "SELECT return_code FROM live_participant WHERE id = %s"
        (code,) = connection.execute(asked.encode(), [room.people[who]]).fetchone() or ("",)
    async with browser(Pass(room.origin, "", "")) as http:
        answer = await http.post("/return/", data={"code": codes._mark(room.workshop) + code})
        assert answer.status_code == 302


async def leave(access: Pass) -> None:
    """As somebody does at a computer that others use after them."""
    async with browser(access) as http:
        assert (await http.post(f"/w/{access.workshop}/leave/")).status_code == 302


async def nothing_opens(access: Pass) -> None:
    """By neither door, on neither worker."""
    async with browser(access) as http:
        for _ in range(4):
            assert (await http.get(f"/w/{access.workshop}/events/")).status_code == 404
    async with Client(access) as page:
        await page.until(lambda: page.state == "closed", 10)
        assert page.code == 4401
