"""Private notes: of one person on one seat, kept whole, sealed from everybody else."""

import pytest

from roleplay.rules.meetings import Adjourn
from roleplay.rules.notes import LONGEST_NOTE, KeepNote, NoteKept, Notes
from roleplay.rules.safety import PauseRooms
from roleplay.rules.seats import GiveSeat

from .scene import given


def note_of(scene, who, seat):
    found = scene.state[Notes].of(scene.called(who), seat)
    return found.text if found else None


@pytest.mark.parametrize("by", ["in1", "pk1"])
def test_a_note_is_kept_for_its_writer_and_sealed_from_everybody_else(by):
    scene = given(observing=("olive",))
    outcome = scene.when(KeepNote("  They hesitate "), by=by)
    outcome.then(NoteKept(by, "They hesitate")).heard_by(by).sealed()
    assert note_of(scene, by, by) == "They hesitate"
    for other in {"in1", "in2", "pk1", "pk2", "olive", "host", "co"} - {by}:
        assert NoteKept(by, "They hesitate") not in scene.seen_by(other)


def test_the_whole_note_is_kept_and_the_last_one_counts():
    scene = given().having(KeepNote("One"), by="in1").having(KeepNote("One\nTwo"), by="in1")
    assert note_of(scene, "in1", "in1") == "One\nTwo"
    scene.when(KeepNote("One\nTwo "), by="in1").refused("already")


def test_a_note_can_be_wiped_out():
    scene = given().having(KeepNote("One"), by="in1")
    scene.when(KeepNote(" "), by="in1").then(NoteKept("in1", ""))
    scene.when(KeepNote(""), by="in1").refused("already")
    given().when(KeepNote(""), by="in1").refused("already")


def test_a_note_in_hindi_may_be_as_long_as_one_in_english():
    for letter in ("x", "न", "ن"):
        given().when(KeepNote(letter * LONGEST_NOTE), by="in1").allowed()
        given().when(KeepNote(letter * (LONGEST_NOTE + 1)), by="in1").refused("too_long")


def test_whoever_takes_over_a_seat_does_not_find_the_note_and_does_not_wipe_it_out():
    scene = given(waiting=("wendy",)).having(KeepNote("Mine"), by="in1").having(GiveSeat("wendy", "in1"))
    assert note_of(scene, "wendy", "in1") is None
    assert note_of(scene, "p-in1", "in1") == "Mine"


def test_a_note_stays_on_the_seat_it_was_written_on_until_its_writer_is_back():
    scene = given().having(KeepNote("Mine"), by="in1").having(GiveSeat("p-in1", "in3"))
    assert note_of(scene, "p-in1", "in3") is None
    scene.having(GiveSeat("p-in1", "in1"))
    assert note_of(scene, "p-in1", "in1") == "Mine"


@pytest.mark.parametrize("pausing", [PauseRooms(), Adjourn()])
def test_notes_may_be_written_while_nothing_is_said(pausing):
    given().having(pausing).when(KeepNote("Meanwhile"), by="in1").allowed()


@pytest.mark.parametrize("by", ["olive", "wendy", "host", "co"])
def test_whoever_has_no_seat_keeps_no_note_here(by):
    scene = given(observing=("olive",), waiting=("wendy",))
    scene.when(KeepNote("Hm"), by=by).refused("not_allowed")


def test_after_the_end_nothing_is_kept_any_more():
    given(ended=True).when(KeepNote("Late"), by="in1").refused("ended")
