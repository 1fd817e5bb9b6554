"""The log of a workshop: the only place that reads and writes Event.

Append under the lock of the workshop's row, read after a position, fold into a state. What
may be appended is decided in ``rules``; who is told afterwards is in ``tail``.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from django.db.models import F

from roleplay.live import statements
from roleplay.live.models import Event, Workshop
from roleplay.rules import codec
from roleplay.rules.announce import Broadcasted
from roleplay.rules.attribution import kept
from roleplay.rules.injects import Injected
from roleplay.rules.interpreting import Interpreted
from roleplay.rules.kernel import Entry, State, Viewer, evolve, visible
from roleplay.rules.talk import Said
from roleplay.rules.workshop import NO_RECORD, Ended

PAGE = 500
LINES = (Said, Interpreted, Broadcasted, Injected)
"""The kinds of event that put words onto a page."""
_COLUMNS = ("seq", "id", "at", "by", "seat", "hearers", "sealed", "rule", "kind", "body")


class Logged(NamedTuple):
    """An entry and its position. The position never leaves the server."""

    seq: int
    entry: Entry


@dataclass(slots=True)
class Fold:
    """A state and how far into the log it goes. Whoever made the fold owns it.

    ``epoch`` is of the log it was made from, for those who keep folds.
    """

    workshop: str
    state: State
    seq: int = 0
    epoch: str = ""

    def take(self, logged: Logged) -> None:
        evolve(self.state, logged.entry)
        self.seq = logged.seq


class Head(NamedTuple):
    """Where a log ends, and which log it is: a restored one has another epoch."""

    seq: int
    epoch: str


class CommandKey(NamedTuple):
    """What makes a command the same command, for ever."""

    workshop: str
    by: str
    command: str


class Answered(NamedTuple):
    """What an earlier arrival of a command led to, and a digest of its body then."""

    event: str
    digest: str


@dataclass(frozen=True, slots=True)
class Addition:
    """Entries to append for one command; ``command`` is None when the server gave it."""

    workshop: str
    first_seq: int
    entries: Sequence[Entry]
    command: str | None = None
    digest: str = ""


def lock(workshops: Collection[str]) -> dict[str, Head]:
    """Lock these workshops' rows until the transaction ends; the head of each log, by id.

    Rows are locked in one order, so that two processes cannot wait for each other.
    """
    return {id: Head(seq, epoch) for id, seq, epoch in _rows(*statements.lock_heads(workshops))}


def append(additions: Sequence[Addition], unlocked: Mapping[str, Head] | None = None) -> Collection[str]:
    """Write entries and move the heads; the workshops whose logs took them.

    Call under ``lock``, with sequences that follow the heads. Or, where ``takes_unlocked``, outside of any
    transaction with the heads as they are believed to be: a log that stands elsewhere takes nothing, nor
    does one that has one of these commands already, nor one that ends now.
    """
    ending = {one.workshop for one in additions if any(isinstance(each.event, Ended) for each in one.entries)}
    if unlocked is not None:
        return _append_unlocked([one for one in additions if one.workshop not in ending], unlocked)
    moved = _moved(additions)
    _execute(*statements.insert([row for one in additions for row in _values(one)]))
    _execute(*statements.move_heads(moved))
    for workshop in ending:
        _forget_what_was_for_no_record(workshop)
    return moved


def _append_unlocked(additions: Sequence[Addition], heads: Mapping[str, Head]) -> Collection[str]:
    rows = [row for one in additions for row in _values(one)]
    if not rows:
        return set()
    return {log for (log,) in _rows(*statements.write_unlocked(heads, _moved(additions), rows))}


def _moved(additions: Sequence[Addition]) -> dict[str, int]:
    """Where the logs stand after these."""
    return {one.workshop: one.first_seq + len(one.entries) - 1 for one in additions}


def takes_unlocked() -> bool:
    """Whether this database can append without a lock that was taken before."""
    return statements.sets()


def plan_anew() -> None:
    """Let the database forget how it runs the statements that this connection has prepared."""
    if statements.sets():
        _execute("DISCARD PLANS", [])


def _forget_what_was_for_no_record(workshop: str) -> None:
    """Blank the words of every line that was said under that rule; its entry stays, and the fold with it."""
    lines = Event.objects.filter(workshop=workshop, rule=NO_RECORD, kind__in=[one.kind for one in LINES])
    for seq, body in lines.values_list("seq", "body"):
        blank = {name: "" for name in ("text", "outlet") if name in body}
        Event.objects.filter(workshop=workshop, seq=seq).update(body=body | blank, command_digest="")


def _values(addition: Addition) -> Iterator[tuple[Any, ...]]:
    """The rows of an addition, in the order of ``statements.COLUMNS``."""
    for offset, entry in enumerate(addition.entries):
        yield (
            addition.workshop,
            addition.first_seq + offset,
            entry.id,
            entry.at,
            entry.by,
            entry.seat,
            None if entry.hearers is None else _text(entry.hearers),
            entry.sealed,
            entry.rule,
            entry.event.kind,
            _text(entry.event),
            addition.command if offset == 0 else None,
            addition.digest if offset == 0 else "",
        )


def _text(value: Any) -> str:
    """JSON, of an event as ``codec.event_to_json`` has it."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # half of a pair of surrogates
        return json.dumps(value, default=codec.event_to_json)


def answered(commands: Sequence[CommandKey]) -> dict[CommandKey, Answered]:
    """Which of these commands have taken effect already, and the first event of each."""
    rows = _rows(*statements.find_commands(commands)) if commands else []
    return {CommandKey(w, by, command): Answered(id, digest) for w, by, command, id, digest in rows}


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    return _execute(sql, values, answers=True)


def _execute(sql: str, values: Sequence[Any], answers: bool = False) -> list[tuple[Any, ...]]:
    with statements.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if answers else []


def read_after(workshop: str, seq: int, limit: int = PAGE) -> list[Logged]:
    """Up to ``limit`` entries after this position, in order."""
    rows = Event.objects.filter(workshop=workshop, seq__gt=seq).order_by("seq")
    return [_logged(row) for row in rows.values_list(*_COLUMNS)[:limit]]


class Look(NamedTuple):
    """Where a log ends, which log it is, and the join code of its workshop."""

    seq: int
    epoch: str
    code: str


def looks(workshops: Iterable[str]) -> dict[str, Look]:
    """A look at many logs at once, by id; those that are not there are left out."""
    rows = Workshop.objects.filter(id__in=list(workshops)).values_list("id", "last_seq", "epoch", "code")
    return {id: Look(seq, epoch, code) for id, seq, epoch, code in rows}


class News(NamedTuple):
    """The head of a log, the epoch and the join code of its workshop, and what is new. ``head`` is None
    when there is no such workshop."""

    head: int | None
    epoch: str
    code: str
    new: list[Logged]


def news(workshop: str, seq: int) -> News:
    """What a follower who is at ``seq`` has to know."""
    row = Workshop.objects.filter(id=workshop).values_list("last_seq", "epoch", "code").first()
    if row is None:
        return News(None, "", "", [])
    return News(*row, read_after(workshop, seq) if row[0] > seq else [])


def everything(workshop: str, after: int = 0) -> Iterator[Logged]:
    """The whole log after a position, page by page."""
    while page := read_after(workshop, after):
        yield from page
        after = page[-1].seq


def position(workshop: str, event: str) -> Logged | None:
    """Where this event stands in the log of this workshop, or None."""
    row = Event.objects.filter(workshop=workshop, id=event).values_list(*_COLUMNS).first()
    return _logged(row) if row else None


def head(workshop: str) -> int | None:
    """The last position of the log, or None when there is no such workshop."""
    return Workshop.objects.filter(id=workshop).values_list(F("last_seq"), flat=True).first()


def fold(workshop: str) -> Fold:
    """The state of a workshop as its log stands now."""
    folded = Fold(workshop, State())
    for logged in everything(workshop):
        folded.take(logged)
    return folded


def catch_up(folded: Fold) -> list[Logged]:
    """Take what is new into the fold; the new entries."""
    new = list(everything(folded.workshop, folded.seq))
    for logged in new:
        folded.take(logged)
    return new


def heard_by(workshop: str, viewer: Viewer) -> list[Entry]:
    """Everything this viewer may see, in order: the base of every record and export."""
    entries = (logged.entry for logged in everything(workshop))
    return [entry for entry in entries if visible(entry, viewer) and kept(entry)]


def _logged(row: tuple) -> Logged:  # type: ignore[type-arg]
    seq, id, at, by, seat, hearers, sealed, rule, kind, body = row
    heard = None if hearers is None else tuple(hearers)
    return Logged(seq, Entry(id, at, by, seat, heard, sealed, codec.event_from_json(kind, body), rule))
