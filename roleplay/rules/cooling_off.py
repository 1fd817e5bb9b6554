"""Asking for a pause, seen by staff alone; and cooling off: when each side has asked, the rooms pause.

One side's wish is for staff to weigh. When every side wants a break nobody is left to be persuaded, and
waiting for a facilitator to notice would only make somebody press twice: so that pause comes by itself, says
nothing of who asked, and ends when staff let the rooms go on.
"""

from dataclasses import dataclass, field

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
    slice_of_state,
)
from .people import SeatFreed, side_of, waiting_of
from .phases import MINUTE, Agenda, stand
from .safety import RoomsPaused, RoomsResumed, Safety
from .tools import sides_at_the_table
from .wording import clean
from .workshop import require_not_ended

LONGEST_REASON = 300
COOLING_MINUTES = 5


@dataclass
class PauseAsk:
    """A wish for a pause; ``text`` may be empty. ``at`` is Unix ms."""

    id: str
    seat: str
    text: str
    at: int


@slice_of_state
@dataclass
class CoolingOff:
    """``asks``: the wishes that wait, oldest first. ``until`` (Unix ms) is set while all cool off."""

    asks: dict[str, PauseAsk] = field(default_factory=dict)
    until: int | None = None

    def of(self, seat: str | None) -> PauseAsk | None:
        return waiting_of(seat, self.asks.values())


@command("ask_for_pause")
@dataclass(frozen=True)
class AskForPause(Command):
    """I need a pause; why, only for those who want to say it."""

    text: str = ""


@command("drop_pause_ask")
@dataclass(frozen=True)
class DropPauseAsk(Command):
    """Not now: by staff, or by whoever asked."""

    wish: str


def _its_seat(state: State, happened: "PauseAsked | PauseAskDropped") -> Audience:
    return Audience((happened.seat,))


@event("pause_asked", to=_its_seat)
@dataclass(frozen=True)
class PauseAsked(Event):
    seat: str
    text: str


@event("pause_ask_dropped", to=_its_seat)
@dataclass(frozen=True)
class PauseAskDropped(Event):
    wish: str
    seat: str


@event("cooling_began", to=EVERYONE)
@dataclass(frozen=True)
class CoolingBegan(Event):
    """Each side has asked. It comes with the last wish, but is nobody's: never tell whose entry it is."""

    minutes: int
    clock_ran: bool


PAUSES = (PauseAsked, PauseAskDropped, CoolingBegan, RoomsPaused, RoomsResumed, SeatFreed)


@decides(AskForPause)
def ask_for_pause(state: State, command: AskForPause, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    if state[Safety].paused:
        raise Refused("paused", "All rooms are paused already.")
    if state[CoolingOff].of(seat):
        raise Refused("already", "The facilitators know already that you would like a pause.")
    text = clean(command.text, LONGEST_REASON) if command.text.strip() else ""
    asked = {side_of(state, one.seat) for one in state[CoolingOff].asks.values()} | {by.side}
    sides = sides_at_the_table(state)
    all_ask = len(sides) > 1 and asked.issuperset(sides)
    cooling = CoolingBegan(COOLING_MINUTES, state[Agenda].running)
    return [PauseAsked(seat, text), *([cooling] if all_ask else [])]


@decides(DropPauseAsk)
def drop_pause_ask(state: State, command: DropPauseAsk, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    ask = state[CoolingOff].asks.get(command.wish)
    if ask is None or not (by.staff or by.seat == ask.seat):
        raise Refused("no_such_ask", "Nobody has asked for this.")
    return [PauseAskDropped(ask.id, ask.seat)]


@evolves(PauseAsked)
def pause_asked(state: State, event: PauseAsked, entry: Entry) -> None:
    state[CoolingOff].asks[entry.id] = PauseAsk(entry.id, event.seat, event.text, entry.at)


@evolves(PauseAskDropped, SeatFreed)
def pause_ask_dropped(state: State, event: PauseAskDropped | SeatFreed, entry: Entry) -> None:
    """Whoever has left the seat needs no pause of this table any more."""
    ask = state[CoolingOff].of(event.seat)
    if ask:
        del state[CoolingOff].asks[ask.id]


@evolves(RoomsPaused)
def a_pause_is_what_was_asked_for(state: State, event: RoomsPaused, entry: Entry) -> None:
    state[CoolingOff].asks = {}


@evolves(CoolingBegan)
def cooling_began(state: State, event: CoolingBegan, entry: Entry) -> None:
    state[CoolingOff].asks, state[CoolingOff].until = {}, entry.at + event.minutes * MINUTE
    state[Safety].paused, state[Safety].clock_ran = True, event.clock_ran
    if state[Agenda].running:
        stand(state[Agenda], entry.at)


@evolves(RoomsResumed)
def cooled_off(state: State, event: RoomsResumed, entry: Entry) -> None:
    state[CoolingOff].until = None
