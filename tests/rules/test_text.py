"""One negotiating text: the pen, drafting, adopting; no word of anybody's is lost."""

import pytest

from roleplay.rules.brackets import PutBracket
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.text import (
    MOST_CLAUSES,
    ClauseMarked,
    ClauseRedrafted,
    ClauseStruck,
    ClauseWritten,
    MarkClause,
    NameScribes,
    OneText,
    RedraftClause,
    ScribesNamed,
    StrikeClause,
    WriteClause,
)

from .scene import given

TEXT = {"talks": {"tools": ("text",)}}
BOATS = "Boats are returned within a month."


def talks(*scribes):
    scene = given(phase="talks", phases=TEXT)
    return scene.having(NameScribes(scribes)) if scribes else scene


def drafted(*scribes):
    """A workshop with one clause, and its id, which is that of its first version too."""
    scene = talks(*scribes)
    return scene, scene.having(WriteClause(BOATS)).log[-1].id


def clause(scene):
    return next(iter(scene.state[OneText].clauses.values()))


def test_staff_give_the_pen_to_one_delegate_of_each_side_and_everybody_hears_it():
    scene = talks()
    scene.when(NameScribes(("in1", "pk2")), by="co").then(ScribesNamed(("in1", "pk2"))).heard_by_everyone()
    scene.when(NameScribes(("pk2", "in1")), by="host").refused("already")
    scene.when(NameScribes(), by="host").then(ScribesNamed(()))
    assert scene.state[OneText].scribes == ()


@pytest.mark.parametrize("seats", [("in1",), ("in1", "in2"), ("in1", "in1", "pk1"), ("in1", "in2", "pk1")])
def test_a_pair_of_scribes_is_one_of_each_side_and_nothing_else(seats):
    talks().when(NameScribes(seats), by="host").refused("not_a_pair")


def test_a_seat_where_nobody_sits_holds_no_pen():
    talks().when(NameScribes(("in3", "pk1")), by="host").refused("nobody")
    talks().when(NameScribes(("moon", "pk1")), by="host").refused("nobody")


def test_where_no_phase_has_the_text_nobody_is_named_a_scribe():
    given(phase="talks").when(NameScribes(("in1", "pk1")), by="host").refused("no_tool")


def test_whoever_takes_over_a_seat_has_the_pen_that_it_had():
    scene = talks("in1", "pk1").having(FreeSeat("in1")).with_waiting("new").having(GiveSeat("new", "in1"))
    scene.having(AcceptRules(), by="in1").when(WriteClause(BOATS), by="in1").allowed()


@pytest.mark.parametrize("who", ["host", "co", "in1", "pk1"])
def test_whoever_holds_the_pen_writes_a_clause(who):
    outcome = talks("in1", "pk1").when(WriteClause(f" {BOATS} "), by=who)
    outcome.then(ClauseWritten(BOATS)).heard_by_everyone()


@pytest.mark.parametrize("who", ["in2", "pk2"])
def test_who_does_not_hold_the_pen_drafts_nothing(who):
    scene, id = drafted("in1", "pk1")
    for command in (WriteClause("Ours"), RedraftClause(id, "Ours"), MarkClause(id, "adopted")):
        scene.when(command, by=who).refused("no_pen")


@pytest.mark.parametrize("who", ["host", "in1", "pk1"])
def test_a_redraft_is_made_from_the_version_that_stands_and_all_versions_are_kept(who):
    scene, first = drafted("in1", "pk1")
    outcome = scene.when(RedraftClause(first, " Boats are returned. "), by=who)
    outcome.then(ClauseRedrafted(first, "Boats are returned.")).heard_by_everyone()
    assert [one.text for one in clause(scene).versions] == [BOATS, "Boats are returned."]
    scene.when(RedraftClause(scene.log[-1].id, "Boats go home."), by="pk1").allowed()


def test_a_redraft_of_what_somebody_else_has_redrafted_meanwhile_is_refused_and_says_what_to_do():
    scene, first = drafted("in1", "pk1")
    scene.having(RedraftClause(first, "Boats and crews are returned."), by="in1")
    refusal = (
        scene.when(RedraftClause(first, "Boats are returned soon."), by="pk1").refused("redrafted").refusal
    )
    assert "Your words are still here" in refusal.say
    scene.when(MarkClause(first, "adopted"), by="host").refused("redrafted")
    assert clause(scene).text == "Boats and crews are returned."


def test_a_redraft_changes_something_and_is_of_a_clause():
    scene, id = drafted()
    scene.when(RedraftClause(id, f"{BOATS} "), by="host").refused("already")
    scene.when(RedraftClause("none", "Boats"), by="host").refused("no_such_clause")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 1201, "too_long")])
def test_a_clause_says_something_and_is_no_treaty(text, code):
    scene, id = drafted()
    scene.when(WriteClause(text), by="host").refused(code)
    scene.when(RedraftClause(id, text), by="host").refused(code)


def test_there_is_an_end_to_clauses():
    scene = talks()
    for number in range(MOST_CLAUSES):
        scene.having(WriteClause(f"Number {number}"))
    scene.when(WriteClause("One more"), by="host").refused("full")


@pytest.mark.parametrize("who", ["host", "in1", "pk1"])
@pytest.mark.parametrize("mark", ["parked", "adopted"])
def test_whoever_holds_the_pen_parks_or_adopts_a_clause_and_takes_it_up_again(who, mark):
    scene, id = drafted("in1", "pk1")
    assert clause(scene).standing == "clean"
    scene.when(MarkClause(id, mark), by=who).then(ClauseMarked(id, mark)).heard_by_everyone()
    assert clause(scene).standing == mark
    scene.when(MarkClause(id, mark), by=who).refused("already")
    scene.when(MarkClause(id, "clean"), by=who).then(ClauseMarked(id, "clean"))


def test_what_is_adopted_is_not_redrafted_before_it_is_taken_up_again():
    scene, id = drafted()
    scene.having(MarkClause(id, "adopted"))
    scene.when(RedraftClause(id, "Boats go home."), by="host").refused("adopted")
    scene.having(MarkClause(id, "clean")).when(RedraftClause(id, "Boats go home."), by="host").allowed()


def test_what_is_parked_may_be_redrafted():
    scene, id = drafted()
    scene.having(MarkClause(id, "parked")).when(RedraftClause(id, "Boats go home."), by="host").allowed()
    assert clause(scene).standing == "parked"


def bracketed():
    scene, id = drafted()
    return scene.having(PutBracket(id, "within a month", "Too slow", "within a week")), id


def test_a_clause_with_an_open_bracket_is_not_adopted_but_may_be_parked():
    scene, id = bracketed()
    assert clause(scene).standing == "bracketed"
    scene.when(MarkClause(id, "adopted"), by="host").refused("bracketed")
    scene.when(MarkClause(id, "parked"), by="host").allowed()


def test_a_redraft_keeps_the_words_that_stand_in_brackets():
    scene, id = bracketed()
    scene.when(RedraftClause(id, "Boats are returned."), by="host").refused("in_brackets")
    scene.when(RedraftClause(id, "Boats and crews are returned within a month."), by="host").allowed()


def test_staff_strike_a_clause_with_all_that_was_said_about_it():
    scene, id = bracketed()
    scene.when(StrikeClause(id), by="in1").refused("not_allowed")
    scene.when(StrikeClause(id), by="host").then(ClauseStruck(id)).heard_by_everyone()
    assert not scene.state[OneText].clauses and scene.state[OneText].open == 0
    scene.when(StrikeClause(id), by="host").refused("no_such_clause")


def test_an_adopted_clause_may_be_struck_and_whoever_holds_the_pen_cannot():
    scene, id = drafted("in1", "pk1")
    scene.having(MarkClause(id, "adopted"))
    scene.when(StrikeClause(id), by="pk1").refused("not_allowed")
    scene.when(StrikeClause(id), by="co").allowed()
