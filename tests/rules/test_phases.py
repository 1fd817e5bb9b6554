"""The agenda, its clock and its gates."""

import pytest

from roleplay.rules.floor import Floor
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.people import JoinStaff
from roleplay.rules.phases import (
    Agenda,
    Back,
    ClockStarted,
    ClockStopped,
    Extend,
    Extended,
    GateOverridden,
    Next,
    PhaseEntered,
    RunClock,
    Start,
    StopClock,
    missing_for_next,
    phase_of,
)
from roleplay.rules.seats import MakeObserver
from roleplay.rules.setting import Setting
from roleplay.rules.workshop import End, Open

from .scene import MINUTE, SECOND, Scene, given
from .small_pack import small_pack


def agenda_of(scene):
    return scene.state[Agenda]


def clock_of(scene):
    """Milliseconds left at this moment; negative when the time has run out."""
    agenda = agenda_of(scene)
    return agenda.left if agenda.ends_at is None else agenda.ends_at - scene.now


def test_a_workshop_starts_with_its_first_phase_and_its_minutes():
    scene = given(phase=None)
    scene.when(Start(), by="host").then(PhaseEntered("opening", 0, 10)).heard_by_everyone()
    assert phase_of(scene.state).id == "opening"
    assert clock_of(scene) == 10 * MINUTE


def test_a_workshop_starts_once():
    given().when(Start(), by="co").refused("already")


@pytest.mark.parametrize("command", [Next(), Back(), StopClock(), RunClock(), Extend(5)])
def test_before_the_start_there_is_no_phase_to_change(command):
    given(phase=None).when(command, by="host").refused("not_started")


def test_the_next_phase_begins_with_its_own_clock():
    scene = given()
    scene.when(Next(), by="host").then(PhaseEntered("caucus", 1, 5)).heard_by_everyone()
    assert clock_of(scene) == 5 * MINUTE


def test_after_the_last_phase_there_is_only_the_end():
    given(phase="debrief").when(Next(), by="host").refused("last_phase")
    given(phase="debrief").when(Next("anyway"), by="host").refused("last_phase")


def test_two_facilitators_who_press_next_at_once_do_not_skip_a_phase() -> None:
    scene = given().having(Next(leaving="opening"))
    scene.when(Next(leaving="opening"), by="co").refused("already")
    scene.when(Next(leaving="caucus"), by="co").then(PhaseEntered("talks", 2, 20))


def test_a_phase_can_be_gone_back_to_and_begins_anew():
    scene = given(phase="debrief")
    scene.when(Back(), by="host").then(PhaseEntered("talks", 2, 20))
    assert clock_of(scene) == 20 * MINUTE
    assert scene.state[Floor].mode == "called"


def test_before_the_first_phase_there_is_nothing():
    given().when(Back(), by="host").refused("first_phase")


# --- the gate


def test_a_gate_says_what_it_waits_for():
    outcome = given(fresh=("in4", "pk4")).when(Next(), by="host").refused("gate")
    assert "Delegate in4" in outcome.refusal.say
    assert "Delegate pk4" in outcome.refusal.say
    assert "in1" not in outcome.refusal.say


def test_a_gate_opens_when_the_last_one_has_accepted():
    scene = given(fresh=("in4",)).having(AcceptRules(), by="in4")
    scene.when(Next(), by="host").then(PhaseEntered("caucus", 1, 5))


def test_a_gate_does_not_wait_for_empty_seats_observers_or_the_lobby():
    scene = given(seated=(), waiting=("wendy", "olive"))
    scene.having(MakeObserver("olive"))
    assert missing_for_next(scene.state) == []
    scene.when(Next(), by="host").then(PhaseEntered("caucus", 1, 5))


def test_a_gate_is_passed_with_a_reason_that_staff_alone_can_read():
    scene = given(fresh=("in4",))
    outcome = scene.when(Next("  We are late\x07 "), by="co")
    missing = ("Delegate in4 has not accepted the ground rules",)
    outcome.then(GateOverridden("opening", missing, "We are late"), PhaseEntered("caucus", 1, 5))
    assert [entry.hearers for entry in outcome.entries] == [(), None]


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_gate_is_not_passed_without_a_reason(reason):
    given(fresh=("in4",)).when(Next(reason), by="host").refused("gate")


def test_a_reason_of_nothing_but_invisible_signs_is_none():
    given(fresh=("in4",)).when(Next("\u200b"), by="host").refused("empty")


def test_a_long_reason_is_refused():
    given(fresh=("in4",)).when(Next("x" * 301), by="host").refused("too_long")


def test_an_open_gate_needs_no_reason_and_records_none():
    given().when(Next("just in case"), by="host").then(PhaseEntered("caucus", 1, 5))


def test_a_gate_that_this_version_does_not_know_can_be_passed_with_a_reason():
    scene, pack = Scene(), small_pack()
    pack["phases"][0]["gate"] = "from-the-future"
    scene.having(Open(pack), by="system")
    _staffed(scene).having(Start())
    scene.when(Next(), by="host").refused("gate")
    scene.when(Next("our version is old"), by="host").allowed()


def _staffed(scene):
    return scene.having(JoinStaff("host", "facilitator"), by="system")


# --- the clock


def test_a_stopped_clock_keeps_what_is_left():
    scene = given()
    scene.now += 3 * MINUTE
    scene.when(StopClock(), by="host").then(ClockStopped()).heard_by_everyone()
    assert clock_of(scene) == 7 * MINUTE - SECOND
    scene.now += 60 * MINUTE
    scene.when(RunClock(), by="host").then(ClockStarted()).heard_by_everyone()
    assert clock_of(scene) == 7 * MINUTE - SECOND


def test_a_clock_is_stopped_once_and_started_once():
    scene = given()
    scene.when(RunClock(), by="host").refused("already")
    scene.having(StopClock()).when(StopClock(), by="co").refused("already")


def test_a_clock_that_has_run_out_stands_at_nothing():
    scene = given()
    scene.now += 30 * MINUTE
    scene.having(StopClock())
    assert clock_of(scene) == 0


def test_nothing_happens_by_itself_when_the_time_is_up():
    scene = given()
    scene.now += 600 * MINUTE
    assert phase_of(scene.state).id == "opening"
    scene.when(Next(), by="host").then(PhaseEntered("caucus", 1, 5))


def test_more_minutes_are_counted_from_what_is_left():
    scene = given()
    scene.when(Extend(5), by="host").then(Extended(5)).heard_by_everyone()
    assert clock_of(scene) == 15 * MINUTE - SECOND


def test_more_minutes_after_the_time_is_up_are_counted_from_now():
    scene = given()
    scene.now += 30 * MINUTE
    scene.having(Extend(5))
    assert clock_of(scene) == 5 * MINUTE


def test_fewer_minutes_end_the_phase_now_at_the_earliest():
    scene = given().having(Extend(-4))
    assert clock_of(scene) == 6 * MINUTE - SECOND
    scene.having(Extend(-60))
    assert clock_of(scene) == 0


def test_fewer_minutes_do_not_hide_how_long_the_time_has_been_up():
    scene = given()
    scene.now += 30 * MINUTE
    before = agenda_of(scene).ends_at
    scene.having(Extend(-5))
    assert agenda_of(scene).ends_at == before


def test_a_standing_clock_is_extended_too():
    scene = given().having(StopClock())
    left = clock_of(scene)
    scene.having(Extend(5))
    assert clock_of(scene) == left + 5 * MINUTE
    scene.having(Extend(-60))
    assert clock_of(scene) == 0


@pytest.mark.parametrize("minutes", [0, 61, -61, 2**31])
def test_an_extension_is_within_an_hour(minutes):
    given().when(Extend(minutes), by="host").refused("bad_minutes")


def test_the_clock_stands_when_the_workshop_ends():
    scene = given()
    scene.now += 3 * MINUTE
    scene.having(End())
    assert not agenda_of(scene).running
    assert clock_of(scene) == 7 * MINUTE - SECOND
    assert not given(phase=None, ended=True).state[Agenda].left


def test_a_phase_with_several_gates_says_everything_that_is_missing():
    pack = small_pack(opening={"gate": None, "gates": ["rules-accepted", "from-the-future"]})
    scene = _staffed(Scene().having(Open(pack), by="system")).with_seated("in4").having(Start())
    refusal = scene.when(Next(), by="host").refused("gate").refusal
    assert "Delegate in4 has not accepted" in refusal.say and "from-the-future" in refusal.say


def test_an_older_copy_of_a_pack_has_the_one_gate_it_names():
    assert Setting.from_json(small_pack()).phase("opening").waits_for == ("rules-accepted",)
    assert Setting.from_json(small_pack()).phase("talks").waits_for == ()
