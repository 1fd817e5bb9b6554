"""The transcript of a workshop in one view: chapters by meeting and phase, lines in the order they happened.

Pure: made from the log and the state that the log folds to. Where they come from is in ``reading``,
which lines a reader asks for in ``filters``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from roleplay.record import (  # noqa: F401 (they register how events are told)
    drafting,
    gauging,
    interpreting,
    pausing,
    sentences,
    talk,
    tools,
    way_home,
)
from roleplay.record.lens import Lens, View
from roleplay.record.told import Quote, Told, tell
from roleplay.rules.debrief import Debrief, opened_to_all
from roleplay.rules.kernel import Entry, State, Viewer, visible
from roleplay.rules.meetings import Meetings, Reopened, meeting_name
from roleplay.rules.phases import PhaseEntered
from roleplay.rules.workshop import Ended, Workshop

EVERYONE = Viewer("", "observer")
"""Hears what everyone heard and nothing else: the viewer of the shared record."""
STAFF = Viewer("", "facilitator")
QUOTED = 140
QUOTABLE = ("said", "interpreted", "announcement", "news", "tool")


@dataclass(frozen=True, slots=True)
class Chapter:
    """A phase that was entered; ``at`` (Unix ms) is None for what came before the first.

    ``meeting`` names the meeting that it belongs to, and is empty in a workshop of one meeting.
    """

    number: int
    title: str
    at: int | None = None
    meeting: str = ""

    @property
    def name(self) -> str:
        """What a list of all chapters calls it."""
        return f"{self.meeting}: {self.title}" if self.meeting else self.title


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A line of the record. ``number`` counts from 1 in this view; ``at`` (Unix ms) is None where the
    time is told to the phase only. ``hearers`` and ``heard_by`` are for staff, and so is ``unmask``: the
    entry of which they may be told whose it is."""

    number: int
    chapter: Chapter
    at: int | None
    told: Told
    reply: Quote | None = None
    hearers: tuple[str, ...] | None = None
    heard_by: str = ""
    unmask: str = ""


@dataclass
class Transcript:
    """Everything that one view tells of one workshop. ``unnamed`` and ``timeless`` as far as its first rule
    goes; no line has a looser one. ``mixed``: something in it was said under a stricter one."""

    view: View
    title: str
    attribution: str
    unnamed: bool
    timeless: bool
    ended: bool
    mixed: bool = False
    rooms_opened: bool = False
    chapters: list[Chapter] = field(default_factory=list)
    lines: list[RecordLine] = field(default_factory=list)


def transcript(log: Sequence[Entry], state: State, view: View, viewer: Viewer) -> Transcript:
    """What this view tells of the log. Raises Refused ``not_open`` before the workshop was opened.

    In the shared record stands what everyone heard, and the caucuses once staff opened them in the debrief.

    The shared record is the same whoever asks for it.
    """
    viewer = EVERYONE if view == "shared" else viewer
    lens = Lens(state, view, viewer, log)
    workshop = state[Workshop]
    made = Transcript(
        view, lens.setting.title, workshop.attribution, lens.unnamed, lens.timeless, workshop.ended
    )
    made.rooms_opened = view == "shared" and "rooms" in state[Debrief].opened
    writer = _Writer(lens, made)
    for entry in log:
        if visible(entry, viewer) or (view == "shared" and opened_to_all(state, entry)):
            writer.take(entry)
    return made


class _Writer:
    """Goes through the log once, opening chapters and numbering lines."""

    def __init__(self, lens: Lens, made: Transcript) -> None:
        self.lens, self.made = lens, made
        self.chapter = Chapter(0, "Before the start")
        self.numbers: dict[str, RecordLine] = {}
        self.entered: dict[str, int] = {}
        self.meeting = 1

    def take(self, entry: Entry) -> None:
        if isinstance(entry.event, PhaseEntered):
            self._enter(entry.event.phase, entry.at)
            return
        if isinstance(entry.event, Reopened):
            self._go_on(entry.event.meeting, entry.at)
            return
        told = tell(self.lens, entry)
        if told is not None:
            self._add(entry, told)
        if isinstance(entry.event, Ended):
            self.chapter = Chapter(self.chapter.number + 1, "After the end", entry.at, self._meeting)

    def _enter(self, phase: str, at: int) -> None:
        """A phase opens a chapter, also when nothing happens in it."""
        title = self.lens.setting.phase(phase).title
        times = self.entered[title] = self.entered.get(title, 0) + 1
        shown = title if times == 1 else f"{title} ({times})"
        self.chapter = Chapter(self.chapter.number + 1, shown, at, self._meeting)
        self.made.chapters.append(self.chapter)

    def _go_on(self, meeting: int, at: int) -> None:
        """Another meeting goes on with the phase of the last one, in a chapter of its own."""
        self.meeting, title = meeting, self.chapter.title
        self.chapter = Chapter(self.chapter.number + 1, title, at, self._meeting)
        self.made.chapters.append(self.chapter)

    @property
    def _meeting(self) -> str:
        several = self.lens.state[Meetings].number > 1
        return meeting_name(self.meeting).capitalize() if several else ""

    def _add(self, entry: Entry, told: Told) -> None:
        if self.chapter not in self.made.chapters[-1:]:
            self.made.chapters.append(self.chapter)
        line = RecordLine(
            len(self.made.lines) + 1,
            self.chapter,
            None if self.lens.timeless else entry.at,
            told,
            self._quote(told),
            entry.hearers if self.lens.staff else None,
            self.lens.audience(entry.hearers),
            entry.id if self.lens.may_unmask(entry) else "",
        )
        self.made.lines.append(line)
        self.made.mixed |= told.rule not in ("", self.made.attribution)
        if told.kind in QUOTABLE:
            self.numbers[entry.id] = line

    def _quote(self, told: Told) -> Quote | None:
        """What a line replies to, if that stands in this view."""
        replied = self.numbers.get(told.reply_to or "")
        if replied is None:
            return None
        text = replied.told.text
        if len(text) > QUOTED and not told.translates:
            text = text[: QUOTED - 1] + "…"
        number = None if self.lens.timeless else replied.number
        who = replied.told.source if replied.told.translates else replied.told.who.label
        return Quote(who, text, bool(replied.told.marks), number)
