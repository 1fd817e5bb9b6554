"""The twelve moves of a third party: what staff say when the talk gets stuck, each under its own name.

Staff make a move, the app never does. Those it is meant for read an announcement like any other; that it
was a move, which, and what the app had seen before it, staff alone know. What lights one is in ``triggers``.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from .announce import ALL, Broadcasted, require_address
from .kernel import (
    STAFF_ONLY,
    Actor,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    command,
    decides,
    event,
    evolves,
    require_staff,
    slice_of_state,
)
from .lately import Lately
from .meetings import Meetings
from .phases import Agenda, phase_of
from .safety import Safety
from .wording import clean
from .workshop import Workshop, require_not_ended, setting_of

Kind = Literal["process", "content", "safety", "drafting", "theory", "reality test"]
Trigger = Callable[[State, Lately], str]


@dataclass(frozen=True, slots=True)
class Move:
    """``when`` says what it answers and what goes with it. ``to``: whom it is for unless staff choose
    otherwise (everybody, or some side or seat). ``wordings``: what is said, the usual one first."""

    name: str
    title: str
    kind: Kind
    when: str
    wordings: tuple[str, ...]
    to: Literal["all", "side", "seat"] = "all"


MOVES = {
    one.name: one
    for one in (
        Move(
            "balance",
            "Balance the floor",
            "process",
            "One side has most of the words. Offer the floor to seats that have not been heard.",
            ("Let us hear some who have not spoken for a while. Who would like the floor?",),
        ),
        Move(
            "beneath",
            "Ask what lies beneath the public line",
            "content",
            "Somebody recites the official position.",
            ("That is the public position, and all of us know it. What is the worry beneath it?",),
        ),
        Move(
            "two-timelines",
            "Put up two timelines",
            "content",
            "Dates of the past are traded back and forth.",
            (
                "We have two timelines here, and both may stand. Put them side by side. Then tell each "
                "other, for every date on your own: what does it mean to you?",
            ),
        ),
        Move(
            "own-need",
            "From blame to a need",
            "process",
            "A country is blamed. Invite the same thing again, in the first person.",
            ("Would you say that once more in the first person: what do you need, or what do you fear?",),
        ),
        Move(
            "caricature",
            "Stop at a caricature",
            "safety",
            "The other side is made into a type. Name the effect, not the intent, and look in on the person "
            "alone afterwards.",
            (
                "Let us stop for a moment. Nobody is asked what was meant; but a picture like this lands on "
                "people who sit here. Please speak to the person across the table, in their role.",
            ),
        ),
        Move(
            "corridor",
            "Send pairs into the corridor",
            "process",
            "Nobody answers the other side any more. It needs a step in which the corridor is open.",
            (
                "For the next minutes, please find one person of the other delegation and take one question "
                "into the corridor: what would you need to hear from us?",
            ),
        ),
        Move(
            "park",
            "Park the objection",
            "process",
            "Somebody says it cannot be done while options are still being found.",
            (
                "Let us park this objection with its option for now, unsigned. It comes back in the step of "
                "constraints, and it will be needed there.",
            ),
        ),
        Move(
            "spectrum",
            "Ask one side for its range of views",
            "content",
            "One side is divided. A difference inside a side is information.",
            (
                "You do not all see this alike, and that is worth knowing. Would you describe the range of "
                "views in your delegation, without names?",
            ),
            "side",
        ),
        Move(
            "placeholder",
            "Offer a bracket or a neutral word",
            "drafting",
            "The text is stuck on one noun.",
            (
                "We are stuck on one word. Shall we leave it in brackets, or take a neutral one for now, "
                "such as “the area concerned”?",
            ),
        ),
        Move(
            "theory",
            "Give a short piece of theory",
            "theory",
            "Somebody speaks of unequal power, or of why this always goes wrong. One thought, one minute.",
            (
                "A short thought from the study of conflicts: each side often sees in the other what the "
                "other sees in it. It is called the mirror image. Where do you notice it here?",
                "A short thought from the study of conflicts: what one side does to be safe can look like a "
                "threat to the other, which then does the same. It is called the security dilemma. Is there "
                "an example on our table?",
                "A short thought from the study of conflicts: positions can be traded; needs such as "
                "safety, identity and being recognised cannot. Which need lies beneath what was just said?",
                "A short thought from the study of conflicts: the more a course has cost, the harder it is "
                "to leave it. It is called entrapment. What has each side paid already, and for what?",
            ),
        ),
        Move(
            "real-news",
            "Real news breaks in",
            "safety",
            "Something has happened outside. Pause all rooms first; speak of it out of role, and think about "
            "another scenario.",
            (
                "Something has happened outside this room, and it is on people's minds. We leave the "
                "exercise for a moment. Nobody has to speak about it, least of all in role, and anybody "
                "may step out without giving a reason.",
            ),
        ),
        Move(
            "reality",
            "Ask who will oppose it",
            "reality test",
            "All agree warmly, and nobody has named a constraint.",
            ("This sounds good in here. Who at home will oppose it by tonight, and what will they say?",),
        ),
    )
}

TRIGGERS: dict[str, Trigger] = {}


def trigger(name: str) -> Callable[[Trigger], Trigger]:
    """Register what lights a move: ``(state, lately)`` → what was seen, in a sentence, or nothing."""

    def register(seen: Trigger) -> Trigger:
        TRIGGERS[name] = seen
        return seen

    return register


def lit(state: State, now: int) -> dict[str, str]:
    """The moves whose trigger is seen at this time (Unix ms), each with what was seen. For staff only."""
    return lit_by(Lately(state, now))


def lit_by(lately: Lately) -> dict[str, str]:
    """``lit`` for who keeps what was asked of each line."""
    state = lately.state
    phase = phase_of(state)
    if phase is None or phase.out_of_role or _at_rest(state):
        return {}
    seen = {name: TRIGGERS[name](state, lately) for name in MOVES if name in TRIGGERS}
    return {name: sentence for name, sentence in seen.items() if sentence}


def _at_rest(state: State) -> bool:
    return state[Workshop].ended or state[Safety].paused or state[Meetings].adjourned


def wordings_of(state: State, name: str) -> tuple[str, ...]:
    """What is said in this move, the usual one first: the pack's own wording, if it has one."""
    own = setting_of(state).moves.get(name)
    return (own,) if own else MOVES[name].wordings


@slice_of_state
@dataclass
class Moves:
    """``made``: how often, by move. ``since``: when (Unix ms) each was last made or set aside, so that what
    was seen before does not light it again."""

    made: Counter[str] = field(default_factory=Counter)
    since: dict[str, int] = field(default_factory=dict)


@command("make_move")
@dataclass(frozen=True)
class MakeMove(Command):
    """Say ``text`` as a move of the third party. ``to`` is as in ``broadcast``."""

    move: str
    text: str
    to: str = ALL


@command("set_aside_move")
@dataclass(frozen=True)
class SetAsideMove(Command):
    """Not now: a lit move goes dark until its trigger is seen anew."""

    move: str


@event("move_made", to=STAFF_ONLY)
@dataclass(frozen=True)
class MoveMade(Event):
    """The announcement that follows it is the move. ``seen``: why the app had lit it; empty if it had not."""

    move: str
    to: str
    seen: str


@event("move_set_aside", to=STAFF_ONLY)
@dataclass(frozen=True)
class MoveSetAside(Event):
    move: str
    seen: str


@decides(MakeMove)
def make_move(state: State, command: MakeMove, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    move = _move(command.move)
    require_address(state, command.to)
    seen = lit(state, moment.now).get(move.name, "")
    return [MoveMade(move.name, command.to, seen), Broadcasted(command.to, clean(command.text))]


@decides(SetAsideMove)
def set_aside_move(state: State, command: SetAsideMove, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    move = _move(command.move)
    seen = lit(state, moment.now).get(move.name)
    if not seen:
        raise Refused("not_lit", "This move is not lit any more.")
    return [MoveSetAside(move.name, seen)]


def _move(name: str) -> Move:
    if name not in MOVES:
        raise Refused("no_such_move", "There is no such move.")
    return MOVES[name]


def since(state: State, name: str) -> int:
    """From when on (Unix ms) something may light this move: in this phase, after it was last made."""
    return max(state[Agenda].entered_at or 0, state[Moves].since.get(name, 0))


@evolves(MoveMade)
def move_made(state: State, event: MoveMade, entry: Entry) -> None:
    state[Moves].made[event.move] += 1
    state[Moves].since[event.move] = entry.at


@evolves(MoveSetAside)
def move_set_aside(state: State, event: MoveSetAside, entry: Entry) -> None:
    state[Moves].since[event.move] = entry.at
