"""The floor of the plenary: raised hands, whose turn it is, and who comes next.

With a *free* floor anybody may speak and a raised hand is a courtesy; with a *called* floor only the seat
that was called, and staff; *in turns* is called too, and the sides alternate. Each phase begins with the
floor its agenda names. How long somebody has had it is in ``speaking_time``.
"""

from dataclasses import dataclass, field
from typing import Literal, get_args

from .kernel import (
    EVERYONE,
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
    guards,
    require_seat,
    require_staff,
    slice_of_state,
)
from .people import People, SeatFreed, side_of
from .phases import PhaseEntered
from .rooms import PLENARY, is_open
from .seats import require_known_seat
from .talk import Say
from .workshop import require_not_ended, setting_of

FloorMode = Literal["free", "called", "turns"]


@slice_of_state
@dataclass
class Floor:
    """``hands`` in the order they were raised; ``speaker`` is the seat that has the floor.

    ``spoken``: the seats that have had the floor in this phase; ``last_side`` is the side that was given it
    last.
    """

    mode: FloorMode = "free"
    hands: list[str] = field(default_factory=list)
    speaker: str | None = None
    spoken: set[str] = field(default_factory=set)
    last_side: str | None = None


def speaking_order(state: State) -> list[str]:
    """The raised hands as they will be called: whoever has not had the floor in this phase comes first;
    in turns, the sides alternate, and a side without a hand up is passed over."""
    floor = state[Floor]
    waiting = sorted(floor.hands, key=floor.spoken.__contains__)
    if floor.mode != "turns":
        return waiting
    order: list[str] = []
    side = floor.last_side
    while waiting:
        order.append(min(waiting, key=lambda seat: _turns_until(state, side, seat)))
        waiting.remove(order[-1])
        side = side_of(state, order[-1])
    return order


def _turns_until(state: State, side: str | None, seat: str) -> int:
    """How many sides come before this seat's once ``side`` has spoken; with nobody before, all are alike."""
    if side is None:
        return 0
    sides = [one.id for one in setting_of(state).sides]
    return (sides.index(side_of(state, seat) or side) - sides.index(side) - 1) % len(sides)


@command("raise_hand")
@dataclass(frozen=True)
class RaiseHand(Command):
    pass


@command("lower_hand")
@dataclass(frozen=True)
class LowerHand(Command):
    """Lower one's own hand; staff may lower a ``seat``'s."""

    seat: str | None = None


@command("call_next")
@dataclass(frozen=True)
class CallNext(Command):
    """Give the floor to the first in ``speaking_order``."""


@command("call")
@dataclass(frozen=True)
class Call(Command):
    """Give the floor to this seat, hand raised or not."""

    seat: str


@command("yield_floor")
@dataclass(frozen=True)
class YieldFloor(Command):
    """The speaker has finished, or staff end the turn."""


@command("set_floor")
@dataclass(frozen=True)
class SetFloor(Command):
    mode: FloorMode


@event("hand_raised", to=EVERYONE)
@dataclass(frozen=True)
class HandRaised(Event):
    seat: str


@event("hand_lowered", to=EVERYONE)
@dataclass(frozen=True)
class HandLowered(Event):
    seat: str


@event("floor_given", to=EVERYONE)
@dataclass(frozen=True)
class FloorGiven(Event):
    seat: str


@event("floor_yielded", to=EVERYONE)
@dataclass(frozen=True)
class FloorYielded(Event):
    seat: str


@event("floor_set", to=EVERYONE)
@dataclass(frozen=True)
class FloorSet(Event):
    mode: FloorMode


@guards(Say)
def only_the_called_seat_speaks(state: State, command: Say, by: Actor) -> None:
    floor = state[Floor]
    if command.room != PLENARY or floor.mode == "free" or by.staff:
        return
    if by.seat != floor.speaker:
        raise Refused("not_your_turn", "Raise your hand: the facilitator gives the floor.")


@decides(RaiseHand)
def raise_hand(state: State, command: RaiseHand, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    if not is_open(state, PLENARY):
        raise Refused("room_closed", "The plenary is closed in the present phase.")
    if seat in state[Floor].hands:
        raise Refused("already", "Your hand is up already.")
    if seat == state[Floor].speaker:
        raise Refused("already", "You have the floor.")
    return [HandRaised(seat)]


@decides(LowerHand)
def lower_hand(state: State, command: LowerHand, by: Actor, moment: Moment) -> list[Event]:
    if command.seat is not None and command.seat != by.seat:
        require_staff(by)
    require_not_ended(state)
    seat = command.seat or require_seat(by)
    if seat not in state[Floor].hands:
        raise Refused("already", "This hand is not up.")
    return [HandLowered(seat)]


@decides(CallNext)
def call_next(state: State, command: CallNext, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    order = speaking_order(state)
    if not order:
        raise Refused("nobody", "No hand is up.")
    return [FloorGiven(order[0])]


@decides(Call)
def call(state: State, command: Call, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_known_seat(state, command.seat)
    if command.seat not in state[People].holders:
        raise Refused("nobody", "Nobody sits there at the moment.")
    if command.seat == state[Floor].speaker:
        raise Refused("already", "They have the floor already.")
    return [FloorGiven(command.seat)]


@decides(YieldFloor)
def yield_floor(state: State, command: YieldFloor, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    speaker = state[Floor].speaker
    if speaker is None:
        raise Refused("nobody", "Nobody has the floor.")
    if by.seat != speaker:
        require_staff(by)
    return [FloorYielded(speaker)]


@decides(SetFloor)
def set_floor(state: State, command: SetFloor, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if command.mode == state[Floor].mode:
        raise Refused("already", "The floor is like this already.")
    return [FloorSet(command.mode)]


@evolves(HandRaised)
def hand_raised(state: State, event: HandRaised, entry: Entry) -> None:
    state[Floor].hands.append(event.seat)


@evolves(HandLowered)
def hand_lowered(state: State, event: HandLowered, entry: Entry) -> None:
    _take_down(state, event.seat)


@evolves(FloorGiven)
def floor_given(state: State, event: FloorGiven, entry: Entry) -> None:
    _take_down(state, event.seat)
    floor = state[Floor]
    floor.speaker, floor.last_side = event.seat, side_of(state, event.seat)
    floor.spoken.add(event.seat)


@evolves(FloorYielded)
def floor_yielded(state: State, event: FloorYielded, entry: Entry) -> None:
    state[Floor].speaker = None


@evolves(FloorSet)
def floor_set(state: State, event: FloorSet, entry: Entry) -> None:
    state[Floor].mode = event.mode


@evolves(PhaseEntered)
def floor_of_the_phase(state: State, event: PhaseEntered, entry: Entry) -> None:
    floor = state[Floor]
    asked = setting_of(state).phase(event.phase).floor
    floor.mode = next((mode for mode in get_args(FloorMode) if mode == asked), "free")
    floor.hands, floor.speaker, floor.last_side = [], None, None
    floor.spoken = set()


@evolves(SeatFreed)
def an_empty_seat_has_no_floor(state: State, event: SeatFreed, entry: Entry) -> None:
    """Whoever sits there next has not spoken yet."""
    _take_down(state, event.seat)
    state[Floor].spoken.discard(event.seat)
    if state[Floor].speaker == event.seat:
        state[Floor].speaker = None


def _take_down(state: State, seat: str) -> None:
    if seat in state[Floor].hands:
        state[Floor].hands.remove(seat)
