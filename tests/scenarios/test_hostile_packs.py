"""Hostile packs are refused whole, quickly, in little memory, and with a line that says why."""

import re
import time
import tracemalloc
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from scenarios.library_index import all_packs, broken_packs, get_pack
from scenarios.loader import load_pack
from scenarios.problems import PackErrors
from tests.scenarios.hostile import Damage, every_damage

DAMAGES = every_damage()
SECONDS = 2.0
MEGABYTES = 64
REPORT = re.compile(r"\S[^\n]*?:[1-9]\d*:[1-9]\d* \S[^\n]+\. \S[^\n]+")


def test_there_are_more_than_a_hundred() -> None:
    assert len(DAMAGES) > 200


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_hostile_pack_is_refused_with_file_and_line(folder: Path, damage: Damage) -> None:
    damage(folder)
    begun = time.process_time()
    with pytest.raises(PackErrors) as caught:
        load_pack(folder)
    assert time.process_time() - begun < SECONDS
    for problem in caught.value.problems:
        assert REPORT.fullmatch(str(problem)), str(problem)
        assert len(str(problem)) < 600
        assert str(folder.parent) not in str(problem)


@pytest.mark.parametrize(
    "name", ["pack.yaml of 100 MB", *(name for name in DAMAGES if name.startswith("pack.yaml: "))]
)
def test_a_bomb_takes_little_memory(folder: Path, name: str) -> None:
    DAMAGES[name](folder)
    tracemalloc.start()
    try:
        with pytest.raises(PackErrors):
            load_pack(folder)
        assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_folder_that_is_a_link_is_no_pack(folder: Path) -> None:
    other = folder.parent / "other"
    other.symlink_to(folder)
    with pytest.raises(PackErrors, match="is not a folder"):
        load_pack(other)


def test_a_broken_pack_is_reported_and_the_others_stay(folder: Path, settings: Settings) -> None:
    settings.PACK_LIBRARY = folder.parent
    assert [loaded.pack.id for loaded in all_packs()] == ["harbour"]
    (folder.parent / "wreck").mkdir()
    (folder.parent / "wreck" / "pack.yaml").write_text("id: wreck\n")
    assert [loaded.pack.id for loaded in all_packs()] == ["harbour"]
    assert "title: is missing" in str(broken_packs()["wreck"])
    with pytest.raises(PackErrors):
        get_pack("wreck")
    with pytest.raises(KeyError):
        get_pack("nothing")


def test_a_pack_that_is_mended_is_read_again(folder: Path, settings: Settings) -> None:
    settings.PACK_LIBRARY = folder.parent
    good = (folder / "pack.yaml").read_text()
    (folder / "pack.yaml").write_text(good.replace("heat: low", "heat: tepid"))
    assert all_packs() == []
    (folder / "pack.yaml").write_text(good.replace("heat: low", "heat: high"))
    assert get_pack("harbour").pack.heat == "high"
    assert get_pack("harbour") is get_pack("harbour")
