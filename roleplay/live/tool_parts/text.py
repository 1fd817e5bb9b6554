"""The negotiating text as everybody sees it: clauses, brackets, criticism, versions word by word."""

import difflib
import re
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.occasions import SEATING
from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.brackets import BRACKETS, as_read
from roleplay.rules.criticism import CRITICISM
from roleplay.rules.gauge import TOOL as GAUGE
from roleplay.rules.gauge import GaugeOpened, GaugePutUp
from roleplay.rules.kernel import Viewer
from roleplay.rules.stances import Gauges, threshold_of
from roleplay.rules.text import CLAUSES, TOOL, Clause, OneText, places
from roleplay.rules.tools import tools_of

COMPARED = 3
"""How many of the latest redrafts a page compares; all of them are in the record."""
WORDS = re.compile(r"\s*\S+")


@tool(
    TOOL,
    title=_("One text"),
    short=_("Text"),
    says=_(
        "Say what a clause of the one text lacks, and whoever holds the pen redrafts it: with a single text "
        "on the table, everybody makes the same page better."
    ),
    on=(*CLAUSES, *BRACKETS, *CRITICISM, GaugePutUp, GaugeOpened, *SEATING),
    alike=lambda scene, viewer: (by_side(scene, viewer), holds_pen(scene, viewer)),
)
def text(scene: Scene, viewer: Viewer) -> Context:
    one = scene.state[OneText]
    return {
        "rows": [_clause(scene, clause) for clause in one.clauses.values()],
        "undecided": [n for n, clause in enumerate(one.clauses.values(), 1) if clause.standing != "adopted"],
        "unadopted": any(clause.mark != "adopted" for clause in one.clauses.values()),
        "open": one.open,
        "most": one.most_open,
        "scribes": [scene.seat(seat) for seat in one.scribes],
        "mine": viewer.side if viewer.seat else None,
        "staff": viewer.staff,
        "pen": holds_pen(scene, viewer),
        "gauging": _gauging(scene),
        "may_gauge": GAUGE in tools_of(scene.state) and not _gauging(scene),
    }


def holds_pen(scene: Scene, viewer: Viewer) -> bool:
    return viewer.staff or viewer.seat in scene.state[OneText].scribes


def _gauging(scene: Scene) -> bool:
    return GAUGE in tools_of(scene.state) and scene.state[Gauges].running is not None


def _clause(scene: Scene, clause: Clause) -> dict[str, Any]:
    texts = [one.text for one in clause.versions]
    pairs = list(zip(clause.versions, clause.versions[1:], range(2, len(texts) + 1), strict=False))
    return {
        "clause": clause,
        "version": clause.versions[-1].id,
        "number": len(texts),
        "pieces": _pieces(clause),
        "common": _is_common_ground(scene, clause),
        "remarks": [(one, scene.setting.side(one.side)) for one in clause.remarks],
        "compared": [
            {"id": new.id, "number": number, "pieces": compared(old.text, new.text)}
            for old, new, number in reversed(pairs[-COMPARED:])
        ],
    }


def _is_common_ground(scene: Scene, clause: Clause) -> bool | None:
    """What the last gauge of the clause found, as long as it still says the same; None if nothing did."""
    gauge = scene.state[Gauges].latest_on(clause.id)
    if gauge is None or gauge.text != as_read(clause):
        return None
    return gauge.is_common_ground(threshold_of(scene.state))


def _pieces(clause: Clause) -> list[dict[str, Any]]:
    """The text in pieces, those with a ``bracket`` being its words."""
    pieces: list[dict[str, Any]] = []
    at = 0
    for start, end, bracket in places(clause.text, clause) or []:
        pieces += [{"text": clause.text[at:start]}, {"text": clause.text[start:end], "bracket": bracket}]
        at = end
    return [piece for piece in (*pieces, {"text": clause.text[at:]}) if piece["text"]]


@lru_cache(maxsize=512)
def compared(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """How one version became the next, word by word: ("same", "gone" or "new", the words)."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    pieces: list[tuple[str, str]] = []
    matcher = difflib.SequenceMatcher(None, _bare(before), _bare(after), autojunk=False)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append(("same", "".join(after[c:d])))
            continue
        pieces += [("gone", "".join(before[a:b]))] if b > a else []
        pieces += [("new", "".join(after[c:d]))] if d > c else []
    return tuple(pieces)


def _bare(words: list[str]) -> list[str]:
    return [word.strip() for word in words]
