"""Leaks: a chosen and confirmed line, unsigned; never a corridor, a whisper or what staff said."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.injects import LEAK, Injects, ReleaseInject
from roleplay.rules.leaks import LeakDisclosed, LeakLine, Leaks, LineLeaked
from roleplay.rules.moderation import HideLine
from roleplay.rules.phases import Back, Next, PhaseEntered
from roleplay.rules.rooms import AnswerInvitation, Invite, Rooms
from roleplay.rules.talk import Say, Withdraw
from roleplay.rules.workshop import End

from .scene import Scene, given
from .small_pack import IN, small_pack


def said(room: str = "plenary", by: str = "in1", **setup) -> tuple[Scene, str]:
    scene = given(**setup)
    return scene, scene.having_said(room, "We might agree.", by)


def sure(line: str, to: str = "all", **more) -> LeakLine:
    return LeakLine(line, "The Evening Lantern", to, confirmed=True, **more)


def test_a_line_is_leaked_unsigned_and_the_log_keeps_which():
    scene, line = said()
    outcome = scene.when(sure(line, embarrasses="india"), by="co")
    outcome.then(LineLeaked(line, "The Evening Lantern", "all", "india")).heard_by_everyone()
    leak = scene.line(outcome.entries[0].id)
    assert (leak.text, leak.outlet, leak.seat) == ("We might agree.", "The Evening Lantern", None)
    assert scene.state[Leaks].of == {leak.id: line}
    assert [(one.sort, one.embarrasses) for one in scene.state[Injects].out.values()] == [(LEAK, "india")]


def test_a_caucus_line_leaks_to_whom_staff_choose():
    scene, line = said("caucus-pakistan", "pk1", phase="caucus")
    scene.when(sure(line, "side:india"), by="host").heard_by(*IN)


def test_a_corridor_never_leaks_and_is_not_even_there():
    scene = given(phase="talks").having(Invite("pk1"), by="in1")
    (corridor,) = scene.state[Rooms].corridors
    scene.having(AnswerInvitation(corridor, True), by="pk1")
    line = scene.having_said(corridor, "Between us.", "in1")
    scene.when(sure(line), by="host").refused("no_such_line")
    scene.when(sure("none"), by="host").refused("no_such_line")


def test_the_back_room_whispers_announcements_and_news_never_leak():
    scene = given().having(Say("back-room", "Among us.")).having(Broadcast("seat:in1", "For you"))
    scene.having(Broadcast("all", "For all")).having(ReleaseInject("rumour")).having(Say("plenary", "I say."))
    for entry in scene.log[-5:]:
        scene.when(sure(entry.id), by="host").refused("never_leaks")


def test_what_was_withdrawn_or_hidden_does_not_leak():
    scene, line = said()
    scene.copy().having(Withdraw(line), by="in1").when(sure(line), by="host").refused("never_leaks")
    scene.having(HideLine(line)).when(sure(line), by="host").refused("never_leaks")


def test_a_leak_is_confirmed_and_happens_once():
    scene, line = said()
    scene.when(LeakLine(line, "A paper"), by="host").refused("not_confirmed")
    scene.having(sure(line)).when(sure(line), by="host").refused("already")


def test_a_leak_needs_a_voice_and_an_address():
    scene, line = said()
    scene.when(LeakLine(line, " ", confirmed=True), by="host").refused("empty")
    scene.when(sure(line, "side:mars"), by="host").refused("no_such_address")
    scene.when(sure(line, embarrasses="mars"), by="host").refused("no_such_side")


@pytest.mark.parametrize("by", ["in1", "pk1", "olive"])
def test_only_staff_leak(by):
    scene, line = said(observing=("olive",))
    scene.when(sure(line), by=by).refused("not_allowed")


def test_after_the_end_nothing_leaks():
    scene, line = said()
    scene.having(End()).when(sure(line), by="host").refused("ended")


def test_when_the_debrief_begins_whoever_read_a_leak_is_told_that_it_was_let_in():
    pack = small_pack(talks={"floor": "free"})
    pack["injects"][1]["kind"] = "leak"
    scene = given(phase="talks", pack=pack).having(ReleaseInject("weather")).having(ReleaseInject("rumour"))
    invented = scene.log[-2].id
    line = scene.having_said("plenary", "We might agree.", "in1")
    chosen = scene.having(sure(line, "side:india")).log[-1].id
    outcome = scene.when(Next("time"), by="host")
    assert outcome.happened == [PhaseEntered("debrief", 3, 5), LeakDisclosed(invented), LeakDisclosed(chosen)]
    assert [entry.hearers for entry in outcome.entries] == [None, None, IN]
    assert scene.line(chosen).disclosed and scene.line(invented).disclosed
    again = scene.having(Back()).when(Next("time"), by="host")
    assert again.happened == [PhaseEntered("debrief", 3, 5)], "once is enough"


def test_a_step_in_role_discloses_nothing():
    scene, line = said()
    scene.having(sure(line)).when(Next("on"), by="host").then(PhaseEntered("caucus", 1, 5))


@pytest.mark.parametrize("level", ["unattributed", "no-record"])
def test_what_is_not_to_be_attributed_or_recorded_never_leaks(level):
    scene = given().having(SetAttribution("plenary", level))
    line = scene.having_said("plenary", "We might agree.", "in1")
    scene.when(sure(line), by="host").refused("never_leaks")
