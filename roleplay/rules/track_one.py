"""The Track One desk: officials, played by staff or observers, read the non-paper and answer it.

Whoever sits there was not in the room: they know the paper and nobody's name, and their answer bears none.
"""

from dataclasses import dataclass, field
from typing import Literal

from .announce import ALL, ROOM, SEAT, audience_of_address, require_address, room_of_address
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
    slice_of_state,
)
from .non_paper import paper_of
from .people import People
from .safety import Safety
from .talk import add_line
from .tools import require_tool, tool
from .wording import clean

TOOL = tool("track-one", "PH8", after="non-paper")
LONGEST_ANSWER = 600

AnswerKind = Literal["takes-up", "shelves", "leaks", "asks"]


@dataclass
class Answer:
    """``to`` is everyone or a side; ``by`` is known to the desk and to nobody else."""

    id: str
    kind: AnswerKind
    to: str
    text: str
    by: str


@slice_of_state
@dataclass
class TrackOne:
    """What the desk has answered, in order."""

    answers: list[Answer] = field(default_factory=list)


@command("answer_non_paper")
@dataclass(frozen=True)
class AnswerNonPaper(Command):
    """``to`` is ``all`` or ``side:<id>``."""

    kind: AnswerKind
    text: str
    to: str = ALL


def _addressed(state: State, happened: "NonPaperAnswered") -> Audience:
    return audience_of_address(state, happened.to)


@event("non_paper_answered", to=_addressed)
@dataclass(frozen=True)
class NonPaperAnswered(Event):
    sort: AnswerKind
    to: str
    text: str


@decides(AnswerNonPaper)
def answer_non_paper(state: State, command: AnswerNonPaper, by: Actor, moment: Moment) -> list[Event]:
    require_desk(state, by)
    require_tool(state, TOOL)
    if command.to.startswith((SEAT, ROOM)):
        raise Refused("no_such_address", "Officials answer everybody, or one side.")
    require_address(state, command.to)
    if paper_of(state) is None:
        raise Refused("no_paper", "There is no non-paper to answer yet.")
    return [NonPaperAnswered(command.kind, command.to, clean(command.text, LONGEST_ANSWER))]


def require_desk(state: State, by: Actor) -> None:
    """Raises Refused unless this is staff, or somebody who observes and has accepted the ground rules."""
    if by.staff:
        return
    if by.role != "observer":
        raise Refused("not_allowed", "Only somebody who has no seat at the table can sit at this desk.")
    if state[People].persons[by.participant].accepted_at is None:
        raise Refused("not_accepted", "Read and accept the ground rules first.")
    if state[Safety].paused:
        raise Refused("paused", "All rooms are paused. The facilitator will say when they go on.")


@evolves(NonPaperAnswered)
def non_paper_answered(state: State, event: NonPaperAnswered, entry: Entry) -> None:
    add_line(state, entry, room_of_address(event.to), event.text).outlet = event.sort
    state[TrackOne].answers.append(Answer(entry.id, event.sort, event.to, event.text, entry.by))
