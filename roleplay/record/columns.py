"""The columns of an export: which a view has, and what a line puts into each.

CSV and JSON have the same columns in the same order. Under the Chatham House Rule the columns that
could tell who spoke do not exist; where not all was said under one rule, a column says under which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from roleplay.record.lens import moment
from roleplay.record.told import KINDS, RULES, Reaction
from roleplay.record.transcript import RecordLine, Transcript

Value = str | int | list[str] | None
Names = Mapping[str, str]
Of = Callable[[RecordLine, Names], Value]

COLUMNS: dict[str, Of] = {
    "number": lambda line, names: line.number,
    "phase": lambda line, names: line.chapter.name,
    "time": lambda line, names: instant(line.at),
    "room": lambda line, names: line.told.place.label,
    "kind": lambda line, names: KINDS[line.told.kind],
    "who": lambda line, names: line.told.who.label,
    "side": lambda line, names: line.told.who.side_name,
    "person": lambda line, names: line.told.who.person,
    "name": lambda line, names: names.get(line.told.who.participant, ""),
    "to": lambda line, names: line.told.to,
    "rule": lambda line, names: RULES.get(line.told.rule, ""),
    "source": lambda line, names: line.told.source,
    "text": lambda line, names: line.told.text,
    "state": lambda line, names: " and ".join(line.told.marks),
    "reply_to": lambda line, names: line.reply.line if line.reply else None,
    "quote": lambda line, names: line.reply.text if line.reply else "",
    "heard": lambda line, names: _count(line.told.heard),
    "heard_from": lambda line, names: _people(line.told.heard),
    "workable": lambda line, names: _count(line.told.workable),
    "workable_from": lambda line, names: _people(line.told.workable),
    "heard_by": lambda line, names: line.heard_by,
}
"""``heard`` and ``workable`` count the two reactions; ``heard_by`` says who was in the room."""

FOR_STAFF = {"person", "name", "heard_by"}
TELL_WHO = {"side", "heard_from", "workable_from"}
TELL_WHEN = {"time", "room", "to", "reply_to"}


def columns(made: Transcript, names: Names) -> dict[str, Of]:
    """The columns of this view; ``name`` only when names were asked for."""
    absent = set() if made.view == "staff" else set(FOR_STAFF)
    absent |= set() if names else {"name"}
    absent |= TELL_WHO if made.unnamed else set()
    absent |= TELL_WHEN - ({"room"} if made.rooms_opened else set()) if made.timeless else set()
    absent |= set() if made.mixed else {"rule"}
    return {name: of for name, of in COLUMNS.items() if name not in absent}


def instant(at: int | None) -> str | None:
    """Unix milliseconds as ISO 8601 with the offset of the server's time zone."""
    return None if at is None else moment(at).isoformat(timespec="seconds")


def _count(reaction: Reaction | None) -> int | None:
    return reaction.count if reaction else None


def _people(reaction: Reaction | None) -> list[str]:
    return list(reaction.by) if reaction else []
