"""`manage.py restore`: put a backup back in the place of everything. How is in `roleplay/backups`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections

from accounts.models import User
from roleplay import backups, databases, environment
from roleplay.live.models import Workshop


class Command(BaseCommand):
    help = "Replace everything by a backup. Pages that are open start afresh."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="replace what is there")

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            databases.prepare()
            if not options["yes"] and (held := what_is_there()):
                raise backups.CannotKeep(f"The database holds {held}. To replace all of it, say --yes.")
            kind = backups.put_back(options["file"])
            connections.close_all()
            databases.prepare()  # a backup of an earlier version is brought to this one
        except (backups.CannotKeep, environment.WrongSetting) as why:
            print(why, file=sys.stderr)
            sys.exit(1)
        workshops = several(Workshop.objects.count(), "workshop")
        self.stdout.write(f"Put back from {options['file']} ({kind}): {workshops}. Pages start afresh.")


def what_is_there() -> str:
    counts = {"workshop": Workshop.objects.count(), "account": User.objects.count()}
    return " and ".join(several(count, what) for what, count in counts.items() if count)


def several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
