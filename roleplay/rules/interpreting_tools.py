"""What stands written on a board, said again in another language by an interpreter.

A kind of words is named here twice: the events in which it is written, and what of it stands now. Its
translations have its audience, stand beside it as long as it says the same, and go with it. Only what all
read is named: what one side keeps for itself has no interpreter. Lines of the talk are in ``interpreting``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .attribution import rule_of, strictest
from .brackets import BracketSettled
from .constraints import TOOL as CONSTRAINTS
from .constraints import ConstraintNamed, Constraints
from .criticism import Criticised
from .ground_rules import first_the_ground_rules
from .interpreting import interpreters_listen_when_others_do, require_interpreter
from .kernel import (
    EVERYONE,
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
    slice_of_state,
)
from .needs_board import TOOL as NEEDS_BOARD
from .needs_board import CardPutUp, CardReworded, NeedsBoard
from .options import TOOL as OPTIONS
from .options import OptionOffered, Options
from .reflecting import TOOL as REFLECTING
from .reflecting import Reflections, Restated
from .text import TOOL as TEXT
from .text import ClauseRedrafted, ClauseWritten, OneText
from .tools import TakenAway, tools_of
from .unmasking import written_unsigned
from .wording import clean
from .workshop import NO_RECORD, Ended, require_not_ended

WRITES: dict[type[Event], str] = {
    **dict.fromkeys((CardPutUp, Restated, OptionOffered, ConstraintNamed, ClauseWritten, Criticised), ""),
    CardReworded: "card",
    **dict.fromkeys((ClauseRedrafted, BracketSettled), "clause"),
}
"""The events in which words are written that may be carried, and the field that says of what they are; where
there is none, something new."""


@dataclass(frozen=True, slots=True)
class Words:
    """What something says now. ``id`` is what it is called on its board; where one of ``within`` is taken
    away, so is this."""

    id: str
    text: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The ``entry`` in which something was written last, who heard of it, and the strictest rule of
    attribution under which words of it were written."""

    entry: str
    audience: Audience
    rule: str


@dataclass(frozen=True, slots=True)
class Translation:
    """``original`` are the words that were read, ``of`` whatever says them. ``by`` is a participant."""

    id: str
    of: str
    original: str
    text: str
    by: str
    rule: str


@dataclass(frozen=True, slots=True)
class SaidAgain:
    """Of what stands on a board: the entry of its ``words``, and what was made of just these."""

    words: str
    translations: tuple[Translation, ...]


@slice_of_state
@dataclass
class Translations:
    """``written``: by id, what an interpreter may carry or might have. ``all``: translations by id.
    ``taken_back``: those that are gone, and whether staff took them."""

    written: dict[str, Written] = field(default_factory=dict)
    all: dict[str, Translation] = field(default_factory=dict)
    taken_back: dict[str, bool] = field(default_factory=dict)


Standing = Callable[[State], Iterable[Words]]
STANDING: dict[str, list[Standing]] = {}
"""By tool: what says which words stand on it."""


def stands_on(*tools: str) -> Callable[[Standing], Standing]:
    """Register what stands on these tools' boards."""

    def register(find: Standing) -> Standing:
        for tool in tools:
            STANDING.setdefault(tool, []).append(find)
        return find

    return register


@stands_on(NEEDS_BOARD, REFLECTING)
def cards(state: State) -> Iterator[Words]:
    return (Words(card.id, card.text) for card in state[NeedsBoard].cards.values())


@stands_on(REFLECTING)
def reflections(state: State) -> Iterator[Words]:
    known = state[NeedsBoard].cards
    tries = (one for one in state[Reflections].tries.values() if one.card in known and not one.dropped)
    return (Words(one.id, one.text, (one.card,)) for one in tries)


@stands_on(OPTIONS, CONSTRAINTS)
def options(state: State) -> Iterator[Words]:
    return (Words(option.id, option.text) for option in state[Options].all.values())


@stands_on(CONSTRAINTS)
def constraints(state: State) -> Iterator[Words]:
    named = (one for one in state[Constraints].all.values() if one.option in state[Options].all)
    return (Words(one.id, f"{one.who}: {one.why}", (one.option,)) for one in named)


@stands_on(TEXT)
def clauses(state: State) -> Iterator[Words]:
    return (Words(clause.id, clause.text) for clause in state[OneText].clauses.values())


@stands_on(TEXT)
def remarks(state: State) -> Iterator[Words]:
    for clause in state[OneText].clauses.values():
        yield from (Words(one.id, one.text, (clause.id,)) for one in clause.remarks)


def standing(state: State, tool: str) -> Iterator[Words]:
    """All words on this tool's board that an interpreter may carry."""
    return (words for find in STANDING.get(tool, ()) for words in find(state))


def said_again(state: State, tool: str) -> dict[str, SaidAgain]:
    """Of all that stands on this tool's board, by id: what interpreters made of it."""
    known = state[Translations]
    of: dict[tuple[str, str], tuple[Translation, ...]] = {}
    for one in known.all.values():
        key = one.of, one.original
        of[key] = (*of.get(key, ()), one) if one.id not in known.taken_back else of.get(key, ())
    return {
        words.id: SaidAgain(known.written[words.id].entry, of.get((words.id, words.text), ()))
        for words in standing(state, tool)
        if words.id in known.written
    }


@command("interpret_words")
@dataclass(frozen=True)
class InterpretWords(Command):
    """Say what stands on a board again in another language. ``words`` is the entry in which they were
    written, so that nobody translates what they have not read."""

    words: str
    text: str


@command("take_back_translation")
@dataclass(frozen=True)
class TakeBackTranslation(Command):
    """One's own; staff may take back any."""

    translation: str


def _as_its_original(state: State, happened: "WordsInterpreted | TranslationTakenBack") -> Audience:
    return state[Translations].written[happened.of].audience


@event("words_interpreted", to=_as_its_original)
@dataclass(frozen=True)
class WordsInterpreted(Event):
    """``of`` is what says them, ``words`` the entry in which they were written, ``within`` what it is in."""

    of: str
    words: str
    within: tuple[str, ...]
    text: str


@event("translation_taken_back", to=_as_its_original)
@dataclass(frozen=True)
class TranslationTakenBack(Event):
    of: str
    translation: str


INTERPRETED_WORDS = (WordsInterpreted, TranslationTakenBack)


guards(InterpretWords)(interpreters_listen_when_others_do)
guards(TakeBackTranslation)(first_the_ground_rules)


@decides(InterpretWords)
def interpret_words(state: State, command: InterpretWords, by: Actor, moment: Moment) -> list[Event]:
    require_interpreter(state, by)
    require_not_ended(state)
    words = _on_the_table(state, command.words, by)
    happened = WordsInterpreted(words.id, command.words, words.within, clean(command.text))
    written = state[Translations].written[words.id]
    now = rule_of(state, happened, written.audience)
    if strictest(written.rule, now) != now:
        raise Refused("stricter", "This was written under a stricter rule than holds now.")
    return [happened]


@decides(TakeBackTranslation)
def take_back_translation(
    state: State, command: TakeBackTranslation, by: Actor, moment: Moment
) -> list[Event]:
    require_not_ended(state)
    known = state[Translations]
    one = known.all.get(command.translation)
    if one is None or one.id in known.taken_back:
        raise Refused("no_such_translation", "There is no such translation.")
    if not by.staff and one.by != by.participant:
        raise Refused("not_yours", "Whoever made this translation takes it back, or the facilitators.")
    return [TranslationTakenBack(one.of, one.id)]


def _on_the_table(state: State, entry: str, by: Actor) -> Words:
    """What was written in this entry, if it stands on the table now and ``by`` has heard it."""
    known = state[Translations].written
    for words in (words for tool in tools_of(state) for words in standing(state, tool)):
        written = known.get(words.id)
        if written and written.entry == entry and _heard(written.audience, by):
            return words
    raise Refused("no_such_words", "This does not stand there any more. Read what it says now.")


def _heard(audience: Audience, by: Actor) -> bool:
    return audience == EVERYONE or (by.seat in (audience.seats or ()) and not audience.sealed)


evolves(WordsInterpreted)(written_unsigned)


@evolves(*WRITES)
def words_written(state: State, event: Event, entry: Entry) -> None:
    known, of = state[Translations].written, WRITES[type(event)]
    id = getattr(event, of) if of else entry.id
    rule = strictest(entry.rule, known[id].rule) if id in known else entry.rule
    known[id] = Written(entry.id, entry.audience, rule)


@evolves(WordsInterpreted)
def words_interpreted(state: State, event: WordsInterpreted, entry: Entry) -> None:
    known = state[Translations]
    text = next((words.text for words in _all_standing(state) if words.id == event.of), "")
    known.all[entry.id] = Translation(entry.id, event.of, text, event.text, entry.by, entry.rule)


def _all_standing(state: State) -> Iterator[Words]:
    return (words for tool in STANDING for words in standing(state, tool))


@evolves(TranslationTakenBack)
def translation_taken_back(state: State, event: TranslationTakenBack, entry: Entry) -> None:
    known = state[Translations]
    by_staff = known.all[event.translation].by != entry.by
    known.taken_back[event.translation] = by_staff
    if by_staff:
        state[TakenAway].ids.add(event.translation)


@evolves(Ended)
def what_was_for_no_record_is_not_told_after_the_end(state: State, event: Ended, entry: Entry) -> None:
    known = state[Translations]
    known.all = {id: one for id, one in known.all.items() if one.rule != NO_RECORD}
