"""Pausing all rooms, and calls for help."""

import pytest

from roleplay.rules.people import Remove
from roleplay.rules.phases import Agenda, Back, ClockStarted, ClockStopped, Next, RunClock, Start, StopClock
from roleplay.rules.safety import (
    AnswerHelp,
    CallForHelp,
    CloseHelp,
    HelpAnswered,
    HelpCalled,
    HelpClosed,
    PauseRooms,
    ResumeRooms,
    RoomsPaused,
    RoomsResumed,
    Safety,
)
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.talk import React, Said, Say, Withdraw, Withdrawn
from roleplay.rules.workshop import End

from .scene import MINUTE, SECOND, given

HELLO = Say("plenary", "Hello")


def left(scene):
    agenda = scene.state[Agenda]
    return agenda.left if agenda.ends_at is None else agenda.ends_at - scene.now


def calling(by="in1", text="Help", **scene):
    """A scene with one call for help, and the id of the call."""
    there = given(**scene).having(CallForHelp(text), by=by)
    return there, there.log[-1].event.call


# --- pausing


def test_a_pause_stops_the_clock_and_is_known_to_everyone():
    scene = given()
    outcome = scene.when(PauseRooms(), by="host")
    outcome.then(RoomsPaused(True), ClockStopped()).heard_by_everyone()
    assert not scene.state[Agenda].running


def test_in_a_pause_nobody_but_staff_writes():
    scene = given()
    line = scene.having_said("plenary", "Hello", by="in1")
    scene.having(PauseRooms())
    for by in ("in1", "pk1"):
        scene.when(HELLO, by=by).refused("paused")
    scene.when(React(line, "heard"), by="pk1").refused("paused")
    scene.when(HELLO, by="co").then(Said("plenary", "Hello"))


def test_in_a_pause_a_line_can_be_taken_back_and_help_be_called():
    scene = given()
    line = scene.having_said("plenary", "Hello", by="in1")
    scene.having(PauseRooms())
    scene.when(Withdraw(line), by="in1").then(Withdrawn(line))
    scene.when(CallForHelp(), by="pk1").allowed()


def test_resuming_starts_the_clock_where_it_stood():
    scene = given().having(PauseRooms())
    scene.now += 30 * MINUTE
    scene.when(ResumeRooms(), by="co").then(RoomsResumed(), ClockStarted()).heard_by_everyone()
    assert left(scene) == 10 * MINUTE - SECOND
    scene.when(HELLO, by="in1").allowed()


def test_a_clock_that_stood_before_the_pause_stands_after_it():
    scene = given().having(StopClock())
    scene.when(PauseRooms(), by="host").then(RoomsPaused(False))
    scene.when(ResumeRooms(), by="host").then(RoomsResumed())


def test_rooms_are_paused_once_and_resumed_once():
    given().when(ResumeRooms(), by="host").refused("already")
    given().having(PauseRooms()).when(PauseRooms(), by="host").refused("already")


def test_the_clock_is_not_started_in_a_pause():
    given().having(PauseRooms()).when(RunClock(), by="host").refused("paused")
    given().having(PauseRooms()).when(RunClock(), by="in1").refused("not_allowed")


@pytest.mark.parametrize(
    ("phase", "command", "minutes"), [("opening", Next(), 5), ("talks", Back(), 5), (None, Start(), 10)]
)
def test_a_phase_entered_in_a_pause_keeps_its_minutes_until_the_rooms_are_resumed(phase, command, minutes):
    scene = given(phase=phase).having(PauseRooms()).having(command)
    assert not scene.state[Agenda].running
    scene.now += 30 * MINUTE
    scene.when(ResumeRooms(), by="host").then(RoomsResumed(), ClockStarted())
    assert left(scene) == minutes * MINUTE


# --- calls for help


def test_a_call_for_help_reaches_staff_and_whoever_called():
    scene = given(observing=("olive",))
    outcome = scene.when(CallForHelp("  This hurts "), by="in1")
    (happened,) = outcome.heard_by("in1").not_sealed().happened
    assert happened == HelpCalled(happened.call, "in1", "This hurts")
    for other in ("in2", "pk1", "olive"):
        assert happened not in scene.seen_by(other)


def test_a_call_needs_no_words():
    (happened,) = given().when(CallForHelp(), by="in1").happened
    assert happened.text == ""
    given().when(CallForHelp(" \n"), by="in1").allowed()
    given().when(CallForHelp("x" * 501), by="in1").refused("too_long")


def test_one_call_at_a_time():
    scene, call = calling()
    scene.when(CallForHelp("Again"), by="in1").refused("already")
    scene.when(CallForHelp(), by="in2").allowed()
    scene.having(CloseHelp(call)).when(CallForHelp("Again"), by="in1").allowed()


@pytest.mark.parametrize("by", ["olive", "wendy", "host"])
def test_whoever_has_no_seat_does_not_call(by):
    given(observing=("olive",), waiting=("wendy",)).when(CallForHelp(), by=by).refused("not_allowed")


def test_staff_answer_a_call():
    scene, call = calling()
    outcome = scene.when(AnswerHelp(call, " I am coming "), by="co")
    outcome.then(HelpAnswered(call, "in1", "I am coming")).heard_by("in1").not_sealed()
    assert scene.state[Safety].calls[call].answer == "I am coming"
    scene.when(AnswerHelp(call, ""), by="co").refused("empty")


@pytest.mark.parametrize("by", ["in1", "host", "co"])
def test_a_call_is_closed_by_staff_or_by_whoever_called(by):
    scene, call = calling()
    scene.when(CloseHelp(call), by=by).then(HelpClosed(call, "in1")).heard_by("in1").not_sealed()
    scene.when(CloseHelp(call), by=by).refused("no_such_call")
    scene.when(AnswerHelp(call, "Hello?"), by="host").refused("no_such_call")


@pytest.mark.parametrize("by", ["in2", "pk1", "olive"])
def test_the_call_of_another_does_not_exist(by):
    scene, call = calling(observing=("olive",))
    theirs = scene.when(CloseHelp(call), by=by).refused("no_such_call")
    nowhere = scene.when(CloseHelp("made-up"), by=by).refused("no_such_call")
    assert theirs.refusal.say == nowhere.refusal.say
    scene.when(AnswerHelp(call, "Me too"), by=by).refused("not_allowed")


def test_whoever_takes_over_a_seat_does_not_take_over_its_call():
    scene, call = calling(waiting=("wendy",))
    scene.having(GiveSeat("wendy", "in1"))
    scene.when(AnswerHelp(call, "Stay outside, I will find you"), by="host").staff_only()
    scene.when(CloseHelp(call), by="in1").refused("no_such_call")
    scene.when(CallForHelp("I need something too"), by="in1").allowed()


def test_an_answer_follows_the_person_to_another_seat():
    scene, call = calling()
    scene.having(GiveSeat("p-in1", "in3"))
    scene.when(AnswerHelp(call, "Better here?"), by="host").heard_by("in3")
    scene.when(CloseHelp(call), by="in3").then(HelpClosed(call, "in1")).heard_by("in3")


@pytest.mark.parametrize("leaving", [FreeSeat("in1"), Remove("p-in1")])
def test_a_call_stays_with_staff_when_the_caller_has_left_the_seat(leaving):
    scene, call = calling()
    scene.having(leaving)
    scene.when(CloseHelp(call), by="host").then(HelpClosed(call, "in1")).staff_only()


def test_after_the_end_staff_still_close_calls():
    scene, call = calling()
    scene.having(End())
    scene.when(CloseHelp(call), by="in1").refused("ended")
    scene.when(AnswerHelp(call, "Too late"), by="host").refused("ended")
    scene.when(CloseHelp(call), by="host").then(HelpClosed(call, "in1"))
