"""Where people talk: the plenary, a caucus for each side, working groups, the back room, corridor pairs.

Who is in a room, whether it is open now, and who hears what is said there. What is said
is in ``talk``.
"""

from dataclasses import dataclass, field

from .groups import Groups, group_is_open, require_member
from .kernel import (
    EVERYONE,
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
    require_seat,
    slice_of_state,
)
from .meetings import Meetings
from .people import People, SeatFreed, side_of
from .phases import PhaseEntered, phase_of
from .seats import require_known_seat
from .workshop import Ended, Workshop, require_not_ended, setting_of

PLENARY = "plenary"
BACK_ROOM = "back-room"
CAUCUS = "caucus-"
CORRIDOR = "corridor-"


@dataclass
class Corridor:
    """A pair from two sides. ``seats`` is (who invited, who was invited)."""

    id: str
    seats: tuple[str, str]
    state: str = "invited"
    opened_at: int | None = None
    closed_at: int | None = None


@slice_of_state
@dataclass
class Rooms:
    """Corridors by room id; working groups are in ``groups``, the other rooms follow from the pack."""

    corridors: dict[str, Corridor] = field(default_factory=dict)
    busy: dict[str, str] = field(default_factory=dict)
    """The open corridor or the pending invitation of a seat, by seat."""


def caucus_of(side: str) -> str:
    return CAUCUS + side


def room_ids(state: State) -> list[str]:
    """Every room of the workshop, the closed corridors too."""
    caucuses = [caucus_of(side.id) for side in setting_of(state).sides]
    return [PLENARY, *caucuses, BACK_ROOM, *state[Groups].rooms, *state[Rooms].corridors]


def require_room(state: State, room: str) -> None:
    if room not in room_ids(state):
        raise Refused("no_such_room", "There is no such room.")


def audience_in(state: State, room: str) -> Audience:
    """Who hears what is said in this room. A caucus is heard by all seats of its side, taken or
    not; a corridor by its two seats and nobody else."""
    if room == PLENARY:
        return EVERYONE
    if room in state[Rooms].corridors:
        return Audience(state[Rooms].corridors[room].seats, sealed=True)
    if room in state[Groups].rooms:
        return Audience(state[Groups].rooms[room].seats)
    if room.startswith(CAUCUS):
        return Audience(tuple(seat.id for seat in setting_of(state).seats_of(room.removeprefix(CAUCUS))))
    return STAFF_ONLY


def belongs(state: State, room: str, by: Actor) -> bool:
    """Is this room one of theirs, open or not? Staff belong everywhere but in corridors."""
    if room in state[Rooms].corridors:
        return by.seat in state[Rooms].corridors[room].seats
    if by.staff:
        return True
    if room == PLENARY:
        return by.seat is not None
    if room in state[Groups].rooms:
        return by.seat in state[Groups].rooms[room].heard
    return by.side is not None and room == caucus_of(by.side)


def is_open(state: State, room: str) -> bool:
    """May delegates talk in this room in the present phase?"""
    phase = phase_of(state)
    if state[Workshop].ended or phase is None:
        return False
    if room == BACK_ROOM or state[Meetings].adjourned:
        return room == BACK_ROOM
    if phase.out_of_role:
        return room == PLENARY
    if room in state[Rooms].corridors:
        return "corridor" in phase.rooms and state[Rooms].corridors[room].state == "open"
    if room in state[Groups].rooms:
        return group_is_open(state, room)
    return ("plenary" if room == PLENARY else "caucus") in phase.rooms


def require_may_talk(state: State, room: str, by: Actor) -> None:
    """Raises Refused unless ``by`` may talk in this room now. A room of others does not exist."""
    require_not_ended(state)
    require_room(state, room)
    if not belongs(state, room, by):
        raise Refused("no_such_room", "There is no such room.")
    if not by.staff and not is_open(state, room):
        raise Refused("room_closed", "This room is closed in the present phase.")
    require_member(state, room, by)


@command("invite")
@dataclass(frozen=True)
class Invite(Command):
    """Ask a delegate of another side to step out into the corridor."""

    seat: str


@command("answer_invitation")
@dataclass(frozen=True)
class AnswerInvitation(Command):
    """The invited accepts or declines; the one who invited may only take it back."""

    corridor: str
    accept: bool


@command("leave_corridor")
@dataclass(frozen=True)
class LeaveCorridor(Command):
    corridor: str


def _pair_and_staff(state: State, happened: "CorridorInvited") -> Audience:
    return Audience((happened.of, happened.to))


def _the_pair(state: State, happened: "CorridorOpened | CorridorClosed") -> Audience:
    return Audience(state[Rooms].corridors[happened.corridor].seats)


@event("corridor_invited", to=_pair_and_staff)
@dataclass(frozen=True)
class CorridorInvited(Event):
    corridor: str
    of: str
    to: str


@event("corridor_opened", to=_the_pair)
@dataclass(frozen=True)
class CorridorOpened(Event):
    corridor: str


@event("corridor_closed", to=_the_pair)
@dataclass(frozen=True)
class CorridorClosed(Event):
    """Left, declined or taken back; ``why`` is one of ``left``, ``declined``, ``withdrawn``."""

    corridor: str
    why: str


@decides(Invite)
def invite(state: State, command: Invite, by: Actor, moment: Moment) -> list[Event]:
    mine = require_seat(by)
    _require_corridors(state)
    require_known_seat(state, command.seat)
    if side_of(state, command.seat) == by.side:
        raise Refused("same_side", "A corridor is for two delegates of different sides.")
    if command.seat not in state[People].holders:
        raise Refused("nobody", "Nobody sits there at the moment.")
    # Whether the other one is busy with a third is not for this seat to learn: only one's own tie refuses.
    if _tie(state, mine):
        raise Refused("already", "You are in a corridor, or have an invitation waiting, already.")
    return [CorridorInvited(CORRIDOR + moment.new_id()[:12], mine, command.seat)]


@decides(AnswerInvitation)
def answer(state: State, command: AnswerInvitation, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    corridor = _corridor_of(state, command.corridor, by)
    if corridor.state != "invited":
        raise Refused("already", "This invitation has been answered.")
    inviter, invited = corridor.seats
    if not command.accept:
        return [CorridorClosed(corridor.id, "declined" if by.seat == invited else "withdrawn")]
    _require_corridors(state)
    if by.seat == inviter:
        raise Refused("not_allowed", "Wait for their answer.")
    return [*_own_invitation_taken_back(state, invited), CorridorOpened(corridor.id)]


@decides(LeaveCorridor)
def leave(state: State, command: LeaveCorridor, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    corridor = _corridor_of(state, command.corridor, by)
    if corridor.state != "open":
        raise Refused("already", "This corridor is closed already.")
    return [CorridorClosed(corridor.id, "left")]


def _own_invitation_taken_back(state: State, seat: str) -> list[Event]:
    """Two who invite each other at once must not block each other."""
    tie = _tie(state, seat)
    if tie is None:
        return []
    if state[Rooms].corridors[tie].state == "open":
        raise Refused("busy", "Leave the corridor you are in first.")
    return [CorridorClosed(tie, "withdrawn")]


def _require_corridors(state: State) -> None:
    require_not_ended(state)
    phase = phase_of(state)
    if phase is None or phase.out_of_role or "corridor" not in phase.rooms:
        raise Refused("room_closed", "The corridor is closed in the present phase.")


def _tie(state: State, seat: str) -> str | None:
    return state[Rooms].busy.get(seat)


def _corridor_of(state: State, id: str, by: Actor) -> Corridor:
    corridor = state[Rooms].corridors.get(id)
    if corridor is None or by.seat not in corridor.seats:
        raise Refused("no_such_room", "There is no such room.")
    return corridor


@evolves(CorridorInvited)
def corridor_invited(state: State, event: CorridorInvited, entry: Entry) -> None:
    state[Rooms].corridors[event.corridor] = Corridor(event.corridor, (event.of, event.to))
    state[Rooms].busy[event.of] = event.corridor


@evolves(CorridorOpened)
def corridor_opened(state: State, event: CorridorOpened, entry: Entry) -> None:
    corridor = state[Rooms].corridors[event.corridor]
    corridor.state, corridor.opened_at = "open", entry.at
    for seat in corridor.seats:
        state[Rooms].busy[seat] = corridor.id


@evolves(CorridorClosed)
def corridor_closed(state: State, event: CorridorClosed, entry: Entry) -> None:
    _shut(state, state[Rooms].corridors[event.corridor], entry)


@evolves(SeatFreed)
def seat_left_its_corridor(state: State, event: SeatFreed, entry: Entry) -> None:
    """Whoever leaves a seat ends its corridor and its pending invitations."""
    for corridor in state[Rooms].corridors.values():
        if event.seat in corridor.seats:
            _shut(state, corridor, entry)


@evolves(PhaseEntered)
def corridors_end_with_their_phase(state: State, event: PhaseEntered, entry: Entry) -> None:
    if "corridor" not in setting_of(state).phase(event.phase).rooms:
        for corridor in state[Rooms].corridors.values():
            _shut(state, corridor, entry)


@evolves(Ended)
def corridors_end_with_the_workshop(state: State, event: Ended, entry: Entry) -> None:
    for corridor in state[Rooms].corridors.values():
        _shut(state, corridor, entry)


def _shut(state: State, corridor: Corridor, entry: Entry) -> None:
    if corridor.state != "closed":
        corridor.state, corridor.closed_at = "closed", entry.at
        _untie(state, corridor)


def _untie(state: State, corridor: Corridor) -> None:
    for seat in corridor.seats:
        if state[Rooms].busy.get(seat) == corridor.id:
            del state[Rooms].busy[seat]
