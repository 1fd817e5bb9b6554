"""What may be attributed: the rule that holds in each room and step, and what it hides.

Four levels: *open*; the *Chatham House Rule*; *unattributed*, not even inside the room; *no record*. The
strictest of workshop, room and step holds, and is fixed with each event when it happens.
"""

from dataclasses import dataclass, field
from typing import Literal

from .announce import group_of_address
from .kernel import (
    EVERYONE,
    Actor,
    Audience,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    Viewer,
    attributes,
    command,
    decides,
    event,
    evolves,
    guards,
    require_staff,
    slice_of_state,
)
from .phases import PhaseEntered, phase_of
from .rooms import BACK_ROOM, PLENARY, caucus_of
from .talk import Line, React, Say, Talk, heard
from .workshop import (
    LEVELS,
    NO_RECORD,
    OPEN,
    UNATTRIBUTED,
    Attribution,
    Ended,
    Workshop,
    require_not_ended,
    setting_of,
)

FRAME = {
    *("workshop", "phases", "people", "seats", "ground_rules", "safety", "moderation"),
    *("meetings", "arranging", "groups"),
    *("attribution", "unmasking", "debrief", "correcting"),
}
"""The subjects whose events are the frame of a workshop, not what is said in it: every record keeps them, and
says whose they are."""
Where = Literal["workshop", "step", "plenary", "caucus", "group", "corridor"]


@slice_of_state
@dataclass
class Attributions:
    """``chosen``: what staff chose while it runs, that of ``step`` until the next one. ``unmasked``: the
    reason for which staff were shown whose this is, by line or entry; see ``unmasking``."""

    chosen: dict[str, str] = field(default_factory=dict)
    unmasked: dict[str, str] = field(default_factory=dict)
    unkept: set[str] = field(default_factory=set)
    """The tools that were on the table while nothing was kept of what was done with them."""


def strictest(*levels: str | None) -> str:
    """The strictest of these; the loosest there is when none is given."""
    return max((one for one in levels if one), key=LEVELS.index, default=OPEN)


def kind_of(room: str) -> str:
    """plenary, caucus, corridor, back-room: what rules are given for."""
    return room if room in (PLENARY, BACK_ROOM) else room.partition("-")[0]


def rule_in(state: State, room: str) -> str:
    """The rule that holds in this room now."""
    return _rule(state, kind_of(room))


def _rule(state: State, kind: str) -> str:
    phase, chosen = phase_of(state), state[Attributions].chosen
    own = setting_of(state).attribution.get(kind)
    given = (state[Workshop].attribution, own, phase.attribution if phase else None)
    return strictest(*given, *(chosen.get(where) for where in ("workshop", "step", kind)))


@attributes
def rule_of(state: State, happened: Event, audience: Audience) -> str:
    """The rule under which this happens: that of its room, or of the room whose people hear it."""
    if state[Workshop].pack is None:
        return ""
    line = state[Talk].lines.get(getattr(happened, "line", ""))
    room = line.room if line else getattr(happened, "room", None) or getattr(happened, "corridor", None)
    return _rule(state, kind_of(room or _heard_in(state, happened, audience)))


def _heard_in(state: State, happened: Event, audience: Audience) -> str:
    if audience.seats is None:
        return PLENARY
    if audience.seats and (group := group_of_address(getattr(happened, "to", ""))):
        return group
    for side in setting_of(state).sides:
        if audience.seats == tuple(seat.id for seat in setting_of(state).seats_of(side.id)):
            return caucus_of(side.id)
    return BACK_ROOM


def of_the_frame(happened: Event) -> bool:
    return type(happened).__module__.rpartition(".")[2] in FRAME


def kept(entry: Entry) -> bool:
    """Whether any record, search, replay or export may hold this, whoever asks."""
    return entry.rule != NO_RECORD or of_the_frame(entry.event)


def hides_who(line: Line) -> bool:
    """Whether others in the room are not told who said this line. Two in a corridor know."""
    return line.rule == UNATTRIBUTED and line.seat is not None and not line.audience.sealed


def knows_who(state: State, line: Line, viewer: Viewer) -> bool:
    """Whether this viewer may see who said a line: its author, and staff who gave a reason."""
    if not hides_who(line) or viewer.participant == line.by:
        return True
    return viewer.staff and line.id in state[Attributions].unmasked


@command("set_attribution")
@dataclass(frozen=True)
class SetAttribution(Command):
    """Choose the rule for what is said from now on; never a looser one than was promised at first."""

    where: Where
    level: Attribution


@event("attribution_set", to=EVERYONE)
@dataclass(frozen=True)
class AttributionSet(Event):
    where: str
    level: str


@guards(Say)
def the_rule_at_the_composer_holds(state: State, command: Say, by: Actor) -> None:
    require_rule_as_read(state, command.room, command.under)


def require_rule_as_read(state: State, room: str, under: str | None) -> None:
    """What was written under a strict rule is not sent under a looser one that came meanwhile."""
    now = rule_in(state, room)
    if under and strictest(now, under) != now:
        raise Refused("rule_changed", "The rule of this room has changed. Read it, and send this again.")


@guards(React)
def nobody_signs_what_is_unsigned(state: State, command: React, by: Actor) -> None:
    line = state[Talk].lines.get(command.line)
    if line and heard(line, by) and UNATTRIBUTED in (line.rule, rule_in(state, line.room)):
        raise Refused("unsigned", "Here nobody is told who says something, nor who reacts to it.")


@decides(SetAttribution)
def set_attribution(state: State, command: SetAttribution, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    promised = _promised(state, command.where)
    if strictest(promised, command.level) != command.level:
        raise Refused("too_loose", "People came under a stricter rule. It can become stricter, not looser.")
    if state[Attributions].chosen.get(command.where, promised) == command.level:
        raise Refused("already", "This rule holds there already.")
    return [AttributionSet(command.where, command.level)]


def _promised(state: State, where: str) -> str:
    """The rule that was given before people came."""
    if where == "workshop":
        return state[Workshop].attribution
    if where != "step":
        return setting_of(state).attribution.get(where) or OPEN
    phase = phase_of(state)
    if phase is None:
        raise Refused("not_started", "The workshop has not started yet.")
    return phase.attribution or OPEN


@evolves(AttributionSet)
def attribution_set(state: State, event: AttributionSet, entry: Entry) -> None:
    state[Attributions].chosen[event.where] = event.level
    _note_unkept(state)


@evolves(PhaseEntered)
def a_step_begins_under_its_own_rule(state: State, event: PhaseEntered, entry: Entry) -> None:
    state[Attributions].chosen.pop("step", None)
    _note_unkept(state)


def _note_unkept(state: State) -> None:
    phase = phase_of(state)
    if phase and NO_RECORD in (_rule(state, "plenary"), _rule(state, "caucus")):
        state[Attributions].unkept.update(phase.tools)


@evolves(Ended)
def what_was_for_no_record_is_forgotten(state: State, event: Ended, entry: Entry) -> None:
    for line in state[Talk].lines.values():
        if line.rule == NO_RECORD:
            line.text, line.outlet, line.erased = "", "", True
            line.reactions.clear()
