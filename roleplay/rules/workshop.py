"""The workshop as a whole: opened from a pack, its lobby, its end.

Who sits where is in ``seats``, how far the agenda is in ``phases``.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

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
    slice_of_state,
)
from .setting import Setting

Attribution = Literal["open", "chatham-house", "unattributed", "no-record"]
OPEN, CHATHAM_HOUSE, UNATTRIBUTED, NO_RECORD = LEVELS = get_args(Attribution)
"""From the loosest to the strictest."""
Joining = Literal["open", "approved"]
Seating = Literal["host", "choose"]


@slice_of_state
@dataclass
class Workshop:
    """What was fixed when the workshop opened, and whether its doors are open."""

    pack: Setting | None = None
    attribution: Attribution = "chatham-house"
    joining: Joining = "open"
    seating: Seating = "host"
    lobby_open: bool = False
    ended: bool = False

    @property
    def setting(self) -> Setting:
        if self.pack is None:
            raise Refused("not_open", "This workshop has not been opened.")
        return self.pack


def setting_of(state: State) -> Setting:
    return state[Workshop].setting


@command("open", inner=True)
@dataclass(frozen=True)
class Open(Command):
    """Open a workshop. ``setting`` is the frozen pack in its JSON form."""

    setting: dict[str, Any]
    attribution: Attribution = "chatham-house"
    joining: Joining = "open"
    seating: Seating = "host"


@command("close_lobby")
@dataclass(frozen=True)
class CloseLobby(Command):
    """Let nobody else in; the join code is dead until the lobby is opened again."""


@command("open_lobby")
@dataclass(frozen=True)
class OpenLobby(Command):
    """Let people join again."""


@command("end")
@dataclass(frozen=True)
class End(Command):
    """End the workshop for good: nothing is said afterwards, the record stays."""


@event("opened", to=STAFF_ONLY)
@dataclass(frozen=True)
class Opened(Event):
    setting: dict[str, Any]
    attribution: Attribution
    joining: Joining
    seating: Seating


@event("lobby_closed", to=STAFF_ONLY)
@dataclass(frozen=True)
class LobbyClosed(Event):
    pass


@event("lobby_opened", to=STAFF_ONLY)
@dataclass(frozen=True)
class LobbyOpened(Event):
    pass


@event("ended", to=EVERYONE)
@dataclass(frozen=True)
class Ended(Event):
    pass


@decides(Open)
def open_workshop(state: State, command: Open, by: Actor, moment: Moment) -> list[Event]:
    if state[Workshop].pack is not None:
        raise Refused("already", "This workshop is open already.")
    return [Opened(command.setting, command.attribution, command.joining, command.seating)]


@decides(CloseLobby)
def close_lobby(state: State, command: CloseLobby, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if not state[Workshop].lobby_open:
        raise Refused("already", "The lobby is closed already.")
    return [LobbyClosed()]


@decides(OpenLobby)
def open_lobby(state: State, command: OpenLobby, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if state[Workshop].lobby_open:
        raise Refused("already", "The lobby is open already.")
    return [LobbyOpened()]


@decides(End)
def end(state: State, command: End, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    return [Ended()]


def require_not_ended(state: State) -> None:
    if state[Workshop].ended:
        raise Refused("ended", "The workshop has ended.")


@evolves(Opened)
def opened(state: State, event: Opened, entry: Entry) -> None:
    workshop = state[Workshop]
    workshop.pack = Setting.from_json(event.setting)
    workshop.attribution = event.attribution
    workshop.joining = event.joining
    workshop.seating = event.seating
    workshop.lobby_open = True


@evolves(LobbyClosed, LobbyOpened)
def lobby_changed(state: State, event: Event, entry: Entry) -> None:
    state[Workshop].lobby_open = isinstance(event, LobbyOpened)


@evolves(Ended)
def ended(state: State, event: Ended, entry: Entry) -> None:
    state[Workshop].ended = True
    state[Workshop].lobby_open = False
