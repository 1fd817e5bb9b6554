"""Constraints: each side names who of its own home would oppose an option, why, and how strongly."""

import pytest

from roleplay.rules.constraints import (
    ConstraintNamed,
    Constraints,
    ConstraintStruck,
    NameConstraint,
    StrikeConstraint,
)
from roleplay.rules.needs_board import PutUpCard
from roleplay.rules.options import OfferOption

from .scene import given

TOOLS = {"talks": {"tools": ("needs-board", "options", "constraints")}}


def talks():
    scene = given(phase="talks", phases=TOOLS)
    cards = tuple(scene.having(PutUpCard("need", "Home"), by=who).log[-1].id for who in ("in1", "pk1"))
    return scene, scene.having(OfferOption("A hotline", cards), by="in1").log[-1].id


@pytest.mark.parametrize(("who", "side"), [("in1", "india"), ("pk1", "pakistan")])
@pytest.mark.parametrize("strength", [1, 2, 3])
def test_a_delegate_speaks_of_their_own_home_and_everybody_hears_it(who, side, strength):
    scene, option = talks()
    outcome = scene.when(NameConstraint(option, " The press ", " It sells ", strength), by=who)
    outcome.then(ConstraintNamed(option, side, "The press", "It sells", strength)).heard_by_everyone()
    assert [one.who for one in scene.state[Constraints].on(option)] == ["The press"]


@pytest.mark.parametrize("strength", [0, 4, -1])
def test_strength_is_one_two_or_three(strength):
    scene, option = talks()
    scene.when(NameConstraint(option, "The press", "It sells", strength), by="in1").refused("bad_strength")


def test_a_constraint_is_on_an_option():
    talks()[0].when(NameConstraint("none", "The press", "It sells", 1), by="in1").refused("no_such_option")


@pytest.mark.parametrize(
    ("who", "why", "code"),
    [(" ", "x", "empty"), ("x", " ", "empty"), ("x" * 121, "x", "too_long"), ("x", "x" * 301, "too_long")],
)
def test_it_says_who_and_why_and_is_short(who, why, code):
    scene, option = talks()
    scene.when(NameConstraint(option, who, why, 1), by="in1").refused(code)


def test_the_side_that_named_it_takes_it_away_and_nobody_else():
    scene, option = talks()
    constraint = scene.having(NameConstraint(option, "The press", "It sells", 1), by="in1").log[-1].id
    scene.when(StrikeConstraint(constraint), by="pk1").refused("not_yours")
    scene.when(StrikeConstraint(constraint), by="in2").then(ConstraintStruck(constraint)).heard_by_everyone()
    scene.when(StrikeConstraint(constraint), by="in1").refused("no_such_constraint")
