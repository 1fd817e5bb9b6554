"""Reciprocal steps in their order, each side called by its name: "ours" depends on who wrote the row."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.kernel import Viewer
from roleplay.rules.steps import STEPS, TOOL, Step, Steps


@tool(
    TOOL,
    title=_("Steps for each other"),
    short=_("Steps"),
    says=_(
        "Find steps that help each other, ours, theirs and joint, in their order: a first step is easier "
        "when the answer to it is known."
    ),
    on=STEPS,
    alike=by_side,
)
def steps(scene: Scene, viewer: Viewer) -> Context:
    rows = scene.state[Steps].rows
    return {
        "rows": [_row(scene, row) for row in rows],
        "last": len(rows),
        "mine": viewer.side if viewer.seat else None,
        "staff": viewer.staff,
    }


def _row(scene: Scene, row: Step) -> dict[str, Any]:
    """``other`` is None where there is more than one other side."""
    sides = scene.setting.sides
    others = [side for side in sides if side.id != row.side]
    return {
        "step": row,
        "side": scene.setting.side(row.side),
        "other": others[0] if len(others) == 1 else None,
    }
