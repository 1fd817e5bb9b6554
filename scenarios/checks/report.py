"""How a check says what it found: one ``Findings`` for each file, its number and threshold filled in.

No check is here; see the files beside this one.
"""

from collections.abc import Callable, Iterator
from typing import Any

from scenarios.checks.passages import Passage
from scenarios.checks.table import BY_NUMBER
from scenarios.crosscheck import peers
from scenarios.loader import LoadedPack
from scenarios.problems import Level, Problem
from scenarios.schema import Pack, Seat

Path = tuple[str | int, ...]


class Report:
    """What the checks have found in one pack."""

    def __init__(self, loaded: LoadedPack) -> None:
        self.loaded = loaded
        self.problems: list[Problem] = []

    def at(
        self, check: int, path: Path, message: str, remedy: str, figure: Any = "", level: Level = "warning"
    ) -> None:
        """Something in ``pack.yaml``."""
        line, column = self.loaded.documents["pack.yaml"].place(path)
        name = ".".join(map(str, path))
        self._add(check, Problem("pack.yaml", line, column, name, message, remedy, level=level), figure)

    def in_text(
        self,
        check: int,
        passage: Passage,
        offset: int,
        message: str,
        remedy: str,
        figure: Any = "",
        level: Level = "warning",
    ) -> None:
        """Something at a place of a text, or of a field of ``pack.yaml``."""
        line, column = passage.place(offset)
        found = Problem(passage.file, line, column, passage.field, message, remedy, level=level)
        self._add(check, found, figure)

    def in_file(self, check: int, file: str, message: str, remedy: str, figure: Any = "") -> None:
        self._add(check, Problem(file, 1, 1, "", message, remedy, level="warning"), figure)

    def _add(self, check: int, problem: Problem, figure: Any) -> None:
        threshold = BY_NUMBER[check].threshold if check else ""
        given = vars(problem) | {"check": check, "figure": str(figure), "threshold": threshold}
        self.problems.append(Problem(**given))


def per_side(pack: Pack, count: Callable[[list[Seat]], Any]) -> Iterator[dict[str, Any]]:
    """A measure of the seats by side, for each group of sides that are to be alike."""
    for group in peers(pack):
        yield {side: count([seat for seat in pack.seats if seat.side == side]) for side in group}


def figures(found: dict[str, Any]) -> str:
    return ", ".join(f"{side}: {measure}" for side, measure in found.items())


def apart(found: dict[str, int]) -> int:
    return max(found.values()) - min(found.values())
