"""The servers and classrooms of `tests/live`, for ordeals."""

from tests.live.conftest import classroom, one_server, server, start_server  # noqa: F401
