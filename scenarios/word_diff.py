"""What differs between two texts, word by word, paragraph by paragraph. Pure; the page draws it.

A paragraph that did not change is left out; how many were is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from scenarios.merging import MAX_WORK, lines, paragraphs, work

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
Run = tuple[str, str]
"""("same" | "gone" | "new", text)"""


@dataclass(frozen=True)
class Passage:
    """A changed stretch; ``skipped`` paragraphs before it are the same in both."""

    runs: tuple[Run, ...]
    skipped: int

    @property
    def shown(self) -> list[Run]:
        """Without the empty lines before and after it."""
        runs = [*self.runs]
        for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
            kind, text = runs[at]
            runs[at] = kind, strip(text, "\n")
        return runs


@dataclass(frozen=True)
class FileDiff:
    """``kind`` is changed, new or gone."""

    name: str
    kind: str
    passages: tuple[Passage, ...]

    @property
    def unit(self) -> str:
        return "line" if self.name.endswith(".yaml") else "paragraph"


def compare(before: dict[str, str], after: dict[str, str]) -> list[FileDiff]:
    """The files that differ."""
    found = []
    for name in sorted(before.keys() | after.keys()):
        one, other = before.get(name), after.get(name)
        if one != other:
            kind = "new" if one is None else "gone" if other is None else "changed"
            found.append(
                FileDiff(name, kind, tuple(passages(one or "", other or "", name.endswith(".yaml"))))
            )
    return found


def passages(before: str, after: str, by_lines: bool = False) -> Iterator[Passage]:
    split = lines if by_lines else paragraphs
    one, other = split(before), split(after)
    skipped = 0
    for kind, i, j, k, m in _opcodes(one, other):
        if kind == "equal":
            skipped += sum(bool(part.strip()) for part in one[i:j])
            continue
        runs = tuple(word_runs("".join(one[i:j]), "".join(other[k:m])))
        yield Passage(runs, skipped)
        skipped = 0


def word_runs(before: str, after: str) -> Iterator[Run]:
    one, other = TOKEN.findall(before), TOKEN.findall(after)
    for kind, i, j, k, m in _opcodes(one, other):
        if kind == "equal":
            yield "same", "".join(one[i:j])
            continue
        if i < j:
            yield "gone", "".join(one[i:j])
        if k < m:
            yield "new", "".join(other[k:m])


def _opcodes(one: list[str], other: list[str]) -> list[tuple[str, int, int, int, int]]:
    """As difflib gives them; two long texts with too much in common count as wholly different."""
    if work(one, other) > MAX_WORK:
        return [("replace", 0, len(one), 0, len(other))]
    return list(SequenceMatcher(None, one, other, autojunk=False).get_opcodes())
