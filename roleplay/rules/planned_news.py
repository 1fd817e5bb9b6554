"""News of staff's own that is kept for a later step, and what is due in the present one.

Nothing is released by itself: when its step begins, the desk reminds staff of it.
"""

from dataclasses import dataclass, field

from .announce import ALL
from .injects import LONGEST_OUTLET, Injects, OwnKind, own_news, require_news_address, require_side
from .kernel import (
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
from .phases import phase_of, plan_of
from .setting import InjectSetting
from .wording import clean
from .workshop import require_not_ended, setting_of

MOST_PLANNED = 20


@dataclass
class Planned:
    id: str
    phase: str
    outlet: str
    text: str
    to: str
    sort: str
    embarrasses: str


@slice_of_state
@dataclass
class PlannedNews:
    """By id, in the order they were planned."""

    all: dict[str, Planned] = field(default_factory=dict)


@command("plan_news")
@dataclass(frozen=True)
class PlanNews(Command):
    """As ``release_own``, but kept until the ``phase``."""

    phase: str
    outlet: str
    text: str
    to: str = ALL
    kind: OwnKind = "news"
    embarrasses: str = ""


@command("release_planned")
@dataclass(frozen=True)
class ReleasePlanned(Command):
    """In its step, or in any other. A group that it was meant for may have been closed meanwhile."""

    planned: str


@command("drop_planned")
@dataclass(frozen=True)
class DropPlanned(Command):
    planned: str


@event("news_planned", to=STAFF_ONLY)
@dataclass(frozen=True)
class NewsPlanned(Event):
    phase: str
    outlet: str
    text: str
    to: str
    sort: str
    embarrasses: str


@event("planned_taken_off", to=STAFF_ONLY)
@dataclass(frozen=True)
class PlannedTakenOff(Event):
    """It is released, or not wanted any more."""

    planned: str


def due(state: State) -> tuple[list[InjectSetting], list[Planned]]:
    """What the pack and staff have planned for the present phase and is not out yet."""
    phase, released = phase_of(state), state[Injects].released
    if phase is None:
        return [], []
    of_pack = [one for one in setting_of(state).injects if phase.id in one.phases and one.id not in released]
    return of_pack, [one for one in state[PlannedNews].all.values() if one.phase == phase.id]


@decides(PlanNews)
def plan_news(state: State, command: PlanNews, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_news_address(state, command.to)
    require_side(state, command.embarrasses)
    if command.phase not in (phase.id for phase in plan_of(state)):
        raise Refused("no_such_phase", "There is no such step in this workshop.")
    if len(state[PlannedNews].all) >= MOST_PLANNED:
        raise Refused("full", f"{MOST_PLANNED} items are enough to plan. Drop one first.")
    outlet, text = clean(command.outlet, LONGEST_OUTLET), clean(command.text)
    return [NewsPlanned(command.phase, outlet, text, command.to, command.kind, command.embarrasses)]


@decides(ReleasePlanned)
def release_planned(state: State, command: ReleasePlanned, by: Actor, moment: Moment) -> list[Event]:
    one = _planned(state, command.planned, by)
    require_news_address(state, one.to)
    return [PlannedTakenOff(one.id), own_news(one.outlet, one.text, one.to, one.sort, one.embarrasses)]


@decides(DropPlanned)
def drop_planned(state: State, command: DropPlanned, by: Actor, moment: Moment) -> list[Event]:
    return [PlannedTakenOff(_planned(state, command.planned, by).id)]


def _planned(state: State, id: str, by: Actor) -> Planned:
    require_staff(by)
    require_not_ended(state)
    if id not in state[PlannedNews].all:
        raise Refused("not_planned", "This is not planned any more.")
    return state[PlannedNews].all[id]


@evolves(NewsPlanned)
def news_planned(state: State, event: NewsPlanned, entry: Entry) -> None:
    state[PlannedNews].all[entry.id] = Planned(
        entry.id, event.phase, event.outlet, event.text, event.to, event.sort, event.embarrasses
    )


@evolves(PlannedTakenOff)
def planned_taken_off(state: State, event: PlannedTakenOff, entry: Entry) -> None:
    del state[PlannedNews].all[event.planned]
