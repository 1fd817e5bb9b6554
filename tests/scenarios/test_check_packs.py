"""The command that authors run, and the advice that it gives."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from scenarios.balance import advice
from scenarios.lengths import words
from scenarios.loader import load_pack
from scenarios.problems import Problem
from tests.scenarios.conftest import HARBOUR


def test_a_good_pack_is_told_so_with_its_words() -> None:
    out = StringIO()
    call_command("check_packs", str(HARBOUR), stdout=out)
    assert "harbour: loads" in out.getvalue()
    assert "warning public.md:1:1 has 13 words. Aim at 500 to 900." in out.getvalue()
    assert "words   public.md 13" in out.getvalue()


def test_a_bad_pack_fails_the_command(folder: Path) -> None:
    (folder / "pack.yaml").write_text("id: harbour\nid: harbour\n")
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("check_packs", str(folder), stdout=out)
    assert caught.value.code == 1
    assert 'error   pack.yaml:2:1 id: "id" is given twice: first in line 1, again in line 2' in out.getvalue()


def test_json_says_the_same(folder: Path) -> None:
    (folder / "pack.yaml").write_text("id: harbour\nid: harbour\n")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_packs", str(HARBOUR), str(folder), "--json", stdout=out)
    good, bad = json.loads(out.getvalue())["packs"]
    assert good["errors"] == []
    assert good["words"]["public.md"] == 13
    assert all(problem["level"] == "warning" for problem in good["warnings"])
    assert bad["errors"][0]["line"] == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("# A heading\n\n- one\n- two", 4),
        ("thirty-day rule, 1.5 km, 2007–08", 5),
        ("[a link](https://example.org/with/words) here", 3),
        ("they're **not** `two`", 3),
        ("1. first\n2. second", 2),
        ("بیٹھک میں", 2),
    ],
)
def test_words_are_counted_as_a_reader_does(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "private: {type: F, text: secret-fact-e1}",
            "private: {type: V, text: x}",
            "types of private facts differ",
        ),
        ("official_line: [secret-official-e1]", "official_line: []", "unequal numbers of official lines"),
        ("gender: woman", "gender: man", "seats that are not written as men"),
        ("correction: secret-rumour-correction", "", "a rumour without a correction"),
        ("positions: {east: secret-position-east, west:", "positions: {west:", 'says nothing for "east"'),
        ("gains: {east: secret-gain-east, west:", "gains: {west:", 'says nothing for "east"'),
        ("origin: pakistani", "origin: indian", "has no pakistani work"),
        ("minutes: {45: 1, 90: 2}", "minutes: {45: 2, 90: 2}", "the debrief's steps take 11 minutes"),
        ("tracks: [2, 4]", "tracks: [3]", "few tracks are in the room"),
        ("    embarrasses: west", "    embarrasses: east", ""),
    ],
)
def test_an_unfair_pack_is_told_where(
    folder: Path, problems: Callable[..., list[Problem]], old: str, new: str, said: str
) -> None:
    assert problems(old, new) == []
    assert said in "\n".join(map(str, advice(load_pack(folder))))


def test_injects_that_embarrass_one_side_are_counted_as_they_come(
    folder: Path, problems: Callable[..., list[Problem]]
) -> None:
    assert problems("    phases: [think]\n", "    phases: [think]\n    embarrasses: west\n") == []
    assert "injects.1.embarrasses: injects embarrass one side more (east: 0, west: 2)" in "\n".join(
        map(str, advice(load_pack(folder)))
    )


def test_seats_with_a_security_background_are_counted(
    folder: Path, problems: Callable[..., list[Problem]]
) -> None:
    for seat in ("e1", "e2"):
        assert problems(f"short: Keeper {seat}", f"short: Keeper {seat}\n    security_background: true") == []
    assert "security background (east: 2, west: 0)" in "\n".join(map(str, advice(load_pack(folder))))


def test_a_path_that_is_not_there_a_file_and_an_empty_folder_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("hello")
    (tmp_path / "empty").mkdir()
    out = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command("check_packs", *(tmp_path / name for name in ("no", "file.txt", "empty")), stdout=out)
    assert caught.value.code == 1
    assert f"{tmp_path / 'no'}:1:1 is not there. Name the folder" in out.getvalue()
    assert f"{tmp_path / 'file.txt'}:1:1 is not a folder. Name the folder" in out.getvalue()
    assert "empty: does not load\n  error   pack.yaml:1:1 is missing. Add the file." in out.getvalue()


def test_a_folder_of_packs_stands_for_its_packs_and_a_dot_for_where_one_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = StringIO()
    call_command("check_packs", str(folder.parent), stdout=out)
    monkeypatch.chdir(folder)
    call_command("check_packs", ".", stdout=out)
    assert out.getvalue().count(f"{folder.name}: loads\n") == 2


def test_what_is_still_to_be_written_is_a_warning_for_each_item(folder: Path) -> None:
    pack = (folder / "pack.yaml").read_text()
    title = next(line for line in pack.splitlines() if "outlet:" in line)
    new = f"{title[: title.index('outlet:')]}outlet: To be written"
    (folder / "pack.yaml").write_text(pack.replace(title, new))
    (folder / "public.md").write_text("# Place\n\nTo be written.\n")
    found = [str(each) for each in advice(load_pack(folder)) if "still says" in each.message]
    assert any("injects" in each and "(outlet). Write it, or remove the item." in each for each in found)
    assert "public.md:1:1 still says “To be written”. Write it." in found
