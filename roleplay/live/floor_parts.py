"""The parts about the floor of the plenary: hands, whose turn it is and for how long, points of order.

The clocks hold only times at which something happened or will have; the browser counts from there.
"""

from collections.abc import Hashable
from typing import Any

from roleplay.live.occasions import FLOOR, SEATING
from roleplay.live.parts import Context, everyone, part
from roleplay.live.scene import Scene
from roleplay.live.stage_parts import by_role
from roleplay.rules.floor import Floor, speaking_order
from roleplay.rules.kernel import Viewer
from roleplay.rules.phases import MINUTE
from roleplay.rules.points_of_order import POINTS, Points
from roleplay.rules.rooms import PLENARY, is_open
from roleplay.rules.speaking_time import SPEAKING_TIME, SpeakingTime
from roleplay.rules.workshop import Ended, Workshop


def _open(scene: Scene) -> bool:
    return is_open(scene.state, PLENARY) and not scene.state[Workshop].ended


def _line_up(scene: Scene) -> list[dict[str, Any]]:
    """The raised hands as they will be called; ``new`` if they have not had the floor in this step."""
    spoken = scene.state[Floor].spoken
    return [{"seat": scene.seat(seat), "new": seat not in spoken} for seat in speaking_order(scene.state)]


def _at_floor(scene: Scene, viewer: Viewer) -> Hashable:
    now, seat = scene.state[Floor], viewer.seat
    mine = seat is not None and seat == now.speaker, seat in now.hands, _point_of(scene, viewer)
    return by_role(scene, viewer), seat is None, mine


def _point_of(scene: Scene, viewer: Viewer) -> bool:
    return viewer.seat is not None and scene.state[Points].of(viewer.seat) is not None


@part("floor", pages=("stage", "screen", "desk"), on=(*FLOOR, *POINTS), alike=_at_floor)
def floor(scene: Scene, viewer: Viewer) -> Context:
    """Who speaks and who waits for the floor of the plenary, and what this viewer can do about it."""
    now = scene.state[Floor]
    return {
        "mode": now.mode,
        "speaker": scene.seat(now.speaker) if now.speaker else None,
        "line_up": _line_up(scene),
        "seated": viewer.seat is not None,
        "my_hand": viewer.seat in now.hands,
        "my_turn": viewer.seat is not None and viewer.seat == now.speaker,
        "my_point": _point_of(scene, viewer),
        "open": is_open(scene.state, PLENARY),
        "ended": scene.state[Workshop].ended,
        "staff": viewer.staff,
        "screen": viewer.role == "screen",
    }


@part("turns", pages=("stage", "screen", "desk"), on=(*SPEAKING_TIME, *FLOOR, *SEATING), alike=by_role)
def turns(scene: Scene, viewer: Viewer) -> Context | None:
    """The shared clock: the turn, what each side has used of its minutes, who comes next."""
    time, now = scene.state[SpeakingTime], scene.state[Floor]
    limits = time.side_minutes or time.turn_minutes
    if not _open(scene) or not (now.speaker or now.hands or time.used or limits):
        return None
    return {
        "speaker": scene.seat(now.speaker) if now.speaker else None,
        "turn": _counted(time.turn_minutes, time.spent, time.since),
        "sides": [{"side": side, **_of_side(time, side.id)} for side in scene.setting.sides],
        "turn_minutes": time.turn_minutes,
        "side_minutes": time.side_minutes,
        "line_up": _line_up(scene),
        "stage": not viewer.staff and viewer.role != "screen",
    }


def _of_side(time: SpeakingTime, side: str) -> Context:
    used, speaks = time.used.get(side, 0), time.side == side
    return _counted(time.side_minutes, used + (time.spent if speaks else 0), time.since if speaks else None)


def _counted(minutes: int, spent: int, since: int | None) -> Context:
    """A clock: it counts down to ``ends_at`` or up from ``began`` (Unix ms), or it stands with so much
    ``left`` or ``used`` (ms); with a limit it tells what is left, otherwise what was used."""
    limit = minutes * MINUTE
    if since is None:
        return {"left": limit - spent} if limit else {"used": spent}
    return {"ends_at": since - spent + limit} if limit else {"began": since - spent}


@part("ruling", pages=("stage", "screen"), on=(*POINTS, Ended), alike=everyone)
def ruling(scene: Scene, viewer: Viewer) -> Context:
    """How the last point of order was ruled on, until the talk goes on."""
    return {"ruled": scene.state[Points].ruled if _open(scene) else None}


@part("points", pages=("desk",), on=(*POINTS, Ended), alike=everyone)
def points(scene: Scene, viewer: Viewer) -> Context:
    """The points of order that wait for a ruling, and who raised them: for staff."""
    waiting = scene.state[Points].open.values()
    return {
        "points": [{"point": one, "seat": scene.seat(one.seat)} for one in waiting],
        "ended": scene.state[Workshop].ended,
    }
