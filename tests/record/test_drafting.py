"""What was done with the negotiating text, in the record: no names under the rule, none ever at a bracket."""

import pytest

from roleplay.record.lens import A_PARTICIPANT
from roleplay.rules.brackets import PutBracket, SettleBracket
from roleplay.rules.criticism import Criticise, StrikeRemark
from roleplay.rules.text import MarkClause, NameScribes, WriteClause
from tests.record.test_tools import told
from tests.rules.scene import Scene, given


def played(attribution: str = "chatham-house") -> Scene:
    scene = given(phase="talks", phases={"talks": {"tools": ["text"]}}, attribution=attribution)
    scene.having(NameScribes(("in1", "pk1")))
    clause = scene.having(WriteClause("Boats go home."), by="pk1").log[-1].id
    scene.having(Criticise(clause, "Whose boats?"), by="in2").having(Criticise(clause, "Rude"), by="in2")
    scene.having(StrikeRemark(scene.log[-1].id))
    bracket = scene.having(PutBracket(clause, "home", "Where is that?"), by="in1").log[-1].id
    return scene.having(SettleBracket(bracket, "words")).having(MarkClause(clause, "adopted"))


def test_the_shared_record_tells_what_was_written_and_not_who_wrote_it() -> None:
    lines = told(played(), "shared")
    assert lines["A clause: Boats go home."].who.label == A_PARTICIPANT
    assert lines["What a clause lacks: Whose boats?"].who.label == A_PARTICIPANT
    assert "A clause was adopted." in lines
    assert "A delegate of each side was given the pen." not in lines


@pytest.mark.parametrize("view", ["shared", "staff"])
def test_nobody_signs_a_bracket_in_any_record(view: str) -> None:
    lines = told(played("open"), view)  # type: ignore[arg-type]
    assert lines["Not agreed: [home / nothing], because: Where is that?"].who.label == ""
    assert lines["A bracket was settled. The clause says: Boats go home."].who.label == ""


def test_where_the_record_is_open_it_says_which_seat_found_a_clause_wanting() -> None:
    assert told(played("open"), "shared")["What a clause lacks: Whose boats?"].who.seat == "in2"


def test_what_staff_took_away_is_for_staff_alone() -> None:
    assert "What a clause lacks: Rude" in told(played(), "staff")
    shared = told(played(), "shared")
    assert "What a clause lacks: Rude" not in shared
    assert "What a clause lacks: (taken away by the facilitators)" in shared
