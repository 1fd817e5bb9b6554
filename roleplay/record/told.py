"""What the record tells of one event: a kind, a few words, and who and where they belong to.

The words of each kind are in ``sentences`` and ``talk``; a transcript puts them in order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from roleplay.record.lens import A_PARTICIPANT, NOBODY, NOWHERE, Lens, Place, Who
from roleplay.rules.attribution import kept, of_the_frame
from roleplay.rules.kernel import Entry, Event

KINDS = {
    "said": "Said",
    "interpreted": "Interpreted",
    "announcement": "From the facilitators",
    "news": "News",
    "move": "Moves of the third party",
    "tool": "Sheets and boards",
    "floor": "Hands and the floor",
    "order": "Pauses and order",
    "clock": "Clock and gates",
    "seats": "People and seats",
    "corridor": "Corridors",
    "help": "Calls for help",
    "note": "My notes",
    "other": "Other",
}


RULES = {
    "open": "open",
    "chatham-house": "Chatham House Rule",
    "unattributed": "unattributed",
    "no-record": "no record",
}


@dataclass(frozen=True, slots=True)
class Reaction:
    """How many said so, and who where this view may tell."""

    count: int
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """The line that is replied to. ``line`` is its number, None where replies are not traced."""

    who: str
    text: str
    gone: bool
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the record. ``marks`` holds ``withdrawn`` and ``hidden``; ``about`` the seats it
    concerns, for the filters of staff; ``reply_to`` the id of a line until the transcript numbers it;
    ``rule`` that of attribution, of what was said or done."""

    kind: str
    text: str
    who: Who = NOBODY
    place: Place = NOWHERE
    about: tuple[str, ...] = ()
    to: str = ""
    source: str = ""
    marks: tuple[str, ...] = ()
    heard: Reaction | None = None
    workable: Reaction | None = None
    reply_to: str | None = None
    rule: str = ""

    @property
    def translates(self) -> bool:
        """Is what it replies to its original? Then that is told whole, and found with it."""
        return self.kind == "interpreted"


E = TypeVar("E", bound=Event)
Teller = Callable[[Lens, E, Entry], Told | None]

TELLERS: dict[type[Event], Callable[..., Told | None]] = {}
SAFE_UNNAMED: set[type[Event]] = set()
"""What the shared record tells under the Chatham House Rule: nothing else is in it."""


def tells(*classes: type[Event], unnamed: bool = False) -> Callable[[Teller[E]], Teller[E]]:
    """Register how events are told; ``unnamed`` if they may stand in a record that names nobody."""

    def register(teller: Teller[E]) -> Teller[E]:
        for cls in classes:
            TELLERS[cls] = teller
            if unnamed:
                SAFE_UNNAMED.add(cls)
        return teller

    return register


def tell(lens: Lens, entry: Entry) -> Told | None:
    """What this view tells of an entry that its viewer heard, or None."""
    lens.look_at(entry)
    if not kept(entry):
        return None
    told = _tell(lens, entry)
    if told is None:
        return None
    if lens.masks(entry):
        told = replace(told, who=Who(A_PARTICIPANT), about=())
    elif lens.unmasked(entry):
        told = replace(told, who=lens.who(entry))
    return told if of_the_frame(entry.event) else replace(told, rule=lens.rule)


def _tell(lens: Lens, entry: Entry) -> Told | None:
    cls = type(entry.event)
    if lens.timeless and cls not in SAFE_UNNAMED:
        return None
    teller = TELLERS.get(cls)
    if teller is not None:
        return teller(lens, entry.event, entry)
    # A kind that nobody has put into words yet: staff learn that it happened, nobody else.
    return Told("other", f"({entry.event.kind.replace('_', ' ')})", lens.who(entry)) if lens.staff else None
