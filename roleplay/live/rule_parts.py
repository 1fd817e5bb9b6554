"""What follows the rule of attribution in a room: the words at a tool's form, who is seen to write."""

from collections.abc import Hashable

from roleplay.live.occasions import ROOMS
from roleplay.live.parts import TYPING, Context, part
from roleplay.live.scene import Scene
from roleplay.rules.attribution import AttributionSet, rule_in
from roleplay.rules.kernel import Viewer
from roleplay.rules.workshop import UNATTRIBUTED


def _rule_of(scene: Scene, viewer: Viewer, room: str) -> Hashable:
    return rule_in(scene.state, room)


@part("rule", pages=("stage", "desk"), on=(*ROOMS, AttributionSet), alike=_rule_of, each_room=True)
def rule(scene: Scene, viewer: Viewer, room: str) -> Context:
    """The rule of attribution for what is written into a tool beside this room."""
    return {"rule": rule_in(scene.state, room)}


def _types(scene: Scene, viewer: Viewer, room: str) -> Hashable:
    if rule_in(scene.state, room) == UNATTRIBUTED:
        return "hidden"
    return viewer.seat if viewer.seat in scene.typing.get(room, ()) else None


@part(
    "typing",
    pages=("stage", "desk"),
    on=(TYPING, AttributionSet, *ROOMS),
    alike=_types,
    each_room=True,
)
def typing(scene: Scene, viewer: Viewer, room: str) -> Context:
    """Who else is writing in this room; nobody is told where nobody may know who speaks."""
    if rule_in(scene.state, room) == UNATTRIBUTED:
        return {"seats": []}
    return {"seats": [scene.seat(seat) for seat in scene.typing.get(room, ()) if seat != viewer.seat]}
