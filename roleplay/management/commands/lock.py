"""`manage.py lock`: write `requirements/*.txt` anew from `pyproject.toml`, with hashes, without addresses."""

import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roleplay.environment import ROOT

COMPILE = "pip compile --quiet --universal --generate-hashes --no-header --no-annotate pyproject.toml"


class Command(BaseCommand):
    help = "Lock the dependencies of the application and of its development."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")

    def handle(self, *arguments: Any, upgrade: bool, **options: Any) -> None:
        for name, extra in (("app", []), ("dev", ["--group", "dev"])):
            extra = [*extra, *(["--upgrade"] if upgrade else [])]
            command = [sys.executable, "-m", "uv", *COMPILE.split(), *extra, "-o", f"requirements/{name}.txt"]
            if subprocess.run(command, cwd=ROOT).returncode:
                raise CommandError("The lock could not be written.")
