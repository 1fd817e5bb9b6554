"""What only staff may read of a pack, arranged for its page: by side and seat, rehearsals with names."""

from dataclasses import dataclass

from scenarios.loader import LoadedPack
from scenarios.rehearsal_schema import ScriptLine
from scenarios.schema import Pack, Seat, Side
from scenarios.script_check import ACTS, STAFF

DOINGS = {
    "raise_hand": "raises a hand",
    "call_next": "calls the next speaker",
    "accept": "accepts the invitation",
    "leave": "leaves the corridor",
}


@dataclass(frozen=True)
class StaffSide:
    side: Side
    number: int
    brief: str
    seats: tuple[tuple[Seat, str], ...]
    """Each seat with its confidential brief."""


@dataclass(frozen=True)
class StepLine:
    """One step of a rehearsal as a reader sees it: who, where, and what is said or done."""

    who: str
    room: str
    said: str
    done: str


def staff_sides(loaded: LoadedPack) -> list[StaffSide]:
    return [
        StaffSide(side, number, loaded.sides[side.id], _seats(loaded, side))
        for number, side in enumerate(loaded.pack.sides, start=1)
    ]


def scripts(loaded: LoadedPack) -> list[tuple[int, list[tuple[str, list[StepLine]]]]]:
    """The rehearsals by form: phase titles with their steps."""
    titles = {phase.id: phase.title for phase in loaded.pack.agenda}
    return [
        (
            minutes,
            [
                (titles[part.phase], [_step(loaded.pack, step) for step in part.steps])
                for part in script.phases
            ],
        )
        for minutes, script in sorted(loaded.rehearsals.items())
    ]


def _seats(loaded: LoadedPack, side: Side) -> tuple[tuple[Seat, str], ...]:
    return tuple((seat, loaded.seats[seat.id]) for seat in loaded.pack.seats if seat.side == side.id)


def _step(pack: Pack, step: ScriptLine) -> StepLine:
    return StepLine(_name(pack, step.by), step.room, step.say or "", "" if step.say else _doing(pack, step))


def _name(pack: Pack, by: str) -> str:
    if by == STAFF:
        return "Facilitator"
    return next((seat.short for seat in pack.seats if seat.id == by), by)


def _using(step: ScriptLine) -> str:
    """What is done with a tool, and the words that go with it."""
    words = [text for text in step.with_.values() if isinstance(text, str)]
    return ": ".join(filter(None, ((step.use or "").replace("_", " "), " · ".join(words))))


def _doing(pack: Pack, step: ScriptLine) -> str:
    act = next(act for act in ACTS if getattr(step, act))
    about = {
        "heard": f"marks “{step.heard}” as heard",
        "workable": f"can work with “{step.workable}”",
        "invite": f"invites {_name(pack, step.invite or '')} to the corridor",
        "inject": f"releases “{step.inject}”",
        "broadcast": f"tells everybody: {step.broadcast}",
        "help": f"calls for help: {step.help}",
        "use": _using(step),
    }
    return about.get(act) or DOINGS[act]
