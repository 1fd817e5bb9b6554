"""Brackets in the negotiating text: words nobody agrees on yet, with what might stand there and why.

Whoever holds the pen puts and settles them. A bracket is information, not a failure, and nobody signs it.
"""

from dataclasses import dataclass
from typing import Literal

from .kernel import EVERYONE, Actor, Entry, Event, Moment, Refused, State, command, decides, event, evolves
from .text import (
    LONGEST_CLAUSE,
    LONGEST_REMARK,
    Bracket,
    Clause,
    OneText,
    Version,
    clause_of,
    places,
    require_not_adopted,
    require_pen,
)
from .text import TOOL as TOOL  # brackets are a part of the text
from .tools import ToolCommand
from .wording import clean

MOST_BRACKETS = 8

Keep = Literal["words", "other"]


@command("put_bracket")
@dataclass(frozen=True)
class PutBracket(ToolCommand):
    """Bracket these ``words`` of a clause; ``other`` might stand there (or nothing), for a reason."""

    clause: str
    words: str
    reason: str
    other: str = ""


@command("settle_bracket")
@dataclass(frozen=True)
class SettleBracket(ToolCommand):
    """Keep the words, or put the other ones in their place."""

    bracket: str
    keep: Keep


@event("bracket_put", to=EVERYONE)
@dataclass(frozen=True)
class BracketPut(Event):
    clause: str
    words: str
    other: str
    reason: str


@event("bracket_settled", to=EVERYONE)
@dataclass(frozen=True)
class BracketSettled(Event):
    """``text`` is what the clause says from now on."""

    clause: str
    bracket: str
    text: str


BRACKETS = (BracketPut, BracketSettled)


@decides(PutBracket)
def put_bracket(state: State, command: PutBracket, by: Actor, moment: Moment) -> list[Event]:
    require_pen(state, by)
    clause, words = clause_of(state, command.clause), clean(command.words, LONGEST_CLAUSE)
    require_not_adopted(clause)
    other = clean(command.other, LONGEST_CLAUSE) if command.other.strip() else ""
    reason = clean(command.reason, LONGEST_REMARK)
    if len(clause.brackets) >= MOST_BRACKETS:
        raise Refused("full", f"{MOST_BRACKETS} open brackets in a clause are enough. Settle one first.")
    if words not in clause.text:
        raise Refused("no_such_words", "The clause does not say these words. Copy them as they stand in it.")
    if words == other:
        raise Refused("same_words", "Both say the same.")
    wanted = Bracket("", clause.id, words, other, reason)
    if places(clause.text, _with(clause, wanted)) is None:
        raise Refused("in_brackets", "Some of these words stand in brackets already.")
    return [BracketPut(clause.id, words, other, reason)]


@decides(SettleBracket)
def settle_bracket(state: State, command: SettleBracket, by: Actor, moment: Moment) -> list[Event]:
    require_pen(state, by)
    clause = next((one for one in state[OneText].clauses.values() if command.bracket in one.brackets), None)
    if clause is None:
        raise Refused("no_such_bracket", "There is no such open bracket.")
    text = clause.text
    if command.keep == "other":
        text = clean(_replaced(clause, clause.brackets[command.bracket]), LONGEST_CLAUSE)
        if places(text, _without(clause, command.bracket)) is None:
            raise Refused("in_brackets", "This would mix up the other brackets. Settle those first.")
    return [BracketSettled(clause.id, command.bracket, text)]


def as_read(clause: Clause) -> str:
    """The clause in one piece, with what is not agreed in it as brackets."""
    text, at = "", 0
    for start, end, bracket in places(clause.text, clause) or []:
        text += f"{clause.text[at:start]}[{bracket.words} / {bracket.other or '…'}]"
        at = end
    return text + clause.text[at:]


def _replaced(clause: Clause, bracket: Bracket) -> str:
    """The text with the other words; where there are none, no two blanks are left behind."""
    before, after = clause.text.split(bracket.words, 1)
    if not bracket.other:
        before, after = before.rstrip(" "), after if before.endswith(" ") else after.lstrip(" ")
    return before + bracket.other + after


def _with(clause: Clause, bracket: Bracket) -> Clause:
    return Clause(clause.id, clause.versions, brackets={**clause.brackets, bracket.id: bracket})


def _without(clause: Clause, bracket: str) -> Clause:
    others = {id: one for id, one in clause.brackets.items() if id != bracket}
    return Clause(clause.id, clause.versions, brackets=others)


@evolves(BracketPut)
def bracket_put(state: State, event: BracketPut, entry: Entry) -> None:
    text = state[OneText]
    bracket = Bracket(entry.id, event.clause, event.words, event.other, event.reason, entry.at)
    text.clauses[event.clause].brackets[entry.id] = bracket
    text.most_open = max(text.most_open, text.open)


@evolves(BracketSettled)
def bracket_settled(state: State, event: BracketSettled, entry: Entry) -> None:
    clause = state[OneText].clauses[event.clause]
    del clause.brackets[event.bracket]
    if event.text != clause.text:
        clause.versions.append(Version(entry.id, event.text))
