"""The non-paper: one unsigned page made from the negotiating text and from what was cleared to be told.

Staff lay it down. It says nothing of who was there; what is held back or struck later falls out of it.
"""

from dataclasses import dataclass

from .attribution import Attributions, rule_in
from .cleared_summary import TOOL as SUMMARY
from .cleared_summary import Sentence, Summary
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
    require_staff,
    slice_of_state,
)
from .rooms import PLENARY
from .text import TOOL as TEXT
from .text import Bracket, Clause, OneText, places
from .tools import TakenAway, require_tool, tool
from .wording import clean
from .workshop import NO_RECORD

TOOL = tool("non-paper", "PH7", "PH8", after="cleared-summary")
LONGEST_HEADING = 120
A_PAGE = 500
"""Words that fit on one page."""


@dataclass(frozen=True)
class Paper:
    """What a reader gets: texts and nothing else."""

    heading: str
    clauses: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(len(text.split()) for text in (self.heading, *self.clauses, *self.sentences))


@slice_of_state
@dataclass
class NonPaper:
    """``clauses`` as they stood when it was laid down, ``drawn_from`` those of the text and ``sentences`` of
    the summary, both by id."""

    number: int = 0
    heading: str = ""
    clauses: tuple[str, ...] = ()
    drawn_from: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


@command("make_non_paper")
@dataclass(frozen=True)
class MakeNonPaper(Command):
    """Lay it down as the text and the summary stand now; an earlier one is replaced."""

    heading: str = ""


@event("non_paper_made", to=EVERYONE)
@dataclass(frozen=True)
class NonPaperMade(Event):
    heading: str
    clauses: tuple[str, ...]
    drawn_from: tuple[str, ...]
    sentences: tuple[str, ...]


@decides(MakeNonPaper)
def make_non_paper(state: State, command: MakeNonPaper, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_tool(state, TOOL)
    if rule_in(state, PLENARY) == NO_RECORD:
        raise Refused("no_record", "Nothing is kept of this step, so no paper can leave it.")
    heading = clean(command.heading, LONGEST_HEADING) if command.heading.strip() else ""
    found = clauses_to_come(state)
    clauses, drawn_from = tuple(map(as_written, found)), tuple(one.id for one in found)
    sentences = tuple(one.id for one in sentences_to_come(state))
    if not (clauses or sentences):
        raise Refused(
            "nothing_yet", "There is no adopted or bracketed clause and no cleared sentence to put into it."
        )
    now = state[NonPaper]
    if (now.heading, now.clauses, now.sentences) == (heading, clauses, sentences):
        raise Refused("already", "It says this already.")
    return [NonPaperMade(heading, clauses, drawn_from, sentences)]


def clauses_to_come(state: State) -> list[Clause]:
    """Those that are adopted, or stand in brackets; what is parked, loose or off the record stays inside."""
    clauses = () if TEXT in state[Attributions].unkept else state[OneText].clauses.values()
    return [one for one in clauses if one.standing in ("adopted", "bracketed")]


def sentences_to_come(state: State) -> list[Sentence]:
    """Those that all have cleared, unless it was promised that nothing is kept of them."""
    return [] if SUMMARY in state[Attributions].unkept else state[Summary].tellable()


def as_written(clause: Clause) -> str:
    """The clause on paper: what is not agreed in square brackets, what might stand there after a slash."""
    text, at = "", 0
    for start, end, bracket in places(clause.text, clause) or []:
        text += clause.text[at:start] + _in_brackets(bracket)
        at = end
    return text + clause.text[at:]


def _in_brackets(bracket: Bracket) -> str:
    return f"[{bracket.words} / {bracket.other}]" if bracket.other else f"[{bracket.words}]"


def paper_of(state: State) -> Paper | None:
    """The non-paper as it may be read now; None before one was laid down."""
    made, sentences = state[NonPaper], state[Summary].sentences
    if not made.number:
        return None
    told = (sentences[id] for id in made.sentences)
    clauses = standing(state, made.clauses, made.drawn_from)
    return Paper(made.heading, clauses, tuple(one.text for one in told if one.tellable))


def standing(state: State, clauses: tuple[str, ...], drawn_from: tuple[str, ...]) -> tuple[str, ...]:
    """The words of those clauses that staff have not struck since."""
    struck = state[TakenAway].ids
    return tuple(text for text, id in zip(clauses, drawn_from, strict=True) if id not in struck)


@evolves(NonPaperMade)
def non_paper_made(state: State, event: NonPaperMade, entry: Entry) -> None:
    made = state[NonPaper]
    made.number, made.heading = made.number + 1, event.heading
    made.clauses, made.drawn_from, made.sentences = event.clauses, event.drawn_from, event.sentences
