"""Reciprocal steps: ours, theirs, joint; in an order that belongs to everybody."""

import pytest

from roleplay.rules.phases import Next
from roleplay.rules.steps import (
    MOST_STEPS,
    MoveStep,
    StepMoved,
    Steps,
    StepStruck,
    StepWritten,
    StrikeStep,
    WriteStep,
)

from .scene import given

TOOLS = {"talks": {"tools": ("steps",), "gates": ["reciprocal-step"]}}


def talks():
    return given(phase="talks", phases=TOOLS)


def written(scene, ours, by="in1"):
    return scene.having(WriteStep(ours=ours), by=by).log[-1].id


def order(scene):
    return [row.ours for row in scene.state[Steps].rows]


@pytest.mark.parametrize(("who", "side"), [("in1", "india"), ("pk1", "pakistan")])
def test_a_delegate_writes_a_step_and_everybody_hears_it(who, side):
    outcome = talks().when(
        WriteStep(" We free boats ", " They free boats ", "", False, " Thank you "), by=who
    )
    outcome.then(
        StepWritten(side, "We free boats", "They free boats", "", False, "Thank you")
    ).heard_by_everyone()


@pytest.mark.parametrize("filled", ["ours", "theirs", "joint"])
def test_one_column_is_enough(filled):
    talks().when(WriteStep(**{filled: "Free the boats"}), by="in1").allowed()


def test_a_step_in_which_nobody_does_anything_is_none():
    talks().when(WriteStep(hear="We are sorry"), by="in1").refused("empty")
    talks().when(WriteStep(ours="x" * 241), by="in1").refused("too_long")


def test_anybody_moves_a_step_earlier_or_later():
    scene = talks()
    first, second = written(scene, "first"), written(scene, "second", "pk1")
    scene.when(MoveStep(second, True), by="in1").then(StepMoved(second, True)).heard_by_everyone()
    assert order(scene) == ["second", "first"]
    scene.when(MoveStep(second, False), by="pk2").allowed()
    assert order(scene) == ["first", "second"]
    scene.when(MoveStep(first, True), by="in1").refused("already")
    scene.when(MoveStep(second, False), by="in1").refused("already")
    scene.when(MoveStep("none", True), by="in1").refused("no_such_step")


def test_the_side_that_wrote_a_step_strikes_it_and_nobody_else():
    scene = talks()
    step = written(scene, "first")
    scene.when(StrikeStep(step), by="pk1").refused("not_yours")
    scene.when(StrikeStep(step), by="in2").then(StepStruck(step)).heard_by_everyone()
    scene.when(StrikeStep(step), by="in2").refused("no_such_step")
    assert order(scene) == []


def test_there_is_an_end_to_steps():
    scene = talks()
    for number in range(MOST_STEPS):
        written(scene, f"Number {number}")
    scene.when(WriteStep(ours="One more"), by="pk1").refused("full")


def test_the_gate_waits_for_a_step_with_both_columns():
    scene = talks()
    written(scene, "We free boats")
    assert "no step says both" in scene.when(Next(), by="host").refused("gate").refusal.say
    scene.having(WriteStep("We free boats", "They free boats"), by="pk1").when(Next(), by="host").allowed()
