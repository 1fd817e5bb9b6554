"""A school and its neighbours at the door: a whole class from one address, guessers, and bots with a code.

Through the real pages of a real server. What the limits count exactly is in `tests/live/test_joining.py`.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Coroutine
from typing import Any

import httpx
import pytest

from accounts.models import User
from roleplay.live import guessing, service
from roleplay.live.client_doors import Pass, browser
from roleplay.live.models import CODE_SYMBOLS, Participant, Workshop
from roleplay.rules.kernel import SYSTEM
from roleplay.rules.workshop import Open
from tests.live.checker import check
from tests.live.classroom import STAFF, Classroom, in_thread, open_classroom, pack_of, rows
from tests.live.conftest import MakeServer
from tests.live.recording import Talker, history_of, slowness
from tests.ordeals.sizes import at, seed, size, tell
from tests.services.server import Server

STUDENTS, TYPOS, WITHIN = size((12, 0.15, 2.5), (35, 0.15, 55.0))
GUESSES, BOTS = size((150, 40), (3000, 500))
AT_ONCE = 20
ALL_IN, ONE_IN = 60.0, 3.0
TWICE, ANYHOW = 2.0, 0.3
"""The class waits at most twice as long as in peace; what is below D6's 300 ms is served as promised."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def empty_workshop() -> Workshop:
    """Sixteen seats and nobody in it yet. Blocking."""
    host = User.objects.create(username=f"host-{User.objects.count()}")
    row = Workshop.objects.create(host=host, pack="small", title="A small workshop")
    service.submit_now(row.id, SYSTEM, Open(pack_of(8)))
    return row


def name_of(number: int) -> str:
    return f"Student {LETTERS[number // 26 % 26]}{LETTERS[number % 26]} {LETTERS[number // 676]}"


async def try_code(http: httpx.AsyncClient, code: str, name: str) -> int:
    return (await http.post("/join/", data={"code": code, "name": name})).status_code


async def few_at_once(work: list[Awaitable[None]]) -> None:
    """A browser opens a handful of connections, and so do bots: not all of them at the same instant."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(each: Awaitable[None]) -> None:
        async with gate:
            await each

    await asyncio.gather(*map(one, work))


class Lesson:
    """Sixteen people who talk while something goes on at the door."""

    def __init__(self, room: Classroom) -> None:
        self.room = room
        self.talkers = [Talker(who, access) for who, access in room.passes.items()]

    async def __aenter__(self) -> "Lesson":
        for talker in self.talkers:
            talker.client.start()
        await asyncio.gather(*(talker.client.live(30) for talker in self.talkers))
        return self

    async def talk(self, meanwhile: Coroutine[Any, Any, None]) -> list[float]:
        """A line each 1.2 s from everybody; the seconds until each was stored."""
        going_on = asyncio.create_task(meanwhile)

        async def one(talker: Talker, first: float) -> list[float]:
            await asyncio.sleep(first)
            said = [talker.say("plenary")]
            while not going_on.done():
                await asyncio.wait([going_on], timeout=1.2)
                said.append(talker.say("plenary"))
            await talker.is_answered()
            return [each.acked - each.invoked for each in said if each.acked]

        waits = await asyncio.gather(*(one(each, 0.07 * n) for n, each in enumerate(self.talkers)))
        await going_on
        return [wait for each in waits for wait in each]

    async def __aexit__(self, *_: object) -> None:
        history = history_of(self.room, self.talkers, await in_thread(rows, self.room.workshop))
        last = [one for one in history.log if one.room][-1]
        await asyncio.gather(*(talker.sees(last.event) for talker in self.talkers))
        await asyncio.gather(*(talker.client.stop() for talker in self.talkers))
        assert check(history) == []


def judge(peace: list[float], under: list[float]) -> str:
    """The class is served as before."""
    before, then = at(peace, 0.95), at(under, 0.95)
    assert then <= max(TWICE * before, ANYHOW) * slowness(), (before, then)
    return (
        f"the class is answered after p95 {then:.3f} s, at most {max(under):.2f} s ({before:.3f} s in peace)"
    )


@pytest.mark.timeout(180)
async def test_a_class_behind_one_address_is_in_within_a_minute(server: Server) -> None:
    workshops = [await in_thread(empty_workshop) for _ in range(2)]
    chance = random.Random(seed())
    took: list[float] = []
    statuses: Counter[int] = Counter()

    async def student(number: int, typos: int) -> None:
        code = workshops[number % 2].code
        await asyncio.sleep(chance.uniform(0, WITHIN))
        async with browser(Pass(server.address, "", "")) as http:
            began = time.monotonic()
            await http.get("/join/")
            for typo in range(typos):
                statuses[await try_code(http, code[:-2] + CODE_SYMBOLS[typo] * 2, name_of(number))] += 1
            statuses[await try_code(http, code, name_of(number))] += 1
            took.append(time.monotonic() - began)

    plan = [sum(chance.random() < TYPOS for _ in range(3)) for _ in range(STUDENTS)]
    began = time.monotonic()
    await asyncio.gather(*(student(number, typos) for number, typos in enumerate(plan)))
    all_in = time.monotonic() - began
    tell(
        f"{STUDENTS} students behind one address within {WITHIN:.0f} s, {sum(plan)} typos: each in after "
        f"p95 {at(took, 0.95):.2f} s, the last after {all_in:.1f} s; nobody was told to wait"
    )
    assert statuses == Counter({302: STUDENTS, 404: sum(plan)})
    assert await in_thread(lambda: Participant.objects.filter(workshop__in=workshops).count()) == STUDENTS
    assert all_in <= ALL_IN and at(took, 0.95) <= ONE_IN * slowness()


@pytest.mark.timeout(300)
async def test_guessers_find_nothing_and_the_class_goes_on(start_server: MakeServer) -> None:
    """On a server of their own: for a minute their address is asked to wait."""
    server = await asyncio.to_thread(start_server)
    room = await in_thread(open_classroom, server.address, 8)
    chance = random.Random(seed())
    statuses: Counter[int] = Counter()

    async def guesser(tries: int) -> None:
        async with browser(Pass(server.address, "", "")) as http:
            await http.get("/join/")
            for number in range(tries):
                code = "".join(chance.choices(CODE_SYMBOLS, k=8))
                statuses[await try_code(http, code, name_of(number))] += 1

    async with Lesson(room) as lesson:
        peace = await lesson.talk(asyncio.sleep(1.0))
        flood = few_at_once([guesser(15) for _ in range(GUESSES // 15)])
        under = await lesson.talk(flood)
    tell(f"{sum(statuses.values())} guesses over HTTP: {dict(statuses)}; {judge(peace, under)}")
    assert set(statuses) <= {404, 429}
    assert statuses[404] <= 2 * guessing.PER_ADDRESS + 1  # a new minute may have begun


@pytest.mark.timeout(300)
async def test_bots_with_the_code_fill_the_lobby_and_no_more(server: Server) -> None:
    """The class is in already. Five more places are the lobby; a new code is the end of it, at once."""
    room = await in_thread(open_classroom, server.address, 8)
    workshop = await in_thread(lambda: Workshop.objects.get(id=room.workshop))
    statuses: Counter[int] = Counter()
    after: Counter[int] = Counter()
    changed = [0.0]

    async def bot(number: int) -> None:
        async with browser(Pass(server.address, "", "")) as http:
            await http.get("/join/")
            asked = time.monotonic()
            status = await try_code(http, workshop.code, f"Bot {name_of(number)}")
            (after if 0 < changed[0] < asked else statuses)[status] += 1

    async with Lesson(room) as lesson:
        peace = await lesson.talk(asyncio.sleep(1.0))
        under = await lesson.talk(few_at_once([bot(number) for number in range(BOTS)]))
        people = await in_thread(lambda: Participant.objects.filter(workshop=workshop).count())
        async with browser(room.passes[STAFF]) as http:
            began = time.monotonic()
            assert (await http.post(f"/w/{workshop.id}/code/")).status_code == 302
            changed[0] = time.monotonic()
        await few_at_once([bot(number) for number in range(BOTS, BOTS + 20)])
    tell(
        f"{BOTS} bots with the code: {dict(statuses)}, {people - 17} of them in the lobby; "
        f"{judge(peace, under)}; another code after {changed[0] - began:.2f} s, then {dict(after)}"
    )
    assert people <= 17 + 5 and statuses[302] == people - 17
    assert set(statuses) <= {302, 409, 429}
    assert set(after) <= {404, 429} and changed[0] - began <= 1.0 * slowness()
