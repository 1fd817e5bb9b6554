"""The agenda: which phase it is, its clock, and the gate to the next.

The clock belongs to the server: it is a time at which the phase ends, or, when it stands,
what is left. Nothing happens by itself when it runs out. Rooms are in ``rooms``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

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
from .setting import PhaseSetting
from .wording import clean
from .workshop import Ended, require_not_ended, setting_of

MINUTE = 60_000
LONGEST_EXTENSION = 60
Missing = Callable[[State], list[str]]


@dataclass(frozen=True, slots=True)
class Gate:
    """What must be so before the next phase opens. ``says`` it in a few words; ``missing`` tells, in
    sentences, what still lacks; the ``on`` events are those that may change the answer."""

    says: str
    on: tuple[type[Event], ...]
    missing: Missing


GATES: dict[str, Gate] = {}


def gate(name: str, says: str, on: Iterable[type[Event]]) -> Callable[[Missing], Missing]:
    """Register a gate under the name by which a pack calls it."""

    def register(missing: Missing) -> Missing:
        GATES[name] = Gate(says, tuple(on), missing)
        return missing

    return register


@slice_of_state
@dataclass
class Agenda:
    """``index`` of the phase in the plan, None before the start. One of ``ends_at`` (Unix ms)
    and ``left`` (ms) is set once started: the clock runs, or it stands."""

    index: int | None = None
    ends_at: int | None = None
    left: int | None = None
    entered_at: int | None = None
    order: tuple[str, ...] = ()
    """The ids of the plan's phases once staff have rearranged it; see ``arranging``."""
    minutes: dict[str, int] = field(default_factory=dict)
    """By phase id: what staff chose instead of the pack's minutes."""
    history: list[tuple[str, int, int]] = field(default_factory=list)
    """(entry id, index, Unix ms) of every phase entered, or gone on with in another meeting, in order."""

    @property
    def running(self) -> bool:
        return self.ends_at is not None


def plan_of(state: State) -> tuple[PhaseSetting, ...]:
    """The phases of this workshop in their order: the pack's, unless staff have rearranged them."""
    phases, order = phases_of(state), state[Agenda].order
    return tuple(next(one for one in phases if one.id == id) for id in order) if order else phases


def phases_of(state: State) -> tuple[PhaseSetting, ...]:
    """The phases of the pack in its order, those left out too, with the minutes that staff gave them."""
    phases, minutes = setting_of(state).phases, state[Agenda].minutes
    return (
        tuple(replace(one, minutes=minutes.get(one.id, one.minutes)) for one in phases) if minutes else phases
    )


def phase_of(state: State) -> PhaseSetting | None:
    """The present phase, or None before the start."""
    index = state[Agenda].index
    return None if index is None else plan_of(state)[index]


def missing_for_next(state: State) -> list[str]:
    """What the gates of the present phase still wait for, as sentences."""
    phase = phase_of(state)
    return [sentence for name in (phase.waits_for if phase else ()) for sentence in _missing(state, name)]


def _missing(state: State, name: str) -> list[str]:
    if name not in GATES:
        return [f"this version does not know the gate {name}"]
    return GATES[name].missing(state)


@command("start")
@dataclass(frozen=True)
class Start(Command):
    """Begin with the first phase."""


@command("next")
@dataclass(frozen=True)
class Next(Command):
    """Go on to the next phase. ``override`` is the reason for passing a gate that is not met.

    ``leaving`` names the phase it was asked in: two facilitators who press at once do not skip one.
    """

    override: str = ""
    leaving: str | None = None


@command("back")
@dataclass(frozen=True)
class Back(Command):
    """Return to the phase before."""


@command("stop_clock")
@dataclass(frozen=True)
class StopClock(Command):
    pass


@command("run_clock")
@dataclass(frozen=True)
class RunClock(Command):
    pass


@command("extend")
@dataclass(frozen=True)
class Extend(Command):
    """Give the phase more minutes, or fewer with a negative number."""

    minutes: int


@event("phase_entered", to=EVERYONE)
@dataclass(frozen=True)
class PhaseEntered(Event):
    phase: str
    index: int
    minutes: int


@event("gate_overridden", to=STAFF_ONLY)
@dataclass(frozen=True)
class GateOverridden(Event):
    phase: str
    missing: tuple[str, ...]
    reason: str


@event("clock_stopped", to=EVERYONE)
@dataclass(frozen=True)
class ClockStopped(Event):
    pass


@event("clock_started", to=EVERYONE)
@dataclass(frozen=True)
class ClockStarted(Event):
    pass


@event("extended", to=EVERYONE)
@dataclass(frozen=True)
class Extended(Event):
    minutes: int


@decides(Start)
def start(state: State, command: Start, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    if state[Agenda].index is not None:
        raise Refused("already", "The workshop has started already.")
    return [_enter(state, 0)]


@decides(Next)
def next_phase(state: State, command: Next, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    phase, index = _require_started(state)
    if command.leaving not in (None, phase.id):
        raise Refused("already", "Somebody has gone on already.")
    if index + 1 >= len(plan_of(state)):
        raise Refused("last_phase", "This is the last phase. End the workshop when you are ready.")
    missing = missing_for_next(state)
    if not missing:
        return [_enter(state, index + 1)]
    if not command.override.strip():
        raise Refused("gate", "The gate is not open yet: " + "; ".join(missing) + ".")
    return [
        GateOverridden(phase.id, tuple(missing), clean(command.override, 300)),
        _enter(state, index + 1),
    ]


@decides(Back)
def back(state: State, command: Back, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    _, index = _require_started(state)
    if index == 0:
        raise Refused("first_phase", "This is the first phase.")
    return [_enter(state, index - 1)]


@decides(StopClock)
def stop_clock(state: State, command: StopClock, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    _require_started(state)
    if not state[Agenda].running:
        raise Refused("already", "The clock stands already.")
    return [ClockStopped()]


@decides(RunClock)
def run_clock(state: State, command: RunClock, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    _require_started(state)
    if state[Agenda].running:
        raise Refused("already", "The clock runs already.")
    return [ClockStarted()]


@decides(Extend)
def extend(state: State, command: Extend, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    _require_started(state)
    if command.minutes == 0 or abs(command.minutes) > LONGEST_EXTENSION:
        raise Refused("bad_minutes", f"Between 1 and {LONGEST_EXTENSION} minutes, please.")
    return [Extended(command.minutes)]


def _enter(state: State, index: int) -> PhaseEntered:
    phase = plan_of(state)[index]
    return PhaseEntered(phase.id, index, phase.minutes)


def _require_started(state: State) -> tuple[PhaseSetting, int]:
    require_not_ended(state)
    phase, index = phase_of(state), state[Agenda].index
    if phase is None or index is None:
        raise Refused("not_started", "The workshop has not started yet.")
    return phase, index


@evolves(PhaseEntered)
def phase_entered(state: State, event: PhaseEntered, entry: Entry) -> None:
    agenda = state[Agenda]
    agenda.index, agenda.entered_at = event.index, entry.at
    agenda.ends_at, agenda.left = entry.at + event.minutes * MINUTE, None
    agenda.history.append((entry.id, event.index, entry.at))


@evolves(ClockStopped)
def clock_stopped(state: State, event: ClockStopped, entry: Entry) -> None:
    stand(state[Agenda], entry.at)


@evolves(Ended)
def the_clock_stands_at_the_end(state: State, event: Ended, entry: Entry) -> None:
    if state[Agenda].running:
        stand(state[Agenda], entry.at)


def stand(agenda: Agenda, at: int) -> None:
    """From now on the clock stands."""
    agenda.left, agenda.ends_at = max(0, (agenda.ends_at or at) - at), None


@evolves(ClockStarted)
def clock_started(state: State, event: ClockStarted, entry: Entry) -> None:
    agenda = state[Agenda]
    agenda.ends_at, agenda.left = entry.at + (agenda.left or 0), None


@evolves(Extended)
def extended(state: State, event: Extended, entry: Entry) -> None:
    agenda, more = state[Agenda], event.minutes * MINUTE
    if agenda.ends_at is None:
        agenda.left = max(0, (agenda.left or 0) + more)
    elif more > 0:
        agenda.ends_at = max(agenda.ends_at, entry.at) + more
    else:  # at the earliest it ends now; what has run out already stays run out
        agenda.ends_at = min(agenda.ends_at, max(entry.at, agenda.ends_at + more))
