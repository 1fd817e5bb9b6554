"""The transfer plan as its own side sees it; staff see the plans of each side."""

from collections.abc import Hashable

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import tool
from roleplay.rules.kernel import Viewer
from roleplay.rules.transfer_plan import MOST_PLANS, PLANS, TOOL, TransferPlans


def _whose(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.side or viewer.staff


@tool(
    TOOL,
    title=_("Plan for the way home"),
    short=_("Plan"),
    says=_(
        "Settle with your own side whom you will tell at home, one idea and not ten, and what it may cost "
        "you: a workshop changes something only if somebody carries something home."
    ),
    on=PLANS,
    alike=_whose,
    private=True,
)
def transfer_plan(scene: Scene, viewer: Viewer) -> Context:
    sides = [side for side in scene.setting.sides if viewer.staff or side.id == viewer.side]
    plans = scene.state[TransferPlans]
    return {
        "sheets": [{"side": side, "plans": plans.of(side.id)} for side in sides],
        "room": MOST_PLANS,
        "staff": viewer.staff,
    }
