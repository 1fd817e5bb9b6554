"""Plenary, caucuses, the back room and corridors: who may talk there and who hears it."""

import pytest

from roleplay.rules.people import Remove
from roleplay.rules.phases import Back, Next
from roleplay.rules.rooms import (
    AnswerInvitation,
    CorridorClosed,
    CorridorInvited,
    CorridorOpened,
    Invite,
    LeaveCorridor,
    Rooms,
    is_open,
    room_ids,
)
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.talk import Said, Say
from roleplay.rules.workshop import End

from .scene import given
from .small_pack import IN, MV, PK


def invited(by="in1", seat="pk1", **scene):
    """A scene with one invitation, and the id of its corridor."""
    there = given(phase="talks", **scene).having(Invite(seat), by=by)
    return there, there.log[-1].event.corridor


def talking(**scene):
    there, corridor = invited(**scene)
    return there.having(AnswerInvitation(corridor, True), by="pk1"), corridor


def invite(scene, by, seat):
    return scene.having(Invite(seat), by=by).log[-1].event.corridor


def say(room):
    return Say(room, "Hello")


# --- plenary, caucus, back room


def test_the_rooms_follow_from_the_pack():
    assert room_ids(given(sides=3).state) == [
        "plenary",
        "caucus-india",
        "caucus-pakistan",
        "caucus-maldives",
        "back-room",
    ]


@pytest.mark.parametrize(
    ("phase", "open_rooms"),
    [
        (None, set()),
        ("opening", {"plenary"}),
        ("caucus", {"caucus-india", "caucus-pakistan"}),
        ("talks", {"plenary"}),
        ("debrief", {"plenary"}),
    ],
)
def test_each_phase_opens_its_own_rooms(phase, open_rooms):
    state = given(phase=phase).state
    delegates = [room for room in room_ids(state) if room != "back-room"]
    assert {room for room in delegates if is_open(state, room)} == open_rooms


@pytest.mark.parametrize("phase", [None, "caucus"])
def test_delegates_do_not_talk_in_a_closed_room(phase):
    given(phase=phase).when(say("plenary"), by="in1").refused("room_closed")


def test_the_back_room_is_always_open_to_staff():
    assert is_open(given(phase="caucus").state, "back-room")
    assert not is_open(given(ended=True).state, "back-room")


def test_staff_talk_in_a_closed_room():
    given(phase="opening").when(say("caucus-india"), by="host").then(Said("caucus-india", "Hello"))


@pytest.mark.parametrize("by", ["pk1", "in1", "mv1"])
def test_the_caucus_of_another_side_does_not_exist(by):
    scene = given(sides=3, phase="caucus", seated=("in1", "pk1", "mv1"))
    own = {"in1": "india", "pk1": "pakistan", "mv1": "maldives"}[by]
    for side in {"india", "pakistan", "maldives"} - {own}:
        theirs = scene.when(say(f"caucus-{side}"), by=by).refused("no_such_room")
        nowhere = scene.when(say("caucus-atlantis"), by=by).refused("no_such_room")
        assert theirs.refusal.say == nowhere.refusal.say
    scene.when(say(f"caucus-{own}"), by=by).then(Said(f"caucus-{own}", "Hello"))


def test_a_third_side_has_its_own_caucus():
    scene = given(sides=3, phase="caucus", seated=("mv1",))
    scene.when(say("caucus-maldives"), by="mv1").heard_by(*MV)


def test_both_caucuses_are_alike():
    scene = given(phase="caucus")
    scene.when(say("caucus-india"), by="in1").heard_by(*IN).not_sealed()
    scene.when(say("caucus-pakistan"), by="pk1").heard_by(*PK).not_sealed()


def test_the_back_room_is_for_staff():
    scene = given()
    scene.when(say("back-room"), by="co").staff_only()
    scene.when(say("back-room"), by="in1").refused("no_such_room")


@pytest.mark.parametrize("who", [{"observing": ("olive",)}, {"waiting": ("olive",)}])
def test_whoever_has_no_seat_says_nothing(who):
    given(**who).when(say("plenary"), by="olive").refused("no_such_room")


def test_a_newcomer_reads_what_the_caucus_heard_before():
    scene = given(phase="caucus")
    scene.having_said("caucus-india", "Before you came", by="in1")
    scene.with_seated("in4")
    scene.person("in4").accepted_at = 1
    assert Said("caucus-india", "Before you came") in scene.seen_by("in4")
    assert Said("caucus-india", "Before you came") not in scene.seen_by("pk1")


# --- corridors


def test_an_invitation_is_seen_by_the_two_and_staff():
    outcome = given(phase="talks").when(Invite("pk1"), by="in1")
    (happened,) = outcome.heard_by("in1", "pk1").not_sealed().happened
    assert happened == CorridorInvited(happened.corridor, "in1", "pk1")


def test_an_accepted_invitation_opens_a_corridor_that_only_the_two_hear():
    scene, corridor = invited()
    scene.when(AnswerInvitation(corridor, True), by="pk1").then(CorridorOpened(corridor)).heard_by(
        "in1", "pk1"
    )
    scene.when(say(corridor), by="in1").heard_by("in1", "pk1").sealed()
    for outsider in ("in2", "host", "co"):
        scene.when(say(corridor), by=outsider).refused("no_such_room")
    assert Said(corridor, "Hello") not in scene.seen_by("host")


def test_before_the_answer_nobody_talks_in_a_corridor():
    scene, corridor = invited()
    scene.when(say(corridor), by="in1").refused("room_closed")


def test_an_invitation_is_declined_by_the_invited():
    scene, corridor = invited()
    outcome = scene.when(AnswerInvitation(corridor, False), by="pk1")
    outcome.then(CorridorClosed(corridor, "declined")).heard_by("in1", "pk1")
    scene.when(AnswerInvitation(corridor, True), by="pk1").refused("already")


def test_an_invitation_is_taken_back_by_whoever_made_it():
    scene, corridor = invited()
    scene.when(AnswerInvitation(corridor, False), by="in1").then(CorridorClosed(corridor, "withdrawn"))


def test_nobody_accepts_their_own_invitation():
    scene, corridor = invited()
    scene.when(AnswerInvitation(corridor, True), by="in1").refused("not_allowed")


@pytest.mark.parametrize("command", [lambda id: AnswerInvitation(id, True), LeaveCorridor])
def test_the_corridor_of_others_does_not_exist(command):
    scene, corridor = invited(observing=("olive",))
    for outsider in ("in2", "pk2", "olive", "host"):
        theirs = scene.when(command(corridor), by=outsider).refused("no_such_room")
        nowhere = scene.when(command("corridor-none"), by=outsider).refused("no_such_room")
        assert theirs.refusal.say == nowhere.refusal.say


@pytest.mark.parametrize("by", ["in1", "pk1"])
def test_either_leaves_a_corridor(by):
    scene, corridor = talking()
    scene.when(LeaveCorridor(corridor), by=by).then(CorridorClosed(corridor, "left")).heard_by("in1", "pk1")
    scene.when(LeaveCorridor(corridor), by=by).refused("already")
    scene.when(say(corridor), by="in1").refused("room_closed")


def test_both_are_free_again_after_a_corridor():
    scene, corridor = talking()
    scene.having(LeaveCorridor(corridor), by="in1")
    assert invite(scene, "pk1", "in2") and invite(scene, "in1", "pk2")


def test_a_corridor_is_for_two_sides():
    given(phase="talks").when(Invite("in2"), by="in1").refused("same_side")
    given(phase="talks").when(Invite("in1"), by="in1").refused("same_side")


def test_a_corridor_joins_any_two_of_three_sides():
    scene = given(sides=3, phase="talks", seated=("in1", "pk1", "mv1"))
    scene.when(Invite("mv1"), by="pk1").heard_by("pk1", "mv1")


def test_an_empty_seat_is_not_invited():
    given(phase="talks").when(Invite("pk4"), by="in1").refused("nobody")
    given(phase="talks").when(Invite("mv1"), by="in1").refused("no_such_seat")


@pytest.mark.parametrize("phase", [None, "opening", "caucus", "debrief"])
def test_without_a_corridor_in_the_phase_nobody_is_invited(phase):
    given(phase=phase).when(Invite("pk1"), by="in1").refused("room_closed")


def test_one_invitation_at_a_time():
    scene, _ = invited()
    scene.when(Invite("pk2"), by="in1").refused("already")
    scene, _ = talking()
    scene.when(Invite("in2"), by="pk1").refused("already")


def test_an_invitation_does_not_tell_that_the_other_is_busy():
    busy, _ = talking()
    idle = given(phase="talks")
    for scene in (busy, idle):
        (happened,) = scene.when(Invite("pk1"), by="in2").heard_by("in2", "pk1").happened
        assert isinstance(happened, CorridorInvited)


def test_whoever_is_in_a_corridor_leaves_it_before_the_next():
    scene, first = talking()
    second = invite(scene, "in2", "pk1")
    scene.when(AnswerInvitation(second, True), by="pk1").refused("busy")
    scene.having(LeaveCorridor(first), by="pk1")
    scene.when(AnswerInvitation(second, True), by="pk1").then(CorridorOpened(second))


def test_accepting_takes_back_ones_own_invitation():
    scene, mine = invited(by="in1", seat="pk1")
    theirs = invite(scene, "pk1", "in2")
    outcome = scene.when(AnswerInvitation(mine, True), by="pk1")
    outcome.then(CorridorClosed(theirs, "withdrawn"), CorridorOpened(mine))
    closed, opened = outcome.entries
    assert (closed.hearers, opened.hearers) == (("pk1", "in2"), ("in1", "pk1"))


def test_two_who_invite_each_other_meet():
    scene, mine = invited(by="in1", seat="pk1")
    theirs = invite(scene, "pk1", "in1")
    scene.when(AnswerInvitation(mine, True), by="pk1").then(
        CorridorClosed(theirs, "withdrawn"), CorridorOpened(mine)
    )
    assert scene.state[Rooms].busy == {"in1": mine, "pk1": mine}


def test_a_corridor_ends_with_its_phase():
    scene, corridor = talking()
    scene.having(Next())
    assert scene.state[Rooms].corridors[corridor].state == "closed"
    assert scene.state[Rooms].busy == {}
    scene.having(Back())
    scene.when(say(corridor), by="in1").refused("room_closed")
    assert invite(scene, "in1", "pk1") != corridor


def test_a_corridor_ends_with_the_workshop():
    scene, corridor = talking()
    scene.having(End())
    assert scene.state[Rooms].corridors[corridor].state == "closed"
    assert not is_open(scene.state, corridor)


@pytest.mark.parametrize("leaving", [FreeSeat("pk1"), Remove("p-pk1"), GiveSeat("p-pk1", "pk3")])
def test_whoever_leaves_a_seat_ends_its_corridor_and_frees_the_other(leaving):
    scene, corridor = talking()
    scene.having(leaving)
    assert scene.state[Rooms].corridors[corridor].state == "closed"
    scene.when(say(corridor), by="in1").refused("room_closed")
    scene.when(Invite("pk2"), by="in1").heard_by("in1", "pk2")


@pytest.mark.parametrize("leaving", ["in1", "pk1"])
def test_whoever_leaves_a_seat_ends_its_pending_invitations(leaving):
    scene, corridor = invited(waiting=("wendy",))
    scene.having(GiveSeat("wendy", leaving))
    assert scene.state[Rooms].corridors[corridor].state == "closed"
    assert scene.state[Rooms].busy == {}


@pytest.mark.parametrize("how", ["taken back", "left"])
def test_what_ends_an_invitation_does_not_untie_the_invited_from_their_own(how):
    scene, first = invited(by="in1", seat="pk1")
    second = invite(scene, "pk1", "in2")
    if how == "taken back":
        scene.having(AnswerInvitation(first, False), by="in1")
    else:
        scene.having(FreeSeat("in1"))
    assert scene.state[Rooms].corridors[first].state == "closed"
    assert scene.state[Rooms].busy == {"pk1": second}
    scene.when(Invite("in2"), by="pk1").refused("already")
