"""What staff tell the workshop: announcements to all, to a side, a working group or one seat.

News from outside the room is in ``injects``.
"""

from dataclasses import dataclass

from .groups import Groups
from .kernel import (
    EVERYONE,
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
)
from .rooms import PLENARY, audience_in, caucus_of
from .seats import require_known_seat
from .talk import add_line
from .wording import clean
from .workshop import require_not_ended, setting_of

ALL = "all"
SIDE = "side:"
SEAT = "seat:"
ROOM = "room:"
"""A working group that is open."""
SCREEN = "screen"
"""Only on the projector: news that everybody in the room sees, and nobody's own page shows."""


@command("broadcast")
@dataclass(frozen=True)
class Broadcast(Command):
    """``to`` is ``all``, ``side:<id>``, ``room:<id of a working group>`` or ``seat:<id>``."""

    to: str
    text: str


@event("broadcasted", to=lambda state, happened: audience_of_address(state, happened.to))
@dataclass(frozen=True)
class Broadcasted(Event):
    to: str
    text: str


def require_address(state: State, to: str) -> None:
    """Raises Refused unless ``to`` is everyone, a side, an open working group or a seat of this workshop."""
    if to == ALL:
        return
    if to.startswith(SEAT):
        return require_known_seat(state, to.removeprefix(SEAT))
    if group := group_of_address(to):
        return _require_open_group(state, group)
    if all(to != SIDE + side.id for side in setting_of(state).sides):
        raise Refused("no_such_address", "Choose everyone, a side, a working group, or one delegate.")


def _require_open_group(state: State, room: str) -> None:
    """Raises Refused unless there is this group, and it has not been closed."""
    if room not in state[Groups].rooms:
        raise Refused("no_such_group", "There is no such group.")
    if state[Groups].rooms[room].closed:
        raise Refused("group_closed", "This working group has been closed. Choose who shall read it instead.")


def group_of_address(to: str) -> str:
    """The id of the working group that this is addressed to, or nothing."""
    return to.removeprefix(ROOM) if to.startswith(ROOM) else ""


def audience_of_address(state: State, to: str) -> Audience:
    if to in (ALL, SCREEN):
        return EVERYONE
    if to.startswith(SEAT):
        return Audience((to.removeprefix(SEAT),))
    if group := group_of_address(to):
        return audience_in(state, group)
    return audience_in(state, caucus_of(to.removeprefix(SIDE)))


def room_of_address(to: str) -> str:
    """The room on whose page it is shown: a side reads it in its caucus, a group in its room, one seat in
    the plenary."""
    if group := group_of_address(to):
        return group
    return caucus_of(to.removeprefix(SIDE)) if to.startswith(SIDE) else PLENARY


@decides(Broadcast)
def broadcast(state: State, command: Broadcast, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_address(state, command.to)
    return [Broadcasted(command.to, clean(command.text))]


@evolves(Broadcasted)
def broadcasted(state: State, event: Broadcasted, entry: Entry) -> None:
    add_line(state, entry, room_of_address(event.to), event.text)
