"""Raised hands, and whose turn it is. In "talks" the floor of the plenary is called."""

import pytest

from roleplay.rules.floor import (
    Call,
    CallNext,
    Floor,
    FloorGiven,
    FloorSet,
    FloorYielded,
    HandLowered,
    HandRaised,
    LowerHand,
    RaiseHand,
    SetFloor,
    YieldFloor,
    speaking_order,
)
from roleplay.rules.people import Remove
from roleplay.rules.phases import Next
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.talk import Said, Say

from .scene import given

HELLO = Say("plenary", "Hello")


def floor_of(scene):
    return scene.state[Floor]


def test_with_a_free_floor_anybody_speaks():
    given(phase="opening").when(HELLO, by="pk1").then(Said("plenary", "Hello"))


@pytest.mark.parametrize("by", ["in1", "pk1"])
def test_with_a_called_floor_nobody_speaks_uncalled(by):
    given(phase="talks").when(HELLO, by=by).refused("not_your_turn")


def test_whoever_is_called_speaks_and_nobody_else():
    scene = given(phase="talks").having(Call("in1"))
    scene.when(HELLO, by="in1").then(Said("plenary", "Hello"))
    scene.when(HELLO, by="pk1").refused("not_your_turn")


def test_staff_speak_without_being_called():
    given(phase="talks").when(HELLO, by="co").then(Said("plenary", "Hello"))


def test_the_floor_of_the_plenary_does_not_bind_a_caucus():
    scene = given(phase="caucus").having(SetFloor("called"))
    scene.when(Say("caucus-india", "Hello"), by="in1").then(Said("caucus-india", "Hello"))


def test_an_observer_never_has_a_turn():
    given(phase="talks", observing=("olive",)).when(HELLO, by="olive").refused("no_such_room")


def test_a_raised_hand_is_seen_by_everyone():
    given().when(RaiseHand(), by="in1").then(HandRaised("in1")).heard_by_everyone()


def test_a_hand_goes_up_once():
    given().having(RaiseHand(), by="in1").when(RaiseHand(), by="in1").refused("already")


def test_whoever_has_the_floor_raises_no_hand():
    given(phase="talks").having(Call("in1")).when(RaiseHand(), by="in1").refused("already")


def test_no_hand_goes_up_where_there_is_no_plenary():
    given(phase="caucus").when(RaiseHand(), by="in1").refused("room_closed")
    given(phase=None).when(RaiseHand(), by="in1").refused("room_closed")


def test_hands_are_called_in_the_order_they_were_raised():
    scene = given(phase="talks")
    for seat in ("pk1", "in2", "in1"):
        scene.having(RaiseHand(), by=seat)
    scene.when(CallNext(), by="host").then(FloorGiven("pk1")).heard_by_everyone()
    scene.when(CallNext(), by="co").then(FloorGiven("in2"))
    assert (floor_of(scene).mode, floor_of(scene).hands, floor_of(scene).speaker) == (
        "called",
        ["in1"],
        "in2",
    )


def test_with_no_hand_up_there_is_nobody_to_call_next():
    given(phase="talks").when(CallNext(), by="host").refused("nobody")


def test_a_seat_may_be_called_without_a_hand():
    scene = given(phase="talks").having(RaiseHand(), by="in1")
    scene.when(Call("pk2"), by="host").then(FloorGiven("pk2"))
    assert floor_of(scene).hands == ["in1"]


def test_being_called_takes_the_hand_down():
    scene = given(phase="talks").having(RaiseHand(), by="in1").having(Call("in1"))
    assert floor_of(scene).hands == []


def test_an_empty_seat_is_not_called():
    given(phase="talks").when(Call("in4"), by="host").refused("nobody")


def test_a_seat_of_another_pack_is_not_called():
    given(phase="talks").when(Call("mv1"), by="host").refused("no_such_seat")


def test_whoever_has_the_floor_is_not_called_again():
    given(phase="talks").having(Call("in1")).when(Call("in1"), by="host").refused("already")


@pytest.mark.parametrize("by", ["in1", "host", "co"])
def test_the_speaker_or_staff_end_a_turn(by):
    scene = given(phase="talks").having(Call("in1"))
    scene.when(YieldFloor(), by=by).then(FloorYielded("in1")).heard_by_everyone()
    scene.when(HELLO, by="in1").refused("not_your_turn")


def test_nobody_ends_the_turn_of_somebody_else():
    given(phase="talks").having(Call("in1")).when(YieldFloor(), by="pk1").refused("not_allowed")


def test_there_is_no_turn_to_end_when_nobody_has_it():
    given(phase="talks").when(YieldFloor(), by="in1").refused("nobody")


@pytest.mark.parametrize(
    ("command", "by"), [(LowerHand(), "in1"), (LowerHand("in1"), "in1"), (LowerHand("in1"), "co")]
)
def test_a_hand_is_lowered_by_its_owner_or_by_staff(command, by):
    scene = given().having(RaiseHand(), by="in1")
    scene.when(command, by=by).then(HandLowered("in1")).heard_by_everyone()
    assert floor_of(scene).hands == []


def test_nobody_lowers_the_hand_of_another():
    given().having(RaiseHand(), by="in1").when(LowerHand("in1"), by="in2").refused("not_allowed")


def test_staff_say_whose_hand_they_lower():
    given().when(LowerHand(), by="host").refused("not_allowed")
    given().when(LowerHand(""), by="host").refused("not_allowed")


def test_a_hand_that_is_not_up_is_not_lowered():
    given().when(LowerHand(), by="in1").refused("already")
    given().when(LowerHand("in1"), by="host").refused("already")


def test_staff_change_the_floor():
    scene = given(phase="talks")
    scene.when(SetFloor("free"), by="host").then(FloorSet("free")).heard_by_everyone()
    scene.when(HELLO, by="pk1").then(Said("plenary", "Hello"))
    scene.when(SetFloor("free"), by="co").refused("already")


def test_each_phase_begins_with_its_own_floor_and_nobody_waiting():
    scene = given(phase="talks").having(RaiseHand(), by="in1").having(Call("pk1"))
    scene.having(Next())
    assert floor_of(scene) == Floor("free")


@pytest.mark.parametrize("leaving", [FreeSeat("in1"), Remove("p-in1"), GiveSeat("p-in1", "in3")])
def test_whoever_leaves_a_seat_leaves_hand_and_turn_behind(leaving):
    with_hand = given(phase="talks").having(RaiseHand(), by="in1").having(leaving)
    assert floor_of(with_hand).hands == []
    with_turn = given(phase="talks").having(Call("in1")).having(leaving)
    assert floor_of(with_turn).speaker is None


def test_whoever_takes_over_a_seat_does_not_inherit_its_turn():
    scene = given(phase="talks", waiting=("wendy",)).having(Call("in1")).having(GiveSeat("wendy", "in1"))
    scene.when(YieldFloor(), by="host").refused("nobody")


# --- who comes next


def hands_up(scene, *seats):
    for seat in seats:
        scene.having(RaiseHand(), by=seat)
    return scene


def test_whoever_has_not_had_the_floor_in_this_step_is_called_first():
    scene = given(phase="talks").having(Call("pk1")).having(Call("in1")).having(YieldFloor())
    hands_up(scene, "in1", "pk1", "in2", "pk2")
    assert speaking_order(scene.state) == ["in2", "pk2", "in1", "pk1"]
    scene.when(CallNext(), by="host").then(FloorGiven("in2"))


def test_a_new_step_and_a_new_person_on_the_seat_begin_as_if_nobody_had_spoken():
    scene = given(phase="talks", waiting=("wendy",)).having(Call("in1")).having(Call("pk1"))
    assert floor_of(scene).spoken == {"in1", "pk1"}
    assert floor_of(scene.having(GiveSeat("wendy", "in1"))).spoken == {"pk1"}
    assert floor_of(scene.having(Next("late"))).spoken == set()


def test_in_turns_nobody_speaks_uncalled():
    scene = given(phase="talks").having(SetFloor("turns"))
    scene.when(HELLO, by="in1").refused("not_your_turn")
    scene.having(Call("in1")).when(HELLO, by="in1").allowed()


def test_in_turns_the_sides_alternate():
    scene = hands_up(given(phase="talks").having(SetFloor("turns")), "in1", "in2", "pk1", "pk2")
    assert speaking_order(scene.state) == ["in1", "pk1", "in2", "pk2"]
    scene.when(CallNext(), by="host").then(FloorGiven("in1"))
    scene.when(CallNext(), by="host").then(FloorGiven("pk1"))
    scene.when(CallNext(), by="host").then(FloorGiven("in2"))


def test_in_turns_the_other_side_comes_first_also_after_a_call_out_of_order():
    scene = given(phase="talks").having(SetFloor("turns")).having(Call("pk2"))
    assert speaking_order(hands_up(scene, "pk1", "in1").state) == ["in1", "pk1"]


def test_in_turns_a_side_without_a_hand_up_is_passed_over():
    scene = given(phase="talks").having(SetFloor("turns")).having(Call("in2"))
    hands_up(scene, "in1").when(CallNext(), by="host").then(FloorGiven("in1"))


def test_in_turns_whoever_has_not_spoken_comes_first_within_a_side():
    scene = given(phase="talks").having(SetFloor("turns")).having(Call("in1")).having(Call("pk1"))
    scene.having(YieldFloor())
    assert speaking_order(hands_up(scene, "in1", "in2", "pk1").state) == ["in2", "pk1", "in1"]


def test_three_sides_take_turns_in_the_order_of_the_pack():
    scene = given(sides=3, phase="talks", seated=("in1", "pk1", "mv1")).having(SetFloor("turns"))
    assert speaking_order(hands_up(scene, "pk1", "in1", "mv1").state) == ["pk1", "mv1", "in1"]


@pytest.mark.parametrize(("asked", "mode"), [("turns", "turns"), ("called", "called"), ("dancing", "free")])
def test_a_step_begins_with_the_floor_that_its_agenda_names(asked, mode):
    assert floor_of(given(phase="talks", phases={"talks": {"floor": asked}})).mode == mode
