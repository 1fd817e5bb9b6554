"""Reflecting back: the other side says a card until its owners accept; meanwhile nobody argues."""

import pytest

from roleplay.rules.needs_board import AnswerQuestion, Ask, MarkCard, PutUpCard, RewordCard, TakeDownCard
from roleplay.rules.phases import Next
from roleplay.rules.reflecting import (
    DropReflection,
    JudgeReflection,
    ReflectionDropped,
    ReflectionJudged,
    Reflections,
    Restate,
    Restated,
)

from .scene import given

TOOLS = {"talks": {"tools": ("needs-board", "reflecting"), "gates": ["reflected"]}}


def talks():
    """A workshop with a card of each side and a question about India's; their ids."""
    scene = given(phase="talks", phases=TOOLS)
    ids = []
    for command, by in ((PutUpCard("need", "Home"), "in1"), (PutUpCard("fear", "Alone"), "pk1")):
        ids.append(scene.having(command, by=by).log[-1].id)
    question = scene.having(Ask(ids[0], "Whose?"), by="pk1").log[-1].id
    return scene, *ids, question


def restated(scene, card, by="pk1"):
    return scene.having(Restate(card, "You want them home"), by=by).log[-1].id


@pytest.mark.parametrize(("who", "side", "which"), [("pk1", "pakistan", 1), ("in1", "india", 2)])
def test_a_delegate_says_a_card_of_the_other_side_and_everybody_hears_it(who, side, which):
    made = talks()
    outcome = made[0].when(Restate(made[which], " You want peace "), by=who)
    outcome.then(Restated(made[which], side, "You want peace")).heard_by_everyone()


def test_nobody_says_back_a_card_of_their_own_side():
    scene, india, pakistan, _ = talks()
    scene.when(Restate(india, "We want"), by="in2").refused("your_own")
    scene.when(Restate(pakistan, "We want"), by="pk2").refused("your_own")
    scene.when(Restate("none", "We want"), by="pk2").refused("no_such_card")


@pytest.mark.parametrize(
    ("verdict", "missing", "kept"), [("accepted", "", ""), ("amend", " When ", "When"), ("not-yet", "", "")]
)
def test_its_owners_say_whether_that_is_what_they_meant(verdict, missing, kept):
    scene, india, _, _ = talks()
    reflection = restated(scene, india)
    outcome = scene.when(JudgeReflection(reflection, verdict, missing), by="in2")
    outcome.then(ReflectionJudged(reflection, verdict, kept)).heard_by_everyone()
    scene.when(JudgeReflection(reflection, verdict, missing), by="in1").refused("already")


def test_whoever_wants_it_amended_says_what_is_missing():
    scene, india, _, _ = talks()
    scene.when(JudgeReflection(restated(scene, india), "amend", "  "), by="in1").refused("what_is_missing")


def test_only_the_owners_of_the_card_judge():
    scene, india, _, _ = talks()
    scene.when(JudgeReflection(restated(scene, india), "accepted"), by="pk2").refused("not_yours")
    scene.when(JudgeReflection("none", "accepted"), by="in1").refused("no_such_reflection")


@pytest.mark.parametrize("who", ["in1", "pk2"])
def test_while_a_card_is_said_back_nobody_rebuts_and_nobody_changes_it(who):
    scene, india, _, question = talks()
    reflection = restated(scene, india)
    for command in (
        Ask(india, "But why?"),
        MarkCard(india, "position"),
        RewordCard(india, "Something else"),
        TakeDownCard(india),
        AnswerQuestion(question, "Ours"),
    ):
        scene.copy().when(command, by=who).refused("being_reflected")
    scene.copy().having(JudgeReflection(reflection, "accepted"), by="in1").when(
        Ask(india, "Why?"), by="pk1"
    ).allowed()


def test_other_cards_go_on_meanwhile():
    scene, india, pakistan, _ = talks()
    restated(scene, india)
    scene.when(Ask(pakistan, "What does it mean?"), by="in1").allowed()


def test_a_card_is_said_back_by_one_at_a_time_and_again_until_it_is_accepted():
    scene, india, _, _ = talks()
    first = restated(scene, india)
    scene.when(Restate(india, "Me too"), by="pk2").refused("being_reflected")
    scene.having(JudgeReflection(first, "not-yet"), by="in1")
    second = restated(scene, india, "pk2")
    scene.having(JudgeReflection(second, "accepted"), by="in1")
    scene.when(Restate(india, "Once more"), by="pk1").refused("already")


def test_tries_and_acceptances_of_each_side_are_kept():
    scene, india, pakistan, _ = talks()
    for verdict in ("not-yet", "accepted"):
        scene.having(JudgeReflection(restated(scene, india), verdict), by="in1")
    scene.having(DropReflection(restated(scene, pakistan, "in1")), by="in1")
    reflections = scene.state[Reflections]
    assert (reflections.of("pakistan"), reflections.of("india")) == ((2, 1), (0, 0))


@pytest.mark.parametrize("who", ["pk2", "host"])
def test_the_side_that_tries_or_staff_may_drop_it_and_the_card_is_free_again(who):
    scene, india, _, _ = talks()
    reflection = restated(scene, india)
    scene.when(DropReflection(reflection), by=who).then(ReflectionDropped(reflection)).heard_by_everyone()
    scene.when(Ask(india, "Why?"), by="pk1").allowed()


def test_the_owners_answer_a_try_and_do_not_drop_it():
    scene, india, _, _ = talks()
    scene.when(DropReflection(restated(scene, india)), by="in1").refused("not_yours")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 501, "too_long")])
def test_what_is_said_back_says_something_and_is_short(text, code):
    scene, india, _, _ = talks()
    scene.when(Restate(india, text), by="pk1").refused(code)


def test_the_gate_waits_until_each_side_has_been_accepted_once():
    scene, india, pakistan, _ = talks()
    scene.having(JudgeReflection(restated(scene, india), "accepted"), by="in1")
    refusal = scene.when(Next(), by="host").refused("gate").refusal
    assert "India has not said a card" in refusal.say and "Pakistan" not in refusal.say
    scene.having(JudgeReflection(restated(scene, pakistan, "in1"), "accepted"), by="pk1")
    scene.when(Next(), by="host").allowed()


def test_a_card_that_staff_take_down_leaves_nothing_to_judge():
    scene, india, _, _ = talks()
    reflection = restated(scene, india)
    scene.having(TakeDownCard(india))
    scene.when(JudgeReflection(reflection, "accepted"), by="in1").refused("already")
