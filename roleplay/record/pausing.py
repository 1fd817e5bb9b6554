"""How the record tells of pauses, of stepping out, and of the notes that somebody kept for themselves."""

from __future__ import annotations

from roleplay.record.lens import Lens
from roleplay.record.told import Told, tells
from roleplay.rules.cooling_off import CoolingBegan, PauseAskDropped, PauseAsked
from roleplay.rules.kernel import Entry
from roleplay.rules.notes import NoteKept, Notes
from roleplay.rules.stepping_out import SeatLeft


@tells(PauseAsked, PauseAskDropped)
def pause_asked(lens: Lens, event: PauseAsked | PauseAskDropped, entry: Entry) -> Told | None:
    """For staff, and for whoever asked while they sit there: not for whoever takes over the seat."""
    if isinstance(event, PauseAskDropped):
        return Told("help", "The wish for a pause was dropped.", lens.who(entry)) if lens.staff else None
    if not lens.staff and entry.by != lens.viewer.participant:
        return None
    text = f"Asked for a pause: {event.text}" if event.text else "Asked for a pause."
    return Told("help", text, lens.who(entry), about=(event.seat,))


@tells(CoolingBegan, unnamed=True)
def cooling_began(lens: Lens, event: CoolingBegan, entry: Entry) -> Told:
    """In no view does it say with whose wish it came."""
    return Told("order", "Each side had asked for a pause: all rooms cooled off.")


@tells(SeatLeft)
def seat_left(lens: Lens, event: SeatLeft, entry: Entry) -> Told:
    who = lens.somebody(event.participant, event.seat)
    return Told("seats", "Stepped out to observe.", who, about=(event.seat,))


@tells(NoteKept)
def note_kept(lens: Lens, event: NoteKept, entry: Entry) -> Told | None:
    """The last of one's own notes, and nobody else's: also not those of whoever sat here before."""
    note = lens.state[Notes].of(lens.viewer.participant, lens.viewer.seat)
    if not lens.own or note is None or note.entry != entry.id or not note.text:
        return None
    return Told("note", f"My notes: {note.text}", lens.who(entry))
