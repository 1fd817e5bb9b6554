"""A crowd in one workshop: it talks, it goes away, it comes back all at once.

A pack has sixteen seats at most; whoever else is in the room looks on. What everybody saw is held
against the log, and how long it took against the promise.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from roleplay.live import service
from roleplay.live.client_doors import Pass
from roleplay.live.models import Participant, Workshop
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import SYSTEM
from roleplay.rules.people import Join
from roleplay.rules.seats import MakeObserver
from tests.live.checker import CANARY, check
from tests.live.classroom import STAFF, Classroom, in_thread, open_classroom, rows
from tests.live.recording import Talker, history_of, slowness
from tests.live.test_window import put_lines
from tests.ordeals.sizes import TOLD, at, seconds, size, tell
from tests.services.found import ROOT
from tests.services.server import Server

PEOPLE = size((30,), (30, 100, 200))
STORM, MISSED = size((30, 150), (200, 990))
SECONDS = seconds(4.0, 30.0)
A_LINE_EACH = size(4.0, 10.0)
"""Seconds. But nobody says more than a line a second, so sixteen seats do not speak for two hundred."""
SEATS_A_SIDE = 8
STORED_WITHIN, SEEN_WITHIN, LIVE_WITHIN = 0.3, 0.5, 10.0


class Onlooker(Talker):
    """Keeps of what it was sent only what the checker asks for, and when each line came."""

    def __init__(self, who: str, access: Pass) -> None:
        super().__init__(who, access)
        self.came: dict[str, float] = {}

    def _note_text(self, text: str) -> None:
        known = len(self.page.shown)
        super()._note_text(text)
        self.page.received[-1:] = CANARY.findall(text)
        now = time.monotonic()
        self.came.update((event, now) for _, event in self.page.shown[known:])


def crowd_of(people: int, origin: str) -> Classroom:
    """Sixteen seats, a facilitator, and the rest observers. Blocking."""
    room = open_classroom(origin, SEATS_A_SIDE)
    row, coming = Workshop.objects.get(id=room.workshop), []
    for number in range(people - len(room.passes)):
        name = f"onlooker-{number}"
        person = Participant.objects.create(workshop=row, name=name, skeleton=name)
        coming.append(service.submit(row.id, SYSTEM, Join(person.id, person.device)))
        coming.append(service.submit(row.id, room.people[STAFF], MakeObserver(person.id)))
        coming.append(service.submit(row.id, person.id, AcceptRules()))
        room.let_in(name, person)
    for one in coming:
        one.result(60)
    return room


@pytest.fixture
def crowd(server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Classroom]:
    """A workshop that lets so many come: as many as said so when it was opened, and five more."""
    from tests.live import classroom

    packing = classroom.pack_of
    monkeypatch.setattr(classroom, "pack_of", lambda seats: packing(seats) | {"students": 250})
    return lambda people: crowd_of(people, server.address)


async def come(talkers: list[Onlooker]) -> float:
    """Everybody at once; how long until the last is live."""
    began = time.monotonic()
    for talker in talkers:
        talker.client.start()
    await asyncio.gather(
        *(talker.client.until(lambda one=talker: one.live_at > began, 60) for talker in talkers)
    )
    return time.monotonic() - began


async def talk(talkers: list[Onlooker], people: int) -> None:
    """For ``people`` persons of whom each says a line every ten seconds, as far as the seats may."""
    seats = [talker for talker in talkers if talker.who[:2] in ("in", "pk")]
    pause = max(A_LINE_EACH * len(seats) / people, 1.1)

    async def one(talker: Onlooker, first: float) -> None:
        await asyncio.sleep(first)
        for number in range(round(SECONDS / pause)):
            room = "plenary" if number % 4 else f"caucus-{'india' if talker.who[0] == 'i' else 'pakistan'}"
            if number:
                await asyncio.sleep(pause)
            talker.say(room)

    await asyncio.gather(*(one(each, pause * n / len(seats)) for n, each in enumerate(seats)))
    await asyncio.gather(*(each.is_answered() for each in seats))


async def nothing_is_wrong(room: Classroom, talkers: list[Onlooker]) -> None:
    log = await in_thread(rows, room.workshop)
    history = history_of(room, list(talkers), log)
    history.hears = hears
    for talker in talkers:
        due = [one.event for one in history.log if one.room and hears(talker.who, one.room)]
        await talker.sees(due[-1])
    assert check(history) == []


def hears(who: str, room: str) -> bool:
    """Onlookers are in no caucus."""
    from tests.live.recording import hears

    return room == "plenary" if who.startswith("onlooker") else hears(who, room)


@pytest.mark.timeout(300 + SECONDS)
@pytest.mark.parametrize("people", PEOPLE)
async def test_a_crowd_talks_and_everybody_sees_it_in_time(
    crowd: Callable[[int], Classroom], people: int
) -> None:
    room = await in_thread(crowd, people)
    talkers = [Onlooker(who, access) for who, access in room.passes.items()]
    try:
        came = await come(talkers)
        await talk(talkers, people)
        await nothing_is_wrong(room, talkers)
    finally:
        await asyncio.gather(*(talker.client.stop() for talker in talkers))
    spoken = [one for talker in talkers for one in talker.spoken]
    stored = [one.acked - one.invoked for one in spoken if one.acked]
    asked = {one.event: one.invoked for one in spoken}
    seen = [
        when - asked[event] for talker in talkers for event, when in talker.came.items() if event in asked
    ]
    tell(
        f"{people} people, {len(spoken)} lines in {SECONDS:.0f} s: stored p50 {at(stored, 0.5):.3f} s, "
        f"p95 {at(stored, 0.95):.3f} s; {len(seen)} seen p50 {at(seen, 0.5):.3f} s, "
        f"p95 {at(seen, 0.95):.3f} s; all came within {came:.1f} s; "
        f"{slowness():.1f} programs for each processor"
    )
    assert at(stored, 0.95) <= STORED_WITHIN * slowness()
    assert at(seen, 0.95) <= SEEN_WITHIN * slowness()


@pytest.mark.timeout(300)
async def test_all_come_back_at_once_to_what_they_have_missed(crowd: Callable[[int], Classroom]) -> None:
    room = await in_thread(crowd, STORM)
    talkers = [Onlooker(who, access) for who, access in room.passes.items()]
    try:
        await come(talkers)
        said = talkers[1].say("plenary")
        await asyncio.gather(*(talker.client.until(lambda t=talker: t.came, 20) for talker in talkers))
        assert said.acked
        await asyncio.gather(*(talker.client.stop() for talker in talkers))
        await in_thread(put_lines, room.workshop, room.people["in1"], MISSED, None)
        back = await come(talkers)
        await nothing_is_wrong(room, talkers)
        resyncs = sum(talker.client.resyncs for talker in talkers)
    finally:
        await asyncio.gather(*(talker.client.stop() for talker in talkers))
    tell(
        f"{STORM} people come back at once and have missed {MISSED} lines: all live after {back:.1f} s, "
        f"{resyncs} resyncs; {slowness():.1f} programs for each processor"
    )
    assert back <= LIVE_WITHIN * slowness()


@pytest.mark.full
@pytest.mark.timeout(900 + len(PEOPLE) * SECONDS)
def test_the_same_crowd_on_postgresql(postgres_url: str) -> None:
    """With the other database under server and tests. In a process of its own; its figures come along."""
    chosen = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-k", "not postgresql", __file__],
        cwd=ROOT,
        env=chosen | {"DATABASE_URL": postgres_url},
        capture_output=True,
        text=True,
    )
    for line in done.stdout.splitlines():
        if line.startswith(TOLD):
            tell(f"on PostgreSQL: {line.removeprefix(TOLD)}")
    assert done.returncode == 0, done.stdout[-6000:]
