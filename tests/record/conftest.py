"""The writer is a thread of its own: it must be done before the database of a test is emptied."""

from collections.abc import Iterator

import pytest
from django.db import connection

from roleplay.live.writer import WRITER


@pytest.fixture
def _writing(transactional_db: None) -> Iterator[None]:
    yield
    WRITER.stop()
    connection.close()


@pytest.fixture(autouse=True)
def _played_for_real(request: pytest.FixtureRequest) -> None:
    """Tests marked ``played`` run on a real database, through the real writer."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("_writing")
