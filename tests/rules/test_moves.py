"""The moves of the third party: made or set aside by staff, logged by name, read as an announcement."""

import pytest

from roleplay.rules.announce import Broadcasted
from roleplay.rules.meetings import Adjourn
from roleplay.rules.moves import (
    MOVES,
    MakeMove,
    MoveMade,
    Moves,
    MoveSetAside,
    SetAsideMove,
    lit,
    wordings_of,
)
from roleplay.rules.safety import PauseRooms
from roleplay.rules.talk import Say
from roleplay.rules.workshop import End

from .scene import FOUR, MINUTE, Scene, given
from .small_pack import IN, PK, small_pack

LONG = "word " * 70


def lopsided() -> Scene:
    """India has said nearly everything: the floor wants balance."""
    return given().having(Say("plenary", LONG), by="in1")


def test_there_are_twelve_moves_each_with_words_to_begin_with():
    assert len(MOVES) == 12
    assert all(one.title and one.when and one.wordings for one in MOVES.values())
    assert [name for name, one in MOVES.items() if len(one.wordings) > 1] == ["theory"]


def test_a_move_is_an_announcement_and_its_name_is_kept_for_staff():
    outcome = given().when(MakeMove("beneath", " What is beneath it? "), by="co")
    outcome.then(MoveMade("beneath", "all", ""), Broadcasted("all", "What is beneath it?"))
    name, said = outcome.entries
    assert (name.hearers, name.sealed) == ((), False) and said.hearers is None


@pytest.mark.parametrize(("to", "seats"), [("side:india", IN), ("side:pakistan", PK), ("seat:pk2", ("pk2",))])
def test_a_move_reaches_those_it_is_meant_for(to, seats):
    scene = given()
    _, said = scene.when(MakeMove("spectrum", "Your range of views?", to), by="host").allowed()
    assert said.hearers == seats
    assert scene.line(said.id).room == ("plenary" if to.startswith("seat") else f"caucus-{to[5:]}")


def test_what_delegates_get_of_a_move_is_what_they_get_of_an_announcement():
    scene = given(observing=("olive",)).having(MakeMove("theory", "A short thought"))
    for who in (*FOUR, "olive"):
        assert scene.seen_by(who)[-1] == Broadcasted("all", "A short thought")
        assert not any(isinstance(event, MoveMade) for event in scene.seen_by(who))


def test_a_move_needs_a_name_words_and_an_address():
    given().when(MakeMove("applause", "Well done"), by="host").refused("no_such_move")
    given().when(MakeMove("theory", " "), by="host").refused("empty")
    given().when(MakeMove("theory", "x" * 2001), by="host").refused("too_long")
    given().when(MakeMove("theory", "A thought", "side:mars"), by="host").refused("no_such_address")
    given().when(MakeMove("theory", "A thought", "seat:mv1"), by="host").refused("no_such_seat")


@pytest.mark.parametrize("command", [MakeMove("theory", "A thought"), SetAsideMove("theory")])
@pytest.mark.parametrize("by", ["in1", "pk1", "olive"])
def test_only_staff_make_moves_and_set_them_aside(command, by):
    given(observing=("olive",)).when(command, by=by).refused("not_allowed")


def test_after_the_end_no_move_is_made():
    given(ended=True).when(MakeMove("theory", "A thought"), by="host").refused("ended")
    given(ended=True).when(SetAsideMove("theory"), by="host").refused("ended")


def test_the_log_says_what_the_app_had_seen_before_a_move():
    scene = lopsided()
    seen = lit(scene.state, scene.now)["balance"]
    scene.when(MakeMove("balance", "Who else?"), by="host").then(
        MoveMade("balance", "all", seen), Broadcasted("all", "Who else?")
    )
    assert scene.state[Moves].made == {"balance": 1}


def test_a_move_that_was_made_is_dark_until_its_trigger_is_seen_anew():
    scene = lopsided().having(MakeMove("balance", "Who else?"))
    assert lit(scene.state, scene.now) == {}
    scene.having(Say("plenary", LONG), by="in2")
    assert "balance" in lit(scene.state, scene.now)


def test_a_lit_move_is_set_aside_and_staff_alone_know_it():
    scene = lopsided()
    seen = lit(scene.state, scene.now)["balance"]
    scene.when(SetAsideMove("balance"), by="co").then(MoveSetAside("balance", seen)).staff_only()
    assert lit(scene.state, scene.now) == {} and not scene.state[Moves].made
    scene.when(SetAsideMove("balance"), by="host").refused("not_lit")


def test_what_is_dark_or_unknown_cannot_be_set_aside():
    given().when(SetAsideMove("theory"), by="host").refused("not_lit")
    given().when(SetAsideMove("applause"), by="host").refused("no_such_move")


def test_what_was_seen_is_forgotten_in_time_without_any_event():
    scene = lopsided()
    assert "balance" in lit(scene.state, scene.now + 5 * MINUTE - 1)
    assert lit(scene.state, scene.now + 5 * MINUTE) == {}


@pytest.mark.parametrize("quiet", [PauseRooms(), Adjourn(), End()])
def test_nothing_is_lit_in_a_pause_between_meetings_or_after_the_end(quiet):
    scene = lopsided().having(quiet)
    assert lit(scene.state, scene.now) == {}


def test_nothing_is_lit_before_the_start_or_in_the_debrief():
    assert lit(given(phase=None).state, 0) == {}
    scene = given(phase="debrief").having(Say("plenary", LONG), by="in1")
    assert lit(scene.state, scene.now) == {}


def test_a_pack_may_have_its_own_words_for_a_move():
    scene = given(pack=small_pack() | {"moves": {"theory": "Think of the tide."}})
    assert wordings_of(scene.state, "theory") == ("Think of the tide.",)
    assert wordings_of(scene.state, "balance") == MOVES["balance"].wordings
