"""How the record tells what was done with the tools: sheets, boards, options, steps.

Words that were changed or taken away later are told as they were; in an unnamed view no side is named.
"""

from __future__ import annotations

from roleplay.record.lens import Lens
from roleplay.record.told import Told, tells
from roleplay.rules.caucus_sheet import EntryMarked, EntryRewritten, EntryStruck, EntryWritten
from roleplay.rules.kernel import Entry, Event
from roleplay.rules.rooms import caucus_of

SHEET_ENTRY = {
    "need": "On the caucus sheet, a need",
    "fear": "On the caucus sheet, a fear",
    "assumption": "On the caucus sheet, something we wrongly assume",
}


@tells(EntryWritten)
def entry_written(lens: Lens, event: EntryWritten, entry: Entry) -> Told:
    return Told(
        "tool", f"{SHEET_ENTRY[event.sort]}: {event.text}", lens.who(entry), lens.place(caucus_of(event.side))
    )


DEPTH = {"position": "a position", "interest": "an interest", "need": "a need"}


@tells(EntryRewritten, EntryStruck, EntryMarked)
def sheet_changed(lens: Lens, event: Event, entry: Entry) -> Told:
    side = lens.setting.seat(entry.seat or "").side
    text = "An entry was taken off the caucus sheet."
    if isinstance(event, EntryRewritten):
        text = f"Better words on the caucus sheet: {event.text}"
    elif isinstance(event, EntryMarked):
        text = f"An entry of the caucus sheet was called {DEPTH[event.depth]}."
    return Told("tool", text, lens.who(entry), lens.place(caucus_of(side)))
