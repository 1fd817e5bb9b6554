"""The few statements that run for every line, written by hand: locking heads, writing entries, both at once.

``log`` says what they are for and is the only one who runs them. PostgreSQL is handed all rows as one JSON
value, so that a statement reads the same for one row and for two hundred, and nothing takes them apart in
Python; any other database is handed a row of marks for each.
"""

import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
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
JSON = tuple(kind == "jsonb" for kind in COLUMNS.values())
KEY = {"workshop_id": "text", '"by"': "text", "command": "text"}
MOVED = {"id": "text", "seq": "bigint"}
FOLLOWED = {"id": "text", "seq": "bigint", "epoch": "text", "moved": "bigint"}

Statement = tuple[str, list[Any]]
_keeping_plans: weakref.WeakSet[Any] = weakref.WeakSet()


def lock_heads(workshops: Collection[str]) -> Statement:
    """(id, last_seq, epoch) of these workshops, their rows locked in one order."""
    heads = f"SELECT id, last_seq, epoch FROM {WORKSHOPS} WHERE id"
    if sets():
        return f"{heads} = ANY(%s) ORDER BY id FOR UPDATE", [list(workshops)]
    return f"{heads} IN ({_marks(workshops)}) ORDER BY id", list(workshops)


def find_commands(keys: Collection[Sequence[str]]) -> Statement:
    """(workshop, by, command, id, digest) of the commands with one of these keys that are in the log."""
    found = f"SELECT {', '.join(KEY)}, id, command_digest FROM {EVENTS} AS one WHERE"
    if sets():
        same = " AND ".join(f"one.{name} = key.{name}" for name in KEY)
        each = f"LATERAL ({found} {same} LIMIT 1) AS found"  # by the index, however long the log
        return f"SELECT found.* FROM {_set('key', KEY)}, {each}", _records(KEY, keys)
    rows = ", ".join([f"({_marks(KEY)})"] * len(keys))
    return f"{found} ({', '.join(KEY)}) IN (VALUES {rows})", [value for key in keys for value in key]


def insert(rows: Collection[Sequence[Any]]) -> Statement:
    """Rows of ``COLUMNS``."""
    into = f"INSERT INTO {EVENTS} ({', '.join(COLUMNS)})"
    if sets():
        nested = [tuple(map(_nested, row, JSON)) for row in rows]
        return f"{into} SELECT {', '.join(COLUMNS)} FROM {_set('new', COLUMNS)}", _records(COLUMNS, nested)
    marks = ", ".join([f"({_marks(COLUMNS)})"] * len(rows))
    return f"{into} VALUES {marks}", [value for row in rows for value in row]


def move_heads(heads: Mapping[str, int]) -> Statement:
    """Set the head of each of these logs."""
    if sets():
        return (
            f"UPDATE {WORKSHOPS} AS one SET last_seq = head.seq FROM {_set('head', MOVED)}"
            " WHERE one.id = head.id",
            _records(MOVED, heads.items()),
        )
    cases = "WHEN %s THEN %s " * len(heads)
    return (
        f"UPDATE {WORKSHOPS} SET last_seq = CASE id {cases}END WHERE id IN ({_marks(heads)})",
        [value for head in heads.items() for value in head] + list(heads),
    )


def write_unlocked(
    heads: Mapping[str, tuple[int, str]], moved: Mapping[str, int], rows: Collection[Sequence[Any]]
) -> Statement:
    """For PostgreSQL: lock, look, write and move, in one statement that is a transaction of its own.

    ``heads`` are the (last_seq, epoch) that the rows follow. A log that stands elsewhere by now, or has one
    of these commands already, takes none of its rows. Returns the (workshop) of each row that was taken.
    """
    places = [list(COLUMNS).index(name) for name in KEY]
    keys = [key for row in rows if None not in (key := tuple(row[place] for place in places))]
    found, found_values = find_commands(keys)
    new, new_values = insert(rows)
    at = [(workshop, *heads[workshop], moved[workshop]) for workshop in moved]
    return (
        f"WITH known AS MATERIALIZED ({found}), head AS MATERIALIZED ("
        f"SELECT one.id, at.moved FROM {WORKSHOPS} AS one"
        f" JOIN {_set('at', FOLLOWED)}"
        " ON one.id = at.id AND one.last_seq = at.seq AND one.epoch = at.epoch"
        " WHERE one.id NOT IN (SELECT workshop_id FROM known) ORDER BY one.id FOR UPDATE OF one),"
        f" taken AS (UPDATE {WORKSHOPS} AS one SET last_seq = head.moved FROM head WHERE one.id = head.id"
        f" RETURNING one.id AS log) {new} JOIN taken ON workshop_id = log RETURNING workshop_id",
        [*found_values, *_records(FOLLOWED, at), *new_values],
    )


@contextmanager
def cursor() -> Iterator[Any]:
    """A cursor for these statements. On PostgreSQL the driver's own, which prepares what comes again and
    again: Django's writes the values into the text, and planning takes longer than writing."""
    if not sets():
        with connection.cursor() as plain:
            yield plain
        return
    from psycopg import Cursor

    connection.ensure_connection()
    _keep_plans(connection.connection)
    with connection.wrap_database_errors, Cursor(connection.connection) as preparing:
        yield preparing


def _keep_plans(driver: Any) -> None:
    """Plan what is prepared here once, for any number of rows: planning takes as long as running."""
    if driver not in _keeping_plans:
        driver.execute("SET plan_cache_mode = force_generic_plan")
        _keeping_plans.add(driver)


def sets() -> bool:
    """Whether the database takes all rows as one value, and so a statement that looks before it writes."""
    return connection.vendor == "postgresql"


def _set(name: str, columns: Mapping[str, str]) -> str:
    """The rows of ``_records``, for PostgreSQL. It takes every JSON value for a hundred rows and would rather
    read a whole table than look so many up, but where there is a limit that it does not know, for ten."""
    rows = f"json_to_recordset(%s::json) AS row ({', '.join(map(' '.join, columns.items()))})"
    return f"(SELECT * FROM {rows} LIMIT %s) AS {name}"


def _records(columns: Collection[str], rows: Collection[Sequence[Any]]) -> list[Any]:
    names = [name.strip('"') for name in columns]
    return [orjson.dumps([dict(zip(names, row, strict=True)) for row in rows]).decode(), len(rows)]


def _nested(value: Any, is_json: bool) -> Any:
    return orjson.Fragment(value) if is_json and value is not None else value


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))
