"""Rearranging the agenda: what may be moved, left out and put back, and what stays."""

import pytest

from roleplay.rules.arranging import (
    DropPhase,
    MovePhase,
    PhaseDropped,
    PhaseMinutesSet,
    PhaseMoved,
    PhasePutBack,
    PutBackPhase,
    SetPhaseMinutes,
    droppable,
    dropped,
    movable,
    timeable,
)
from roleplay.rules.floor import Floor
from roleplay.rules.meetings import Adjourn, Reopen
from roleplay.rules.people import JoinStaff
from roleplay.rules.phases import Agenda, Back, Next, PhaseEntered, Start, phase_of, plan_of
from roleplay.rules.rooms import is_open
from roleplay.rules.workshop import End, Open

from .scene import Scene, given
from .small_pack import small_pack

EARLIER, LATER = True, False
LONG = ("prepare", "opening", "needs", "think", "text", "debrief")


def plan(scene):
    return [phase.id for phase in plan_of(scene.state)]


def long_workshop(begun=0):
    """Six phases, the opening second, of which so many have begun."""
    pack = small_pack()
    shape = pack["phases"][0] | {"gate": None}
    pack["phases"] = [shape | {"id": id, "title": id, "code": "PH5"} for id in LONG]
    pack["phases"][1]["code"], pack["phases"][-1]["out_of_role"] = "PH1", True
    scene = Scene().having(Open(pack), by="system")
    scene.having(JoinStaff("host", "facilitator"), by="system")
    for number in range(begun):
        scene.having(Next() if number else Start())
    return scene


def ids(phases):
    return [phase.id for phase in phases]


# --- moving


def test_a_phase_to_come_is_moved_one_place_earlier_or_later():
    scene = given()
    scene.when(MovePhase("talks", EARLIER), by="co").then(PhaseMoved("talks", "caucus")).heard_by_everyone()
    assert plan(scene) == ["opening", "talks", "caucus", "debrief"]
    scene.when(MovePhase("talks", LATER), by="host").then(PhaseMoved("talks", "debrief"))
    assert plan(scene) == ["opening", "caucus", "talks", "debrief"]


def test_the_next_phase_is_the_next_of_the_new_order():
    scene = given().having(MovePhase("talks", EARLIER))
    scene.when(Next(), by="host").then(PhaseEntered("talks", 1, 20))
    assert phase_of(scene.state).id == "talks"
    assert scene.state[Floor].mode == "called"
    assert is_open(scene.state, "plenary") and not is_open(scene.state, "caucus-india")
    scene.when(Next(), by="host").then(PhaseEntered("caucus", 2, 5))
    assert is_open(scene.state, "caucus-india")
    scene.when(Back(), by="host").then(PhaseEntered("talks", 1, 20))


def test_before_the_start_the_whole_agenda_may_be_rearranged_but_for_its_ends():
    scene = long_workshop()
    assert ids(movable(scene.state)) == ["needs", "think", "text"]
    assert ids(droppable(scene.state)) == ["prepare", "needs", "think", "text"]


def test_no_step_is_moved_before_the_opening_or_behind_the_debrief():
    scene = long_workshop()
    scene.when(MovePhase("needs", EARLIER), by="host").refused("no_further")
    scene.when(MovePhase("text", LATER), by="host").refused("no_further")
    scene.when(MovePhase("prepare", LATER), by="host").refused("no_further")


def test_no_step_is_moved_before_one_that_has_begun():
    scene = long_workshop(begun=3)
    scene.when(MovePhase("think", EARLIER), by="host").refused("no_further")
    scene.when(MovePhase("think", LATER), by="host").then(PhaseMoved("think", "debrief"))


@pytest.mark.parametrize("command", [MovePhase("opening", LATER), DropPhase("opening")])
def test_the_opening_stays(command):
    long_workshop().when(command, by="host").refused("fixed")


@pytest.mark.parametrize("command", [MovePhase("debrief", EARLIER), DropPhase("debrief")])
def test_the_debrief_stays_and_stays_last(command):
    for scene in (long_workshop(), long_workshop(begun=5)):
        scene.when(command, by="host").refused("fixed")


@pytest.mark.parametrize("command", [MovePhase("needs", LATER), DropPhase("needs")])
def test_what_has_begun_stays_where_it_is_also_when_one_went_back_from_it(command):
    long_workshop(begun=3).when(command, by="host").refused("begun")
    long_workshop(begun=3).having(Back()).when(command, by="host").refused("begun")


@pytest.mark.parametrize("command", [MovePhase("moon", EARLIER), DropPhase("moon"), PutBackPhase("moon")])
def test_a_phase_that_the_pack_does_not_have_is_missing(command):
    given().when(command, by="host").refused("no_such_phase")


# --- leaving out and putting back


def test_a_phase_is_left_out_and_the_agenda_goes_on_without_it():
    scene = given()
    scene.when(DropPhase("caucus"), by="host").then(PhaseDropped("caucus")).heard_by_everyone()
    assert plan(scene) == ["opening", "talks", "debrief"] and ids(dropped(scene.state)) == ["caucus"]
    scene.when(Next(), by="host").then(PhaseEntered("talks", 1, 20))
    scene.having(Next()).when(Next(), by="host").refused("last_phase")


def test_the_first_step_may_be_left_out_as_long_as_the_opening_stays():
    scene = long_workshop().having(DropPhase("prepare"))
    scene.when(Start(), by="host").then(PhaseEntered("opening", 0, 10))


def test_what_is_left_out_can_neither_be_moved_nor_left_out_again():
    scene = given().having(DropPhase("caucus"))
    scene.when(DropPhase("caucus"), by="host").refused("dropped")
    scene.when(MovePhase("caucus", LATER), by="host").refused("dropped")


def test_what_is_put_back_returns_to_its_place_in_the_pack():
    scene = long_workshop().having(DropPhase("needs")).having(DropPhase("prepare"))
    scene.when(PutBackPhase("needs"), by="host").then(PhasePutBack("needs", "think")).heard_by_everyone()
    scene.when(PutBackPhase("prepare"), by="host").then(PhasePutBack("prepare", "opening"))
    assert plan(scene) == list(LONG) and dropped(scene.state) == []
    scene.when(PutBackPhase("needs"), by="host").refused("already")


def test_what_was_left_out_too_long_comes_next():
    scene = long_workshop().having(DropPhase("prepare")).having(DropPhase("needs"))
    scene.having(Start()).having(Next())
    scene.when(PutBackPhase("prepare"), by="host").then(PhasePutBack("prepare", "text"))
    scene.when(PutBackPhase("needs"), by="host").then(PhasePutBack("needs", "text"))


def test_once_the_debrief_has_begun_nothing_comes_before_it():
    scene = given().having(DropPhase("talks")).having(Next("early")).having(Next())
    scene.when(PutBackPhase("talks"), by="host").refused("begun")


def test_all_but_the_ends_may_be_left_out():
    scene = given().having(DropPhase("caucus")).having(DropPhase("talks"))
    assert plan(scene) == ["opening", "debrief"]
    assert movable(scene.state) == droppable(scene.state) == []


# --- minutes


def minutes(scene):
    return {phase.id: phase.minutes for phase in plan_of(scene.state)}


def test_a_phase_to_come_takes_as_long_as_staff_say_and_everybody_hears_it():
    scene = given()
    scene.when(SetPhaseMinutes("talks", 35), by="co").then(PhaseMinutesSet("talks", 35)).heard_by_everyone()
    assert minutes(scene) == {"opening": 10, "caucus": 5, "talks": 35, "debrief": 5}


def test_its_clock_begins_with_those_minutes():
    scene = given().having(SetPhaseMinutes("caucus", 12))
    scene.when(Next("on"), by="host").then(PhaseEntered("caucus", 1, 12))
    assert scene.state[Agenda].ends_at == scene.now + 12 * 60_000


def test_before_the_start_any_step_may_be_longer_or_shorter():
    scene = given(phase=None).having(SetPhaseMinutes("opening", 3))
    scene.when(Start(), by="host").then(PhaseEntered("opening", 0, 3))


def test_minutes_stay_when_the_step_is_moved_dropped_or_put_back():
    scene = given().having(SetPhaseMinutes("talks", 35)).having(MovePhase("talks", EARLIER))
    scene.having(DropPhase("talks"))
    scene.when(SetPhaseMinutes("talks", 40), by="host").refused("dropped")
    assert [phase.minutes for phase in dropped(scene.state)] == [35]
    assert minutes(scene.having(PutBackPhase("talks")))["talks"] == 35
    assert plan(scene) == ["opening", "caucus", "talks", "debrief"]


def test_a_step_that_has_begun_is_made_longer_by_its_clock_alone():
    scene = given(phase="caucus")
    for begun in ("opening", "caucus"):
        scene.when(SetPhaseMinutes(begun, 20), by="host").refused("begun")
    scene.having(Back()).when(SetPhaseMinutes("caucus", 20), by="host").refused("begun")
    assert ids(timeable(scene.state)) == ["talks", "debrief"]


@pytest.mark.parametrize("number", [0, -5, 241])
def test_minutes_are_a_sensible_number(number):
    given().when(SetPhaseMinutes("talks", number), by="host").refused("bad_minutes")


def test_the_same_minutes_again_and_a_step_of_no_agenda_are_refused():
    given().when(SetPhaseMinutes("talks", 20), by="host").refused("already")
    given().when(SetPhaseMinutes("moon", 20), by="host").refused("no_such_phase")


def test_the_debrief_keeps_a_fifth_of_the_time_or_what_the_pack_gives_it():
    scene = given()  # 10 + 5 + 20 before it, and 5 of its own
    scene.when(SetPhaseMinutes("debrief", 4), by="host").refused("too_short")
    scene.having(SetPhaseMinutes("debrief", 30)).having(SetPhaseMinutes("debrief", 9))
    long_debrief = given(phases={"debrief": {"minutes": 60}})
    long_debrief.when(SetPhaseMinutes("debrief", 8), by="host").refused("too_short")
    long_debrief.when(SetPhaseMinutes("debrief", 9), by="host").allowed()


@pytest.mark.parametrize("by", ["in1", "pk1", "olive"])
def test_only_staff_change_minutes(by):
    given(observing=("olive",)).when(SetPhaseMinutes("talks", 30), by=by).refused("not_allowed")


def test_between_meetings_the_minutes_of_what_comes_may_be_changed_and_after_the_end_not():
    scene = given().having(Adjourn())
    scene.having(SetPhaseMinutes("talks", 30)).having(Reopen())
    assert minutes(scene)["talks"] == 30
    scene.having(End()).when(SetPhaseMinutes("talks", 31), by="host").refused("ended")
