"""Twelve faults put into the running engine (`faulty.py`): what clients saw must give each of them away.

One lesson for all: a class talks in plenary and caucus, says something twice, loses the network and
comes back. Without a fault the checker finds nothing; with one it finds that one.
"""

import asyncio
import contextlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from roleplay.live.client_outbox import Item, Outbox
from roleplay.live.models import Event
from tests.conftest import address_of_test_database
from tests.live.checker import Spoken, check
from tests.live.classroom import Classroom, in_thread, open_classroom, rows, stop_writing
from tests.live.recording import Talker, history_of
from tests.live.test_checker import FAULTS
from tests.ordeals import faulty
from tests.ordeals.sizes import size, tell
from tests.services.found import ROOT
from tests.services.proxy import Proxy
from tests.services.server import Server

IN_THE_ENGINE = {fault.__name__: found for fault, found in list(FAULTS.items())[:12]}
SHORT = ("no_unique_key", "leaks_in_a_secondary_event")
CHOSEN = size(("nothing", *SHORT), ("nothing", *IN_THE_ENGINE))
PATIENCE = 3.0
TURNS = 2


class Faulty(Server):
    """Our server with a fault in it."""

    def __init__(self, folder: Path, fault: str) -> None:
        super().__init__(folder, address_of_test_database(), SECRET_KEY=settings.SECRET_KEY)
        self.program = [sys.executable, "-m", "tests.ordeals.faulty", fault]
        self.environment["PYTHONPATH"] = str(ROOT)


@pytest.fixture
def fault(request: pytest.FixtureRequest, transactional_db: None) -> Iterator[str]:
    name: str = request.param
    if name != "no_unique_key":
        yield name
        return
    keys = Event._meta.constraints
    key = next(one for one in keys if one.name == "one_effect_a_command")
    Event._meta.constraints = [one for one in keys if one is not key]  # SQLite makes the table from these
    with unchecked() as editor:
        editor.remove_constraint(Event, key)
    yield name
    Event.objects.all().delete()
    Event._meta.constraints = keys
    with unchecked() as editor:
        editor.add_constraint(Event, key)


@contextlib.contextmanager
def unchecked() -> Iterator[Any]:
    """Change the tables, as SQLite demands it: with its foreign keys set aside."""
    with connection.constraint_checks_disabled(), connection.schema_editor() as editor:
        yield editor


class Lesson:
    def __init__(self, room: Classroom, proxy: Proxy) -> None:
        self.room, self.proxy = room, proxy
        self.talkers = [Talker(who, access.through(proxy.via)) for who, access in room.passes.items()]

    async def run(self) -> list[str]:
        """What the checker finds, once all is quiet or should be."""
        for talker in self.talkers:
            talker.client.start()
        try:
            await asyncio.gather(*(talker.client.live(20) for talker in self.talkers))
            with contextlib.suppress(TimeoutError):
                for turn in range(TURNS):
                    await self.turn(turn)
                await asyncio.gather(*(talker.is_answered(PATIENCE) for talker in self.talkers))
            history = history_of(self.room, self.talkers, await in_thread(rows, self.room.workshop))
            with contextlib.suppress(TimeoutError):
                await asyncio.gather(*(self.sees_all(talker, history) for talker in self.talkers))
        finally:
            await asyncio.gather(*(talker.client.stop() for talker in self.talkers))
        return check(history_of(self.room, self.talkers, await in_thread(rows, self.room.workshop)))

    async def turn(self, turn: int) -> None:
        """Everybody says two lines while somebody is away; something is sent twice; the network breaks."""
        away = self.talkers[1 + turn]
        await away.client.stop()
        said = {talker: self.both_rooms(talker) for talker in self.talkers}
        await asyncio.gather(*(one.is_answered(PATIENCE) for one in self.talkers if one is not away))
        away.client.start()
        await self.talk_until_back(away)
        if turn:
            for talker, one in said.items():
                talker.client.post("say", one.command, room=one.room, text=one.text)
        await asyncio.sleep(0.5 if turn else 0.1)  # cut people who have settled, and people who arrive
        self.proxy.cut(1.0)

    async def talk_until_back(self, away: Talker) -> None:
        """Something is said at every moment of somebody's arrival."""
        others, began = [one for one in self.talkers if one is not away], time.monotonic()
        for number in range(20):
            others[number % len(others)].say("plenary")
            with contextlib.suppress(TimeoutError):
                await away.client.until(lambda: away.live_at > began, 0.1)
                return

    def both_rooms(self, talker: Talker) -> Spoken:
        one = talker.say("plenary")
        talker.say("caucus-pakistan" if talker.who.startswith("pk") else "caucus-india")
        return one

    async def sees_all(self, talker: Talker, history: Any) -> None:
        for one in history.log:
            if one.room and history.hears(talker.who, one.room):
                await talker.sees(one.event, PATIENCE)


class LastComesFirst(Outbox):
    """A browser that sends what was said last before what waits."""

    def add(self, name: str, fields: dict[str, Any], id: str = "") -> Item:
        item = super().add(name, fields, id)
        self.items.insert(0, self.items.pop())
        return item


def test_all_twelve_are_there() -> None:
    engine = {name for name in IN_THE_ENGINE if hasattr(faulty, name)}
    assert set(IN_THE_ENGINE) - engine == {"reordered_outbox"}  # that one is the browser's
    assert len(IN_THE_ENGINE) == 12


@pytest.mark.timeout(120)
@pytest.mark.parametrize("fault", CHOSEN, indirect=True)
async def test_a_fault_in_the_engine_is_found(fault: str, tmp_path: Path) -> None:
    server = Faulty(tmp_path, fault if hasattr(faulty, fault) else "nothing")
    await asyncio.to_thread(server.start)
    try:
        room = await in_thread(open_classroom, server.address, 2)
        async with Proxy(server.port) as proxy:
            lesson = Lesson(room, proxy)
            if fault == "reordered_outbox":
                for talker in lesson.talkers:
                    talker.client.outbox = LastComesFirst()
            found = await lesson.run()
    finally:
        await asyncio.to_thread(server.kill)
        await in_thread(stop_writing)
    kinds = sorted({violation[:2] for violation in found})
    tell(f"{fault}: {', '.join(kinds) or 'nothing found'}")
    if fault == "nothing":
        assert found == []
    else:
        assert IN_THE_ENGINE[fault] in kinds, found[:5]
    if fault == "no_unique_key":
        assert any("took effect 2 times" in violation for violation in found), found[:5]
