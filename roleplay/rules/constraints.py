"""Constraints: who at home would oppose an option, why, and how strongly. Each side speaks of its own home.

What was parked against an option while it was thought of stands here again; see ``options``.
"""

from dataclasses import dataclass, field

from .kernel import (
    EVERYONE,
    Actor,
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
from .options import option_of
from .tools import ToolCommand, note_if_staff_took, side_using, tool, user_of
from .wording import clean

TOOL = tool("constraints", "PH5")
LONGEST_NAME = 120
LONGEST_REASON = 300
STRENGTHS = range(1, 4)


@dataclass
class Constraint:
    """``strength``: 1 would grumble, 2 would resist, 3 could stop it. ``who`` is at home with ``side``."""

    id: str
    option: str
    side: str
    who: str
    why: str
    strength: int


@slice_of_state
@dataclass
class Constraints:
    """By id, in the order they were named."""

    all: dict[str, Constraint] = field(default_factory=dict)

    def on(self, option: str) -> list[Constraint]:
        return [one for one in self.all.values() if one.option == option]


@command("name_constraint")
@dataclass(frozen=True)
class NameConstraint(ToolCommand):
    """Who of one's own home would stand in the way of this option."""

    option: str
    who: str
    why: str
    strength: int


@command("strike_constraint")
@dataclass(frozen=True)
class StrikeConstraint(ToolCommand):
    """One that one's own side has named; staff may strike any."""

    constraint: str


@event("constraint_named", to=EVERYONE)
@dataclass(frozen=True)
class ConstraintNamed(Event):
    option: str
    side: str
    who: str
    why: str
    strength: int


@event("constraint_struck", to=EVERYONE)
@dataclass(frozen=True)
class ConstraintStruck(Event):
    constraint: str


@decides(NameConstraint)
def name_constraint(state: State, command: NameConstraint, by: Actor, moment: Moment) -> list[Event]:
    side, option = side_using(state, TOOL, by), option_of(state, command.option)
    if command.strength not in STRENGTHS:
        raise Refused("bad_strength", "How strong is it: 1, 2 or 3?")
    who, why = clean(command.who, LONGEST_NAME), clean(command.why, LONGEST_REASON)
    return [ConstraintNamed(option.id, side, who, why, command.strength)]


@decides(StrikeConstraint)
def strike_constraint(state: State, command: StrikeConstraint, by: Actor, moment: Moment) -> list[Event]:
    side, constraint = user_of(state, TOOL, by), state[Constraints].all.get(command.constraint)
    if constraint is None:
        raise Refused("no_such_constraint", "There is no such constraint.")
    if side not in (constraint.side, None):
        raise Refused("not_yours", "Only the side that named it can take it away.")
    return [ConstraintStruck(constraint.id)]


@evolves(ConstraintNamed)
def constraint_named(state: State, event: ConstraintNamed, entry: Entry) -> None:
    state[Constraints].all[entry.id] = Constraint(
        entry.id, event.option, event.side, event.who, event.why, event.strength
    )


@evolves(ConstraintStruck)
def constraint_struck(state: State, event: ConstraintStruck, entry: Entry) -> None:
    del state[Constraints].all[event.constraint]
    note_if_staff_took(state, event.constraint, entry)
