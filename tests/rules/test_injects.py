"""News let into the workshop, and its corrections."""

import pytest

from roleplay.rules.injects import CorrectInject, Injected, Injects, ReleaseInject, ReleaseOwn
from roleplay.rules.talk import Said, Say

from .scene import given
from .small_pack import IN, PK

LANTERN = "The Evening Lantern"
RUMOUR = Injected("rumour", LANTERN, "A boat was seized.", "all")


def test_an_inject_is_released_to_everyone():
    scene = given()
    scene.when(ReleaseInject("rumour"), by="host").then(RUMOUR).heard_by_everyone()
    assert scene.state[Injects].released == {"rumour": scene.now}


def test_an_inject_becomes_a_line_that_can_be_answered():
    scene = given().having(ReleaseInject("rumour"))
    line = scene.log[-1].id
    assert (scene.line(line).text, scene.line(line).kind) == ("A boat was seized.", "injected")
    scene.when(Say("plenary", "Is it true?", line), by="in1").then(Said("plenary", "Is it true?", line))


@pytest.mark.parametrize(("to", "seats"), [("side:india", IN), ("side:pakistan", PK), ("seat:pk2", ("pk2",))])
def test_an_inject_may_reach_some_only_and_its_correction_reaches_the_same(to, seats):
    scene = given()
    scene.when(ReleaseInject("rumour", to), by="co").heard_by(*seats).not_sealed()
    outcome = scene.when(CorrectInject("rumour"), by="host")
    outcome.then(Injected("rumour", LANTERN, "No boat was seized.", to, True)).heard_by(*seats)


def test_an_inject_is_released_once():
    given().having(ReleaseInject("rumour", "side:india")).when(
        ReleaseInject("rumour", "side:pakistan"), by="host"
    ).refused("already")


def test_an_inject_is_of_this_pack():
    given().when(ReleaseInject("moon"), by="host").refused("no_such_inject")
    given().when(CorrectInject("moon"), by="host").refused("no_such_inject")


def test_an_inject_needs_an_address():
    given().when(ReleaseInject("rumour", "side:maldives"), by="host").refused("no_such_address")
    given().when(ReleaseInject("rumour", "seat:mv1"), by="host").refused("no_such_seat")
    given().when(ReleaseOwn("A paper", "News", "nobody"), by="host").refused("no_such_address")


def test_what_was_not_released_or_has_no_correction_is_not_corrected():
    given().when(CorrectInject("rumour"), by="host").refused("nothing_to_correct")
    given().having(ReleaseInject("weather")).when(CorrectInject("weather"), by="host").refused(
        "nothing_to_correct"
    )


def test_an_inject_is_corrected_once():
    scene = given().having(ReleaseInject("rumour")).having(CorrectInject("rumour"))
    assert scene.state[Injects].corrected == {"rumour": scene.now}
    scene.when(CorrectInject("rumour"), by="host").refused("already")


def test_staff_write_news_of_their_own():
    scene = given()
    outcome = scene.when(ReleaseOwn(" The Harbour Post ", " Fog at dawn. ", "side:india"), by="co")
    outcome.then(Injected(None, "The Harbour Post", "Fog at dawn.", "side:india")).heard_by(*IN)
    assert scene.state[Injects] == Injects()


def test_news_needs_an_outlet_and_a_text_of_bearable_length():
    given().when(ReleaseOwn("", "News"), by="host").refused("empty")
    given().when(ReleaseOwn("A paper", ""), by="host").refused("empty")
    given().when(ReleaseOwn("x" * 81, "News"), by="host").refused("too_long")


@pytest.mark.parametrize("command", [ReleaseInject("rumour"), CorrectInject("rumour"), ReleaseOwn("A", "B")])
@pytest.mark.parametrize("by", ["in1", "pk1", "olive"])
def test_only_staff_let_news_in(command, by):
    given(observing=("olive",)).when(command, by=by).refused("not_allowed")


def test_nobody_outside_learns_that_a_side_has_had_news():
    scene = given(observing=("olive",)).having(ReleaseInject("rumour", "side:india"))
    seen = {who: any(isinstance(event, Injected) for event in scene.seen_by(who)) for who in SEEING}
    assert seen == SEEING


SEEING = {"in1": True, "in2": True, "pk1": False, "olive": False, "host": True}
