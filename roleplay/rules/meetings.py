"""Meetings: a workshop that is adjourned and goes on another day, with everything in its place.

While it is adjourned the clock stands and delegates' rooms are closed; what may be done meanwhile is
in ``between_meetings``.
"""

from dataclasses import dataclass, field

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
from .phases import Agenda, ClockStarted, ClockStopped
from .wording import clean
from .workshop import Ended, require_not_ended

LONGEST_UNTIL = 120
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@slice_of_state
@dataclass
class Meetings:
    """``number`` of the present meeting. ``until`` says in words when an adjourned one goes on.

    ``began``: by the event that reopened it, the number of each meeting after the first.
    """

    number: int = 1
    adjourned: bool = False
    until: str = ""
    clock_ran: bool = False
    began: dict[str, int] = field(default_factory=dict)


def meeting_name(number: int) -> str:
    """How the number-th meeting is called, in small letters."""
    return f"{ORDINALS[number - 1]} meeting" if number <= len(ORDINALS) else f"meeting {number}"


@command("adjourn")
@dataclass(frozen=True)
class Adjourn(Command):
    """Go on another day. ``until`` is what delegates are told about when; it may be empty."""

    until: str = ""


@command("reopen")
@dataclass(frozen=True)
class Reopen(Command):
    """The next meeting begins, where the last one stopped."""


@event("adjourned", to=EVERYONE)
@dataclass(frozen=True)
class Adjourned(Event):
    until: str
    clock_ran: bool


@event("reopened", to=EVERYONE)
@dataclass(frozen=True)
class Reopened(Event):
    meeting: int


@decides(Adjourn)
def adjourn(state: State, command: Adjourn, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if state[Agenda].index is None:
        raise Refused("not_started", "The workshop has not started yet.")
    if state[Meetings].adjourned:
        raise Refused("already", "The meeting is adjourned already.")
    until = clean(command.until, LONGEST_UNTIL) if command.until.strip() else ""
    runs = state[Agenda].running
    return [Adjourned(" ".join(until.split()), runs), *([ClockStopped()] if runs else [])]


@decides(Reopen)
def reopen(state: State, command: Reopen, by: Actor, moment: Moment) -> list[Event]:
    """Paused rooms stay paused, and a clock that stood goes on standing."""
    require_staff(by)
    require_not_ended(state)
    meetings = state[Meetings]
    if not meetings.adjourned:
        raise Refused("already", "The meeting is going on.")
    return [Reopened(meetings.number + 1), *([ClockStarted()] if meetings.clock_ran else [])]


@evolves(Adjourned)
def adjourned(state: State, event: Adjourned, entry: Entry) -> None:
    meetings = state[Meetings]
    meetings.adjourned, meetings.until, meetings.clock_ran = True, event.until, event.clock_ran


@evolves(Reopened)
def reopened(state: State, event: Reopened, entry: Entry) -> None:
    """The present step goes on, so that its heading stands in the rooms once more."""
    meetings, agenda = state[Meetings], state[Agenda]
    meetings.number, meetings.adjourned, meetings.until = event.meeting, False, ""
    meetings.began[entry.id] = event.meeting
    if agenda.index is not None:
        agenda.history.append((entry.id, agenda.index, entry.at))


@evolves(Ended)
def an_end_is_no_adjournment(state: State, event: Ended, entry: Entry) -> None:
    state[Meetings].adjourned = False
