"""The clock of the floor: how long a turn has lasted, how much each side has spoken, and their minutes.

It is made of the times at which things happened, so there is nothing to tick: whoever looks counts from
there. It works just as well when people talk aloud. Nothing happens by itself when the time is up. It stands
while the clock of the step stands: in a pause, between meetings, and when staff stop it.
"""

from dataclasses import dataclass, field

from .cooling_off import CoolingBegan
from .floor import FloorGiven, FloorSet, FloorYielded
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
    require_staff,
    slice_of_state,
)
from .people import SeatFreed, side_of
from .phases import MINUTE, Agenda, ClockStarted, ClockStopped, PhaseEntered, gate, phase_of
from .seats import SeatTaken
from .tools import sides_at_the_table
from .workshop import Ended, require_not_ended, setting_of

MOST_FOR_A_SIDE, MOST_FOR_A_TURN = 60, 15
USUAL_TURN = 2
MOST_OF_IT = 0.8
"""A side has used its minutes when it has used so much of them."""


@slice_of_state
@dataclass
class SpeakingTime:
    """``side_minutes`` and ``turn_minutes`` are 0 when there is no limit. ``used`` is what each side's turns
    took in this phase (ms), without the turn of ``seat``: that has ``spent`` so much (ms) and goes on
    ``since`` then (Unix ms), or stands when that is None."""

    side_minutes: int = 0
    turn_minutes: int = 0
    used: dict[str, int] = field(default_factory=dict)
    seat: str | None = None
    side: str = ""
    spent: int = 0
    since: int | None = None


@command("set_minutes")
@dataclass(frozen=True)
class SetMinutes(Command):
    """How many minutes each side has in this phase, and each turn; 0 for as many as they like."""

    side: int
    turn: int


@event("minutes_set", to=EVERYONE)
@dataclass(frozen=True)
class MinutesSet(Event):
    side: int
    turn: int


SPEAKING_TIME = (
    *(FloorGiven, FloorYielded, FloorSet, SeatFreed, MinutesSet),
    *(ClockStopped, ClockStarted, CoolingBegan, PhaseEntered, Ended),
)


@decides(SetMinutes)
def set_minutes(state: State, command: SetMinutes, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if not (0 <= command.side <= MOST_FOR_A_SIDE and 0 <= command.turn <= MOST_FOR_A_TURN):
        most = f"At most {MOST_FOR_A_SIDE} minutes for a side and {MOST_FOR_A_TURN} for a turn, please."
        raise Refused("bad_minutes", most)
    if (command.side, command.turn) == (state[SpeakingTime].side_minutes, state[SpeakingTime].turn_minutes):
        raise Refused("already", "The minutes are like this already.")
    return [MinutesSet(command.side, command.turn)]


@gate("minutes-used", says="each side has used most of its minutes", on=(*SPEAKING_TIME, SeatTaken))
def each_side_has_used_its_minutes(state: State) -> list[str]:
    """The sides that have not had the floor for most of their minutes; nothing where there is no limit.
    A turn counts when it is over."""
    time = state[SpeakingTime]
    enough = MOST_OF_IT * time.side_minutes * MINUTE
    return [
        f"{side.name} has not used most of its {time.side_minutes} minutes yet"
        for side in setting_of(state).sides
        if side.id in sides_at_the_table(state) and time.used.get(side.id, 0) < enough
    ]


@evolves(MinutesSet)
def minutes_set(state: State, event: MinutesSet, entry: Entry) -> None:
    time = state[SpeakingTime]
    time.side_minutes, time.turn_minutes = event.side, event.turn


@evolves(PhaseEntered)
def each_phase_counts_anew(state: State, event: PhaseEntered, entry: Entry) -> None:
    _settle(state, entry.at)
    time, phase = state[SpeakingTime], setting_of(state).phase(event.phase)
    time.used = {}
    time.side_minutes = time.turn_minutes = 0
    if phase.floor == "turns":
        _share_out(state, event.minutes)


@evolves(FloorSet)
def a_floor_in_turns_has_minutes(state: State, event: FloorSet, entry: Entry) -> None:
    phase = phase_of(state)
    if event.mode == "turns" and phase and not state[SpeakingTime].side_minutes:
        _share_out(state, phase.minutes)


def _share_out(state: State, minutes: int) -> None:
    """The same for each side, until staff say otherwise."""
    time = state[SpeakingTime]
    time.side_minutes = max(1, minutes // len(setting_of(state).sides))
    time.turn_minutes = time.turn_minutes or min(USUAL_TURN, time.side_minutes)


@evolves(FloorGiven)
def a_turn_begins(state: State, event: FloorGiven, entry: Entry) -> None:
    _settle(state, entry.at)
    time = state[SpeakingTime]
    time.seat, time.side = event.seat, side_of(state, event.seat) or ""
    time.since = entry.at if state[Agenda].running else None


@evolves(FloorYielded)
def a_turn_ends(state: State, event: FloorYielded, entry: Entry) -> None:
    _settle(state, entry.at)


@evolves(SeatFreed)
def whoever_leaves_has_finished(state: State, event: SeatFreed, entry: Entry) -> None:
    if state[SpeakingTime].seat == event.seat:
        _settle(state, entry.at)


@evolves(ClockStopped, CoolingBegan, Ended)
def the_turn_stands(state: State, event: Event, entry: Entry) -> None:
    time = state[SpeakingTime]
    time.spent, time.since = _lasted(time, entry.at), None


@evolves(ClockStarted)
def the_turn_goes_on(state: State, event: ClockStarted, entry: Entry) -> None:
    time = state[SpeakingTime]
    time.since = entry.at if time.seat else None


def _settle(state: State, at: int) -> None:
    """The turn is over: what it took is its side's."""
    time = state[SpeakingTime]
    if time.seat:
        time.used[time.side] = time.used.get(time.side, 0) + _lasted(time, at)
    time.seat, time.side, time.spent, time.since = None, "", 0, None


def _lasted(time: SpeakingTime, at: int) -> int:
    return time.spent + (max(0, at - time.since) if time.since is not None else 0)
