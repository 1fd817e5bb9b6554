"""The servers and classrooms of `tests/live`, for ordeals; and which of them run in full size only."""

import pytest

from tests.live.conftest import classroom, one_server, server, start_server  # noqa: F401
from tests.ordeals.sizes import FULL


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "full: has its short form elsewhere, and runs in `manage.py ordeal` only"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if item.get_closest_marker("full") and not FULL]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
