"""The way home in the record: a plan is for its side, an uncleared sentence stays in the room."""

import pytest

from roleplay.record.lens import View
from roleplay.record.told import Told
from roleplay.record.way_home import STAYS
from roleplay.rules.cleared_summary import ClearSentence, HoldSentence, ProposeSentence
from roleplay.rules.constituency import ReplyFromHome, ShowMeter, TellHome
from roleplay.rules.moderation import HideLine
from roleplay.rules.non_paper import MakeNonPaper
from roleplay.rules.tools import TOOLS
from roleplay.rules.track_one import AnswerNonPaper
from roleplay.rules.transfer_plan import RewritePlan, StrikePlan, WritePlan
from tests.record.test_tools import told
from tests.record.test_transcript import record
from tests.rules.scene import Scene, given


def played(attribution: str = "chatham-house") -> Scene:
    scene = given(phase="talks", phases={"talks": {"tools": list(TOOLS)}}, attribution=attribution)
    plan = scene.having(WritePlan("An adviser", "A day for lists", "Gossip"), by="in1").log[-1].id
    scene.having(RewritePlan(plan, "risk", "She asks who"), by="in2").having(StrikePlan(plan), by="in2")
    for text, clearing in (("Lists were discussed", ("in1", "pk1")), ("Radios were discussed", ("in1",))):
        sentence = scene.having(ProposeSentence(text), by="in1").log[-1].id
        for who in clearing:
            scene.having(ClearSentence(sentence), by=who)
    held = scene.having(ProposeSentence("A general spoke"), by="pk1").log[-1].id
    return scene.having(HoldSentence(held), by="pk2")


PLAN = "A plan for the way home. Whom: An adviser · What: A day for lists · Risk: Gossip"


def test_a_plan_is_in_the_record_of_its_own_side_and_of_staff_alone() -> None:
    scene = played()
    own = [text for text in told(scene, "own", "in2") if text.startswith("A plan")]
    assert own == [
        PLAN,
        "A plan for the way home, the risk in better words: She asks who",
        "A plan for the way home was taken away.",
    ]
    assert set(own) < set(told(scene, "staff"))
    for theirs in (told(scene, "own", "pk1"), told(scene, "shared")):
        assert not any("plan" in text for text in theirs)


def test_the_shared_record_has_the_words_of_what_was_cleared_and_of_nothing_else() -> None:
    assert list(told(played(), "shared")) == [
        "Proposed, to be told outside: Lists were discussed",
        "Cleared by all: Lists were discussed",
        f"Proposed, to be told outside: {STAYS}",
        f"Held back: {STAYS}",
    ]
    assert "Held back: A general spoke" in told(played(), "staff")


@pytest.mark.parametrize("view", ["own", "shared"])
def test_nobody_but_staff_reads_what_was_not_cleared(view: View) -> None:
    for seat in ("in1", "pk1", "pk2"):
        words = " ".join(told(played(), view, seat))
        assert "Radios" not in words and "general" not in words


def test_that_one_side_had_cleared_it_is_told_to_that_side_and_staff() -> None:
    scene = played()
    assert f"Cleared for one side: {STAYS}" in told(scene, "own", "in2")
    assert "Cleared for one side: Radios were discussed" in told(scene, "staff")
    assert f"Cleared for one side: {STAYS}" not in told(scene, "own", "pk1")


@pytest.mark.parametrize("view", ["staff", "shared", "own"])
@pytest.mark.parametrize("attribution", ["open", "chatham-house"])
def test_no_record_says_whose_a_sentence_or_an_objection_was(view: View, attribution: str) -> None:
    for text, one in told(played(attribution), view).items():
        if text.startswith(("Proposed", "Held back", "Cleared by all")):
            assert one.who.label == one.who.participant == "" and not one.about


def carried_home(attribution: str = "chatham-house") -> Scene:
    """A paper, two answers, one of them hidden, one to a side; three exchanges with home, and the meter."""
    phases = {"talks": {"tools": list(TOOLS)}}
    seated, by = ("in1", "in2", "in3", "pk1"), ("in1", "pk1")
    scene = given(phase="talks", phases=phases, attribution=attribution, seated=seated, observing=("olive",))
    for text in ("Lists were discussed", "A general spoke"):
        sentence = scene.having(ProposeSentence(text), by="in1").log[-1].id
        for who in by:
            scene.having(ClearSentence(sentence), by=who)
    scene.having(MakeNonPaper("On lists")).having(HoldSentence(sentence), by="pk1")
    scene.having(AnswerNonPaper("asks", "Who pays?"), by="olive")
    scene.having(HideLine(scene.having(AnswerNonPaper("leaks", "It was the general")).log[-1].id))
    scene.having(AnswerNonPaper("shelves", "Filed", "side:india"), by="olive")
    for seat in ("in1", "in2", "in3"):
        exchange = scene.having(TellHome("paper", f"Told by {seat}"), by=seat).log[-1].id
        scene.having(ReplyFromHome(exchange, "cold", f"Reply to {seat}"))
    return scene.having(ShowMeter())


def everything(scene: Scene, view: View, seat: str = "in1") -> dict[str, Told]:
    return {line.told.text: line.told for line in record(scene, view, seat).lines}


def test_the_shared_record_has_the_paper_and_the_answers_and_names_neither_desk_nor_side() -> None:
    found = everything(carried_home(), "shared")
    assert "A non-paper was laid down: On lists · Lists were discussed" in found
    assert found["Who pays?"].source == "Track One desk, asks back"
    assert found["Who pays?"].who.label == found["Who pays?"].who.participant == ""
    assert "How warmly home had answered was shown to everybody." in found
    words = " ".join(found)
    for secret in ("Filed", "general", "Told by", "Reply to", "India"):
        assert secret not in words


@pytest.mark.parametrize("attribution", ["open", "chatham-house"])
def test_an_exchange_with_home_is_in_the_record_of_its_seat_and_of_staff_alone(attribution: str) -> None:
    scene = carried_home(attribution)
    mine = everything(scene, "own", "in1")
    assert "To “Your paper”: Told by in1" in mine and "From “Your paper”, cold: Reply to in1" in mine
    assert set(everything(scene, "staff")) > {"To “Your paper”: Told by in1", "To “Your paper”: Told by in3"}
    for view, seat in (("own", "in2"), ("own", "pk1"), ("shared", "in1")):
        assert not any("in1" in text for text in everything(scene, view, seat))  # type: ignore[arg-type]


def test_an_answer_to_one_side_is_in_the_records_of_that_side_and_staff() -> None:
    scene = carried_home()
    assert "Filed" in everything(scene, "own", "in2") and "Filed" in everything(scene, "staff")
    assert "Filed" not in everything(scene, "own", "pk1")
    assert everything(scene, "staff")["Filed"].who.label and not everything(scene, "own")["Filed"].who.label


def test_under_open_attribution_the_record_has_the_figures_that_were_shown() -> None:
    assert "How warmly home had answered was shown to everybody, of 100: India 0." in everything(
        carried_home("open"), "shared"
    )
