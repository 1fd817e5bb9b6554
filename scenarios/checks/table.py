"""The twenty-four checks of a pack: what each asks, its threshold, and who runs it.

A table only. The checks themselves are in the files beside this one; what keeps a pack from being read at all
is the loader's business and is named here too, so that nothing is asked twice.
"""

from dataclasses import dataclass
from typing import Literal

By = Literal["the loader", "the checker", "the checker and a reader", "a reader"]


@dataclass(frozen=True)
class Check:
    """``by`` says who runs it. ``ask`` is what a reader signs, empty where a machine is enough."""

    number: int
    what: str
    threshold: str
    by: By = "the checker"
    ask: str = ""

    @property
    def machine(self) -> bool:
        return self.by != "a reader"


TABLE = (
    Check(1, "Seats per side", "equal; seats from Jammu and Kashmir equal by side of the Line of Control"),
    Check(2, "Words of the delegation briefs", "within ±5 %"),
    Check(3, "Words of the seat briefs, on average by side", "within ±10 %"),
    Check(4, "Private facts", "one for each seat; the same types on each side"),
    Check(5, "Red lines, interests, fears, official lines", "the same count on each side"),
    Check(6, "Seats not written as men", "40 % or more on each side; at most one apart"),
    Check(7, "Tracks in the room", "four or more on each side"),
    Check(8, "Seats with a security background", "at most one apart"),
    Check(9, "Order of naming", "each side first in 40–60 % of the sentences that name both"),
    Check(10, "Terms that a narrator avoids", "none, except in quotation marks and official lines"),
    Check(11, "Verbs of doubt: claims, alleges, insists", "at most one apart"),
    Check(
        12,
        "Kind and unkind words beside a side's name",
        "a difference of three or less",
        "the checker and a reader",
        "No side is described with warmer or colder words than the other.",
    ),
    Check(
        13,
        "Casualties",
        "each side's people mentioned, or nobody's",
        "the checker and a reader",
        "The dead of every side, and of every community, are mourned in the same words.",
    ),
    Check(14, "News that embarrasses a side", "the running count stays within one"),
    Check(
        15,
        "Who opens the rounds on needs and on the way home",
        "another side each time; by lot in a first session",
        "the checker and a reader",
        "The teaching notes let the opening side change, and have lots drawn in a first session.",
    ),
    Check(16, "Outcome clauses", "each says what it gives every side"),
    Check(17, "Reading", "Indian, Pakistani, and Kashmiri or third-party works: one or more of each"),
    Check(18, "Facts", "each with date, source and confidence; low confidence worded as reported"),
    Check(
        19,
        "Living persons",
        "none in roles; office and name together nowhere in briefs",
        "the checker and a reader",
        "No delegate can be taken for a living person, and nobody living is given words they did not say.",
    ),
    Check(20, "As-of date", "given; nothing later in what students read"),
    Check(21, "Maps and pictures", "none"),
    Check(
        22,
        "Words and sentences",
        "every technical term and abbreviation explained; 26 words a sentence or fewer on average",
        "the checker and a reader",
        "A student who is new to the subject can follow every brief with the glossary beside it.",
    ),
    Check(
        23,
        "Readers of both sides",
        "one at home in each side's view; one who knows Jammu and Kashmir for P01, P04 and P06",
        "a reader",
        "Read whole, as a person of this side would read it; with the names of the countries exchanged, no "
        "sentence becomes absurd or insulting.",
    ),
    Check(24, "Debrief card", "there, and it says what the pack leaves out", "the loader"),
)

BY_NUMBER = {check.number: check for check in TABLE}
KASHMIR_READERS = ("P01", "P04", "P06")
