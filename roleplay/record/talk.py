"""How the record tells what was said: lines, announcements, news, calls for help.

The words of a line that was withdrawn or hidden are for staff only.
"""

from __future__ import annotations

from roleplay.record.lens import Lens, Place
from roleplay.record.told import Reaction, Told, tells
from roleplay.rules.announce import SEAT, Broadcasted
from roleplay.rules.attribution import strictest
from roleplay.rules.injects import LEAK, Injected, Injects
from roleplay.rules.interpreting import Interpreted, original_of
from roleplay.rules.kernel import Entry
from roleplay.rules.leaks import LeakDisclosed, Leaks, LineLeaked
from roleplay.rules.moderation import LineHidden, LineShown
from roleplay.rules.moves import MOVES, MoveMade, MoveSetAside
from roleplay.rules.planned_news import NewsPlanned, PlannedTakenOff
from roleplay.rules.safety import HelpAnswered, HelpCalled, HelpClosed
from roleplay.rules.talk import Line, Reacted, Said, Talk, Withdrawn
from roleplay.rules.workshop import NO_RECORD, Workshop

CHANGE_A_LINE = (Withdrawn, Reacted, LineHidden, LineShown, LeakDisclosed)
"""They are told with the line that they change."""


@tells(*CHANGE_A_LINE, unnamed=True)
def with_the_line(lens: Lens, event: object, entry: Entry) -> None:
    return None


@tells(Said, unnamed=True)
def said(lens: Lens, event: Said, entry: Entry) -> Told:
    line = _line(lens, entry)
    return Told(
        "said",
        _words(lens, line),
        lens.who(entry),
        lens.place(line.room),
        (line.seat,) if line.seat else (),
        marks=_marks(line),
        heard=_reaction(lens, line, "heard"),
        workable=_reaction(lens, line, "workable"),
        reply_to=line.reply_to,
    )


@tells(Interpreted, unnamed=True)
def interpreted(lens: Lens, event: Interpreted, entry: Entry) -> Told:
    """Linked to its original as an answer is to its question."""
    line = _line(lens, entry)
    return Told(
        "interpreted",
        _words(lens, line),
        lens.who(entry),
        lens.place(line.room),
        (line.seat,) if line.seat else (),
        source=_interpreter(lens, line),
        marks=_marks(line),
        reply_to=event.of,
    )


@tells(Broadcasted, unnamed=True)
def announced(lens: Lens, event: Broadcasted, entry: Entry) -> Told:
    return _addressed(lens, entry, "announcement", event.to)


@tells(MoveMade)
def move_made(lens: Lens, event: MoveMade, entry: Entry) -> Told:
    """For staff: the announcement after it is what was said. Everybody else reads that alone."""
    why = f"Seen before: {event.seen}" if event.seen else "The app had seen no reason for it."
    text = f"{MOVES[event.move].title} ({MOVES[event.move].kind}). {why}"
    return Told("move", text, lens.who(entry), to=lens.address(event.to))


@tells(MoveSetAside)
def move_set_aside(lens: Lens, event: MoveSetAside, entry: Entry) -> Told:
    text = f"Set aside: {MOVES[event.move].title}. Seen before: {event.seen}"
    return Told("move", text, lens.who(entry))


@tells(Injected, LineLeaked, unnamed=True)
def news(lens: Lens, event: Injected | LineLeaked, entry: Entry) -> Told:
    return _addressed(lens, entry, "news", event.to)


@tells(NewsPlanned)
def news_planned(lens: Lens, event: NewsPlanned, entry: Entry) -> Told:
    step = lens.setting.phase(event.phase).title
    text = f"Planned for “{step}”: {event.outlet}: {event.text}"
    return Told("other", text, lens.who(entry), to=lens.address(event.to))


@tells(PlannedTakenOff)
def planned_taken_off(lens: Lens, event: PlannedTakenOff, entry: Entry) -> Told:
    return Told("other", "Planned news was released or dropped.", lens.who(entry))


def _source(lens: Lens, line: Line) -> str:
    """The outlet, and what this view may know of the news: a leak is disclosed when the exercise is over."""
    if not line.outlet:
        return ""
    news, over = lens.state[Injects].out.get(line.id), lens.staff or lens.state[Workshop].ended
    known = []
    if line.correction:
        known.append("correction")
    if news and news.sort == LEAK and (line.disclosed or over):
        known.append("a leak, let in by the facilitators")
    elif news and lens.staff and news.sort != "news":
        known.append(news.sort)
    if line.corrected:
        known.append("corrected later")
    return f"{line.outlet} ({', '.join(known)})" if known else line.outlet


def _interpreter(lens: Lens, line: Line) -> str:
    """A rumour that was corrected was wrong in every language."""
    corrected = _may_read(lens, line) and original_of(lens.state, line).corrected
    return "Interpreter (corrected later)" if corrected else "Interpreter"


def _addressed(lens: Lens, entry: Entry, kind: str, to: str) -> Told:
    line = _line(lens, entry)
    return Told(
        kind,
        _words(lens, line),
        lens.who(entry),
        lens.place(line.room),
        (to.removeprefix(SEAT),) if to.startswith(SEAT) else (),
        to=lens.address(to),
        source=_source(lens, line) if _may_read(lens, line) else "",
        marks=_marks(line),
        heard=_reaction(lens, line, "heard"),
        workable=_reaction(lens, line, "workable"),
        reply_to=line.reply_to or (lens.state[Leaks].of.get(line.id) if lens.staff else None),
    )


@tells(HelpCalled)
def help_called(lens: Lens, event: HelpCalled, entry: Entry) -> Told | None:
    if not _own_call(lens, entry.by):
        return None
    return Told("help", event.text or "(no words)", lens.who(entry), Place(), (event.seat,))


@tells(HelpAnswered)
def help_answered(lens: Lens, event: HelpAnswered, entry: Entry) -> Told | None:
    caller = lens.callers.get(event.call, "")
    if not _own_call(lens, caller):
        return None
    to = "you" if lens.own else lens.seat(event.seat).label
    return Told("help", event.text, lens.who(entry), Place(), (event.seat,), to=to)


@tells(HelpClosed)
def help_closed(lens: Lens, event: HelpClosed, entry: Entry) -> Told | None:
    if not _own_call(lens, lens.callers.get(event.call, "")):
        return None
    return Told("help", "The call for help was closed.", lens.who(entry), Place(), (event.seat,))


def _own_call(lens: Lens, caller: str) -> bool:
    """A call belongs to the person who made it, not to whoever takes over the seat."""
    return lens.staff or (lens.own and bool(caller) and caller == lens.viewer.participant)


def _line(lens: Lens, entry: Entry) -> Line:
    return lens.state[Talk].lines[entry.id]


def _may_read(lens: Lens, line: Line) -> bool:
    return lens.staff or not (line.withdrawn or line.hidden)


def _words(lens: Lens, line: Line) -> str:
    return line.text if _may_read(lens, line) else ""


def _marks(line: Line) -> tuple[str, ...]:
    if not line.hidden:
        return ("withdrawn",) if line.withdrawn else ()
    return ("withdrawn", "hidden") if line.withdrawn else ("hidden",)


def _reaction(lens: Lens, line: Line, name: str) -> Reaction | None:
    """Told under the strictest rule under which somebody reacted, where that is stricter than the line's."""
    rule = strictest(lens.rule, *line.reacted_under)
    seats = [] if rule == NO_RECORD else line.reactions.get(name, [])
    count = lens.people_count(len(seats), rule)
    if not seats or count is None or not _may_read(lens, line):
        return None
    unnamed = lens.unnamed_under(rule)
    named = [lens.seat(seat) for seat in seats if not unnamed or (lens.own and seat == lens.viewer.seat)]
    return Reaction(count, tuple(who.label for who in named))
