"""News that staff let into the workshop: the pack's, their own, corrections, and whom all of it embarrasses.

Outlets are fictional. Announcements in the facilitators' own voice are in ``announce``, leaks of what was
really said in ``leaks``, what is kept for a later step in ``planned_news``.
"""

from dataclasses import dataclass, field
from typing import Literal

from .announce import ALL, SCREEN, audience_of_address, require_address, room_of_address
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
from .talk import Line, Talk, add_line, audience_of_line
from .wording import clean
from .workshop import require_not_ended, setting_of

RUMOUR = "rumour"
LEAK = "leak"
LONGEST_OUTLET = 80
FARTHEST = 1
"""By so many one side may have been embarrassed more often than another before it is a tilt."""
OwnKind = Literal["news", "statement", "incident", "spoiler", "opportunity", "humanitarian", "rumour"]
"""A leak is missing: it publishes invented words of the pack, or a line chosen in ``leaks``."""


@dataclass
class News:
    """What was let in. ``id`` is that of its line; ``embarrasses`` a side, or nothing."""

    id: str
    inject: str | None
    sort: str
    embarrasses: str
    to: str
    outlet: str
    corrected: bool = False


@slice_of_state
@dataclass
class Injects:
    """``released`` and ``corrected``: when (Unix ms), by inject id. ``addresses``: to whom. ``out``: all that
    was let in, by the id of its line."""

    released: dict[str, int] = field(default_factory=dict)
    corrected: dict[str, int] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    out: dict[str, News] = field(default_factory=dict)


def embarrassments(state: State) -> dict[str, int]:
    """How often each side has been embarrassed by what was let in, in the pack's order."""
    out = state[Injects].out.values()
    return {side.id: sum(one.embarrasses == side.id for one in out) for side in setting_of(state).sides}


def tilted(counts: dict[str, int]) -> bool:
    return max(counts.values(), default=0) - min(counts.values(), default=0) > FARTHEST


def would_tilt(state: State, embarrasses: str | None) -> bool:
    """Would the balance be, or stay, tilted if this side were embarrassed once more?"""
    counts = embarrassments(state)
    if not embarrasses or embarrasses not in counts:
        return False
    counts[embarrasses] += 1
    return counts[embarrasses] - min(counts.values()) > FARTHEST


def uncorrected(state: State) -> list[News]:
    """Rumours that are out and wait for their correction."""
    return [one for one in state[Injects].out.values() if one.sort == RUMOUR and not one.corrected]


@command("release_inject")
@dataclass(frozen=True)
class ReleaseInject(Command):
    """Release an inject of the pack. ``to`` is ``screen``, or as in ``broadcast``."""

    inject: str
    to: str = ALL


@command("correct_inject")
@dataclass(frozen=True)
class CorrectInject(Command):
    """Publish the pack's correction of a rumour, to those who heard the rumour."""

    inject: str


@command("correct_rumour")
@dataclass(frozen=True)
class CorrectRumour(Command):
    """Take back a rumour in words of staff's own, to those who heard it, by the outlet that spread it."""

    line: str
    text: str


@command("release_own")
@dataclass(frozen=True)
class ReleaseOwn(Command):
    """Release news written by staff. ``embarrasses`` is a side, or nothing."""

    outlet: str
    text: str
    to: str = ALL
    kind: OwnKind = "news"
    embarrasses: str = ""


def _addressed(state: State, happened: "Injected") -> Audience:
    """Who is in a group may have changed: a correction reaches those who heard the rumour."""
    rumour = _taken_back(state, happened)
    return audience_of_line(state, rumour.id) if rumour else audience_of_address(state, happened.to)


def _taken_back(state: State, happened: "Injected") -> News | None:
    """What this corrects, if it is a correction."""
    out = state[Injects].out.values() if happened.correction else ()
    same = (one for one in out if one.id == happened.corrects or happened.inject == one.inject is not None)
    return next(same, None)


@event("injected", to=_addressed)
@dataclass(frozen=True)
class Injected(Event):
    """``inject`` is None for one that staff wrote; ``correction`` marks the taking back of a rumour, and
    ``corrects`` is the line of one that staff took back. What an inject of the pack is, the pack says."""

    inject: str | None
    outlet: str
    text: str
    to: str
    correction: bool = False
    sort: str = ""
    embarrasses: str = ""
    corrects: str = ""


def require_news_address(state: State, to: str) -> None:
    """As for an announcement; news may be for the screen alone, too."""
    if to != SCREEN:
        require_address(state, to)


def require_side(state: State, side: str) -> None:
    """Raises Refused unless this is a side of the workshop, or nothing."""
    if side and side not in (one.id for one in setting_of(state).sides):
        raise Refused("no_such_side", "There is no such side.")


@decides(ReleaseInject)
def release_inject(state: State, command: ReleaseInject, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_news_address(state, command.to)
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


@decides(CorrectRumour)
def correct_rumour(state: State, command: CorrectRumour, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    rumour = state[Injects].out.get(command.line)
    if rumour is None or rumour.sort != RUMOUR:
        raise Refused("no_such_rumour", "There is no such rumour.")
    if rumour.corrected:
        raise Refused("already", "This has been corrected already.")
    text = clean(command.text)
    return [Injected(rumour.inject, rumour.outlet, text, rumour.to, True, corrects=rumour.id)]


@decides(ReleaseOwn)
def release_own(state: State, command: ReleaseOwn, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_news_address(state, command.to)
    require_side(state, command.embarrasses)
    outlet, text = clean(command.outlet, LONGEST_OUTLET), clean(command.text)
    return [own_news(outlet, text, command.to, command.kind, command.embarrasses)]


def own_news(outlet: str, text: str, to: str, sort: str, embarrasses: str) -> Injected:
    return Injected(None, outlet, text, to, sort=sort, embarrasses=embarrasses)


def _inject(state: State, id: str) -> InjectSetting:
    try:
        return setting_of(state).inject(id)
    except KeyError:
        raise Refused("no_such_inject", "This pack has no such inject.") from None


@evolves(Injected)
def injected(state: State, event: Injected, entry: Entry) -> None:
    line = add_line(state, entry, room_of_address(event.to), event.text)
    line.outlet, line.correction, line.screen = event.outlet, event.correction, event.to == SCREEN
    injects = state[Injects]
    if event.inject is not None:
        (injects.corrected if event.correction else injects.released)[event.inject] = entry.at
        injects.addresses[event.inject] = event.to
    if event.correction:
        _link(state, line, event)
        return
    known = setting_of(state).inject(event.inject) if event.inject else None
    sort, side = (known.kind, known.embarrasses or "") if known else (event.sort or "news", event.embarrasses)
    injects.out[line.id] = News(line.id, event.inject, sort, side, event.to, event.outlet)


def _link(state: State, correction: Line, event: Injected) -> None:
    """A correction answers the rumour that it takes back."""
    if news := _taken_back(state, event):
        news.corrected, correction.reply_to = True, news.id
        state[Talk].lines[news.id].corrected = True
