"""Asking for a pause, and what happens when each side has asked."""

import pytest

from roleplay.rules.cooling_off import (
    COOLING_MINUTES,
    AskForPause,
    CoolingBegan,
    CoolingOff,
    DropPauseAsk,
    PauseAskDropped,
    PauseAsked,
)
from roleplay.rules.floor import Call, YieldFloor
from roleplay.rules.phases import Agenda, ClockStarted, Next, StopClock
from roleplay.rules.safety import PauseRooms, ResumeRooms, RoomsPaused, RoomsResumed, Safety
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.speaking_time import SpeakingTime
from roleplay.rules.talk import Say
from roleplay.rules.workshop import End

from .scene import MINUTE, SECOND, given


def asking(by="in1", text="", **scene):
    """A scene in which somebody has asked for a pause, and the id of the wish."""
    there = given(**scene).having(AskForPause(text), by=by)
    return there, there.log[-1].id


@pytest.mark.parametrize("by", ["in1", "pk1"])
def test_a_pause_is_asked_for_with_or_without_words_and_only_staff_learn_of_it(by):
    scene = given(observing=("olive",))
    outcome = scene.copy().when(AskForPause("  I am shaking "), by=by)
    outcome.then(PauseAsked(by, "I am shaking")).heard_by(by).not_sealed()
    scene.when(AskForPause(" "), by=by).then(PauseAsked(by, "")).heard_by(by)
    for other in {"in1", "in2", "pk1", "pk2", "olive"} - {by}:
        assert PauseAsked(by, "") not in scene.seen_by(other)


def test_words_have_an_end():
    given().when(AskForPause("x" * 301), by="in1").refused("too_long")


def test_one_wish_at_a_time_and_a_second_of_the_same_side_changes_nothing():
    scene, _ = asking()
    scene.when(AskForPause(), by="in1").refused("already")
    scene.when(AskForPause(), by="in2").then(PauseAsked("in2", ""))
    assert not scene.state[Safety].paused


@pytest.mark.parametrize("by", ["olive", "wendy", "host"])
def test_whoever_has_no_seat_asks_in_other_ways(by):
    scene = given(observing=("olive",), waiting=("wendy",))
    scene.when(AskForPause(), by=by).refused("not_allowed")


@pytest.mark.parametrize("by", ["in1", "host", "co"])
def test_a_wish_is_dropped_by_staff_or_by_whoever_asked(by):
    scene, ask = asking()
    scene.when(DropPauseAsk(ask), by=by).then(PauseAskDropped(ask, "in1")).heard_by("in1").not_sealed()
    scene.when(DropPauseAsk(ask), by=by).refused("no_such_ask")


@pytest.mark.parametrize("by", ["in2", "pk1", "olive"])
def test_the_wish_of_another_does_not_exist(by):
    scene, ask = asking(observing=("olive",))
    theirs = scene.when(DropPauseAsk(ask), by=by).refused("no_such_ask")
    assert theirs.refusal.say == scene.when(DropPauseAsk("none"), by=by).refusal.say


def test_when_staff_pause_the_rooms_every_wish_is_met():
    scene, _ = asking()
    scene.when(PauseRooms(), by="host").allowed()
    assert scene.state[CoolingOff] == CoolingOff()
    scene.when(AskForPause(), by="pk1").refused("paused")


@pytest.mark.parametrize("leaving", [FreeSeat("in1"), GiveSeat("wendy", "in1")])
def test_a_wish_does_not_stay_behind_on_a_seat(leaving):
    scene, _ = asking(waiting=("wendy",))
    assert scene.having(leaving).state[CoolingOff].asks == {}
    scene.when(AskForPause(), by="pk1").then(PauseAsked("pk1", ""))


# --- when each side has asked


def cooling(**scene):
    return asking(**scene)[0].having(AskForPause("Enough"), by="pk1")


def test_when_each_side_has_asked_all_rooms_pause_at_once_and_everybody_knows_it_was_both():
    scene, _ = asking()
    outcome = scene.when(AskForPause("Enough"), by="pk1")
    outcome.then(PauseAsked("pk1", "Enough"), CoolingBegan(COOLING_MINUTES, True))
    asked, began = outcome.entries
    assert asked.hearers == ("pk1",) and began.hearers is None
    assert scene.state[Safety].paused and not scene.state[Agenda].running
    assert scene.state[CoolingOff] == CoolingOff({}, scene.now + COOLING_MINUTES * MINUTE)
    scene.when(Say("plenary", "Hello"), by="in1").refused("paused")


def test_the_card_does_not_say_who_asked():
    assert set(vars(CoolingBegan(5, True))) == {"minutes", "clock_ran"}


def test_staff_let_the_rooms_go_on_and_the_clock_goes_on_where_it_stood():
    scene = cooling()
    left = scene.state[Agenda].left
    scene.now += 30 * MINUTE
    scene.when(ResumeRooms(), by="host").then(RoomsResumed(), ClockStarted())
    assert scene.state[Agenda].ends_at - scene.now == left
    assert scene.state[CoolingOff] == CoolingOff()


def test_a_clock_that_stood_before_stands_after_it():
    scene, _ = asking(by="in1")
    scene.having(StopClock()).having(AskForPause(), by="pk1")
    scene.when(ResumeRooms(), by="host").then(RoomsResumed())


def test_before_the_start_there_is_no_clock_to_stop():
    scene = cooling(phase=None)
    assert scene.state[Agenda] == Agenda() and scene.state[Safety].paused


def test_a_turn_stands_meanwhile():
    scene = given(phase="talks").having(Call("in2")).having(AskForPause(), by="in1")
    scene.having(AskForPause(), by="pk1")
    scene.now += 9 * MINUTE
    scene.having(ResumeRooms()).having(YieldFloor())
    assert scene.state[SpeakingTime].used == {"india": 3 * SECOND}


def test_it_does_not_come_again_until_each_side_asks_again():
    scene = cooling().having(ResumeRooms())
    scene.when(AskForPause(), by="pk1").then(PauseAsked("pk1", ""))


def test_a_dropped_wish_does_not_count():
    scene, ask = asking()
    scene.having(DropPauseAsk(ask)).when(AskForPause(), by="pk1").then(PauseAsked("pk1", ""))


def test_with_three_sides_all_three_have_asked():
    scene = given(sides=3, seated=("in1", "pk1", "mv1")).having(AskForPause(), by="in1")
    scene.when(AskForPause(), by="mv1").then(PauseAsked("mv1", ""))
    assert scene.when(AskForPause(), by="pk1").happened[1:] == [CoolingBegan(COOLING_MINUTES, True)]


def test_one_side_alone_at_the_table_does_not_pause_itself():
    given(seated=("in1", "in2")).when(AskForPause(), by="in1").then(PauseAsked("in1", ""))


def test_a_phase_entered_meanwhile_keeps_its_minutes():
    scene = cooling().having(Next("late"))
    scene.now += 30 * MINUTE
    scene.having(ResumeRooms())
    assert scene.state[Agenda].ends_at - scene.now == 5 * MINUTE


def test_staff_need_not_pause_again():
    cooling().when(PauseRooms(), by="host").refused("already")
    assert RoomsPaused(True) in given().when(PauseRooms(), by="host").happened


def test_nothing_of_it_after_the_end():
    scene, ask = asking()
    scene.having(End())
    scene.when(AskForPause(), by="pk1").refused("ended")
    scene.when(DropPauseAsk(ask), by="host").refused("ended")
