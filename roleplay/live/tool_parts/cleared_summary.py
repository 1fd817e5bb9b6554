"""The cleared summary: what may be told outside, what waits, what is held back, all of it unsigned.

A projector is nearer to the outside than the table: the screen shows only what has been cleared.
"""

from collections.abc import Hashable
from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.cleared_summary import SUMMARY, TOOL, Sentence, Summary
from roleplay.rules.kernel import Viewer


def _seen(scene: Scene, viewer: Viewer) -> Hashable:
    return by_side(scene, viewer), viewer.role == "screen"


@tool(
    TOOL,
    title=_("Cleared summary"),
    short=_("Summary"),
    says=_(
        "Agree, sentence by sentence, on what may be told outside: each side says that it exposes nobody, "
        "and one objection is enough to hold a sentence back."
    ),
    on=SUMMARY,
    alike=_seen,
)
def cleared_summary(scene: Scene, viewer: Viewer) -> Context:
    mine = viewer.side if viewer.seat else None
    summary = scene.state[Summary]
    shown = summary.tellable() if viewer.role == "screen" else summary.sentences.values()
    rows = [_row(scene, one, mine, viewer.staff) for one in shown]
    return {
        "rows": rows,
        "tellable": sum(one["sentence"].tellable for one in rows),
        "mine": mine,
        "staff": viewer.staff,
    }


def _row(scene: Scene, one: Sentence, mine: str | None, staff: bool) -> dict[str, Any]:
    """``ours``: one's own side has cleared it. Which sides have is for staff, until all have."""
    sides = [side for side in scene.setting.sides if side.id in one.by] if staff else []
    return {"sentence": one, "ours": mine in one.by, "sides": sides}
