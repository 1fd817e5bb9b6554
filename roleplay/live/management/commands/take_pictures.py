"""`manage.py take_pictures`: the pictures of the README, or with ``--all`` of every page in every shape.

Starts a server of its own with data that it throws away, plays a rehearsal on it and photographs it
with a real browser. For developers: needs the test dependencies.
"""

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from roleplay.environment import ROOT, VARIABLES
from roleplay.live.management.commands.open_workshop import pack_named
from roleplay.live.management.commands.start import refuse
from roleplay.live.pictures import Album, Studio

PACK = "fishermen"
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome"),
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
NO_PLAYWRIGHT = (
    "Taking pictures needs the development environment: python3 -m pip install -r requirements/dev.txt."
)


class Command(BaseCommand):
    help = "Take the pictures of the README from a rehearsal, or of every page with --all FOLDER."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", metavar="FOLDER", help="every page, 360 and 1280 px, light and dark")
        parser.add_argument("--folder", default=str(ROOT / "docs" / "pictures"), help="for the README's")
        parser.add_argument(
            "--browser", help="a Chromium (default: BAITHAK_CHROMIUM, the PATH, Playwright's)"
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            import playwright.async_api
        except ImportError:
            refuse(NO_PLAYWRIGHT)
        folder = Path(options["all"] or options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        album = Album(folder, whole=bool(options["all"]), tell=self.tell)
        try:
            with own_server() as (said, opened):
                asyncio.run(take(album, said["enter"], opened, found_browser(options["browser"])))
        except playwright.async_api.Error as why:
            refuse(f"The browser could not take the pictures: {str(why).splitlines()[0]}")
        self.tell(f"{len(album.taken)} pictures in {folder}")

    def tell(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


async def take(album: Album, enter: str, opened: dict[str, Any], browser: str | None) -> None:
    from playwright.async_api import async_playwright

    if node := shutil.which("node"):  # the bundled one needs a library that a bare Debian has not
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", node)
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=browser, args=FLAGS)
        try:
            await Studio(launched, album, pack_named(PACK), opened, enter).take_all()
        finally:
            await launched.close()


def found_browser(named: str | None) -> str | None:
    """None lets Playwright use the one that it installed."""
    chosen = named or os.environ.get("BAITHAK_CHROMIUM")
    return chosen or next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def own_server() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """A server with an open workshop: what ``start`` and ``open_workshop`` said."""
    with tempfile.TemporaryDirectory(prefix="baithak-pictures-") as data:
        ours = {variable.name for variable in VARIABLES}
        surroundings = {name: value for name, value in os.environ.items() if name not in ours}
        surroundings |= {"BAITHAK_DATA": data, "BAITHAK_HOST": "127.0.0.1", "BAITHAK_PORT": str(free_port())}
        server = subprocess.Popen(manage("start"), env=surroundings, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            said = server.stdout.readline() or refuse("The server for the pictures did not start.")
            opened = subprocess.check_output(manage("open_workshop", PACK), env=surroundings, text=True)
            yield json.loads(said), json.loads(opened)
        finally:
            server.terminate()
            server.wait(30)


def manage(*arguments: str) -> list[str]:
    return [sys.executable, str(ROOT / "manage.py"), *arguments, "--json"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
