"""The caucus sheet as its own side sees it; staff see the sheet of each side."""

from collections.abc import Hashable
from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import tool
from roleplay.rules.caucus_sheet import ROOM, SHEET, TOOL, CaucusSheets
from roleplay.rules.kernel import Viewer


def _whose(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.side or viewer.staff


@tool(
    TOOL,
    title=_("Caucus sheet"),
    short=_("Sheet"),
    says=_(
        "Write down together what your side needs and fears, and one thing you may wrongly assume about the "
        "other side: a position is what you demand, a need is why."
    ),
    on=SHEET,
    alike=_whose,
    private=True,
)
def caucus_sheet(scene: Scene, viewer: Viewer) -> Context:
    sides = [side for side in scene.setting.sides if viewer.staff or side.id == viewer.side]
    sheets = [{"side": side, "groups": [_group(scene, side.id, kind) for kind in ROOM]} for side in sides]
    return {"sheets": sheets, "staff": viewer.staff}


def _group(scene: Scene, side: str, kind: str) -> dict[str, Any]:
    return {"kind": kind, "entries": scene.state[CaucusSheets].of(side, kind), "room": ROOM[kind]}
