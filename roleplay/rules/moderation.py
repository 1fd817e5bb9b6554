"""Staff keeping the room fit to talk in: muting a seat, hiding a line.

Pausing everything and calls for help are in ``safety``.
"""

from dataclasses import dataclass, field

from .kernel import (
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
    require_staff,
    slice_of_state,
)
from .people import People, SeatFreed
from .seats import require_known_seat
from .talk import Say, Talk, audience_of_line, line_for
from .tools import ToolCommand
from .workshop import require_not_ended


@slice_of_state
@dataclass
class Moderation:
    muted: set[str] = field(default_factory=set)


@command("mute")
@dataclass(frozen=True)
class Mute(Command):
    seat: str


@command("unmute")
@dataclass(frozen=True)
class Unmute(Command):
    seat: str


@command("hide_line")
@dataclass(frozen=True)
class HideLine(Command):
    """Take a line off everybody's page, after the end too. Staff and the staff record keep it."""

    line: str


@command("show_line")
@dataclass(frozen=True)
class ShowLine(Command):
    line: str


def _the_seat(state: State, happened: "Muted | Unmuted") -> Audience:
    return Audience((happened.seat,))


def _same_as_line(state: State, happened: "LineHidden | LineShown") -> Audience:
    return audience_of_line(state, happened.line)


@event("muted", to=_the_seat)
@dataclass(frozen=True)
class Muted(Event):
    seat: str


@event("unmuted", to=_the_seat)
@dataclass(frozen=True)
class Unmuted(Event):
    seat: str


@event("line_hidden", to=_same_as_line)
@dataclass(frozen=True)
class LineHidden(Event):
    line: str


@event("line_shown", to=_same_as_line)
@dataclass(frozen=True)
class LineShown(Event):
    line: str


@guards(Say)
@guards(ToolCommand)
def a_muted_seat_listens(state: State, command: Command, by: Actor) -> None:
    if by.seat in state[Moderation].muted:
        raise Refused("muted", "The facilitator has asked you to listen for a while.")


@decides(Mute)
def mute(state: State, command: Mute, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_known_seat(state, command.seat)
    if command.seat not in state[People].holders:
        raise Refused("nobody", "Nobody sits there at the moment.")
    if command.seat in state[Moderation].muted:
        raise Refused("already", "This seat is muted already.")
    return [Muted(command.seat)]


@decides(Unmute)
def unmute(state: State, command: Unmute, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if command.seat not in state[Moderation].muted:
        raise Refused("already", "This seat is not muted.")
    return [Unmuted(command.seat)]


@decides(HideLine)
def hide_line(state: State, command: HideLine, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    if line_for(state, command.line, by).hidden:
        raise Refused("already", "This line is hidden already.")
    return [LineHidden(command.line)]


@decides(ShowLine)
def show_line(state: State, command: ShowLine, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    if not line_for(state, command.line, by).hidden:
        raise Refused("already", "This line is not hidden.")
    return [LineShown(command.line)]


@evolves(Muted)
def muted(state: State, event: Muted, entry: Entry) -> None:
    state[Moderation].muted.add(event.seat)


@evolves(Unmuted)
def unmuted(state: State, event: Unmuted, entry: Entry) -> None:
    state[Moderation].muted.discard(event.seat)


@evolves(SeatFreed)
def muting_belongs_to_the_person(state: State, event: SeatFreed, entry: Entry) -> None:
    state[Moderation].muted.discard(event.seat)


@evolves(LineHidden, LineShown)
def line_hidden_or_shown(state: State, event: LineHidden | LineShown, entry: Entry) -> None:
    state[Talk].lines[event.line].hidden = isinstance(event, LineHidden)
