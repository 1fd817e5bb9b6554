"""Real servers on the database of the tests, and classrooms in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.conftest import address_of_test_database
from tests.live.classroom import Classroom, open_classroom, stop_writing
from tests.live.doorway import host, library, open_workshop, other_host, workshop  # noqa: F401
from tests.services.server import Server

MakeServer = Callable[..., Server]

collect_ignore = [] if "postgresql" in settings.DATABASES["default"]["ENGINE"] else ["test_unlocked.py"]
"""What SQLite cannot do. These tests run with the others of this folder on a real PostgreSQL."""


@pytest.fixture(scope="session")
def one_server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests that leave it running, on the database of the tests."""
    known = {"SECRET_KEY": settings.SECRET_KEY}
    server = Server(tmp_path_factory.mktemp("server"), address_of_test_database(), **known)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def start_server(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeServer]:
    """Start servers on the database of the tests, knowing the sessions that tests make.

    What a server could not handle is in its log as a traceback: then the test has failed too.
    """
    started: list[Server] = []

    def start(redis_url: str = "", **variables: str) -> Server:
        folder = tmp_path_factory.mktemp("server")
        known = {"SECRET_KEY": settings.SECRET_KEY, **variables}
        server = Server(folder, address_of_test_database(), redis_url, **known)
        started.append(server)
        return server.start()

    yield start
    for server in started:
        server.kill()
    stop_writing()
    assert [tracebacks(server.log) for server in started] == [[]] * len(started)


def tracebacks(log: Path) -> list[str]:
    text = log.read_text()
    return [text[-4000:]] if "Traceback" in text else []


@pytest.fixture
def server(transactional_db: None, one_server: Server) -> Iterator[Server]:
    """Leave it running. A traceback in its log fails the test that caused it."""
    before = one_server.log.stat().st_size
    yield one_server
    stop_writing()
    assert "Traceback" not in one_server.log.read_bytes()[before:].decode()


@pytest.fixture
def classroom(server: Server) -> Classroom:
    """Four seats a side, on stage, every room open."""
    return open_classroom(server.address)
