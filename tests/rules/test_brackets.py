"""Brackets: words nobody agrees on yet, another wording and a reason, no names."""

import pytest

from roleplay.rules.brackets import (
    MOST_BRACKETS,
    BracketPut,
    BracketSettled,
    PutBracket,
    SettleBracket,
)
from roleplay.rules.text import MarkClause, NameScribes, OneText, WriteClause

from .scene import given

BOATS = "Boats are returned within a month to their owners."


def drafted(text=BOATS):
    scene = given(phase="talks", phases={"talks": {"tools": ("text",)}}).having(NameScribes(("in1", "pk1")))
    return scene, scene.having(WriteClause(text)).log[-1].id


def put(scene, clause, words, other="", by="host"):
    return scene.having(PutBracket(clause, words, "A reason", other), by=by).log[-1].id


def clause(scene):
    return next(iter(scene.state[OneText].clauses.values()))


@pytest.mark.parametrize("who", ["host", "co", "in1", "pk1"])
def test_whoever_holds_the_pen_brackets_words_with_a_reason_and_nobodys_name(who):
    scene, id = drafted()
    outcome = scene.when(PutBracket(id, " within a month ", " Too slow ", " at once "), by=who)
    outcome.then(BracketPut(id, "within a month", "at once", "Too slow")).heard_by_everyone()
    assert clause(scene).standing == "bracketed"


@pytest.mark.parametrize("who", ["in2", "pk2"])
def test_who_does_not_hold_the_pen_neither_puts_nor_settles_a_bracket(who):
    scene, id = drafted()
    scene.when(PutBracket(id, "within a month", "Too slow"), by=who).refused("no_pen")
    scene.when(SettleBracket(put(scene, id, "Boats"), "words"), by=who).refused("no_pen")


def test_a_bracket_is_around_words_of_a_clause_and_gives_a_reason():
    scene, id = drafted()
    scene.when(PutBracket("none", "Boats", "Why"), by="host").refused("no_such_clause")
    scene.when(PutBracket(id, "Ships", "Why"), by="host").refused("no_such_words")
    scene.when(PutBracket(id, "Boats", "Why", "Boats"), by="host").refused("same_words")
    scene.when(PutBracket(id, "Boats", " "), by="host").refused("empty")
    scene.when(PutBracket(id, " ", "Why"), by="host").refused("empty")
    scene.when(PutBracket(id, "Boats", "x" * 401), by="host").refused("too_long")


@pytest.mark.parametrize("words", ["are returned", "within", "a month to", "returned within a month", BOATS])
def test_words_stand_in_one_bracket_at_most(words):
    scene, id = drafted()
    put(scene, id, "returned within a month")
    scene.when(PutBracket(id, words, "Why"), by="host").refused("in_brackets")
    scene.when(PutBracket(id, "owners", "Why"), by="host").allowed()


def test_there_is_an_end_to_brackets():
    scene, id = drafted("a b c d e f g h i")
    for letter in "abcdefgh"[:MOST_BRACKETS]:
        put(scene, id, letter)
    scene.when(PutBracket(id, "i", "Why"), by="host").refused("full")


def test_a_bracket_is_settled_by_keeping_the_words():
    scene, id = drafted()
    bracket = put(scene, id, "within a month", "at once")
    scene.when(SettleBracket(bracket, "words"), by="in1").then(BracketSettled(id, bracket, BOATS))
    assert clause(scene).standing == "clean" and len(clause(scene).versions) == 1
    scene.when(SettleBracket(bracket, "words"), by="pk1").refused("no_such_bracket")


@pytest.mark.parametrize(
    ("words", "other", "text"),
    [
        ("within a month", "at once", "Boats are returned at once to their owners."),
        ("within a month", "", "Boats are returned to their owners."),
        ("Boats are", "", "returned within a month to their owners."),
        ("Boats", "Boats and crews", "Boats and crews are returned within a month to their owners."),
    ],
)
def test_or_by_other_words_and_that_is_a_new_version(words, other, text):
    scene, id = drafted()
    bracket = put(scene, id, words, other)
    scene.when(SettleBracket(bracket, "other"), by="pk1").then(BracketSettled(id, bracket, text))
    assert [one.text for one in clause(scene).versions] == [BOATS, text]


def test_a_clause_does_not_vanish_with_a_bracket():
    scene, id = drafted("Boats")
    scene.when(SettleBracket(put(scene, id, "Boats"), "other"), by="host").refused("empty")


def test_a_bracket_whose_other_words_would_mix_up_the_next_is_settled_after_it():
    scene, id = drafted("x ab bc")
    first, second, third = put(scene, id, "x", "abc"), put(scene, id, "ab"), put(scene, id, "bc")
    scene.when(SettleBracket(first, "other"), by="host").refused("in_brackets")
    scene.having(SettleBracket(second, "words")).having(SettleBracket(third, "words"))
    scene.when(SettleBracket(first, "other"), by="host").then(BracketSettled(id, first, "abc ab bc"))


def test_in_an_adopted_clause_nothing_is_bracketed():
    scene, id = drafted()
    scene.having(MarkClause(id, "adopted"))
    scene.when(PutBracket(id, "Boats", "Why"), by="host").refused("adopted")


def test_open_brackets_are_counted_and_their_highest_number_is_kept():
    scene, id = drafted()
    first, _ = put(scene, id, "Boats"), put(scene, id, "owners")
    assert (scene.state[OneText].open, scene.state[OneText].most_open) == (2, 2)
    scene.having(SettleBracket(first, "words"))
    assert (scene.state[OneText].open, scene.state[OneText].most_open) == (1, 2)
