"""The debrief: who has put down their role, the present step with its prompts, and what staff have opened."""

from collections.abc import Hashable
from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import tool
from roleplay.rules.correcting import TextCorrected
from roleplay.rules.debrief import DEBRIEF, TOOL, Debrief, may_be_named
from roleplay.rules.kernel import Viewer
from roleplay.rules.seats import SeatTaken
from roleplay.rules.setting import SeatSetting


def _alike(scene: Scene, viewer: Viewer) -> Hashable:
    out = viewer.participant in scene.state[Debrief].out
    return viewer.staff, viewer.role == "screen", viewer.seat is not None, out


@tool(
    TOOL,
    title=_("Out of role"),
    short=_("Debrief"),
    says=_(
        "Put down your role, then look together at what happened: most of what you take home "
        "is learned now, in your own name."
    ),
    on=(*DEBRIEF, SeatTaken, TextCorrected),
    alike=_alike,
)
def debrief(scene: Scene, viewer: Viewer) -> Context:
    now, setting = scene.state[Debrief], scene.setting
    steps = setting.debrief
    at = next((place for place, one in enumerate(steps) if one.id == now.step), None)
    return {
        "staff": viewer.staff,
        "screen": viewer.role == "screen",
        "may_step_out": viewer.seat is not None and viewer.participant not in now.out,
        "out": [_person(scene, who, seat) for who, seat in now.out.items()],
        "in_role": [one for one in scene.seats() if one.taken and one.id not in now.out.values()],
        "steps": steps,
        "step": None if at is None else steps[at],
        "number": None if at is None else at + 1,
        "next": steps[0 if at is None else at + 1] if steps[0 if at is None else at + 1 :] else None,
        "opened": now.opened,
        "facts": [_fact(scene, seat) for seat in setting.seats] if "facts" in now.opened else [],
        "happened": setting.happened if "happened" in now.opened else "",
        "missing": setting.leaves_out if "missing" in now.opened else (),
        "record": viewer.role != "screen" and "rooms" in now.opened,
        "workshop": scene.workshop,
    }


def _person(scene: Scene, participant: str, seat: str) -> dict[str, Any]:
    """Whoever stepped out, by name once names are restored."""
    name = scene.name_of(participant) if may_be_named(scene.state, participant) else ""
    return {"seat": scene.seat(seat), "name": name}


def _fact(scene: Scene, seat: SeatSetting) -> tuple[Any, str]:
    return scene.seat(seat.id), seat.private_text
