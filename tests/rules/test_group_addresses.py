"""Announcements, moves and news for one working group: who hears them, where they stand, what is refused."""

import pytest

from roleplay.rules.announce import Broadcast, Broadcasted
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.groups import CloseGroups, MoveToGroup
from roleplay.rules.injects import CorrectInject, CorrectRumour, Injected, ReleaseInject, ReleaseOwn
from roleplay.rules.leaks import LeakDisclosed, LeakLine
from roleplay.rules.moves import MakeMove, MoveMade
from roleplay.rules.phases import Next
from roleplay.rules.planned_news import PlannedNews, PlanNews, ReleasePlanned
from roleplay.rules.rooms import Invite
from roleplay.rules.talk import Say
from roleplay.rules.track_one import AnswerNonPaper

from .small_pack import small_pack
from .test_groups import opened

ADDRESSED = [
    lambda to: Broadcast(to, "Two minutes more."),
    lambda to: MakeMove("beneath", "What is beneath it?", to),
    lambda to: ReleaseInject("rumour", to),
    lambda to: ReleaseOwn("The Harbour Post", "Fog at dawn.", to),
    lambda to: PlanNews("talks", "The Harbour Post", "Fog at dawn.", to),
]


def grouped(**scene):
    """The address of the group of in1 and pk1, with its room; in2 and pk2 are in the other one."""
    there, ours, theirs = opened(**scene)
    return there, f"room:{ours}", ours, theirs


@pytest.mark.parametrize("made", ADDRESSED[:4])
def test_its_members_and_staff_read_it_in_its_room_and_nobody_else(made):
    scene, to, ours, _ = grouped(observing=("olive",))
    last = scene.when(made(to), by="co").entries[-1]
    assert sorted(last.hearers) == ["in1", "pk1"] and not last.sealed
    assert scene.line(last.id).room == ours
    for who, reads in {"in1": True, "pk1": True, "host": True, "in2": False, "olive": False}.items():
        assert (last.event in scene.seen_by(who)) == reads


def test_that_it_was_a_move_staff_alone_know():
    scene, to, *_ = grouped()
    made, said = scene.when(MakeMove("beneath", "What is beneath it?", to), by="host").entries
    assert made.event == MoveMade("beneath", to, "") and made.hearers == ()
    assert said.event == Broadcasted(to, "What is beneath it?")


@pytest.mark.parametrize("made", ADDRESSED)
@pytest.mark.parametrize("room", ["group-none", "plenary", "caucus-india", "back-room"])
def test_only_a_working_group_is_a_room_to_write_to(made, room):
    scene, *_ = grouped()
    scene.when(made(f"room:{room}"), by="host").refused("no_such_group")
    scene.when(made("room:"), by="host").refused("no_such_address")


@pytest.mark.parametrize("made", ADDRESSED)
def test_a_corridor_cannot_be_written_to(made):
    scene, *_ = grouped(phases={"talks": {"code": "PH4", "rooms": ["corridor"]}})
    corridor = scene.having(Invite("pk2"), by="in1").log[-1].event.corridor
    scene.when(made(f"room:{corridor}"), by="host").refused("no_such_group")


@pytest.mark.parametrize("made", ADDRESSED)
def test_a_group_that_was_closed_is_refused_in_words(made):
    scene, to, *_ = grouped()
    scene.having(CloseGroups()).when(made(to), by="host").refused("group_closed")


@pytest.mark.parametrize("made", ADDRESSED)
@pytest.mark.parametrize("by", ["in1", "in2"])
def test_only_staff_write_to_a_group_so(made, by):
    scene, to, *_ = grouped()
    scene.when(made(to), by=by).refused("not_allowed")


def test_what_was_planned_for_a_group_that_closed_waits_for_staff():
    scene, to, *_ = grouped()
    scene.having(PlanNews("talks", "The Harbour Post", "Fog at dawn.", to))
    planned = scene.log[-1].id
    scene.copy().when(ReleasePlanned(planned), by="host").allowed()
    scene.having(CloseGroups()).when(ReleasePlanned(planned), by="host").refused("group_closed")
    assert planned in scene.state[PlannedNews].all


def test_a_correction_reaches_those_who_heard_the_rumour_wherever_they_are_now():
    scene, to, ours, theirs = grouped()
    scene.having(ReleaseOwn("The Quay", "A net was cut.", to, "rumour"))
    rumour = scene.log[-1].id
    scene.having(ReleaseInject("rumour", to))
    scene.having(MoveToGroup("in1", theirs)).having(MoveToGroup("in2", ours)).having(CloseGroups())
    for correction in (CorrectRumour(rumour, "No net was cut."), CorrectInject("rumour")):
        (corrected,) = scene.when(correction, by="host").heard_by("in1", "pk1").entries
        assert isinstance(corrected.event, Injected) and scene.line(corrected.id).room == ours


def test_whoever_comes_into_the_group_later_has_not_heard_it_and_hears_what_comes():
    scene, to, ours, _ = grouped()
    scene.having(Broadcast(to, "Early")).having(MoveToGroup("in2", ours)).having(Broadcast(to, "Late"))
    assert Broadcasted(to, "Early") not in scene.seen_by("in2")
    assert Broadcasted(to, "Late") in scene.seen_by("in2")


def test_the_rule_of_the_groups_holds_for_what_is_written_to_them():
    scene, to, *_ = grouped()
    scene.having(SetAttribution("group", "unattributed")).having(Broadcast(to, "Go on."))
    assert scene.log[-1].rule == "unattributed"
    scene.having(Broadcast("side:india", "Go on."))
    assert scene.log[-1].rule == "chatham-house"


def test_a_leak_may_be_for_a_group_and_is_disclosed_to_it():
    scene, to, *_ = grouped()
    line = scene.having(Say("plenary", "We might agree."), by="pk2").log[-1].id
    scene.when(LeakLine(line, "The Leak", to, confirmed=True), by="host").heard_by("in1", "pk1")
    disclosed = [entry for entry in scene.when(Next("on"), by="host").entries if _discloses(entry)]
    assert [sorted(entry.hearers) for entry in disclosed] == [["in1", "pk1"]]


def _discloses(entry):
    return isinstance(entry.event, LeakDisclosed)


def test_what_is_said_in_a_group_never_leaks():
    scene, _, ours, _ = grouped()
    line = scene.having_said(ours, "What if", "in1")
    scene.when(LeakLine(line, "The Leak", "side:pakistan", confirmed=True), by="host").refused("never_leaks")


def test_officials_answer_no_group():
    scene, to, *_ = grouped(pack=small_pack(talks={"code": "PH4", "tools": ["track-one"]}))
    scene.when(AnswerNonPaper("asks", "Who pays?", to), by="host").refused("no_such_address")
