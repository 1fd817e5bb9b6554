"""`manage.py take_pictures`: the README's pictures, and one sentence where there is no Playwright."""

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from roleplay.live.pictures import README
from tests.services import chromium
from tests.services.found import ROOT
from tests.services.server import clean_environment

LARGEST = 250_000


def size_of(picture: Path) -> tuple[int, int]:
    """Width and height, from the head of a PNG."""
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return width, height


@pytest.mark.timeout(200)
def test_it_takes_the_pictures_of_the_readme(tmp_path: Path) -> None:
    chromium.help_playwright_find_node()
    browser = chromium.executable()
    chosen = ["--browser", str(browser)] if browser else []
    command = [sys.executable, str(ROOT / "manage.py"), "take_pictures", "--folder", str(tmp_path), *chosen]
    ran = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, timeout=180)
    assert ran.returncode == 0, ran.stderr
    taken = {path.stem: path for path in tmp_path.glob("*.png")}
    assert set(taken) == {wanted.name for wanted in README}
    for wanted in README:
        assert size_of(taken[wanted.name])[0] in (wanted.width, 2 * wanted.width)
        assert taken[wanted.name].stat().st_size < LARGEST


def test_the_readme_shows_pictures_that_are_there() -> None:
    named = re.findall(r"docs/pictures/([\w-]+)\.png", (ROOT / "README.md").read_text())
    assert set(named) <= {wanted.name for wanted in README}
    for name in named:
        assert (ROOT / "docs" / "pictures" / f"{name}.png").stat().st_size < LARGEST


def test_without_playwright_it_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(SystemExit) as ended:
        call_command("take_pictures", "--folder", str(tmp_path))
    told = capsys.readouterr()
    assert (ended.value.code, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert "development environment" in told.err
    assert os.listdir(tmp_path) == []
