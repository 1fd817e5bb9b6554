"""Contested facts: one source from each side, side by side, and nobody decides."""

import pytest

from roleplay.rules import contested
from roleplay.rules.contested import (
    MOST_FACTS,
    AttachSource,
    ContestedFacts,
    ContestFact,
    FactContested,
    FactTakenOff,
    Source,
    SourceAttached,
    TakeOffFact,
)
from roleplay.rules.kernel import COMMANDS
from roleplay.rules.phases import Next
from roleplay.rules.tools import TakenAway

from .scene import given

TOOLS = {"talks": {"tools": ("contested",)}}


def table(by="in1", **scene):
    """A table with one contested fact, and its id."""
    there = given(phase="talks", phases=TOOLS, **scene).having(ContestFact("The line was drawn"), by=by)
    return there, there.log[-1].id


def source(fact, title="A register", who="A harbour office", date="1998"):
    return AttachSource(fact, title, who, date)


def sources(scene):
    (fact,) = scene.state[ContestedFacts].all.values()
    return fact.sources


@pytest.mark.parametrize(("by", "side"), [("in1", "india"), ("pk1", "pakistan")])
def test_either_side_lays_a_statement_on_the_table(by, side):
    outcome = given(phase="talks", phases=TOOLS).when(ContestFact(" Who fired "), by=by)
    outcome.then(FactContested(side, "Who fired")).heard_by_everyone()


def test_each_side_gives_one_source_and_a_better_one_takes_its_place():
    scene, fact = table()
    outcome = scene.when(source(fact, " A log "), by="in2")
    outcome.then(SourceAttached(fact, "india", "A log", "A harbour office", "1998")).heard_by_everyone()
    scene.having(source(fact, "A map room"), by="pk1").having(source(fact, "A diary"), by="in1")
    assert [one.title for one in sources(scene).values()] == ["A diary", "A map room"]
    assert sources(scene)["pakistan"] == Source("A map room", "A harbour office", "1998")
    scene.when(source(fact, "A diary"), by="in1").refused("already")


@pytest.mark.parametrize("missing", ["title", "who", "date"])
def test_a_source_says_what_it_is_who_says_it_and_when(missing):
    scene, fact = table()
    scene.when(source(fact, **{missing: " "}), by="in1").refused("empty")
    scene.when(source(fact, **{missing: "x" * 161}), by="in1").refused("too_long")


def test_a_source_is_for_a_card_that_is_there():
    table()[0].when(source("none"), by="in1").refused("no_such_fact")


def test_nothing_settles_a_contested_fact():
    about = {name for name, cls in COMMANDS.items() if cls.__module__ == contested.__name__}
    assert about == {"contest_fact", "attach_source", "take_off_fact"}
    scene, fact = table()
    scene.having(source(fact), by="in1").having(source(fact), by="pk1").having(Next("late"))
    assert fact in scene.state[ContestedFacts].all


def test_its_own_side_takes_it_away_while_it_is_alone_with_it():
    scene, fact = table()
    scene.when(TakeOffFact(fact), by="pk1").refused("not_yours")
    scene.having(source(fact), by="in1")
    scene.copy().when(TakeOffFact(fact), by="in2").then(FactTakenOff(fact)).heard_by_everyone()
    scene.having(source(fact), by="pk1").when(TakeOffFact(fact), by="in1").refused("not_alone")
    scene.when(TakeOffFact("none"), by="in1").refused("no_such_fact")


def test_staff_take_away_what_must_not_stand_there():
    scene, fact = table()
    scene.having(source(fact), by="pk1").when(TakeOffFact(fact), by="host").then(FactTakenOff(fact))
    assert scene.state[ContestedFacts].all == {} and scene.state[TakenAway].ids == {fact}


def test_there_is_an_end_to_contested_facts():
    scene = given(phase="talks", phases=TOOLS)
    for number in range(MOST_FACTS):
        scene.having(ContestFact(f"Number {number}"), by="in1")
    scene.when(ContestFact("One more"), by="pk1").refused("full")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 241, "too_long")])
def test_a_statement_says_something_and_is_short(text, code):
    given(phase="talks", phases=TOOLS).when(ContestFact(text), by="in1").refused(code)


@pytest.mark.parametrize("by", ["olive", "host"])
def test_only_the_sides_tell_what_they_contest(by):
    scene, fact = table(observing=("olive",))
    scene.when(ContestFact("Mine"), by=by).refused("not_allowed")
    scene.when(source(fact), by=by).refused("not_allowed")
