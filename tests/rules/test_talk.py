"""Lines, replies, withdrawing, reactions."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.floor import SetFloor
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.moderation import HideLine, LineHidden
from roleplay.rules.phases import Next
from roleplay.rules.rooms import AnswerInvitation, Invite, Rooms
from roleplay.rules.seats import GiveSeat
from roleplay.rules.talk import React, Reacted, Said, Say, Talk, Withdraw, Withdrawn

from .scene import given
from .small_pack import IN


def test_what_is_said_in_the_plenary_is_heard_by_everyone():
    outcome = given().when(Say("plenary", "Good morning"), by="in1")
    outcome.then(Said("plenary", "Good morning")).heard_by_everyone().not_sealed()


def test_what_is_said_in_a_caucus_is_heard_by_every_seat_of_the_side_taken_or_not():
    outcome = given(phase="caucus").when(Say("caucus-india", "Among us"), by="in1")
    outcome.then(Said("caucus-india", "Among us")).heard_by(*IN).not_sealed()


def test_words_are_cleaned_before_they_are_kept():
    given().when(Say("plenary", "  one\r\ntwo\x07 "), by="in1").then(Said("plenary", "one\ntwo"))


def test_a_line_remembers_its_seat_and_its_person():
    scene = given()
    line = scene.line(scene.having_said("plenary", "I was here", by="in1"))
    assert (line.seat, line.by, line.kind, line.at) == ("in1", "p-in1", "said", scene.now)


def test_a_line_of_staff_has_no_seat():
    scene = given()
    assert scene.line(scene.having_said("plenary", "Welcome", by="host")).seat is None


def test_a_phase_begins_below_what_was_said_before_it_even_in_the_same_millisecond():
    scene = given(phase="caucus")
    scene.having_said("caucus-india", "Before", by="in1")
    scene.having(Next("time"))
    assert list(scene.state[Talk].chapters.values())[-1] == {"caucus-india": 1}


def test_a_reply_names_the_line_that_it_replies_to():
    scene = given()
    line = scene.having_said("plenary", "A question", by="in1")
    scene.when(Say("plenary", "An answer", line), by="pk1").then(Said("plenary", "An answer", line))


def test_nobody_replies_to_a_line_that_they_did_not_hear():
    scene = given(phase="caucus")
    line = scene.having_said("caucus-india", "Among us", by="in1")
    scene.when(Say("caucus-pakistan", "I know", line), by="pk1").refused("no_such_line")
    scene.when(Say("caucus-pakistan", "I guess", "made-up"), by="pk1").refused("no_such_line")


@pytest.mark.parametrize("by", ["in1", "host"])
def test_a_line_of_one_room_is_not_carried_into_another_by_a_reply(by):
    scene = given(phase="caucus")
    line = scene.having_said("caucus-india", "Among us", by="in1")
    scene.having(Next()).having(SetFloor("free"))
    scene.when(Say("plenary", "We said", line), by=by).refused("no_such_line")


@pytest.mark.parametrize("by", ["in1", "host"])
def test_a_whisper_is_not_quoted_to_the_plenary_where_it_was_read(by):
    scene = given().having(Broadcast("seat:in1", "You are doing well"))
    whisper = scene.log[-1].id
    scene.when(Say("plenary", "Thank you", whisper), by=by).refused("no_such_line")


@pytest.mark.parametrize("by", ["in1", "pk1", "host"])
def test_nobody_replies_to_a_line_that_was_withdrawn_or_hidden(by):
    scene = given()
    withdrawn = scene.having_said("plenary", "Forget it", by="in1")
    hidden = scene.having_said("plenary", "Rude", by="in1")
    scene.having(Withdraw(withdrawn), by="in1").having(HideLine(hidden))
    scene.when(Say("plenary", "But you said", withdrawn), by=by).refused("gone")
    scene.when(Say("plenary", "But you said", hidden), by=by).refused("gone")


def test_a_line_is_withdrawn_before_those_who_heard_it():
    scene = given(phase="caucus")
    line = scene.having_said("caucus-india", "Forget it", by="in1")
    scene.when(Withdraw(line), by="in1").then(Withdrawn(line)).heard_by(*IN).not_sealed()
    assert scene.line(line).withdrawn


@pytest.mark.parametrize("by", ["in2", "pk1", "host", "co"])
def test_only_its_author_withdraws_a_line(by):
    scene = given()
    line = scene.having_said("plenary", "Mine", by="in1")
    scene.when(Withdraw(line), by=by).refused("not_yours")


def test_whoever_takes_over_a_seat_does_not_withdraw_what_was_said_on_it():
    scene = given(waiting=("wendy",))
    line = scene.having_said("plenary", "Mine", by="in1")
    scene.having(GiveSeat("wendy", "in1"))
    scene.having(AcceptRules(), by="in1")
    scene.when(Withdraw(line), by="in1").refused("not_yours")


def test_a_line_is_withdrawn_once():
    scene = given()
    line = scene.having_said("plenary", "Mine", by="in1")
    scene.having(Withdraw(line), by="in1")
    scene.when(Withdraw(line), by="in1").refused("already")


def test_a_line_of_others_does_not_exist():
    scene = given(phase="caucus")
    line = scene.having_said("caucus-india", "Among us", by="in1")
    for command in (Withdraw(line), React(line, "heard")):
        unheard = scene.when(command, by="pk1").refused("no_such_line")
        made_up = scene.when(type(command)("made-up", *list(vars(command).values())[1:]), by="pk1")
        assert unheard.refusal.say == made_up.refused("no_such_line").refusal.say


def test_a_reaction_is_heard_by_those_who_heard_the_line():
    scene = given(phase="caucus")
    line = scene.having_said("caucus-india", "Let us try", by="in1")
    outcome = scene.when(React(line, "workable"), by="in2")
    outcome.then(Reacted(line, "workable", True)).heard_by(*IN)
    assert scene.line(line).reactions == {"workable": ["in2"]}


def test_a_reaction_in_a_corridor_stays_between_the_two():
    scene = given(phase="talks").having(Invite("pk1"), by="in1")
    corridor = next(iter(scene.state[Rooms].corridors))
    scene.having(AnswerInvitation(corridor, True), by="pk1")
    line = scene.having_said(corridor, "Between us", by="in1")
    scene.when(React(line, "heard"), by="pk1").heard_by("in1", "pk1").sealed()
    scene.when(React(line, "heard"), by="in2").refused("no_such_line")
    scene.when(HideLine(line), by="host").refused("no_such_line")


def test_a_reaction_can_be_taken_back():
    scene = given()
    line = scene.having_said("plenary", "Let us try", by="in1")
    scene.having(React(line, "heard"), by="pk1")
    scene.when(React(line, "heard", False), by="pk1").then(Reacted(line, "heard", False))
    assert scene.line(line).reactions == {"heard": []}


def test_the_same_reaction_twice_is_one_too_many():
    scene = given()
    line = scene.having_said("plenary", "Let us try", by="in1")
    scene.when(React(line, "heard", False), by="pk1").refused("already")
    scene.having(React(line, "heard"), by="pk1").having(React(line, "workable"), by="pk1")
    scene.when(React(line, "heard"), by="pk1").refused("already")


def test_nobody_reacts_to_their_own_line_not_even_from_another_seat():
    scene = given()
    line = scene.having_said("plenary", "Let us try", by="in1")
    scene.when(React(line, "heard"), by="in1").refused("not_allowed")
    scene.having(GiveSeat("p-in1", "in3"))
    scene.when(React(line, "heard"), by="in3").refused("not_allowed")


@pytest.mark.parametrize("gone", ["withdrawn", "hidden"])
def test_nobody_reacts_to_a_line_that_is_gone(gone):
    scene = given()
    line = scene.having_said("plenary", "Let us try", by="in1")
    scene.having(*((Withdraw(line), "in1") if gone == "withdrawn" else (HideLine(line), "host")))
    scene.when(React(line, "heard"), by="pk1").refused("gone")


def test_an_author_may_withdraw_a_line_that_staff_have_hidden():
    scene = given()
    line = scene.having_said("plenary", "Rude", by="in1")
    scene.when(HideLine(line), by="host").then(LineHidden(line))
    scene.when(Withdraw(line), by="in1").then(Withdrawn(line))


def test_empty_words_are_not_a_line():
    given().when(Say("plenary", " \u200b\n"), by="in1").refused("empty")
