"""What holds on SQLite holds on PostgreSQL: the same tests once more, with the other database."""

import os
import subprocess
import sys

import pytest

from tests.services.found import ROOT

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

OWN_PACKS = (
    "scenarios/test_own_packs.py",
    "scenarios/test_saving_at_once.py",
    "scenarios/test_editor_history.py",
    "scenarios/test_editor_pages.py",
)
"""Of the packs, what is kept in the database; the rest of tests/scenarios reads files."""

ROOMS = {room: (room,) for room in ("accounts", "live", "record")} | {"own packs": OWN_PACKS}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("room", ROOMS)
def test_the_same_tests_pass_on_postgresql(room: str, postgres_url: str) -> None:
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    tests = [f"tests/{each}" for each in ROOMS[room]]
    left_out = [f"--deselect=tests/live/{each}" for each in LEFT_OUT]
    command = [sys.executable, "-m", "pytest", *tests, *left_out, "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        command, cwd=ROOT, env={**ours, "DATABASE_URL": postgres_url}, capture_output=True, text=True
    )
    if done.returncode not in {0, pytest.ExitCode.NO_TESTS_COLLECTED}:
        pytest.fail(done.stdout[-8000:] + done.stderr[-2000:], pytrace=False)
