"""Reflecting back: a delegate says a card of the other side in their own words until its owners accept it.

While a card is being reflected nobody asks about it or changes it. Every try is kept, and its verdict.
"""

from dataclasses import dataclass, field
from typing import Literal

from .kernel import (
    EVERYONE,
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
    guards,
    slice_of_state,
)
from .needs_board import (
    AnswerQuestion,
    Ask,
    CardTakenDown,
    MarkCard,
    NeedsBoard,
    RewordCard,
    TakeDownCard,
    card_of,
)
from .people import SeatFreed
from .phases import gate
from .seats import SeatTaken
from .tools import ToolCommand, require_user, side_using, sides_at_the_table, tool
from .wording import clean
from .workshop import setting_of

TOOL = tool("reflecting", "PH3")
LONGEST_REFLECTION = 500

Verdict = Literal["accepted", "amend", "not-yet"]


@dataclass
class Reflection:
    """A try of ``side`` to say a card of another side. Open while ``verdict`` is None; ``missing`` is what
    the owners found lacking; ``dropped`` when it was taken back without a verdict."""

    id: str
    card: str
    side: str
    text: str
    verdict: Verdict | None = None
    missing: str = ""
    dropped: bool = False

    @property
    def open(self) -> bool:
        return self.verdict is None and not self.dropped


@slice_of_state
@dataclass
class Reflections:
    """Every try by id, in order."""

    tries: dict[str, Reflection] = field(default_factory=dict)

    def about(self, card: str) -> list[Reflection]:
        return [one for one in self.tries.values() if one.card == card]

    def of(self, side: str) -> tuple[int, int]:
        """How often a side has tried, and how often its words were accepted."""
        tried = [one for one in self.tries.values() if one.side == side and not one.dropped]
        return len(tried), sum(one.verdict == "accepted" for one in tried)


@command("restate")
@dataclass(frozen=True)
class Restate(ToolCommand):
    """Say in one's own words what a card of the other side means to them."""

    card: str
    text: str


@command("judge_reflection")
@dataclass(frozen=True)
class JudgeReflection(ToolCommand):
    """The owners of the card: *yes, that is what we meant*; *nearly, and this is missing*; *not yet*."""

    reflection: str
    verdict: Verdict
    missing: str = ""


@command("drop_reflection")
@dataclass(frozen=True)
class DropReflection(ToolCommand):
    """Take back one's own side's try before it is judged; staff may, so that a card is free again."""

    reflection: str


@event("restated", to=EVERYONE)
@dataclass(frozen=True)
class Restated(Event):
    card: str
    side: str
    text: str


@event("reflection_judged", to=EVERYONE)
@dataclass(frozen=True)
class ReflectionJudged(Event):
    reflection: str
    verdict: Verdict
    missing: str


@event("reflection_dropped", to=EVERYONE)
@dataclass(frozen=True)
class ReflectionDropped(Event):
    reflection: str


REFLECTING = (Restated, ReflectionJudged, ReflectionDropped)


@guards(Ask)
@guards(MarkCard)
@guards(RewordCard)
@guards(TakeDownCard)
@guards(AnswerQuestion)
def a_card_that_is_reflected_is_left_alone(state: State, command: Command, by: Actor) -> None:
    card: str = getattr(command, "card", "")
    if isinstance(command, AnswerQuestion) and command.question in state[NeedsBoard].asked:
        card = state[NeedsBoard].asked[command.question].card
    if by.seat is not None and open_about(state, card):
        raise Refused("being_reflected", "This card is being said back just now: listen first, then go on.")


def open_about(state: State, card: str) -> Reflection | None:
    """The try about this card that still waits for its owners."""
    return next((one for one in state[Reflections].about(card) if one.open), None)


@decides(Restate)
def restate(state: State, command: Restate, by: Actor, moment: Moment) -> list[Event]:
    side, card = side_using(state, TOOL, by), card_of(state, command.card)
    if card.side == side:
        raise Refused("your_own", "This is a card of your own side: the other side says it back.")
    if open_about(state, card.id):
        raise Refused("being_reflected", "This card is being said back just now. Wait for its owners.")
    if any(one.verdict == "accepted" and one.side == side for one in state[Reflections].about(card.id)):
        raise Refused("already", "Your words for this card have been accepted already. Take another card.")
    return [Restated(card.id, side, clean(command.text, LONGEST_REFLECTION))]


@decides(JudgeReflection)
def judge_reflection(state: State, command: JudgeReflection, by: Actor, moment: Moment) -> list[Event]:
    side, reflection = side_using(state, TOOL, by), _open(state, command.reflection)
    if state[NeedsBoard].cards[reflection.card].side != side:
        raise Refused("not_yours", "Only the side whose card it is can say whether that is what it meant.")
    if command.verdict == "amend" and not command.missing.strip():
        raise Refused("what_is_missing", "Say what is missing, so that they can try again.")
    wanted = command.verdict != "accepted" and command.missing.strip()
    missing = clean(command.missing, LONGEST_REFLECTION) if wanted else ""
    return [ReflectionJudged(reflection.id, command.verdict, missing)]


@decides(DropReflection)
def drop_reflection(state: State, command: DropReflection, by: Actor, moment: Moment) -> list[Event]:
    require_user(state, TOOL, by)
    reflection = _open(state, command.reflection)
    if by.seat is not None and by.side != reflection.side:
        raise Refused("not_yours", "Only the side that tries can take it back.")
    return [ReflectionDropped(reflection.id)]


def _open(state: State, id: str) -> Reflection:
    reflection = state[Reflections].tries.get(id)
    if reflection is None:
        raise Refused("no_such_reflection", "Nobody has said this.")
    if not reflection.open:
        raise Refused("already", "This has been answered already.")
    return reflection


@gate(
    "reflected",
    says="each side has said one card of the other so that its owners accepted it",
    on=(*REFLECTING, CardTakenDown, SeatTaken, SeatFreed),
)
def each_side_has_one_accepted(state: State) -> list[str]:
    """The sides whose words have not been accepted once yet."""
    return [
        f"{side.name} has not said a card of the other side back so that it was accepted"
        for side in setting_of(state).sides
        if side.id in sides_at_the_table(state) and not state[Reflections].of(side.id)[1]
    ]


@evolves(Restated)
def restated(state: State, event: Restated, entry: Entry) -> None:
    state[Reflections].tries[entry.id] = Reflection(entry.id, event.card, event.side, event.text)


@evolves(CardTakenDown)
def nothing_is_left_to_judge(state: State, event: CardTakenDown, entry: Entry) -> None:
    for one in state[Reflections].about(event.card):
        one.dropped = one.dropped or one.open


@evolves(ReflectionJudged)
def reflection_judged(state: State, event: ReflectionJudged, entry: Entry) -> None:
    reflection = state[Reflections].tries[event.reflection]
    reflection.verdict, reflection.missing = event.verdict, event.missing


@evolves(ReflectionDropped)
def reflection_dropped(state: State, event: ReflectionDropped, entry: Entry) -> None:
    state[Reflections].tries[event.reflection].dropped = True
