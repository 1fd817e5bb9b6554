"""Workshops to measure, written into the database that the server will run on.

Run as a program with ``DATABASE_URL`` set, it prints what each member needs to come in. Everything
goes through the rules and the writer, as if people had come; only the doors are passed by.
"""

import json
import os
import sys
from collections.abc import Iterable
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from roleplay.bench.dialects import marked

FACILITATOR = "facilitator"


def pack_for(seats: int) -> dict[str, Any]:
    """A pack of the library with any number of seats, and every room open in its first phase."""
    from scenarios.freeze import freeze
    from scenarios.library_index import get_pack

    pack = freeze(get_pack("fishermen"), 45, 8)
    sides = [side["id"] for side in pack["sides"]]
    models = {seat["side"]: seat for seat in pack["seats"]}
    names = [(sides[number % len(sides)], f"seat-{number}") for number in range(seats)]
    pack["seats"] = [{**models[side], "id": id, "short": id.title()} for side, id in names]
    briefs = pack["seat_briefs"]
    pack["seat_briefs"] = {id: briefs[models[side]["id"]] for side, id in names}
    open_rooms = {"rooms": ["plenary", "caucus", "corridor"], "gate": None, "floor": "free", "minutes": 60}
    pack["phases"] = [{**pack["phases"][0], **open_rooms}, *pack["phases"][1:]]
    return pack | {"students": seats}


def classroom(members: int) -> list[dict[str, str]]:
    """A workshop under way: a facilitator at the desk, delegates of both sides on stage."""
    from accounts.models import User
    from roleplay.live import service
    from roleplay.live.models import Participant, Workshop
    from roleplay.rules.ground_rules import AcceptRules
    from roleplay.rules.kernel import SYSTEM
    from roleplay.rules.phases import Start
    from roleplay.rules.seats import ClaimSeat
    from roleplay.rules.workshop import Open

    pack = pack_for(members - 1)
    host = User.objects.create(username=f"bench-{User.objects.count()}")
    row = Workshop.objects.create(host=host, pack="fishermen", title="A workshop to measure")
    service.submit_now(row.id, SYSTEM, Open(pack))
    staff = service.staff_participant(row, host, FACILITATOR)
    people, coming = [staff], []
    with transaction.atomic():
        for seat in pack["seats"]:
            name = f"Name of {seat['id']}"
            people.append(Participant.objects.create(workshop=row, name=name, skeleton=name))
    for person, seat in zip(people[1:], pack["seats"], strict=True):
        coming.append(service.submit(row.id, SYSTEM, ClaimSeat(person.id, seat["id"], person.device)))
        coming.append(service.submit(row.id, person.id, AcceptRules()))
    for one in coming:
        one.result(30)
    since = service.submit_now(row.id, staff.id, Start())
    with transaction.atomic():
        return [place_for(row.id, person) | {"since": since} for person in people]


def place_for(workshop: str, person: Any) -> dict[str, str]:
    """A session that speaks for this person, as a browser would hold it."""
    from roleplay.live.identity import PARTICIPANTS

    session = SessionStore()
    session[PARTICIPANTS] = {workshop: [person.id, person.device]}
    session.create()
    return {"workshop": workshop, "participant": person.id, "session": str(session.session_key)}


def talk(places: list[dict[str, str]], lines: int) -> list[str]:
    """So many lines in the plenary, said by everybody in turn; the ids of their events."""
    from roleplay.live import service
    from roleplay.rules.talk import Say

    said: list[str] = []
    while len(said) < lines:
        some = range(len(said), min(lines, len(said) + 200))
        coming = [_say(service, Say, places[number % len(places)]) for number in some]
        said += [one.result(60) for one in coming]
    return said


def _say(service: Any, say: Any, place: dict[str, str]) -> Any:
    return service.submit(place["workshop"], place["participant"], say("plenary", marked(0, 0)))


def make(what: dict[str, Any]) -> dict[str, Any]:
    """``rooms`` classrooms of ``members``, and one with each of so many ``lines`` in its log."""
    rooms = [classroom(what["members"]) for _ in range(what["rooms"])]
    return {"rooms": rooms, "logs": [_with_log(what["members"], lines) for lines in what["lines"]]}


def _with_log(members: int, lines: int) -> dict[str, Any]:
    places = classroom(members)
    return {"lines": lines, "places": places, "said": talk(places, lines)}


def main(arguments: Iterable[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roleplay.settings")
    import django

    django.setup()
    from roleplay import databases
    from roleplay.live.writer import WRITER

    databases.prepare()
    made = make(json.loads(next(iter(arguments))))
    WRITER.stop()
    print(json.dumps(made))


if __name__ == "__main__":
    main(sys.argv[1:])
