"""The cleared summary: each side clears, one objection holds back, nobody learns whose it was."""

import pytest

from roleplay.rules.cleared_summary import (
    MOST_SENTENCES,
    ClearSentence,
    HoldSentence,
    ProposeSentence,
    SentenceCleared,
    SentenceHeld,
    SentencePassed,
    SentenceProposed,
    Summary,
)
from roleplay.rules.seats import FreeSeat

from .scene import given
from .small_pack import IN, PK

TALKS = {"talks": {"tools": ("cleared-summary",)}}


def talks(**different):
    return given(phase="talks", phases=TALKS, **different)


def proposed(scene, by="in1"):
    return scene.having(ProposeSentence("Participants discussed lists"), by=by).log[-1].id


def tellable(scene):
    return [one.text for one in scene.state[Summary].tellable()]


@pytest.mark.parametrize("who", ["in1", "pk1", "host"])
def test_delegates_and_staff_propose_sentences_and_everybody_hears_them_unsigned(who):
    scene = talks()
    outcome = scene.when(ProposeSentence(" It was felt "), by=who).heard_by_everyone()
    outcome.then(SentenceProposed("It was felt"))
    assert tellable(scene) == []


def test_that_a_side_has_cleared_a_sentence_is_heard_by_that_side_and_staff_alone():
    scene = talks()
    sentence = proposed(scene)
    outcome = scene.when(ClearSentence(sentence), by="in2").heard_by(*IN).not_sealed()
    outcome.then(SentenceCleared(sentence, "india"))
    assert tellable(scene) == []


def test_everybody_hears_when_the_last_side_has_cleared_it():
    scene = talks()
    sentence = proposed(scene)
    scene.having(ClearSentence(sentence), by="in1")
    outcome = scene.when(ClearSentence(sentence), by="pk1")
    outcome.then(SentenceCleared(sentence, "pakistan"), SentencePassed(sentence))
    assert [one.hearers for one in outcome.entries] == [PK, None]
    assert tellable(scene) == ["Participants discussed lists"]


def test_a_sentence_waits_for_every_side_at_the_table():
    scene = talks(sides=3, seated=("in1", "pk1", "mv1"))
    sentence = proposed(scene)
    for who in ("in1", "pk1"):
        scene.having(ClearSentence(sentence), by=who)
    assert tellable(scene) == []
    scene.having(ClearSentence(sentence), by="mv1")
    assert len(tellable(scene)) == 1


def test_a_side_clears_once():
    scene = talks()
    sentence = proposed(scene)
    scene.having(ClearSentence(sentence), by="in1")
    scene.when(ClearSentence(sentence), by="in2").refused("already")
    scene.having(ClearSentence(sentence), by="pk1")
    scene.when(ClearSentence(sentence), by="pk2").refused("already")


def test_when_the_others_have_left_the_table_the_one_that_stays_may_clear_it_again():
    scene = talks()
    sentence = proposed(scene)
    scene.having(ClearSentence(sentence), by="in1")
    for seat in ("pk1", "pk2"):
        scene.having(FreeSeat(seat))
    scene.when(ClearSentence(sentence), by="in1").then(
        SentenceCleared(sentence, "india"), SentencePassed(sentence)
    )


@pytest.mark.parametrize("who", ["in2", "pk2", "host"])
@pytest.mark.parametrize("cleared", [0, 1, 2])
def test_one_objection_holds_a_sentence_back_for_good_at_any_time_and_is_unsigned(who, cleared):
    scene = talks()
    sentence = proposed(scene)
    for side in ("in1", "pk1")[:cleared]:
        scene.having(ClearSentence(sentence), by=side)
    scene.when(HoldSentence(sentence), by=who).then(SentenceHeld(sentence)).heard_by_everyone()
    assert tellable(scene) == []
    scene.when(ClearSentence(sentence), by="pk1").refused("held")
    scene.when(HoldSentence(sentence), by="in1").refused("held")


def test_what_is_not_there_is_neither_cleared_nor_held():
    scene = talks()
    scene.when(ClearSentence("none"), by="in1").refused("no_such_sentence")
    scene.when(HoldSentence("none"), by="in1").refused("no_such_sentence")


def test_there_is_room_for_a_page_and_no_more():
    scene = talks()
    for _ in range(MOST_SENTENCES):
        proposed(scene)
    scene.when(ProposeSentence("One more"), by="in1").refused("full")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 301, "too_long")])
def test_a_sentence_says_something_and_is_short(text, code):
    talks().when(ProposeSentence(text), by="in1").refused(code)
