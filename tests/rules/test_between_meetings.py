"""What may be done while the workshop is adjourned, and what waits."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.caucus_sheet import WriteEntry
from roleplay.rules.constituency import ReplyFromHome, ShowMeter
from roleplay.rules.floor import Call, CallNext, RaiseHand, SetFloor
from roleplay.rules.gauge import GaugeQuestion, OpenGauge
from roleplay.rules.ground_rules import AcceptRules, OpenBrief
from roleplay.rules.injects import CorrectInject, CorrectRumour, ReleaseInject, ReleaseOwn
from roleplay.rules.leaks import LeakLine
from roleplay.rules.meetings import Adjourn, Reopen
from roleplay.rules.moves import MakeMove
from roleplay.rules.non_paper import MakeNonPaper
from roleplay.rules.phases import Back, Extend, Next, RunClock, StopClock
from roleplay.rules.planned_news import ReleasePlanned
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor
from roleplay.rules.safety import CallForHelp, CloseHelp, PauseRooms, ResumeRooms
from roleplay.rules.seats import GiveSeat, TakeSeat
from roleplay.rules.talk import React, Say, Withdraw
from roleplay.rules.text import WriteClause
from roleplay.rules.tools import TOOLS
from roleplay.rules.track_one import AnswerNonPaper

from .scene import given


def adjourned(**scene):
    scene.setdefault("phases", {"talks": {"tools": tuple(TOOLS)}})
    return given(phase="talks", **scene).having(Adjourn("next week"))


@pytest.mark.parametrize(
    "command",
    [
        Say("plenary", "Hello"),
        Say("caucus-india", "Hello"),
        RaiseHand(),
        Invite("pk1"),
        WriteEntry("need", "X"),
    ],
    ids=lambda command: command.do,
)
def test_delegates_say_and_write_nothing_between_meetings(command):
    scene = adjourned()
    scene.when(command, by="in1").refused("adjourned")


def test_no_line_is_answered_by_a_reaction():
    scene = given(phase="opening")
    line = scene.having_said("plenary", "Hello", by="pk1")
    scene.having(Adjourn()).when(React(line, "heard"), by="in1").refused("adjourned")
    scene.having(Reopen()).when(React(line, "heard"), by="in1").allowed()


def test_an_open_corridor_is_silent_too_and_may_be_left():
    scene = given(phase="talks").having(Invite("pk1"), by="in1")
    corridor = scene.log[-1].event.corridor
    scene.having(AnswerInvitation(corridor, True), by="pk1").having(Adjourn())
    scene.when(Say(corridor, "Hello"), by="in1").refused("adjourned")
    scene.when(LeaveCorridor(corridor), by="in1").allowed()


@pytest.mark.parametrize(
    "command",
    [
        *(Say("plenary", "Hello"), Say("caucus-india", "Hello")),
        *(Next("because"), Back(), StopClock(), RunClock(), PauseRooms(), ResumeRooms()),
        *(Call("in1"), CallNext(), SetFloor("free")),
        *(MakeMove("beneath", "What is beneath it?", "all"), GaugeQuestion("Do we?"), OpenGauge("none")),
        *(ReleaseInject("rumour"), ReleaseOwn("A paper", "News", "all"), ReleasePlanned("none")),
        *(CorrectInject("rumour"), CorrectRumour("none", "Not so"), LeakLine("none", "A paper")),
        *(MakeNonPaper(), AnswerNonPaper("asks", "Why?"), ReplyFromHome("none", "cold", "So?"), ShowMeter()),
    ],
    ids=lambda command: command.do,
)
def test_staff_do_not_lead_a_meeting_that_is_not_held(command):
    adjourned().when(command, by="host").refused("adjourned")


@pytest.mark.parametrize(
    "command",
    [
        *(Say("back-room", "See you on Thursday"), Broadcast("all", "It is room 5")),
        *(GiveSeat("wendy", "in3"), Extend(5), WriteClause("Boats go home")),
    ],
    ids=lambda command: command.do,
)
def test_staff_prepare_the_next_meeting(command):
    adjourned(waiting=("wendy",)).when(command, by="host").allowed()


def test_a_delegate_may_read_take_back_a_line_and_call_for_help():
    scene = given(fresh=("in4",))
    line = scene.having_said("plenary", "Hello", by="in1")
    scene.having(Adjourn())
    scene.when(Withdraw(line), by="in1").allowed()
    scene.when(CallForHelp(), by="in1").allowed()
    scene.when(CloseHelp(scene.log[-1].event.call), by="in1").allowed()
    scene.when(OpenBrief(), by="in4").allowed()
    scene.when(AcceptRules(), by="in4").allowed()


def test_a_student_may_take_a_seat():
    adjourned(waiting=("wendy",), seating="choose").when(TakeSeat("in3"), by="wendy").allowed()
