"""The parts about working groups: for staff the proposal and the open groups, for a delegate their own."""

from collections.abc import Hashable, Iterable
from typing import Any

from roleplay.live.occasions import CLOCK, ROOMS, SEATING
from roleplay.live.parts import Context, everyone, part
from roleplay.live.scene import Scene, room_view
from roleplay.rules.announce import ROOM
from roleplay.rules.groups import (
    GROUPS,
    Groups,
    GroupsProposed,
    SeatPlaced,
    for_groups,
    group_is_open,
    possible,
)
from roleplay.rules.kernel import Viewer
from roleplay.rules.meetings import Meetings
from roleplay.rules.people import People
from roleplay.rules.phases import phase_of, plan_of
from roleplay.rules.workshop import Ended, Workshop

PROPOSAL = (GroupsProposed, SeatPlaced)


@part("groups", pages=("desk",), on=(*PROPOSAL, *ROOMS, *SEATING, *CLOCK), alike=everyone)
def groups(scene: Scene, viewer: Viewer) -> Context | None:
    """What the lot proposes, the groups that are open, and whom they lack; empty where none ever meet."""
    known, phase = scene.state[Groups], phase_of(scene.state)
    ended = scene.state[Workshop].ended
    if not known.rooms and (ended or not any(map(for_groups, plan_of(scene.state)))):
        return None
    drawn = range(1, known.proposed + 1)
    placed = {number: [seat for seat, at in known.proposal.items() if at == number] for number in drawn}
    open_now = {} if ended else {group.id: list(group.seats) for group in known.open()}
    return {
        "possible": () if ended else possible(scene.state),
        "proposal": [
            {"key": number, "number": number, **_members(scene, placed[number])} for number in drawn
        ],
        "unplaced": _left(scene, known.proposal) if drawn else [],
        "open": [
            {"key": id, "number": known.rooms[id].number, **_members(scene, seats)}
            for id, seats in open_now.items()
        ],
        "without": _left(scene, [seat for seats in open_now.values() for seat in seats]) if open_now else [],
        "meets": phase is not None and for_groups(phase),
    }


def _members(scene: Scene, seats: list[str]) -> dict[str, Any]:
    """The seats of one group in the pack's order, and how many of each side."""
    there = [one for one in scene.seats() if one.id in seats]
    counts = [(side, sum(one.side == side.id for one in there)) for side in scene.setting.sides]
    return {"seats": there, "counts": counts, "uneven": len({count for _, count in counts}) > 1}


def _left(scene: Scene, placed: Iterable[str]) -> list[Any]:
    """Those who sit at the table and are in no group."""
    taken, placed = scene.state[People].holders, set(placed)
    return [one for one in scene.seats() if one.id in taken and one.id not in placed]


@part("group-addresses", pages=("desk",), on=GROUPS, alike=everyone)
def group_addresses(scene: Scene, viewer: Viewer) -> Context | None:
    """The groups to which something can be addressed, for every choice on the desk of who shall read it."""
    found = addressable_groups(scene)
    return {"groups": found} if found else None


def addressable_groups(scene: Scene) -> list[dict[str, Any]]:
    """Closed ones too: a choice that somebody has made is never changed under their hands."""
    return [
        {
            "address": ROOM + group.id,
            "number": group.number,
            "seats": [one.short for one in scene.seats() if one.id in group.seats],
            "closed": group.closed,
        }
        for group in scene.state[Groups].rooms.values()
    ]


def _own_group(scene: Scene, viewer: Viewer) -> str | None:
    """The group of this delegate, while it meets."""
    group = scene.state[Groups].of(viewer.seat) if viewer.seat else None
    meets = group and not scene.state[Meetings].adjourned and not scene.state[Workshop].ended
    return group.id if group and meets and group_is_open(scene.state, group.id) else None


def _grouped(scene: Scene, viewer: Viewer) -> Hashable:
    own = _own_group(scene, viewer)
    return own and (own, viewer.seat)


@part("my-group", pages=("stage",), on=(*ROOMS, Ended), alike=_grouped)
def my_group(scene: Scene, viewer: Viewer) -> Context | None:
    """With whom this delegate thinks together now."""
    own = _own_group(scene, viewer)
    if own is None:
        return None
    room = room_view(scene, own, viewer)
    return {"room": room, "others": [one for one in room.seats if one.id != viewer.seat]}
