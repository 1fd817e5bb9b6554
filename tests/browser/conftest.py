"""Browser tests drive Playwright, whose loop makes Django think that we are asynchronous."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.faulty import Faulty
from tests.browser.visitors import Visit, visiting
from tests.services.server import Server

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def faulty_server() -> Iterator[Faulty]:
    server = Faulty()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def faulty(faulty_server: Faulty) -> Faulty:
    """A workshop's two doors that misbehave on request, with nothing said in it yet."""
    faulty_server.reset()
    return faulty_server


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One real server for all tests that need no data of their own."""
    server = Server(tmp_path_factory.mktemp("house"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def visit(browser: Browser, house: Server) -> Iterator[Visit]:
    """Browsers at the house, in which nothing may go wrong."""
    yield from visiting(browser, house)
