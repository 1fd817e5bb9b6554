"""What delegates have said in the plenary lately, and what is asked of the words of each line.

Gathered once for all that light a move (``triggers``). What was asked can be handed to the next look: every
desk looks again every few seconds at all that was said in five minutes. Only a few English words are known.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import NamedTuple

from .kernel import State
from .phases import MINUTE
from .rooms import PLENARY
from .setting import SideSetting
from .talk import Line, Said, Talk
from .workshop import setting_of

SPAN = 5 * MINUTE
RECITED = 5
"""So many words of an official line, one after the other, are a recital."""
WORD = re.compile(r"\w+")
BLAMES = (
    *(
        "attack",
        "invad",
        "sponsor",
        "violat",
        "betray",
        "kill",
        "murder",
        "occup",
        "cheat",
        "sabotag",
        "blam",
    ),
    *("destroy", "steal", "stole", "provok", "threaten", "lying", "liar"),
)
"""How words of blame begin; "lied" is one more, as it stands."""
BLAME_BEGINS = frozenset({"lied"} | {stem[:4] for stem in BLAMES})
"""One of them begins a word of every line that blames: most are told apart by them."""
BLAME = re.compile(rf"\b(?:lied\b|(?:{'|'.join(BLAMES)})\w*)", re.IGNORECASE)
VETO = re.compile(
    r"\b(?:(?:will|would|can) never|never (?:work|accept|agree)|won['’]t work|impossible|unacceptable"
    r"|not acceptable|out of the question|non-?starter|no way|we reject|can(?:not|['’]t) accept)\b",
    re.IGNORECASE,
)
VETO_WORDS = frozenset({"never", "won", "impossible", "unacceptable", "acceptable", "question"}) | {
    *("nonstarter", "starter", "way", "reject", "accept"),
}
"""One of them is in every veto: most lines are told apart by them, at a tenth of the price."""
DIGITS = re.compile(r"\d+")
YEARS = range(1800, 2101)
SENTENCE = re.compile(r"[.!?;\n۔।]+")


class Asked(NamedTuple):
    """What is asked of the words of one line; ``blamed`` is the name of a side, or empty."""

    words: int
    names_a_year: bool
    recites: bool
    vetoes: bool
    blamed: str


class Spoken(NamedTuple):
    """A line, the side of the delegate who said it, and what its words say."""

    line: Line
    side: SideSetting
    asked: Asked


class Lately:
    """What was said within SPAN before ``now`` (Unix ms). ``known`` is what was asked before, by line."""

    def __init__(self, state: State, now: int, known: Mapping[str, Asked] | None = None) -> None:
        self.state = state
        self.now = now
        self._known = known or {}

    def since(self, begin: int) -> list[Spoken]:
        """What was said after ``begin``, oldest first."""
        return self._spoken[bisect_right(self._spoken, begin, key=lambda one: one.line.at) :]

    def asked(self) -> dict[str, Asked]:
        """What is known now, by line."""
        return {one.line.id: one.asked for one in self._spoken}

    @cached_property
    def _spoken(self) -> list[Spoken]:
        talk, sides = self.state[Talk], self._sides()
        found: list[Spoken] = []
        for id in reversed(talk.by_room.get(PLENARY, [])):
            line = talk.lines[id]
            if line.at <= self.now - SPAN:
                break
            if line.seat and line.kind == Said.kind and not line.gone:
                side, others, official = sides[line.seat]
                asked = self._known.get(id) or _asked(line.text, others, official)
                found.append(Spoken(line, side, asked))
        return found[::-1]

    def _sides(self) -> dict[str, tuple[SideSetting, tuple[tuple[str, str], ...], tuple[str, ...]]]:
        """By seat: its side, the names of the others, and the official lines of its own."""
        setting = setting_of(self.state)
        sides = {
            side.id: (
                side,
                tuple((other.name, other.adjective) for other in setting.sides if other.id != side.id),
                tuple(phrase for seat in setting.seats_of(side.id) for phrase in seat.official_line),
            )
            for side in setting.sides
        }
        return {seat.id: sides[seat.side] for seat in setting.seats}


def _asked(text: str, others: tuple[tuple[str, str], ...], official: tuple[str, ...]) -> Asked:
    words = WORD.findall(text.casefold())
    return Asked(
        len(text.split()),
        any(len(found) == 4 and int(found) in YEARS for found in DIGITS.findall(text)),
        _recites(words, official),
        not VETO_WORDS.isdisjoint(words) and bool(VETO.search(text)),
        _blamed(text, words, others),
    )


def _blamed(text: str, words: list[str], others: tuple[tuple[str, str], ...]) -> str:
    """The first side that a sentence names together with a word of blame."""
    if BLAME_BEGINS.isdisjoint([word[:4] for word in words]):
        return ""
    blaming = [sentence for sentence in SENTENCE.split(text) if BLAME.search(sentence)]
    for name, adjective in others:
        if any(_named(name, adjective).search(sentence) for sentence in blaming):
            return name
    return ""


@lru_cache(maxsize=100)
def _named(*names: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})(?:s|['’]s)?\b", re.IGNORECASE)


def _recites(words: list[str], official: tuple[str, ...]) -> bool:
    """Whether a run of these words is one of an official line."""
    recitals, openings = _recitals(official)
    starts = range(min(len(words), max(1, len(words) - RECITED + 1)))
    return any(words[at] in openings and " ".join(words[at : at + RECITED]) in recitals for at in starts)


@lru_cache(maxsize=100)
def _recitals(official: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The runs of all these phrases, and the words that they begin with."""
    runs = frozenset(run for phrase in official for run in _runs(WORD.findall(phrase.casefold())))
    return runs, frozenset(run.split(" ", 1)[0] for run in runs)


def _runs(words: list[str]) -> list[str]:
    """Every run of RECITED words; or all of them, if they are a little fewer."""
    if RECITED - 2 < len(words) < RECITED:
        return [" ".join(words)]
    return [" ".join(words[at : at + RECITED]) for at in range(len(words) - RECITED + 1)]
