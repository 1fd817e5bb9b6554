"""The words that a pack gives to moves of the third party: optional, and checked when they are there."""

from collections.abc import Callable
from pathlib import Path

from roleplay.rules.setting import Setting
from scenarios.checks.passages import passages
from scenarios.freeze import freeze
from scenarios.loader import LoadedPack, load_pack
from scenarios.problems import Problem

Edit = Callable[..., list[Problem]]
WORDS = """moves:
  theory: "Think of the tide: it comes back."
happened:"""


def test_a_pack_without_them_loads_and_its_copy_has_none(harbour: LoadedPack) -> None:
    assert Setting.from_json(freeze(harbour, 45, 6)).moves == {}


def test_a_workshop_opened_before_there_were_any_still_opens(harbour: LoadedPack) -> None:
    old = {key: value for key, value in freeze(harbour, 45, 6).items() if key != "moves"}
    assert Setting.from_json(old).moves == {}


def test_a_workshop_has_a_copy_of_them_and_the_checker_reads_them(folder: Path, problems: Edit) -> None:
    assert problems("happened:", WORDS) == []
    loaded, text = load_pack(folder), "Think of the tide: it comes back."
    assert Setting.from_json(freeze(loaded, 45, 6)).moves == {"theory": text}
    assert text in [passage.text for passage in passages(loaded)]


def test_words_for_a_move_that_is_none_are_an_error(problems: Edit) -> None:
    said = [str(problem) for problem in problems("happened:", WORDS.replace("theory", "applause"))]
    assert ['there is no move "applause"' in one for one in said] == [True]
