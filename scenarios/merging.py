"""Three-way merging of texts, so that two people who write at once never lose a word.

Pure. A Markdown text is merged by paragraphs, YAML by lines. Where both changed the same place, both texts
are given back for a person to choose; nothing is decided for them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_WORK = 2_000_000
"""Pairs of equal units to look at, at most; beyond it the whole middle counts as changed by both."""

PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+|(?:[^\S\n]*\n)+|[^\S\n]+\Z")


@dataclass(frozen=True)
class Same:
    """A stretch on which there is nothing to decide."""

    text: str


@dataclass(frozen=True)
class Clash:
    """A stretch that both changed: what it was, what one made of it, and what the other did."""

    base: str
    mine: str
    theirs: str


Chunk = Same | Clash


def clashes(chunks: list[Chunk]) -> list[Clash]:
    return [chunk for chunk in chunks if isinstance(chunk, Clash)]


def merged(chunks: list[Chunk]) -> str | None:
    """The text on which there is nothing left to decide; None while there is."""
    if clashes(chunks):
        return None
    return "".join(chunk.text for chunk in chunks if isinstance(chunk, Same))


def merge(base: str, mine: str, theirs: str, by_lines: bool = False) -> list[Chunk]:
    """What ``mine`` and ``theirs``, both made from ``base``, come to together."""
    if mine == theirs or theirs == base:
        return [Same(mine)]
    if mine == base:
        return [Same(theirs)]
    split = lines if by_lines else paragraphs
    return list(_joined(_chunks(split(base), split(mine), split(theirs))))


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def paragraphs(text: str) -> list[str]:
    """Paragraphs and the empty lines between them; together they are the text again."""
    return PARAGRAPH.findall(text)


def _chunks(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[Chunk]:
    """The classic three-way merge: between stretches that all three share, whoever changed something wins,
    and where both did it is a clash."""
    at, at_mine, at_theirs = 0, 0, 0
    for start, start_mine, start_theirs, length in _shared(base, mine, theirs):
        was = "".join(base[at:start])
        yield _decided(was, "".join(mine[at_mine:start_mine]), "".join(theirs[at_theirs:start_theirs]))
        yield Same("".join(base[start : start + length]))
        at, at_mine, at_theirs = start + length, start_mine + length, start_theirs + length


def _decided(base: str, mine: str, theirs: str) -> Chunk:
    if mine == theirs or theirs == base:
        return Same(mine)
    if mine == base:
        return Same(theirs)
    return Clash(base, mine, theirs)


def _shared(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches of ``base`` that are in both others: their places and length; an empty one at the end."""
    ones, others = _blocks(base, mine), _blocks(base, theirs)
    i = j = 0
    while i < len(ones) and j < len(others):
        (one, in_mine, long), (other, in_theirs, wide) = ones[i], others[j]
        start, stop = max(one, other), min(one + long, other + wide)
        if start < stop:
            yield start, in_mine + start - one, in_theirs + start - other, stop - start
        if one + long < other + wide:
            i += 1
        else:
            j += 1
    yield len(base), len(mine), len(theirs), 0


def _blocks(one: list[str], other: list[str]) -> list[tuple[int, int, int]]:
    """What two lists share, in order; the ends first, because most edits are in one place."""
    head = _alike(one, other)
    tail = _alike(one[head:][::-1], other[head:][::-1])
    middle, opposite = one[head : len(one) - tail], other[head : len(other) - tail]
    blocks = [(0, 0, head)] if head else []
    if work(middle, opposite) <= MAX_WORK:
        found = SequenceMatcher(None, middle, opposite, autojunk=False).get_matching_blocks()
        blocks += [(block.a + head, block.b + head, block.size) for block in found if block.size]
    if tail:
        blocks.append((len(one) - tail, len(other) - tail, tail))
    return blocks


def _alike(one: list[str], other: list[str]) -> int:
    """How many units both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def work(one: list[str], other: list[str]) -> int:
    there = Counter(other)
    return sum(count * there[unit] for unit, count in Counter(one).items())


def _joined(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Without empty stretches, and neighbours that are the same put together."""
    held = ""
    for chunk in chunks:
        if isinstance(chunk, Same):
            held += chunk.text
            continue
        if held:
            yield Same(held)
        held = ""
        yield chunk
    if held:
        yield Same(held)
