"""The host rearranges the agenda: phases that have not begun are moved, dropped and put back.

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
from .phases import Agenda, plan_of
from .setting import PhaseSetting
from .workshop import require_not_ended, setting_of

OPENING = "PH1"


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


ARRANGED = (PhaseMoved, PhaseDropped, PhasePutBack)


def begun(state: State) -> int:
    """How many phases of the plan have begun: the first ones, also those that one went back from."""
    return max((index for _, index, _ in state[Agenda].history), default=-1) + 1


def dropped(state: State) -> list[PhaseSetting]:
    """The phases that are left out, in the pack's order."""
    plan = plan_of(state)
    return [phase for phase in setting_of(state).phases if phase not in plan]


def movable(state: State) -> list[PhaseSetting]:
    """The phases whose place may be changed, in the order of the plan."""
    plan = plan_of(state)
    first = max(begun(state), plan.index(_opening(state)) + 1)
    return [phase for phase in plan[first:] if not phase.out_of_role]


def droppable(state: State) -> list[PhaseSetting]:
    fixed = _opening(state)
    return [phase for phase in plan_of(state)[begun(state) :] if phase != fixed and not phase.out_of_role]


def _opening(state: State) -> PhaseSetting:
    phases = setting_of(state).phases
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
    order = setting_of(state).phases
    coming = plan_of(state)[begun(state) :]
    after = [one for one in coming if order.index(one) > order.index(phase)]
    if not after:
        raise Refused("begun", "The debrief has begun: no step comes before it any more.")
    return [PhasePutBack(phase.id, after[0].id)]


def _known(state: State, id: str, by: Actor) -> PhaseSetting:
    require_staff(by)
    require_not_ended(state)
    phase = next((one for one in setting_of(state).phases if one.id == id), None)
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
