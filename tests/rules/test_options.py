"""Options: unsigned, tied to a card of each side, never argued with; objections wait."""

import pytest

from roleplay.rules.needs_board import PutUpCard
from roleplay.rules.options import (
    MOST_OPTIONS,
    ObjectionParked,
    OfferOption,
    OptionOffered,
    Options,
    OptionStruck,
    ParkObjection,
    StrikeOption,
)
from roleplay.rules.phases import Next
from roleplay.rules.tools import TakenAway

from .scene import given

TOOLS = {"talks": {"tools": ("needs-board", "options"), "gates": ["linked-option"]}}


def talks(*sides):
    """A workshop with a card of each of these seats' sides; their ids."""
    scene = given(phase="talks", phases=TOOLS)
    return scene, *(
        scene.having(PutUpCard("need", "Home"), by=who).log[-1].id for who in sides or ("in1", "pk1")
    )


@pytest.mark.parametrize("who", ["in1", "pk1"])
def test_anybody_at_the_table_offers_an_option_and_it_names_nobody(who):
    scene, india, pakistan = talks()
    outcome = scene.when(OfferOption(" A hotline ", (india, pakistan, india)), by=who)
    outcome.then(OptionOffered("A hotline", (india, pakistan))).heard_by_everyone()
    assert [one.sides for one in scene.state[Options].all.values()] == [("india", "pakistan")]


def test_an_option_is_tied_to_a_card_of_each_side():
    scene, india, pakistan = talks()
    for cards in ((), (india,), (pakistan,)):
        scene.when(OfferOption("A hotline", cards), by="in1").refused("not_linked")
    scene.when(OfferOption("A hotline", (india, "none")), by="in1").refused("no_such_card")


def test_a_side_without_a_card_is_not_waited_for_but_the_gate_says_so():
    scene, india = talks("in1")
    scene.when(OfferOption("A hotline", (india,)), by="pk1").allowed()
    assert "India and Pakistan" in scene.when(Next(), by="host").refused("gate").refusal.say


@pytest.mark.parametrize("who", ["in1", "pk1"])
def test_an_objection_is_parked_unsigned(who):
    scene, india, pakistan = talks()
    option = scene.having(OfferOption("A hotline", (india, pakistan)), by="in1").log[-1].id
    outcome = scene.when(ParkObjection(option, " Nobody answers "), by=who)
    outcome.then(ObjectionParked(option, "Nobody answers")).heard_by_everyone()
    assert scene.state[Options].all[option].parked == ["Nobody answers"]


def test_an_objection_is_about_an_option():
    talks()[0].when(ParkObjection("none", "Never"), by="in1").refused("no_such_option")


def test_there_is_an_end_to_options():
    scene, *cards = talks()
    for number in range(MOST_OPTIONS):
        scene.having(OfferOption(f"Number {number}", tuple(cards)), by="in1")
    scene.when(OfferOption("One more", tuple(cards)), by="in1").refused("full")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 401, "too_long")])
def test_what_is_written_says_something_and_is_short(text, code):
    scene, *cards = talks()
    scene.when(OfferOption(text, tuple(cards)), by="in1").refused(code)
    option = scene.having(OfferOption("A hotline", tuple(cards)), by="in1").log[-1].id
    scene.when(ParkObjection(option, text), by="in1").refused(code)


def test_the_gate_waits_for_an_option_that_is_tied_to_both_sides():
    scene, *cards = talks()
    scene.when(Next(), by="host").refused("gate")
    scene.having(OfferOption("A hotline", tuple(cards)), by="in1").when(Next(), by="host").allowed()


def test_staff_strike_an_option_and_nobody_else_does():
    scene, *cards = talks()
    option = scene.having(OfferOption("A hotline", tuple(cards)), by="in1").log[-1].id
    scene.when(StrikeOption(option), by="in1").refused("not_allowed")
    scene.when(StrikeOption(option), by="host").then(OptionStruck(option)).heard_by_everyone()
    assert scene.state[Options].all == {} and scene.state[TakenAway].ids == {option}
    scene.when(StrikeOption(option), by="host").refused("no_such_option")
