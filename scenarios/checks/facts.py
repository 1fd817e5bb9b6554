"""Checks 16 to 22 as far as a machine can.

Sources, how sure, who is named, what is too late, pictures, hard words.
"""

import re
from collections.abc import Iterator, Sequence

from scenarios.checks.dates import Day, latest, moments
from scenarios.checks.passages import for_students, passages
from scenarios.checks.report import Report
from scenarios.crosscheck import peers
from scenarios.lengths import words
from scenarios.schema import Fact, Pack, TimelineEntry

ORIGINS = ({"indian"}, {"pakistani"}, {"kashmiri", "third-party"})
REPORTED = re.compile(
    r"report(?:s|ed)?\b|\bsaid to\b|\bis said\b|\bby (?:one|some) (?:account|count)|\bdescribed\b|"
    r"\baccording to\b|\baccounts? (?:differ|say)|\bnot established\b|\bdisputed\b|\bno source\b|\bheard\b",
    re.IGNORECASE,
)
OFFICE = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|Professor|President|Prime Minister|Chief Minister|Foreign Minister|Minister|"
    r"Foreign Secretary|General|Lieutenant General|Ambassador|Justice|Senator|Admiral|Air Marshal|"
    r"Brigadier|Colonel|Begum)"
)
PERSON = re.compile(
    rf"\b{OFFICE}\.? (?!General\b|Minister\b|Secretary\b|Assembly\b)[A-Z][a-z]+(?: [A-Z][a-z]+)?\b"
)
PICTURE = re.compile(r"!\[|<img\b|<svg\b|\b(?:see|shown on|look at) the map\b", re.IGNORECASE)
ABBREVIATION = re.compile(r"\b[A-Z](?:[A-Z]|&[A-Z])[A-Z]{0,3}\b|\bLoC\b")
SHOUTED = re.compile(r"\b[A-Z]{2,}(?:\s+[A-Z]{2,})+\b|\b[A-Z]{6,}\b")
EVERYDAY = {"UN", "US", "UK", "TV", "AM", "PM", "OK", "II", "III", "IV", "VI", "ID", "EU", "FM", "CD", "GPS"}
NOT_ITS_DATE = re.compile(r"\b(?:named|told|reported) in\b|\bnot dated\b|\bundated\b")
"""The field says when the source is from, for want of a date."""
LONGEST_AVERAGE = 26
# Plans and dates to come may be named: a promise for 2030 is no news from 2030.
FUTURE = re.compile(
    r"\b(?:by|until|before|target|plans?|planned|promis\w+|goal|will|next|expires?|due)\b", re.IGNORECASE
)


def gains(report: Report) -> None:
    """Check 16, and the same for the positions on each issue."""
    pack = report.loaded.pack
    sides = [side for group in peers(pack) for side in group]
    for name, items, field in (("issues", pack.issues, "positions"), ("outcomes", pack.outcomes, "gains")):
        for index, item in enumerate(items):
            for side in sides:
                if side not in getattr(item, field):
                    path = (name, index, field)
                    report.at(16, path, f'says nothing for "{side}"', "Add it.", level="error")


def reading(report: Report) -> None:
    there = {work.origin for work in report.loaded.pack.reading}
    for wanted in ORIGINS:
        if not there & wanted:
            missing = " or ".join(sorted(wanted))
            report.at(17, ("reading",), f"has no {missing} work", "Add one.", 0)


def little_sure(report: Report) -> None:
    pack = report.loaded.pack
    for name, items in _dated(pack):
        for index, item in enumerate(items):
            if item.confidence == "low" and not REPORTED.search(item.text):
                remedy = "Word it as reported, or leave it out."
                report.at(
                    18, (name, index, "text"), "is of low confidence, told as certain", remedy, "low", "error"
                )


def _dated(pack: Pack) -> tuple[tuple[str, Sequence[Fact | TimelineEntry]], ...]:
    return ("facts", pack.facts), ("timeline", pack.timeline)


def living_persons(report: Report) -> None:
    for passage in for_students(report.loaded):
        role = passage.audience in ("side", "seat") or passage.field.startswith("seats.")
        if role:
            for found in PERSON.finditer(passage.text):
                message = f'"{found[0]}" looks like a person with an office'
                remedy = "Delegates are composites: name the office or nobody."
                report.in_text(19, passage, found.start(), message, remedy, 1, "error")


def too_late(report: Report) -> None:
    as_of = latest(report.loaded.pack.as_of)
    if as_of is None:
        return
    for passage in for_students(report.loaded):
        for offset, sentence in passage.sentences():
            for at, day in moments(sentence):
                if day.after(as_of) and not FUTURE.search(sentence):
                    message = f'"{day}" is later than {report.loaded.pack.as_of}'
                    remedy = "Take it out, or mark it debrief_only."
                    report.in_text(20, passage, offset + at, message, remedy, day, "error")
    _dates_too_late(report, as_of)


def _dates_too_late(report: Report, as_of: Day) -> None:
    pack = report.loaded.pack
    for name, items in _dated(pack):
        for index, item in enumerate(items):
            late = [day for _, day in moments(item.date) if day.after(as_of)]
            if NOT_ITS_DATE.search(item.date):
                continue
            if late and not item.debrief_only:
                message = f'"{item.date}" is later than {pack.as_of}'
                report.at(20, (name, index, "date"), message, "Mark it debrief_only.", late[0], "error")


def pictures(report: Report) -> None:
    for passage in passages(report.loaded):
        for found in PICTURE.finditer(passage.text):
            message = "a map or a picture"
            report.in_text(21, passage, found.start(), message, "Describe the place in words.", 1, "error")


def abbreviations(report: Report) -> None:
    """Each is in the glossary, or stands somewhere in brackets beside its long form."""
    texts = [passage.text for passage in for_students(report.loaded)]
    known = " ".join(f"{term.term} {term.meaning}" for term in report.loaded.pack.glossary)
    known += " ".join(bracket for text in texts for bracket in re.findall(r"\([^)]{2,60}\)", text))
    told: set[str] = set()
    for passage in for_students(report.loaded):
        text = SHOUTED.sub(lambda found: " " * len(found[0]), passage.text)
        for found in ABBREVIATION.finditer(text):
            short = found[0]
            if short in EVERYDAY or short in told or re.search(rf"\b{re.escape(short)}\b", known):
                continue
            told.add(short)
            remedy = "Add it to the glossary, or write it out."
            report.in_text(22, passage, found.start(), f'"{short}" is nowhere explained', remedy, short)


def reading_level(report: Report) -> None:
    for passage in for_students(report.loaded):
        if passage.field:
            continue
        average = _average(passage.sentences())
        if average > LONGEST_AVERAGE:
            message = f"sentences of {average:.0f} words on average"
            remedy = f"Make it {LONGEST_AVERAGE} or fewer; split the longest."
            report.in_file(22, passage.file, message, remedy, f"{average:.0f}")


def _average(sentences: Iterator[tuple[int, str]]) -> float:
    counted = [words(sentence) for _, sentence in sentences]
    return sum(counted) / max(len(counted), 1)


CHECKS = (gains, reading, little_sure, living_persons, too_late, pictures, abbreviations, reading_level)
