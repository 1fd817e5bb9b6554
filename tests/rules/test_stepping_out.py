"""Stepping out to observe, without a reason, and coming back while the seat is free."""

import pytest

from roleplay.rules.meetings import Adjourn
from roleplay.rules.people import People, Remove, SeatFreed
from roleplay.rules.safety import PauseRooms
from roleplay.rules.seats import BecameObserver, FreeSeat, GiveSeat, SeatTaken
from roleplay.rules.stepping_out import ComeBack, LeaveSeat, Outside, SeatLeft
from roleplay.rules.talk import Said, Say
from roleplay.rules.workshop import End

from .scene import given

GONE = "p-in1"


def outside(**scene):
    return given(**scene).having(LeaveSeat(), by="in1")


@pytest.mark.parametrize("by", ["in1", "pk1"])
def test_anybody_at_the_table_steps_out_without_a_word(by):
    scene = given()
    outcome = scene.when(LeaveSeat(), by=by)
    outcome.then(SeatLeft(f"p-{by}", by), SeatFreed(by, f"p-{by}"), BecameObserver(f"p-{by}"))
    assert [entry.hearers for entry in outcome.entries] == [(), None, ()]
    person = scene.state[People].persons[f"p-{by}"]
    assert (person.role, person.seat) == ("observer", None)


def test_nothing_holds_anybody_back():
    given(fresh=("in4",)).when(LeaveSeat(), by="in4").allowed()
    given().having(PauseRooms()).when(LeaveSeat(), by="in1").allowed()
    given().having(Adjourn()).when(LeaveSeat(), by="in1").allowed()


@pytest.mark.parametrize("by", ["olive", "wendy", "host"])
def test_whoever_has_no_seat_has_nothing_to_step_out_of(by):
    given(observing=("olive",), waiting=("wendy",)).when(LeaveSeat(), by=by).refused("not_allowed")


def test_outside_one_hears_the_plenary_and_no_caucus():
    scene = outside(phase="opening")
    scene.having(Say("plenary", "For all"), by="pk1").having(Say("caucus-india", "For us"))
    assert Said("plenary", "For all") in scene.seen_by(GONE)
    assert Said("caucus-india", "For us") not in scene.seen_by(GONE)


def test_one_comes_back_while_the_seat_is_free_and_hears_what_it_heard():
    scene = outside().having(Say("caucus-india", "For us"))
    scene.when(ComeBack(), by=GONE).then(SeatTaken("in1", GONE)).heard_by_everyone()
    assert Said("caucus-india", "For us") in scene.seen_by("in1")
    assert scene.state[Outside] == Outside()
    scene.when(ComeBack(), by="in1").refused("not_allowed")
    scene.when(Say("plenary", "Back"), by="in1").allowed()


def test_a_seat_that_somebody_has_taken_is_not_taken_back():
    scene = outside(waiting=("wendy",)).having(GiveSeat("wendy", "in1"))
    scene.when(ComeBack(), by=GONE).refused("seat_taken")
    scene.having(FreeSeat("in1")).when(ComeBack(), by=GONE).then(SeatTaken("in1", GONE))


def test_whoever_was_given_another_seat_meanwhile_has_come_back_already():
    scene = outside().having(GiveSeat(GONE, "in3"))
    scene.when(ComeBack(), by="in3").refused("not_allowed")


@pytest.mark.parametrize("by", ["olive", "wendy", "host", "pk1"])
def test_whoever_did_not_step_out_does_not_step_in(by):
    scene = outside(observing=("olive",), waiting=("wendy",))
    scene.when(ComeBack(), by=by).refused("not_allowed")


def test_somebody_who_was_removed_leaves_nothing_behind():
    assert outside().having(Remove(GONE)).state[Outside] == Outside()


def test_after_the_end_nobody_moves():
    given(ended=True).when(LeaveSeat(), by="in1").refused("ended")
    outside().having(End()).when(ComeBack(), by=GONE).refused("ended")
