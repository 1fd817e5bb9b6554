"""The six gradients of agreement, and what a gauge of them comes to for each side.

Only the reckoning: who may ask, answer and open is in ``gauge``.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

from .kernel import State, slice_of_state
from .workshop import setting_of

FEWEST = 3
"""Answers that a side must have given before its figures are shown, and all together before reasons are."""

Stance = Literal["behind", "fine", "live", "more", "wont-block", "cannot"]
STANCES: tuple[Stance, ...] = get_args(Stance)
GOES_ALONG = 3
"""The first three gradients: whoever can at least live with it."""
STAYS_BEHIND = 2
"""The last two: whoever would not sign."""
DIVIDED = 4
"""A side is divided when at least one in so many of it goes along, and one in so many stays behind."""


@dataclass
class Answer:
    stance: Stance
    reason: str


@dataclass
class Gauge:
    """Hidden while ``counts`` is None; then by side how often each gradient was chosen, or nothing where
    there were too few. ``clause`` is empty for a question; ``text`` is what it said when it was put up.
    ``reasons`` are in the order of the alphabet, None where staff took one away; ``opened_at`` is Unix ms."""

    id: str
    clause: str
    text: str
    round: int
    answers: dict[str, Answer] = field(default_factory=dict)
    counts: dict[str, list[int]] | None = None
    reasons: list[str | None] = field(default_factory=list)
    opened_at: int | None = None

    @property
    def hidden(self) -> bool:
        return self.counts is None

    @property
    def figure(self) -> int | None:
        """Of the side that goes along least: how many in a hundred can at least live with it."""
        sides = list((self.counts or {}).values())
        if not sides or not all(sides):
            return None
        return min(100 * sum(counts[:GOES_ALONG]) // sum(counts) for counts in sides)

    @property
    def divided(self) -> list[str]:
        """The sides that do not see it alike, by the figures that everybody was shown and nothing else."""
        return [side for side, counts in (self.counts or {}).items() if counts and _is_divided(counts)]

    def is_common_ground(self, threshold: int) -> bool:
        return self.figure is not None and self.figure >= threshold


def _is_divided(counts: list[int]) -> bool:
    fewest = min(sum(counts[:GOES_ALONG]), sum(counts[-STAYS_BEHIND:]))
    return fewest * DIVIDED >= sum(counts)


@slice_of_state
@dataclass
class Gauges:
    """Every gauge by id, in order; at most one is hidden."""

    all: dict[str, Gauge] = field(default_factory=dict)

    @property
    def running(self) -> Gauge | None:
        return next((one for one in self.all.values() if one.hidden), None)

    def latest_on(self, clause: str) -> Gauge | None:
        """The last one about this clause that has been opened."""
        opened = [one for one in self.all.values() if one.clause == clause and not one.hidden]
        return opened[-1] if opened else None


def threshold_of(state: State) -> int:
    """How many in a hundred of each side must go along before a clause is common ground."""
    return setting_of(state).common_ground


def counted(answers: dict[str, list[Answer]]) -> dict[str, list[int]]:
    """By side: how often each gradient was chosen, or nothing where too few have answered to show it."""
    return {
        side: [sum(one.stance == stance for one in given) for stance in STANCES]
        if len(given) >= FEWEST
        else []
        for side, given in answers.items()
    }


def unsigned(answers: list[Answer]) -> tuple[str, ...]:
    """The reasons in an order that tells nothing; none where so few would tell whose they are."""
    return tuple(sorted(one.reason for one in answers)) if len(answers) >= FEWEST else ()
