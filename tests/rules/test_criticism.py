"""What delegates find wanting in a clause: kept, heard by all, and staff may take it away."""

import pytest

from roleplay.rules.criticism import MOST_REMARKS, Criticise, Criticised, RemarkStruck, StrikeRemark
from roleplay.rules.text import NameScribes, OneText, RedraftClause, WriteClause

from .scene import given


def drafted(*scribes):
    scene = given(phase="talks", phases={"talks": {"tools": ("text",)}})
    scene = scene.having(NameScribes(scribes)) if scribes else scene
    return scene, scene.having(WriteClause("Boats are returned.")).log[-1].id


def clause(scene):
    return next(iter(scene.state[OneText].clauses.values()))


@pytest.mark.parametrize(("who", "side"), [("in1", "india"), ("in2", "india"), ("pk2", "pakistan")])
def test_any_delegate_criticises_a_clause_and_everybody_hears_it(who, side):
    scene, id = drafted("in1", "pk1")
    outcome = scene.when(Criticise(id, " Whose boats? "), by=who)
    outcome.then(Criticised(id, side, "Whose boats?")).heard_by_everyone()
    assert [(one.side, one.text, one.number) for one in clause(scene).remarks] == [(side, "Whose boats?", 1)]


def test_what_was_criticised_stays_when_the_clause_is_redrafted():
    scene, id = drafted()
    scene.having(Criticise(id, "Whose boats?"), by="in1").having(RedraftClause(id, "All boats go home."))
    scene.having(Criticise(id, "When?"), by="pk1")
    assert [(one.text, one.number) for one in clause(scene).remarks] == [("Whose boats?", 1), ("When?", 2)]


def test_staff_criticise_nothing_and_nobody_criticises_what_is_not_there():
    scene, id = drafted()
    scene.when(Criticise(id, "Whose?"), by="host").refused("not_allowed")
    scene.when(Criticise("none", "Whose?"), by="in1").refused("no_such_clause")


def test_there_is_an_end_to_criticism():
    scene, id = drafted()
    for number in range(MOST_REMARKS):
        scene.having(Criticise(id, f"Number {number}"), by="in1")
    scene.when(Criticise(id, "One more"), by="in1").refused("full")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 401, "too_long")])
def test_criticism_says_something_and_is_short(text, code):
    scene, id = drafted()
    scene.when(Criticise(id, text), by="in1").refused(code)


@pytest.mark.parametrize("who", ["host", "co"])
def test_staff_take_away_what_must_not_stand_there(who):
    scene, id = drafted()
    remark = scene.having(Criticise(id, "Rude words"), by="in1").log[-1].id
    scene.when(StrikeRemark(remark), by="in1").refused("not_allowed")
    scene.when(StrikeRemark(remark), by=who).then(RemarkStruck(id, remark)).heard_by_everyone()
    scene.when(StrikeRemark(remark), by=who).refused("no_such_remark")
    assert clause(scene).remarks == []
