"""What was done with the tools, in the record: plain words, under the same rule about names as the talk."""

import pytest

from roleplay.record.lens import A_PARTICIPANT, View
from roleplay.record.told import Told
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.caucus_sheet import WriteEntry
from roleplay.rules.constraints import NameConstraint
from roleplay.rules.interpreting import NameInterpreter
from roleplay.rules.interpreting_tools import InterpretWords, TakeBackTranslation
from roleplay.rules.needs_board import PutUpCard, TakeDownCard
from roleplay.rules.options import OfferOption, ParkObjection
from roleplay.rules.reflecting import JudgeReflection, Restate
from roleplay.rules.steps import WriteStep
from roleplay.rules.tools import TOOLS
from tests.record.test_transcript import record, the_line
from tests.rules.scene import Scene, given


def played(attribution: str = "chatham-house") -> Scene:
    scene = given(phase="talks", phases={"talks": {"tools": list(TOOLS)}}, attribution=attribution)
    ours = scene.having(PutUpCard("need", "To come home"), by="in1").log[-1].id
    theirs = scene.having(PutUpCard("fear", "To stand alone"), by="pk1").log[-1].id
    reflection = scene.having(Restate(ours, "You want them home"), by="pk1").log[-1].id
    scene.having(JudgeReflection(reflection, "amend", "By when"), by="in1")
    option = scene.having(OfferOption("A hotline", (ours, theirs)), by="in1").log[-1].id
    scene.having(ParkObjection(option, "Nobody answers"), by="pk1")
    scene.having(NameConstraint(option, "The press", "it sells", 3), by="in1")
    scene.having(WriteEntry("need", "Only ours"), by="in1")
    return scene.having(WriteStep("We free boats", "They free boats", "", False), by="pk1")


def told(scene: Scene, view: View, seat: str = "in1") -> dict[str, Told]:
    return {line.told.text: line.told for line in record(scene, view, seat).lines if line.told.kind == "tool"}


PUBLIC = [
    "On the board, a need: To come home",
    "On the board, a fear: To stand alone",
    "Said a card of the other side back: You want them home",
    "Nearly; missing: By when",
    "An option: A hotline",
    "A doubt, parked: Nobody answers",
    "Would oppose an option at home: The press, because it sells (could stop it)",
    "A step. We: We free boats · They: They free boats · It cannot be taken back.",
]


def test_the_shared_record_tells_what_everybody_heard_in_order_and_names_nobody() -> None:
    found = told(played(), "shared")
    assert list(found) == PUBLIC
    assert {one.who.label for one in found.values()} <= {A_PARTICIPANT, ""}
    assert not any(one.who.side for one in found.values())


def test_under_open_attribution_the_record_says_which_seat_it_was() -> None:
    found = told(played("open"), "shared")
    assert found[PUBLIC[0]].who.seat == "in1" and found[PUBLIC[1]].who.seat == "pk1"


@pytest.mark.parametrize("view", ["staff", "shared", "own"])
@pytest.mark.parametrize("attribution", ["open", "chatham-house"])
def test_no_record_says_whose_an_option_or_a_parked_doubt_was(view: View, attribution: str) -> None:
    found = told(played(attribution), view)
    for text in PUBLIC[4:6]:
        assert found[text].who.label == found[text].who.participant == "" and not found[text].about


def test_the_caucus_sheet_is_in_the_record_of_its_own_side_and_of_staff_alone() -> None:
    text = "On the caucus sheet, a need: Only ours"
    scene = played()
    assert text in told(scene, "own", "in2") and text in told(scene, "staff")
    assert text not in told(scene, "own", "pk1") and text not in told(scene, "shared")


def test_the_words_of_what_staff_took_away_are_for_staff() -> None:
    scene = played()
    scene.having(TakeDownCard(next(one.id for one in scene.log if one.event.kind == "card_put_up")))
    assert not any("To come home" in text or "You want them home" in text for text in told(scene, "shared"))
    assert PUBLIC[0] in told(scene, "staff")


def carried(attribution: str = "open", rule: str = "") -> tuple[Scene, str, str]:
    """A card of Pakistan and what an Indian interpreter made of it, with their ids."""
    scene = given(phase="talks", phases={"talks": {"tools": list(TOOLS)}}, attribution=attribution)
    scene.having(NameInterpreter("p-in2"))
    if rule:
        scene.having(SetAttribution("plenary", rule))  # type: ignore[arg-type]
    card = scene.having(PutUpCard("need", "کشتیاں"), by="pk1").log[-1].id
    return scene, card, scene.having(InterpretWords(card, "Boats"), by="in2").log[-1].id


@pytest.mark.parametrize("attribution", ["open", "chatham-house"])
@pytest.mark.parametrize("view", ["staff", "shared", "own"])
def test_what_was_carried_from_a_board_stands_in_the_record_with_its_original(
    view: View, attribution: str
) -> None:
    scene, _, _ = carried(attribution)
    line = the_line(record(scene, view), "Boats")
    assert line.reply is not None and line.reply.text == "On the board, a need: کشتیاں"
    assert (line.told.source, line.told.kind) == ("Interpreter", "interpreted")


@pytest.mark.parametrize("view", ["shared", "own"])
def test_what_was_carried_leaves_the_record_with_what_staff_took_away(view: View) -> None:
    scene, card, _ = carried()
    scene.having(TakeDownCard(card))
    made = record(scene, view)
    assert [line.told.marks for line in made.lines if line.told.kind == "interpreted"] == [("hidden",)]
    assert not any(word in str(made.lines) for word in ("Boats", "کشتیاں"))
    assert the_line(record(scene, "staff"), "Boats").told.marks == ("hidden",)


@pytest.mark.parametrize(("by", "mark"), [("in2", "withdrawn"), ("host", "hidden")])
def test_a_translation_that_was_taken_back_is_for_staff(by: str, mark: str) -> None:
    scene, _, again = carried()
    scene.having(TakeBackTranslation(again), by=by)
    assert "Boats" not in str(record(scene, "shared").lines)
    assert "کشتیاں" in str(record(scene, "shared").lines)
    assert the_line(record(scene, "staff"), "Boats").told.marks == (mark,)


def test_what_was_carried_for_no_record_is_in_none() -> None:
    for view in ("staff", "shared", "own"):
        assert "Boats" not in str(record(carried(rule="no-record")[0], view).lines)


def test_no_record_says_who_carried_what_nobody_signed_but_staff_may_ask() -> None:
    scene, _, again = carried(rule="unattributed")
    for view in ("staff", "shared"):
        assert the_line(record(scene, view), "Boats").told.who.label == A_PARTICIPANT  # type: ignore[arg-type]
    assert the_line(record(scene, "staff"), "Boats").unmask == again
