"""The host rearranges the agenda: phases that have not begun are moved, dropped, put back, made longer.

The opening stays first and the debrief last, and neither can be dropped: people need to agree to the
rules before they talk, and to come out of their roles afterwards. Going through the agenda is in ``phases``.
"""

from dataclasses import dataclass

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
)
from .phases import Agenda, phases_of, plan_of
from .setting import PhaseSetting
from .workshop import require_not_ended, setting_of

OPENING = "PH1"
LONGEST_PHASE = 240
DEBRIEF_SHARE = 5
"""The debrief takes at least one part in so many of the time."""


@command("move_phase")
@dataclass(frozen=True)
class MovePhase(Command):
    """Take a phase one place earlier, or later."""

    phase: str
    earlier: bool


@command("drop_phase")
@dataclass(frozen=True)
class DropPhase(Command):
    """Leave a phase out. It can be put back as long as the debrief has not begun."""

    phase: str


@command("put_back_phase")
@dataclass(frozen=True)
class PutBackPhase(Command):
    """A phase that was dropped returns to where the pack has it, or to the nearest place still to come."""

    phase: str


@command("set_phase_minutes")
@dataclass(frozen=True)
class SetPhaseMinutes(Command):
    """How long a phase that has not begun is to take."""

    phase: str
    minutes: int


@event("phase_moved", to=EVERYONE)
@dataclass(frozen=True)
class PhaseMoved(Event):
    """It now stands right ``before`` this one."""

    phase: str
    before: str


@event("phase_dropped", to=EVERYONE)
@dataclass(frozen=True)
class PhaseDropped(Event):
    phase: str


@event("phase_put_back", to=EVERYONE)
@dataclass(frozen=True)
class PhasePutBack(Event):
    phase: str
    before: str


@event("phase_minutes_set", to=EVERYONE)
@dataclass(frozen=True)
class PhaseMinutesSet(Event):
    phase: str
    minutes: int


ARRANGED = (PhaseMoved, PhaseDropped, PhasePutBack, PhaseMinutesSet)


def begun(state: State) -> int:
    """How many phases of the plan have begun: the first ones, also those that one went back from."""
    return max((index for _, index, _ in state[Agenda].history), default=-1) + 1


def dropped(state: State) -> list[PhaseSetting]:
    """The phases that are left out, in the pack's order."""
    plan = plan_of(state)
    return [phase for phase in phases_of(state) if phase not in plan]


def movable(state: State) -> list[PhaseSetting]:
    """The phases whose place may be changed, in the order of the plan."""
    plan = plan_of(state)
    first = max(begun(state), plan.index(_opening(state)) + 1)
    return [phase for phase in plan[first:] if not phase.out_of_role]


def droppable(state: State) -> list[PhaseSetting]:
    fixed = _opening(state)
    return [phase for phase in plan_of(state)[begun(state) :] if phase != fixed and not phase.out_of_role]


def timeable(state: State) -> list[PhaseSetting]:
    """The phases whose minutes may be changed: all that have not begun, the debrief too."""
    return list(plan_of(state)[begun(state) :])


def _opening(state: State) -> PhaseSetting:
    phases = phases_of(state)
    return next((phase for phase in phases if phase.code == OPENING), phases[0])


@decides(MovePhase)
def move_phase(state: State, command: MovePhase, by: Actor, moment: Moment) -> list[Event]:
    phase = _not_begun(state, command.phase, by)
    there = movable(state)
    place = there.index(phase) if phase in there else -1
    if place < 0 or (place == 0 and command.earlier) or (phase == there[-1] and not command.earlier):
        raise Refused("no_further", "This step cannot go any further that way.")
    if command.earlier:
        return [PhaseMoved(phase.id, there[place - 1].id)]
    plan = plan_of(state)
    return [PhaseMoved(phase.id, plan[plan.index(phase) + 2].id)]


@decides(DropPhase)
def drop_phase(state: State, command: DropPhase, by: Actor, moment: Moment) -> list[Event]:
    return [PhaseDropped(_not_begun(state, command.phase, by).id)]


@decides(PutBackPhase)
def put_back_phase(state: State, command: PutBackPhase, by: Actor, moment: Moment) -> list[Event]:
    phase = _known(state, command.phase, by)
    if phase in plan_of(state):
        raise Refused("already", "This step is on the agenda.")
    order = phases_of(state)
    coming = plan_of(state)[begun(state) :]
    after = [one for one in coming if order.index(one) > order.index(phase)]
    if not after:
        raise Refused("begun", "The debrief has begun: no step comes before it any more.")
    return [PhasePutBack(phase.id, after[0].id)]


@decides(SetPhaseMinutes)
def set_phase_minutes(state: State, command: SetPhaseMinutes, by: Actor, moment: Moment) -> list[Event]:
    phase = _known(state, command.phase, by)
    if phase not in plan_of(state):
        raise Refused("dropped", "This step has been dropped. Put it back first.")
    if phase not in timeable(state):
        raise Refused("begun", "This step has begun. Give it more minutes, or fewer, by its clock.")
    if not 1 <= command.minutes <= LONGEST_PHASE:
        raise Refused("bad_minutes", f"A step takes between 1 and {LONGEST_PHASE} minutes.")
    if phase.out_of_role and command.minutes < least_debrief(state, phase, command.minutes):
        raise Refused("too_short", "The debrief needs a fifth of the time, or what the pack gives it.")
    if phase.minutes == command.minutes:
        raise Refused("already", "This step takes as long already.")
    return [PhaseMinutesSet(phase.id, command.minutes)]


def least_debrief(state: State, debrief: PhaseSetting, minutes: int) -> int:
    """A fifth of the plan if the debrief took so many minutes, or the pack's minutes if they are fewer."""
    others = sum(one.minutes for one in plan_of(state) if one.id != debrief.id)
    return min(setting_of(state).phase(debrief.id).minutes, -(-(others + minutes) // DEBRIEF_SHARE))


def _known(state: State, id: str, by: Actor) -> PhaseSetting:
    require_staff(by)
    require_not_ended(state)
    phase = next((one for one in phases_of(state) if one.id == id), None)
    if phase is None:
        raise Refused("no_such_phase", "There is no such step.")
    return phase


def _not_begun(state: State, id: str, by: Actor) -> PhaseSetting:
    phase = _known(state, id, by)
    if phase not in plan_of(state):
        raise Refused("dropped", "This step has been dropped. Put it back first.")
    if phase.out_of_role:
        raise Refused("fixed", "The debrief stays, and it stays last.")
    if phase == _opening(state):
        raise Refused("fixed", "The opening stays where it is: nobody talks before the rules.")
    if phase not in droppable(state):
        raise Refused("begun", "This step has begun already.")
    return phase


@evolves(PhaseMinutesSet)
def phase_minutes_set(state: State, event: PhaseMinutesSet, entry: Entry) -> None:
    state[Agenda].minutes[event.phase] = event.minutes


@evolves(PhaseDropped)
def phase_dropped(state: State, event: PhaseDropped, entry: Entry) -> None:
    _put(state, event.phase, None)


@evolves(PhaseMoved, PhasePutBack)
def phase_stands_before(state: State, event: PhaseMoved | PhasePutBack, entry: Entry) -> None:
    _put(state, event.phase, event.before)


def _put(state: State, phase: str, before: str | None) -> None:
    order = [one.id for one in plan_of(state) if one.id != phase]
    if before is not None:
        order.insert(order.index(before), phase)
    state[Agenda].order = tuple(order)
