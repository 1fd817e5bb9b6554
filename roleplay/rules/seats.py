"""Who sits where: taking, giving and freeing seats, by hand or by lot, before and during the run.

Coming into the workshop is in ``people``.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import Literal

from .kernel import (
    EVERYONE,
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
    require_staff,
)
from .people import Admitted, Joined, People, freeing, person_of, require_new_person
from .workshop import Workshop, require_not_ended, setting_of


def require_known_seat(state: State, seat: str) -> None:
    if all(one.id != seat for one in setting_of(state).seats):
        raise Refused("no_such_seat", "There is no such seat in this workshop.")


@command("claim_seat", inner=True)
@dataclass(frozen=True)
class ClaimSeat(Command):
    """A personal link of a seat was opened for the first time."""

    participant: str
    seat: str
    device: str = ""


@command("take_seat")
@dataclass(frozen=True)
class TakeSeat(Command):
    """A student picks a free seat, where the host lets them choose."""

    seat: str


@command("give_seat")
@dataclass(frozen=True)
class GiveSeat(Command):
    """Seat somebody, now or mid-run. Whoever sat there waits in the lobby again."""

    participant: str
    seat: str


@command("free_seat")
@dataclass(frozen=True)
class FreeSeat(Command):
    seat: str


@command("make_observer")
@dataclass(frozen=True)
class MakeObserver(Command):
    participant: str


@command("assign_seats")
@dataclass(frozen=True)
class AssignSeats(Command):
    """Give free seats to all who wait. ``balanced`` fills the sides evenly; those left over observe."""

    how: Literal["random", "balanced"]


@event("seat_taken", to=EVERYONE)
@dataclass(frozen=True)
class SeatTaken(Event):
    seat: str
    participant: str


@event("became_observer", to=STAFF_ONLY)
@dataclass(frozen=True)
class BecameObserver(Event):
    participant: str


@decides(ClaimSeat)
def claim_seat(state: State, command: ClaimSeat, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    require_new_person(state, command.participant)
    _require_free(state, command.seat)
    came = Joined(command.participant, "delegate", True, command.device)
    return [came, SeatTaken(command.seat, command.participant)]


@decides(TakeSeat)
def take_seat(state: State, command: TakeSeat, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    if state[Workshop].seating != "choose" or by.role not in ("delegate", "observer"):
        raise Refused("not_allowed", "The facilitator gives out the seats.")
    person = person_of(state, by.participant)
    if not person.admitted:
        raise Refused("not_allowed", "The facilitator has not let you in yet.")
    if person.seat:
        raise Refused("already", "You have a seat already.")
    _require_free(state, command.seat)
    return [SeatTaken(command.seat, by.participant)]


@decides(GiveSeat)
def give_seat(state: State, command: GiveSeat, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_known_seat(state, command.seat)
    person = person_of(state, command.participant)
    if person.role not in ("delegate", "observer"):
        raise Refused("not_allowed", "Facilitators do not take a delegate's seat.")
    if person.seat == command.seat:
        raise Refused("already", "They sit there already.")
    holder = state[People].holders.get(command.seat)
    events: list[Event] = [] if person.admitted else [Admitted(command.participant)]
    events += freeing(command.seat, holder) if holder else []
    events += freeing(person.seat, command.participant)
    return [*events, SeatTaken(command.seat, command.participant)]


@decides(FreeSeat)
def free_seat(state: State, command: FreeSeat, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_known_seat(state, command.seat)
    holder = state[People].holders.get(command.seat)
    if holder is None:
        raise Refused("already", "Nobody sits there.")
    return freeing(command.seat, holder)


@decides(MakeObserver)
def make_observer(state: State, command: MakeObserver, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    person = person_of(state, command.participant)
    if person.role != "delegate":
        raise Refused("already", "Only a delegate can become an observer.")
    events: list[Event] = [] if person.admitted else [Admitted(command.participant)]
    return [*events, *freeing(person.seat, command.participant), BecameObserver(command.participant)]


@decides(AssignSeats)
def assign_seats(state: State, command: AssignSeats, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    people, chance = state[People].waiting(), random.Random(moment.seed)  # noqa: S311 (a lot, not a secret)
    if not people:
        raise Refused("nobody", "Nobody is waiting for a seat.")
    chance.shuffle(people)
    seats = _free_seats(state, command.how, chance)
    taken: list[Event] = [SeatTaken(seat, person) for seat, person in zip(seats, people, strict=False)]
    return taken + [BecameObserver(person) for person in people[len(seats) :]]


def _free_seats(state: State, how: str, chance: random.Random) -> list[str]:
    """Free seats in the order to fill them: shuffled, or taking the emptiest side first."""
    holders = state[People].holders
    free = {
        side.id: [seat.id for seat in setting_of(state).seats_of(side.id) if seat.id not in holders]
        for side in setting_of(state).sides
    }
    for seats in free.values():
        chance.shuffle(seats)
    if how == "random":
        mixed = list(chain.from_iterable(free.values()))
        chance.shuffle(mixed)
        return mixed
    longest = max(map(len, free.values()))
    sides = list(free)
    chance.shuffle(sides)  # an odd one out must not always go to the side that the pack names first
    level: dict[str, list[str | None]] = {
        side: [None] * (longest - len(free[side])) + list(free[side]) for side in sides
    }
    rows = zip_longest(*level.values())
    return [seat for row in rows for seat in row if seat]


def _require_free(state: State, seat: str) -> None:
    require_known_seat(state, seat)
    if seat in state[People].holders:
        raise Refused("seat_taken", "Somebody sits there already.")


@evolves(SeatTaken)
def seat_taken(state: State, event: SeatTaken, entry: Entry) -> None:
    person = state[People].persons[event.participant]
    person.role, person.seat, person.opened_brief = "delegate", event.seat, False
    state[People].holders[event.seat] = event.participant


@evolves(BecameObserver)
def became_observer(state: State, event: BecameObserver, entry: Entry) -> None:
    state[People].persons[event.participant].role = "observer"
