"""Events to lines: the only way from the log to a page.

``lines_of`` says which lines of the page an entry makes or changes for a viewer; the HTML of
each is rendered once for staff and once for everybody else. Parts are in ``parts``.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from django.template.loader import get_template
from django.utils import translation

from roleplay.live.news_words import news_context
from roleplay.live.scene import Scene, SeatView, rooms_for, rooms_of
from roleplay.live.scripts import LANGUAGES, Script, script_of
from roleplay.live.stencil import fill, is_plain
from roleplay.live.wire import Line as WireLine
from roleplay.rules.announce import Broadcasted
from roleplay.rules.attribution import hides_who, kind_of, knows_who
from roleplay.rules.constituency import MeterShown
from roleplay.rules.debrief import is_named
from roleplay.rules.injects import Injected
from roleplay.rules.interpreting import Interpreted, Interpreters, is_open_to_interpreters
from roleplay.rules.kernel import Entry, Event, Viewer, visible
from roleplay.rules.leaks import LeakDisclosed, LineLeaked
from roleplay.rules.meetings import Meetings, Reopened, meeting_name
from roleplay.rules.moderation import LineHidden, LineShown
from roleplay.rules.phases import Agenda, PhaseEntered, plan_of
from roleplay.rules.rooms import PLENARY
from roleplay.rules.talk import Line, Reacted, Said, Talk, Withdrawn
from roleplay.rules.track_one import NonPaperAnswered
from roleplay.rules.unmasking import Unmasked
from roleplay.rules.workshop import Ended

MAKES_A_LINE = (Said, Interpreted, Broadcasted, Injected, LineLeaked, NonPaperAnswered, MeterShown)
NEWS = frozenset({Injected.kind, LineLeaked.kind, NonPaperAnswered.kind, MeterShown.kind})
"""The lines that come from outside the room: the screen shows these alone."""
CHANGES_A_LINE = (Withdrawn, Reacted, LineHidden, LineShown, Unmasked, LeakDisclosed)
TAKES_A_LINE = (Withdrawn, LineHidden, LineShown)
KEPT = 4000
"""How many rendered lines are kept, of those that are more than plain talk."""
RECENT = 80
"""How many lines of each room a fresh page shows; earlier ones are fetched on demand."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of one room that follow each other; ``more`` when the viewer heard earlier ones there."""

    lines: list[WireLine]
    more: bool


class Lines:
    """The lines of one scene: each is rendered once for each kind of viewer, and kept until it changes."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._done: OrderedDict[Hashable, str] = OrderedDict()

    def alike(self, entries: Iterable[Entry], viewer: Viewer, apart: Container[str | None]) -> Hashable:
        """Viewers with equal answers are shown the same lines for these entries, all visible to them; what
        ``apart`` says of them is given. Headings name rooms, and each side names rooms differently."""
        headed = any(isinstance(entry.event, PhaseEntered | Reopened) for entry in entries)
        own = viewer.participant if viewer.seat in apart else None
        return viewer.staff, viewer.role == "screen", (viewer.role, viewer.side) if headed else None, own

    def apart(self, entries: Iterable[Entry]) -> frozenset[str]:
        """The seats for whose people these entries look different from how their whole side sees them: they
        said a line that hides who said it, or heard one that not all who hear of its change have heard."""
        lines = [(line, entry) for entry in entries for line in self._lines_of(entry)]
        authors = {line.seat for line, _ in lines if line.seat and hides_who(line)}
        apart = (line.audience.seats or () for line, entry in lines if line.audience.seats != entry.hearers)
        return frozenset(authors).union(*apart)

    def _lines_of(self, entry: Entry) -> list[Line]:
        """The lines an entry makes or changes, with those that quote it; at the end what is forgotten."""
        lines, event = self.scene.state[Talk].lines, entry.event
        if isinstance(event, MAKES_A_LINE):
            return [lines[entry.id], *self._corrected(lines[entry.id])]
        if isinstance(event, TAKES_A_LINE):
            return [lines[event.line], *(one for one in lines.values() if one.reply_to == event.line)]
        if isinstance(event, CHANGES_A_LINE):
            return [lines[event.line]] if event.line in lines else []  # what is unmasked may be no line
        gone = isinstance(event, Ended) and {line.id for line in lines.values() if line.erased}
        return [line for line in lines.values() if line.id in gone or line.reply_to in gone] if gone else []

    def of(self, entries: Iterable[Entry], viewer: Viewer, language: str) -> list[WireLine]:
        """What these entries, all visible to the viewer, put onto their page; a line appears once."""
        shown: dict[str, WireLine] = {}
        for entry in entries:
            for line in self._of_entry(entry, viewer, language):
                said_here = line.element in shown and not shown[line.element].change
                shown[line.element] = line._replace(change=False) if said_here else line
        return list(shown.values())

    def recent(self, viewer: Viewer, language: str) -> dict[str, Stretch]:
        """What a fresh page holds: the last stretch of each of the viewer's rooms."""
        return {room: self.stretch(viewer, language, room) for room in rooms_shown(self.scene, viewer)}

    def stretch(self, viewer: Viewer, language: str, room: str, before: str | None = None) -> Stretch:
        """The last lines of a room, or the last ``before`` a line, with the headings of their phases.

        Raises KeyError when there is no such line for this viewer in this room.
        """
        found = recent(self.scene, viewer, room, before, RECENT + 1)
        lines, more = found[-RECENT:], len(found) > RECENT
        place = self.scene.state[Talk].place
        since = place[lines[0].id] if more else 0
        until = place[before] if before else math.inf
        chapters = self._chapters(room, viewer, language)
        placed = [(at, 0, each) for at, each in chapters if since <= at < until]
        placed += [(place[one.id], 1, each) for one in lines for each in self._line(one.id, viewer, language)]
        return Stretch([each for *_, each in sorted(placed, key=lambda one: one[:2])], more)

    def _chapters(self, room: str, viewer: Viewer, language: str) -> Iterator[tuple[int, WireLine]]:
        """The headings of this room, each with the place of the line that it stands above."""
        chapters = self.scene.state[Talk].chapters
        for id, index, at in self.scene.state[Agenda].history:
            for line in self._chapter(id, index, at, viewer, language):
                if line.room == room:
                    yield chapters[id].get(room, 0), line

    def _of_entry(self, entry: Entry, viewer: Viewer, language: str) -> Iterator[WireLine]:
        event = entry.event
        if isinstance(event, PhaseEntered):
            yield from self._chapter(entry.id, event.index, entry.at, viewer, language)
            return
        if isinstance(event, Reopened):
            index = self.scene.state[Agenda].index or 0
            yield from self._chapter(entry.id, index, entry.at, viewer, language)
            return
        for line in self._lines_of(entry):
            made = line.id == entry.id
            if made or hears(line, viewer):
                shown = self._line(line.id, viewer, language)
                yield from shown if made else (one._replace(change=True) for one in shown)

    def _corrected(self, made: Line) -> list[Line]:
        """The rumour that this takes back, with its translations: they say so from now on."""
        if not made.correction or made.reply_to is None:
            return []
        translations = self.scene.state[Interpreters].of.get(made.reply_to, ())
        return [self.scene.state[Talk].lines[id] for id in (made.reply_to, *translations)]

    def _line(self, id: str, viewer: Viewer, language: str) -> Iterator[WireLine]:
        line = self.scene.state[Talk].lines[id]
        if line.screen and not viewer.staff and viewer.role != "screen":
            return  # it is on the wall, not on anybody's own page
        if viewer.role != "screen" or line.kind in NEWS:
            known = knows_who(self.scene.state, line, viewer)
            yield WireLine(line.room, element(id), self._html(line, viewer.staff, known, language))

    def _html(self, line: Line, staff: bool, known: bool, language: str) -> str:
        """``known``: whether this viewer may know who said it."""
        who = self.scene.seat(line.seat) if line.seat and known else None
        script = script_of(line.text)
        named = is_named(self.scene.state, line)

        def render(line: Line, who: SeatView | None) -> str:
            context = line_context(self.scene, line, who, script, staff)
            return _rendered(f"lines/{line.kind}", language, context)

        if line.kind == Said.kind and is_plain(line) and not named:
            marked = is_open_to_interpreters(line)
            return fill(line, who, (line.room == PLENARY, line.rule, marked, script, staff, language), render)
        return self._kept(
            (*_look(self.scene, line), staff, known, named, language), lambda: render(line, who)
        )

    def _chapter(self, id: str, index: int, at: int, viewer: Viewer, language: str) -> Iterator[WireLine]:
        """The heading of a phase, in each room that it opens and where it divides the talk. One that goes on
        in another meeting says so."""
        phase, began = plan_of(self.scene.state)[index], self.scene.state[Meetings].began
        meeting = meeting_name(began[id]) if id in began else ""
        for room in rooms_for(self.scene, viewer):
            if room.kind in ("plenary", "caucus") and room.kind in phase.rooms:
                name = element(id, room.id)
                context = {"phase": phase, "number": index + 1, "at": at, "element": name, "meeting": meeting}
                render = partial(_rendered, "lines/phase_entered", language, context)
                yield WireLine(room.id, name, self._kept((name, language), render))

    def _kept(self, key: Hashable, render: Callable[[], str]) -> str:
        if key not in self._done:
            self._done[key] = render()
            if len(self._done) > KEPT:
                self._done.popitem(last=False)
        return self._done[key]


def _rendered(template: str, language: str, context: dict[str, Any]) -> str:
    with translation.override(language):
        return get_template(f"live/{template}.html").render(context).strip()


def _look(scene: Scene, line: Line) -> tuple[Hashable, ...]:
    """Everything that may change in how a line looks: itself, and the line it answers."""
    replied = scene.state[Talk].lines.get(line.reply_to or "")
    reactions = tuple((reaction, *seats) for reaction, seats in line.reactions.items())
    quoted = (replied.withdrawn, replied.hidden, replied.erased, replied.corrected) if replied else None
    now = (line.withdrawn, line.hidden, line.erased, line.corrected, line.disclosed)
    return line.id, *now, reactions, quoted


def rooms_shown(scene: Scene, viewer: Viewer) -> list[str]:
    """The rooms whose lines this viewer's page holds; the screen shows news in the plenary."""
    return [PLENARY] if viewer.role == "screen" else rooms_of(scene, viewer)


def element(entry: str, room: str | None = None) -> str:
    """The id of a line's element on the page."""
    return f"e-{entry}" if room is None else f"e-{entry}-{room}"


def line_context(
    scene: Scene, line: Line, who: SeatView | None, script: Script, staff: bool
) -> dict[str, Any]:
    """What a line's template may use. The words of a line that is gone reach staff only; ``who`` is None for
    staff, and where it is ``unsigned`` and this viewer may not know."""
    replied = scene.state[Talk].lines.get(line.reply_to or "")
    language, direction = script
    return {
        "line": line,
        "element": element(line.id),
        "who": who,
        "unsigned": hides_who(line),
        "name": scene.name_of(line.by) if is_named(scene.state, line) else "",
        "text": line.text if staff or not line.gone else "",
        "gone": line.gone,
        "again": not staff and is_open_to_interpreters(line),
        "staff": staff,
        "language": language,
        "direction": direction,
        "whisper": line.audience.seats is not None and len(line.audience.seats) == 1,
        "to": _addressed(scene, line),
        "where": kind_of(line.room),
        "reply": _quoted(scene, replied, staff) if replied else None,
        "heard": [scene.seat(seat) for seat in line.reactions.get("heard", [])],
        "workable": [scene.seat(seat) for seat in line.reactions.get("workable", [])],
        **news_context(scene, line, staff),
    }


def _addressed(scene: Scene, line: Line) -> SeatView | None:
    """The one seat that a message or an inject was meant for."""
    seats = line.audience.seats
    return scene.seat(seats[0]) if line.kind != Said.kind and seats and len(seats) == 1 else None


def _quoted(scene: Scene, line: Line, staff: bool) -> dict[str, Any]:
    """A line that a reply answers. Who said it is not told again where it was not told to all."""
    text = "" if line.gone and not staff else line.text
    language, direction = script_of(text)
    return {
        "who": scene.seat(line.seat) if line.seat and not hides_who(line) else None,
        "unsigned": hides_who(line),
        "interpreted": line.kind == Interpreted.kind,
        "text": text[:140] + ("…" if len(text) > 140 else ""),
        "whole": text,
        "language": language,
        "direction": direction,
        "language_name": LANGUAGES.get(language, ""),
        "gone": line.gone,
        "hidden": line.hidden,
        "corrected": line.corrected,
        "outlet": line.outlet if staff or not line.gone else "",
        "element": element(line.id),
    }


def recent(
    scene: Scene, viewer: Viewer, room: str, before: str | None = None, count: int = RECENT
) -> list[Line]:
    """The last lines of a room that the viewer heard, oldest first; ``before`` a line's id if given.

    Raises KeyError when the viewer heard no such line in this room.
    """
    talk = scene.state[Talk]
    order = talk.by_room.get(room, [])
    if before is not None and not (talk.lines[before].room == room and hears(talk.lines[before], viewer)):
        raise KeyError(before)
    end = len(order) if before is None else talk.place[before]
    backwards = (talk.lines[order[place]] for place in range(end - 1, -1, -1))
    heard = (line for line in backwards if hears(line, viewer))
    return list(islice(heard, count))[::-1]


def hears(line: Line, viewer: Viewer) -> bool:
    """``visible`` for a line as it stands in the state: its audience was fixed when it was said."""
    entry = Entry("", 0, "", None, line.audience.seats, line.audience.sealed, Event())
    return visible(entry, viewer)
