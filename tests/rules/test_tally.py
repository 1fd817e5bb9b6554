"""How much each seat has said."""

from roleplay.rules.announce import Broadcast
from roleplay.rules.rooms import AnswerInvitation, Invite, Rooms
from roleplay.rules.talk import Say
from roleplay.rules.tally import Tally

from .scene import given


def test_words_and_turns_are_counted_for_each_seat_and_side():
    scene = given()
    scene.having(Say("plenary", "one two three"), by="in1").having(Say("plenary", "four\nfive"), by="in1")
    scene.having(Say("plenary", "six"), by="pk1")
    tally = scene.state[Tally]
    assert tally.words == {"in1": 5, "pk1": 1}
    assert tally.turns == {"in1": 2, "pk1": 1}
    assert tally.side_words == {"india": 5, "pakistan": 1}
    assert tally.last["pk1"] == scene.now


def test_staff_are_not_counted():
    scene = given().having(Say("plenary", "one two"), by="host").having(Broadcast("all", "three"))
    assert scene.state[Tally] == Tally()


def test_a_corridor_counts_too():
    scene = given(phase="talks").having(Invite("pk1"), by="in1")
    (corridor,) = scene.state[Rooms].corridors
    scene.having(AnswerInvitation(corridor, True), by="pk1").having(Say(corridor, "one two"), by="pk1")
    assert scene.state[Tally].words == {"pk1": 2}
