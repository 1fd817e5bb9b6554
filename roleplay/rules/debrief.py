"""The debrief, out of role: stepping out, its steps, and what is shown only by a deliberate act of staff.

Names, private facts, the caucus rooms and two cards stay closed until staff open each of them; nothing opens
a corridor, or what was said for no record.
"""

from dataclasses import dataclass, field
from typing import Literal

from .attribution import hides_who, kept
from .groups import GROUP
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
    slice_of_state,
)
from .people import Removed, SeatFreed
from .phases import Agenda, phase_of
from .rooms import CAUCUS
from .talk import Line, Talk
from .tools import ToolCommand, require_tool, side_using, tool
from .workshop import setting_of

TOOL = tool("debrief", "PH9")
Opening = Literal["names", "facts", "rooms", "happened", "missing"]


@slice_of_state
@dataclass
class Debrief:
    """``out``: the seats that people have stepped out of, by participant, in the order they did. ``step`` is
    the present one of the pack's. ``opened``: what staff have opened so far."""

    out: dict[str, str] = field(default_factory=dict)
    step: str = ""
    opened: set[str] = field(default_factory=set)


@command("step_out")
@dataclass(frozen=True)
class StepOut(ToolCommand):
    """I put down my role and am myself again."""


@command("show_debrief_step")
@dataclass(frozen=True)
class ShowDebriefStep(Command):
    """Lead to this step of the pack's debrief: everybody sees its prompts."""

    step_id: str


@command("open_in_debrief")
@dataclass(frozen=True)
class OpenInDebrief(Command):
    """Show everybody the names of those who stepped out, the private facts, what was said in the caucuses and
    groups (in the record), what actually happened, or whose voice was missing. It cannot be taken back."""

    what: Opening


@event("stepped_out", to=EVERYONE)
@dataclass(frozen=True)
class SteppedOut(Event):
    seat: str


@event("debrief_step_shown", to=EVERYONE)
@dataclass(frozen=True)
class DebriefStepShown(Event):
    step_id: str


@event("opened_in_debrief", to=EVERYONE)
@dataclass(frozen=True)
class OpenedInDebrief(Event):
    what: str


DEBRIEF = (SteppedOut, DebriefStepShown, OpenedInDebrief, SeatFreed, Removed)
"""What may change how the debrief looks."""


@decides(StepOut)
def step_out(state: State, command: StepOut, by: Actor, moment: Moment) -> list[Event]:
    side_using(state, TOOL, by)
    _require_out_of_role(state)
    if by.participant in state[Debrief].out:
        raise Refused("already", "You have put down your role.")
    return [SteppedOut(by.seat or "")]


@decides(ShowDebriefStep)
def show_step(state: State, command: ShowDebriefStep, by: Actor, moment: Moment) -> list[Event]:
    _require_leading(state, by)
    if command.step_id not in [one.id for one in setting_of(state).debrief]:
        raise Refused("no_such_step", "The debrief has no such step.")
    if command.step_id == state[Debrief].step:
        raise Refused("already", "This step is shown already.")
    return [DebriefStepShown(command.step_id)]


@decides(OpenInDebrief)
def open_in_debrief(state: State, command: OpenInDebrief, by: Actor, moment: Moment) -> list[Event]:
    _require_leading(state, by)
    if command.what in state[Debrief].opened:
        raise Refused("already", "This is open already.")
    return [OpenedInDebrief(command.what)]


def _require_leading(state: State, by: Actor) -> None:
    require_staff(by)
    require_tool(state, TOOL)
    _require_out_of_role(state)


def _require_out_of_role(state: State) -> None:
    phase = phase_of(state)
    if phase is None or not phase.out_of_role:
        raise Refused("in_role", "In this step people are in their roles. This belongs to the debrief.")


def may_be_named(state: State, participant: str) -> bool:
    """Whether everybody may see this person's own name: they stepped out, and staff restored the names."""
    debrief = state[Debrief]
    return participant in debrief.out and "names" in debrief.opened


def is_named(state: State, line: Line) -> bool:
    """Whether everybody may see by whose own name a line was said: out of role, and not unattributed."""
    phase, since = phase_of(state), state[Agenda].entered_at
    if not (phase and phase.out_of_role and since) or line.at < since or hides_who(line):
        return False
    return line.seat is not None and may_be_named(state, line.by)


def opened_to_all(state: State, entry: Entry) -> bool:
    """Whether everybody may read this in the record since staff opened the rooms: what was said in a caucus
    or a working group. Never a word to one seat, a corridor, or what was said for no record."""
    line = state[Talk].lines.get(entry.id)
    if "rooms" not in state[Debrief].opened or line is None or not line.room.startswith((CAUCUS, GROUP)):
        return False
    return kept(entry) and not entry.sealed


@evolves(SteppedOut)
def stepped_out(state: State, event: SteppedOut, entry: Entry) -> None:
    state[Debrief].out[entry.by] = event.seat


@evolves(DebriefStepShown)
def debrief_step_shown(state: State, event: DebriefStepShown, entry: Entry) -> None:
    state[Debrief].step = event.step_id


@evolves(OpenedInDebrief)
def opened_in_debrief(state: State, event: OpenedInDebrief, entry: Entry) -> None:
    state[Debrief].opened.add(event.what)


@evolves(Removed)
def whoever_is_removed_is_not_named(state: State, event: Removed, entry: Entry) -> None:
    state[Debrief].out.pop(event.participant, None)
