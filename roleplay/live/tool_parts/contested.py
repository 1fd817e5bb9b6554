"""Contested facts: the sources of all sides beside each other, in the same form and the pack's order."""

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.contested import CONTESTED, TOOL, ContestedFacts
from roleplay.rules.kernel import Viewer


@tool(
    TOOL,
    title=_("Contested facts"),
    short=_("Contested"),
    says=_(
        "Put down what the two sides tell differently, with one source each, instead of arguing about it: "
        "nobody decides who is right, and the card stays open."
    ),
    on=CONTESTED,
    alike=by_side,
)
def contested(scene: Scene, viewer: Viewer) -> Context:
    mine = viewer.side if viewer.seat else None
    rows = [
        {
            "fact": fact,
            "sources": [(side, fact.sources.get(side.id)) for side in scene.setting.sides],
            "may_take": mine == fact.side and not fact.sources.keys() - {mine},
        }
        for fact in scene.state[ContestedFacts].all.values()
    ]
    return {"rows": rows, "mine": mine, "staff": viewer.staff}
