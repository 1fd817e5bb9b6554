"""The checks of a pack that can be read: is it fair, careful and whole? ``table.py`` names all of them.

``findings`` is everything; ``stops`` is what must be mended before the pack is hosted. A warning that the
pack explains itself carries its explanation.
"""

from dataclasses import replace
from functools import lru_cache

from scenarios.checks import facts, readers, seats, sessions, unwritten, wording
from scenarios.checks.report import Report
from scenarios.loader import LoadedPack
from scenarios.problems import PackErrors, Problem
from scenarios.schema import Explanation

BY_SUBJECT = (seats, wording, facts, sessions, readers, unwritten)
CHECKS = [check for subject in BY_SUBJECT for check in subject.CHECKS]


class _This:
    """One loaded pack as a key: the same object is the same pack, so it is checked once."""

    def __init__(self, loaded: LoadedPack) -> None:
        self.loaded = loaded

    def __hash__(self) -> int:
        return id(self.loaded)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.loaded is self.loaded


def findings(loaded: LoadedPack) -> list[Problem]:
    """Everything that an author should look at again, in the order of the files."""
    return list(_findings(_This(loaded)))


@lru_cache(maxsize=64)
def _findings(this: _This) -> tuple[Problem, ...]:
    report = Report(this.loaded)
    for check in CHECKS:
        check(report)
    explanations = this.loaded.pack.explained
    return tuple(sorted(_explained(problem, explanations) for problem in report.problems))


def stops(loaded: LoadedPack) -> list[Problem]:
    """The errors: with one of them the pack may be read and edited, but not hosted."""
    return [problem for problem in findings(loaded) if problem.level == "error"]


def hostable(loaded: LoadedPack) -> LoadedPack:
    """The same pack; raises ``PackErrors`` when something must be mended before it is hosted."""
    if problems := stops(loaded):
        raise PackErrors(problems)
    return loaded


def _explained(problem: Problem, explanations: list[Explanation]) -> Problem:
    """Only a warning can be explained."""
    for explanation in explanations:
        if problem.level == "warning" and explanation.covers(problem.check, str(problem)):
            return replace(problem, explained=explanation.why)
    return problem
