"""Muting a seat and hiding a line."""

import pytest

from roleplay.rules.moderation import (
    HideLine,
    LineHidden,
    LineShown,
    Moderation,
    Mute,
    Muted,
    ShowLine,
    Unmute,
    Unmuted,
)
from roleplay.rules.people import Remove
from roleplay.rules.safety import CallForHelp
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.talk import Said, Say
from roleplay.rules.workshop import End

from .scene import given
from .small_pack import IN

HELLO = Say("plenary", "Hello")


def test_a_muted_seat_says_nothing_until_it_is_unmuted():
    scene = given()
    scene.when(Mute("in1"), by="co").then(Muted("in1")).heard_by("in1").not_sealed()
    scene.when(HELLO, by="in1").refused("muted")
    scene.when(Unmute("in1"), by="host").then(Unmuted("in1")).heard_by("in1").not_sealed()
    scene.when(HELLO, by="in1").then(Said("plenary", "Hello"))


def test_a_muted_seat_is_muted_in_its_caucus_too_and_nobody_else_is():
    scene = given(phase="caucus").having(Mute("in1"))
    scene.when(Say("caucus-india", "Hello"), by="in1").refused("muted")
    scene.when(Say("caucus-india", "Hello"), by="in2").allowed()


def test_a_muted_seat_can_still_call_for_help():
    given().having(Mute("in1")).when(CallForHelp(), by="in1").allowed()


def test_others_do_not_learn_who_was_muted():
    scene = given(observing=("olive",)).having(Mute("in1"))
    for other in ("in2", "pk1", "olive"):
        assert Muted("in1") not in scene.seen_by(other)


def test_a_seat_is_muted_once_and_unmuted_once():
    given().having(Mute("in1")).when(Mute("in1"), by="host").refused("already")
    given().when(Unmute("in1"), by="host").refused("already")


def test_an_empty_seat_is_not_muted_so_that_nobody_comes_to_a_muted_one():
    given().when(Mute("in4"), by="host").refused("nobody")
    given().when(Mute("mv1"), by="host").refused("no_such_seat")


@pytest.mark.parametrize("leaving", [FreeSeat("in1"), Remove("p-in1"), GiveSeat("wendy", "in1")])
def test_whoever_comes_to_a_seat_is_not_muted_for_whoever_left_it(leaving):
    scene = given(waiting=("wendy",)).having(Mute("in1")).having(leaving)
    assert scene.state[Moderation].muted == set()


def test_a_hidden_line_is_hidden_before_those_who_heard_it():
    scene = given(phase="caucus")
    line = scene.having_said("caucus-india", "Rude", by="in1")
    scene.when(HideLine(line), by="host").then(LineHidden(line)).heard_by(*IN).not_sealed()
    assert scene.line(line).hidden
    scene.when(ShowLine(line), by="co").then(LineShown(line)).heard_by(*IN).not_sealed()
    assert not scene.line(line).hidden


def test_a_line_is_hidden_once_and_shown_once():
    scene = given()
    line = scene.having_said("plenary", "Rude", by="in1")
    scene.when(ShowLine(line), by="host").refused("already")
    scene.having(HideLine(line)).when(HideLine(line), by="host").refused("already")


@pytest.mark.parametrize("command", [HideLine, ShowLine])
def test_a_line_that_is_not_there_is_neither_hidden_nor_shown(command):
    given().when(command("made-up"), by="host").refused("no_such_line")


@pytest.mark.parametrize("command", [HideLine, ShowLine, Mute, Unmute])
@pytest.mark.parametrize("by", ["in1", "in2", "pk1", "olive"])
def test_only_staff_moderate(command, by):
    given(observing=("olive",)).when(command("in1"), by=by).refused("not_allowed")


def test_lines_are_hidden_and_shown_after_the_end_too():
    scene = given()
    line = scene.having_said("plenary", "Rude", by="in1")
    scene.having(End())
    scene.when(HideLine(line), by="host").then(LineHidden(line))
    scene.when(ShowLine(line), by="host").then(LineShown(line))
