"""What the documents say is so: links lead somewhere, commands exist, the wire is as described."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from roleplay.environment import ROOT, VARIABLES
from roleplay.live import connection, wire

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "deploy/*.md")
    for path in ROOT.glob(pattern)
    if not path.name.startswith(".")
)
README = (ROOT / "README.md").read_text()
LINK = re.compile(r"""(?:\]\(|src=")([^)#"]+)""")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
VARIABLE = re.compile(r"\b(BAITHAK_[A-Z_]+|DATABASE_URL|REDIS_URL)\b")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file(document: Path) -> None:
    text = document.read_text()
    local = [link for link in LINK.findall(text) if not link.startswith(("http://", "https://"))]
    missing = [link for link in local if not (document.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_named_exists(document: Path) -> None:
    named = set(COMMAND.findall(document.read_text()))
    assert named <= set(get_commands()), named - set(get_commands())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_variable_that_is_named_is_read(document: Path) -> None:
    named = set(VARIABLE.findall(document.read_text()))
    known = {variable.name for variable in VARIABLES} | {"BAITHAK_CHROMIUM", "BAITHAK_NO_BOOTSTRAP"}
    assert named <= known, named - known


def test_the_close_codes_are_those_of_the_wire() -> None:
    codes = {
        wire.BAD_FRAME,
        wire.NOT_ALLOWED,
        wire.TOO_SLOW,
        wire.TAKEN_OVER,
        wire.ENDED,
        wire.FLOODING,
        wire.RESTARTING,
    }
    assert {int(code) for code in re.findall(r"\b4[0-9]{3}\b", README)} == codes


def test_the_frames_in_the_readme_are_frames() -> None:
    section = README.partition("| up | |")[2].partition("| down | |")[0]
    frames = re.findall(r"\| `(\{.+?\})` \|", section)
    assert len(frames) == 4
    filled = [
        frame.replace("<event id>", "0" * 32).replace("<uuid>", "00000000-0000-4000-8000-000000000000")
        for frame in frames
    ]
    kinds = [type(wire.parse(frame)) for frame in filled]
    assert kinds == [wire.Hello, wire.Do, wire.At, wire.Typing]
    assert all(frame.refusal is None for frame in map(wire.parse, filled) if isinstance(frame, wire.Do))


def test_the_limits_in_the_readme_are_the_limits() -> None:
    assert f"{connection.WINDOW_EVENTS} events or {connection.WINDOW_BYTES // 1024} KB" in README
    assert f"up to {wire.MAX_FRAME // 1024} KB up" in README


def test_every_room_of_the_code_is_on_the_map() -> None:
    rooms = ["roleplay/rules", "roleplay/live", "roleplay/record", "scenarios", "accounts", "templates"]
    rooms += ["static", "tests"]
    assert all(f"[`{room}/`]({room})" in README for room in rooms)


def test_every_source_file_says_what_lives_in_it() -> None:
    folders = ("roleplay", "accounts", "scenarios")
    sources = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    silent = [
        str(path.relative_to(ROOT))
        for path in sources
        if path.read_text().strip() and "migrations" not in path.parts
        if not path.read_text().startswith('"""')
    ]
    assert silent == []
