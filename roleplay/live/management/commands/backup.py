"""`manage.py backup`: a copy of everything, while people talk. What it writes is in `roleplay/backups`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from roleplay import backups, databases


class Command(BaseCommand):
    help = "Write a backup of the database; safe while the server runs."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="default: backups/baithak-<time> in the data folder"
        )
        parser.add_argument(
            "--portable", action="store_true", help="a file that SQLite and PostgreSQL can both take back"
        )
        parser.add_argument(
            "--keep-days", type=int, metavar="N", help="then remove backups of ours there older than N days"
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            databases.reach(connection.settings_dict)
            made = backups.make(settings.DATA / "backups", options["file"], options["portable"])
        except (DatabaseError, OSError) as why:
            refuse(f"The database cannot be used: {databases.first_line(why)}.")
        except backups.CannotKeep as why:
            refuse(str(why))
        size = f"{made.size / 1e6:.1f} MB" if made.size >= 100_000 else f"{made.size / 1e3:.1f} kB"
        self.stdout.write(f"{made.path} ({made.kind}, {size}, {made.seconds:.1f} s)")
        if options["keep_days"] is not None:
            gone = backups.forget(made.path.parent, options["keep_days"])
            self.stdout.write(f"{gone} older backups were removed.")


def refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    sys.exit(1)
