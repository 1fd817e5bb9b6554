"""News let into the workshop, and its corrections."""

from dataclasses import replace
from typing import get_args

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.injects import (
    CorrectInject,
    CorrectRumour,
    Injected,
    Injects,
    OwnKind,
    ReleaseInject,
    ReleaseOwn,
    embarrassments,
    tilted,
    uncorrected,
    would_tilt,
)
from roleplay.rules.kernel import evolve
from roleplay.rules.talk import Said, Say

from .scene import Scene, given
from .small_pack import IN, PK, small_pack

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
    news = Injected(None, "The Harbour Post", "Fog at dawn.", "side:india", sort="news")
    outcome.then(news).heard_by(*IN)
    assert not scene.state[Injects].released


def test_news_needs_an_outlet_and_a_text_of_bearable_length():
    given().when(ReleaseOwn("", "News"), by="host").refused("empty")
    given().when(ReleaseOwn("A paper", ""), by="host").refused("empty")
    given().when(ReleaseOwn("x" * 81, "News"), by="host").refused("too_long")


@pytest.mark.parametrize(
    "command",
    [ReleaseInject("rumour"), CorrectInject("rumour"), CorrectRumour("x", "y"), ReleaseOwn("A", "B")],
)
@pytest.mark.parametrize("by", ["in1", "pk1", "olive"])
def test_only_staff_let_news_in(command, by):
    given(observing=("olive",)).when(command, by=by).refused("not_allowed")


def test_nobody_outside_learns_that_a_side_has_had_news():
    scene = given(observing=("olive",)).having(ReleaseInject("rumour", "side:india"))
    seen = {who: any(isinstance(event, Injected) for event in scene.seen_by(who)) for who in SEEING}
    assert seen == SEEING


SEEING = {"in1": True, "in2": True, "pk1": False, "olive": False, "host": True}


# Kinds, the screen, rumours, and whom it embarrasses ---------------------------------------------------


def own_rumour(to: str = "all") -> tuple[Scene, str]:
    scene = given().having(ReleaseOwn("The Quay", "A net was cut.", to, "rumour"))
    return scene, scene.log[-1].id


def test_news_for_the_screen_is_for_all_to_see_and_on_nobodys_own_page():
    scene = given()
    outcome = scene.when(ReleaseInject("rumour", "screen"), by="host").heard_by_everyone()
    assert scene.line(outcome.entries[0].id).screen
    assert not scene.line(scene.having(ReleaseInject("weather")).log[-1].id).screen
    given().when(Broadcast("screen", "Hear"), by="host").refused("no_such_address")


def test_staff_say_what_kind_of_news_theirs_is_and_it_is_never_a_leak():
    scene, line = own_rumour()
    assert scene.state[Injects].out[line].sort == "rumour"
    assert "leak" not in get_args(OwnKind)


def test_a_rumour_waits_for_its_correction_which_reaches_the_same_and_answers_it():
    scene, line = own_rumour("side:pakistan")
    assert [one.id for one in uncorrected(scene.state)] == [line]
    outcome = scene.when(CorrectRumour(line, " No net was cut. "), by="co")
    outcome.then(
        Injected(None, "The Quay", "No net was cut.", "side:pakistan", True, corrects=line)
    ).heard_by(*PK)
    assert uncorrected(scene.state) == [] and scene.line(line).corrected
    assert scene.line(outcome.entries[0].id).reply_to == line
    scene.when(CorrectRumour(line, "Again."), by="host").refused("already")


def test_a_rumour_of_the_pack_is_corrected_in_its_words_or_in_others():
    pack = small_pack()
    pack["injects"][0]["kind"] = "rumour"
    scene = given(pack=pack).having(ReleaseInject("rumour"))
    line = scene.log[-1].id
    assert [one.inject for one in uncorrected(scene.state)] == ["rumour"]
    prepared, own = scene.copy().having(CorrectInject("rumour")), scene.having(CorrectRumour(line, "Not so."))
    for twin in (prepared, own):
        assert uncorrected(twin.state) == [] and twin.log[-1].event.correction
        assert twin.line(twin.log[-1].id).reply_to == line
        twin.when(CorrectInject("rumour"), by="host").refused("already")


def test_only_a_rumour_that_is_out_is_corrected_in_ones_own_words():
    scene = given().having(ReleaseInject("weather"))
    scene.when(CorrectRumour(scene.log[-1].id, "It is dry."), by="host").refused("no_such_rumour")
    scene.when(CorrectRumour("none", "It is dry."), by="host").refused("no_such_rumour")
    scene, line = own_rumour()
    scene.when(CorrectRumour(line, " "), by="host").refused("empty")


def test_who_is_embarrassed_is_counted_by_side_and_a_tilt_is_seen_before_and_after():
    pack = small_pack()
    pack["injects"][0]["embarrasses"] = "india"
    scene = given(pack=pack)
    assert embarrassments(scene.state) == {"india": 0, "pakistan": 0}
    assert not would_tilt(scene.state, "india") and not would_tilt(scene.state, None)
    scene.having(ReleaseInject("rumour")).having(CorrectInject("rumour"))
    assert embarrassments(scene.state) == {"india": 1, "pakistan": 0} and not tilted(
        embarrassments(scene.state)
    )
    assert would_tilt(scene.state, "india") and not would_tilt(scene.state, "pakistan")
    scene.having(ReleaseOwn("A paper", "News", embarrasses="india"))
    assert tilted(embarrassments(scene.state))


def test_only_a_side_can_be_embarrassed():
    given().when(ReleaseOwn("A paper", "News", embarrasses="mars"), by="host").refused("no_such_side")


def test_news_from_before_there_were_kinds_is_read_as_it_was_meant():
    scene = given().having(ReleaseOwn("A paper", "News"))
    old = replace(scene.log[-1], id="f" * 32, event=Injected(None, "A paper", "News", "all"))
    evolve(scene.state, old)
    assert scene.state[Injects].out[old.id].sort == "news"
