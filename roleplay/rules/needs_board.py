"""The needs and fears board: cards of each side in plenary, and what the other side asks about them.

The sides put up cards in turns, so that neither has more than one card more than another. The other side
may ask what a card means; to argue with it there is no command.
"""

from dataclasses import dataclass, field
from typing import Literal

from .kernel import (
    EVERYONE,
    Actor,
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
from .people import SeatFreed
from .phases import gate
from .seats import SeatTaken
from .tools import ToolCommand, note_if_staff_took, side_using, sides_at_the_table, tool, user_of
from .wording import clean
from .workshop import setting_of

TOOL = tool("needs-board", "PH2")
LONGEST_CARD = 300
MOST_CARDS = 8

CardKind = Literal["need", "fear", "hope", "position"]


@dataclass
class Question:
    """A clarifying question of another ``side`` about a card, and the owners' answer."""

    id: str
    card: str
    side: str
    text: str
    answer: str = ""


@dataclass
class Card:
    id: str
    side: str
    kind: CardKind
    text: str
    questions: list[Question] = field(default_factory=list)


@slice_of_state
@dataclass
class NeedsBoard:
    """The cards of all sides by id, in the order they were put up; ``asked``: the questions by id."""

    cards: dict[str, Card] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)

    def of(self, side: str) -> list[Card]:
        return [card for card in self.cards.values() if card.side == side]


@command("put_up_card")
@dataclass(frozen=True)
class PutUpCard(ToolCommand):
    kind: CardKind
    text: str


@command("reword_card")
@dataclass(frozen=True)
class RewordCard(ToolCommand):
    card: str
    text: str


@command("mark_card")
@dataclass(frozen=True)
class MarkCard(ToolCommand):
    """Call one's own side's card a need, a fear, a hope or a position."""

    card: str
    kind: CardKind


@command("take_down_card")
@dataclass(frozen=True)
class TakeDownCard(ToolCommand):
    """One's own side's card, as long as the counts stay even; staff may take down any."""

    card: str


@command("ask")
@dataclass(frozen=True)
class Ask(ToolCommand):
    """Ask the owners of a card what they mean. Not a reply to it."""

    card: str
    text: str


@command("answer_question")
@dataclass(frozen=True)
class AnswerQuestion(ToolCommand):
    question: str
    text: str


@event("card_put_up", to=EVERYONE)
@dataclass(frozen=True)
class CardPutUp(Event):
    side: str
    sort: CardKind
    text: str


@event("card_reworded", to=EVERYONE)
@dataclass(frozen=True)
class CardReworded(Event):
    card: str
    text: str


@event("card_marked", to=EVERYONE)
@dataclass(frozen=True)
class CardMarked(Event):
    card: str
    sort: CardKind


@event("card_taken_down", to=EVERYONE)
@dataclass(frozen=True)
class CardTakenDown(Event):
    card: str


@event("question_asked", to=EVERYONE)
@dataclass(frozen=True)
class QuestionAsked(Event):
    card: str
    side: str
    text: str


@event("question_answered", to=EVERYONE)
@dataclass(frozen=True)
class QuestionAnswered(Event):
    question: str
    text: str


CARDS = (CardPutUp, CardReworded, CardMarked, CardTakenDown)
BOARD = (*CARDS, QuestionAsked, QuestionAnswered)


@decides(PutUpCard)
def put_up_card(state: State, command: PutUpCard, by: Actor, moment: Moment) -> list[Event]:
    side = side_using(state, TOOL, by)
    if len(state[NeedsBoard].of(side)) >= MOST_CARDS:
        raise Refused("full", f"{MOST_CARDS} cards of a side are enough. Reword one, or take one down.")
    if waits_for_others(state, side):
        raise Refused("their_turn", "The other side puts up a card next, so that both have equally many.")
    return [CardPutUp(side, command.kind, clean(command.text, LONGEST_CARD))]


@decides(TakeDownCard)
def take_down_card(state: State, command: TakeDownCard, by: Actor, moment: Moment) -> list[Event]:
    side, card = user_of(state, TOOL, by), card_of(state, command.card)
    if side not in (card.side, None):
        raise Refused("not_yours", "Only the side whose card it is can take it down.")
    if side and _ahead(state, side, -1) < -1:
        raise Refused("uneven", "Your side would have two cards less. Find better words for it instead.")
    return [CardTakenDown(card.id)]


def waits_for_others(state: State, side: str) -> bool:
    """Is it the turn of another side to put up a card?"""
    return _ahead(state, side, 1) > 1


def _ahead(state: State, side: str, change: int) -> int:
    """By how many cards a side would be ahead of the one that has fewest (or, below zero, behind the one
    that has most) after this change."""
    board = state[NeedsBoard]
    others = [len(board.of(one)) for one in sides_at_the_table(state) if one != side]
    mine = len(board.of(side)) + change
    return mine - (min if change > 0 else max)(others, default=mine)


@decides(RewordCard)
def reword_card(state: State, command: RewordCard, by: Actor, moment: Moment) -> list[Event]:
    card, text = _ours(state, command.card, by), clean(command.text, LONGEST_CARD)
    if text == card.text:
        raise Refused("already", "It says this already.")
    return [CardReworded(card.id, text)]


@decides(MarkCard)
def mark_card(state: State, command: MarkCard, by: Actor, moment: Moment) -> list[Event]:
    card = _ours(state, command.card, by)
    if card.kind == command.kind:
        raise Refused("already", "It is marked so already.")
    return [CardMarked(card.id, command.kind)]


@decides(Ask)
def ask(state: State, command: Ask, by: Actor, moment: Moment) -> list[Event]:
    side, card = side_using(state, TOOL, by), card_of(state, command.card)
    if card.side == side:
        raise Refused("your_own", "This is a card of your own side. The other side may ask about it.")
    return [QuestionAsked(card.id, side, clean(command.text, LONGEST_CARD))]


@decides(AnswerQuestion)
def answer_question(state: State, command: AnswerQuestion, by: Actor, moment: Moment) -> list[Event]:
    side, question = side_using(state, TOOL, by), state[NeedsBoard].asked.get(command.question)
    if question is None:
        raise Refused("no_such_question", "There is no such question.")
    if card_of(state, question.card).side != side:
        raise Refused("not_yours", "The side whose card it is answers.")
    if question.answer:
        raise Refused("already", "This question has been answered.")
    return [QuestionAnswered(question.id, clean(command.text, LONGEST_CARD))]


def card_of(state: State, id: str) -> Card:
    """The card that stands on the board under this id."""
    card = state[NeedsBoard].cards.get(id)
    if card is None:
        raise Refused("no_such_card", "There is no such card on the board.")
    return card


def _ours(state: State, id: str, by: Actor) -> Card:
    side, card = side_using(state, TOOL, by), card_of(state, id)
    if card.side != side:
        raise Refused("not_yours", "Only the side whose card it is can change it.")
    return card


@gate(
    "equal-cards",
    says="every side has put up equally many cards, give or take one",
    on=(*CARDS, SeatTaken, SeatFreed),
)
def every_side_has_its_cards(state: State) -> list[str]:
    """The sides that have no card yet, or two or more fewer than another."""
    counts = {side: len(state[NeedsBoard].of(side)) for side in sides_at_the_table(state)}
    most = max(counts.values(), default=0)
    name = {side.id: side.name for side in setting_of(state).sides}
    missing = [f"{name[side]} has no card on the board" for side, count in counts.items() if not count]
    return missing + [
        f"{name[side]} has {most - count} cards fewer on the board"
        for side, count in counts.items()
        if count and most - count > 1
    ]


@evolves(CardPutUp)
def card_put_up(state: State, event: CardPutUp, entry: Entry) -> None:
    state[NeedsBoard].cards[entry.id] = Card(entry.id, event.side, event.sort, event.text)


@evolves(CardReworded)
def card_reworded(state: State, event: CardReworded, entry: Entry) -> None:
    state[NeedsBoard].cards[event.card].text = event.text


@evolves(CardMarked)
def card_marked(state: State, event: CardMarked, entry: Entry) -> None:
    state[NeedsBoard].cards[event.card].kind = event.sort


@evolves(CardTakenDown)
def card_taken_down(state: State, event: CardTakenDown, entry: Entry) -> None:
    board = state[NeedsBoard]
    for question in board.cards.pop(event.card).questions:
        del board.asked[question.id]
    note_if_staff_took(state, event.card, entry)


@evolves(QuestionAsked)
def question_asked(state: State, event: QuestionAsked, entry: Entry) -> None:
    board, question = state[NeedsBoard], Question(entry.id, event.card, event.side, event.text)
    board.asked[question.id] = question
    board.cards[event.card].questions.append(question)


@evolves(QuestionAnswered)
def question_answered(state: State, event: QuestionAnswered, entry: Entry) -> None:
    state[NeedsBoard].asked[event.question].answer = event.text
