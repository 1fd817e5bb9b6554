"""What is wrong with a pack, said so that an author can mend it: file, line, field, cause, remedy."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

MAX_PROBLEMS = 100
MAX_SHOWN = 200


Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. Lines and columns count from 1; ``field`` is the path inside the file.

    ``check`` is the number of the check (``checks/table.py``) that found it, 0 for what keeps a pack from
    being read; ``figure`` is what was measured and ``threshold`` what it is held against. ``explained`` is
    the pack's own word on a warning that it keeps.
    """

    file: str
    line: int
    column: int
    field: str
    message: str
    remedy: str
    check: int = 0
    level: Level = "error"
    figure: str = ""
    threshold: str = ""
    explained: str = ""

    def __post_init__(self) -> None:
        for name in ("file", "field", "message"):
            object.__setattr__(self, name, _on_one_line(getattr(self, name)))

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}"
        what = f"{self.field}: {self.message}" if self.field else self.message
        return f"{where} {what}. {self.remedy}".rstrip()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _on_one_line(text: str) -> str:
    """Authors' own words come back in reports: short, and without anything that a terminal obeys."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:MAX_SHOWN])
    return f"{shown}…" if len(text) > MAX_SHOWN else shown


class PackErrors(Exception):
    """A pack that was not loaded, with everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        everything = sorted(set(problems))
        self.problems = everything[:MAX_PROBLEMS]
        self.more = len(everything) - len(self.problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if self.more:
            lines.append(f"and {self.more} more")
        return "\n".join(lines)


@dataclass
class Findings:
    """Problems being gathered for one file, each at its place in it."""

    file: str
    place: Any
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: tuple[str | int, ...], message: str, remedy: str, **more: Any) -> None:
        line, column = self.place(path)
        name = ".".join(map(str, path))
        self.problems.append(Problem(self.file, line, column, name, message, remedy, **more))
