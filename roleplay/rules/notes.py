"""Private notes: what somebody writes for themselves. Nobody else reads them, not even staff.

A note belongs to a person on a seat: whoever sits there later does not find it. The whole note is kept each
time, in an event that is sealed for its seat; only the last one counts.
"""

from dataclasses import dataclass, field

from .kernel import (
    Actor,
    Audience,
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
    require_seat,
    slice_of_state,
)
from .wording import clean
from .workshop import require_not_ended

LONGEST_NOTE = 4000
MOST_BYTES = 3 * LONGEST_NOTE
"""So that a note in Hindi or Urdu may be as long as one in English."""


@dataclass
class Note:
    """``entry`` is the event that kept it."""

    text: str
    entry: str


@slice_of_state
@dataclass
class Notes:
    """The last note by (participant, seat). Show one to nobody but this participant on this seat."""

    kept: dict[tuple[str, str], Note] = field(default_factory=dict)

    def of(self, participant: str, seat: str | None) -> Note | None:
        return self.kept.get((participant, seat or ""))


@command("keep_note")
@dataclass(frozen=True)
class KeepNote(Command):
    """The whole note as it is now; an empty one wipes it out."""

    text: str


def _sealed(state: State, happened: "NoteKept") -> Audience:
    return Audience((happened.seat,), sealed=True)


@event("note_kept", to=_sealed)
@dataclass(frozen=True)
class NoteKept(Event):
    seat: str
    text: str


@decides(KeepNote)
def keep_note(state: State, command: KeepNote, by: Actor, moment: Moment) -> list[Event]:
    seat = require_seat(by)
    require_not_ended(state)
    text = clean(command.text, LONGEST_NOTE, MOST_BYTES) if command.text.strip() else ""
    before = state[Notes].of(by.participant, seat)
    if text == (before.text if before else ""):
        raise Refused("already", "This is kept already.")
    return [NoteKept(seat, text)]


@evolves(NoteKept)
def note_kept(state: State, event: NoteKept, entry: Entry) -> None:
    state[Notes].kept[entry.by, event.seat] = Note(event.text, entry.id)
