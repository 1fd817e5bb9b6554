"""Unmasking: staff give a reason, and are shown who said or wrote something under the rule *unattributed*.

One rule for a line and for what is written with a tool. Delegates are told nothing; the reason stays in the
staff record. What a rule hides at first, and from whom, is in ``attribution``.
"""

from dataclasses import dataclass, field

from .attribution import Attributions, hides_who
from .brackets import BracketPut
from .caucus_sheet import EntryRewritten, EntryWritten
from .cleared_summary import SentenceProposed
from .constituency import ToldHome
from .constraints import ConstraintNamed
from .contested import FactContested, SourceAttached
from .criticism import Criticised
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
from .needs_board import CardPutUp, CardReworded, QuestionAnswered, QuestionAsked
from .options import ObjectionParked, OptionOffered
from .reflecting import ReflectionJudged, Restated
from .steps import StepWritten
from .talk import line_for
from .text import ClauseRedrafted, ClauseWritten
from .transfer_plan import PlanRewritten, PlanWritten
from .wording import clean
from .workshop import UNATTRIBUTED

LONGEST_REASON = 300
WRITTEN: tuple[type[Event], ...] = (
    *(EntryWritten, EntryRewritten, CardPutUp, CardReworded, QuestionAsked, QuestionAnswered),
    *(Restated, ReflectionJudged, OptionOffered, ObjectionParked, ConstraintNamed, StepWritten),
    *(ClauseWritten, ClauseRedrafted, Criticised, BracketPut, FactContested, SourceAttached),
    *(PlanWritten, PlanRewritten, SentenceProposed, ToldHome),
)
"""What holds words that somebody has written with a tool. Nothing that is not named here is ever unmasked:
an answer to a gauge is for nobody but its seat."""


@slice_of_state
@dataclass
class Unsigned:
    """``seats``: who wrote what nobody is told of, by the entry in which it was written."""

    seats: dict[str, str] = field(default_factory=dict)


@command("unmask")
@dataclass(frozen=True)
class Unmask(Command):
    """Show staff who said this line, or wrote this with a tool. The reason is kept in the log."""

    line: str
    reason: str


@event("unmasked", to=STAFF_ONLY)
@dataclass(frozen=True)
class Unmasked(Event):
    line: str
    reason: str


@decides(Unmask)
def unmask(state: State, command: Unmask, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    if command.line not in state[Unsigned].seats and not hides_who(line_for(state, command.line, by)):
        raise Refused("not_hidden", "Everybody there was told who said this.")
    if command.line in state[Attributions].unmasked:
        raise Refused("already", "The facilitators were shown whose this is.")
    return [Unmasked(command.line, clean(command.reason, LONGEST_REASON))]


@evolves(*WRITTEN)
def written_unsigned(state: State, event: Event, entry: Entry) -> None:
    if entry.rule == UNATTRIBUTED and entry.seat is not None:
        state[Unsigned].seats[entry.id] = entry.seat


@evolves(Unmasked)
def unmasked(state: State, event: Unmasked, entry: Entry) -> None:
    state[Attributions].unmasked[event.line] = event.reason
