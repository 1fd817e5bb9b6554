"""The transfer plan: whom, what and at what risk; written by one side, read by that side and staff alone."""

import pytest

from roleplay.rules.phases import Next
from roleplay.rules.transfer_plan import (
    MOST_PLANS,
    PlanRewritten,
    PlanStruck,
    PlanWritten,
    RewritePlan,
    StrikePlan,
    TransferPlans,
    WritePlan,
)

from .scene import given
from .small_pack import IN

TALKS = {"talks": {"tools": ("transfer-plan",), "gates": ["planned"]}}
PLAN = WritePlan("An adviser", "A fixed day for lists", "She asks who said it")


def talks(**different):
    return given(phase="talks", phases=TALKS, **different)


def planned(scene, by="in1"):
    return scene.having(PLAN, by=by).log[-1].id


def plans(scene):
    return [
        (one.side, one.audience, one.message, one.risk) for one in scene.state[TransferPlans].all.values()
    ]


@pytest.mark.parametrize(("who", "side"), [("in1", "india"), ("pk1", "pakistan")])
def test_any_delegate_writes_whom_their_side_tells_what_at_which_risk(who, side):
    scene = talks()
    outcome = scene.when(WritePlan(" An adviser ", "One idea ", " Gossip"), by=who)
    outcome.then(PlanWritten(side, "An adviser", "One idea", "Gossip"))
    assert plans(scene) == [(side, "An adviser", "One idea", "Gossip")]


def test_a_plan_is_heard_by_all_seats_of_its_side_and_staff_and_by_nobody_else():
    scene = talks()
    scene.when(PLAN, by="in1").heard_by(*IN).not_sealed()
    plan = scene.log[-1].id
    scene.when(RewritePlan(plan, "risk", "Gossip"), by="in2").heard_by(*IN).not_sealed()
    scene.when(StrikePlan(plan), by="in2").heard_by(*IN).not_sealed()


@pytest.mark.parametrize("what", ["audience", "message", "risk"])
def test_another_delegate_of_the_side_may_find_better_words_for_each_part(what):
    scene = talks()
    plan = planned(scene)
    scene.when(RewritePlan(plan, what, " Better "), by="in2").then(PlanRewritten(plan, what, "Better"))
    assert getattr(scene.state[TransferPlans].all[plan], what) == "Better"
    scene.when(RewritePlan(plan, what, "Better"), by="in1").refused("already")


def test_a_struck_plan_makes_room_for_another():
    scene = talks()
    ids = [planned(scene) for _ in range(MOST_PLANS)]
    scene.when(PLAN, by="in2").refused("full")
    scene.copy().when(PLAN, by="pk1").allowed()
    scene.when(StrikePlan(ids[0]), by="in2").then(PlanStruck(ids[0]))
    scene.when(PLAN, by="in2").allowed()


@pytest.mark.parametrize("command", [lambda id: RewritePlan(id, "risk", "x"), StrikePlan])
def test_the_plan_of_the_other_side_does_not_exist(command):
    scene = talks()
    plan = planned(scene)
    theirs = scene.copy().when(command(plan), by="pk1").refused("no_such_plan").refusal
    nothing = scene.when(command("none"), by="pk1").refused("no_such_plan").refusal
    assert str(theirs) == str(nothing)


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 301, "too_long")])
def test_each_part_says_something_and_is_short(at, text, code):
    scene = talks()
    words = ["Whom", "What", "Risk"]
    words[at] = text
    scene.when(WritePlan(*words), by="in1").refused(code)
    scene.when(RewritePlan(planned(scene), "message", text), by="in1").refused(code)


def test_the_gate_waits_for_a_plan_of_each_side_at_the_table():
    scene = talks()
    planned(scene)
    refusal = scene.when(Next(), by="host").refused("gate").refusal
    assert "Pakistan has not written" in refusal.say and "India" not in refusal.say
    planned(scene, "pk1")
    scene.when(Next(), by="host").allowed()
