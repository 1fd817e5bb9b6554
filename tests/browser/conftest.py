"""Browser tests drive Playwright, whose loop makes Django think that we are asynchronous."""

import os
from collections.abc import Iterator

import pytest

from tests.browser.faulty import Faulty

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
