"""The constituency meter: one seat and its home, staff in between; a figure for a side only from three."""

import pytest

from roleplay.rules.constituency import (
    USUAL,
    Constituency,
    HomeReplied,
    MeterShown,
    ReplyFromHome,
    ShowMeter,
    TellHome,
    ToldHome,
    audiences_of,
    figure_of,
)
from roleplay.rules.phases import Next
from roleplay.rules.setting import AudienceSetting, Setting
from roleplay.rules.talk import Talk

from .scene import given
from .small_pack import IN, small_pack

TOOLS = {phase: {"tools": ("constituency",)} for phase in ("talks", "debrief")}


def talks(phase="talks", **different):
    return given(phase=phase, phases=TOOLS, **different)


def told(scene, by="in1", audience="paper", text="We talked of boats"):
    return scene.having(TellHome(audience, text), by=by).log[-1].id


def met(scene, moods):
    """Each of these seats tells one audience and is answered in this mood."""
    for seat, mood in moods.items():
        scene.having(ReplyFromHome(told(scene, seat), mood, "Well"))
    return scene


@pytest.mark.parametrize("audience", ["paper", "party", "ministry"])
def test_what_a_delegate_tells_home_is_heard_by_that_seat_and_staff_alone(audience):
    scene = talks()
    outcome = scene.when(TellHome(audience, " We talked "), by="in1").heard_by("in1").not_sealed()
    outcome.then(ToldHome("in1", audience, "We talked"))


@pytest.mark.parametrize("mood", ["cold", "doubtful", "warm"])
def test_staff_reply_for_whoever_asked_and_only_that_seat_hears_it(mood):
    scene = talks()
    exchange = told(scene)
    outcome = scene.when(ReplyFromHome(exchange, mood, " So little? "), by="co").heard_by("in1").not_sealed()
    outcome.then(HomeReplied(exchange, mood, "So little?"))
    scene.when(ReplyFromHome(exchange, "warm", "Again"), by="host").refused("already")


def test_it_may_be_said_better_until_they_reply():
    scene = talks()
    first = told(scene)
    scene.when(TellHome("paper", "We talked of boats"), by="in1").refused("already")
    second = told(scene, text="We talked of crews")
    scene.when(ReplyFromHome(first, "cold", "So?"), by="host").refused("changed")
    scene.having(ReplyFromHome(second, "cold", "So?"))
    scene.when(TellHome("paper", "Once more"), by="in1").refused("answered")
    scene.when(TellHome("party", "Once more"), by="in1").allowed()


def test_nobody_is_told_who_does_not_ask_and_nothing_is_answered_that_was_not_told():
    scene = talks()
    scene.when(TellHome("moon", "We talked"), by="in1").refused("no_such_audience")
    scene.when(ReplyFromHome("none", "cold", "So?"), by="host").refused("no_such_exchange")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 401, "too_long")])
def test_both_say_something_and_are_short(text, code):
    scene = talks()
    scene.when(TellHome("paper", text), by="in1").refused(code)
    scene.when(ReplyFromHome(told(scene), "cold", text), by="host").refused(code)


def test_a_side_has_a_figure_from_three_delegates_who_have_an_answer():
    scene = met(talks(seated=(*IN, "pk1")), {"in1": "cold", "in2": "doubtful", "pk1": "warm"})
    scene.having(ReplyFromHome(told(scene, "in1", "party"), "cold", "No"))
    assert figure_of(scene.state, "india") is None
    scene.when(ShowMeter(), by="host").refused("too_few")
    met(scene, {"in3": "warm"})
    assert figure_of(scene.state, "india") == 38 and figure_of(scene.state, "pakistan") is None


def test_staff_show_the_meter_and_everybody_reads_it_as_a_line():
    scene = met(talks(seated=(*IN, "pk1")), {"in1": "cold", "in2": "doubtful", "in3": "warm", "pk1": "warm"})
    scene.when(ShowMeter(), by="host").then(MeterShown({"india": 50})).heard_by_everyone()
    line = scene.state[Talk].lines[scene.log[-1].id]
    assert line.room == "plenary"
    assert line.text.endswith("India 50 of 100. Too few answers to tell: Pakistan.")
    scene.when(ShowMeter(), by="co").refused("already")


def test_out_of_role_nobody_speaks_for_anybody_but_the_meter_may_be_shown():
    scene = met(talks(seated=(*IN, "pk1")), {"in1": "cold", "in2": "doubtful", "in3": "warm"})
    waiting = told(scene, "in4")
    scene.having(Next("now"))
    scene.when(TellHome("party", "We talked"), by="in1").refused("out_of_role")
    scene.when(ReplyFromHome(waiting, "cold", "So?"), by="host").refused("out_of_role")
    scene.when(ShowMeter(), by="host").allowed()


def test_a_pack_may_say_who_asks_and_whom():
    paper, union = AudienceSetting("paper", "Paper", "What?"), AudienceSetting("union", "U", "?", (), "india")
    setting = Setting.from_json({**small_pack(), "audiences": [vars_of(paper), vars_of(union)]})
    assert audiences_of(setting, "india") == (paper, union)
    assert audiences_of(setting, "pakistan") == (paper,)
    assert audiences_of(setting, None) == (paper, union)
    assert audiences_of(Setting.from_json(small_pack()), "india") == USUAL


def vars_of(one):
    return {"id": one.id, "title": one.title, "asks": one.asks, "side": one.side}


def test_each_seat_has_its_own_exchanges():
    scene = talks()
    told(scene, "in1"), told(scene, "in2")
    assert [one.seat for one in scene.state[Constituency].of("in2")] == ["in2"]
