"""Leaks: a line that a delegate really said, let out unsigned by staff who have chosen and confirmed it.

Corridors and working groups, what may not be attributed or recorded, and the facilitators' own words never
leak. When the debrief begins, whoever read a leak is told that it was let in. Leaks with invented words are
injects of the pack, in ``injects``.
"""

from dataclasses import dataclass, field

from .announce import ALL, SCREEN, audience_of_address, room_of_address
from .injects import LEAK, LONGEST_OUTLET, Injects, News, require_news_address, require_side
from .kernel import (
    Actor,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    along,
    command,
    decides,
    event,
    evolves,
    require_staff,
    slice_of_state,
)
from .phases import PhaseEntered, plan_of
from .rooms import CAUCUS, PLENARY
from .talk import Line, Said, Talk, add_line, audience_of_line, line_for
from .wording import clean
from .workshop import NO_RECORD, UNATTRIBUTED, require_not_ended

NEVER = (UNATTRIBUTED, NO_RECORD)
"""What was said under these rules is not for anybody else's ears."""


@slice_of_state
@dataclass
class Leaks:
    """``of``: the line that was let out, by the id of the leak's own line."""

    of: dict[str, str] = field(default_factory=dict)


@command("leak_line")
@dataclass(frozen=True)
class LeakLine(Command):
    """``confirmed``: whoever asks has read the line, and nobody is exposed by it."""

    line: str
    outlet: str
    to: str = ALL
    embarrasses: str = ""
    confirmed: bool = False


@event("line_leaked", to=lambda state, happened: audience_of_address(state, happened.to))
@dataclass(frozen=True)
class LineLeaked(Event):
    """The words are those of ``line``: whoever erases them there erases them here."""

    line: str
    outlet: str
    to: str
    embarrasses: str


@event("leak_disclosed", to=lambda state, happened: audience_of_line(state, happened.line))
@dataclass(frozen=True)
class LeakDisclosed(Event):
    """Those who read this leak are told that the facilitators let it in."""

    line: str


def may_leak(line: Line) -> bool:
    """Only what a delegate said in the plenary or a caucus, still stands by, and may be quoted outside."""
    heard = line.room == PLENARY or line.room.startswith(CAUCUS)
    return bool(line.seat) and line.kind == Said.kind and heard and not line.gone and line.rule not in NEVER


@decides(LeakLine)
def leak_line(state: State, command: LeakLine, by: Actor, moment: Moment) -> list[Event]:
    require_staff(by)
    require_not_ended(state)
    require_news_address(state, command.to)
    require_side(state, command.embarrasses)
    line = line_for(state, command.line, by)
    if not may_leak(line):
        raise Refused(
            "never_leaks", "Only what a delegate said in the plenary or a caucus, and stands, can leak."
        )
    if line.id in state[Leaks].of.values():
        raise Refused("already", "This line has been leaked already.")
    if not command.confirmed:
        raise Refused("not_confirmed", "Read the line again, and confirm that it exposes nobody.")
    return [LineLeaked(line.id, clean(command.outlet, LONGEST_OUTLET), command.to, command.embarrasses)]


@along(PhaseEntered)
def leaks_are_disclosed_in_the_debrief(state: State, event: PhaseEntered) -> list[Event]:
    """Those of the pack, too."""
    if not plan_of(state)[event.index].out_of_role:
        return []
    lines, leaks = state[Talk].lines, [one.id for one in state[Injects].out.values() if one.sort == LEAK]
    return [LeakDisclosed(id) for id in leaks if not lines[id].disclosed]


@evolves(LineLeaked)
def line_leaked(state: State, event: LineLeaked, entry: Entry) -> None:
    line = add_line(state, entry, room_of_address(event.to), state[Talk].lines[event.line].text)
    line.outlet, line.screen = event.outlet, event.to == SCREEN
    state[Leaks].of[line.id] = event.line
    news = News(line.id, None, LEAK, event.embarrasses, event.to, event.outlet)
    state[Injects].out[line.id] = news


@evolves(LeakDisclosed)
def leak_disclosed(state: State, event: LeakDisclosed, entry: Entry) -> None:
    state[Talk].lines[event.line].disclosed = True
