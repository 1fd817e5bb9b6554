"""Who asks at home, and what the Track One desk may answer: optional in a pack, checked when it is there."""

from collections.abc import Callable
from pathlib import Path

from roleplay.rules.setting import AudienceSetting, ReplySetting, Setting, TrackOneSetting
from scenarios.balance import advice
from scenarios.freeze import freeze
from scenarios.loader import LoadedPack, load_pack
from scenarios.problems import Problem

AUDIENCE = """audiences:
  - {id: paper, title: Your paper, asks: "What is new?", replies: [{mood: cold, text: "So little?"}]}
  - {id: union, title: Your union, asks: "Who pays?", side: east}
"""
ANSWERS = """track_one:
  - {id: filed, kind: shelves, text: "Filed with thanks."}
"""
Edit = Callable[..., list[Problem]]


def frozen(loaded: LoadedPack) -> Setting:
    return Setting.from_json(freeze(loaded, 45, 6))


def test_a_pack_without_them_loads_and_is_not_told_to_have_any(harbour: LoadedPack) -> None:
    assert frozen(harbour).audiences == frozen(harbour).track_one == ()
    assert not any("at home (" in str(problem) for problem in advice(harbour))


def test_a_workshop_has_a_copy_of_them(folder: Path, problems: Edit) -> None:
    assert problems("happened:", AUDIENCE + ANSWERS + "happened:") == []
    setting = frozen(load_pack(folder))
    assert setting.audiences == (
        AudienceSetting("paper", "Your paper", "What is new?", (ReplySetting("cold", "So little?"),)),
        AudienceSetting("union", "Your union", "Who pays?", (), "east"),
    )
    assert setting.track_one == (TrackOneSetting("filed", "shelves", "Filed with thanks."),)


def test_a_workshop_opened_before_there_were_any_still_opens(harbour: LoadedPack) -> None:
    old = {
        key: value for key, value in freeze(harbour, 45, 6).items() if key not in ("audiences", "track_one")
    }
    assert Setting.from_json(old).audiences == ()


def test_what_cannot_be_is_said_with_its_place(problems: Edit) -> None:
    wrong = AUDIENCE.replace("side: east", "side: north").replace("id: union", "id: paper")
    said = [str(problem) for problem in problems("happened:", wrong + "happened:")]
    assert any('audiences.1.side: there is no side "north"' in one for one in said)
    assert any('audiences.1.id: "paper" is already used' in one for one in said)


def test_an_answer_of_another_kind_does_not_load(problems: Edit) -> None:
    said = problems("happened:", ANSWERS.replace("shelves", "dances") + "happened:")
    assert ["track_one.0.kind" in str(problem) for problem in said] == [True]


def test_sides_that_are_not_met_alike_at_home_are_noticed(folder: Path, problems: Edit) -> None:
    assert problems("happened:", AUDIENCE + "happened:") == []
    said = [str(problem) for problem in advice(load_pack(folder))]
    assert any("audiences: the sides are not met alike at home" in one for one in said)
