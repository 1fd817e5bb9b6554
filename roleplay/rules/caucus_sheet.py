"""The caucus sheet: what a side finds out about itself before it meets the other, written together.

Three needs, three fears, one thing it wrongly assumes about the other side. Only that side and staff read it.
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
from .rooms import audience_in, caucus_of
from .tools import ToolCommand, side_using, tool
from .wording import clean

TOOL = tool("caucus-sheet", "PH0")
LONGEST_ENTRY = 300

EntryKind = Literal["need", "fear", "assumption"]
Depth = Literal["position", "interest", "need"]
ROOM: dict[str, int] = {"need": 3, "fear": 3, "assumption": 1}
FULL = {
    "need": "Three needs are enough. Change one, or take one away.",
    "fear": "Three fears are enough. Change one, or take one away.",
    "assumption": "One assumption is enough. Change it, or take it away.",
}


@dataclass
class SheetEntry:
    """``depth``: what its own side calls it, a position, an interest or a need; None until somebody has."""

    id: str
    side: str
    kind: EntryKind
    text: str
    depth: Depth | None = None


@slice_of_state
@dataclass
class CaucusSheets:
    """The entries of all sides by id, in the order they were written."""

    entries: dict[str, SheetEntry] = field(default_factory=dict)

    def of(self, side: str, kind: str) -> list[SheetEntry]:
        return [one for one in self.entries.values() if one.side == side and one.kind == kind]


@command("write_entry")
@dataclass(frozen=True)
class WriteEntry(ToolCommand):
    kind: EntryKind
    text: str


@command("rewrite_entry")
@dataclass(frozen=True)
class RewriteEntry(ToolCommand):
    """Find better words for it. The sheet belongs to the whole side, whoever wrote the entry."""

    entry: str
    text: str


@command("strike_entry")
@dataclass(frozen=True)
class StrikeEntry(ToolCommand):
    entry: str


@command("mark_entry")
@dataclass(frozen=True)
class MarkEntry(ToolCommand):
    """Say how deep it goes: what one demands, why one wants it, or what one cannot do without."""

    entry: str
    depth: Depth


def _the_side(state: State, happened: "EntryWritten") -> Audience:
    return audience_in(state, caucus_of(happened.side))


def _its_side(state: State, happened: "EntryRewritten | EntryStruck | EntryMarked") -> Audience:
    return audience_in(state, caucus_of(state[CaucusSheets].entries[happened.entry].side))


@event("entry_written", to=_the_side)
@dataclass(frozen=True)
class EntryWritten(Event):
    side: str
    sort: EntryKind
    text: str


@event("entry_rewritten", to=_its_side)
@dataclass(frozen=True)
class EntryRewritten(Event):
    entry: str
    text: str


@event("entry_struck", to=_its_side)
@dataclass(frozen=True)
class EntryStruck(Event):
    entry: str


@event("entry_marked", to=_its_side)
@dataclass(frozen=True)
class EntryMarked(Event):
    entry: str
    depth: Depth


SHEET = (EntryWritten, EntryRewritten, EntryStruck, EntryMarked)


@decides(WriteEntry)
def write_entry(state: State, command: WriteEntry, by: Actor, moment: Moment) -> list[Event]:
    side = side_using(state, TOOL, by)
    if len(state[CaucusSheets].of(side, command.kind)) >= ROOM[command.kind]:
        raise Refused("full", FULL[command.kind])
    return [EntryWritten(side, command.kind, clean(command.text, LONGEST_ENTRY))]


@decides(RewriteEntry)
def rewrite_entry(state: State, command: RewriteEntry, by: Actor, moment: Moment) -> list[Event]:
    entry, text = _ours(state, command.entry, by), clean(command.text, LONGEST_ENTRY)
    if text == entry.text:
        raise Refused("already", "It says this already.")
    return [EntryRewritten(entry.id, text)]


@decides(StrikeEntry)
def strike_entry(state: State, command: StrikeEntry, by: Actor, moment: Moment) -> list[Event]:
    return [EntryStruck(_ours(state, command.entry, by).id)]


@decides(MarkEntry)
def mark_entry(state: State, command: MarkEntry, by: Actor, moment: Moment) -> list[Event]:
    entry = _ours(state, command.entry, by)
    if command.depth == entry.depth:
        raise Refused("already", "It is marked so already.")
    return [EntryMarked(entry.id, command.depth)]


def _ours(state: State, id: str, by: Actor) -> SheetEntry:
    """The entry, if it stands on the sheet of this side. The sheet of others does not exist."""
    side = side_using(state, TOOL, by)
    entry = state[CaucusSheets].entries.get(id)
    if entry is None or entry.side != side:
        raise Refused("no_such_entry", "There is no such entry on your sheet.")
    return entry


@evolves(EntryWritten)
def entry_written(state: State, event: EntryWritten, entry: Entry) -> None:
    state[CaucusSheets].entries[entry.id] = SheetEntry(entry.id, event.side, event.sort, event.text)


@evolves(EntryRewritten)
def entry_rewritten(state: State, event: EntryRewritten, entry: Entry) -> None:
    """New words may go deeper or less deep: the mark was for the old ones."""
    found = state[CaucusSheets].entries[event.entry]
    found.text, found.depth = event.text, None


@evolves(EntryStruck)
def entry_struck(state: State, event: EntryStruck, entry: Entry) -> None:
    del state[CaucusSheets].entries[event.entry]


@evolves(EntryMarked)
def entry_marked(state: State, event: EntryMarked, entry: Entry) -> None:
    state[CaucusSheets].entries[event.entry].depth = event.depth
