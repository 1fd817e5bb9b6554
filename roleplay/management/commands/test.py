"""`manage.py test`: the whole suite by pytest, with every server and the browser it needs.

Without arguments everything runs, also linters and types; with arguments they go to pytest as
they are. The last line and the exit code are pytest's own.
"""

import os
import subprocess
import sys

from django.core.management.base import BaseCommand

from roleplay.environment import ROOT, VARIABLES

WHOLE_SUITE = [
    "--numprocesses",
    str(min(4, max(2, os.cpu_count() or 2))),
    "--dist",
    "loadgroup",
    "--no-loadscope-reorder",
]


class Command(BaseCommand):
    help = "Run the tests: all of them, or pytest with the arguments given."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Skips Django's own reading of flags: they are pytest's."""
        chosen = argv[2:]
        bring_browser()
        command = [sys.executable, "-m", "pytest", *(chosen or WHOLE_SUITE)]
        sys.exit(subprocess.run(command, cwd=ROOT, env=surroundings()).returncode)


def bring_browser() -> None:
    """Fetch and unpack the browser once and before the tests, where its time is not a test's."""
    from tests.services import chromium
    from tests.services.found import Missing

    chromium.help_playwright_find_node()
    try:
        print(f"Browser: {chromium.executable() or 'that of Playwright'}", flush=True)
    except Missing as missing:
        print(missing, flush=True)  # and the browser tests will fail, saying the same


def surroundings() -> dict[str, str]:
    """Ours, except for what would point the tests at somebody's real data."""
    kept = {"DATABASE_URL", "REDIS_URL"}
    names = {variable.name for variable in VARIABLES} - kept
    return {name: value for name, value in os.environ.items() if name not in names}
