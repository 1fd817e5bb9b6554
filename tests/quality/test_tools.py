"""The tools that read our code find nothing: lint, format, types, templates, locks, packing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services.found import ROOT

CODE = ["accounts", "roleplay", "scenarios"]
BIN = Path(sys.executable).parent


def content(*command: str) -> None:
    """Run a tool; what it complains of is the failure."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "roleplay.settings", "BAITHAK_NO_BOOTSTRAP": "1"}
    program = str(BIN / command[0])
    done = subprocess.run([program, *command[1:]], cwd=ROOT, capture_output=True, text=True, env=environment)
    if done.returncode:
        pytest.fail(f"{' '.join(command[:2])} complains:\n{done.stdout}{done.stderr}", pytrace=False)


def test_ruff_finds_no_fault() -> None:
    content("ruff", "check", "--no-cache", "--output-format=concise", ".")


def test_the_code_is_formatted() -> None:
    content("ruff", "format", "--no-cache", "--check", ".")


@pytest.mark.timeout(300)
def test_the_types_hold() -> None:
    content("mypy", *CODE, "tests/services")


def test_the_templates_are_formatted() -> None:
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    content("djade", "--check", *templates)


def test_no_migration_is_missing() -> None:
    content("python", "manage.py", "makemigrations", "--check", "--dry-run")


@pytest.mark.parametrize("lock", ["app", "dev"])
def test_the_locks_have_hashes_and_name_no_place(lock: str) -> None:
    lines = (ROOT / "requirements" / f"{lock}.txt").read_text().splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert packages and all("==" in line and line.endswith("\\") for line in packages)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_the_development_lock_contains_the_other() -> None:
    app, dev = ((ROOT / "requirements" / f"{name}.txt").read_text() for name in ("app", "dev"))
    missing = [line for line in app.splitlines() if "==" in line and line not in dev]
    assert missing == []
