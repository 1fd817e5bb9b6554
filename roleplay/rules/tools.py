"""The tools of the agenda: which there are, which phases have them, and whether one may be used now.

A tool is a file beside this one; it registers itself here under the name by which a pack calls it. What
delegates do with it are ``ToolCommand``s, so that pauses and ground rules hold for tools not written yet.
"""

from dataclasses import dataclass, field

from .kernel import Actor, Command, Entry, Refused, State, require_seat, require_staff, slice_of_state
from .people import People
from .phases import phase_of
from .workshop import require_not_ended, setting_of

TOOLS: dict[str, tuple[str, ...]] = {}
"""By the name of a tool: the codes of the phases that have it when the pack does not say otherwise."""


AFTER: dict[str, str] = {}
"""By the name of a tool: the one that it follows where both are on the table."""


def tool(name: str, *codes: str, after: str = "") -> str:
    """Register a tool; its name, for the file that it is."""
    TOOLS[name] = codes
    if after:
        AFTER[name] = after
    return name


def place_of(name: str) -> int:
    """How many tools are used before this one where all are on the table."""
    return 1 + place_of(AFTER[name]) if name in AFTER else 0


def usual_tools(code: str) -> tuple[str, ...]:
    """The tools of a phase whose pack names none."""
    return tuple(sorted((name for name, codes in TOOLS.items() if code in codes), key=place_of))


class ToolCommand(Command):
    """What somebody does with a tool."""


@slice_of_state
@dataclass
class TakenAway:
    """Ids of what staff took off a board: its words reach staff alone from then on, in the record too."""

    ids: set[str] = field(default_factory=set)


def note_if_staff_took(state: State, id: str, entry: Entry) -> None:
    """Something was taken off a board; its own side may do so without its words being hidden."""
    if entry.seat is None:
        state[TakenAway].ids.add(id)


def user_of(state: State, name: str, by: Actor) -> str | None:
    """The side of the delegate who uses this tool now, or None for staff, who may tidy up at any time."""
    if by.seat is None and by.staff:
        require_not_ended(state)
        return None
    return side_using(state, name, by)


def tools_of(state: State) -> tuple[str, ...]:
    """The tools of the present phase."""
    phase = phase_of(state)
    return phase.tools if phase else ()


def require_tool(state: State, name: str) -> None:
    """Raises Refused unless the present phase has this tool."""
    require_not_ended(state)
    if name not in tools_of(state):
        raise Refused("no_tool", "This is not on the table in the present step.")


def require_user(state: State, name: str, by: Actor) -> None:
    """Raises Refused unless this is a delegate or staff, while the present phase has this tool."""
    if by.seat is None:
        require_staff(by)
    require_tool(state, name)


def side_using(state: State, name: str, by: Actor) -> str:
    """The side of the delegate who uses this tool now."""
    require_seat(by)
    require_tool(state, name)
    assert by.side is not None  # a seat has a side
    return by.side


def sides_at_the_table(state: State) -> list[str]:
    """The sides for which somebody sits, in the pack's order."""
    taken = {setting_of(state).seat(seat).side for seat in state[People].holders}
    return [side.id for side in setting_of(state).sides if side.id in taken]
