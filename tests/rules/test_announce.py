"""Staff tell everyone, a side or one seat."""

import pytest

from roleplay.rules.announce import Broadcast, Broadcasted
from roleplay.rules.groups import CloseGroups

from .scene import given
from .small_pack import IN, MV, PK
from .test_groups import opened


def test_an_announcement_to_all_is_heard_by_everyone():
    outcome = given().when(Broadcast("all", " Ten minutes more "), by="host")
    outcome.then(Broadcasted("all", "Ten minutes more")).heard_by_everyone()


@pytest.mark.parametrize(("side", "seats"), [("india", IN), ("pakistan", PK), ("maldives", MV)])
def test_an_announcement_to_a_side_is_heard_by_its_seats(side, seats):
    scene = given(sides=3)
    outcome = scene.when(Broadcast(f"side:{side}", "For you"), by="co")
    outcome.then(Broadcasted(f"side:{side}", "For you")).heard_by(*seats).not_sealed()
    assert scene.line(outcome.entries[0].id).room == f"caucus-{side}"


def test_a_whisper_is_heard_by_one_seat_and_staff():
    scene = given(observing=("olive",))
    outcome = scene.when(Broadcast("seat:in1", "Ask them why"), by="host")
    outcome.then(Broadcasted("seat:in1", "Ask them why")).heard_by("in1").not_sealed()
    assert scene.line(outcome.entries[0].id).room == "plenary"
    for other in ("in2", "pk1", "olive"):
        assert Broadcasted("seat:in1", "Ask them why") not in scene.seen_by(other)


def test_a_whisper_to_an_empty_seat_waits_for_whoever_comes():
    scene = given().having(Broadcast("seat:in4", "Welcome")).with_seated("in4")
    scene.person("in4").accepted_at = 1
    assert Broadcasted("seat:in4", "Welcome") in scene.seen_by("in4")


@pytest.mark.parametrize("to", ["", "everyone", "side:", "side:maldives", "india", "staff"])
def test_an_announcement_needs_an_address(to):
    given().when(Broadcast(to, "Hello"), by="host").refused("no_such_address")


@pytest.mark.parametrize("to", ["seat:", "seat:mv1", "seat:p-in1"])
def test_a_whisper_needs_a_seat_of_this_workshop(to):
    given().when(Broadcast(to, "Hello"), by="host").refused("no_such_seat")


def test_a_working_group_is_told_something_while_it_is_open():
    """What else can be addressed to one: see ``test_group_addresses``."""
    scene, ours, _ = opened()
    scene.when(Broadcast(f"room:{ours}", "Two minutes"), by="host").heard_by("in1", "pk1").not_sealed()
    scene.when(Broadcast("room:plenary", "Hello"), by="host").refused("no_such_group")
    scene.having(CloseGroups()).when(Broadcast(f"room:{ours}", "Hello"), by="host").refused("group_closed")


def test_an_announcement_needs_words():
    given().when(Broadcast("all", "  "), by="host").refused("empty")
    given().when(Broadcast("all", "x" * 2001), by="host").refused("too_long")


@pytest.mark.parametrize("by", ["in1", "pk1", "olive"])
def test_only_staff_announce(by):
    given(observing=("olive",)).when(Broadcast("all", "Hello"), by=by).refused("not_allowed")


def test_staff_announce_before_the_start():
    given(phase=None).when(Broadcast("all", "Soon"), by="host").then(Broadcasted("all", "Soon"))
