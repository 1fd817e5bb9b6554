"""Interpreters: students who say a line again in another language, in its room or in one of their own.

To be named interpreter opens no room and closes none: an observer interprets in the plenary, a delegate
also in their own caucus and group. An interpreter with a key to every caucus would know what each side
keeps from the other, and nobody could prove what they did with it; so nobody holds such a key, and what a
caucus says leaves it only in the mouths of its members. A translation is never heard by anybody who did
not hear the original: the two can always be opened together. A corridor has no interpreter.
"""

from dataclasses import dataclass, field

from .attribution import rule_in, strictest
from .kernel import (
    Actor,
    Audience,
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
    guards,
    require_staff,
    slice_of_state,
)
from .moderation import a_muted_seat_listens
from .people import People, Removed, person_of
from .rooms import PLENARY, audience_in, require_may_talk
from .safety import paused_rooms_are_quiet
from .talk import add_line, all_heard, line_for
from .wording import clean
from .workshop import require_not_ended


@slice_of_state
@dataclass
class Interpreters:
    """The participants who interpret."""

    people: set[str] = field(default_factory=set)


@command("name_interpreter")
@dataclass(frozen=True)
class NameInterpreter(Command):
    """Ask an observer or a delegate to interpret."""

    participant: str


@command("thank_interpreter")
@dataclass(frozen=True)
class ThankInterpreter(Command):
    """They interpret no longer; their lines stay."""

    participant: str


@command("interpret")
@dataclass(frozen=True)
class Interpret(Command):
    """Say a line again in another language; in its own room, unless another is named."""

    line: str
    text: str
    room: str | None = None


def _themselves(state: State, happened: "InterpreterNamed | InterpreterThanked") -> Audience:
    person = state[People].persons.get(happened.participant)
    return Audience((person.seat,) if person and person.seat else ())


@event("interpreter_named", to=_themselves)
@dataclass(frozen=True)
class InterpreterNamed(Event):
    participant: str


@event("interpreter_thanked", to=_themselves)
@dataclass(frozen=True)
class InterpreterThanked(Event):
    participant: str


def _room(state: State, happened: "Interpreted") -> Audience:
    return audience_in(state, happened.room)


@event("interpreted", to=_room)
@dataclass(frozen=True)
class Interpreted(Event):
    of: str
    room: str
    text: str


INTERPRETERS = (InterpreterNamed, InterpreterThanked)


def may_interpret(state: State, participant: str) -> bool:
    return participant in state[Interpreters].people


@guards(Interpret)
def interpreters_pause_and_listen_too(state: State, command: Interpret, by: Actor) -> None:
    paused_rooms_are_quiet(state, command, by)
    a_muted_seat_listens(state, command, by)


@decides(NameInterpreter)
def name_interpreter(state: State, command: NameInterpreter, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    person = person_of(state, command.participant)
    if person.role != "observer" and not person.seat:
        raise Refused("not_inside", "Only an observer or a delegate with a seat can interpret.")
    if may_interpret(state, command.participant):
        raise Refused("already", "They interpret already.")
    return [InterpreterNamed(command.participant)]


@decides(ThankInterpreter)
def thank_interpreter(state: State, command: ThankInterpreter, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if not may_interpret(state, command.participant):
        raise Refused("already", "They do not interpret.")
    return [InterpreterThanked(command.participant)]


@decides(Interpret)
def interpret(state: State, command: Interpret, by: Actor, moment: Moment) -> list[Event]:
    if not may_interpret(state, by.participant):
        raise Refused("not_allowed", "Only an interpreter can do this.")
    if person_of(state, by.participant).accepted_at is None:
        raise Refused("not_accepted", "Read and accept the ground rules first.")
    line = line_for(state, command.line, by)
    room = line.room if command.room is None else command.room
    _require_may_interpret_in(state, room, by)
    if line.audience.sealed or not all_heard(line.audience, audience_in(state, room)):
        raise Refused("not_heard", "Not everybody there has heard this line. It stays in its room.")
    if line.withdrawn or line.hidden:
        raise Refused("gone", "This line has been withdrawn.")
    if strictest(line.rule, rule_in(state, room)) != rule_in(state, room):
        raise Refused("stricter", "This line was said under a stricter rule than holds there now.")
    return [Interpreted(line.id, room, clean(command.text))]


def _require_may_interpret_in(state: State, room: str, by: Actor) -> None:
    """An observer interprets in the plenary while it is open; a delegate wherever they may talk."""
    as_delegate = Actor(by.participant, by.role, by.seat or "an observer's chair", by.side)
    require_may_talk(state, room, as_delegate)
    if by.seat is None and room != PLENARY:
        raise Refused("no_such_room", "There is no such room.")


@evolves(InterpreterNamed)
def interpreter_named(state: State, event: InterpreterNamed, entry: Entry) -> None:
    state[Interpreters].people.add(event.participant)


@evolves(InterpreterThanked, Removed)
def interpreter_gone(state: State, event: InterpreterThanked | Removed, entry: Entry) -> None:
    state[Interpreters].people.discard(event.participant)


@evolves(Interpreted)
def interpreted(state: State, event: Interpreted, entry: Entry) -> None:
    """Its original is what it answers: they are shown, kept and told together."""
    add_line(state, entry, event.room, event.text, event.of)
