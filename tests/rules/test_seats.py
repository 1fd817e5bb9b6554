"""Taking, giving and freeing seats, by hand or by lot."""

from collections import Counter

import pytest

from roleplay.rules.ground_rules import OpenBrief
from roleplay.rules.people import Admitted, Joined, People, SeatFreed
from roleplay.rules.seats import (
    AssignSeats,
    BecameObserver,
    ClaimSeat,
    FreeSeat,
    GiveSeat,
    MakeObserver,
    SeatTaken,
    TakeSeat,
)
from roleplay.rules.workshop import CloseLobby

from .scene import given
from .small_pack import IN, PK

CROWD = tuple(f"s{number}" for number in range(1, 14))


def holders(scene):
    return scene.state[People].holders


# --- choosing


def test_where_the_host_lets_them_students_choose_a_seat():
    scene = given(seating="choose", waiting=("wendy",))
    scene.when(TakeSeat("pk3"), by="wendy").then(SeatTaken("pk3", "wendy")).heard_by_everyone()
    assert scene.called("pk3") == "wendy"


def test_where_the_host_gives_out_seats_nobody_chooses():
    given(seating="host", waiting=("wendy",)).when(TakeSeat("pk3"), by="wendy").refused("not_allowed")


def test_staff_take_no_seat():
    given(seating="choose").when(TakeSeat("pk3"), by="co").refused("not_allowed")


def test_whoever_has_not_been_let_in_takes_no_seat():
    given(seating="choose", knocking=("adam",)).when(TakeSeat("pk3"), by="adam").refused("not_allowed")


def test_nobody_takes_a_second_seat():
    given(seating="choose").when(TakeSeat("pk3"), by="in1").refused("already")


def test_a_taken_seat_is_not_taken():
    given(seating="choose", waiting=("wendy",)).when(TakeSeat("pk1"), by="wendy").refused("seat_taken")


def test_a_seat_that_is_not_there_is_not_taken():
    given(seating="choose", waiting=("wendy",)).when(TakeSeat("mv1"), by="wendy").refused("no_such_seat")


def test_an_observer_may_choose_a_seat_after_all():
    scene = given(seating="choose", observing=("olive",))
    scene.when(TakeSeat("pk3"), by="olive").then(SeatTaken("pk3", "olive"))
    assert scene.person("olive").role == "delegate"


# --- a personal link


def test_a_personal_link_brings_its_owner_to_the_seat():
    scene = given(joining="approved")
    outcome = scene.when(ClaimSeat("lata", "in4", "phone"), by="system")
    outcome.then(Joined("lata", "delegate", True, "phone"), SeatTaken("in4", "lata"))
    assert [entry.hearers for entry in outcome.entries] == [(), None]


def test_a_personal_link_works_with_the_lobby_closed():
    given().having(CloseLobby()).when(ClaimSeat("lata", "in4"), by="system").allowed()


def test_a_personal_link_does_not_push_anybody_off_a_seat():
    given().when(ClaimSeat("lata", "in1"), by="system").refused("seat_taken")
    given().when(ClaimSeat("lata", "mv1"), by="system").refused("no_such_seat")


def test_a_personal_link_does_not_bring_the_same_person_twice():
    given().when(ClaimSeat("p-in1", "in4"), by="system").refused("already")


# --- giving and freeing


def test_staff_give_a_seat():
    scene = given(waiting=("wendy",))
    scene.when(GiveSeat("wendy", "in4"), by="co").then(SeatTaken("in4", "wendy")).heard_by_everyone()


def test_giving_a_seat_lets_its_new_holder_in():
    scene = given(knocking=("adam",))
    scene.when(GiveSeat("adam", "in4"), by="host").then(Admitted("adam"), SeatTaken("in4", "adam"))


def test_whoever_sat_there_waits_again():
    scene = given(waiting=("wendy",))
    outcome = scene.when(GiveSeat("wendy", "in1"), by="host")
    outcome.then(SeatFreed("in1", "p-in1"), SeatTaken("in1", "wendy")).heard_by_everyone()
    assert scene.state[People].waiting() == ["p-in1"]


def test_moving_to_another_seat_frees_the_first():
    scene = given()
    scene.when(GiveSeat("p-in1", "pk4"), by="host").then(SeatFreed("in1", "p-in1"), SeatTaken("pk4", "p-in1"))
    assert "in1" not in holders(scene)
    assert scene.called("pk4") == "p-in1"


def test_moving_onto_a_taken_seat_sends_its_holder_to_the_lobby():
    scene = given()
    scene.when(GiveSeat("p-in1", "pk1"), by="host").then(
        SeatFreed("pk1", "p-pk1"), SeatFreed("in1", "p-in1"), SeatTaken("pk1", "p-in1")
    )
    assert scene.person("p-pk1").seat is None


def test_a_new_seat_has_a_new_brief_to_open():
    scene = given().having(OpenBrief(), by="in1").having(GiveSeat("p-in1", "in3"))
    assert not scene.person("in3").opened_brief
    assert scene.person("in3").accepted_at is not None


def test_staff_are_not_seated():
    given().when(GiveSeat("co", "in4"), by="host").refused("not_allowed")


def test_a_seat_is_not_given_to_whoever_has_it_or_is_not_here():
    given().when(GiveSeat("p-in1", "in1"), by="host").refused("already")
    given().when(GiveSeat("nobody", "in4"), by="host").refused("no_such_person")
    given().when(GiveSeat("p-in1", "mv1"), by="host").refused("no_such_seat")


def test_staff_free_a_seat():
    scene = given()
    scene.when(FreeSeat("in1"), by="host").then(SeatFreed("in1", "p-in1")).heard_by_everyone()
    assert scene.state[People].waiting() == ["p-in1"]


def test_an_empty_seat_is_free_already():
    given().when(FreeSeat("in4"), by="host").refused("already")
    given().when(FreeSeat("mv1"), by="host").refused("no_such_seat")


# --- observers


def test_a_waiting_delegate_becomes_an_observer():
    scene = given(waiting=("wendy",))
    scene.when(MakeObserver("wendy"), by="host").then(BecameObserver("wendy")).staff_only()


def test_a_seated_delegate_who_becomes_an_observer_frees_the_seat():
    scene = given()
    outcome = scene.when(MakeObserver("p-in1"), by="host")
    outcome.then(SeatFreed("in1", "p-in1"), BecameObserver("p-in1"))
    assert [entry.hearers for entry in outcome.entries] == [None, ()]


def test_becoming_an_observer_lets_somebody_in():
    scene = given(knocking=("adam",))
    scene.when(MakeObserver("adam"), by="host").then(Admitted("adam"), BecameObserver("adam"))


@pytest.mark.parametrize("who", ["olive", "host", "co"])
def test_only_a_delegate_becomes_an_observer(who):
    given(observing=("olive",)).when(MakeObserver(who), by="host").refused("already")


# --- by lot


def test_with_nobody_waiting_there_is_no_lot_to_draw():
    given(knocking=("adam",)).when(AssignSeats("random"), by="host").refused("nobody")


@pytest.mark.parametrize("how", ["random", "balanced"])
@pytest.mark.parametrize("seed", range(5))
def test_everybody_who_waits_gets_a_seat_and_the_rest_observe(how, seed):
    scene = given(seated=(), waiting=CROWD)
    outcome = scene.when(AssignSeats(how), by="host", seed=seed)
    seated = {event.seat: event.participant for event in outcome.happened if isinstance(event, SeatTaken)}
    observing = [event.participant for event in outcome.happened if isinstance(event, BecameObserver)]
    assert seated == holders(scene) and len(seated) == 8
    assert sorted([*seated.values(), *observing]) == sorted(CROWD)
    assert scene.state[People].waiting() == []


@pytest.mark.parametrize("how", ["random", "balanced"])
def test_the_same_seed_draws_the_same_lots(how):
    draws = [given(seated=(), waiting=CROWD).when(AssignSeats(how), by="host", seed=7).happened for _ in "12"]
    assert draws[0] == draws[1]
    other = given(seated=(), waiting=CROWD).when(AssignSeats(how), by="host", seed=8).allowed()
    assert other != draws[0]


@pytest.mark.parametrize("students", range(1, 9))
def test_a_balanced_lot_fills_the_sides_evenly(students):
    for seed in range(10):
        scene = given(seated=(), waiting=CROWD[:students])
        scene.having(AssignSeats("balanced"), seed=seed)
        sides = Counter(seat[:2] for seat in holders(scene))
        assert abs(sides["in"] - sides["pk"]) <= 1, sides


def test_a_balanced_lot_fills_the_emptier_side_first():
    scene = given(seated=("in1", "in2", "in3"), waiting=("s1", "s2"))
    scene.having(AssignSeats("balanced"), seed=1)
    assert Counter(seat[:2] for seat in holders(scene)) == {"in": 3, "pk": 2}


def test_the_odd_one_out_is_not_always_on_the_same_side():
    first = {
        next(iter(holders(given(seated=(), waiting=("s1",)).having(AssignSeats("balanced"), seed=seed))))[:2]
        for seed in range(20)
    }
    assert first == {"in", "pk"}


def test_a_lot_leaves_those_alone_who_sit_observe_or_knock():
    scene = given(observing=("olive",), knocking=("adam",)).with_waiting("wendy")
    outcome = scene.when(AssignSeats("balanced"), by="host")
    assert [event.participant for event in outcome.happened] == ["wendy"]


def test_with_no_seat_left_everybody_who_waits_observes():
    scene = given(seated=IN + PK, waiting=("wendy",))
    scene.when(AssignSeats("random"), by="host").then(BecameObserver("wendy")).staff_only()


def test_a_third_side_takes_part_in_the_lot():
    scene = given(sides=3, seated=(), waiting=CROWD[:10]).having(AssignSeats("balanced"))
    assert Counter(seat[:2] for seat in holders(scene)) == {"in": 4, "pk": 4, "mv": 2}
