"""Finding packs in the library by what is asked for in its address: any of eight things, all of them at once.

Only what is public of a pack is looked at. A word that nobody knows asks for nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from scenarios.course import ERAS, METHODS, TRACKS, WHOLE_COURSE
from scenarios.public_part import PublicPart
from scenarios.schema import Minutes

FEWEST, MOST = 6, 16
LANGUAGES = {"en": "English", "hi": "Hindi", "ur": "Urdu"}
HEATS = {"low": "low", "medium": "medium or low", "high": "any"}
WARMTH = ("low", "medium", "high")


@dataclass(frozen=True)
class Question:
    """One thing that may be asked for. ``choices`` are the values with their names, in order."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    fits: Callable[[PublicPart, str], bool]


def questions(packs: Iterable[PublicPart]) -> list[Question]:
    """All of them, offering only what some pack has."""
    packs = list(packs)
    every = [
        Question("initiative", "Initiative", tuple((pack.slug, pack.title) for pack in packs), _initiative),
        Question("track", "Track", tuple(TRACKS.items()), _track),
        Question("era", "Era", tuple(ERAS.items()), _era),
        Question(
            "minutes",
            "Minutes",
            tuple(
                (str(form), f"{form}{', a course' * (form == WHOLE_COURSE)}") for form in get_args(Minutes)
            ),
            _minutes,
        ),
        Question("seats", "Students", tuple((str(n), str(n)) for n in range(FEWEST, MOST + 1)), _seats),
        Question("heat", "Heat at most", tuple(HEATS.items()), _heat),
        Question("method", "Method", tuple(METHODS.items()), _method),
        Question("language", "Language", tuple(LANGUAGES.items()), _language),
    ]
    return [_offered(question, packs) for question in every]


@dataclass(frozen=True)
class Asked:
    """What was asked for, by the name of the question; and the packs that have all of it."""

    questions: list[Question]
    chosen: dict[str, str]
    found: list[PublicPart]
    packs: list[PublicPart]

    def without(self, name: str) -> int:
        """How many packs there would be if this one thing were not asked for."""
        rest = {other: value for other, value in self.chosen.items() if other != name}
        return len(_having(self.packs, self.questions, rest))

    @property
    def loosened(self) -> list[tuple[str, str, int]]:
        """For an empty page: (name, label, how many) of each single thing whose leaving helps."""
        counted = ((q.name, q.label, self.without(q.name)) for q in self.questions if q.name in self.chosen)
        return [each for each in counted if each[2]]

    @property
    def said(self) -> list[tuple[str, str]]:
        """(label, what) of everything that is asked for."""
        return [
            (question.label, dict(question.choices)[self.chosen[question.name]])
            for question in self.questions
            if question.name in self.chosen
        ]


def asked(packs: list[PublicPart], given: Mapping[str, str]) -> Asked:
    known = questions(packs)
    chosen = {
        question.name: value
        for question in known
        if (value := given.get(question.name, "")) in dict(question.choices)
    }
    return Asked(known, chosen, _having(packs, known, chosen), packs)


def _having(packs: list[PublicPart], known: list[Question], chosen: Mapping[str, str]) -> list[PublicPart]:
    wanted = [(question, chosen[question.name]) for question in known if question.name in chosen]
    return [pack for pack in packs if all(question.fits(pack, value) for question, value in wanted)]


def _offered(question: Question, packs: list[PublicPart]) -> Question:
    """Without the choices that no pack has."""
    there = tuple(
        (value, name) for value, name in question.choices if any(question.fits(pack, value) for pack in packs)
    )
    return Question(question.name, question.label, there, question.fits)


def _initiative(pack: PublicPart, value: str) -> bool:
    return pack.slug == value


def _track(pack: PublicPart, value: str) -> bool:
    return pack.course is not None and value in pack.course.tracks


def _era(pack: PublicPart, value: str) -> bool:
    return pack.course is not None and value == pack.course.era


def _minutes(pack: PublicPart, value: str) -> bool:
    return int(value) in pack.forms


def _seats(pack: PublicPart, value: str) -> bool:
    """So many students can play it, and at least three in four of them sit at the table."""
    return pack.fewest <= int(value) and pack.most >= 0.75 * int(value)


def _heat(pack: PublicPart, value: str) -> bool:
    return WARMTH.index(pack.heat) <= WARMTH.index(value)


def _method(pack: PublicPart, value: str) -> bool:
    return pack.course is not None and value in pack.course.methods


def _language(pack: PublicPart, value: str) -> bool:
    return pack.language == value
