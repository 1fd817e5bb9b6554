"""The clock of the floor: what a turn takes, what each side has used, and how many minutes it has."""

import pytest

from roleplay.rules.floor import Call, FloorSet, RaiseHand, SetFloor, YieldFloor
from roleplay.rules.meetings import Adjourn, Reopen
from roleplay.rules.phases import Back, GateOverridden, Next, RunClock, StopClock
from roleplay.rules.safety import PauseRooms, ResumeRooms
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.speaking_time import MinutesSet, SetMinutes, SpeakingTime
from roleplay.rules.workshop import End

from .scene import MINUTE, SECOND, given

IN_TURNS = {"talks": {"floor": "turns"}}
GATED = {"talks": {"floor": "turns", "gates": ["minutes-used"]}}


def time_of(scene) -> SpeakingTime:
    return scene.state[SpeakingTime]


def after(scene, minutes):
    """Time goes by, a second less than asked for: the next command adds it."""
    scene.now += minutes * MINUTE - SECOND
    return scene


def test_a_turn_is_counted_from_when_the_floor_was_given():
    scene = given(phase="talks").having(Call("in1"))
    assert (time_of(scene).seat, time_of(scene).since, time_of(scene).spent) == ("in1", scene.now, 0)
    after(scene, 2).having(YieldFloor(), by="in1")
    assert time_of(scene) == SpeakingTime(used={"india": 2 * MINUTE})


def test_each_turn_adds_to_what_its_side_has_used():
    scene = given(phase="talks").having(Call("in1"))
    after(scene, 2).having(Call("pk1"))
    after(scene, 3).having(Call("in2"))
    after(scene, 1).having(YieldFloor())
    assert time_of(scene).used == {"india": 3 * MINUTE, "pakistan": 3 * MINUTE}


def test_it_runs_while_nothing_is_typed_and_a_raised_hand_changes_nothing():
    scene = given(phase="talks").having(Call("in1")).having(RaiseHand(), by="pk1")
    after(scene, 5).having(YieldFloor())
    assert time_of(scene).used == {"india": 5 * MINUTE + SECOND}


def test_in_a_pause_the_turn_stands_and_goes_on_with_the_rooms():
    scene = given(phase="talks").having(Call("in1"))
    after(scene, 2).having(PauseRooms())
    assert (time_of(scene).spent, time_of(scene).since) == (2 * MINUTE, None)
    after(scene, 30).having(ResumeRooms())
    after(scene, 1).having(YieldFloor())
    assert time_of(scene).used == {"india": 3 * MINUTE}


def test_whoever_is_called_in_a_pause_begins_when_the_rooms_go_on():
    scene = given(phase="talks").having(PauseRooms()).having(Call("in1"))
    after(scene, 9).having(ResumeRooms())
    after(scene, 1).having(YieldFloor())
    assert time_of(scene).used == {"india": MINUTE}


def test_while_the_clock_of_the_step_is_stopped_the_turn_stands():
    scene = given(phase="talks").having(Call("in1"))
    after(scene, 2).having(StopClock())
    assert (time_of(scene).spent, time_of(scene).since) == (2 * MINUTE, None)
    after(scene, 30).having(RunClock())
    after(scene, 1).having(YieldFloor())
    assert time_of(scene).used == {"india": 3 * MINUTE}


def test_whoever_is_called_while_the_clock_is_stopped_begins_when_it_runs():
    scene = given(phase="talks").having(StopClock()).having(Call("in1"))
    after(scene, 9).having(RunClock())
    after(scene, 1).having(YieldFloor())
    assert time_of(scene).used == {"india": MINUTE}


def test_a_pause_does_not_start_a_clock_that_staff_have_stopped():
    scene = given(phase="talks").having(Call("in1")).having(StopClock())
    scene.having(PauseRooms()).having(ResumeRooms())
    assert time_of(scene).since is None


@pytest.mark.parametrize("paused", [False, True])
def test_between_meetings_the_turn_stands(paused):
    scene = given(phase="talks").having(Call("in1"))
    after(scene, 2).having(PauseRooms() if paused else Adjourn())
    if paused:
        scene.having(Adjourn())
    after(scene, 9_000).having(Reopen())
    assert (time_of(scene).spent, time_of(scene).since is None) == (2 * MINUTE, paused)


def test_a_pause_without_a_speaker_counts_for_nobody():
    scene = given(phase="talks").having(PauseRooms()).having(ResumeRooms())
    assert time_of(scene) == SpeakingTime()


@pytest.mark.parametrize("leaving", [FreeSeat("in1"), GiveSeat("p-in1", "in3")])
def test_whoever_leaves_the_seat_has_finished(leaving):
    scene = given(phase="talks").having(Call("in1"))
    after(scene, 2).having(leaving)
    assert time_of(scene) == SpeakingTime(used={"india": 2 * MINUTE})


def test_somebody_else_who_leaves_ends_no_turn():
    scene = given(phase="talks").having(Call("in1")).having(FreeSeat("in2"))
    assert time_of(scene).seat == "in1"


def test_each_step_counts_anew():
    scene = given(phase="talks").having(SetMinutes(5, 1)).having(Call("in1"))
    after(scene, 2).having(Next("late"))
    assert time_of(scene) == SpeakingTime()


def test_the_end_stops_the_turn():
    scene = given(phase="talks").having(Call("in1"))
    after(scene, 2).having(End())
    assert (time_of(scene).spent, time_of(scene).since) == (2 * MINUTE, None)


def test_staff_set_the_minutes_and_everybody_learns_them():
    scene = given(phase="talks")
    scene.when(SetMinutes(6, 2), by="co").then(MinutesSet(6, 2)).heard_by_everyone()
    assert (time_of(scene).side_minutes, time_of(scene).turn_minutes) == (6, 2)
    scene.when(SetMinutes(6, 2), by="host").refused("already")
    scene.when(SetMinutes(0, 0), by="host").then(MinutesSet(0, 0))


@pytest.mark.parametrize(("side", "turn"), [(61, 0), (-1, 0), (0, 16), (0, -1)])
def test_the_minutes_have_bounds(side, turn):
    given(phase="talks").when(SetMinutes(side, turn), by="host").refused("bad_minutes")


def test_a_step_in_turns_gives_each_side_the_same_share_of_it():
    scene = given(phase="talks", phases=IN_TURNS)
    assert (time_of(scene).side_minutes, time_of(scene).turn_minutes) == (10, 2)
    three = given(sides=3, phase="talks", seated=("in1", "pk1", "mv1"), phases=IN_TURNS)
    assert time_of(three).side_minutes == 6
    short = given(phase="talks", phases={"talks": {"floor": "turns", "minutes": 1}})
    assert (time_of(short).side_minutes, time_of(short).turn_minutes) == (1, 1)


def test_staff_who_choose_turns_get_a_share_unless_they_have_said_otherwise():
    scene = given(phase="talks")
    scene.when(SetFloor("turns"), by="host").then(FloorSet("turns"))
    assert (time_of(scene).side_minutes, time_of(scene).turn_minutes) == (10, 2)
    said = given(phase="talks").having(SetMinutes(3, 0)).having(SetFloor("turns"))
    assert (time_of(said).side_minutes, time_of(said).turn_minutes) == (3, 0)
    assert time_of(given(phase=None).having(SetFloor("turns"))).side_minutes == 0


def waiting(scene):
    return scene.copy().when(Next(), by="host").refusal


def test_the_gate_waits_until_each_side_has_used_most_of_its_minutes():
    scene = given(phase="talks", phases={"talks": {"floor": "turns", "gates": ["minutes-used"]}})
    assert "India" in waiting(scene).say and "Pakistan" in waiting(scene).say
    after(scene.having(Call("in1")), 8).having(Call("pk1"))
    assert waiting(scene).code == "gate" and "India" not in waiting(scene).say
    after(scene, 8).having(YieldFloor())
    assert waiting(scene) is None


def test_the_gate_says_in_words_what_each_side_has_not_used_yet():
    scene = given(phase="talks", phases=GATED)
    for side in ("India", "Pakistan"):
        assert f"{side} has not used most of its 10 minutes yet" in waiting(scene).say
    scene.having(SetMinutes(3, 0))
    assert "India has not used most of its 3 minutes yet" in waiting(scene).say
    after(scene.having(Call("in1")), 3)
    assert "India" in waiting(scene).say, "a turn counts when it is over"
    assert "India" not in waiting(scene.having(YieldFloor())).say


def test_the_gate_is_passed_early_for_a_reason_that_the_log_keeps():
    scene = given(phase="talks", phases=GATED)
    after(scene.having(Call("in1")), 8).having(YieldFloor())
    missing = ("Pakistan has not used most of its 10 minutes yet",)
    scene.when(Next(), by="host").refused("gate")
    scene.when(Next("  "), by="host").refused("gate")
    scene.when(Next("They are content"), by="in1").refused("not_allowed")
    happened = scene.when(Next("They are content"), by="co").happened
    assert happened[0] == GateOverridden("talks", missing, "They are content")
    assert [one.kind for one in happened].count("phase_entered") == 1


def test_once_the_minutes_are_used_no_reason_is_needed_nor_kept():
    scene = given(phase="talks", phases=GATED)
    for seat in ("in1", "pk1"):
        after(scene.having(Call(seat)), 8).having(YieldFloor())
    assert "gate_overridden" not in [one.kind for one in scene.when(Next("on"), by="host").happened]


def test_without_minutes_the_gate_waits_for_nobody():
    assert waiting(given(phase="talks", phases={"talks": {"gates": ["minutes-used"]}})) is None


def test_going_back_begins_again():
    scene = given(phase="talks", phases=IN_TURNS).having(Call("in1"))
    after(scene, 2).having(Back()).having(Next("on"))
    assert time_of(scene).used == {}
