"""A workshop as pages see it: the state, with the names, presence and code that are not in the log.

Reads nothing: whoever makes a scene hands it what it needs. What a viewer may be shown of it is
decided in ``parts`` and ``render``.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from roleplay.rules.groups import Groups
from roleplay.rules.kernel import Actor, State, Viewer
from roleplay.rules.people import People
from roleplay.rules.rooms import (
    BACK_ROOM,
    CAUCUS,
    CORRIDOR,
    PLENARY,
    Rooms,
    belongs,
    is_open,
    room_ids,
)
from roleplay.rules.setting import Setting
from roleplay.rules.workshop import Workshop, setting_of

STAFF_LETTER = "F"


class SeatView(NamedTuple):
    """A seat as anybody may see it: colour (``number``), letter and role label, never a name."""

    id: str
    title: str
    short: str
    side: str
    side_name: str
    number: int
    letter: str
    taken: bool


@dataclass(frozen=True, slots=True)
class RoomView:
    """A room in the words of this viewer. ``kind`` is plenary, caucus, group, back-room or corridor."""

    id: str
    kind: str
    name: str
    number: int = 0
    letter: str = ""
    open: bool = True
    seats: tuple[SeatView, ...] = ()


@dataclass
class Scene:
    """``names`` and ``here`` by participant id; ``typing`` holds seats by room; ``lit`` what was seen by
    move of the third party, for staff only."""

    workshop: str
    state: State
    code: str = ""
    names: dict[str, str] = field(default_factory=dict)
    here: frozenset[str] = frozenset()
    typing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    now: int = 0
    lit: dict[str, str] = field(default_factory=dict)

    @property
    def setting(self) -> Setting:
        return setting_of(self.state)

    def seat(self, id: str) -> SeatView:
        seat = self.setting.seat(id)
        side = self.setting.side(seat.side)
        holder = self.state[People].holders.get(id)
        return SeatView(
            seat.id,
            seat.title,
            seat.short,
            side.id,
            side.name,
            side.number,
            side.letter,
            holder is not None,
        )

    def seats(self) -> list[SeatView]:
        return [self.seat(seat.id) for seat in self.setting.seats]

    def name_of(self, participant: str | None) -> str:
        """A person's name, for staff only."""
        return self.names.get(participant or "", "")

    def holder_name(self, seat: str) -> str:
        return self.name_of(self.state[People].holders.get(seat))


def page_of(state: State, viewer: Viewer) -> str:
    """The page that this viewer belongs on now: screen, desk, lobby, brief, stage or ended."""
    if viewer.role == "screen":
        return "screen"
    if viewer.staff:
        return "desk"
    if state[Workshop].ended:
        return "ended"
    if viewer.seat is None and viewer.role != "observer":
        return "lobby"
    return "stage" if viewer.inside else "brief"


def actor_for(viewer: Viewer) -> Actor:
    return Actor(viewer.participant, viewer.role, viewer.seat, viewer.side)


def rooms_of(scene: Scene, viewer: Viewer) -> list[str]:
    """The rooms that exist for this viewer, corridors that are only an invitation not yet."""
    if viewer.role == "observer":
        return [PLENARY]
    by = actor_for(viewer)
    corridors = scene.state[Rooms].corridors
    return [
        room
        for room in room_ids(scene.state)
        if belongs(scene.state, room, by) and (room not in corridors or corridors[room].opened_at)
    ]


def rooms_for(scene: Scene, viewer: Viewer) -> list[RoomView]:
    """``rooms_of`` in the words of this viewer."""
    return [room_view(scene, room, viewer) for room in rooms_of(scene, viewer)]


def room_view(scene: Scene, room: str, viewer: Viewer) -> RoomView:
    open_now = is_open(scene.state, room)
    if room == PLENARY:
        return RoomView(room, "plenary", "Plenary", open=open_now)
    if room == BACK_ROOM:
        return RoomView(room, "back-room", "Facilitators' back room", letter=STAFF_LETTER, open=open_now)
    if room.startswith(CORRIDOR):
        pair = scene.state[Rooms].corridors[room].seats
        others = tuple(scene.seat(seat) for seat in pair if seat != viewer.seat)
        other = others[0]
        return RoomView(
            room, "corridor", f"Corridor with {other.short}", other.number, other.letter, open_now, others
        )
    if group := scene.state[Groups].rooms.get(room):
        members = tuple(scene.seat(seat) for seat in group.seats)
        mine = viewer.seat is None or viewer.seat in group.seats
        return RoomView(room, "group", f"Working group {group.number}", open=open_now and mine, seats=members)
    side = scene.setting.side(room.removeprefix(CAUCUS))
    name = "Your caucus" if viewer.side == side.id else f"{side.adjective} caucus"
    seats = tuple(scene.seat(seat.id) for seat in scene.setting.seats_of(side.id))
    return RoomView(room, "caucus", name, side.number, side.letter, open_now, seats)
