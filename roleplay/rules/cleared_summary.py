"""The cleared summary: sentences that may be told outside, because each side said that they expose nobody.

Sentences are unsigned, and so is an objection: one holds a sentence back for good. Which sides have cleared
a sentence is known to nobody but themselves until all have, so that the last is not pushed.
"""

from dataclasses import dataclass, field

from .kernel import (
    EVERYONE,
    Actor,
    Audience,
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
from .rooms import audience_in, caucus_of
from .tools import ToolCommand, require_user, side_using, sides_at_the_table, tool
from .wording import clean

TOOL = tool("cleared-summary", "PH8", after="transfer-plan")
LONGEST_SENTENCE = 300
MOST_SENTENCES = 20


@dataclass
class Sentence:
    """``by`` are the sides that have cleared it so far; ``cleared`` once all had; ``held`` for good."""

    id: str
    text: str
    by: set[str] = field(default_factory=set)
    cleared: bool = False
    held: bool = False

    @property
    def tellable(self) -> bool:
        return self.cleared and not self.held


@slice_of_state
@dataclass
class Summary:
    """By id, in the order they were proposed."""

    sentences: dict[str, Sentence] = field(default_factory=dict)

    def tellable(self) -> list[Sentence]:
        return [one for one in self.sentences.values() if one.tellable]


@command("propose_sentence")
@dataclass(frozen=True)
class ProposeSentence(ToolCommand):
    """Propose what might be told outside."""

    text: str


@command("clear_sentence")
@dataclass(frozen=True)
class ClearSentence(ToolCommand):
    """For one's own side: this exposes nobody of ours."""

    sentence: str


@command("hold_sentence")
@dataclass(frozen=True)
class HoldSentence(ToolCommand):
    """Object. Nobody learns who did, and nobody asks why."""

    sentence: str


def _the_side(state: State, happened: "SentenceCleared") -> Audience:
    return audience_in(state, caucus_of(happened.side))


@event("sentence_proposed", to=EVERYONE)
@dataclass(frozen=True)
class SentenceProposed(Event):
    text: str


@event("sentence_cleared", to=_the_side)
@dataclass(frozen=True)
class SentenceCleared(Event):
    """One side has cleared it."""

    sentence: str
    side: str


@event("sentence_passed", to=EVERYONE)
@dataclass(frozen=True)
class SentencePassed(Event):
    """The last side has cleared it."""

    sentence: str


@event("sentence_held", to=EVERYONE)
@dataclass(frozen=True)
class SentenceHeld(Event):
    sentence: str


SUMMARY = (SentenceProposed, SentenceCleared, SentencePassed, SentenceHeld)


@decides(ProposeSentence)
def propose_sentence(state: State, command: ProposeSentence, by: Actor, moment: Moment) -> list[Event]:
    require_user(state, TOOL, by)
    if len(state[Summary].sentences) >= MOST_SENTENCES:
        raise Refused("full", f"{MOST_SENTENCES} sentences are enough. Nobody at home reads more.")
    return [SentenceProposed(clean(command.text, LONGEST_SENTENCE))]


@decides(ClearSentence)
def clear_sentence(state: State, command: ClearSentence, by: Actor, moment: Moment) -> list[Event]:
    side, sentence = side_using(state, TOOL, by), _open(state, command.sentence)
    all_have = {*sentence.by, side}.issuperset(sides_at_the_table(state))
    if sentence.cleared or (side in sentence.by and not all_have):
        raise Refused("already", "Your side has cleared it already.")
    passed = [SentencePassed(sentence.id)] if all_have else []
    return [SentenceCleared(sentence.id, side), *passed]


@decides(HoldSentence)
def hold_sentence(state: State, command: HoldSentence, by: Actor, moment: Moment) -> list[Event]:
    require_user(state, TOOL, by)
    return [SentenceHeld(_open(state, command.sentence).id)]


def _open(state: State, id: str) -> Sentence:
    sentence = state[Summary].sentences.get(id)
    if sentence is None:
        raise Refused("no_such_sentence", "There is no such sentence.")
    if sentence.held:
        raise Refused("held", "This sentence is held back. Propose it in other words.")
    return sentence


@evolves(SentenceProposed)
def sentence_proposed(state: State, event: SentenceProposed, entry: Entry) -> None:
    state[Summary].sentences[entry.id] = Sentence(entry.id, event.text)


@evolves(SentenceCleared)
def sentence_cleared(state: State, event: SentenceCleared, entry: Entry) -> None:
    state[Summary].sentences[event.sentence].by.add(event.side)


@evolves(SentencePassed)
def sentence_passed(state: State, event: SentencePassed, entry: Entry) -> None:
    state[Summary].sentences[event.sentence].cleared = True


@evolves(SentenceHeld)
def sentence_held(state: State, event: SentenceHeld, entry: Entry) -> None:
    state[Summary].sentences[event.sentence].held = True
