"""The parts about pauses and leaving: asking for a pause, stepping out and coming back."""

from collections.abc import Hashable

from roleplay.live.occasions import MEETINGS
from roleplay.live.parts import Context, everyone, part
from roleplay.live.scene import Scene
from roleplay.rules.cooling_off import PAUSES, CoolingOff
from roleplay.rules.kernel import Viewer
from roleplay.rules.meetings import Meetings
from roleplay.rules.people import People
from roleplay.rules.safety import Safety
from roleplay.rules.stepping_out import STEPPING, Outside
from roleplay.rules.workshop import Ended, Workshop


def _quiet(scene: Scene) -> bool:
    """Nothing goes on that one could want a pause from."""
    return scene.state[Safety].paused or scene.state[Meetings].adjourned


def _left_seat(scene: Scene, viewer: Viewer) -> str | None:
    """The seat that this viewer has stepped out of."""
    return None if viewer.seat else scene.state[Outside].seats.get(viewer.participant)


def _wants(scene: Scene, viewer: Viewer) -> Hashable:
    ask, left = scene.state[CoolingOff].of(viewer.seat), _left_seat(scene, viewer)
    free = left not in scene.state[People].holders
    return ask.id if ask else None, viewer.seat is None, left, free, _quiet(scene)


@part("pause", pages=("stage",), on=(*PAUSES, *STEPPING, *MEETINGS, Ended), alike=_wants)
def pause(scene: Scene, viewer: Viewer) -> Context | None:
    """This seat's own wish for a pause, and the way out and back in."""
    left = _left_seat(scene, viewer)
    if scene.state[Workshop].ended:
        return None
    return {
        "ask": scene.state[CoolingOff].of(viewer.seat),
        "seated": viewer.seat is not None,
        "quiet": _quiet(scene),
        "left": scene.seat(left) if left else None,
    }


@part("pauses", pages=("desk",), on=(*PAUSES, Ended), alike=everyone)
def pauses(scene: Scene, viewer: Viewer) -> Context | None:
    """Who asks for a pause, for staff; and that all cool off."""
    state = scene.state[CoolingOff]
    if scene.state[Workshop].ended or not (state.asks or state.until):
        return None
    asks = [(one, scene.seat(one.seat), scene.holder_name(one.seat)) for one in state.asks.values()]
    return {"asks": asks, "cooling": {"ends_at": state.until} if state.until else None}
