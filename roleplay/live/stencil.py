"""Plain lines of talk differ only in who said which words when: one rendering of the template serves
all of the same shape, in every workshop, with holes for these.

What a line looks like stays in its template; this only saves running it for each line anew.
"""

import re
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import lru_cache
from html import escape

from roleplay.live.models import new_id
from roleplay.live.scene import SeatView
from roleplay.live.templatetags.live import moment
from roleplay.rules.attribution import hides_who
from roleplay.rules.talk import Line

ID, BY, TEXT = new_id(), new_id(), new_id()
SEAT = SeatView(new_id(), new_id(), new_id(), new_id(), new_id(), 1_000_000_007, new_id(), True)
EPOCH = str(moment(0))
"""What stands in the holes: made up when the process starts, so that nobody can have said it."""
HOLES = (ID, BY, TEXT, EPOCH, SEAT.id, SEAT.title, SEAT.short, SEAT.side_name, SEAT.letter, str(SEAT.number))
CUT = re.compile("(" + "|".join(map(re.escape, HOLES)) + ")")

_cut: dict[Hashable, list[str]] = {}


def is_plain(line: Line) -> bool:
    """A line as it was said, that answers no other and that nobody has reacted to, and that looks alike for
    all who heard it."""
    changed = line.withdrawn or line.hidden or line.erased
    return not (changed or line.reply_to or hides_who(line) or any(line.reactions.values()))


def fill(
    line: Line, who: SeatView | None, shape: Hashable, render: Callable[[Line, SeatView | None], str]
) -> str:
    """The HTML of a plain line, exactly as ``render`` would make it. ``shape`` is whatever else its look
    depends on; ``who`` said it, None for staff."""
    key = (shape, who is None)
    if key not in _cut:
        _cut[key] = CUT.split(render(replace(line, id=ID, by=BY, text=TEXT, at=0), SEAT if who else None))
    words = {ID: line.id, BY: line.by, TEXT: escape(line.text), EPOCH: str(moment(line.at))}
    if who:
        words |= _words(who)
    pieces = _cut[key].copy()
    pieces[1::2] = [words[hole] for hole in pieces[1::2]]  # a hole stands between any two pieces
    return "".join(pieces)


@lru_cache(maxsize=2000)
def _words(who: SeatView) -> dict[str, str]:
    names = ("id", "title", "short", "side_name", "letter", "number")
    return {str(getattr(SEAT, name)): escape(str(getattr(who, name))) for name in names}
