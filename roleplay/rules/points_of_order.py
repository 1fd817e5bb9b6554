"""Points of order: somebody at the table thinks that the talk has left its rules, and says so with one tap.

Only staff learn who raised it, so that nobody is exposed for it; how staff rule, everybody learns.
"""

from dataclasses import dataclass, field
from typing import Literal

from .floor import FloorGiven
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
    require_seat,
    require_staff,
    slice_of_state,
)
from .people import SeatFreed, waiting_of
from .phases import PhaseEntered
from .rooms import PLENARY, is_open
from .workshop import require_not_ended

Ruling = Literal["upheld", "not-upheld"]


@dataclass
class Point:
    """``at`` is when it was raised (Unix ms)."""

    id: str
    seat: str
    at: int


@slice_of_state
@dataclass
class Points:
    """``open`` by id, oldest first. ``ruled`` is the last ruling, until the talk has gone on."""

    open: dict[str, Point] = field(default_factory=dict)
    ruled: Ruling | None = None

    def of(self, seat: str | None) -> Point | None:
        return waiting_of(seat, self.open.values())


@command("raise_point")
@dataclass(frozen=True)
class RaisePoint(Command):
    """A point of order. It needs no words and no turn."""


@command("withdraw_point")
@dataclass(frozen=True)
class WithdrawPoint(Command):
    """Take one's own point of order back."""


@command("rule_on_point")
@dataclass(frozen=True)
class RuleOnPoint(Command):
    """Staff say whether it is one. Why, they say aloud or announce."""

    point: str
    ruling: Ruling


def _its_seat(state: State, happened: "PointRaised | PointWithdrawn") -> Audience:
    return Audience((happened.seat,))


@event("point_raised", to=_its_seat)
@dataclass(frozen=True)
class PointRaised(Event):
    seat: str


@event("point_withdrawn", to=_its_seat)
@dataclass(frozen=True)
class PointWithdrawn(Event):
    seat: str


@event("point_ruled", to=EVERYONE)
@dataclass(frozen=True)
class PointRuled(Event):
    point: str
    ruling: Ruling


POINTS = (PointRaised, PointWithdrawn, PointRuled, PhaseEntered, FloorGiven, SeatFreed)


@decides(RaisePoint)
def raise_point(state: State, command: RaisePoint, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    if not is_open(state, PLENARY):
        raise Refused("room_closed", "The plenary is closed in the present phase.")
    if state[Points].of(seat):
        raise Refused("already", "The facilitators have your point of order already.")
    return [PointRaised(seat)]


@decides(WithdrawPoint)
def withdraw_point(state: State, command: WithdrawPoint, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    if state[Points].of(seat) is None:
        raise Refused("no_such_point", "There is no such point of order.")
    return [PointWithdrawn(seat)]


@decides(RuleOnPoint)
def rule_on_point(state: State, command: RuleOnPoint, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if command.point not in state[Points].open:
        raise Refused("no_such_point", "There is no such point of order.")
    return [PointRuled(command.point, command.ruling)]


@evolves(PointRaised)
def point_raised(state: State, event: PointRaised, entry: Entry) -> None:
    state[Points].open[entry.id] = Point(entry.id, event.seat, entry.at)


@evolves(PointWithdrawn, SeatFreed)
def point_dropped(state: State, event: PointWithdrawn | SeatFreed, entry: Entry) -> None:
    point = state[Points].of(event.seat)
    if point:
        del state[Points].open[point.id]


@evolves(PointRuled)
def point_ruled(state: State, event: PointRuled, entry: Entry) -> None:
    state[Points].open.pop(event.point, None)
    state[Points].ruled = event.ruling


@evolves(FloorGiven)
def the_talk_goes_on(state: State, event: FloorGiven, entry: Entry) -> None:
    state[Points].ruled = None


@evolves(PhaseEntered)
def a_new_step_has_no_points(state: State, event: PhaseEntered, entry: Entry) -> None:
    state[Points].open, state[Points].ruled = {}, None
