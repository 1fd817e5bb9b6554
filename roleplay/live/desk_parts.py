"""The parts that only staff see: the rail, the lobby list, people, calls for help, moves; and
the code on the screen. Registered for the desk alone, so that no delegate's page can hold them.
"""

from typing import Any

from roleplay.live.occasions import CLOCK, CORRIDORS, FLOOR, LOBBY, SEATING
from roleplay.live.parts import CODE, FIGURES, LIT, Context, everyone, part
from roleplay.live.scene import Scene
from roleplay.live.stage_parts import clock_of
from roleplay.rules.announce import SEAT
from roleplay.rules.arranging import droppable, dropped, movable, timeable
from roleplay.rules.attribution import AttributionSet, rule_in
from roleplay.rules.correcting import TextCorrected
from roleplay.rules.floor import Floor
from roleplay.rules.ground_rules import BriefOpened, RulesAccepted
from roleplay.rules.kernel import Viewer
from roleplay.rules.moderation import Moderation, Muted, Unmuted
from roleplay.rules.moves import MOVES, TRIGGERS, MoveMade, Moves, wordings_of
from roleplay.rules.people import DeviceChanged, People, Person
from roleplay.rules.phases import GATES, Agenda, missing_for_next, phase_of, plan_of
from roleplay.rules.rooms import PLENARY, Rooms
from roleplay.rules.safety import HelpAnswered, HelpCalled, HelpClosed, RoomsPaused, RoomsResumed, Safety
from roleplay.rules.tally import Tally
from roleplay.rules.triggers import TOLD_BY_WORDS
from roleplay.rules.workshop import Ended, LobbyClosed, LobbyOpened, Workshop

OPENS_A_GATE = tuple(kind for one in GATES.values() for kind in one.on)
RAIL = (*CLOCK, *SEATING, RoomsPaused, RoomsResumed, *OPENS_A_GATE, AttributionSet, TextCorrected)


@part("rail", pages=("desk",), on=RAIL, alike=everyone)
def rail(scene: Scene, viewer: Viewer) -> Context:
    """The agenda with the present phase, its clock, and what its gate still waits for."""
    phases, index = plan_of(scene.state), scene.state[Agenda].index
    last = index == len(phases) - 1
    return {
        "title": scene.setting.title,
        "seats": len(scene.setting.seats),
        "phases": phases,
        "index": index,
        "phase": phase_of(scene.state),
        "coming": None if index is None or last else phases[index + 1],
        "last": last,
        **_arranging(scene),
        "missing": missing_for_next(scene.state),
        "paused": scene.state[Safety].paused,
        "ended": scene.state[Workshop].ended,
        "rule": rule_in(scene.state, PLENARY),
        **clock_of(scene),
    }


def _arranging(scene: Scene) -> Context:
    """What may still be rearranged: each phase to come, with what can be done with it, and those left out."""
    there, may_go = movable(scene.state), droppable(scene.state)
    coming = [
        {"phase": one, "earlier": one in there[1:], "later": one in there[:-1], "moves": one in there}
        for one in plan_of(scene.state)
        if one in there or one in may_go
    ]
    minutes = sum(one.minutes for one in plan_of(scene.state))
    return {"arrangeable": coming, "left_out": dropped(scene.state), "minutes_in_all": minutes}


@part("coming-steps", pages=("desk",), on=CLOCK, alike=everyone)
def coming_steps(scene: Scene, viewer: Viewer) -> Context:
    """The steps whose minutes may still be changed, for the form that does."""
    return {"steps": timeable(scene.state)}


@part(
    "lobby",
    pages=("desk",),
    on=(*LOBBY, BriefOpened, RulesAccepted, DeviceChanged, CODE, Ended),
    alike=everyone,
)
def lobby(scene: Scene, viewer: Viewer) -> Context:
    """Who has come: waiting, seated, observing, staff; how far each has read; who sits where."""
    people = [_person(scene, id, one) for id, one in scene.state[People].persons.items()]
    students = [one for one in people if one["role"] in ("delegate", "observer")]
    inside = [one for one in students if one["admitted"]]
    return {
        "code": scene.code,
        "open": scene.state[Workshop].lobby_open,
        "started": scene.state[Agenda].index is not None,
        "approved": scene.state[Workshop].joining == "approved",
        "knocking": [one for one in students if not one["admitted"]],
        "unseated": [one for one in inside if not one["seat"] and one["role"] == "delegate"],
        "observers": [one for one in students if one["role"] == "observer"],
        "staff": [one for one in people if one["role"] in ("facilitator", "cofacilitator")],
        "seats": [_seat_row(scene, seat.id) for seat in scene.setting.seats],
        "free": [scene.seat(seat.id) for seat in scene.setting.seats if not scene.seat(seat.id).taken],
        "ended": scene.state[Workshop].ended,
    }


def _person(scene: Scene, id: str, one: Person) -> dict[str, Any]:
    return {
        "id": id,
        "name": scene.name_of(id),
        "role": one.role,
        "admitted": one.admitted,
        "seat": scene.seat(one.seat) if one.seat else None,
        "reading": one.opened_brief,
        "accepted": one.accepted_at is not None,
    }


def _seat_row(scene: Scene, seat: str) -> dict[str, Any]:
    holder = scene.state[People].holders.get(seat)
    person = scene.state[People].persons.get(holder or "")
    return {"seat": scene.seat(seat), "person": _person(scene, holder, person) if holder and person else None}


@part("people", pages=("desk",), on=(*SEATING, Muted, Unmuted, *FLOOR), alike=everyone)
def people(scene: Scene, viewer: Viewer) -> Context:
    """Every seat: who sits there and what can be done; who is here and ``figures`` are put in by the page."""
    muted = scene.state[Moderation].muted
    rows = [
        {
            "seat": scene.seat(seat.id),
            "name": scene.holder_name(seat.id),
            "muted": seat.id in muted,
            "address": SEAT + seat.id,
        }
        for seat in scene.setting.seats
    ]
    return {
        "rows": rows,
        "speaker": scene.state[Floor].speaker,
        "started": scene.state[Agenda].index is not None,
        "ended": scene.state[Workshop].ended,
    }


@part("figures", pages=("desk",), on=(FIGURES, *CLOCK), alike=everyone)
def figures(scene: Scene, viewer: Viewer) -> Context:
    """How many words each seat has said and since when it is silent (Unix ms)."""
    tally, began = scene.state[Tally], scene.state[Agenda].entered_at
    seats = [seat.id for seat in scene.setting.seats]
    rows = (f"{seat}:{tally.words[seat]}:{tally.last.get(seat) or began or ''}" for seat in seats)
    return {"figures": " ".join(rows)}


@part("shares", pages=("desk",), on=(FIGURES,), alike=everyone)
def shares(scene: Scene, viewer: Viewer) -> Context:
    """Words by side, as a share in per cent of all words delegates have said."""
    words = scene.state[Tally].side_words
    total = sum(words.values())
    sides: list[dict[str, Any]] = []
    for side in scene.setting.sides:
        share = round(100 * words[side.id] / total) if total else 0
        sides.append(
            {
                "side": side,
                "words": words[side.id],
                "share": share,
                "from": sum(one["share"] for one in sides),
            }
        )
    return {"sides": sides, "total": total}


@part("helps", pages=("desk",), on=(HelpCalled, HelpAnswered, HelpClosed), alike=everyone)
def helps(scene: Scene, viewer: Viewer) -> Context:
    """The queue of calls for help, oldest first."""
    calls = scene.state[Safety].calls.values()
    return {"calls": [(call, scene.seat(call.seat), scene.holder_name(call.seat)) for call in calls]}


@part("lit", pages=("desk",), on=(LIT,), alike=everyone)
def lit(scene: Scene, viewer: Viewer) -> Context:
    """The moves whose trigger the app sees now, each with what it has seen."""
    return {"lit": [(MOVES[name], seen) for name, seen in scene.lit.items()]}


@part("moves", pages=("desk",), on=(MoveMade,), alike=everyone)
def moves(scene: Scene, viewer: Viewer) -> Context:
    """Which moves were made, and how often."""
    return {"made": [(MOVES[name], times) for name, times in scene.state[Moves].made.items()]}


def palette(scene: Scene) -> list[dict[str, Any]]:
    """The twelve moves with the words to begin with; how far the app can see each move's reason by itself."""
    return [
        {
            "name": one.name,
            "title": one.title,
            "kind": one.kind,
            "when": one.when,
            "to": one.to,
            "wordings": [(words, words.partition(": ")[2] or words) for words in wordings],
            "words": wordings[0],
            "sees": "words" if one.name in TOLD_BY_WORDS else "yes" if one.name in TRIGGERS else "never",
        }
        for one in MOVES.values()
        for wordings in [wordings_of(scene.state, one.name)]
    ]


@part("meetings", pages=("desk",), on=CORRIDORS, alike=everyone)
def meetings(scene: Scene, viewer: Viewer) -> Context:
    """Corridors: that two met and when, never what they said."""
    met = [one for one in scene.state[Rooms].corridors.values() if one.opened_at]
    return {
        "meetings": [
            {
                "seats": [scene.seat(seat) for seat in one.seats],
                "open": one.state == "open",
                "since": one.opened_at,
                "until": one.closed_at,
            }
            for one in met
        ]
    }


@part("code", pages=("screen",), on=(LobbyClosed, LobbyOpened, CODE, Ended), alike=everyone)
def code(scene: Scene, viewer: Viewer) -> Context:
    """The join code and its QR on the projector, while the lobby is open."""
    return {"code": scene.code, "open": scene.state[Workshop].lobby_open}
