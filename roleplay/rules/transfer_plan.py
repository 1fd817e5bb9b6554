"""The transfer plan: whom a side will tell what when it is home, and at what risk, written in its caucus.

Only that side and staff read it. What both sides may tell outside is in ``cleared_summary``.
"""

from dataclasses import dataclass, field
from typing import Literal

from .kernel import (
    Actor,
    Audience,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    command,
    decides,
    event,
    evolves,
    slice_of_state,
)
from .people import SeatFreed
from .phases import gate
from .rooms import audience_in, caucus_of
from .seats import SeatTaken
from .tools import ToolCommand, side_using, sides_at_the_table, tool
from .wording import clean
from .workshop import setting_of

TOOL = tool("transfer-plan", "PH8")
LONGEST_AUDIENCE = 120
LONGEST_WORDS = 300
MOST_PLANS = 8

PlanPart = Literal["audience", "message", "risk"]
LONGEST: dict[str, int] = {"audience": LONGEST_AUDIENCE, "message": LONGEST_WORDS, "risk": LONGEST_WORDS}


@dataclass
class Plan:
    """``audience`` is one person or body at home, ``message`` one idea for it, ``risk`` what it may cost."""

    id: str
    side: str
    audience: str
    message: str
    risk: str


@slice_of_state
@dataclass
class TransferPlans:
    """The plans of all sides by id, in the order they were written."""

    all: dict[str, Plan] = field(default_factory=dict)

    def of(self, side: str) -> list[Plan]:
        return [one for one in self.all.values() if one.side == side]


@command("write_plan")
@dataclass(frozen=True)
class WritePlan(ToolCommand):
    audience: str
    message: str
    risk: str


@command("rewrite_plan")
@dataclass(frozen=True)
class RewritePlan(ToolCommand):
    """Better words for one part of a plan. It belongs to the whole side, whoever wrote it."""

    plan: str
    what: PlanPart
    text: str


@command("strike_plan")
@dataclass(frozen=True)
class StrikePlan(ToolCommand):
    plan: str


def _the_side(state: State, happened: "PlanWritten") -> Audience:
    return audience_in(state, caucus_of(happened.side))


def _its_side(state: State, happened: "PlanRewritten | PlanStruck") -> Audience:
    return audience_in(state, caucus_of(state[TransferPlans].all[happened.plan].side))


@event("plan_written", to=_the_side)
@dataclass(frozen=True)
class PlanWritten(Event):
    side: str
    audience: str
    message: str
    risk: str


@event("plan_rewritten", to=_its_side)
@dataclass(frozen=True)
class PlanRewritten(Event):
    plan: str
    what: PlanPart
    text: str


@event("plan_struck", to=_its_side)
@dataclass(frozen=True)
class PlanStruck(Event):
    plan: str


PLANS = (PlanWritten, PlanRewritten, PlanStruck)


@decides(WritePlan)
def write_plan(state: State, command: WritePlan, by: Actor, moment: Moment) -> list[Event]:
    side = side_using(state, TOOL, by)
    if len(state[TransferPlans].of(side)) >= MOST_PLANS:
        raise Refused("full", f"{MOST_PLANS} plans are enough. Change one, or take one away.")
    audience, message, risk = (
        clean(text, LONGEST[name])
        for name, text in (
            ("audience", command.audience),
            ("message", command.message),
            ("risk", command.risk),
        )
    )
    return [PlanWritten(side, audience, message, risk)]


@decides(RewritePlan)
def rewrite_plan(state: State, command: RewritePlan, by: Actor, moment: Moment) -> list[Event]:
    plan, text = _ours(state, command.plan, by), clean(command.text, LONGEST[command.what])
    if text == getattr(plan, command.what):
        raise Refused("already", "It says this already.")
    return [PlanRewritten(plan.id, command.what, text)]


@decides(StrikePlan)
def strike_plan(state: State, command: StrikePlan, by: Actor, moment: Moment) -> list[Event]:
    return [PlanStruck(_ours(state, command.plan, by).id)]


def _ours(state: State, id: str, by: Actor) -> Plan:
    """The plan, if this side wrote it. The plans of others do not exist."""
    side = side_using(state, TOOL, by)
    plan = state[TransferPlans].all.get(id)
    if plan is None or plan.side != side:
        raise Refused("no_such_plan", "There is no such plan of your side.")
    return plan


@gate(
    "planned",
    says="each side has written whom it will tell what",
    on=(*PLANS, SeatTaken, SeatFreed),
)
def each_side_has_a_plan(state: State) -> list[str]:
    """The sides that have no plan for the way home yet."""
    return [
        f"{side.name} has not written whom it will tell what"
        for side in setting_of(state).sides
        if side.id in sides_at_the_table(state) and not state[TransferPlans].of(side.id)
    ]


@evolves(PlanWritten)
def plan_written(state: State, event: PlanWritten, entry: Entry) -> None:
    plan = Plan(entry.id, event.side, event.audience, event.message, event.risk)
    state[TransferPlans].all[entry.id] = plan


@evolves(PlanRewritten)
def plan_rewritten(state: State, event: PlanRewritten, entry: Entry) -> None:
    setattr(state[TransferPlans].all[event.plan], event.what, event.text)


@evolves(PlanStruck)
def plan_struck(state: State, event: PlanStruck, entry: Entry) -> None:
    del state[TransferPlans].all[event.plan]
