"""Interpreters: students who say a line again in another language, in its room or in one of their own.

To be named interpreter opens no room and closes none: an observer interprets in the plenary, a delegate
also in their own caucus and group. An interpreter with a key to every caucus would know what each side
keeps from the other, and nobody could prove what they did with it; so nobody holds such a key, and what a
caucus says leaves it only in the mouths of its members. A translation is never heard by anybody who did
not hear the original, and goes when that is taken away. A corridor has no interpreter.
"""

from dataclasses import dataclass, field

from .attribution import require_rule_as_read, rule_in, strictest
from .ground_rules import first_the_ground_rules
from .kernel import (
    Actor,
    Audience,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    along,
    command,
    decides,
    event,
    evolves,
    guards,
    require_staff,
    slice_of_state,
)
from .moderation import LineHidden, LineShown, ShowLine, a_muted_seat_listens
from .people import People, Removed, person_of
from .rooms import PLENARY, audience_in, is_open, require_may_talk
from .safety import paused_rooms_are_quiet
from .seats import MakeObserver, make_observer
from .talk import Line, React, Talk, Withdrawn, add_line, all_heard, heard, line_for
from .wording import clean
from .workshop import Attribution, require_not_ended


@slice_of_state
@dataclass
class Interpreters:
    """``people``: the participants who interpret. ``of``: the translations of a line, by its id.
    ``went_along``: those that were hidden because their original was."""

    people: set[str] = field(default_factory=set)
    of: dict[str, list[str]] = field(default_factory=dict)
    went_along: set[str] = field(default_factory=set)


@command("name_interpreter")
@dataclass(frozen=True)
class NameInterpreter(Command):
    """Ask somebody to interpret: a delegate beside their own seat, anybody else as an observer."""

    participant: str


@command("thank_interpreter")
@dataclass(frozen=True)
class ThankInterpreter(Command):
    """They interpret no longer; their lines stay."""

    participant: str


@command("interpret")
@dataclass(frozen=True)
class Interpret(Command):
    """Say a line again in another language; in its own room, unless another is named. ``under`` is the rule
    of attribution that stood there when it was written."""

    line: str
    text: str
    room: str | None = None
    under: Attribution | None = None


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


def original_of(state: State, line: Line) -> Line:
    """The line that a translation says again; any other line is its own."""
    return state[Talk].lines[line.reply_to] if is_translation(line) and line.reply_to else line


def is_translation(line: Line) -> bool:
    return line.kind == Interpreted.kind


def is_open_to_interpreters(line: Line) -> bool:
    """Whether a line may be chosen on the pages, to be said again in its own room. What else may be in the
    way is refused when it is tried."""
    seats = line.audience.seats
    to_one = seats is not None and (line.room == PLENARY or len(seats) == 1)
    return not (line.gone or line.screen or line.audience.sealed or to_one or is_translation(line))


@guards(Interpret)
def interpreters_listen_when_others_do(state: State, command: Interpret, by: Actor) -> None:
    for guard in (first_the_ground_rules, paused_rooms_are_quiet, a_muted_seat_listens):
        guard(state, command, by)


@guards(React)
def what_was_said_is_reacted_to(state: State, command: React, by: Actor) -> None:
    """An interpreter speaks for somebody: whoever has heard it tells that one."""
    line = state[Talk].lines.get(command.line)
    if line and heard(line, by) and is_translation(line):
        raise Refused("translation", "This is a translation. Answer the line that it was made from.")


@guards(ShowLine)
def a_translation_stays_away_with_its_original(state: State, command: ShowLine, by: Actor) -> None:
    line = state[Talk].lines.get(command.line)
    if line and heard(line, by) and is_translation(line) and original_of(state, line).hidden:
        raise Refused("original_gone", "The line that it was made from is hidden. Show that one again first.")


@decides(NameInterpreter)
def name_interpreter(state: State, command: NameInterpreter, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    person = person_of(state, command.participant)
    if person.role not in ("delegate", "observer"):
        raise Refused("not_inside", "Only an observer or a delegate can interpret.")
    placed = person.seat is not None or person.role == "observer"
    if placed and may_interpret(state, command.participant):
        raise Refused("already", "They interpret already.")
    chair = [] if placed else make_observer(state, MakeObserver(command.participant), by, moment)
    return [*chair, InterpreterNamed(command.participant)]


@decides(ThankInterpreter)
def thank_interpreter(state: State, command: ThankInterpreter, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if not may_interpret(state, command.participant):
        raise Refused("already", "They do not interpret.")
    return [InterpreterThanked(command.participant)]


@decides(Interpret)
def interpret(state: State, command: Interpret, by: Actor, moment: Moment) -> list[Event]:
    require_interpreter(state, by)
    line = line_for(state, command.line, by)
    room = line.room if command.room is None else command.room
    _require_may_interpret_in(state, room, by)
    _require_may_be_said_again(state, line, room)
    require_rule_as_read(state, room, command.under)
    return [Interpreted(line.id, room, clean(command.text))]


def require_interpreter(state: State, by: Actor) -> None:
    """Whoever was sent back to the lobby, or has not accepted the rules, interprets nothing."""
    if not may_interpret(state, by.participant) or (by.seat is None and by.role != "observer"):
        raise Refused("not_allowed", "Only an interpreter can do this.")
    if person_of(state, by.participant).accepted_at is None:
        raise Refused("not_accepted", "Read and accept the ground rules first.")


def _require_may_interpret_in(state: State, room: str, by: Actor) -> None:
    """An observer interprets in the plenary while it is open; a delegate wherever they may talk."""
    if by.seat is not None:
        require_may_talk(state, room, by)
        return
    require_not_ended(state)
    if room != PLENARY:
        raise Refused("no_such_room", "There is no such room.")
    if not is_open(state, room):
        raise Refused("room_closed", "This room is closed in the present phase.")


def _require_may_be_said_again(state: State, line: Line, room: str) -> None:
    if line.screen:
        raise Refused("no_such_line", "There is no such line.")
    if is_translation(line):
        raise Refused("translation", "This is a translation. Choose the line that it was made from.")
    if line.audience.sealed or not all_heard(line.audience, audience_in(state, room)):
        raise Refused("not_heard", "Not everybody there has heard this line. It stays in its room.")
    if line.withdrawn or line.hidden:
        raise Refused("gone", "This line has been withdrawn.")
    if strictest(line.rule, rule_in(state, room)) != rule_in(state, room):
        raise Refused("stricter", "This line was said under a stricter rule than holds there now.")


def _translations(state: State, id: str) -> list[Line]:
    return [state[Talk].lines[one] for one in state[Interpreters].of.get(id, ())]


@along(Withdrawn)
def translations_are_taken_back_with_it(state: State, event: Withdrawn) -> list[Event]:
    return [Withdrawn(line.id) for line in _translations(state, event.line) if not line.withdrawn]


@along(LineHidden)
def translations_are_hidden_with_it(state: State, event: LineHidden) -> list[Event]:
    return [LineHidden(line.id) for line in _translations(state, event.line) if not line.hidden]


@along(LineShown)
def translations_come_back_with_it(state: State, event: LineShown) -> list[Event]:
    known = state[Interpreters]
    return [LineShown(id) for id in known.of.get(event.line, ()) if id in known.went_along]


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
    state[Interpreters].of.setdefault(event.of, []).append(entry.id)


@evolves(LineHidden)
def original_hidden(state: State, event: LineHidden, entry: Entry) -> None:
    visible = (line.id for line in _translations(state, event.line) if not line.hidden)
    state[Interpreters].went_along.update(visible)


@evolves(LineShown)
def translation_shown(state: State, event: LineShown, entry: Entry) -> None:
    state[Interpreters].went_along.discard(event.line)
