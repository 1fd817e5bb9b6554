"""Copies of everything that is kept, made while people talk, and put back.

Three kinds of file, told apart by their first bytes: a copy of the SQLite file, PostgreSQL's own
archive (`pg_dump`), and our portable one, which either database can write and read. Whatever is put
back gets new epochs, so that every page starts afresh instead of trusting its position.
"""

import os
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import DatabaseError, connection

from roleplay.backups import portable, postgres, sqlite

BEGINNINGS = {b"SQLite format 3\0": "sqlite", b"PGDMP": "postgres", b"\x1f\x8b": "portable"}
ENDINGS = {"sqlite": ".sqlite3", "postgres": ".pgdump", "portable": ".jsonl.gz"}


class CannotKeep(Exception):
    """A backup that cannot be made or put back; the message is a sentence for whoever asked."""


@dataclass(frozen=True)
class Made:
    path: Path
    kind: str
    size: int
    seconds: float


def make(folder: Path, name: Path | None = None, any_database: bool = False) -> Made:
    """Write a backup whole or not at all, readable by its owner only."""
    began = time.monotonic()
    kind = kind_to_make(any_database)
    path = name or folder / f"baithak-{datetime.now(UTC):%Y-%m-%d-%H%M%S}{ENDINGS[kind]}"
    if path.exists():
        raise CannotKeep(f"{path} exists already; it is left as it is.")
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
            write(kind, part)
            settle(part, path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, DatabaseError, ValueError) as why:
        raise CannotKeep(f"The backup could not be made: {sentence(why)}.") from None
    return Made(path, kind, path.stat().st_size, time.monotonic() - began)


def kind_to_make(any_database: bool) -> str:
    if any_database:
        return "portable"
    if connection.vendor == "sqlite":
        return "sqlite"
    return "postgres" if postgres.programs_fit() else "portable"


def write(kind: str, path: Path) -> None:
    {"sqlite": sqlite.write, "postgres": postgres.write, "portable": portable.write}[kind](path)


def settle(part: Path, path: Path) -> None:
    """On the disk first, then under its name."""
    with open(part, "rb+") as file:
        os.fsync(file.fileno())
    os.rename(part, path)


def put_back(path: Path) -> str:
    """Replace everything by what the backup holds; its kind. All or nothing."""
    try:
        kind = kind_of(path)
        fits = {"sqlite": "sqlite", "postgres": "postgresql", "portable": connection.vendor}[kind]
        if fits != connection.vendor:
            raise CannotKeep(
                f"{path.name} is of another database ({kind}): only a portable backup fits every one."
            )
        read = {"sqlite": sqlite.read, "postgres": postgres.read, "portable": portable.read}[kind]
        read(path)
    except (OSError, DatabaseError, ValueError, LookupError, TypeError, EOFError, zlib.error) as why:
        raise CannotKeep(f"Nothing was changed: {sentence(why)}.") from None
    return kind


def kind_of(path: Path) -> str:
    with open(path, "rb") as file:
        begins = file.read(16)
    for beginning, kind in BEGINNINGS.items():
        if begins.startswith(beginning):
            return kind
    raise ValueError(f"{path.name} is no backup of ours")


def forget(folder: Path, days: int) -> int:
    """Remove our own backups that are older; how many. What is deleted must not live on in them."""
    oldest = time.time() - days * 24 * 3600
    names = [f"baithak-*{ending}" for ending in ENDINGS.values()]
    old = [each for name in names for each in folder.glob(name) if each.stat().st_mtime < oldest]
    for each in old:
        each.unlink()
    return len(old)


def sentence(why: BaseException) -> str:
    if isinstance(why, OSError) and why.strerror:
        return f"{why.strerror} ({why.filename})" if why.filename else why.strerror
    return (str(why).strip().splitlines() or [type(why).__name__])[0].rstrip(".")
