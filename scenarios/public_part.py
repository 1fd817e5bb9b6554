"""What anybody may read of a pack before, during and after a workshop.

Starts from nothing and adds what is public, so that a new field of the schema stays private until somebody
adds it here. Pages for people who are not staff are made from this and never from the pack itself.
"""

from dataclasses import dataclass

from scenarios.course import METHODS, of_one_meeting
from scenarios.crosscheck import forms
from scenarios.loader import LoadedPack
from scenarios.schema import Course, Pack, Phase, Side


@dataclass(frozen=True)
class PublicSide:
    name: str
    adjective: str
    letter: str
    number: int
    seats: tuple[str, ...]


@dataclass(frozen=True)
class PublicPhase:
    code: str
    title: str
    aim: str
    minutes: tuple[tuple[int, int], ...]
    """(form, minutes in it), shortest form first."""


@dataclass(frozen=True)
class PublicPart:
    slug: str
    code: str
    title: str
    initiative: str
    summary: str
    setting: str
    as_of: str
    not_yet_known: str
    heat: str
    language: str
    forms: tuple[int, ...]
    fewest: int
    most: int
    background: str
    sides: tuple[PublicSide, ...]
    agenda: tuple[PublicPhase, ...]
    ground_rules: tuple[str, ...]
    glossary: tuple[tuple[str, str], ...]
    timeline: tuple[tuple[str, str], ...]
    reading: tuple[str, ...]
    course: Course | None
    """Where it stands in the library and in a term; an own pack may not say."""

    @property
    def methods(self) -> list[str]:
        return [METHODS[method] for method in self.course.methods] if self.course else []

    @property
    def sittings(self) -> tuple[int, ...]:
        """The forms that are played at one go, without that of a whole course."""
        return tuple(of_one_meeting(self.forms))

    @property
    def direction(self) -> str:
        return "rtl" if self.language == "ur" else "ltr"


def public_part(loaded: LoadedPack) -> PublicPart:
    pack = loaded.pack
    students = [cast.students for cast in pack.casts]
    return PublicPart(
        slug=pack.id,
        code=pack.code,
        title=pack.title,
        initiative=pack.initiative,
        summary=pack.summary,
        setting=pack.setting,
        as_of=pack.as_of,
        not_yet_known=pack.not_yet_known,
        heat=pack.heat,
        language=pack.language,
        forms=tuple(forms(pack)),
        fewest=min(students),
        most=max(students),
        background=loaded.public,
        sides=tuple(_side(pack, side, number) for number, side in enumerate(pack.sides, start=1)),
        agenda=tuple(_phase(phase) for phase in pack.agenda),
        ground_rules=tuple(pack.ground_rules),
        glossary=tuple((entry.term, entry.meaning) for entry in pack.glossary),
        timeline=tuple((entry.date, entry.text) for entry in pack.timeline if not entry.debrief_only),
        reading=tuple(work.work for work in pack.reading),
        course=pack.course,
    )


def _side(pack: Pack, side: Side, number: int) -> PublicSide:
    titles = tuple(seat.title for seat in pack.seats if seat.side == side.id)
    return PublicSide(side.name, side.adjective, side.letter, number, titles)


def _phase(phase: Phase) -> PublicPhase:
    return PublicPhase(phase.code, phase.title, phase.aim, tuple(sorted(phase.minutes.items())))
