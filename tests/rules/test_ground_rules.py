"""The brief is opened and the ground rules are accepted before anybody is on stage."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.floor import LowerHand, RaiseHand, YieldFloor
from roleplay.rules.ground_rules import AcceptRules, BriefOpened, OpenBrief, RulesAccepted
from roleplay.rules.notes import KeepNote
from roleplay.rules.points_of_order import RaisePoint, WithdrawPoint
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor
from roleplay.rules.safety import CallForHelp
from roleplay.rules.seats import GiveSeat, MakeObserver
from roleplay.rules.talk import React, Said, Say, Withdraw

from .scene import given


def test_staff_learn_that_a_brief_was_opened():
    scene = given(fresh=("in4",))
    scene.when(OpenBrief(), by="in4").then(BriefOpened("p-in4")).staff_only()
    scene.when(OpenBrief(), by="in4").refused("already")


@pytest.mark.parametrize("by", ["wendy", "olive", "host"])
def test_without_a_seat_there_is_no_brief(by):
    given(waiting=("wendy",), observing=("olive",)).when(OpenBrief(), by=by).refused("not_allowed")


def test_a_delegate_accepts_the_ground_rules_once():
    scene = given(fresh=("in4",))
    scene.when(AcceptRules(), by="in4").then(RulesAccepted("p-in4")).heard_by("in4")
    assert scene.person("in4").accepted_at == scene.now
    scene.when(AcceptRules(), by="in4").refused("already")


def test_an_observer_accepts_them_too():
    scene = given(waiting=("wendy",)).having(MakeObserver("wendy"))
    scene.when(AcceptRules(), by="wendy").then(RulesAccepted("wendy")).staff_only()


def test_whoever_waits_for_a_seat_accepts_nothing_yet():
    given(waiting=("wendy",)).when(AcceptRules(), by="wendy").refused("not_allowed")
    given().when(AcceptRules(), by="host").refused("not_allowed")


def test_whoever_takes_over_a_seat_accepts_anew():
    scene = given(waiting=("wendy",)).having(GiveSeat("wendy", "in1"))
    assert scene.seen_by("in1") == []
    scene.when(AcceptRules(), by="in1").then(RulesAccepted("wendy"))
    assert scene.seen_by("in1")


def test_whoever_moves_to_another_seat_has_accepted():
    given().having(GiveSeat("p-in1", "in3")).when(Say("plenary", "Hi"), by="in3").then(Said("plenary", "Hi"))


@pytest.mark.parametrize(
    "command",
    [
        Say("plenary", "Hello"),
        Say("caucus-india", "Hello"),
        Withdraw("line"),
        React("line", "heard"),
        RaiseHand(),
        LowerHand(),
        YieldFloor(),
        RaisePoint(),
        WithdrawPoint(),
        KeepNote("Hm"),
        Invite("pk1"),
        AnswerInvitation("corridor-1", True),
        LeaveCorridor("corridor-1"),
    ],
    ids=lambda command: command.do,
)
def test_nobody_takes_part_before_accepting(command):
    given(phase="opening", fresh=("in4",)).when(command, by="in4").refused("not_accepted")


def test_before_accepting_a_seat_sees_nothing_but_its_own_lobby():
    scene = given(fresh=("in4",)).having(Broadcast("all", "Welcome")).having(Broadcast("seat:in4", "Hello"))
    assert scene.seen_by("in4") == []


def test_a_call_for_help_needs_no_acceptance():
    given(fresh=("in4",)).when(CallForHelp("I cannot find the button"), by="in4").heard_by("in4")
