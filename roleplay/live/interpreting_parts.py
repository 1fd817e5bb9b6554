"""Interpreters: for staff who interprets, for an interpreter the form beneath a room and the lines to choose.

The form is on every page of a delegate or an observer; the part ``interpreting`` says whether it is theirs to
use. The lines come with the page and are then kept by ``interpret.js``, by the same mark that each line bears
(``data-again``): no part changes with every line said.
"""

from typing import Any

from roleplay.live.occasions import LOBBY, SEATING
from roleplay.live.parts import Context, everyone, part
from roleplay.live.render import recent
from roleplay.live.scene import Scene, rooms_of
from roleplay.rules.interpreting import INTERPRETERS, is_open_to_interpreters, may_interpret
from roleplay.rules.kernel import Viewer
from roleplay.rules.people import People
from roleplay.rules.rooms import CORRIDOR, PLENARY
from roleplay.rules.talk import Line
from roleplay.rules.workshop import Ended, Workshop

LOOKED_AT = 40
OFFERED = 12
SHOWN = 90
"""How many of the last lines of a room an interpreter chooses from, and how much of each they see."""
SEES_INTERPRETERS = (*INTERPRETERS, *LOBBY, *SEATING, Ended)


@part("interpreters", pages=("desk",), on=SEES_INTERPRETERS, alike=everyone)
def interpreters(scene: Scene, viewer: Viewer) -> Context | None:
    """Who interprets, and who else could: whoever was let in and is not staff."""
    if scene.state[Workshop].ended:
        return None
    people = scene.state[People].persons
    placed = [id for id, one in people.items() if one.role == "observer" or one.seat]
    now = [id for id in placed if may_interpret(scene.state, id)]
    waiting = scene.state[People].waiting()
    could = [id for id in (*placed, *waiting) if id not in now]
    return {"now": [_who(scene, id) for id in now], "could": [_who(scene, id) for id in could]}


def _who(scene: Scene, id: str) -> dict[str, Any]:
    one = scene.state[People].persons[id]
    seat = scene.seat(one.seat) if one.seat else None
    return {"id": id, "name": scene.name_of(id), "seat": seat, "observes": one.role == "observer"}


def interprets(scene: Scene, viewer: Viewer) -> bool:
    return not viewer.staff and may_interpret(scene.state, viewer.participant)


def _interprets_as(scene: Scene, viewer: Viewer) -> tuple[bool, bool]:
    return interprets(scene, viewer), viewer.seat is not None


@part("interpreting", pages=("stage",), on=INTERPRETERS, alike=_interprets_as)
def interpreting(scene: Scene, viewer: Viewer) -> Context | None:
    """Above the form: what it is for. Empty for everybody else, and the form is not seen."""
    return {"seated": viewer.seat is not None} if interprets(scene, viewer) else None


@part("observing", pages=("stage",), on=INTERPRETERS, alike=_interprets_as)
def observing(scene: Scene, viewer: Viewer) -> Context | None:
    """What somebody without a seat does here."""
    return {"interprets": interprets(scene, viewer)} if viewer.seat is None else None


def lines_to_interpret(scene: Scene, viewer: Viewer) -> dict[str, Context]:
    """By room: the last lines there that an interpreter may say again in it, the newest first; outside the
    plenary also those ``elsewhere``, in the plenary, which everybody has heard."""
    if not interprets(scene, viewer) or not viewer.inside:
        return {}
    rooms = [room for room in rooms_of(scene, viewer) if not room.startswith(CORRIDOR)]
    lines = {room: _offered(scene, viewer, room) for room in rooms}
    return {
        room: {"here": lines[room], "elsewhere": [] if room == PLENARY else lines[PLENARY]} for room in rooms
    }


def _offered(scene: Scene, viewer: Viewer, room: str) -> list[dict[str, str]]:
    found = recent(scene, viewer, room, count=LOOKED_AT)[::-1]
    return [_shown(line) for line in found if is_open_to_interpreters(line)][:OFFERED]


def _shown(line: Line) -> dict[str, str]:
    cut = line.text if len(line.text) <= SHOWN else line.text[: SHOWN - 1] + "…"
    return {"id": line.id, "text": cut}
