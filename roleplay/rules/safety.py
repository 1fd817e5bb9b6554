"""Pausing all rooms at once, and calls for help from any seat to the facilitators."""

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
    guards,
    require_seat,
    require_staff,
    slice_of_state,
)
from .people import People
from .phases import Agenda, ClockStarted, ClockStopped, PhaseEntered, RunClock
from .talk import React, Say
from .tools import ToolCommand
from .wording import clean
from .workshop import require_not_ended


@dataclass
class HelpCall:
    """A call belongs to the person who made it (``by``), not to whoever takes over the ``seat``."""

    id: str
    seat: str
    text: str
    at: int
    answer: str = ""
    by: str = ""


@slice_of_state
@dataclass
class Safety:
    """``calls``: open calls for help by id, oldest first. ``clock_ran``: it starts again with the rooms."""

    paused: bool = False
    clock_ran: bool = False
    calls: dict[str, HelpCall] = field(default_factory=dict)


@command("pause_rooms")
@dataclass(frozen=True)
class PauseRooms(Command):
    """Nobody but staff can write, and the clock stands, until the rooms are resumed."""


@command("resume_rooms")
@dataclass(frozen=True)
class ResumeRooms(Command):
    pass


@command("call_for_help")
@dataclass(frozen=True)
class CallForHelp(Command):
    """Ask the facilitators, seen by them only. The text may be empty."""

    text: str = ""


@command("answer_help")
@dataclass(frozen=True)
class AnswerHelp(Command):
    call: str
    text: str


@command("close_help")
@dataclass(frozen=True)
class CloseHelp(Command):
    """Done: by staff, after the end too, or by whoever asked."""

    call: str


@event("rooms_paused", to=EVERYONE)
@dataclass(frozen=True)
class RoomsPaused(Event):
    clock_ran: bool = False


@event("rooms_resumed", to=EVERYONE)
@dataclass(frozen=True)
class RoomsResumed(Event):
    pass


def _the_seat(state: State, happened: "HelpCalled") -> Audience:
    return Audience((happened.seat,))


def _whoever_asked(state: State, happened: "HelpAnswered | HelpClosed") -> Audience:
    """On the seat where they sit now; nobody else on their old seat hears it."""
    call = state[Safety].calls[happened.call]
    person = state[People].persons.get(call.by)
    return Audience((person.seat,) if person and person.seat else ())


@event("help_called", to=_the_seat)
@dataclass(frozen=True)
class HelpCalled(Event):
    call: str
    seat: str
    text: str


@event("help_answered", to=_whoever_asked)
@dataclass(frozen=True)
class HelpAnswered(Event):
    call: str
    seat: str
    text: str


@event("help_closed", to=_whoever_asked)
@dataclass(frozen=True)
class HelpClosed(Event):
    call: str
    seat: str


@guards(Say)
@guards(React)
@guards(ToolCommand)
def paused_rooms_are_quiet(state: State, command: Command, by: Actor) -> None:
    if state[Safety].paused and not by.staff:
        raise Refused("paused", "All rooms are paused. The facilitator will say when they go on.")


@guards(RunClock)
def the_clock_stands_with_the_rooms(state: State, command: RunClock, by: Actor) -> None:
    if state[Safety].paused and by.staff:
        raise Refused("paused", "All rooms are paused. The clock goes on when they do.")


@decides(PauseRooms)
def pause_rooms(state: State, command: PauseRooms, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if state[Safety].paused:
        raise Refused("already", "All rooms are paused already.")
    runs = state[Agenda].running
    return [RoomsPaused(runs), *([ClockStopped()] if runs else [])]


@decides(ResumeRooms)
def resume_rooms(state: State, command: ResumeRooms, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if not state[Safety].paused:
        raise Refused("already", "The rooms are not paused.")
    again = state[Safety].clock_ran and not state[Agenda].running
    return [RoomsResumed(), *([ClockStarted()] if again else [])]


@decides(CallForHelp)
def call_for_help(state: State, command: CallForHelp, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    if any(call.by == by.participant for call in state[Safety].calls.values()):
        raise Refused("already", "Your call is with the facilitators already.")
    text = clean(command.text, 500) if command.text.strip() else ""
    return [HelpCalled(moment.new_id()[:12], seat, text)]


@decides(AnswerHelp)
def answer_help(state: State, command: AnswerHelp, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    call = _call(state, command.call)
    return [HelpAnswered(call.id, call.seat, clean(command.text, 1000))]


@decides(CloseHelp)
def close_help(state: State, command: CloseHelp, by: Actor, moment: Moment) -> list[Event]:
    if not by.staff:
        require_not_ended(state)
    call = _call(state, command.call)
    if not by.staff and by.participant != call.by:
        raise Refused("no_such_call", "There is no such call.")
    return [HelpClosed(call.id, call.seat)]


def _call(state: State, id: str) -> HelpCall:
    call = state[Safety].calls.get(id)
    if call is None:
        raise Refused("no_such_call", "There is no such call.")
    return call


@evolves(RoomsPaused)
def rooms_paused(state: State, event: RoomsPaused, entry: Entry) -> None:
    state[Safety].paused, state[Safety].clock_ran = True, event.clock_ran


@evolves(RoomsResumed)
def rooms_resumed(state: State, event: RoomsResumed, entry: Entry) -> None:
    state[Safety].paused = False


@evolves(PhaseEntered)
def a_phase_entered_in_a_pause_waits(state: State, event: PhaseEntered, entry: Entry) -> None:
    """Its clock stands at full length until the rooms are resumed."""
    if not state[Safety].paused:
        return
    agenda = state[Agenda]
    agenda.left, agenda.ends_at = (agenda.ends_at or entry.at) - entry.at, None
    state[Safety].clock_ran = True


@evolves(HelpCalled)
def help_called(state: State, event: HelpCalled, entry: Entry) -> None:
    state[Safety].calls[event.call] = HelpCall(event.call, event.seat, event.text, entry.at, by=entry.by)


@evolves(HelpAnswered)
def help_answered(state: State, event: HelpAnswered, entry: Entry) -> None:
    state[Safety].calls[event.call].answer = event.text


@evolves(HelpClosed)
def help_closed(state: State, event: HelpClosed, entry: Entry) -> None:
    state[Safety].calls.pop(event.call, None)
