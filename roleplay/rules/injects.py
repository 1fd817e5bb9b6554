"""News that staff let into the workshop: injects of the pack, or their own, and corrections.

Outlets are fictional. Announcements in the facilitators' own voice are in ``announce``.
"""

from dataclasses import dataclass, field

from .announce import ALL, audience_of_address, require_address, room_of_address
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
    require_staff,
    slice_of_state,
)
from .setting import InjectSetting
from .talk import add_line
from .wording import clean
from .workshop import require_not_ended, setting_of


@slice_of_state
@dataclass
class Injects:
    """``released`` and ``corrected``: when (Unix ms), by inject id. ``addresses``: to whom."""

    released: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)


@command("release_inject")
@dataclass(frozen=True)
class ReleaseInject(Command):
    """Release an inject of the pack. ``to`` is ``all``, ``side:<id>`` or ``seat:<id>``."""

    inject: str
    to: str = ALL


@command("correct_inject")
@dataclass(frozen=True)
class CorrectInject(Command):
    """Publish the pack's correction of a rumour, to those who heard the rumour."""

    inject: str


@command("release_own")
@dataclass(frozen=True)
class ReleaseOwn(Command):
    """Release news written by staff on the spot."""

    outlet: str
    text: str
    to: str = ALL


def _addressed(state: State, happened: "Injected") -> Audience:
    return audience_of_address(state, happened.to)


@event("injected", to=_addressed)
@dataclass(frozen=True)
class Injected(Event):
    """``inject`` is None for one that staff wrote; ``correction`` marks the taking back of a rumour."""

    inject: str | None
    outlet: str
    text: str
    to: str
    correction: bool = False


@decides(ReleaseInject)
def release_inject(state: State, command: ReleaseInject, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_address(state, command.to)
    inject = _inject(state, command.inject)
    if inject.id in state[Injects].released:
        raise Refused("already", "This has been released already.")
    return [Injected(inject.id, inject.outlet, inject.text, command.to)]


@decides(CorrectInject)
def correct_inject(state: State, command: CorrectInject, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    inject, injects = _inject(state, command.inject), state[Injects]
    if inject.correction is None or inject.id not in injects.released:
        raise Refused("nothing_to_correct", "There is nothing to correct here yet.")
    if inject.id in injects.corrected:
        raise Refused("already", "This has been corrected already.")
    return [Injected(inject.id, inject.outlet, inject.correction, injects.addresses[inject.id], True)]


@decides(ReleaseOwn)
def release_own(state: State, command: ReleaseOwn, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_address(state, command.to)
    return [Injected(None, clean(command.outlet, 80), clean(command.text), command.to)]


def _inject(state: State, id: str) -> InjectSetting:
    try:
        return setting_of(state).inject(id)
    except KeyError:
        raise Refused("no_such_inject", "This pack has no such inject.") from None


@evolves(Injected)
def injected(state: State, event: Injected, entry: Entry) -> None:
    line = add_line(state, entry, room_of_address(event.to), event.text)
    line.outlet, line.correction = event.outlet, event.correction
    if event.inject is None:
        return
    injects = state[Injects]
    (injects.corrected if event.correction else injects.released)[event.inject] = entry.at
    injects.addresses[event.inject] = event.to
