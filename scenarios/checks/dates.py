"""Dates as authors write them in prose: "29 May 2018", "11–14 May 2018" (its first day), "May 2018", "2018".

Enough to say which is later.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:(?:[–-]| to )\d{{1,2}})? )?(?:(?P<month>{'|'.join(MONTHS)}) )?"
    r"(?P<year>1[89]\d\d|20\d\d)\b"
    r"(?!\s*(?:words|people|metres|kilometres|km|pages|men|women|seats|rupees|delegates|students|villages|MW))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Day:
    """A date, as exactly as it was written; 0 for what was not."""

    year: int
    month: int = 0
    day: int = 0

    def after(self, other: "Day") -> bool:
        """Surely later: what is not written is taken as not later."""
        for mine, theirs in ((self.year, other.year), (self.month, other.month), (self.day, other.day)):
            if not mine or not theirs or mine < theirs:
                return False
            if mine > theirs:
                return True
        return False

    def __str__(self) -> str:
        parts = [str(self.day) if self.day else "", MONTHS[self.month - 1].title() if self.month else ""]
        return " ".join([*filter(None, parts), str(self.year)])


def moments(text: str) -> Iterator[tuple[int, Day]]:
    """Each date in a text, with its place."""
    for found in DATE.finditer(text):
        month = MONTHS.index(found["month"].lower()) + 1 if found["month"] else 0
        yield found.start(), Day(int(found["year"]), month, int(found["day"] or 0) if month else 0)


def latest(text: str) -> Day | None:
    """The last date that a text names."""
    days = [day for _, day in moments(text)]
    return max(days, key=lambda day: (day.year, day.month, day.day), default=None)
