"""Rearranging the agenda: what may be moved, left out and put back, and what stays."""

import pytest

from roleplay.rules.arranging import (
    DropPhase,
    MovePhase,
    PhaseDropped,
    PhaseMoved,
    PhasePutBack,
    PutBackPhase,
    droppable,
    dropped,
    movable,
)
from roleplay.rules.floor import Floor
from roleplay.rules.people import JoinStaff
from roleplay.rules.phases import Back, Next, PhaseEntered, Start, phase_of, plan_of
from roleplay.rules.rooms import is_open
from roleplay.rules.workshop import Open

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
