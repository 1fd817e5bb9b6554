"""Pauses, stepping out and notes in the record: told to whom they belong, in nobody else's name."""

import pytest

from roleplay.record.lens import View
from roleplay.rules.cooling_off import AskForPause
from roleplay.rules.notes import KeepNote
from roleplay.rules.stepping_out import LeaveSeat
from tests.record.test_transcript import record
from tests.rules.scene import Scene, given


def played(attribution: str = "open") -> Scene:
    scene = given(attribution=attribution).having(KeepNote("First thought"), by="in1")
    scene.having(KeepNote("Second thought"), by="in1").having(AskForPause("I am shaking"), by="in1")
    return scene.having(AskForPause(), by="pk1").having(LeaveSeat(), by="pk2")


def texts(scene: Scene, view: View, seat: str = "in1") -> list[str]:
    return [line.told.text for line in record(scene, view, seat).lines]


def test_ones_own_record_has_the_last_of_ones_notes_once() -> None:
    assert [text for text in texts(played(), "own") if "thought" in text] == ["My notes: Second thought"]


@pytest.mark.parametrize(
    ("view", "seat"), [("staff", "in1"), ("shared", "in1"), ("own", "in2"), ("own", "pk1")]
)
def test_no_other_record_has_them(view: View, seat: str) -> None:
    assert not any("thought" in text for text in texts(played(), view, seat))


def test_a_note_that_was_wiped_out_is_in_no_record() -> None:
    scene = played().having(KeepNote(""), by="in1")
    assert not any("note" in text.lower() for text in texts(scene, "own"))


def test_a_wish_for_a_pause_is_in_the_record_of_staff_and_of_whoever_asked() -> None:
    scene, text = played(), "Asked for a pause: I am shaking"
    assert text in texts(scene, "staff") and text in texts(scene, "own")
    assert text not in texts(scene, "own", "pk1") and text not in texts(scene, "shared")


@pytest.mark.parametrize("view", ["staff", "shared", "own"])
@pytest.mark.parametrize("attribution", ["open", "chatham-house"])
def test_no_record_says_with_whose_wish_the_rooms_cooled_off(view: View, attribution: str) -> None:
    lines = record(played(attribution), view, "in1").lines
    (told,) = [line.told for line in lines if "cooled off" in line.told.text]
    assert told.who.label == told.who.participant == "" and not told.about


def test_that_somebody_stepped_out_is_for_staff() -> None:
    scene = played()
    assert "Stepped out to observe." in texts(scene, "staff")
    assert "Stepped out to observe." not in texts(scene, "own") + texts(scene, "shared")
