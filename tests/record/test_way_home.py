"""The way home in the record: a plan is for its side, an uncleared sentence stays in the room."""

import pytest

from roleplay.record.lens import View
from roleplay.record.way_home import STAYS
from roleplay.rules.cleared_summary import ClearSentence, HoldSentence, ProposeSentence
from roleplay.rules.tools import TOOLS
from roleplay.rules.transfer_plan import RewritePlan, StrikePlan, WritePlan
from tests.record.test_tools import told
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
