"""What was said lately: which lines, and what is asked of their words."""

import pytest
from hypothesis import given as given_texts
from hypothesis import strategies as st

from roleplay.rules import lately
from roleplay.rules.announce import Broadcast
from roleplay.rules.lately import Lately
from roleplay.rules.moderation import HideLine
from roleplay.rules.rooms import PLENARY
from roleplay.rules.talk import Say

from .scene import MINUTE, Scene, given

ODD = (
    " ",
    " ",
    ". ",
    "’t ",
    "'t ",
    "-",
    "lied",
    "Lied ",
    "India",
    "Indian's ",
    "can",
    "WE",
    "not ",
    "of the ",
    "work",
    "ſ",
    "K",
    "s",
)


def said(*lines: tuple[str, str]) -> Scene:
    scene = given()
    for by, text in lines:
        scene.having(Say(PLENARY, text), by=by)
    return scene


def texts(scene: Scene, begin: int = 0, later: int = 0) -> list[str]:
    return [one.line.text for one in Lately(scene.state, scene.now + later).since(begin)]


def test_what_delegates_said_in_the_plenary_is_there_oldest_first_with_their_side():
    scene = said(("in1", "one"), ("pk1", "two"))
    scene.having(Broadcast("all", "from the chair"))
    spoken = Lately(scene.state, scene.now).since(0)
    assert [(one.line.text, one.side.name) for one in spoken] == [("one", "India"), ("two", "Pakistan")]


def test_a_line_is_gone_after_five_minutes_or_when_it_is_hidden():
    scene = said(("in1", "one"), ("pk1", "two"))
    assert texts(scene, later=4 * MINUTE) == ["one", "two"]
    assert texts(scene, later=6 * MINUTE) == []
    scene.having(HideLine(scene.having_said(PLENARY, "three", "in2")))
    assert texts(scene) == ["one", "two"]


def test_since_leaves_out_what_was_said_at_that_very_moment():
    scene = said(("in1", "one"))
    at = scene.now
    assert texts(scene, begin=at - 1) == ["one"]
    assert texts(scene, begin=at) == []


def test_what_was_asked_before_is_not_asked_again(monkeypatch: pytest.MonkeyPatch):
    scene = said(("in1", "We never accept it."), ("pk1", "In 1999 you lied, India."))
    asked = Lately(scene.state, scene.now).asked()
    monkeypatch.setattr(lately, "_asked", None)
    again = Lately(scene.state, scene.now, asked)
    assert [(one.asked.vetoes, one.asked.names_a_year, one.asked.blamed) for one in again.since(0)] == [
        (True, False, ""),
        (False, True, "India"),
    ]
    assert again.asked() == asked


@pytest.mark.parametrize(
    ("text", "words", "year"),
    [
        pytest.param("In 1965 we spoke", 4, True, id="a-year"),
        pytest.param("FY2001 and 12345", 3, True, id="a-year-within-a-word"),
        pytest.param("in 12345 or 0042", 4, False, id="other-numbers"),
        pytest.param("", 0, False, id="nothing"),
    ],
)
def test_words_are_counted_and_years_found(text: str, words: int, year: bool):
    found = lately._asked(text, (), ())
    assert (found.words, found.names_a_year) == (words, year)


@given_texts(
    st.lists(st.sampled_from("abc"), max_size=12),
    st.lists(st.lists(st.sampled_from("abc"), max_size=8).map(" ".join), max_size=3),
)
def test_five_words_of_an_official_line_in_its_order_are_a_recital(words, official):
    runs = {run for phrase in official for run in lately._runs(phrase.split())}
    recites = not runs.isdisjoint(lately._runs(words))
    assert lately._asked(" ".join(words), (), tuple(official)).recites == recites


@given_texts(st.lists(st.sampled_from([*lately.VETO_WORDS, *lately.BLAMES, *ODD]), max_size=8).map("".join))
def test_no_line_is_passed_over_for_the_words_it_lacks(text):
    """A cheap look at the words comes before the patterns, and lets everything through that they find."""
    found = lately._asked(text, (("India", "Indian"),), ())
    blames = lately.SENTENCE.split(text)
    named = [
        one for one in blames if lately.BLAME.search(one) and lately._named("India", "Indian").search(one)
    ]
    assert found.vetoes == bool(lately.VETO.search(text))
    assert found.blamed == ("India" if named else "")
