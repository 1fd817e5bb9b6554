"""Reciprocal steps: what each side could do so that the other can do its part, in which order.

A row says what one's own side does, what the other does, what both do together, whether it can be taken
back, and what one would need to hear from the other.
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
from .phases import gate
from .tools import ToolCommand, note_if_staff_took, side_using, tool, user_of
from .wording import clean

TOOL = tool("steps", "PH6")
LONGEST_STEP = 240
MOST_STEPS = 12


@dataclass
class Step:
    """``side`` wrote the row: ``ours`` is what it does, ``theirs`` what the other does, ``hear`` what it
    would need to hear from them."""

    id: str
    side: str
    ours: str
    theirs: str
    joint: str
    reversible: bool
    hear: str


@slice_of_state
@dataclass
class Steps:
    """The rows in the order in which they would be taken."""

    rows: list[Step] = field(default_factory=list)

    def place(self, id: str) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.id == id), None)


@command("write_step")
@dataclass(frozen=True)
class WriteStep(ToolCommand):
    ours: str = ""
    theirs: str = ""
    joint: str = ""
    reversible: bool = True
    hear: str = ""


@command("move_step")
@dataclass(frozen=True)
class MoveStep(ToolCommand):
    """Take a step one place earlier, or later. The order belongs to everybody."""

    step: str
    earlier: bool


@command("strike_step")
@dataclass(frozen=True)
class StrikeStep(ToolCommand):
    """One that one's own side wrote; staff may strike any."""

    step: str


@event("step_written", to=EVERYONE)
@dataclass(frozen=True)
class StepWritten(Event):
    side: str
    ours: str
    theirs: str
    joint: str
    reversible: bool
    hear: str


@event("step_moved", to=EVERYONE)
@dataclass(frozen=True)
class StepMoved(Event):
    step: str
    earlier: bool


@event("step_struck", to=EVERYONE)
@dataclass(frozen=True)
class StepStruck(Event):
    step: str


STEPS = (StepWritten, StepMoved, StepStruck)


@decides(WriteStep)
def write_step(state: State, command: WriteStep, by: Actor, moment: Moment) -> list[Event]:
    side = side_using(state, TOOL, by)
    if len(state[Steps].rows) >= MOST_STEPS:
        raise Refused("full", f"{MOST_STEPS} steps are enough. Strike one first.")
    ours, theirs, joint, hear = (
        clean(text, LONGEST_STEP) if text.strip() else ""
        for text in (command.ours, command.theirs, command.joint, command.hear)
    )
    if not (ours or theirs or joint):
        raise Refused(
            "empty", "Say what your side would do, what theirs would, or what both would do together."
        )
    return [StepWritten(side, ours, theirs, joint, command.reversible, hear)]


@decides(MoveStep)
def move_step(state: State, command: MoveStep, by: Actor, moment: Moment) -> list[Event]:
    side_using(state, TOOL, by)
    place = _place(state, command.step)
    if place == (0 if command.earlier else len(state[Steps].rows) - 1):
        raise Refused("already", "It is the first step." if command.earlier else "It is the last step.")
    return [StepMoved(command.step, command.earlier)]


@decides(StrikeStep)
def strike_step(state: State, command: StrikeStep, by: Actor, moment: Moment) -> list[Event]:
    side = user_of(state, TOOL, by)
    if side not in (state[Steps].rows[_place(state, command.step)].side, None):
        raise Refused("not_yours", "Only the side that wrote it can strike it.")
    return [StepStruck(command.step)]


def _place(state: State, id: str) -> int:
    place = state[Steps].place(id)
    if place is None:
        raise Refused("no_such_step", "There is no such step.")
    return place


@gate("reciprocal-step", says="one step says what each side would do", on=STEPS)
def one_step_is_reciprocal(state: State) -> list[str]:
    """Nothing, once a row has something in both columns."""
    if any(row.ours and row.theirs for row in state[Steps].rows):
        return []
    return ["no step says both what one side would do and what the other would"]


@evolves(StepWritten)
def step_written(state: State, event: StepWritten, entry: Entry) -> None:
    state[Steps].rows.append(
        Step(entry.id, event.side, event.ours, event.theirs, event.joint, event.reversible, event.hear)
    )


@evolves(StepMoved)
def step_moved(state: State, event: StepMoved, entry: Entry) -> None:
    rows, place = state[Steps].rows, state[Steps].place(event.step)
    assert place is not None  # it was there when this was decided
    rows.insert(place - 1 if event.earlier else place + 1, rows.pop(place))


@evolves(StepStruck)
def step_struck(state: State, event: StepStruck, entry: Entry) -> None:
    state[Steps].rows = [row for row in state[Steps].rows if row.id != event.step]
    note_if_staff_took(state, event.step, entry)
