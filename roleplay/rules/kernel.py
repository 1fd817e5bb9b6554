"""The kernel of the rules: what a command, an event, the state and a viewer are.

``decide`` turns a command into entries for the log or refuses; ``evolve`` folds an entry
into the state; ``visible`` says who may see it. Each subject (talk, floor, seats, …) lives
in its own file beside this one and registers itself here. No Django, no clock, no chance,
no I/O: the time and new ids are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

Role = Literal["delegate", "observer", "facilitator", "cofacilitator", "screen", "system"]
STAFF_ROLES = frozenset({"facilitator", "cofacilitator"})
SYSTEM = "system"


class Command:
    """What somebody asks for. Subclasses are frozen dataclasses registered by ``command``."""

    do: str


class Event:
    """What has happened. Subclasses are frozen dataclasses registered by ``event``."""

    kind: str


class Refused(Exception):
    """A command that may not happen: a stable ``code`` and an English sentence for its author."""

    def __init__(self, code: str, say: str) -> None:
        super().__init__(f"{code}: {say}")
        self.code = code
        self.say = say


@dataclass(frozen=True, slots=True)
class Audience:
    """Who hears an event: ``seats`` is None for everyone. ``sealed`` keeps staff out too."""

    seats: tuple[str, ...] | None
    sealed: bool = False


EVERYONE = Audience(None)
STAFF_ONLY = Audience(())


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in the log, with what was fixed when it happened. ``at`` is Unix milliseconds, ``rule`` the
    level of attribution that held (empty in logs older than that)."""

    id: str
    at: int
    by: str
    seat: str | None
    hearers: tuple[str, ...] | None
    sealed: bool
    event: Event
    rule: str = ""

    @property
    def audience(self) -> Audience:
        return Audience(self.hearers, self.sealed)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command, as the state knows them at that moment."""

    participant: str
    role: Role
    seat: str | None = None
    side: str | None = None

    @property
    def staff(self) -> bool:
        return self.role in STAFF_ROLES or self.role == SYSTEM


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks. ``inside`` is false for somebody who is still in the lobby or has not
    accepted the ground rules: they see no event at all."""

    participant: str
    role: Role
    seat: str | None = None
    side: str | None = None
    inside: bool = True

    @property
    def staff(self) -> bool:
        return self.role in STAFF_ROLES


@dataclass(frozen=True, slots=True)
class Moment:
    """What a decision may know of the world: the time (Unix ms), fresh random ids, and a seed."""

    now: int
    ids: Iterator[str]
    seed: int = 0

    def new_id(self) -> str:
        return next(self.ids)


S = TypeVar("S")
E = TypeVar("E", bound=Event)
C = TypeVar("C", bound=Command)


class State:
    """The state of one workshop: one slice for each subject, made by folding the log."""

    def __init__(self) -> None:
        self._slices: dict[type, Any] = {slice_: slice_() for slice_ in SLICES}

    def __getitem__(self, slice_: type[S]) -> S:
        return self._slices[slice_]  # type: ignore[no-any-return]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self._slices == other._slices


AudienceRule = Callable[[State, Any], Audience]
AttributionRule = Callable[[State, Event, Audience], str]

SLICES: list[type] = []
COMMANDS: dict[str, type[Command]] = {}
INNER_COMMANDS: dict[str, type[Command]] = {}
EVENTS: dict[str, type[Event]] = {}
AUDIENCES: dict[type[Event], AudienceRule] = {}
_ATTRIBUTIONS: list[AttributionRule] = []
_RULES: dict[type[Command], Callable[[State, Any, Actor, Moment], list[Event]]] = {}
_GUARDS: dict[type[Command], list[Callable[[State, Any, Actor], None]]] = {}
_FOLLOWERS: dict[type[Event], list[Callable[[State, Any], list[Event]]]] = {}
_EVOLVERS: dict[type[Event], list[Callable[[State, Any, Entry], None]]] = {}


def slice_of_state(cls: type[S]) -> type[S]:
    """Register a subject's slice of the state; reach it as ``state[Slice]``."""
    SLICES.append(cls)
    return cls


def command(do: str, *, inner: bool = False) -> Callable[[type[C]], type[C]]:
    """Register a command under the word that the wire uses for it.

    An ``inner`` command is only ever given by the server itself, never taken from a browser.
    """

    def register(cls: type[C]) -> type[C]:
        cls.do = do
        (INNER_COMMANDS if inner else COMMANDS)[do] = cls
        return cls

    return register


def event(kind: str, to: Audience | AudienceRule | None = None) -> Callable[[type[E]], type[E]]:
    """Register an event and its audience. An event without one reaches staff only."""

    def register(cls: type[E]) -> type[E]:
        cls.kind = kind
        EVENTS[kind] = cls
        if isinstance(to, Audience):
            AUDIENCES[cls] = lambda state, event: to
        elif to is not None:
            AUDIENCES[cls] = to
        return cls

    return register


def attributes(rule: AttributionRule) -> AttributionRule:
    """Register what says under which rule of attribution an event happens."""
    _ATTRIBUTIONS.append(rule)
    return rule


def decides(cls: type[C]) -> Callable[[Callable[..., list[Event]]], Callable[..., list[Event]]]:
    """Register the rule of a command: ``(state, command, by, moment) -> events`` or Refused."""

    def register(rule: Callable[..., list[Event]]) -> Callable[..., list[Event]]:
        _RULES[cls] = rule
        return rule

    return register


def guards(cls: type[C]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let another subject refuse this command: ``(state, command, by)``, before its own rule.

    A guard of a class of commands holds for each of them, and comes before their own guards.
    """

    def register(guard: Callable[..., None]) -> Callable[..., None]:
        _GUARDS.setdefault(cls, []).append(guard)
        return guard

    return register


def along(cls: type[Event]) -> Callable[[Callable[..., list[Event]]], Callable[..., list[Event]]]:
    """Let another subject have more happen with this event: ``(state, event) -> events``, after it."""

    def register(follower: Callable[..., list[Event]]) -> Callable[..., list[Event]]:
        _FOLLOWERS.setdefault(cls, []).append(follower)
        return follower

    return register


def evolves(*classes: type[Event]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register how events change the state: ``(state, event, entry)``, in place."""

    def register(evolver: Callable[..., None]) -> Callable[..., None]:
        for cls in classes:
            _EVOLVERS.setdefault(cls, []).append(evolver)
        return evolver

    return register


def decide(state: State, command: Command, by: Actor, moment: Moment) -> list[Entry]:
    """The entries that this command adds to the log. Never changes ``state``.

    Raises Refused with a code and a sentence when it may not happen.
    """
    if command.do in INNER_COMMANDS and by.role != SYSTEM:
        raise Refused("not_allowed", "Only the server itself can do this.")
    for cls in reversed(type(command).__mro__):
        for guard in _GUARDS.get(cls, ()):
            guard(state, command, by)
    events = _RULES[type(command)](state, command, by, moment)
    more = [
        one
        for event in events
        for follower in _FOLLOWERS.get(type(event), ())
        for one in follower(state, event)
    ]
    return [_entry(state, happened, by, moment) for happened in (*events, *more)]


def _entry(state: State, happened: Event, by: Actor, moment: Moment) -> Entry:
    audience = audience_of(state, happened)
    rule = next((rule(state, happened, audience) for rule in _ATTRIBUTIONS), "")
    return Entry(
        moment.new_id(), moment.now, by.participant, by.seat, audience.seats, audience.sealed, happened, rule
    )


def audience_of(state: State, happened: Event) -> Audience:
    """Who hears this event if it happens now."""
    rule = AUDIENCES.get(type(happened))
    return rule(state, happened) if rule else STAFF_ONLY


def evolve(state: State, entry: Entry) -> None:
    """Fold one entry into the state, in place. A fold owns its state."""
    for evolver in _EVOLVERS.get(type(entry.event), ()):
        evolver(state, entry.event, entry)


def visible(entry: Entry, viewer: Viewer) -> bool:
    """The one rule of who sees what: live, on resume, in the record and in every export."""
    if not viewer.inside:
        return False
    if entry.hearers is None or (viewer.seat is not None and viewer.seat in entry.hearers):
        return True
    return viewer.staff and not entry.sealed


def require_staff(by: Actor) -> None:
    if not by.staff:
        raise Refused("not_allowed", "Only the facilitators can do this.")


def require_seat(by: Actor) -> str:
    if by.seat is None:
        raise Refused("not_allowed", "Only a delegate with a seat can do this.")
    return by.seat
