"""What every test may ask for. The servers and the browser come from `tests/services/`."""

import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import caches
from django.db import connection
from pytest_django import Settings

from tests.services import chromium
from tests.services.postgres import Postgres
from tests.services.server import Server
from tests.services.valkey import Valkey

BROWSER = "tests/browser/"
LONG_WALKS = ("whole_workshop", "editor", "axe", "tools", "agenda", "pictures")
LONG = ("tests/services/test_on_postgresql.py", *(f"{BROWSER}test_{name}.py" for name in LONG_WALKS))
"""What is begun with, so that no process is left alone with it in the end."""


def drives_a_browser(item: pytest.Item) -> bool:
    return item.nodeid.startswith(BROWSER) or "playwright" in getattr(item, "fixturenames", ())


def pytest_itemcollected(item: pytest.Item) -> None:
    """Files that drive a browser stay whole, and go to whichever process is free."""
    if drives_a_browser(item):
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """The longest first; the browser last: Playwright's loop stays in the process, where no other may run."""
    yield
    items.sort(key=lambda item: (drives_a_browser(item), not item.nodeid.startswith(LONG)))


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    """The limiter counts in the cache, and one test's tries are not another's."""
    caches["default"].clear()
    caches["process"].clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """A password's hash is slow by design; only the tests about that need it so."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that another account can enter too (PostgreSQL refuses to run as root)."""
    folder = Path(tempfile.mkdtemp(prefix="baithak-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(open_folder: Path) -> Iterator[Postgres]:
    folder = open_folder / "postgres"
    folder.mkdir()
    server = Postgres(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres: Postgres) -> str:
    """The address of an empty database on a real PostgreSQL."""
    return postgres.fresh()


@pytest.fixture(scope="session")
def valkey(open_folder: Path) -> Iterator[Valkey]:
    folder = open_folder / "valkey"
    folder.mkdir()
    server = Valkey(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def redis_url(valkey: Valkey) -> str:
    """The address of a real Valkey with nothing in it."""
    valkey.client().flushall()
    return valkey.url


@pytest.fixture
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start the real server: `serve(database_url=..., redis_url=..., NAME="value")`, as often as needed."""
    started: list[Server] = []

    def start(database_url: str = "", redis_url: str = "", **variables: str) -> Server:
        server = Server(tmp_path_factory.mktemp("server"), database_url, redis_url, **variables)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.kill()


@pytest.fixture(scope="session")
def site(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real server on the database of the tests, so that a test may prepare with models.

    For tests marked `django_db(transaction=True)`: what they write is there for the server too.
    """
    server = Server(tmp_path_factory.mktemp("site"), database_url=address_of_test_database())
    server.start()
    yield server
    server.kill()


def address_of_test_database() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(database['NAME']))}"
    person = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    return f"postgres://{person}@{database['HOST']}:{database['PORT']}/{quote(database['NAME'])}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Tells pytest-playwright which browser to drive and how."""
    chromium.help_playwright_find_node()
    found = chromium.executable()
    chosen = {"executable_path": str(found)} if found else {}
    return {**browser_type_launch_args, "args": chromium.FLAGS, **chosen}
