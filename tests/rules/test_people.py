"""Coming in, being let in, changing the device, being removed."""

import pytest

from roleplay.rules.kernel import Actor, Viewer
from roleplay.rules.people import (
    Admit,
    Admitted,
    ChangeDevice,
    DeviceChanged,
    Join,
    Joined,
    JoinStaff,
    People,
    Person,
    Remove,
    Removed,
    SeatFreed,
    actor_of,
    viewer_of,
)
from roleplay.rules.seats import FreeSeat, MakeObserver
from roleplay.rules.talk import Said, Say
from roleplay.rules.workshop import CloseLobby

from .scene import given


def test_a_student_joins_and_waits_for_a_seat():
    scene = given()
    scene.when(Join("wendy", "phone"), by="system").then(
        Joined("wendy", "delegate", True, "phone")
    ).staff_only()
    assert scene.state[People].persons["wendy"] == Person("delegate", True, device="phone")
    assert scene.state[People].waiting() == ["wendy"]


def test_where_the_host_approves_a_student_knocks_first():
    scene = given(joining="approved")
    scene.when(Join("adam"), by="system").then(Joined("adam", "delegate", False)).staff_only()
    assert scene.state[People].waiting() == []


def test_nobody_joins_through_a_closed_lobby():
    given().having(CloseLobby()).when(Join("wendy"), by="system").refused("lobby_closed")
    given(ended=True).when(Join("wendy"), by="system").refused("lobby_closed")


def test_nobody_joins_twice():
    given().when(Join("p-in1"), by="system").refused("already")
    given().when(JoinStaff("p-in1", "cofacilitator"), by="system").refused("already")
    given().when(JoinStaff("host", "facilitator"), by="system").refused("already")


def test_a_workshop_has_as_many_places_as_seats_and_five_more():
    scene = given()
    for number in range(9):
        scene.having(Join(f"s{number}"), by="system")
    scene.when(Join("wendy"), by="system").refused("full")
    scene.having(Remove("s0"))
    scene.when(Join("wendy"), by="system").allowed()


def test_staff_take_no_place_away():
    scene = given(seated=())
    for number in range(13):
        scene.having(Join(f"s{number}"), by="system")
    scene.when(Join("wendy"), by="system").refused("full")
    scene.when(JoinStaff("another", "cofacilitator"), by="system").allowed()


@pytest.mark.parametrize("role", ["facilitator", "cofacilitator"])
def test_staff_come_in_at_any_time(role):
    scene = given(joining="approved", ended=True)
    scene.when(JoinStaff("another", role), by="system").then(Joined("another", role, True)).staff_only()
    assert actor_of(scene.state, "another").staff


def test_staff_let_somebody_in():
    scene = given(knocking=("adam",))
    scene.when(Admit("adam"), by="co").then(Admitted("adam")).staff_only()
    assert scene.state[People].waiting() == ["adam"]


def test_whoever_is_in_is_not_let_in_again():
    given().when(Admit("p-in1"), by="host").refused("already")
    given().when(Admit("nobody"), by="host").refused("no_such_person")


def test_a_return_code_moves_a_person_to_another_device():
    scene = given()
    outcome = scene.when(ChangeDevice("p-in1", "laptop"), by="system")
    outcome.then(DeviceChanged("p-in1", "laptop")).staff_only()
    assert scene.person("in1").device == "laptop"
    scene.when(ChangeDevice("nobody", "laptop"), by="system").refused("no_such_person")


def test_the_device_may_change_after_the_end_to_read_the_record():
    given(ended=True).when(ChangeDevice("p-in1", "laptop"), by="system").allowed()


def test_whoever_is_removed_leaves_an_empty_seat():
    scene = given()
    outcome = scene.when(Remove("p-in1"), by="co")
    outcome.then(SeatFreed("in1", "p-in1"), Removed("p-in1"))
    assert [entry.hearers for entry in outcome.entries] == [None, ()]
    assert "p-in1" not in scene.state[People].persons
    assert "in1" not in scene.state[People].holders


def test_the_removal_of_somebody_without_a_seat_is_known_to_staff_only():
    given(observing=("olive",)).when(Remove("olive"), by="host").then(Removed("olive")).staff_only()
    given(knocking=("adam",)).when(Remove("adam"), by="host").then(Removed("adam")).staff_only()


def test_the_host_is_not_removed():
    given().when(Remove("host"), by="co").refused("not_allowed")
    given().when(Remove("nobody"), by="host").refused("no_such_person")


def test_a_cofacilitator_can_be_removed_and_is_staff_no_more():
    scene = given().having(Remove("co"))
    scene.when(Say("back-room", "hello"), by="co").refused("not_allowed")


def test_what_somebody_said_stays_when_they_are_removed():
    scene = given()
    scene.having_said("plenary", "Remember me", by="in1")
    scene.having(Remove("p-in1"))
    assert Said("plenary", "Remember me") in scene.seen_by("pk1")


@pytest.mark.parametrize("who", ["ravi", "nobody"])
def test_whoever_is_not_in_the_workshop_neither_acts_nor_sees(who):
    scene = given(removed=("ravi",))
    assert viewer_of(scene.state, who) is None
    scene.when(Say("plenary", "Hello"), by=who).refused("not_allowed")


def test_an_actor_is_who_they_are_now():
    state = given(observing=("olive",)).state
    assert actor_of(state, "p-pk1") == Actor("p-pk1", "delegate", "pk1", "pakistan")
    assert actor_of(state, "olive") == Actor("olive", "observer")
    assert actor_of(state, "host") == Actor("host", "facilitator")
    assert actor_of(state, "system") == Actor("system", "system")


@pytest.mark.parametrize(
    ("who", "viewer"),
    [
        ("p-in1", Viewer("p-in1", "delegate", "in1", "india")),
        ("p-in4", Viewer("p-in4", "delegate", "in4", "india", inside=False)),
        ("olive", Viewer("olive", "observer")),
        ("wendy", Viewer("wendy", "delegate", inside=False)),
        ("host", Viewer("host", "facilitator")),
        ("co", Viewer("co", "cofacilitator")),
    ],
)
def test_a_viewer_is_inside_with_a_place_and_the_ground_rules_accepted(who, viewer):
    state = given(fresh=("in4",), observing=("olive",), waiting=("wendy",)).state
    assert viewer_of(state, who) == viewer


def test_an_observer_who_has_not_accepted_sees_nothing():
    scene = given(waiting=("wendy",)).having(MakeObserver("wendy"))
    assert scene.seen_by("wendy") == []


def test_an_accepted_delegate_without_a_seat_sees_nothing_any_more():
    scene = given().having(FreeSeat("in1"))
    assert scene.seen_by("p-in1") == []
