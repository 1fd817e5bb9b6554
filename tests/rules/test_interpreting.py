"""Interpreters: who may be one, what they may say again and where, and who reads it."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.attribution import SetAttribution, hides_who
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.groups import Groups, OpenGroups, PlaceSeat, ProposeGroups
from roleplay.rules.injects import ReleaseOwn
from roleplay.rules.interpreting import (
    Interpret,
    Interpreted,
    InterpreterNamed,
    Interpreters,
    InterpreterThanked,
    NameInterpreter,
    ThankInterpreter,
    is_open_to_interpreters,
)
from roleplay.rules.meetings import Adjourn
from roleplay.rules.moderation import HideLine, LineHidden, LineShown, Mute, ShowLine
from roleplay.rules.people import Admitted, Remove
from roleplay.rules.phases import Next
from roleplay.rules.rooms import AnswerInvitation, Invite
from roleplay.rules.safety import PauseRooms
from roleplay.rules.seats import BecameObserver, FreeSeat, GiveSeat, MakeObserver
from roleplay.rules.stepping_out import LeaveSeat
from roleplay.rules.talk import React, Say, Withdraw, Withdrawn
from roleplay.rules.tally import Tally
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


@pytest.mark.parametrize("who", ["co", "host"])
def test_staff_do_not_interpret(who):
    given().when(NameInterpreter(who), by="host").refused("not_inside")


def test_whoever_waits_is_given_an_observers_chair_with_it():
    scene = given(waiting=("wendy",), knocking=("adam",))
    named = [BecameObserver("wendy"), InterpreterNamed("wendy")]
    scene.when(NameInterpreter("wendy"), by="host").then(*named).staff_only()
    scene.when(NameInterpreter("adam"), by="host").then(
        Admitted("adam"), BecameObserver("adam"), InterpreterNamed("adam")
    )
    scene.when(NameInterpreter("nobody"), by="host").refused("no_such_person")


def test_only_staff_say_who_interprets():
    scene = interpreted()
    for command in (NameInterpreter("p-in1"), ThankInterpreter("olive")):
        for who in ("in1", "olive"):
            scene.when(command, by=who).refused("not_allowed")
    scene.having(End())
    scene.when(NameInterpreter("p-in1"), by="host").refused("ended")
    scene.when(ThankInterpreter("olive"), by="host").refused("ended")


def test_whoever_is_thanked_or_removed_interprets_no_longer():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(ThankInterpreter("p-in2"), by="host").then(InterpreterThanked("p-in2")).heard_by("in2")
    scene.when(ThankInterpreter("p-in2"), by="host").refused("already")
    scene.when(Interpret(line, OURS), by="in2").refused("not_allowed")
    assert scene.having(Remove("olive")).state[Interpreters].people == set()


def test_whoever_was_sent_back_to_the_lobby_interprets_nothing_until_they_sit_somewhere():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.having(FreeSeat("in2"))
    scene.when(Interpret(line, OURS), by="p-in2").refused("not_allowed")
    scene.copy().having(NameInterpreter("p-in2")).when(Interpret(line, OURS), by="p-in2").allowed()
    scene.having(GiveSeat("p-in2", "in3")).when(Interpret(line, OURS), by="in3").allowed()


def test_whoever_steps_out_interprets_on_from_there():
    scene = interpreted(phase="caucus").having(LeaveSeat(), by="in2")
    line = scene.having_said("plenary", URDU, by="pk1")
    ours = scene.having_said("caucus-india", URDU, by="in1")
    scene.when(Interpret(line, OURS), by="p-in2").heard_by_everyone()
    scene.when(Interpret(ours, OURS), by="p-in2").refused("no_such_line")


def test_a_delegate_interprets_after_accepting_the_rules():
    scene = interpreted(fresh=("in4",)).having(NameInterpreter("p-in4"))
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(Interpret(line, OURS), by="in4").refused("not_accepted")


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


def test_one_line_is_said_again_in_two_languages():
    scene = interpreted()
    line = scene.having_said("plenary", "We want our fishermen back.", by="pk1")
    for by, words in (("olive", URDU), ("in2", "हम अपने मछुआरे वापस चाहते हैं।")):
        scene.when(Interpret(line, words), by=by).then(
            Interpreted(line, "plenary", words)
        ).heard_by_everyone()
    assert len(scene.state[Interpreters].of[line]) == 2


def test_a_translation_is_not_translated_again_but_its_original_is():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    made = scene.having(Interpret(line, OURS), by="olive").log[-1].id
    scene.when(Interpret(made, "हम"), by="in2").refused("translation")
    scene.when(Interpret(line, "हम"), by="in2").allowed()


def test_nothing_but_words_is_a_translation():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(Interpret(line, "   "), by="olive").refused("empty")
    scene.when(Interpret(line, "x" * 2001), by="olive").refused("too_long")
    scene.when(Interpret("0" * 32, OURS), by="olive").refused("no_such_line")


def test_news_and_announcements_are_said_again_but_not_a_word_to_one_seat():
    scene = interpreted()
    for command in (Broadcast("all", URDU), ReleaseOwn("A paper", URDU)):
        line = scene.having(command).log[-1].id
        scene.when(Interpret(line, OURS), by="olive").heard_by_everyone()
    whisper = scene.having(Broadcast("seat:in2", URDU)).log[-1].id
    scene.when(Interpret(whisper, OURS), by="in2").refused("not_heard")
    scene.when(Interpret(whisper, OURS), by="olive").refused("no_such_line")
    wall = scene.having(ReleaseOwn("A paper", URDU, "screen")).log[-1].id
    scene.when(Interpret(wall, OURS), by="olive").refused("no_such_line")


def test_a_working_group_hears_only_its_own_interpreter():
    scene = interpreted(phases={"opening": {"rooms": ["plenary", "group"]}}).having(ProposeGroups(2))
    for seat, number in (("in1", 1), ("pk1", 1), ("in2", 2), ("pk2", 2)):
        if scene.state[Groups].proposal.get(seat) != number:
            scene.having(PlaceSeat(seat, number))
    scene.having(OpenGroups())
    theirs, ours = scene.state[Groups].rooms
    said = scene.having_said(theirs, URDU, by="pk1")
    scene.when(Interpret(said, OURS), by="in2").refused("no_such_line")
    said = scene.having_said(ours, URDU, by="pk2")
    scene.when(Interpret(said, OURS), by="in2").heard_by("in2", "pk2")
    scene.when(Interpret(said, OURS, "plenary"), by="in2").refused("not_heard")


def test_what_was_written_under_a_stricter_rule_is_not_sent_under_a_looser_one():
    scene = interpreted(attribution="open")
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.when(Interpret(line, OURS, under="unattributed"), by="olive").refused("rule_changed")
    scene.when(Interpret(line, OURS, under="open"), by="olive").allowed()


def test_the_mark_on_a_line_says_what_may_be_chosen_in_its_own_room():
    """One place decides: whatever is marked is allowed there, whatever is not is refused."""
    rooms = ["plenary", "caucus", "corridor"]
    scene = interpreted(phase="talks", phases={"talks": {"rooms": rooms, "floor": "free"}})
    lines = [scene.having_said("plenary", URDU, by="pk1"), scene.having_said("caucus-india", URDU, by="in1")]
    for command in (Broadcast("all", "1"), Broadcast("side:india", "2"), Broadcast("seat:in2", "3")):
        lines.append(scene.having(command).log[-1].id)
    for to in ("all", "screen", "side:india"):
        lines.append(scene.having(ReleaseOwn("A paper", "4", to)).log[-1].id)
    lines.append(scene.having(Interpret(lines[0], OURS), by="olive").log[-1].id)
    lines.append(scene.having(Interpret(lines[0], OURS, "caucus-india"), by="in2").log[-1].id)
    corridor = scene.having(Invite("pk1"), by="in2").log[-1].event.corridor
    scene.having(AnswerInvitation(corridor, True), by="pk1")
    lines.append(scene.having_said(corridor, "5", by="pk1"))
    for number in range(2):
        lines.append(scene.having_said("plenary", URDU, by="pk1"))
        scene.having(HideLine(lines[-1])) if number else scene.having(Withdraw(lines[-1]), by="pk1")
    marked = [line for line in lines if is_open_to_interpreters(scene.line(line))]
    allowed = [line for line in lines if not scene.copy().when(Interpret(line, OURS), by="in2").refusal]
    assert marked == allowed and len(marked) == 6


# --- with its original


def test_a_translation_is_hidden_with_its_original_and_comes_back_with_it():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    made = scene.having(Interpret(line, OURS), by="olive").log[-1].id
    scene.when(HideLine(line), by="host").then(LineHidden(line), LineHidden(made))
    scene.when(ShowLine(made), by="host").refused("original_gone")
    scene.when(ShowLine(line), by="host").then(LineShown(line), LineShown(made))
    assert not scene.line(made).hidden


def test_a_translation_that_was_hidden_for_itself_stays_hidden():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    bad = scene.having(Interpret(line, "Something else"), by="olive").log[-1].id
    scene.having(HideLine(bad)).having(HideLine(line))
    scene.when(ShowLine(line), by="host").then(LineShown(line))
    assert scene.line(bad).hidden
    scene.when(ShowLine(bad), by="host").then(LineShown(bad))


def test_whoever_takes_back_a_line_takes_back_its_translations():
    scene = interpreted()
    line = scene.having_said("plenary", URDU, by="pk1")
    made = scene.having(Interpret(line, OURS), by="olive").log[-1].id
    hidden = scene.having(Interpret(line, "हम"), by="in2").log[-1].id
    scene.having(HideLine(hidden)).having(Interpret(line, OURS), by="in2")
    own = scene.having(Withdraw(scene.log[-1].id), by="in2").log[-1].event.line
    scene.when(Withdraw(line), by="pk1").then(Withdrawn(line), Withdrawn(made), Withdrawn(hidden))
    assert scene.line(own).withdrawn and not scene.when(Withdraw(own), by="in2").entries


def test_a_translation_elsewhere_goes_for_those_who_heard_it_there():
    scene = interpreted(phase="caucus")
    line = scene.having_said("plenary", URDU, by="pk1")
    scene.having(Interpret(line, OURS, "caucus-india"), by="in2")
    first, second = scene.when(HideLine(line), by="host").entries
    assert first.hearers is None
    assert second.hearers == ("in1", "in2", "in3", "in4")


def test_a_reaction_belongs_to_the_original():
    scene = interpreted(phase="caucus")
    line = scene.having_said("plenary", URDU, by="pk1")
    made = scene.having(Interpret(line, OURS), by="olive").log[-1].id
    scene.when(React(made, "heard"), by="in1").refused("translation")
    scene.when(React(line, "heard"), by="in1").allowed()
    inside = scene.having(Interpret(line, OURS, "caucus-india"), by="in2").log[-1].id
    scene.when(React(inside, "heard"), by="pk1").refused("no_such_line")
    scene.when(Say("plenary", "Thank you", made), by="in1").allowed()


def test_what_an_interpreter_says_again_counts_for_no_side():
    scene = interpreted()
    scene.having(Interpret(scene.having_said("plenary", URDU, by="pk1"), OURS), by="in2")
    words = scene.state[Tally].side_words
    assert words["india"] == 0 and words["pakistan"] > 0


def test_what_was_translated_for_no_record_is_forgotten_with_the_original():
    scene = interpreted(attribution="open").having(SetAttribution("plenary", "no-record"))
    line = scene.having_said("plenary", URDU, by="pk1")
    made = scene.having(Interpret(line, OURS), by="olive").log[-1].id
    scene.having(End())
    assert [(one.text, one.erased) for one in (scene.line(line), scene.line(made))] == [("", True)] * 2


def test_an_unattributed_line_said_again_tells_nobody_who_said_it():
    steps = {"opening": {"attribution": "unattributed"}, "caucus": {"rooms": ["plenary", "caucus"]}}
    scene = interpreted(attribution="open", phases=steps)
    line = scene.having_said("plenary", URDU, by="pk1")
    made = scene.having(Interpret(line, OURS), by="in2").log[-1].id
    assert hides_who(scene.line(line)) and hides_who(scene.line(made))
    scene.having(Next("time")).when(Interpret(line, OURS), by="olive").refused("stricter")


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
