"""The needs and fears board: cards in turns, equally many, and only questions from the other side."""

import pytest

from roleplay.rules.needs_board import (
    MOST_CARDS,
    AnswerQuestion,
    Ask,
    CardMarked,
    CardPutUp,
    CardReworded,
    CardTakenDown,
    MarkCard,
    NeedsBoard,
    PutUpCard,
    QuestionAnswered,
    QuestionAsked,
    RewordCard,
    TakeDownCard,
)
from roleplay.rules.phases import Next
from roleplay.rules.seats import FreeSeat
from roleplay.rules.tools import TakenAway

from .scene import given

BOARD = {"talks": {"tools": ("needs-board",), "gates": ["equal-cards"]}}


def board(**different):
    return given(phase="talks", phases=BOARD, **different)


def with_card(scene, by="in1", text="To come home"):
    scene.having(PutUpCard("need", text), by=by)
    return scene.log[-1].id


def with_question(scene, card, by="pk1"):
    scene.having(Ask(card, "Who would come home?"), by=by)
    return scene.log[-1].id


def on_board(scene):
    return [(card.side, card.kind, card.text) for card in scene.state[NeedsBoard].cards.values()]


@pytest.mark.parametrize("kind", ["need", "fear", "hope", "position"])
@pytest.mark.parametrize(("who", "side"), [("in1", "india"), ("pk1", "pakistan")])
def test_either_side_may_begin_and_everybody_hears_it(kind, who, side):
    scene = board()
    scene.when(PutUpCard(kind, " Respect "), by=who).then(
        CardPutUp(side, kind, "Respect")
    ).heard_by_everyone()
    assert on_board(scene) == [(side, kind, "Respect")]


@pytest.mark.parametrize(("first", "second"), [("in1", "pk1"), ("pk1", "in1")])
def test_the_sides_take_turns_so_that_neither_is_two_cards_ahead(first, second):
    scene = board()
    with_card(scene, first)
    scene.copy().when(PutUpCard("need", "Another"), by=first).refused("their_turn")
    scene.having(PutUpCard("fear", "Ours"), by=second)
    scene.copy().when(PutUpCard("need", "Another"), by=first).allowed()
    scene.when(PutUpCard("need", "Another"), by=second).allowed()


def test_with_three_sides_nobody_is_two_cards_ahead_of_the_one_that_has_fewest():
    scene = board(sides=3, seated=("in1", "pk1", "mv1"))
    for who in ("in1", "pk1"):
        with_card(scene, who)
    scene.copy().when(PutUpCard("need", "Another"), by="in1").refused("their_turn")
    scene.having(PutUpCard("need", "The sea"), by="mv1").when(
        PutUpCard("need", "Another"), by="in1"
    ).allowed()


def test_a_side_for_which_nobody_sits_is_not_waited_for():
    scene = board(seated=("in1", "pk1"))
    with_card(scene)
    scene.having(FreeSeat("pk1"))
    scene.when(PutUpCard("need", "Another"), by="in1").allowed()


def test_a_card_may_not_be_taken_down_when_that_makes_the_counts_uneven():
    scene = board()
    mine = with_card(scene)
    with_card(scene, "pk1")
    theirs = with_card(scene, "pk1")
    scene.copy().when(TakeDownCard(mine), by="in2").refused("uneven")
    scene.when(TakeDownCard(theirs), by="pk2").then(CardTakenDown(theirs)).heard_by_everyone()
    scene.when(TakeDownCard(mine), by="in2").then(CardTakenDown(mine))


def test_eight_cards_of_a_side_are_enough():
    scene = board()
    for number in range(MOST_CARDS):
        for who in ("in1", "pk1"):
            with_card(scene, who, f"Number {number}")
    scene.when(PutUpCard("need", "One more"), by="in1").refused("full")


def test_its_own_side_rewords_and_marks_a_card_and_everybody_hears_it():
    scene = board()
    card = with_card(scene)
    scene.when(RewordCard(card, "Home"), by="in2").then(CardReworded(card, "Home")).heard_by_everyone()
    scene.when(MarkCard(card, "position"), by="in2").then(CardMarked(card, "position")).heard_by_everyone()
    assert on_board(scene) == [("india", "position", "Home")]
    scene.when(RewordCard(card, " Home "), by="in1").refused("already")
    scene.when(MarkCard(card, "position"), by="in1").refused("already")


@pytest.mark.parametrize(
    "command", [lambda id: RewordCard(id, "x"), lambda id: MarkCard(id, "fear"), TakeDownCard]
)
def test_the_other_side_does_not_change_a_card(command):
    scene = board()
    card = with_card(scene)
    scene.when(command(card), by="pk1").refused("not_yours")
    scene.when(command("none"), by="pk1").refused("no_such_card")


def test_the_other_side_may_ask_what_a_card_means_and_its_owners_answer_once():
    scene = board()
    card = with_card(scene)
    scene.when(Ask(card, "Who?"), by="pk1").then(QuestionAsked(card, "pakistan", "Who?")).heard_by_everyone()
    question = scene.log[-1].id
    scene.when(AnswerQuestion(question, "All"), by="in2").then(
        QuestionAnswered(question, "All")
    ).heard_by_everyone()
    assert scene.state[NeedsBoard].cards[card].questions[0].answer == "All"
    scene.when(AnswerQuestion(question, "Some"), by="in1").refused("already")


def test_nobody_asks_about_a_card_of_their_own_side():
    scene = board()
    scene.when(Ask(with_card(scene), "Who?"), by="in2").refused("your_own")


def test_only_the_side_whose_card_it_is_answers():
    scene = board()
    question = with_question(scene, with_card(scene))
    scene.when(AnswerQuestion(question, "We think"), by="pk2").refused("not_yours")
    scene.when(AnswerQuestion("none", "We think"), by="pk2").refused("no_such_question")


def test_the_questions_about_a_card_go_with_it():
    scene = board()
    card = with_card(scene)
    question = with_question(scene, card)
    scene.having(TakeDownCard(card), by="in1").when(AnswerQuestion(question, "All"), by="in1").refused(
        "no_such_question"
    )


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 301, "too_long")])
def test_what_is_written_says_something_and_is_short(text, code):
    scene = board()
    scene.when(PutUpCard("need", text), by="in1").refused(code)
    card = with_card(scene)
    scene.when(RewordCard(card, text), by="in1").refused(code)
    scene.when(Ask(card, text), by="pk1").refused(code)
    scene.when(AnswerQuestion(with_question(scene, card), text), by="in1").refused(code)


def test_the_gate_waits_for_a_card_of_each_side():
    scene = board()
    assert "India has no card on the board" in scene.when(Next(), by="host").refused("gate").refusal.say
    with_card(scene)
    assert "Pakistan has no card on the board" in scene.when(Next(), by="host").refused("gate").refusal.say
    with_card(scene, "pk1")
    scene.when(Next(), by="host").allowed()


def test_the_gate_waits_while_a_side_that_came_back_is_two_cards_behind():
    scene = board(seated=("in1", "pk1"))
    with_card(scene), with_card(scene, "pk1")
    scene.having(FreeSeat("pk1"))
    with_card(scene, text="A second"), with_card(scene, text="A third")
    scene.with_seated("pk2")
    assert "Pakistan has 2 cards fewer" in scene.when(Next(), by="host").refused("gate").refusal.say


def test_staff_take_down_a_card_that_must_not_stand_there_and_its_words_are_for_staff_from_then_on():
    scene = board()
    card = with_card(scene)
    with_card(scene, "pk1"), with_card(scene, "pk1")
    scene.when(TakeDownCard(card), by="host").then(CardTakenDown(card)).heard_by_everyone()
    assert scene.state[TakenAway].ids == {card}


def test_what_a_side_takes_down_itself_is_not_hidden():
    scene = board()
    scene.having(TakeDownCard(with_card(scene)), by="in1")
    assert scene.state[TakenAway].ids == set()
