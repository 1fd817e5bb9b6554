"""What the editor calls the parts of a pack: sections, fields, and how one list item is named. Words only."""

import re
from collections.abc import Mapping
from typing import Any

from scenarios.course import ERAS, METHODS, PHASES, TRACKS
from scenarios.strict_yaml import Path

SECTIONS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "basics": (
        "The setting",
        "Title, place and time, and the ground rules. Everybody may read these.",
        (
            "title",
            "initiative",
            "summary",
            "setting",
            "as_of",
            "not_yet_known",
            "heat",
            "language",
            "ground_rules",
        ),
    ),
    "seats": (
        "Sides, seats and casts",
        "Who is at the table. A cast says which seats are used for so many students, "
        "as many of one side as of the other.",
        ("sides", "seats", "casts"),
    ),
    "agenda": (
        "Agenda",
        "The steps in their order, with the minutes of each. "
        "The minutes of a form must add up to its length.",
        ("agenda",),
    ),
    "issues": (
        "Issues and outcomes",
        "What is on the table: positions, the needs beneath, and clauses that groups have found reachable.",
        ("issues", "outcomes"),
    ),
    "injects": (
        "Injects",
        "News that you may send into the room. The outlets are invented, "
        "and no side is embarrassed more than the other.",
        ("injects",),
    ),
    "facts": (
        "Facts, timeline, words, reading",
        "What the pack rests on. Each fact has a date, a source, and how sure we are of it.",
        ("facts", "timeline", "glossary", "reading"),
    ),
    "debrief": (
        "Debrief",
        "The six steps out of role, what really happened, and what the pack leaves out.",
        ("debrief", "happened", "leaves_out"),
    ),
    "more": ("Thresholds and the rest", "Settings that a pack may leave as they are.", ()),
}
NEVER = {"id", "code"}
"""Fields of the whole pack that have no form: its name for machines, and its number on the shelf."""

LABELS = {
    "as_of": "The date of the table",
    "not_yet_known": "What nobody knows yet",
    "ground_rules": "Ground rules, one a line",
    "letter": "Letter",
    "adjective": "Adjective",
    "short": "Short label, before what they say (24 letters)",
    "title": "Title",
    "tracks": "Tracks of diplomacy they stand for (numbers 1 to 9)",
    "home": "Side of the Line of Control, for a seat from Jammu and Kashmir",
    "security_background": "Has a security background",
    "red_line": "Red line",
    "official_line": "Official lines, one a line",
    "students": "For so many students",
    "seats": "Seats",
    "do": "What delegates do",
    "why": "Why",
    "aim": "Aim",
    "rooms": "Open rooms",
    "floor": "The floor",
    "tools": "Tools of this step",
    "gates": "What must be so before the next step",
    "gate": "Gate (older spelling)",
    "out_of_role": "This step is out of role, as the debrief is",
    "attribution": "What the record says of each room, where it is not as usual",
    "agenda.attribution": "What the record says of this step",
    "shelf": "Cards of the precedent shelf that delegates see in this step (up to three)",
    "off_ramp": "The way out: what the facilitator may do if it goes badly",
    "purpose": "Purpose: what the room can learn from it",
    "minutes": "Minutes",
    "facilitator": "For the facilitator",
    "code": "Phase",
    "positions": "Position",
    "needs": "Needs beneath",
    "gains": "What it gives",
    "likelihood": "Likelihood",
    "debrief_only": "Only for the debrief",
    "prompts": "Questions, one a line",
    "phases": "For the steps",
    "embarrasses": "Whom it embarrasses",
    "correction": "Correction, if it is a rumour",
    "happened": "What really happened",
    "leaves_out": "What the pack leaves out, one a line",
    "check": "Check",
    "common_ground": "Common ground: how many in a hundred of each side must be able to live with a clause "
    "(50 to 100)",
    "private": "Private fact",
    "type": "Kind",
    "heat": "Heat",
    "agenda": "Steps",
    "track_one": "Answers of officials",
    "audiences": "Audiences at home",
    "audiences.side": "Side, if only its delegates meet them",
    "asks": "What they want to know",
    "mood": "How they take it",
    "course": "Where it stands in the library and in a course",
    "course.tracks": "Track of the initiative",
    "methods": "What it is good for practising",
    "stages": "Stages of sustained dialogue (numbers 1 to 5)",
    "sign_off": "Questions that only readers can answer",
    "ask": "Question",
    "reader": "Who is asked",
    "signed": "Signed: who read it, and when",
    "sign_off.check": "Check (its number in the checker)",
    "explained": "Warnings that are kept, and why",
    "explained.check": "Check (its number in the checker)",
    "about": "Words of the warning",
    "replies": "Replies",
    "moves": "Moves in the pack's own words",
}

NOUNS = {
    "sides": "side",
    "seats": "seat",
    "casts": "cast",
    "agenda": "step",
    "issues": "issue",
    "outcomes": "outcome",
    "injects": "inject",
    "facts": "fact",
    "timeline": "entry",
    "glossary": "term",
    "reading": "work",
    "debrief": "debrief step",
    "audiences": "audience",
    "replies": "reply",
    "track_one": "answer",
    "sign_off": "question",
    "explained": "explanation",
}

WORDS = {
    "F": "F: knows of room to move",
    "L": "L: loss",
    "P": "P: pressure at home",
    "C": "C: undisclosed contact",
    "R": "R: resource to offer",
    "V": "V: own vulnerability",
    "en": "English",
    "ur": "Urdu",
    "hi": "Hindi",
    "free": "Free: anybody may speak",
    "called": "Called: whoever the facilitator calls",
    "turns": "In turns: called, and the sides alternate",
    "open": "On the record: which seat said what",
    "chatham-house": "Chatham House Rule: what was said, never who said it",
    "unattributed": "Unattributed, even inside the room",
    "no-record": "No record",
} | {code: f"{code} {name}" for code, name in PHASES.items()}

BLANKS = {
    "attribution": "as usual",
    "audiences.side": "every side meets them",
    "embarrasses": "nobody",
    "home": "from elsewhere",
}
"""What it means that nothing was chosen, by the field."""

CHOICES: dict[str, Mapping[Any, str]] = {"methods": METHODS, "tracks": TRACKS, "era": ERAS}
"""What values are called in fields of their own, by the field."""

TOOLS = {
    "constituency": "What home says",
    "contested": "Contested facts",
    "debrief": "The debrief",
    "needs-board": "Needs and fears",
    "non-paper": "Non-paper",
    "reflecting": "Reflecting back",
    "steps": "Steps for each other",
    "text": "One text",
    "track-one": "Track One desk",
    "transfer-plan": "Plan for the way home",
}
"""What a tool is called on the pages of a workshop, where that is not its name."""

PRIVATE_TYPES = ("F", "L", "P", "C", "R", "V")


def label_of(path: Path) -> str:
    """What a field or a list is called: by where it stands, if its name means several things."""
    names = [part for part in path if isinstance(part, str)]
    return LABELS.get(".".join(names[-2:])) or LABELS.get(names[-1], names[-1].replace("_", " ").capitalize())


def place_of(path: Path) -> str:
    """A place of ``pack.yaml`` in few words: “issue 1, Title”."""
    said = []
    for index, part in enumerate(path):
        at = path[index + 1] if index + 1 < len(path) else None
        if isinstance(part, str):
            few = re.split(r"[:,(]", label_of(path[: index + 1]))[0].strip()
            said.append(f"{noun_of(part)} {at + 1}" if isinstance(at, int) and part in NOUNS else few)
        elif path[index - 1] not in NOUNS:
            said[-1] += f" of {part}"
    return ", ".join(said)


def nothing_for(path: Path) -> str:
    """What it means that nothing was chosen here."""
    names = [part for part in path if isinstance(part, str)]
    return next((BLANKS[name] for name in (".".join(names[-2:]), *names) if name in BLANKS), "not given")


def word_for(name: str, value: str) -> str:
    """A value that is chosen from a few."""
    said = CHOICES.get(name, WORDS).get(value, value)
    return said[:1].upper() + said[1:]


def tool_called(name: str) -> str:
    return TOOLS.get(name, name.replace("-", " ").capitalize())


def noun_of(name: str) -> str:
    return NOUNS.get(name, name.replace("_", " ").removesuffix("s"))


def title_of(item: Any, noun: str, index: int) -> str:
    """How an item is called in a list: by whatever names it."""
    key = naming(item)
    if not key:
        return f"{noun.capitalize()} {index + 1}"
    said = f"{item[key]} students" if key == "students" else str(item[key])
    return said if len(said) <= 80 else f"{said[:79]}…"


def naming(item: Any) -> str:
    """The field that an item is called by; none if it has none yet."""
    named = item if isinstance(item, dict) else {}
    keys = ("title", "name", "term", "work", "text", "students", "asks", "ask", "about")
    return next((key for key in keys if named.get(key)), "")
