"""Plain lines of talk differ only in their words, their time and their id: one rendering of the
template serves all of the same shape, with holes for these three.

What a line looks like stays in its template; this only saves running it for each line anew.
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from html import escape

from roleplay.live.models import new_id
from roleplay.live.templatetags.live import moment
from roleplay.rules.talk import Line

ID, TEXT = new_id(), new_id()
"""What stands in the holes: made up when the process starts, so that nobody can have said it."""
EPOCH = str(moment(0))


def is_plain(line: Line) -> bool:
    """A line as it was said, that answers no other and that nobody has reacted to."""
    return not (line.withdrawn or line.hidden or line.reply_to or any(line.reactions.values()))


class Stencils:
    """The shapes of one scene, by whatever a plain line's look depends on besides the three holes."""

    def __init__(self) -> None:
        self._cut: dict[Hashable, str] = {}

    def fill(self, line: Line, shape: Hashable, render: Callable[[Line], str]) -> str:
        """The line's HTML, exactly as ``render`` would make it."""
        if shape not in self._cut:
            self._cut[shape] = render(replace(line, id=ID, text=TEXT, at=0))
        cut = self._cut[shape].replace(ID, line.id).replace(EPOCH, str(moment(line.at)))
        return cut.replace(TEXT, escape(line.text))  # last: words are never looked through for holes
