"""What holds on SQLite holds on PostgreSQL: the same tests once more, with the other database.

In every run what asks most of a database; everything that keeps something in it with `-m long`.
"""

import os
import subprocess
import sys

import pytest

from tests.services.found import ROOT

CORE = (
    "accounts/test_keys.py",
    *("live/test_log.py", "live/test_tail.py", "live/test_writer.py", "live/test_unlocked.py"),
    *("live/test_window.py", "live/test_links.py", "live/test_meetings.py", "live/test_attribution.py"),
    *("record/test_search.py", "scenarios/test_saving_at_once.py"),
)

OWN_PACKS = (
    *("scenarios/test_own_packs.py", "scenarios/test_saving_at_once.py"),
    *("scenarios/test_editor_history.py", "scenarios/test_editor_pages.py"),
)
"""Of the packs, what is kept in the database; the rest of tests/scenarios reads files."""

LEFT_OUT = (
    # They ask nothing of a database, or nothing that one could answer otherwise.
    *("test_names.py", "test_checker.py", "test_client.py", "test_shelf.py", "test_templates.py"),
    *("test_parts.py", "test_stencil.py", "test_lights.py", "test_pace.py", "test_express.py"),
    *("test_fuzz.py", "test_matrix.py"),
    # They start servers with databases of their own.
    *("test_rehearse.py", "test_postgres.py", "test_redis_outage.py"),
    # They count in the cache.
    "test_joining.py::test_very_many_guesses_against_twenty_workshops_find_nothing",
    "test_joining.py::test_two_thousand_guesses_at_the_page_meet_the_same_wall",
)
"""Of tests/live."""

ROOMS = {room: (room,) for room in ("accounts", "live", "record")} | {"own packs": OWN_PACKS}


def run_on(database_url: str, *tests: str) -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    left_out = [f"--deselect=tests/live/{each}" for each in LEFT_OUT]
    paths = [f"tests/{each}" for each in tests]
    command = [sys.executable, "-m", "pytest", *paths, *left_out, "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=ROOT, env={**ours, "DATABASE_URL": database_url}, capture_output=True, text=True
    )
    if done.returncode:
        pytest.fail(done.stdout[-8000:] + done.stderr[-2000:], pytrace=False)


@pytest.mark.timeout(600)
def test_what_asks_most_of_a_database_passes_on_postgresql(postgres_url: str) -> None:
    run_on(postgres_url, *CORE)


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("room", ROOMS)
def test_the_same_tests_pass_on_postgresql(room: str, postgres_url: str) -> None:
    run_on(postgres_url, *ROOMS[room])
