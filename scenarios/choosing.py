"""Which pack for my class? Four answers, and the packs in order, each with its reasons in words.

Pure: what is public of the packs, and what was answered. Points put the packs in order and are never shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.course import METHODS, STAGES
from scenarios.public_part import PublicPart

CLASSES = (
    ("6", "6 or 7"),
    ("8", "8 or 9"),
    ("10", "10 or 11"),
    ("12", "12 to 16"),
    ("20", "17 or more"),
)
TIMES = (("45", "45 minutes"), ("90", "one class of 90"), ("180", "a double class of 180"))
READY = (
    ("news", "There was violence in the news in the last two weeks"),
    ("new", "New to such work"),
    ("some", "They have played one or two"),
    ("used", "Used to it"),
)
AIMS = (
    ("try", "To try the whole method once"),
    ("2", "To hear what the other side needs and fears"),
    ("3", "To look at stereotypes and at how we listen"),
    ("4", "To find options, obstacles and steps"),
    ("5", "To write one text and to carry it home"),
)
QUESTIONS = (
    ("students", "How many students?", CLASSES),
    ("minutes", "How much time?", TIMES),
    ("ready", "How used is the class to it?", READY),
    ("aim", "What for?", AIMS),
)
HOTTEST = {"news": "low", "new": "low", "some": "medium", "used": "high"}
WARMTH = ("low", "medium", "high")
SHOWN = 5


@dataclass(frozen=True)
class Suggestion:
    """``fits`` when nothing speaks against it."""

    pack: PublicPart
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    points: int

    @property
    def fits(self) -> bool:
        return not self.against


Verdict = tuple[int, str, str]
"""Points, a reason, and what speaks against it; one of the two sentences is empty."""


def answered(given: Mapping[str, str]) -> dict[str, str]:
    """The answers that are answers."""
    return {
        name: given[name]
        for name, _, choices in QUESTIONS
        if given.get(name, "") in [value for value, _ in choices]
    }


def suggestions(packs: list[PublicPart], answers: Mapping[str, str]) -> list[Suggestion]:
    """The best first; a pack against which nothing speaks always before the others."""
    every = [_judged(pack, answers) for pack in packs]
    return sorted(every, key=lambda each: (not each.fits, -each.points, each.pack.code))[:SHOWN]


def _judged(pack: PublicPart, answers: Mapping[str, str]) -> Suggestion:
    judges = {"students": _students, "minutes": _minutes, "ready": _heat, "aim": _aim}
    verdicts = [judge(pack, answers[name]) for name, judge in judges.items() if name in answers]
    return Suggestion(
        pack=pack,
        reasons=tuple(reason for _, reason, _ in verdicts if reason),
        against=tuple(against for _, _, against in verdicts if against),
        points=sum(points for points, _, _ in verdicts),
    )


def _students(pack: PublicPart, value: str) -> Verdict:
    many = int(value)
    if many < pack.fewest:
        return 0, "", f"It needs {pack.fewest} students or more."
    if many > 16:
        return 1, f"Play two or more tables of it beside each other, {pack.most} seats each.", ""
    if many > pack.most:
        return 1, f"It seats {pack.most}; the others observe or help to facilitate.", ""
    return 3, f"It seats {pack.fewest} to {pack.most}, so everybody can sit at the table.", ""


def _minutes(pack: PublicPart, value: str) -> Verdict:
    wanted = int(value)
    if wanted in pack.forms:
        return 3, f"There is a form of {wanted} minutes.", ""
    shorter = [form for form in pack.forms if form < wanted]
    if shorter:
        return 1, f"Its longest form is {max(shorter)} minutes, which leaves time for a longer debrief.", ""
    return 0, "", f"Its shortest form takes {min(pack.forms)} minutes."


def _heat(pack: PublicPart, value: str) -> Verdict:
    most, heat = WARMTH.index(HOTTEST[value]), WARMTH.index(pack.heat)
    if heat <= most:
        cooler = "which is where a class begins" if value == "new" else "which this class can carry"
        said = "which is right while the news is bad" if value == "news" else cooler
        return 3 - (most - heat), f"Its heat is {pack.heat}, {said}.", ""
    if value == "news":
        return 0, "", f"Its heat is {pack.heat}. Wait, or take a pack of low heat, while the news is bad."
    return most - heat, "", f"Its heat is {pack.heat}; begin elsewhere with this class."


def _aim(pack: PublicPart, value: str) -> Verdict:
    methods = pack.course.methods if pack.course else []
    stages = pack.course.stages if pack.course else []
    if value == "try":
        for_it = [METHODS[method] for method in ("whole-workshop", "warm-up") if method in methods]
        return (3 + len(for_it), f"It is made for {' and '.join(for_it)}.", "") if for_it else (0, "", "")
    if int(value) not in stages:
        return 0, "", ""
    practised = " and ".join(METHODS[method] for method in methods)
    return 4, f"It lays its stress on “{STAGES[int(value) - 1].title.lower()}”: {practised}.", ""
