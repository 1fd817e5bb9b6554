"""The parts that delegates, observers and the screen see: now, rooms, strip, table, …

Staff see some of them too; what only staff see is in ``desk_parts``, whose turn it is in ``floor_parts``.
"""

from collections.abc import Hashable
from typing import Any

from roleplay.live.occasions import CLOCK, CORRIDORS, FLOOR, LOBBY, ROOMS, SEATING
from roleplay.live.parts import PRESENCE, Context, part
from roleplay.live.scene import RoomView, Scene, page_of, room_view, rooms_for, rooms_of
from roleplay.rules.attribution import AttributionSet, rule_in
from roleplay.rules.cooling_off import CoolingOff
from roleplay.rules.correcting import TextCorrected
from roleplay.rules.floor import Floor
from roleplay.rules.groups import Groups
from roleplay.rules.interpreting import INTERPRETERS, may_interpret
from roleplay.rules.kernel import Viewer
from roleplay.rules.meetings import Meetings, meeting_name
from roleplay.rules.moderation import Moderation, Muted, Unmuted
from roleplay.rules.people import People
from roleplay.rules.phases import Agenda, phase_of, plan_of
from roleplay.rules.rooms import BACK_ROOM, CORRIDOR, PLENARY, Corridor, Rooms, is_open
from roleplay.rules.safety import HelpAnswered, HelpCall, HelpCalled, HelpClosed, Safety
from roleplay.rules.workshop import Ended, Workshop
from scenarios.shelf_links import year_of


def clock_of(scene: Scene) -> Context:
    """``ends_at`` (Unix ms) while the clock runs, ``left`` (ms) while it stands; and which meeting it is,
    ``meeting`` being empty in the first one."""
    agenda, meetings = scene.state[Agenda], scene.state[Meetings]
    return {
        "ends_at": agenda.ends_at,
        "left": agenda.left,
        "running": agenda.running,
        "meeting": meeting_name(meetings.number) if meetings.number > 1 else "",
        "adjourned": meetings.adjourned,
        "until": meetings.until,
    }


def out_of_role(scene: Scene) -> bool:
    phase = phase_of(scene.state)
    return bool(phase and phase.out_of_role)


def reads_until(scene: Scene) -> int | None:
    """The year up to which the precedent shelf is open beside a role; None once people are out of it."""
    over = out_of_role(scene) or scene.state[Workshop].ended
    return None if over else year_of(scene.setting.as_of)


def by_role(scene: Scene, viewer: Viewer) -> Hashable:
    """Alike for all delegates and observers, for staff, for the screen."""
    return viewer.staff, viewer.role == "screen"


@part(
    "now",
    pages=("stage", "screen", "brief", "lobby"),
    on=(*CLOCK, AttributionSet, TextCorrected),
    alike=by_role,
)
def now(scene: Scene, viewer: Viewer) -> Context:
    """The phase, what to do, the clock, the attribution rule. ``phase`` is None before the start."""
    phases, phase = plan_of(scene.state), phase_of(scene.state)
    workshop, index = scene.state[Workshop], scene.state[Agenda].index
    return {
        "title": scene.setting.title,
        "as_of": scene.setting.as_of,
        "phase": phase,
        "number": None if index is None else index + 1,
        "count": len(phases),
        "coming": phases[index + 1] if index is not None and index + 1 < len(phases) else None,
        "rule": rule_in(scene.state, PLENARY),
        "out_of_role": out_of_role(scene),
        "shelf_until": reads_until(scene),
        "paused": scene.state[Safety].paused,
        "cooling": {"ends_at": until} if (until := scene.state[CoolingOff].until) else None,
        "ended": workshop.ended,
        "screen": viewer.role == "screen",
        **clock_of(scene),
    }


def _place(scene: Scene, viewer: Viewer) -> Hashable:
    return page_of(scene.state, viewer), viewer.seat


@part("page", pages=("stage", "brief", "lobby", "ended"), on=(Ended,), alike=_place)
def page(scene: Scene, viewer: Viewer) -> Context:
    """Which page and seat belong to this person now: a browser that shows another one reloads."""
    return {"page": page_of(scene.state, viewer), "seat": viewer.seat or ""}


def _rooms_of(scene: Scene, viewer: Viewer) -> Hashable:
    group = scene.state[Groups].of(viewer.seat) if viewer.seat else None
    return viewer.side or viewer.role, tuple(rooms_of(scene, viewer)), group and group.id


@part("rooms", pages=("stage", "desk"), on=(*ROOMS, Ended), alike=_rooms_of)
def rooms(scene: Scene, viewer: Viewer) -> Context:
    """The viewer's rooms, open and closed."""
    return {"rooms": rooms_for(scene, viewer), "staff": viewer.staff}


def _in_room(scene: Scene, viewer: Viewer, room: str) -> Hashable:
    """A corridor is called by the other's name; every other room the same for a whole side, but for those
    who have left a working group."""
    if room.startswith(CORRIDOR):
        return viewer.seat
    group = scene.state[Groups].rooms.get(room)
    return viewer.side or viewer.role, group and viewer.seat in group.seats


@part("head", pages=("stage", "desk"), on=(*ROOMS, *SEATING), alike=_in_room, each_room=True)
def head(scene: Scene, viewer: Viewer, room: str) -> Context:
    """The name of the room and whose it is; the page counts who of them is here."""
    here = room_view(scene, room, viewer)
    seats = scene.seats() if room == PLENARY else here.seats
    return {"room": here, "seats": " ".join(seat.id for seat in seats), "staff": viewer.staff}


@part("here", pages=("stage", "desk"), on=(PRESENCE, *SEATING), alike=by_role)
def here(scene: Scene, viewer: Viewer) -> Context:
    """The seats whose people are connected; the page marks them. Staff are told of everybody."""
    seats = [seat for seat, holder in scene.state[People].holders.items() if holder in scene.here]
    people = sorted(scene.here & scene.state[People].persons.keys()) if viewer.staff else []
    return {"here": " ".join([*sorted(seats), *people])}


def closed_because(scene: Scene, viewer: Viewer, room: str) -> str:
    """Why this viewer cannot write in this room now; empty when they can. One of a few words."""
    state, floor = scene.state, scene.state[Floor]
    if state[Workshop].ended:
        return "ended"
    if viewer.staff:
        return "adjourned" if state[Meetings].adjourned and room != BACK_ROOM else ""
    interprets = may_interpret(state, viewer.participant)
    if viewer.seat is None and not interprets:
        return "observer"
    if state[Meetings].adjourned:
        return "adjourned"
    if state[Safety].paused:
        return "paused"
    if not is_open(state, room):
        return "not-started" if phase_of(state) is None else "closed"
    if (group := state[Groups].rooms.get(room)) and viewer.seat not in group.seats:
        return "moved"
    if viewer.seat in state[Moderation].muted:
        return "muted"
    if viewer.seat is None:
        return ""
    if room == PLENARY and floor.mode != "free" and floor.speaker != viewer.seat:
        return "hand-up" if viewer.seat in floor.hands else "not-called"
    return ""


STRIP = (*CLOCK, *FLOOR, *ROOMS, *SEATING, *INTERPRETERS, Muted, Unmuted, AttributionSet)


def _may_write(scene: Scene, viewer: Viewer, room: str) -> Hashable:
    closed = closed_because(scene, viewer, room)
    elsewhere = _rooms_of(scene, viewer) if closed == "closed" else None
    has_floor = viewer.seat is not None and scene.state[Floor].speaker == viewer.seat
    return _in_room(scene, viewer, room), closed, elsewhere, has_floor, viewer.staff


@part("strip", pages=("stage", "desk"), on=STRIP, alike=_may_write, each_room=True)
def strip(scene: Scene, viewer: Viewer, room: str) -> Context:
    """Who will read what is written here, under which rule, and whether one may write now.

    ``readers`` have a number and a letter, for the marks; ``elsewhere`` are the rooms that are open instead.
    """
    here, closed = room_view(scene, room, viewer), closed_because(scene, viewer, room)
    return {
        "room": here,
        "readers": _readers(scene, viewer, here),
        "staff_read": here.kind != "corridor",
        "rule": rule_in(scene.state, room),
        "out_of_role": out_of_role(scene),
        "closed": closed,
        "elsewhere": [one for one in rooms_for(scene, viewer) if one.open] if closed == "closed" else [],
        "has_floor": scene.state[Floor].speaker == viewer.seat and viewer.seat is not None,
        "called": room == PLENARY and scene.state[Floor].mode != "free",
        "staff": viewer.staff,
    }


def _readers(scene: Scene, viewer: Viewer, room: RoomView) -> list[Any]:
    """The sides, or for a corridor the two seats, that read what is written in this room."""
    if room.kind == "plenary":
        return list(scene.setting.sides)
    if room.kind == "group":
        return list(room.seats)
    if room.kind == "corridor":
        return [*([scene.seat(viewer.seat)] if viewer.seat else []), *room.seats]
    return [room] if room.kind == "caucus" else []


def _may_invite(scene: Scene, viewer: Viewer) -> bool:
    """Whether this viewer may ask somebody into a corridor now."""
    phase, held = phase_of(scene.state), not scene.state[Meetings].adjourned
    free = viewer.seat is not None and viewer.seat not in scene.state[Rooms].busy
    return bool(phase and "corridor" in phase.rooms and free and held and not scene.state[Workshop].ended)


def _table_of(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.side or viewer.role, _may_invite(scene, viewer)


@part("table", pages=("stage",), on=(*SEATING, *FLOOR, *CORRIDORS), alike=_table_of)
def table(scene: Scene, viewer: Viewer) -> Context:
    """The seats by side, who speaks, whom to ask into a corridor. Who is here, and which seat is
    one's own, the page marks by itself: so a whole side shares one rendering."""
    floor = scene.state[Floor]
    return {
        "sides": _by_side(scene),
        "my_side": viewer.side,
        "speaker": floor.speaker,
        "hands": floor.hands,
        "invite": _may_invite(scene, viewer),
    }


def _by_side(scene: Scene) -> list[dict[str, Any]]:
    return [
        {"side": side, "seats": [scene.seat(seat.id) for seat in scene.setting.seats_of(side.id)]}
        for side in scene.setting.sides
    ]


def _corridors_of(scene: Scene, viewer: Viewer) -> list[Corridor]:
    known = scene.state[Rooms].corridors.values()
    return [one for one in known if viewer.seat in one.seats and one.state in ("invited", "open")]


def _meets(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.seat if _corridors_of(scene, viewer) else None


@part("corridors", pages=("stage",), on=(*ROOMS, Ended), alike=_meets)
def corridors(scene: Scene, viewer: Viewer) -> Context:
    """Invitations to and from this seat, and the corridor it is in."""
    mine = _corridors_of(scene, viewer)
    waiting = [one for one in mine if one.state == "invited"]
    return {
        "asked_by": [(one.id, scene.seat(one.seats[0])) for one in waiting if one.seats[1] == viewer.seat],
        "asked": [(one.id, scene.seat(one.seats[1])) for one in waiting if one.seats[0] == viewer.seat],
        "open": [room_view(scene, one.id, viewer) for one in mine if one.state == "open"],
    }


def _call_of(scene: Scene, viewer: Viewer) -> HelpCall | None:
    calls = scene.state[Safety].calls.values()
    return next((call for call in calls if call.by == viewer.participant), None)


def _asks(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.participant if _call_of(scene, viewer) else None, viewer.seat is None


@part("help", pages=("stage",), on=(HelpCalled, HelpAnswered, HelpClosed, Ended), alike=_asks)
def help(scene: Scene, viewer: Viewer) -> Context:
    """This person's own open call for help and the answer to it. It does not stay with the seat."""
    return {"call": _call_of(scene, viewer), "seated": viewer.seat is not None}


def _admitted(scene: Scene, viewer: Viewer) -> bool:
    person = scene.state[People].persons.get(viewer.participant)
    return bool(person and person.admitted)


@part("waiting", pages=("lobby",), on=LOBBY, alike=_admitted)
def waiting(scene: Scene, viewer: Viewer) -> Context:
    """The lobby as a student sees it: let in or not, free seats to choose from, who has a seat."""
    admitted = _admitted(scene, viewer)
    return {
        "admitted": admitted,
        "choose": scene.state[Workshop].seating == "choose" and admitted,
        "sides": _by_side(scene),
        "started": scene.state[Agenda].index is not None,
    }
