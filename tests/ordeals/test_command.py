"""`manage.py ordeal` knows every ordeal there is, and says what failed."""

import subprocess
import sys
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from roleplay.management.commands import ordeal
from tests.services.found import ROOT

FOLDER = ROOT / "tests" / "ordeals"


def test_every_test_that_is_named_is_there() -> None:
    for one in ordeal.KNOWN.values():
        for test in one.tests:
            file, _, name = test.partition("::")
            assert f"def {name}" in (ROOT / file).read_text(), test


def test_every_file_of_ordeals_belongs_to_one() -> None:
    named = {test.partition("::")[0] for one in ordeal.KNOWN.values() for test in one.tests}
    files = {f"tests/ordeals/{path.name}" for path in FOLDER.glob("test_*.py")} - {
        "tests/ordeals/test_command.py"
    }
    assert files <= named, files - named


def test_the_page_about_faults_names_every_ordeal() -> None:
    page = (ROOT / "docs" / "faults.md").read_text()
    assert [name for name in ordeal.KNOWN if f"| `{name}` |" not in page] == []


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CommandError, match=r"Unknown: earthquakes\. Known: mutants, kills"):
        call_command("ordeal", "earthquakes")


def test_figures_are_collected_and_a_failure_is_the_exit_code(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real command and the real pytest, with two tests made for it."""
    test = tmp_path / "test_it.py"
    test.write_text(
        "import os\nfrom tests.ordeals.sizes import seed, size, tell\n"
        "def test_it():\n    tell(f'{size(1, 2)} of it, seed {seed()}')\n    assert seed() < 8\n"
    )
    known = {"it": ordeal.Ordeal("something", (str(test),))}
    monkeypatch.setattr(ordeal, "KNOWN", known)
    call_command("ordeal", "it", seed=7)
    table = capsys.readouterr().out.rpartition("\n\n")[2]
    assert "2 of it, seed 7" in table and "passed" in table
    with pytest.raises(SystemExit) as ended:
        call_command("ordeal", "it", seed=7, runs=2, short=True)
    assert ended.value.code == 1
    table = capsys.readouterr().out.rpartition("\n\n")[2]
    assert "1 of it, seed 7" in table and "1 of it, seed 8" in table and "FAILED" in table


def test_the_list_needs_no_server() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "ordeal", "--list"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(ordeal.KNOWN)
