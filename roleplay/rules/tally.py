"""How much each seat has said: turns, words, and when last. Counts only, never a judgement.

A slice of the state like any other, so that the desk need not walk through the log.
"""

from collections import Counter
from dataclasses import dataclass, field

from .kernel import Entry, State, evolves, slice_of_state
from .people import side_of
from .talk import Said
from .workshop import NO_RECORD, UNATTRIBUTED


@slice_of_state
@dataclass
class Tally:
    """Corridor lines count too: staff see that somebody talks, not what. ``last`` is Unix ms.

    What is said under a rule that hides or forgets who spoke is not counted: a count would tell.
    """

    words: Counter[str] = field(default_factory=Counter)
    turns: Counter[str] = field(default_factory=Counter)
    side_words: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)


@evolves(Said)
def said(state: State, event: Said, entry: Entry) -> None:
    if entry.seat is None or entry.rule in (UNATTRIBUTED, NO_RECORD):
        return
    tally, words = state[Tally], len(event.text.split())
    tally.words[entry.seat] += words
    tally.turns[entry.seat] += 1
    tally.side_words[side_of(state, entry.seat) or ""] += words
    tally.last[entry.seat] = entry.at
