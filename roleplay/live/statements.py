"""The few statements that run for every line, written by hand: locking heads, writing entries.

``log`` says what they are for and is the only one who runs them. PostgreSQL is handed whole columns as
arrays, so that a statement reads the same for one row and for two hundred; any other database a row of
marks for each.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from roleplay.live.models import Event, Workshop

EVENTS, WORKSHOPS = f'"{Event._meta.db_table}"', f'"{Workshop._meta.db_table}"'
COLUMNS = {
    "workshop_id": "text",
    "seq": "bigint",
    "id": "text",
    "at": "bigint",
    '"by"': "text",
    "seat": "text",
    "hearers": "jsonb",
    "sealed": "boolean",
    "rule": "text",
    "kind": "text",
    "body": "jsonb",
    "command": "text",
    "command_digest": "text",
}
"""What is written of an entry, in this order; JSON as text."""
KEY = ("workshop_id", '"by"', "command")

Statement = tuple[str, list[Any]]


def lock_heads(workshops: Collection[str]) -> Statement:
    """(id, last_seq, epoch) of these workshops, their rows locked in one order."""
    heads = f"SELECT id, last_seq, epoch FROM {WORKSHOPS} WHERE id"
    if _arrays():
        return f"{heads} = ANY(%s) ORDER BY id FOR UPDATE", [list(workshops)]
    return f"{heads} IN ({_marks(workshops)}) ORDER BY id", list(workshops)


def find_commands(keys: Collection[Sequence[str]]) -> Statement:
    """(workshop, by, command, id, digest) of the commands with one of these keys that are in the log."""
    found = f"SELECT {', '.join(KEY)}, id, command_digest FROM {EVENTS} WHERE ({', '.join(KEY)})"
    if _arrays():
        return f"{found} IN (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]))", _columns(keys)
    rows = ", ".join([f"({_marks(KEY)})"] * len(keys))
    return f"{found} IN (VALUES {rows})", [value for key in keys for value in key]


def insert(rows: Collection[Sequence[Any]]) -> Statement:
    """Rows of ``COLUMNS``."""
    into = f"INSERT INTO {EVENTS} ({', '.join(COLUMNS)})"
    if _arrays():
        arrays = ", ".join(f"%s::{'text' if kind == 'jsonb' else kind}[]" for kind in COLUMNS.values())
        values = ", ".join(f"{name}::jsonb" if kind == "jsonb" else name for name, kind in COLUMNS.items())
        return f"{into} SELECT {values} FROM unnest({arrays}) AS new ({', '.join(COLUMNS)})", _columns(rows)
    marks = ", ".join([f"({_marks(COLUMNS)})"] * len(rows))
    return f"{into} VALUES {marks}", [value for row in rows for value in row]


def move_heads(heads: Mapping[str, int]) -> Statement:
    """Set the head of each of these logs."""
    if _arrays():
        moved = "FROM unnest(%s::text[], %s::bigint[]) AS head (id, seq)"
        return (
            f"UPDATE {WORKSHOPS} AS one SET last_seq = head.seq {moved} WHERE one.id = head.id",
            _columns(heads.items()),
        )
    cases = "WHEN %s THEN %s " * len(heads)
    return (
        f"UPDATE {WORKSHOPS} SET last_seq = CASE id {cases}END WHERE id IN ({_marks(heads)})",
        [value for head in heads.items() for value in head] + list(heads),
    )


def _arrays() -> bool:
    return connection.vendor == "postgresql"


def _columns(rows: Collection[Sequence[Any]]) -> list[Any]:
    return [list(column) for column in zip(*rows, strict=True)]


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))
