"""Who is in the workshop: joining, being let in, moving to another device, being removed.

People appear here only as participant ids and roles; their names live outside the log.
Who sits where is in ``seats``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from .kernel import (
    EVERYONE,
    STAFF_ONLY,
    STAFF_ROLES,
    SYSTEM,
    Actor,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    Role,
    State,
    Viewer,
    command,
    decides,
    event,
    evolves,
    require_staff,
    slice_of_state,
)
from .workshop import Workshop, require_not_ended, setting_of

SPARE_PLACES = 5


@dataclass
class Person:
    """A participant as the rules know them. ``device`` changes when they move to another one."""

    role: Role
    admitted: bool
    seat: str | None = None
    accepted_at: int | None = None
    opened_brief: bool = False
    device: str = ""


@slice_of_state
@dataclass
class People:
    """``persons`` by participant id, in the order they came; ``holders`` by seat."""

    persons: dict[str, Person] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)

    def waiting(self) -> list[str]:
        """Admitted delegates without a seat, first come first."""
        return [
            id for id, one in self.persons.items() if one.role == "delegate" and one.admitted and not one.seat
        ]


def actor_of(state: State, participant: str) -> Actor:
    """Who this participant is now. Raises Refused ``not_allowed`` when they are not in the workshop."""
    if participant == SYSTEM:
        return Actor(SYSTEM, "system")
    person = state[People].persons.get(participant)
    if person is None:
        raise Refused("not_allowed", "You are not in this workshop.")
    return Actor(participant, person.role, person.seat, side_of(state, person.seat))


def viewer_of(state: State, participant: str) -> Viewer | None:
    """What this participant may know now, or None when they are not in the workshop."""
    person = state[People].persons.get(participant)
    if person is None:
        return None
    staff = person.role in STAFF_ROLES
    placed = person.seat is not None or person.role == "observer"
    inside = staff or (placed and person.accepted_at is not None)
    return Viewer(participant, person.role, person.seat, side_of(state, person.seat), inside)


def side_of(state: State, seat: str | None) -> str | None:
    return setting_of(state).seat(seat).side if seat else None


class OfASeat(Protocol):
    """Something that a seat has asked for, and that waits."""

    seat: str


A = TypeVar("A", bound=OfASeat)


def waiting_of(seat: str | None, asked: Iterable[A]) -> A | None:
    """What this seat has asked for among these, if anything."""
    return next((one for one in asked if one.seat == seat), None)


@command("join", inner=True)
@dataclass(frozen=True)
class Join(Command):
    """A student comes in through the lobby."""

    participant: str
    device: str = ""


@command("join_staff", inner=True)
@dataclass(frozen=True)
class JoinStaff(Command):
    """A host, or somebody with the staff link, comes in."""

    participant: str
    role: Literal["facilitator", "cofacilitator"]
    device: str = ""


@command("change_device", inner=True)
@dataclass(frozen=True)
class ChangeDevice(Command):
    """A return code was used: the same person goes on at another device."""

    participant: str
    device: str


@command("admit")
@dataclass(frozen=True)
class Admit(Command):
    participant: str


@command("remove")
@dataclass(frozen=True)
class Remove(Command):
    """Take somebody out of the workshop; their seat is free again, their lines stay."""

    participant: str


@event("joined", to=STAFF_ONLY)
@dataclass(frozen=True)
class Joined(Event):
    participant: str
    role: Role
    admitted: bool
    device: str = ""


@event("admitted", to=STAFF_ONLY)
@dataclass(frozen=True)
class Admitted(Event):
    participant: str


@event("removed", to=STAFF_ONLY)
@dataclass(frozen=True)
class Removed(Event):
    participant: str


@event("device_changed", to=STAFF_ONLY)
@dataclass(frozen=True)
class DeviceChanged(Event):
    participant: str
    device: str


@event("seat_freed", to=EVERYONE)
@dataclass(frozen=True)
class SeatFreed(Event):
    seat: str
    participant: str


@decides(Join)
def join(state: State, command: Join, by: Actor, moment: Moment) -> list[Event]:
    require_new_person(state, command.participant)
    workshop = state[Workshop]
    if not workshop.lobby_open or workshop.ended:
        raise Refused("lobby_closed", "The lobby of this workshop is closed.")
    setting = setting_of(state)
    places = max(len(setting.seats), setting.students) + SPARE_PLACES
    if sum(1 for one in state[People].persons.values() if one.role in ("delegate", "observer")) >= places:
        raise Refused("full", "This workshop is full. Ask the facilitator.")
    return [Joined(command.participant, "delegate", workshop.joining == "open", command.device)]


@decides(JoinStaff)
def join_staff(state: State, command: JoinStaff, by: Actor, moment: Moment) -> list[Event]:
    require_new_person(state, command.participant)
    return [Joined(command.participant, command.role, True, command.device)]


@decides(ChangeDevice)
def change_device(state: State, command: ChangeDevice, by: Actor, moment: Moment) -> list[Event]:
    person_of(state, command.participant)
    return [DeviceChanged(command.participant, command.device)]


@decides(Admit)
def admit(state: State, command: Admit, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if person_of(state, command.participant).admitted:
        raise Refused("already", "They have been let in already.")
    return [Admitted(command.participant)]


@decides(Remove)
def remove(state: State, command: Remove, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    person = person_of(state, command.participant)
    if person.role == "facilitator":
        raise Refused("not_allowed", "The host of the workshop cannot be removed.")
    return [*freeing(person.seat, command.participant), Removed(command.participant)]


def freeing(seat: str | None, participant: str) -> list[Event]:
    return [SeatFreed(seat, participant)] if seat else []


def person_of(state: State, participant: str) -> Person:
    person = state[People].persons.get(participant)
    if person is None:
        raise Refused("no_such_person", "This person is not in the workshop.")
    return person


def require_new_person(state: State, participant: str) -> None:
    """Whoever comes in twice would leave a seat that is held by nobody."""
    if participant in state[People].persons:
        raise Refused("already", "They are in this workshop already.")


@evolves(Joined)
def joined(state: State, event: Joined, entry: Entry) -> None:
    state[People].persons[event.participant] = Person(event.role, event.admitted, device=event.device)


@evolves(Admitted)
def admitted(state: State, event: Admitted, entry: Entry) -> None:
    state[People].persons[event.participant].admitted = True


@evolves(Removed)
def removed(state: State, event: Removed, entry: Entry) -> None:
    state[People].persons.pop(event.participant, None)


@evolves(DeviceChanged)
def device_changed(state: State, event: DeviceChanged, entry: Entry) -> None:
    state[People].persons[event.participant].device = event.device


@evolves(SeatFreed)
def seat_freed(state: State, event: SeatFreed, entry: Entry) -> None:
    state[People].persons[event.participant].seat = None
    state[People].holders.pop(event.seat, None)
