"""Which lines of a transcript a reader asks for: by room, phase, kind, seat, side, hearer, words.

Filters choose among lines that the view tells anyway, so a filter can reveal nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from roleplay.record.search import folded, words_of
from roleplay.record.told import KINDS
from roleplay.record.transcript import RecordLine, Transcript
from roleplay.rules.setting import Setting

LONGEST_QUERY = 200
FOR_STAFF = ("side", "seat", "hearer")

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Filters:
    """Empty fields ask for nothing. What names no room, phase, … fits no line."""

    room: str = ""
    phase: str = ""
    kind: str = ""
    side: str = ""
    seat: str = ""
    hearer: str = ""
    q: str = ""

    @classmethod
    def asked(cls, query: Mapping[str, Any], staff: bool) -> Filters:
        """The filters in a query string; those for staff are not read from anybody else."""
        names = [field.name for field in fields(cls) if staff or field.name not in FOR_STAFF]
        return cls(**{name: str(query.get(name, "")).strip()[:LONGEST_QUERY] for name in names})

    @property
    def active(self) -> bool:
        return self != Filters()

    @property
    def words(self) -> list[str]:
        return words_of(self.q)

    def query(self) -> str:
        """The same filters as a query string."""
        asked = {field.name: getattr(self, field.name) for field in fields(self)}
        return urlencode({name: value for name, value in asked.items() if value})

    def of(self, lines: list[RecordLine], sides: Mapping[str, str]) -> list[RecordLine]:
        """The lines that fit. ``sides`` gives the side of each seat."""
        if not self.active:
            return lines
        words = self.words
        return [line for line in lines if self._fits(line, sides) and _has(line, words)]

    def _fits(self, line: RecordLine, sides: Mapping[str, str]) -> bool:
        told = line.told
        if self.room and told.place.key != self.room:
            return False
        if self.phase and str(line.chapter.number) != self.phase:
            return False
        if self.kind and told.kind != self.kind:
            return False
        if self.seat and self.seat not in told.about:
            return False
        if self.side and all(sides.get(seat) != self.side for seat in told.about):
            return False
        return not self.hearer or self._heard(line, sides)

    def _heard(self, line: RecordLine, sides: Mapping[str, str]) -> bool:
        return self.hearer in sides if line.hearers is None else self.hearer in line.hearers


def _has(line: RecordLine, words: list[str]) -> bool:
    if not words:
        return True
    original = line.reply.text if line.reply and line.told.translates else ""
    within = folded(f"{line.told.source} {line.told.text} {original}")
    return all(word in within for word in words)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form offers to choose from: only what the transcript has."""

    rooms: Choices
    phases: Choices
    kinds: Choices
    sides: Choices
    seats: Choices


def offer(made: Transcript, setting: Setting) -> Offer:
    rooms = {line.told.place.key: line.told.place.label for line in made.lines if line.told.place.key}
    kinds = {line.told.kind for line in made.lines}
    staff = made.view == "staff"
    return Offer(
        rooms=list(rooms.items()),
        phases=[(str(chapter.number), chapter.name) for chapter in made.chapters],
        kinds=[(kind, label) for kind, label in KINDS.items() if kind in kinds],
        sides=[(side.id, side.name) for side in setting.sides] if staff else [],
        seats=[(seat.id, seat.title) for seat in setting.seats] if staff else [],
    )
