"""The parts about interpreters: for staff who interprets, for an interpreter the lines to say again."""

from collections.abc import Hashable
from itertools import islice
from typing import Any

from roleplay.live.occasions import LOBBY, ROOMS, SEATING
from roleplay.live.parts import Context, everyone, part
from roleplay.live.render import hears
from roleplay.live.scene import Scene, room_view, rooms_of
from roleplay.rules.interpreting import INTERPRETERS, Interpreted, Interpreters, may_interpret
from roleplay.rules.kernel import Viewer
from roleplay.rules.moderation import LineHidden, LineShown
from roleplay.rules.people import People
from roleplay.rules.rooms import CORRIDOR
from roleplay.rules.talk import Line, Said, Talk, Withdrawn
from roleplay.rules.workshop import Ended, Workshop

OFFERED = 8
SHOWN = 90
"""How many of the last lines of each room an interpreter chooses from, and how much of each they see."""


@part("interpreters", pages=("desk",), on=(*INTERPRETERS, *LOBBY, *SEATING, Ended), alike=everyone)
def interpreters(scene: Scene, viewer: Viewer) -> Context | None:
    """Who interprets, and who else could: observers and delegates."""
    if scene.state[Workshop].ended:
        return None
    people = scene.state[People].persons
    could = [id for id, one in people.items() if one.role == "observer" or one.seat]
    return {
        "now": [_who(scene, id) for id in could if may_interpret(scene.state, id)],
        "could": [_who(scene, id) for id in could if not may_interpret(scene.state, id)],
    }


def _who(scene: Scene, id: str) -> dict[str, Any]:
    seat = scene.state[People].persons[id].seat
    return {"id": id, "name": scene.name_of(id), "seat": scene.seat(seat) if seat else None}


def _interprets(scene: Scene, viewer: Viewer) -> Hashable:
    here = viewer.inside and may_interpret(scene.state, viewer.participant)
    return viewer.participant if here and viewer.participant in scene.state[Interpreters].people else None


LINES = (Said, Interpreted, Withdrawn, LineHidden, LineShown)


@part("interpreting", pages=("stage",), on=(*INTERPRETERS, *LINES, *ROOMS, *SEATING), alike=_interprets)
def interpreting(scene: Scene, viewer: Viewer) -> Context | None:
    """For an interpreter: the last lines of each room that is theirs, to choose one."""
    if _interprets(scene, viewer) is None:
        return None
    rooms = [room for room in rooms_of(scene, viewer) if not room.startswith(CORRIDOR)]
    found = [(room_view(scene, room, viewer), _last(scene, viewer, room)) for room in rooms]
    return {"rooms": [(room, lines) for room, lines in found if lines]}


def _last(scene: Scene, viewer: Viewer, room: str) -> list[dict[str, str]]:
    """The newest first, each cut short."""
    talk = scene.state[Talk]
    heard = (talk.lines[id] for id in reversed(talk.by_room.get(room, [])))
    lines = (line for line in heard if _may_be_said_again(line, viewer))
    return [{"id": line.id, "text": line.text[:SHOWN]} for line in islice(lines, OFFERED)]


def _may_be_said_again(line: Line, viewer: Viewer) -> bool:
    gone = line.withdrawn or line.hidden or line.erased
    return line.kind == Said.kind and not gone and hears(line, viewer)
