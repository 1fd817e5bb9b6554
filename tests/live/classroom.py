"""A workshop in the database of the tests, with a pass for everybody in it.

The server on the same database finds it there. What happens in it afterwards goes through real
doors, with the client of the wire.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from accounts.models import User
from roleplay.live import service
from roleplay.live.client_doors import Pass
from roleplay.live.identity import PARTICIPANTS, SCREENS
from roleplay.live.models import Event, Participant, Workshop
from roleplay.live.writer import WRITER
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import SYSTEM
from roleplay.rules.phases import Start
from roleplay.rules.seats import ClaimSeat
from roleplay.rules.workshop import Open
from tests.rules.small_pack import small_pack

T = TypeVar("T")
STAFF = "staff"


def pack_of(seats_a_side: int = 4) -> dict[str, Any]:
    """The small pack with any number of seats and one phase in which every room is open."""
    pack = small_pack()
    models = {seat["side"]: seat for seat in pack["seats"]}
    pack["seats"] = [
        {**models[side], "id": f"{short}{n}", "title": f"Delegate {short}{n}", "short": f"{short}{n}"}
        for side, short in (("india", "in"), ("pakistan", "pk"))
        for n in range(1, seats_a_side + 1)
    ]
    everywhere = {
        **pack["phases"][0],
        "rooms": ["plenary", "caucus", "corridor"],
        "gate": None,
        "minutes": 60,
    }
    pack["phases"] = [everywhere, *pack["phases"][1:]]
    pack["seat_briefs"] = {seat["id"]: "" for seat in pack["seats"]}
    return pack | {"students": len(pack["seats"])}


@dataclass
class Classroom:
    """``passes`` by seat, and of ``staff``; ``people`` their participant ids."""

    workshop: str
    origin: str
    passes: dict[str, Pass] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)

    @property
    def seats(self) -> list[str]:
        return [name for name in self.passes if name != STAFF]

    def __post_init__(self) -> None:
        self.screen = self._pass({SCREENS: [self.workshop]}, page="screen")
        self.stranger = self._pass({})

    def let_in(self, name: str, person: Participant) -> None:
        self.people[name] = person.id
        self.passes[name] = self._pass({PARTICIPANTS: {self.workshop: [person.id, person.device]}})

    def _pass(self, session: dict[str, Any], page: str = "") -> Pass:
        store = SessionStore()
        store.update(session)
        store.create()
        return Pass(self.origin, self.workshop, str(store.session_key), page=page)


def open_classroom(origin: str, seats_a_side: int = 4, started: bool = True) -> Classroom:
    """A workshop with every seat taken and, if ``started``, everybody on stage. Blocking."""
    host = User.objects.create(username=f"host-{User.objects.count()}")
    row = Workshop.objects.create(host=host, pack="small", title="A small workshop")
    service.submit_now(row.id, SYSTEM, Open(pack_of(seats_a_side)))
    room = Classroom(row.id, origin)
    room.let_in(STAFF, service.staff_participant(row, host, "facilitator"))
    _seat_everybody(room, row, seats_a_side, started)
    if started:
        service.submit_now(row.id, room.people[STAFF], Start())
    return room


def _seat_everybody(room: Classroom, row: Workshop, seats_a_side: int, started: bool) -> None:
    """All at once: the writer puts them into few transactions."""
    seats = [f"{short}{n}" for short in ("in", "pk") for n in range(1, seats_a_side + 1)]
    coming = []
    for seat in seats:
        person = Participant.objects.create(workshop=row, name=f"Name of {seat}", skeleton=seat)
        coming.append(service.submit(row.id, SYSTEM, ClaimSeat(person.id, seat, person.device)))
        if started:
            coming.append(service.submit(row.id, person.id, AcceptRules()))
        room.let_in(seat, person)
    for one in coming:
        one.result(20)


async def in_thread(work: Callable[..., T], *arguments: Any) -> T:
    """Use the database from a coroutine; the thread gives its connection back."""

    def run() -> T:
        try:
            return work(*arguments)
        finally:
            connection.close()

    return await asyncio.to_thread(run)


def rows(workshop: str) -> list[dict[str, Any]]:
    """The log as it is on the disk, read past our own code."""
    names = ("seq", "id", "by", "seat", "hearers", "kind", "body", "command")
    return list(Event.objects.filter(workshop_id=workshop).order_by("seq").values(*names))


def stop_writing() -> None:
    WRITER.stop()
    connection.close()
