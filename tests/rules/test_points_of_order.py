"""Points of order: one tap, seen by staff; the ruling is everybody's, and says nothing of who asked."""

import pytest

from roleplay.rules.floor import Call
from roleplay.rules.phases import Next
from roleplay.rules.points_of_order import (
    PointRaised,
    PointRuled,
    Points,
    PointWithdrawn,
    RaisePoint,
    RuleOnPoint,
    WithdrawPoint,
)
from roleplay.rules.safety import PauseRooms
from roleplay.rules.seats import FreeSeat, GiveSeat

from .scene import given


def raised(by="in1", **scene):
    """A scene with one point of order, and its id."""
    there = given(**{"phase": "talks", **scene}).having(RaisePoint(), by=by)
    return there, there.log[-1].id


@pytest.mark.parametrize("by", ["in1", "pk1"])
def test_a_point_is_raised_without_words_or_a_turn_and_only_staff_learn_of_it(by):
    scene = given(phase="talks", observing=("olive",))
    scene.when(RaisePoint(), by=by).then(PointRaised(by)).heard_by(by).not_sealed()
    for other in {"in1", "in2", "pk1", "pk2", "olive"} - {by}:
        assert PointRaised(by) not in scene.seen_by(other)


def test_one_point_at_a_time():
    scene, point = raised()
    scene.when(RaisePoint(), by="in1").refused("already")
    scene.when(RaisePoint(), by="in2").allowed()
    scene.having(RuleOnPoint(point, "upheld")).when(RaisePoint(), by="in1").allowed()


def test_a_point_may_be_raised_in_a_pause():
    given(phase="talks").having(PauseRooms()).when(RaisePoint(), by="in1").allowed()


def test_there_is_none_where_the_plenary_is_closed():
    given(phase="caucus").when(RaisePoint(), by="in1").refused("room_closed")


@pytest.mark.parametrize("by", ["olive", "wendy", "host"])
def test_whoever_has_no_seat_raises_none(by):
    scene = given(phase="talks", observing=("olive",), waiting=("wendy",))
    scene.when(RaisePoint(), by=by).refused("not_allowed")


def test_whoever_raised_it_takes_it_back():
    scene, _ = raised()
    scene.when(WithdrawPoint(), by="pk1").refused("no_such_point")
    scene.when(WithdrawPoint(), by="in1").then(PointWithdrawn("in1")).heard_by("in1").not_sealed()
    scene.when(WithdrawPoint(), by="in1").refused("no_such_point")
    assert scene.state[Points] == Points()


@pytest.mark.parametrize("ruling", ["upheld", "not-upheld"])
def test_staff_rule_and_everybody_learns_how(ruling):
    scene, point = raised()
    outcome = scene.when(RuleOnPoint(point, ruling), by="co").then(PointRuled(point, ruling))
    outcome.heard_by_everyone()
    assert scene.state[Points] == Points(ruled=ruling)
    scene.when(RuleOnPoint(point, ruling), by="host").refused("no_such_point")


def test_delegates_do_not_rule():
    scene, point = raised()
    scene.when(RuleOnPoint(point, "upheld"), by="in1").refused("not_allowed")
    scene.when(RuleOnPoint("none", "upheld"), by="pk1").refused("not_allowed")


def test_a_ruling_is_shown_until_the_talk_goes_on():
    scene, point = raised()
    scene.having(RuleOnPoint(point, "upheld")).having(Call("pk1"))
    assert scene.state[Points].ruled is None


def test_a_new_step_leaves_points_and_rulings_behind():
    scene, point = raised()
    scene.having(RaisePoint(), by="pk1").having(RuleOnPoint(point, "not-upheld")).having(Next("late"))
    assert scene.state[Points] == Points()


@pytest.mark.parametrize("leaving", [FreeSeat("in1"), GiveSeat("p-in1", "in3"), GiveSeat("wendy", "in1")])
def test_a_point_does_not_stay_behind_on_an_empty_seat(leaving):
    scene, _ = raised(waiting=("wendy",))
    assert scene.having(leaving).state[Points].open == {}
