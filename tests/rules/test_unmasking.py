"""Unmasking what was written with a tool: by staff, with a reason, once; and nothing that was promised."""

from dataclasses import fields
from typing import get_type_hints

import pytest

from roleplay.rules.attribution import Attributions
from roleplay.rules.brackets import PutBracket
from roleplay.rules.caucus_sheet import WriteEntry
from roleplay.rules.cooling_off import AskForPause
from roleplay.rules.gauge import AnswerGauge, GaugeQuestion
from roleplay.rules.kernel import COMMANDS, EVENTS
from roleplay.rules.needs_board import Ask, PutUpCard, RewordCard, TakeDownCard
from roleplay.rules.options import OfferOption, ParkObjection
from roleplay.rules.phases import Next
from roleplay.rules.text import NameScribes, WriteClause
from roleplay.rules.tools import TOOLS, ToolCommand
from roleplay.rules.unmasking import WRITTEN, Unmask, Unmasked, Unsigned
from roleplay.rules.workshop import End

from .scene import Scene, given


def at_the_boards(rule: str = "unattributed", **more) -> Scene:
    """The opening has every tool, and this rule."""
    return given(phases={"opening": {"attribution": rule, "tools": list(TOOLS)}}, **more)


def made(scene: Scene, command, by: str = "in1") -> str:
    return scene.having(command, by=by).log[-1].id


def written() -> tuple[Scene, dict[str, str]]:
    scene = at_the_boards().having(NameScribes(("in1", "pk1")))
    card = made(scene, PutUpCard("need", "Home"))
    theirs = made(scene, PutUpCard("fear", "Alone"), "pk1")
    option = made(scene, OfferOption("A hotline", (card, theirs)))
    clause = made(scene, WriteClause("Boats go home"))
    return scene, {
        "a card": card,
        "an entry of a sheet": made(scene, WriteEntry("need", "Respect")),
        "better words": made(scene, RewordCard(card, "To come home")),
        "a question": made(scene, Ask(theirs, "Whose?")),
        "an option": option,
        "a doubt": made(scene, ParkObjection(option, "Never")),
        "a clause": clause,
        "a bracket": made(scene, PutBracket(clause, "home", "Whose?")),
    }


THINGS = list(written()[1])


@pytest.mark.parametrize("thing", THINGS)
def test_staff_are_shown_who_wrote_it_when_they_give_a_reason(thing):
    scene, ids = written()
    assert scene.state[Unsigned].seats[ids[thing]] == "in1"
    scene.when(Unmask(ids[thing], " A threat "), by="co").then(Unmasked(ids[thing], "A threat")).staff_only()
    assert scene.state[Attributions].unmasked == {ids[thing]: "A threat"}


def test_unmasking_takes_a_reason_and_a_line_that_hides_somebody():
    scene = at_the_boards()
    line = scene.having_said("plenary", "Hello", by="in1")
    scene.when(Unmask(line, "  "), by="host").refused("empty")
    scene.when(Unmask("none", "A threat"), by="host").refused("no_such_line")
    staff = scene.having_said("plenary", "Welcome", by="co")
    scene.when(Unmask(staff, "Who?"), by="host").refused("not_hidden")


def test_it_takes_a_reason_and_happens_once():
    scene, ids = written()
    scene.when(Unmask(ids["a card"], " "), by="host").refused("empty")
    scene.when(Unmask(ids["a card"], "x" * 301), by="host").refused("too_long")
    scene.having(Unmask(ids["a card"], "A threat")).when(Unmask(ids["a card"], "Again"), by="co").refused(
        "already"
    )


@pytest.mark.parametrize("by", ["in1", "in2", "pk1", "olive"])
def test_nobody_but_staff_unmasks_and_nobody_else_hears_of_it(by):
    scene = at_the_boards(observing=("olive",))
    card = made(scene, PutUpCard("need", "Home"))
    scene.when(Unmask(card, "Who?"), by=by).refused("not_allowed")
    scene.having(Unmask(card, "A threat"))
    assert not any(isinstance(event, Unmasked) for event in scene.seen_by(by))


@pytest.mark.parametrize("rule", ["open", "chatham-house", "no-record"])
def test_under_any_other_rule_there_is_nothing_to_unmask(rule):
    scene = at_the_boards(rule, attribution="open")
    card = made(scene, PutUpCard("need", "Home"))
    assert not scene.state[Unsigned].seats
    scene.when(Unmask(card, "Who?"), by="host").refused("no_such_line")


def test_what_staff_wrote_hides_nobody():
    scene = at_the_boards()
    clause = made(scene, WriteClause("Boats go home"), "host")
    scene.when(Unmask(clause, "Who?"), by="co").refused("no_such_line")


def test_what_was_taken_away_and_a_workshop_that_is_over_can_still_be_looked_into():
    scene = at_the_boards()
    card = made(scene, PutUpCard("need", "Home"))
    scene.having(TakeDownCard(card)).having(Next("on"))
    scene.copy().when(Unmask(card, "A threat"), by="host").allowed()
    scene.having(End()).when(Unmask(card, "A threat"), by="host").allowed()


def test_an_answer_to_a_gauge_is_never_unmasked_nor_whose_wish_a_pause_came_with():
    scene = at_the_boards()
    gauge = made(scene, GaugeQuestion("Do we go on?"), "host")
    answer = made(scene, AnswerGauge(gauge, "cannot", "Slow"))
    scene.having(AskForPause(), by="in1").having(AskForPause(), by="pk1")
    cooling = next(entry.id for entry in scene.log if entry.event.kind == "cooling_began")
    for entry in (answer, cooling, "none"):
        scene.when(Unmask(entry, "Who?"), by="host").refused("no_such_line")


NOT_TO_UNMASK = {
    "gauge_answered": "sealed, even from staff",
    "gauge_put_up": "asks about words that stand in the text, or staff's own",
    "gauge_opened": "nobody's",
    "bracket_settled": "chooses between words that stand there",
    "non_paper_answered": "written by staff or by somebody without a seat",
    "non_paper_made": "made by staff",
    "home_replied": "written by staff",
}


def test_whatever_holds_words_written_with_a_tool_can_be_unmasked_or_says_why_not():
    """Events of the subjects that have tool commands, with a text that is no id."""
    subjects = {type_.__module__ for type_ in COMMANDS.values() if issubclass(type_, ToolCommand)}
    with_words = {
        cls.kind
        for cls in EVENTS.values()
        if cls.__module__ in subjects and WORDS & {field.name for field in fields(cls)}
    }
    assert with_words == {cls.kind for cls in WRITTEN} | (NOT_TO_UNMASK.keys() & with_words)
    assert not NOT_TO_UNMASK.keys() & {cls.kind for cls in WRITTEN}
    assert all(get_type_hints(cls) for cls in WRITTEN)


WORDS = {"text", "missing", "why", "ours", "reason", "title", "audience", "message"}
