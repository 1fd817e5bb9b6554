"""Working groups: the proposal of the lot, opening, moving somebody, closing."""

import pytest

from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.groups import (
    CloseGroups,
    GroupChanged,
    GroupClosed,
    GroupOpened,
    Groups,
    GroupsProposed,
    MoveToGroup,
    OpenGroups,
    PlaceSeat,
    ProposeGroups,
    SeatPlaced,
    for_groups,
    possible,
)
from roleplay.rules.kernel import Viewer
from roleplay.rules.meetings import Adjourn
from roleplay.rules.people import People
from roleplay.rules.phases import Next, phase_of
from roleplay.rules.rooms import belongs, is_open, room_ids
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.talk import React, Said, Say
from roleplay.rules.workshop import End

from .scene import given

SIX = ("in1", "in2", "in3", "pk1", "pk2", "pk3")
PLACES = {"in1": 1, "pk1": 1, "in2": 2, "pk2": 2}


def meeting(**scene):
    """The talks are joint thinking here."""
    scene.setdefault("phases", {"talks": {"code": "PH4", "floor": "free"}})
    return given(phase="talks", **scene)


def placed(scene, places):
    """A proposal, changed by hand until it is this one."""
    scene.having(ProposeGroups(max(places.values())))
    for seat, group in places.items():
        if scene.state[Groups].proposal.get(seat) != group:
            scene.having(PlaceSeat(seat, group))
    return scene


def opened(**scene):
    """Two groups, in1 with pk1 and in2 with pk2, and their rooms."""
    there = placed(meeting(**scene), PLACES).having(OpenGroups())
    return there, *list(there.state[Groups].rooms)[-2:]


# --- the proposal


def test_the_lot_proposes_groups_with_equal_numbers_from_each_side_and_only_staff_know():
    scene = meeting(seated=SIX)
    outcome = scene.when(ProposeGroups(3), by="co", seed=7).staff_only()
    (proposed,) = outcome.happened
    assert isinstance(proposed, GroupsProposed) and sorted(proposed.places) == sorted(SIX)
    for group in (1, 2, 3):
        assert sorted(seat[:2] for seat, at in proposed.places.items() if at == group) == ["in", "pk"]


def test_another_lot_is_another_proposal():
    scene = meeting(seated=SIX)
    lots = {
        str(sorted(scene.copy().when(ProposeGroups(3), by="host", seed=seed).happened[0].places.items()))
        for seed in range(12)
    }
    assert len(lots) > 1


def test_only_seats_where_somebody_sits_are_drawn():
    scene = meeting(seated=SIX).having(FreeSeat("in3"))
    (proposed,) = scene.when(ProposeGroups(2), by="host").happened
    assert "in3" not in proposed.places


@pytest.mark.parametrize("number", [0, 1, 3, 7, -2])
def test_there_are_as_many_groups_as_two_sides_can_fill(number):
    assert list(possible(meeting().state)) == [2]
    meeting().when(ProposeGroups(number), by="host").refused("bad_number")


def test_with_one_side_alone_there_are_no_groups():
    meeting(seated=("in1", "in2")).when(ProposeGroups(2), by="host").refused("bad_number")


def test_staff_move_a_seat_within_the_proposal():
    scene = placed(meeting(), PLACES)
    scene.when(PlaceSeat("in2", 1), by="host").then(SeatPlaced("in2", 1)).staff_only()
    scene.when(PlaceSeat("in2", 1), by="host").refused("already")
    scene.when(PlaceSeat("in3", 2), by="host").then(SeatPlaced("in3", 2))
    scene.when(PlaceSeat("in2", 3), by="host").refused("no_such_group")
    scene.when(PlaceSeat("mv1", 1), by="host").refused("no_such_seat")


@pytest.mark.parametrize("command", [PlaceSeat("in1", 1), OpenGroups()])
def test_without_a_proposal_there_is_nothing_to_change_or_open(command):
    meeting().when(command, by="host").refused("no_proposal")


# --- opening


def test_opened_groups_are_known_to_their_members_and_staff():
    scene = placed(meeting(), PLACES)
    first, second = scene.when(OpenGroups(), by="host").entries
    assert first.event == GroupOpened(first.event.room, 1, ("in1", "pk1"))
    assert sorted(first.hearers) == ["in1", "pk1"] and not first.sealed
    assert sorted(second.hearers) == ["in2", "pk2"]
    assert scene.state[Groups].proposed == 0


def test_a_group_of_one_side_is_not_opened():
    scene = placed(meeting(), PLACES | {"pk1": 2})
    scene.when(OpenGroups(), by="host").refused("one_side")


def test_members_talk_in_their_group_and_nobody_else_hears_it():
    scene, ours, theirs = opened()
    scene.when(Say(ours, "What if"), by="in1").then(Said(ours, "What if")).heard_by("in1", "pk1").not_sealed()
    scene.when(Say(theirs, "What if"), by="in1").refused("no_such_room")
    scene.when(Say(ours, "One question"), by="host").heard_by("in1", "pk1")
    assert Said(ours, "What if") in scene.seen_by("host")
    for stranger in ("in2", "pk2"):
        assert Said(ours, "What if") not in scene.seen_by(stranger)


def test_groups_meet_only_in_joint_thinking_and_where_the_pack_has_them():
    scene, ours, _ = opened(phases={"talks": {"code": "PH2", "rooms": ["plenary", "group"]}})
    assert for_groups(phase_of(scene.state)) and is_open(scene.state, ours)
    other, room, _ = opened()
    assert is_open(other.state, room)
    other.having(Next("on")).when(Say(room, "Hello"), by="in1").refused("room_closed")


def test_out_of_role_no_group_meets_whatever_the_pack_says():
    scene, ours, _ = opened(phases={"talks": {"code": "PH4"}, "debrief": {"rooms": ["plenary", "group"]}})
    scene.having(Next("on")).when(Say(ours, "Hello"), by="in1").refused("room_closed")


def test_between_meetings_and_after_the_end_a_group_is_closed():
    scene, ours, _ = opened()
    assert not is_open(scene.copy().having(Adjourn()).state, ours)
    scene.having(End())
    assert not is_open(scene.state, ours)
    scene.when(ProposeGroups(2), by="host").refused("ended")


def test_new_groups_close_the_old_ones_which_may_still_be_read():
    scene, ours, theirs = opened()
    placed(scene, {"in1": 1, "pk2": 1, "in2": 2, "pk1": 2})
    events = scene.when(OpenGroups(), by="host").happened
    assert events[:2] == [GroupClosed(ours), GroupClosed(theirs)]
    assert ours in room_ids(scene.state) and not is_open(scene.state, ours)
    scene.when(Say(ours, "Once more"), by="in1").refused("room_closed")


# --- moving


def test_staff_move_one_seat_to_another_group():
    scene, ours, theirs = opened()
    moved = GroupChanged("in1", theirs, ours)
    scene.when(MoveToGroup("in1", theirs), by="co").then(moved).heard_by("in1", "pk1", "in2", "pk2")
    scene.when(MoveToGroup("in1", theirs), by="host").refused("already")
    scene.when(Say(theirs, "Here I am"), by="in1").heard_by("in1", "in2", "pk2")


def test_whoever_was_moved_keeps_what_they_heard_and_hears_no_more():
    scene, ours, theirs = opened()
    scene.having(Say(theirs, "Before"), by="in2").having(Say(ours, "Ours"), by="pk1")
    scene.having(MoveToGroup("in1", theirs))
    scene.when(Say(ours, "Still here?"), by="in1").refused("moved")
    scene.when(Say(ours, "Without them"), by="pk1").heard_by("pk1")
    viewer = Viewer("p-in1", "delegate", "in1", "india")
    assert belongs(scene.state, ours, viewer)
    seen = scene.seen_by("in1")
    assert Said(ours, "Ours") in seen
    assert Said(theirs, "Before") not in seen and Said(ours, "Without them") not in seen


def test_a_latecomer_is_taken_into_a_group():
    scene, ours, _ = opened()
    scene.with_seated("in3").when(MoveToGroup("in3", ours), by="host").then(GroupChanged("in3", ours, None))


def test_a_line_that_a_newcomer_did_not_hear_cannot_be_answered_before_them():
    scene, _, theirs = opened()
    line = scene.having_said(theirs, "Before", by="in2")
    scene.having(MoveToGroup("in1", theirs))
    scene.when(Say(theirs, "Yes", line), by="pk2").refused("no_such_line")
    scene.when(React(line, "heard"), by="in1").refused("no_such_line")


@pytest.mark.parametrize("room", ["plenary", "group-none", "caucus-india"])
def test_a_seat_is_moved_only_to_a_group(room):
    scene, *_ = opened()
    scene.when(MoveToGroup("in1", room), by="host").refused("no_such_group")
    scene.when(MoveToGroup("mv1", room), by="host").refused("no_such_seat")


# --- closing


def test_whoever_stays_answers_a_line_that_all_of_them_heard():
    scene, ours, theirs = opened()
    line = scene.having_said(ours, "All of us", by="pk1")
    scene.having(MoveToGroup("in1", theirs)).when(Say(ours, "Yes", line), by="pk1").allowed()


def test_staff_close_the_groups():
    scene, ours, theirs = opened()
    first, second = scene.when(CloseGroups(), by="host").entries
    assert (first.event, second.event) == (GroupClosed(ours), GroupClosed(theirs))
    assert sorted(first.hearers) == ["in1", "pk1"]
    scene.when(CloseGroups(), by="host").refused("already")
    scene.when(MoveToGroup("in1", theirs), by="host").refused("no_such_group")


def test_whoever_takes_a_seat_has_its_group():
    scene, ours, _ = opened(waiting=("wendy",))
    line = scene.having_said(ours, "Hello", by="pk1")
    scene.having(GiveSeat("wendy", "in1")).having(AcceptRules(), by="wendy")
    assert scene.state[People].holders["in1"] == "wendy"
    scene.when(Say(ours, "I am new", line), by="wendy").heard_by("in1", "pk1")
