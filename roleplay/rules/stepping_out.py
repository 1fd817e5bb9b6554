"""Stepping out: anybody at the table may go on as an observer, at once and without being asked why.

Whoever stepped out may take their seat again while it is free. Staff see it; the table sees an empty seat.
"""

from dataclasses import dataclass, field

from .kernel import (
    STAFF_ONLY,
    Actor,
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
from .people import People, Removed, SeatFreed
from .seats import BecameObserver, SeatTaken
from .workshop import require_not_ended


@slice_of_state
@dataclass
class Outside:
    """By participant, the seat that they stepped out of."""

    seats: dict[str, str] = field(default_factory=dict)


@command("leave_seat")
@dataclass(frozen=True)
class LeaveSeat(Command):
    """Go on as an observer. Nobody may refuse this, and it has no reason."""


@command("come_back")
@dataclass(frozen=True)
class ComeBack(Command):
    """Take the seat again that one stepped out of."""


@event("seat_left", to=STAFF_ONLY)
@dataclass(frozen=True)
class SeatLeft(Event):
    participant: str
    seat: str


STEPPING = (SeatLeft, SeatTaken, SeatFreed, Removed)


@decides(LeaveSeat)
def leave_seat(state: State, command: LeaveSeat, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    return [
        SeatLeft(by.participant, seat),
        SeatFreed(seat, by.participant),
        BecameObserver(by.participant),
    ]


@decides(ComeBack)
def come_back(state: State, command: ComeBack, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    seat = state[Outside].seats.get(by.participant)
    if seat is None:
        raise Refused("not_allowed", "You have not stepped out of a seat.")
    if seat in state[People].holders:
        raise Refused("seat_taken", "Somebody sits there now. Ask the facilitator for another seat.")
    return [SeatTaken(seat, by.participant)]


@evolves(SeatLeft)
def seat_left(state: State, event: SeatLeft, entry: Entry) -> None:
    state[Outside].seats[event.participant] = event.seat


@evolves(SeatTaken, Removed)
def no_longer_outside(state: State, event: SeatTaken | Removed, entry: Entry) -> None:
    state[Outside].seats.pop(event.participant, None)
