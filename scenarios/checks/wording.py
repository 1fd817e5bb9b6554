"""Checks 9 to 13: how the sides are spoken of. Word lists, counted; a person reads what a list cannot hear.

The words that a narrator avoids are those of the table on neutral words; a role may use its own side's, in
quotation marks.
"""

import re
from collections.abc import Iterator

from scenarios.checks.passages import Passage, for_students, passages
from scenarios.checks.report import Report, apart, figures
from scenarios.problems import Level
from scenarios.schema import Pack, Side

AVOIDED: tuple[tuple[str, str, Level], ...] = (
    (r"\bPoK\b|Pakistan-occupied Kashmir", "Write Pakistan-administered Jammu and Kashmir.", "error"),
    (r"\b(?:IoK|IIOJK)\b|Indian-(?:held|occupied) (?:Jammu|Kashmir)",
     "Write Indian-administered Jammu and Kashmir.", "error"),
    (r"\b(?:freedom fighters?|jihadis?)\b", "Write militant, or armed group.", "error"),
    (r"(?<!counter-)\bterrorists?\b(?! attacks?)",
     "Write militant or armed group; for an act, attribute it.", "error"),
    (r"\bmartyr(?:s|dom|ed)?\b", "Write: people killed, soldiers killed.", "error"),
    (r"\bliberation war\b|\bdismemberment\b", "Write: the 1971 war; the creation of Bangladesh.", "error"),
    (r"\b(?:Muslim Pakistan|Hindu India)\b", "Leave religion out: India, Pakistan.", "error"),
    (r"\bgenocide\b|\bannexation\b|\babrogation\b", "Describe what happened and who disputes it.", "error"),
    (r"\bso-called\b|\bpuppets?\b|\brogue\b|\bmainland\b", "Leave the word out.", "error"),
    (r"\bIndo-Pak(?:istan)?\b", "Write India–Pakistan and Pakistan–India in turn.", "error"),
    (r"\bboth sides are (?:equally )?guilty\b", "Describe positions; give no verdict.", "error"),
    (r"\bregimes?\b(?! of confidentiality)", "Write government.", "warning"),
    (r"\bKashmiris (?:want|demand|reject)\b", "Write: many in … say, with the source.", "warning"),
    (r"\bthe Kashmiri voice\b", "There is not one voice; say whose.", "warning"),
    (r"\b(?:cross-border firing|border firing)\b", "Write: firing across the Line of Control.", "warning"),
    (r"\bcivilised\b|\bbackward\b|\bbarbar\w+", "Leave the word out.", "warning"),
)  # fmt: skip
DOUBT = r"(?:claim|alleg|insist)(?:s|es|ed|ing)?"
KIND = (
    "peaceful generous reasonable moderate wise honest brave gentle warm open patient democratic restrained"
)
UNKIND = (
    "aggressive hostile stubborn violent extremist fanatical dishonest cruel reckless arrogant treacherous "
    "intransigent belligerent obstinate unreliable"
)
CASUALTY = re.compile(
    r"\b(?:killed|dead|deaths?|died|wounded|injured|casualt(?:y|ies)|mourn\w*)\b", re.IGNORECASE
)
FEWEST_SENTENCES = 8
FARTHEST = 3


def names_of(side: Side) -> str:
    """Every form of a side's name: a pattern without groups."""
    words = sorted({side.name, side.adjective, f"{side.adjective}s"}, key=len, reverse=True)
    return rf"\b(?:{'|'.join(map(re.escape, words))})\b"


def the_two(pack: Pack) -> tuple[Side, Side]:
    return pack.sides[0], pack.sides[1]


def order_of_naming(report: Report) -> None:
    one, other = the_two(report.loaded.pack)
    first, both = 0, 0
    for _, _, sentence in _told(report):
        a, b = re.search(names_of(one), sentence), re.search(names_of(other), sentence)
        if a and b:
            both += 1
            first += a.start() < b.start()
    if both >= FEWEST_SENTENCES and not 0.4 <= first / both <= 0.6:
        share = f"{first / both:.0%}"
        message = f"{one.name} is named first in {first} of {both} sentences that name both ({share})"
        report.at(9, ("sides",), message, "Turn some sentences round.", share)


def avoided_terms(report: Report) -> None:
    for passage in passages(report.loaded):
        text = passage.unquoted
        for pattern, remedy, level in AVOIDED:
            for found in re.finditer(pattern, text, re.IGNORECASE if pattern.islower() else 0):
                message = f'"{found[0]}" in the narrator\'s voice'
                remedy_too = f"{remedy} In a role's voice put it in quotation marks."
                report.in_text(10, passage, found.start(), message, remedy_too, 1, level)


def verbs_of_doubt(report: Report) -> None:
    counted = {}
    for side in the_two(report.loaded.pack):
        pattern = re.compile(rf"{names_of(side)}(?:\W+\w+){{0,3}}?\W+{DOUBT}\b")
        counted[side.id] = sum(len(pattern.findall(text)) for _, _, text in _told(report))
    if apart(counted) > 1:
        message = f"verbs of doubt stand unequally beside the sides ({figures(counted)})"
        report.at(11, ("sides",), message, "Write says, for both.", figures(counted))


def adjectives(report: Report) -> None:
    near = r"(?:\W+\w+){0,2}?\W+"
    scores = {}
    for side in the_two(report.loaded.pack):
        score = 0
        for value, words in ((1, KIND), (-1, UNKIND)):
            either = rf"\b(?:{'|'.join(words.split())})\b"
            pattern = re.compile(rf"{either}{near}{names_of(side)}|{names_of(side)}{near}{either}")
            score += value * sum(len(pattern.findall(text)) for _, _, text in _told(report))
        scores[side.id] = score
    if apart(scores) > FARTHEST:
        message = f"kind and unkind words stand unequally beside the sides ({figures(scores)})"
        report.at(12, ("sides",), message, "Describe both with the same warmth.", figures(scores))


def casualties(report: Report) -> None:
    """In what everybody reads. A sentence on both counts for both."""
    counted = {side.id: 0 for side in the_two(report.loaded.pack)}
    for _, _, sentence in _told(report, everybody=True):
        if CASUALTY.search(sentence):
            for side in the_two(report.loaded.pack):
                counted[side.id] += bool(re.search(rf"{names_of(side)}|\bboth sides\b", sentence))
    if bool(min(counted.values())) != bool(max(counted.values())):
        message = f"only one side's dead or hurt are mentioned ({figures(counted)})"
        report.in_file(
            13, "public.md", message, "Mention both, in the same words, or neither.", figures(counted)
        )


def _told(report: Report, everybody: bool = False) -> Iterator[tuple[Passage, int, str]]:
    """The narrator's sentences; to students, or only those for everybody."""
    for passage in for_students(report.loaded):
        if passage.voice == "role" or (everybody and passage.audience != "everybody"):
            continue
        for offset, sentence in passage.sentences():
            yield passage, offset, sentence


CHECKS = (order_of_naming, avoided_terms, verbs_of_doubt, adjectives, casualties)
