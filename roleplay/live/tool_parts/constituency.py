"""The constituency meter: a delegate's own exchanges with home; for staff all, and each side's figure."""

from collections.abc import Hashable
from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import tool
from roleplay.rules.constituency import (
    HOME,
    REPLIES,
    TOOL,
    Constituency,
    Exchange,
    audiences_of,
    figure_of,
)
from roleplay.rules.kernel import Viewer
from roleplay.rules.phases import phase_of
from roleplay.rules.setting import AudienceSetting, ReplySetting, SideSetting


def _whose(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.seat or viewer.staff


@tool(
    TOOL,
    title=_("What home says"),
    short=_("Home"),
    says=_(
        "Say what you would tell your paper, your party or your former ministry, and see how they take it: "
        "whoever carries something home is asked what it cost."
    ),
    on=HOME,
    alike=_whose,
    private=True,
)
def constituency(scene: Scene, viewer: Viewer) -> Context:
    phase = phase_of(scene.state)
    context: Context = {"open": bool(phase and not phase.out_of_role), "staff": viewer.staff}
    if viewer.staff:
        return context | {"sides": [_side(scene, side) for side in scene.setting.sides]}
    exchanges = scene.state[Constituency].exchanges
    rows = [
        {"audience": one, "exchange": exchanges.get((viewer.seat or "", one.id))}
        for one in audiences_of(scene.setting, viewer.side)
    ]
    return context | {"rows": rows}


def _side(scene: Scene, side: SideSetting) -> dict[str, Any]:
    """What the delegates of a side told, first what waits for a reply, and how warmly the side was met."""
    home = scene.state[Constituency]
    told = [one for seat in scene.setting.seats_of(side.id) for one in home.of(seat.id)]
    rows = [_row(scene, one) for one in sorted(told, key=lambda one: one.mood is not None)]
    return {"side": side, "rows": rows, "figure": figure_of(scene.state, side.id)}


def _row(scene: Scene, one: Exchange) -> dict[str, Any]:
    audiences = audiences_of(scene.setting, scene.setting.seat(one.seat).side)
    audience = next(each for each in audiences if each.id == one.audience)
    return {
        "exchange": one,
        "seat": scene.seat(one.seat),
        "audience": audience,
        "replies": _replies(audience),
    }


def _replies(audience: AudienceSetting) -> list[ReplySetting]:
    """The pack's, and a usual one for each mood that it leaves out."""
    moods = {reply.mood for reply in audience.replies}
    return [*audience.replies, *(reply for reply in REPLIES if reply.mood not in moods)]
