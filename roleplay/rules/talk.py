"""What people say: lines, replies, withdrawing one's own line, and two reactions.

Where it may be said is in ``rooms``, whose turn it is in ``floor``, moderation in
``moderation``.
"""

from dataclasses import dataclass, field
from typing import Literal

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
    require_seat,
    slice_of_state,
)
from .meetings import Reopened
from .phases import PhaseEntered
from .rooms import audience_in, require_may_talk
from .wording import clean
from .workshop import Attribution, require_not_ended

Reaction = Literal["heard", "workable"]


@dataclass
class Line:
    """A line of the conversation as it stands now. ``seat`` is None when staff spoke.

    ``kind`` is the event kind that made it; ``outlet`` the source of an inject, which may be for the
    ``screen`` alone, ``corrected`` by another, or ``disclosed`` as a leak. ``reactions`` holds the seats by
    reaction, in the order they came. ``rule`` is that of attribution when it was said; ``reacted_under`` the
    strictest under which somebody reacted. What was said under ``no-record`` is ``erased`` when the workshop
    ends.
    """

    id: str
    room: str
    seat: str | None
    by: str
    text: str
    at: int
    kind: str
    audience: Audience
    reply_to: str | None = None
    outlet: str = ""
    correction: bool = False
    corrected: bool = False
    disclosed: bool = False
    screen: bool = False
    withdrawn: bool = False
    hidden: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    rule: str = ""
    reacted_under: tuple[str, ...] = ()
    erased: bool = False

    @property
    def gone(self) -> bool:
        """Its words are no longer for those who heard it."""
        return self.withdrawn or self.hidden or self.erased


@slice_of_state
@dataclass
class Talk:
    """``lines`` by id; ``by_room`` their ids in order; ``place`` where in its room a line stands.

    ``chapters``: by the event that began a phase or a meeting, how many lines each room had by then.
    """

    lines: dict[str, Line] = field(default_factory=dict)
    by_room: dict[str, list[str]] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    chapters: dict[str, dict[str, int]] = field(default_factory=dict)


def audience_of_line(state: State, id: str) -> Audience:
    """What changes a line is heard by those who heard the line."""
    return state[Talk].lines[id].audience


def line_for(state: State, id: str, by: Actor) -> Line:
    """The line, if ``by`` heard it. A line of others does not exist."""
    line = state[Talk].lines.get(id)
    if line is None or not heard(line, by):
        raise Refused("no_such_line", "There is no such line.")
    return line


def heard(line: Line, by: Actor) -> bool:
    seats = line.audience.seats
    if seats is None or (by.seat is not None and by.seat in seats):
        return True
    return by.staff and not line.audience.sealed


@command("say")
@dataclass(frozen=True)
class Say(Command):
    """``under`` is the rule of attribution that stood at the composer when it was written."""

    room: str
    text: str
    reply_to: str | None = None
    under: Attribution | None = None


@command("withdraw")
@dataclass(frozen=True)
class Withdraw(Command):
    """Take back one's own line. It stays in the record as withdrawn."""

    line: str


@command("react")
@dataclass(frozen=True)
class React(Command):
    """*heard* or *I can work with that*; ``on`` false takes it back."""

    line: str
    reaction: Reaction
    on: bool = True


def _room(state: State, happened: "Said") -> Audience:
    return audience_in(state, happened.room)


def _same_as_line(state: State, happened: "Withdrawn | Reacted") -> Audience:
    return audience_of_line(state, happened.line)


@event("said", to=_room)
@dataclass(frozen=True)
class Said(Event):
    room: str
    text: str
    reply_to: str | None = None


@event("withdrawn", to=_same_as_line)
@dataclass(frozen=True)
class Withdrawn(Event):
    line: str


@event("reacted", to=_same_as_line)
@dataclass(frozen=True)
class Reacted(Event):
    line: str
    reaction: Reaction
    on: bool


@decides(Say)
def say(state: State, command: Say, by: Actor, moment: Moment) -> list[Event]:
    require_may_talk(state, command.room, by)
    if command.reply_to is not None:
        _require_may_reply(state, line_for(state, command.reply_to, by), command.room)
    return [Said(command.room, clean(command.text), command.reply_to)]


def _require_may_reply(state: State, line: Line, room: str) -> None:
    """A reply shows what it replies to: whoever hears it must have heard that, and be able to read it."""
    if line.room != room or not all_heard(line.audience, audience_in(state, room)):
        raise Refused("no_such_line", "There is no line in this room that everybody here has heard.")
    if line.withdrawn or line.hidden:
        raise Refused("gone", "This line has been withdrawn.")


def all_heard(then: Audience, now: Audience) -> bool:
    """Did everybody who would hear a line now hear that one?"""
    if then.seats is None or now.seats is None:
        return then.seats is None
    return set(now.seats) <= set(then.seats)


@decides(Withdraw)
def withdraw(state: State, command: Withdraw, by: Actor, moment: Moment) -> list[Event]:
    require_not_ended(state)
    line = line_for(state, command.line, by)
    if line.by != by.participant:
        raise Refused("not_yours", "You can withdraw only your own lines.")
    if line.withdrawn:
        raise Refused("already", "This line has been withdrawn already.")
    return [Withdrawn(line.id)]


@decides(React)
def react(state: State, command: React, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    line = line_for(state, command.line, by)
    if line.seat == seat or line.by == by.participant:
        raise Refused("not_allowed", "This is your own line.")
    if line.withdrawn or line.hidden:
        raise Refused("gone", "This line has been withdrawn.")
    if (seat in line.reactions.get(command.reaction, [])) == command.on:
        raise Refused("already", "You have said so already." if command.on else "You have not said so.")
    return [Reacted(line.id, command.reaction, command.on)]


@evolves(Said)
def said(state: State, event: Said, entry: Entry) -> None:
    add_line(state, entry, event.room, event.text, event.reply_to)


def add_line(state: State, entry: Entry, room: str, text: str, reply_to: str | None = None) -> Line:
    """Put what was said, announced or released onto the page of the room it belongs to."""
    talk = state[Talk]
    line = Line(
        entry.id, room, entry.seat, entry.by, text, entry.at, entry.event.kind, entry.audience, reply_to
    )
    line.rule = entry.rule
    order = talk.by_room.setdefault(room, [])
    talk.lines[line.id], talk.place[line.id] = line, len(order)
    order.append(line.id)
    return line


@evolves(PhaseEntered, Reopened)
def chapter_began(state: State, event: Event, entry: Entry) -> None:
    talk = state[Talk]
    talk.chapters[entry.id] = {room: len(lines) for room, lines in talk.by_room.items()}


@evolves(Withdrawn)
def withdrawn(state: State, event: Withdrawn, entry: Entry) -> None:
    state[Talk].lines[event.line].withdrawn = True


@evolves(Reacted)
def reacted(state: State, event: Reacted, entry: Entry) -> None:
    line = state[Talk].lines[event.line]
    if entry.rule not in line.reacted_under:
        line.reacted_under += (entry.rule,)
    seats = line.reactions.setdefault(event.reaction, [])
    if event.on and entry.seat:
        seats.append(entry.seat)
    elif entry.seat in seats:
        seats.remove(entry.seat)
