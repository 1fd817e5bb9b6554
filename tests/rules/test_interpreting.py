"""Interpreters: who may be one, what they may say again and where, and who reads it."""

import pytest

from roleplay.rules.attribution import SetAttribution
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.interpreting import (
    Interpret,
    Interpreted,
    InterpreterNamed,
    Interpreters,
    InterpreterThanked,
    NameInterpreter,
    ThankInterpreter,
)
from roleplay.rules.meetings import Adjourn
from roleplay.rules.moderation import HideLine, Mute
from roleplay.rules.people import Remove
from roleplay.rules.rooms import AnswerInvitation, Invite
from roleplay.rules.safety import PauseRooms
from roleplay.rules.seats import MakeObserver
from roleplay.rules.talk import Say, Withdraw
from roleplay.rules.workshop import End

from .scene import given

URDU = "ہم اپنے ماہی گیر واپس چاہتے ہیں۔"
OURS = "We want our fishermen back."


def interpreted(phase="opening", **scene):
    """Olive observes and interprets, and so does in2."""
    scene.setdefault("phases", {"caucus": {"rooms": ["plenary", "caucus"]}})
    there = given(phase=phase, observing=("olive",), **scene)
    return there.having(NameInterpreter("olive")).having(NameInterpreter("p-in2"))


# --- who


def test_staff_ask_an_observer_or_a_delegate_to_interpret():
    scene = given(observing=("olive",))
    scene.when(NameInterpreter("olive"), by="co").then(InterpreterNamed("olive")).staff_only()
    scene.when(NameInterpreter("p-in1"), by="host").then(InterpreterNamed("p-in1")).heard_by("in1")
    scene.when(NameInterpreter("olive"), by="host").refused("already")


@pytest.mark.parametrize("who", ["wendy", "co", "host"])
def test_nobody_else_can_interpret(who):
    given(waiting=("wendy",)).when(NameInterpreter(who), by="host").refused("not_inside")


def test_whoever_is_thanked_or_removed_interprets_no_longer():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(ThankInterpreter("p-in2"), by="host").then(InterpreterThanked("p-in2")).heard_by("in2")
    scene.when(ThankInterpreter("p-in2"), by="host").refused("already")
    scene.when(Interpret(line, OURS), by="in2").refused("not_allowed")
    assert scene.having(Remove("olive")).state[Interpreters].people == set()


def test_an_observer_interprets_after_accepting_the_rules():
    scene = given(waiting=("wendy",)).having(MakeObserver("wendy")).having(NameInterpreter("wendy"))
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(Interpret(line, OURS), by="wendy").refused("not_accepted")
    scene.having(AcceptRules(), by="wendy").when(Interpret(line, OURS), by="wendy").allowed()


# --- what


def test_a_line_of_the_plenary_is_said_again_for_everybody_and_keeps_its_original():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    outcome = scene.when(Interpret(line, OURS), by="olive")
    outcome.then(Interpreted(line, "plenary", OURS)).heard_by_everyone()
    made = scene.line(outcome.entries[0].id)
    assert (made.reply_to, made.text, made.seat, made.kind) == (line, OURS, None, "interpreted")


def test_a_delegate_interprets_in_their_own_caucus():
    scene = interpreted(phase="caucus")
    line = scene.having_said("caucus-india", URDU, by="in1")
    scene.when(Interpret(line, OURS), by="in2").heard_by("in1", "in2", "in3", "in4").not_sealed()


def test_what_everybody_heard_is_carried_into_a_caucus():
    scene = interpreted(phase="caucus")
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(Interpret(line, OURS, "caucus-india"), by="in2").heard_by("in1", "in2", "in3", "in4")


def test_what_a_caucus_says_is_not_carried_out_of_it():
    scene = interpreted(phase="caucus")
    line = scene.having_said("caucus-india", URDU, by="in1")
    scene.when(Interpret(line, OURS, "plenary"), by="in2").refused("not_heard")


def test_the_caucus_of_another_side_is_as_missing_to_an_interpreter_as_to_anybody():
    scene = interpreted(phase="caucus")
    theirs = scene.having_said("caucus-pakistan", URDU, by="pk1")
    ours = scene.having_said("caucus-india", URDU, by="in1")
    said = scene.having_said("plenary", URDU, by="pk1")
    scene.when(Interpret(theirs, OURS), by="in2").refused("no_such_line")
    scene.when(Interpret(ours, OURS), by="olive").refused("no_such_line")
    for room in ("caucus-pakistan", "back-room", "attic"):
        scene.when(Interpret(said, OURS, room), by="in2").refused("no_such_room")
        scene.when(Interpret(said, OURS, room), by="olive").refused("no_such_room")
    scene.when(Interpret(said, OURS, "caucus-india"), by="olive").refused("no_such_room")


def test_a_corridor_has_no_interpreter():
    scene = interpreted(phase="talks").having(Invite("pk1"), by="in2")
    corridor = scene.log[-1].event.corridor
    line = scene.having(AnswerInvitation(corridor, True), by="pk1").having_said(corridor, URDU, by="pk1")
    scene.when(Interpret(line, OURS), by="in2").refused("not_heard")
    scene.when(Interpret(line, OURS), by="olive").refused("no_such_line")


def test_a_line_that_is_gone_is_not_said_again():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.copy().having(HideLine(line)).when(Interpret(line, OURS), by="olive").refused("gone")
    scene.having(Withdraw(line), by="pk1").when(Interpret(line, OURS), by="olive").refused("gone")


def test_a_line_does_not_come_under_a_looser_rule_than_it_was_said():
    scene = interpreted(phase="caucus", attribution="open").having(SetAttribution("plenary", "no-record"))
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(Interpret(line, OURS, "caucus-india"), by="in2").refused("stricter")
    assert scene.when(Interpret(line, OURS), by="in2").entries[0].rule == "no-record"


def test_an_interpreter_takes_back_their_own_words():
    scene = interpreted()
    scene.having(Interpret(scene.having_said("plenary", URDU, by="pk1"), OURS), by="olive")
    made = scene.log[-1].id
    scene.when(Withdraw(made), by="pk1").refused("not_yours")
    scene.when(Withdraw(made), by="olive").allowed()


# --- when


def test_an_interpreter_is_as_silent_as_the_room():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    say = Interpret(line, OURS)
    scene.copy().having(PauseRooms()).when(say, by="olive").refused("paused")
    scene.copy().having(Adjourn()).when(say, by="olive").refused("adjourned")
    scene.copy().having(End()).when(say, by="olive").refused("ended")
    scene.copy().having(Mute("in2")).when(say, by="in2").refused("muted")
    closed = interpreted(phase="caucus", phases={})
    line = closed.having_said("plenary", "From the chair", by="host")
    closed.when(Interpret(line, OURS), by="olive").refused("room_closed")


def test_an_interpreter_gets_no_floor_and_no_voice_of_their_own():
    scene = interpreted()
    scene.when(Say("plenary", "I think"), by="olive").refused("no_such_room")
