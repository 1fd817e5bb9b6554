"""A backup that either database can write and read: every row as a line of JSON, compressed.

The first line says which version it is of and what each row holds; the last how many rows there
are, so that a file that was cut short is known. For moving from SQLite to PostgreSQL, and for
servers without PostgreSQL's own programs.
"""

import gzip
import json
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models.sql import InsertQuery

from roleplay.backups.versions import applied_here
from roleplay.live.models import Workshop, new_id

FORMAT = 1
CHUNK = 500

Model = type[models.Model]


def write(path: Path) -> None:
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=6) as file, one_moment():
        about = {"baithak": FORMAT, "migrations": applied_here(), "rows_of": {}}
        about["rows_of"] = {model._meta.label_lower: names(model) for model in all_models()}
        file.write(json.dumps(about) + "\n")
        rows = 0
        for model in all_models():
            for row in model._base_manager.values_list(*names(model)).iterator(chunk_size=CHUNK):
                file.write(
                    json.dumps([model._meta.label_lower, *row], default=plain, ensure_ascii=False) + "\n"
                )
                rows += 1
        file.write(json.dumps({"rows": rows}) + "\n")


def read(path: Path) -> None:
    """Everything in one transaction: readers see the old or the new."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        about = json.loads(file.readline())
        fits(about)
        count = 0
        with transaction.atomic(), connection.constraint_checks_disabled():
            empty()
            lines = (json.loads(line) for line in file)
            for name, group in groupby(lines, key=lambda line: line[0] if isinstance(line, list) else None):
                if name is None:
                    complete(list(group), count)
                    begin_anew()
                    connection.check_constraints()
                    return
                count += put(apps.get_model(name), about["rows_of"][name], group)
            raise ValueError("the file ends before its end")


def complete(trailer: list[Any], count: int) -> None:
    if trailer != [{"rows": count}]:
        raise ValueError(f"{count} rows were read, but the file says {trailer[:1]}")


def all_models() -> list[Model]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def names(model: Model) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.column]


def plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise ValueError(f"a {type(value).__name__} has no portable form")


def one_moment() -> Any:
    """A transaction that sees everything as it is now and keeps nobody waiting."""
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined] # a reader needs no lock
        return transaction.atomic()
    return Snapshot()


class Snapshot:
    """PostgreSQL's REPEATABLE READ, and as long as it takes."""

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")

    def __exit__(self, *what: Any) -> None:
        self.block.__exit__(*what)


def fits(about: Any) -> None:
    if not isinstance(about, dict) or about.get("baithak") != FORMAT:
        raise ValueError("it is no backup of ours, or one of a later version")
    if about["migrations"] != applied_here():
        raise ValueError(
            "the backup is of another version of Baithak: put it back with that version, then upgrade"
        )


def empty() -> None:
    tables = [model._meta.db_table for model in all_models()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL lock_timeout = '15s'")
            cursor.execute(f'LOCK TABLE "{Workshop._meta.db_table}" IN ACCESS EXCLUSIVE MODE')
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(statement)


def put(model: Model, columns: list[str], lines: Iterator[list[Any]]) -> int:
    """Insert rows as they were, past ``auto_now_add`` and its like; how many."""
    fields = {field.attname: field for field in model._meta.concrete_fields if field.column}
    chosen = [fields[name] for name in columns]
    count = 0
    chunk: list[models.Model] = []
    for line in lines:
        values = {
            field.attname: field.to_python(value) for field, value in zip(chosen, line[1:], strict=True)
        }
        chunk.append(model(**values))
        if len(chunk) == CHUNK:
            count += insert(model, chosen, chunk)
            chunk = []
    count += insert(model, chosen, chunk)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
    return count


def insert(model: Model, fields: list[Any], rows: list[models.Model]) -> int:
    size = max(1, connection.ops.bulk_batch_size(fields, rows)) if rows else 1
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, rows[start : start + size], raw=True)
        query.get_compiler(using="default").execute_sql()
    return len(rows)


def begin_anew() -> None:
    for workshop in Workshop.objects.values_list("id", flat=True):
        Workshop.objects.filter(id=workshop).update(epoch=new_id())
