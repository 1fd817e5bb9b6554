"""Working groups: mixed rooms for thinking together, with equal numbers from each side.

Staff let the lot propose a fair split, change it where they must, and open the rooms. Only its members
and staff know of a group. That one may talk in it is in ``rooms``.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from .fair_split import fair_split
from .kernel import (
    STAFF_ONLY,
    Actor,
    Audience,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    command,
    decides,
    event,
    evolves,
    require_staff,
    slice_of_state,
)
from .people import People
from .phases import phase_of
from .seats import require_known_seat
from .setting import PhaseSetting
from .workshop import require_not_ended, setting_of

GROUP = "group-"
JOINT_THINKING = "PH4"
FEWEST, MOST = 2, 6


@dataclass
class Group:
    """``seats`` are its members now; ``heard`` all who ever were, for they may read what they heard."""

    id: str
    number: int
    seats: tuple[str, ...]
    heard: tuple[str, ...]
    closed: bool = False


@slice_of_state
@dataclass
class Groups:
    """``rooms`` by id, the closed ones too. ``proposal``: the number of a group by seat, known to staff
    alone; ``proposed`` says how many groups it has."""

    rooms: dict[str, Group] = field(default_factory=dict)
    proposal: dict[str, int] = field(default_factory=dict)
    proposed: int = 0

    def open(self) -> list[Group]:
        return [group for group in self.rooms.values() if not group.closed]

    def of(self, seat: str | None) -> Group | None:
        """The open group that this seat is in."""
        return next((group for group in self.open() if seat in group.seats), None)


def for_groups(phase: PhaseSetting) -> bool:
    """Whether working groups meet in this phase: in joint thinking, and wherever the pack says so."""
    return "group" in phase.rooms or phase.code == JOINT_THINKING


def group_is_open(state: State, room: str) -> bool:
    phase = phase_of(state)
    return phase is not None and for_groups(phase) and not state[Groups].rooms[room].closed


def require_member(state: State, room: str, by: Actor) -> None:
    """Raises Refused for a delegate who was moved to another group, and still reads this one."""
    group = state[Groups].rooms.get(room)
    if group and not by.staff and by.seat not in group.seats:
        raise Refused("moved", "You are in another group now. You can still read what you heard here.")


def sides_of(state: State, seats: Sequence[str]) -> set[str]:
    return {setting_of(state).seat(seat).side for seat in seats}


def possible(state: State) -> range:
    """How many groups can be made in which two sides meet."""
    most = sorted((len(seats) for seats in _taken(state).values()), reverse=True)
    return range(FEWEST, min(MOST, most[1] if len(most) > 1 else 0) + 1)


def _taken(state: State) -> dict[str, list[str]]:
    """The seats where somebody sits, by side, in the pack's order."""
    holders = state[People].holders
    return {
        side.id: [seat.id for seat in setting_of(state).seats_of(side.id) if seat.id in holders]
        for side in setting_of(state).sides
    }


@command("propose_groups")
@dataclass(frozen=True)
class ProposeGroups(Command):
    """Draw so many groups by lot. Nobody but staff sees the proposal."""

    number: int


@command("place_seat")
@dataclass(frozen=True)
class PlaceSeat(Command):
    """Put a seat into another group of the proposal."""

    seat: str
    group: int


@command("open_groups")
@dataclass(frozen=True)
class OpenGroups(Command):
    """Make the proposal's groups; those that were open are closed."""


@command("move_to_group")
@dataclass(frozen=True)
class MoveToGroup(Command):
    """Take one seat into another open group, or into its first."""

    seat: str
    room: str


@command("close_groups")
@dataclass(frozen=True)
class CloseGroups(Command):
    """Close all groups before their phase does."""


@event("groups_proposed", to=STAFF_ONLY)
@dataclass(frozen=True)
class GroupsProposed(Event):
    number: int
    places: dict[str, int]


@event("seat_placed", to=STAFF_ONLY)
@dataclass(frozen=True)
class SeatPlaced(Event):
    seat: str
    group: int


def _its_members(state: State, happened: "GroupOpened") -> Audience:
    return Audience(happened.seats)


def _those_in_it(state: State, happened: "GroupClosed") -> Audience:
    return Audience(state[Groups].rooms[happened.room].seats)


def _both_groups(state: State, happened: "GroupChanged") -> Audience:
    """Those whom somebody leaves, those to whom they come, and whoever it is."""
    seats = state[Groups].rooms[happened.room].seats
    left = state[Groups].rooms[happened.left].seats if happened.left else ()
    return Audience(tuple(dict.fromkeys((*left, *seats, happened.seat))))


@event("group_opened", to=_its_members)
@dataclass(frozen=True)
class GroupOpened(Event):
    room: str
    number: int
    seats: tuple[str, ...]


@event("group_closed", to=_those_in_it)
@dataclass(frozen=True)
class GroupClosed(Event):
    room: str


@event("group_changed", to=_both_groups)
@dataclass(frozen=True)
class GroupChanged(Event):
    seat: str
    room: str
    left: str | None


GROUPS = (GroupOpened, GroupClosed, GroupChanged)


@decides(ProposeGroups)
def propose_groups(state: State, command: ProposeGroups, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if command.number not in possible(state):
        raise Refused("bad_number", "In each group two sides must meet: two groups, or as many as fit.")
    sides, chance = list(_taken(state).values()), random.Random(moment.seed)  # noqa: S311 (a lot, no secret)
    for side in sides:
        chance.shuffle(side)
    return [GroupsProposed(command.number, fair_split(sides, command.number))]


@decides(PlaceSeat)
def place_seat(state: State, command: PlaceSeat, by: Actor, moment: Moment) -> list[Event]:
    _require_proposal(state, by)
    require_known_seat(state, command.seat)
    if not 1 <= command.group <= state[Groups].proposed:
        raise Refused("no_such_group", "The proposal has no such group.")
    if state[Groups].proposal.get(command.seat) == command.group:
        raise Refused("already", "They are in this group.")
    return [SeatPlaced(command.seat, command.group)]


@decides(OpenGroups)
def open_groups(state: State, command: OpenGroups, by: Actor, moment: Moment) -> list[Event]:
    _require_proposal(state, by)
    places = state[Groups].proposal
    events: list[Event] = [GroupClosed(group.id) for group in state[Groups].open()]
    for number in range(1, state[Groups].proposed + 1):
        seats = tuple(seat.id for seat in setting_of(state).seats if places.get(seat.id) == number)
        if len(sides_of(state, seats)) < 2:
            raise Refused("one_side", f"In group {number} there are not two sides.")
        events.append(GroupOpened(GROUP + moment.new_id()[:12], number, seats))
    return events


@decides(MoveToGroup)
def move_to_group(state: State, command: MoveToGroup, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_known_seat(state, command.seat)
    group, left = state[Groups].rooms.get(command.room), state[Groups].of(command.seat)
    if group is None or group.closed:
        raise Refused("no_such_group", "There is no such group.")
    if group is left:
        raise Refused("already", "They are in this group.")
    return [GroupChanged(command.seat, group.id, left.id if left else None)]


@decides(CloseGroups)
def close_groups(state: State, command: CloseGroups, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    groups = state[Groups].open()
    if not groups:
        raise Refused("already", "No group is open.")
    return [GroupClosed(group.id) for group in groups]


def _require_proposal(state: State, by: Actor) -> None:
    require_staff(by)
    require_not_ended(state)
    if not state[Groups].proposed:
        raise Refused("no_proposal", "Let the lot propose groups first.")


@evolves(GroupsProposed)
def groups_proposed(state: State, event: GroupsProposed, entry: Entry) -> None:
    state[Groups].proposal, state[Groups].proposed = dict(event.places), event.number


@evolves(SeatPlaced)
def seat_placed(state: State, event: SeatPlaced, entry: Entry) -> None:
    state[Groups].proposal[event.seat] = event.group


@evolves(GroupOpened)
def group_opened(state: State, event: GroupOpened, entry: Entry) -> None:
    """The proposal has become what it proposed."""
    groups = state[Groups]
    groups.rooms[event.room] = Group(event.room, event.number, event.seats, event.seats)
    groups.proposal, groups.proposed = {}, 0


@evolves(GroupClosed)
def group_closed(state: State, event: GroupClosed, entry: Entry) -> None:
    state[Groups].rooms[event.room].closed = True


@evolves(GroupChanged)
def group_changed(state: State, event: GroupChanged, entry: Entry) -> None:
    rooms = state[Groups].rooms
    if event.left:
        left = rooms[event.left]
        left.seats = tuple(seat for seat in left.seats if seat != event.seat)
    group = rooms[event.room]
    group.seats += (event.seat,)
    group.heard = tuple(dict.fromkeys((*group.heard, event.seat)))
