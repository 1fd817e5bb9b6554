"""Tables with three or four sides: every side of full size is measured, a small third party is not."""

import re
import shutil
from pathlib import Path

import pytest

from scenarios.balance import advice
from scenarios.crosscheck import peers
from scenarios.library_index import library_folder
from scenarios.loader import load_pack
from tests.scenarios.conftest import problems_of


def add_north(folder: Path, seats: int) -> None:
    """Gives the test pack a third side, made after the west, with its own cast."""
    names = [f"n{number}" for number in range(1, seats + 1)]
    pack = folder / "pack.yaml"
    text = pack.read_text(encoding="utf-8")
    blocks = [re.search(rf"  - id: w{name[1]}\n(?:    .*\n)+", text)[0] for name in names]  # type: ignore[index]
    north = "".join(blocks).replace("west", "north").replace("-w", "-n").replace("er w", "er n")
    text = text.replace("\ncasts:\n", north.replace("id: w", "id: n") + "\ncasts:\n", 1)
    side = "  - {id: west, name: West, adjective: Western, letter: W}\n"
    text = text.replace(side, side + "  - {id: north, name: North, adjective: Northern, letter: N}\n")
    larger = f"  - {{students: 9, seats: [e1, w1, e2, w2, e3, w3, {', '.join(names)}]}}\n"
    text = text.replace("\nground_rules:", larger + "\nground_rules:", 1)
    text = text.replace("west: secret-position-west", "west: secret-position-west, north: northern")
    text = text.replace("west: secret-gain-west", "west: secret-gain-west, north: northern")
    pack.write_text(text, encoding="utf-8")
    shutil.copy(folder / "sides/west.md", folder / "sides/north.md")
    for name in names:
        shutil.copy(folder / f"seats/w{name[1]}.md", folder / f"seats/{name}.md")


def change(folder: Path, old: str, new: str) -> None:
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "pack.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")


def said(folder: Path) -> str:
    assert problems_of(folder) == []
    return "\n".join(map(str, advice(load_pack(folder))))


def fairness(folder: Path) -> list[str]:
    """The advice on balance; the test pack is far too short, and is told so."""
    found = [each for each in advice(load_pack(folder)) if each.field != "sign_off"]
    return [str(each) for each in found if each.check or "unequal" in each.message]


def test_a_third_side_like_the_others_needs_no_advice(folder: Path) -> None:
    add_north(folder, 3)
    assert fairness(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "private: {type: F, text: secret-fact-n1}",
            "private: {type: V, text: x}",
            "the types of private facts differ (east: F L R, west: F L R, north: L R V)",
        ),
        (
            "official_line: [secret-official-n1]",
            "official_line: []",
            "official lines (east: 3, west: 3, north: 2)",
        ),
        ("north: northern}\n    needs", "}\n    needs", 'issues.0.positions: says nothing for "north"'),
        ("north: northern}\n    like", "}\n    like", 'outcomes.0.gains: says nothing for "north"'),
    ],
)
def test_a_third_side_of_full_size_is_measured_like_the_first_two(
    folder: Path, old: str, new: str, expected: str
) -> None:
    add_north(folder, 3)
    change(folder, old, new)
    assert expected in said(folder)


def test_the_men_the_tracks_and_the_officers_of_a_third_side_are_counted(folder: Path) -> None:
    add_north(folder, 3)
    text = (folder / "pack.yaml").read_text(encoding="utf-8")
    start = text.index("  - id: n1")
    north = text[start:].replace("gender: woman", "gender: man").replace("gender: unspecified", "gender: man")
    north = re.sub(r"tracks: \[\d, \d\]", "tracks: [1]\n    security_background: true", north)
    (folder / "pack.yaml").write_text(text[:start] + north, encoding="utf-8")
    found = said(folder)
    assert "seats that are not written as men (east: 2, west: 2, north: 0)" in found
    assert "few tracks are in the room (east: 5, west: 5, north: 1)" in found
    assert "security background (east: 0, west: 0, north: 3)" in found


def test_a_third_side_that_is_embarrassed_twice_is_noticed(folder: Path) -> None:
    add_north(folder, 3)
    change(folder, "    embarrasses: west", "    embarrasses: north")
    change(folder, "    phases: [think]\n", "    phases: [think]\n    embarrasses: north\n")
    assert "injects embarrass one side more (east: 0, west: 0, north: 2)" in said(folder)


def test_long_seat_briefs_on_a_third_side_are_noticed(folder: Path) -> None:
    add_north(folder, 3)
    (folder / "seats/n1.md").write_text("word " * 100)
    assert "seat briefs are of unequal length on average (east" in said(folder)


def test_one_seat_too_few_on_a_third_side_of_full_size_is_noticed(folder: Path) -> None:
    add_north(folder, 2)
    change(folder, "  - {students: 9, seats: [e1, w1, e2, w2, e3, w3, n1, n2]}\n", "")
    assert "the sides have unequal numbers of seats (east: 3, west: 3, north: 2)" in said(folder)


def test_a_small_third_party_is_not_measured(folder: Path) -> None:
    add_north(folder, 1)
    change(folder, "private: {type: F, text: secret-fact-n1}", "private: {type: V, text: x}")
    change(folder, "    embarrasses: west", "    embarrasses: north")
    assert fairness(folder) == []


def test_a_cast_with_an_unequal_third_side_does_not_load(folder: Path) -> None:
    add_north(folder, 3)
    change(folder, "e3, w3, n1, n2, n3]", "e3, w3, n1, n2]")
    expected = "casts.1.seats: has 3 seats of east, 3 of west and 2 of north"
    assert expected in "\n".join(map(str, problems_of(folder)))


def test_a_small_cast_may_leave_a_third_side_out_as_a_whole(folder: Path) -> None:
    add_north(folder, 3)
    assert "{students: 6, seats: [e1, w1, e2, w2, e3, w3]}" in (folder / "pack.yaml").read_text()
    assert problems_of(folder) == []


@pytest.mark.parametrize(
    ("slug", "groups"),
    [
        ("climate-table", [["china", "india", "us"]]),
        ("shanghai", [["china", "india", "pakistan", "us"]]),
        ("neemrana", [["india", "pakistan"]]),
        ("indus-waters", [["india", "pakistan"]]),
        ("kathmandu-2004", [["india", "pakistan"], ["jk-p", "jk-i"]]),
    ],
)
def test_who_is_measured_against_whom(slug: str, groups: list[list[str]]) -> None:
    assert peers(load_pack(library_folder() / slug).pack) == groups
