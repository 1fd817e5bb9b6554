"""SQLite: a copy of the file, made and put back by SQLite itself while others use it."""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from roleplay.backups.versions import known_here

PATIENCE = 20


def write(path: Path) -> None:
    """One step of SQLite's own backup: a reader's view of one moment, which keeps no writer waiting."""
    with closing(sqlite3.connect(live(), timeout=PATIENCE)) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself
        sound(copy)


def read(path: Path) -> None:
    """Replace the live file in one transaction, by a copy whose epochs are new."""
    draft = live().with_name(f".{path.name}.{secrets.token_hex(4)}.restoring")
    try:
        with closing(sqlite3.connect(draft)) as copy:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source:
                source.backup(copy)
            sound(copy)
            known_here(copy.execute("SELECT app, name FROM django_migrations"))
            begin_anew(copy)
            with closing(sqlite3.connect(live(), timeout=PATIENCE)) as target:
                same_pages(copy, target)
                copy.backup(target)
    except sqlite3.Error as why:
        raise ValueError(str(why)) from None
    finally:
        for each in draft.parent.glob(f"{draft.name}*"):
            each.unlink()


def live() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def sound(copy: sqlite3.Connection) -> None:
    found = [row[0] for row in copy.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"] or copy.execute("PRAGMA foreign_key_check").fetchone():
        raise ValueError(f"the copy is damaged ({found[0]})")


def same_pages(copy: sqlite3.Connection, target: sqlite3.Connection) -> None:
    sizes = {one.execute("PRAGMA page_size").fetchone()[0] for one in (copy, target)}
    if len(sizes) > 1:
        raise ValueError("its pages have another size; put it in the place of the file while nobody serves")


def begin_anew(copy: sqlite3.Connection) -> None:
    workshops = [row[0] for row in copy.execute("SELECT id FROM live_workshop")]
    epochs = [(secrets.token_hex(16), workshop) for workshop in workshops]
    copy.executemany("UPDATE live_workshop SET epoch = ? WHERE id = ?", epochs)
    copy.commit()
