"""The frozen copy: everything a workshop needs, the same each time, readable by the rules."""

import ast
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import roleplay.rules.setting
from roleplay.rules.setting import Setting
from scenarios.freeze import UnknownForm, cast_for, content_hash, freeze, make_setting
from scenarios.loader import LoadedPack, load_pack
from scenarios.problems import Problem
from scenarios.schema import Cast


def test_the_copy_goes_through_json_and_comes_back_the_same(harbour: LoadedPack) -> None:
    frozen = freeze(harbour, 45, 6)
    assert json.loads(json.dumps(frozen)) == frozen
    assert Setting.from_json(frozen) == make_setting(harbour, 45, 6)


def test_the_same_pack_gives_the_same_copy(folder: Path, harbour: LoadedPack) -> None:
    assert freeze(load_pack(folder), 45, 6) == freeze(harbour, 45, 6)


def test_the_hash_follows_the_content(
    folder: Path, harbour: LoadedPack, problems: Callable[..., list[Problem]]
) -> None:
    assert problems("secret-seat-brief-e1", "another brief", "seats/e1.md") == []
    changed = load_pack(folder)
    assert content_hash(changed) != content_hash(harbour)
    assert freeze(changed, 45, 6)["hash"] == freeze(changed, 90, 8)["hash"]


def test_the_hash_does_not_follow_the_rehearsal_or_a_remark(
    folder: Path, harbour: LoadedPack, problems: Callable[..., list[Problem]]
) -> None:
    assert problems("secret-script-hello", "another line", "rehearsal-45.yaml") == []
    assert problems("heat: low", "heat: low  # calm") == []
    assert content_hash(load_pack(folder)) == content_hash(harbour)


def test_a_form_has_its_own_minutes(harbour: LoadedPack) -> None:
    for minutes in (45, 90):
        setting = Setting.from_json(freeze(harbour, minutes, 6))
        assert sum(phase.minutes for phase in setting.phases) == minutes
        assert setting.minutes == minutes
        assert sum(step.minutes for step in setting.debrief) == setting.phase("debrief").minutes


def test_a_form_that_the_pack_has_not_is_refused(harbour: LoadedPack) -> None:
    with pytest.raises(UnknownForm):
        freeze(harbour, 180, 6)


@pytest.mark.parametrize(("students", "cast"), [(3, 6), (6, 6), (7, 6), (8, 8), (11, 8), (12, 12), (40, 12)])
def test_the_largest_cast_that_the_students_can_fill_is_taken(
    harbour: LoadedPack, students: int, cast: int
) -> None:
    seats = harbour.pack.casts[0].seats
    casts = [Cast(students=number, seats=seats) for number in (12, 6, 8)]
    pack = harbour.pack.model_copy(update={"casts": casts})
    assert cast_for(pack, students).students == cast


def test_only_seats_in_use_are_there_with_their_briefs(harbour: LoadedPack) -> None:
    cast = Cast.model_construct(students=6, seats=["w1", "e1"])
    small = replace(harbour, pack=harbour.pack.model_copy(update={"casts": [cast]}))
    setting = Setting.from_json(freeze(small, 45, 6))
    assert [seat.id for seat in setting.seats] == ["e1", "w1"]
    assert set(setting.seat_briefs) == {"e1", "w1"}
    assert [seat.id for seat in setting.seats_of("west")] == ["w1"]


def test_a_side_without_a_seat_in_use_is_not_there_and_the_others_keep_their_colour(
    harbour: LoadedPack,
) -> None:
    cast = Cast.model_construct(students=6, seats=["w1", "w2"])
    setting = make_setting(replace(harbour, pack=harbour.pack.model_copy(update={"casts": [cast]})), 45, 6)
    assert [(side.id, side.number) for side in setting.sides] == [("west", 2)]
    assert set(setting.side_briefs) == {"west"}


def test_everything_can_be_looked_up(harbour: LoadedPack) -> None:
    setting = Setting.from_json(freeze(harbour, 45, 6))
    assert setting.side("east").letter == "E"
    assert setting.seat("w2").private_text == "secret-fact-w2"
    assert setting.phase("think").rooms == ("plenary", "caucus", "corridor")
    assert setting.inject("whisper").correction == "secret-rumour-correction"
    for look_up in (setting.side, setting.seat, setting.phase, setting.inject):
        with pytest.raises(KeyError):
            look_up("nothing")


def test_a_copy_from_another_version_still_reads(harbour: LoadedPack) -> None:
    frozen = freeze(harbour, 45, 6)
    frozen["a-field-of-tomorrow"] = {"x": 1}
    frozen["seats"][0]["a-field-of-tomorrow"] = 1
    del frozen["seats"][0]["gender"]
    assert Setting.from_json(frozen).seats[0].gender == "unspecified"


def test_the_rules_see_nothing_but_the_standard_library() -> None:
    tree = ast.parse(Path(roleplay.rules.setting.__file__).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    modules = {node.module for node in imports if not node.level}  # beside it are other rules
    modules |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert {str(module).split(".")[0] for module in modules} <= sys.stdlib_module_names


def test_a_phase_has_the_tools_that_are_usual_for_its_code_unless_it_names_its_own(
    folder: Path, problems: Callable[..., list[Problem]]
) -> None:
    assert problems("    code: PH4\n", "    code: PH4\n    tools: []\n") == []
    setting = Setting.from_json(freeze(load_pack(folder), 45, 6))
    assert setting.phase("prepare").tools == ("caucus-sheet",)
    assert setting.phase("think").tools == ()


def test_one_gate_and_several_are_frozen_alike(
    folder: Path, harbour: LoadedPack, problems: Callable[..., list[Problem]]
) -> None:
    assert problems("gate: rules-accepted", "gates: [rules-accepted]") == []
    for pack in (harbour, load_pack(folder)):
        assert Setting.from_json(freeze(pack, 45, 6)).phase("open").waits_for == ("rules-accepted",)
