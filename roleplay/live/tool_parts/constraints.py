"""Constraints: each option with who would oppose it at home, and what was parked against it before."""

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.constraints import TOOL, ConstraintNamed, Constraints, ConstraintStruck
from roleplay.rules.kernel import Viewer
from roleplay.rules.options import OPTIONS, Options


@tool(
    TOOL,
    title=_("Constraints"),
    short=_("Constraints"),
    says=_(
        "Say who at your own home would oppose an option, why, and how strongly: nobody across the "
        "table can know that."
    ),
    on=(*OPTIONS, ConstraintNamed, ConstraintStruck),
    alike=by_side,
)
def constraints(scene: Scene, viewer: Viewer) -> Context:
    sides = {side.id: side for side in scene.setting.sides}
    named = scene.state[Constraints]
    rows = [
        {"option": one, "constraints": [(each, sides[each.side]) for each in named.on(one.id)]}
        for one in scene.state[Options].all.values()
    ]
    return {"rows": rows, "mine": viewer.side if viewer.seat else None, "staff": viewer.staff}
