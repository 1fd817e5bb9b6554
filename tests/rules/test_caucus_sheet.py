"""The caucus sheet: written together by one side, read by that side and staff, and by nobody else."""

import pytest

from roleplay.rules.caucus_sheet import (
    CaucusSheets,
    EntryMarked,
    EntryRewritten,
    EntryStruck,
    EntryWritten,
    MarkEntry,
    RewriteEntry,
    StrikeEntry,
    WriteEntry,
)

from .scene import given
from .small_pack import IN

CAUCUS = {"caucus": {"tools": ("caucus-sheet",)}}


def caucus(**different):
    return given(phase="caucus", phases=CAUCUS, **different)


def with_entry(scene, by="in1", kind="need", text="To fish without fear of arrest"):
    scene.having(WriteEntry(kind, text), by=by)
    return scene.log[-1].id


def sheet(scene):
    return [(one.side, one.kind, one.text, one.depth) for one in scene.state[CaucusSheets].entries.values()]


@pytest.mark.parametrize("kind", ["need", "fear", "assumption"])
@pytest.mark.parametrize(("who", "side"), [("in1", "india"), ("pk1", "pakistan")])
def test_any_delegate_writes_on_the_sheet_of_their_own_side(kind, who, side):
    scene = caucus()
    scene.when(WriteEntry(kind, "  Respect "), by=who).then(EntryWritten(side, kind, "Respect"))
    assert sheet(scene) == [(side, kind, "Respect", None)]


def test_the_sheet_is_heard_by_all_seats_of_its_side_and_staff_and_by_nobody_else():
    scene = caucus()
    scene.when(WriteEntry("need", "Respect"), by="in1").heard_by(*IN).not_sealed()
    entry = scene.log[-1].id
    scene.when(MarkEntry(entry, "need"), by="in2").heard_by(*IN).not_sealed()
    scene.when(RewriteEntry(entry, "To be asked first"), by="in2").heard_by(*IN).not_sealed()
    scene.when(StrikeEntry(entry), by="in2").heard_by(*IN).not_sealed()


@pytest.mark.parametrize(("kind", "room"), [("need", 3), ("fear", 3), ("assumption", 1)])
def test_there_is_room_for_three_needs_three_fears_and_one_assumption(kind, room):
    scene = caucus()
    for number in range(room):
        with_entry(scene, kind=kind, text=f"Number {number}")
    scene.copy().when(WriteEntry(kind, "One more"), by="in2").refused("full")
    scene.when(WriteEntry(kind, "Theirs"), by="pk1").allowed()


def test_a_struck_entry_makes_room_for_another():
    scene = caucus()
    entry = with_entry(scene, kind="assumption")
    scene.when(StrikeEntry(entry), by="in2").then(EntryStruck(entry))
    scene.when(WriteEntry("assumption", "They never listen"), by="in1").allowed()


def test_another_delegate_of_the_side_may_find_better_words_and_the_mark_is_asked_anew():
    scene = caucus()
    entry = with_entry(scene)
    scene.having(MarkEntry(entry, "position"), by="in1")
    scene.when(RewriteEntry(entry, "Time to turn back"), by="in2").then(
        EntryRewritten(entry, "Time to turn back")
    )
    assert sheet(scene) == [("india", "need", "Time to turn back", None)]


def test_the_same_words_again_are_no_change():
    scene = caucus()
    entry = with_entry(scene, text="Respect")
    scene.when(RewriteEntry(entry, " Respect "), by="in2").refused("already")


@pytest.mark.parametrize("depth", ["position", "interest", "need"])
def test_an_entry_is_marked_by_how_deep_it_goes(depth):
    scene = caucus()
    entry = with_entry(scene)
    scene.when(MarkEntry(entry, depth), by="in2").then(EntryMarked(entry, depth))
    assert sheet(scene)[0][-1] == depth
    scene.when(MarkEntry(entry, depth), by="in1").refused("already")


@pytest.mark.parametrize(
    "command", [lambda id: RewriteEntry(id, "x"), StrikeEntry, lambda id: MarkEntry(id, "need")]
)
def test_the_sheet_of_the_other_side_does_not_exist(command):
    scene = caucus()
    entry = with_entry(scene)
    theirs = scene.copy().when(command(entry), by="pk1").refused("no_such_entry").refusal
    nothing = scene.when(command("none"), by="pk1").refused("no_such_entry").refusal
    assert str(theirs) == str(nothing)


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 301, "too_long")])
def test_an_entry_says_something_and_is_short(text, code):
    scene = caucus()
    scene.when(WriteEntry("need", text), by="in1").refused(code)
    entry = with_entry(scene)
    scene.when(RewriteEntry(entry, text), by="in1").refused(code)
