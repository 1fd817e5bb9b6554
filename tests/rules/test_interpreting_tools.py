"""What is written with a tool, said again in another language: by whom, of what, and what becomes of it."""

import pytest

from roleplay.rules.attribution import SetAttribution
from roleplay.rules.brackets import PutBracket, SettleBracket
from roleplay.rules.caucus_sheet import WriteEntry
from roleplay.rules.constraints import NameConstraint, StrikeConstraint
from roleplay.rules.criticism import Criticise, StrikeRemark
from roleplay.rules.interpreting import NameInterpreter, ThankInterpreter
from roleplay.rules.interpreting_tools import (
    WRITES,
    InterpretWords,
    TakeBackTranslation,
    TranslationTakenBack,
    WordsInterpreted,
    said_again,
    standing,
)
from roleplay.rules.kernel import AUDIENCES, EVERYONE
from roleplay.rules.meetings import Adjourn
from roleplay.rules.moderation import Mute
from roleplay.rules.needs_board import Ask, MarkCard, PutUpCard, RewordCard, TakeDownCard
from roleplay.rules.options import OfferOption, StrikeOption
from roleplay.rules.phases import Next
from roleplay.rules.reflecting import DropReflection, Restate
from roleplay.rules.safety import PauseRooms
from roleplay.rules.seats import MakeObserver
from roleplay.rules.text import RedraftClause, StrikeClause, WriteClause
from roleplay.rules.tools import TOOLS, TakenAway
from roleplay.rules.unmasking import Unmask
from roleplay.rules.workshop import End

from .scene import given
from .small_pack import PHASES

URDU = "یہ جاننا کہ ہمارے لوگ کہاں ہیں"
OURS = "To know where our people are"
EVERY_TOOL = {phase: {"tools": tuple(TOOLS)} for phase in PHASES}


def tabled(**scene):
    """Olive observes and interprets, and so does in2; all tools are on the table."""
    scene.setdefault("phases", EVERY_TOOL)
    there = given(observing=("olive",), **scene)
    return there.having(NameInterpreter("olive")).having(NameInterpreter("p-in2"))


def made(scene, command, by="pk1"):
    """What this made; its id."""
    return scene.having(command, by=by).log[-1].id


def carried(scene, id):
    """What an interpreter made of this on the pages, as they are now."""
    found = {of: one for tool in TOOLS for of, one in said_again(scene.state, tool).items()}
    return [one.text for one in found[id].translations] if id in found else None


def words_of(scene, id):
    boards = (said_again(scene.state, tool) for tool in TOOLS)
    return next(board[id].words for board in boards if id in board)


def on_every_board(scene):
    """One of each kind that an interpreter may carry."""
    scene.having(PutUpCard("need", "Home"), by="in1")
    ours, theirs = scene.log[-1].id, made(scene, PutUpCard("need", URDU))
    option = made(scene, OfferOption("A hotline", (ours, theirs)))
    clause = made(scene, WriteClause("Boats go home"), "host")
    return {
        "card": theirs,
        "option": option,
        "constraint": made(scene, NameConstraint(option, "The press", "It sells", 2)),
        "clause": clause,
        "remark": made(scene, Criticise(clause, "Whose boats?")),
        "reflection": made(scene, Restate(ours, "You want to come home")),
    }


KINDS = ("card", "option", "constraint", "clause", "remark", "reflection")


# --- what


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["olive", "in2"])
def test_an_interpreter_carries_what_everybody_reads_on_a_board(kind, who):
    scene = tabled()
    id = on_every_board(scene)[kind]
    outcome = scene.when(InterpretWords(id, OURS), by=who).heard_by_everyone()
    assert [(one.of, one.words, one.text) for one in outcome.happened] == [(id, id, OURS)]
    assert carried(scene, id) == [OURS]


def test_the_event_says_what_it_goes_with():
    scene = tabled()
    ids = on_every_board(scene)
    for kind, within in (("card", ()), ("constraint", (ids["option"],)), ("remark", (ids["clause"],))):
        happened = WordsInterpreted(ids[kind], ids[kind], within, OURS)
        scene.when(InterpretWords(ids[kind], OURS), by="olive").then(happened)


def test_all_that_is_carried_was_for_everybody():
    assert all(AUDIENCES[cls](None, None) == EVERYONE for cls in WRITES)


def test_what_only_one_side_reads_is_not_carried():
    scene = tabled()
    entry = made(scene, WriteEntry("need", URDU), "in1")
    for who in ("in2", "olive"):
        scene.when(InterpretWords(entry, OURS), by=who).refused("no_such_words")


def test_what_stands_is_known_with_whoever_heard_it():
    scene = tabled()
    on_every_board(scene)
    for tool in TOOLS:
        assert len(said_again(scene.state, tool)) == len(list(standing(scene.state, tool)))


def test_only_what_is_on_the_table_now_is_carried():
    scene = tabled(phases={"opening": {"tools": ("needs-board",)}, "caucus": {"tools": ("options",)}})
    card = made(scene, PutUpCard("need", URDU))
    scene.copy().when(InterpretWords(card, OURS), by="olive").allowed()
    scene.having(Next("time")).when(InterpretWords(card, OURS), by="olive").refused("no_such_words")
    scene.when(InterpretWords("0" * 32, OURS), by="olive").refused("no_such_words")


def test_a_card_is_carried_while_it_is_reflected_too():
    scene = tabled(phases={"opening": {"tools": ("needs-board",)}, "caucus": {"tools": ("reflecting",)}})
    card = made(scene, PutUpCard("need", URDU))
    scene.having(Next("time")).when(InterpretWords(card, OURS), by="olive").allowed()
    assert carried(scene, card) == [OURS]


def test_a_translation_is_not_carried_again_but_its_original_is():
    scene = tabled()
    card = made(scene, PutUpCard("need", URDU))
    again = made(scene, InterpretWords(card, OURS), "olive")
    scene.when(InterpretWords(again, "हम"), by="in2").refused("no_such_words")
    scene.when(InterpretWords(card, "हम"), by="in2").allowed()
    assert carried(scene, card) == [OURS, "हम"]


def test_nothing_but_words_is_a_translation():
    scene = tabled()
    card = made(scene, PutUpCard("need", URDU))
    scene.when(InterpretWords(card, "   "), by="olive").refused("empty")
    scene.when(InterpretWords(card, "x" * 2001), by="olive").refused("too_long")


# --- who and when


def test_nobody_but_an_interpreter_carries_anything():
    scene = tabled(waiting=("wendy",))
    card = made(scene, PutUpCard("need", URDU))
    for who in ("in1", "pk1", "host", "co", "wendy", "nobody"):
        scene.when(InterpretWords(card, OURS), by=who).refused("not_allowed")
    scene.having(ThankInterpreter("olive")).when(InterpretWords(card, OURS), by="olive").refused(
        "not_allowed"
    )


def test_an_interpreter_reads_the_rules_first():
    scene = tabled(fresh=("in4",), waiting=("wendy",)).having(NameInterpreter("p-in4"))
    scene.having(MakeObserver("wendy")).having(NameInterpreter("wendy"))
    card = made(scene, PutUpCard("need", URDU))
    for who in ("in4", "wendy"):
        scene.when(InterpretWords(card, OURS), by=who).refused("not_accepted")


def test_an_interpreter_rests_when_others_do():
    scene = tabled()
    card = made(scene, PutUpCard("need", URDU))
    say = InterpretWords(card, OURS)
    scene.copy().having(PauseRooms()).when(say, by="olive").refused("paused")
    scene.copy().having(Adjourn()).when(say, by="olive").refused("adjourned")
    scene.copy().having(End()).when(say, by="olive").refused("ended")
    scene.copy().having(Mute("in2")).when(say, by="in2").refused("muted")


# --- with its original


def test_a_translation_leaves_the_pages_with_its_original():
    scene = tabled()
    ids = on_every_board(scene)
    for kind in KINDS:
        scene.having(InterpretWords(ids[kind], OURS), by="olive")
    take = {
        "remark": StrikeRemark(ids["remark"]),
        "clause": StrikeClause(ids["clause"]),
        "constraint": StrikeConstraint(ids["constraint"]),
        "option": StrikeOption(ids["option"]),
        "reflection": DropReflection(ids["reflection"]),
        "card": TakeDownCard(ids["card"]),
    }
    for kind, command in take.items():
        there = scene.copy().having(command)
        assert carried(there, ids[kind]) is None, kind
        there.when(InterpretWords(ids[kind], OURS), by="olive").refused("no_such_words")


def test_what_was_said_of_an_option_goes_with_it():
    scene = tabled()
    ids = on_every_board(scene)
    scene.having(InterpretWords(ids["constraint"], OURS), by="olive").having(StrikeOption(ids["option"]))
    assert carried(scene, ids["constraint"]) is None
    scene.when(InterpretWords(ids["constraint"], OURS), by="olive").refused("no_such_words")


def test_other_words_want_another_translation():
    scene = tabled()
    card = made(scene, PutUpCard("need", URDU))
    scene.having(InterpretWords(card, OURS), by="olive")
    better = made(scene, RewordCard(card, "کب"))
    assert carried(scene, card) == []
    scene.when(InterpretWords(card, OURS), by="olive").refused("no_such_words")
    scene.when(InterpretWords(better, "When"), by="olive").then(WordsInterpreted(card, better, (), "When"))
    assert carried(scene, card) == ["When"]
    scene.having(RewordCard(card, URDU), by="pk1")
    assert carried(scene, card) == [OURS], "the same words again"


def test_what_leaves_the_words_as_they_are_leaves_the_translation():
    scene = tabled()
    card = made(scene, PutUpCard("need", URDU))
    scene.having(InterpretWords(card, OURS), by="olive")
    scene.having(MarkCard(card, "fear"), by="pk1").having(Ask(card, "Whose?"), by="in1")
    assert carried(scene, card) == [OURS]


def test_a_translation_of_a_clause_is_of_the_version_that_was_read():
    scene = tabled()
    clause = made(scene, WriteClause("All boats go home"), "host")
    scene.having(InterpretWords(clause, URDU), by="olive")
    bracket = made(scene, PutBracket(clause, "All", "Too many", "Some"), "host")
    kept = scene.copy()
    kept.having(SettleBracket(bracket, "words"))
    assert carried(kept, clause) == [URDU]
    scene.having(SettleBracket(bracket, "other"))
    assert carried(scene, clause) == []
    redraft = made(scene, RedraftClause(scene.log[-1].id, "Some boats"), "host")
    assert words_of(scene, clause) == redraft
    scene.when(InterpretWords(redraft, URDU), by="olive").allowed()


def test_a_translation_does_not_come_under_a_looser_rule_than_its_original():
    scene = tabled(phases=EVERY_TOOL | {"opening": {"tools": tuple(TOOLS), "attribution": "no-record"}})
    card = made(scene, PutUpCard("need", URDU))
    outcome = scene.copy().when(InterpretWords(card, OURS), by="olive")
    assert outcome.entries[0].rule == "no-record"
    scene.having(Next("time")).when(InterpretWords(card, OURS), by="olive").refused("stricter")


def test_better_words_do_not_loosen_the_rule_under_which_a_card_came():
    scene = tabled(phases=EVERY_TOOL | {"opening": {"tools": tuple(TOOLS), "attribution": "no-record"}})
    card = made(scene, PutUpCard("need", URDU))
    better = made(scene.having(Next("time")), RewordCard(card, "کب"))
    scene.when(InterpretWords(better, "When"), by="olive").refused("stricter")


def test_what_was_translated_for_no_record_is_forgotten_at_the_end():
    scene = tabled(attribution="open")
    card = made(scene, PutUpCard("need", URDU))
    scene.having(InterpretWords(card, "In the open"), by="olive")
    scene.having(SetAttribution("plenary", "no-record")).having(InterpretWords(card, OURS), by="olive")
    assert carried(scene, card) == ["In the open", OURS]
    assert carried(scene.having(End()), card) == ["In the open"]


def test_an_unattributed_translation_is_unmasked_like_what_it_was_made_from():
    scene = tabled(attribution="open").having(SetAttribution("plenary", "unattributed"))
    card = made(scene, PutUpCard("need", URDU))
    seated = made(scene, InterpretWords(card, OURS), "in2")
    observed = made(scene, InterpretWords(card, "x"), "olive")
    scene.when(Unmask(seated, "A threat"), by="host").allowed()
    scene.when(Unmask(observed, "A threat"), by="host").refused("no_such_line")


# --- taken back


def test_an_interpreter_takes_back_their_own_words_and_staff_anybodys():
    scene = tabled()
    card = made(scene, PutUpCard("need", URDU))
    again = made(scene, InterpretWords(card, OURS), "olive")
    take = TakeBackTranslation(again)
    for who in ("in2", "pk1"):
        scene.when(take, by=who).refused("not_yours")
    for who in ("olive", "host"):
        there = scene.copy()
        there.when(take, by=who).then(TranslationTakenBack(card, again)).heard_by_everyone()
        assert carried(there, card) == []
        assert (again in there.state[TakenAway].ids) == (who == "host")
        there.when(take, by=who).refused("no_such_translation")
    scene.when(TakeBackTranslation("none"), by="host").refused("no_such_translation")


def test_what_was_put_on_a_board_stands_after_the_end():
    scene = tabled()
    again = made(scene, InterpretWords(made(scene, PutUpCard("need", URDU)), OURS), "olive")
    scene.having(End())
    for who in ("olive", "host"):
        scene.when(TakeBackTranslation(again), by=who).refused("ended")


def test_a_person_without_a_place_is_told_of_no_translation():
    scene = tabled(waiting=("wendy",), fresh=("in4",))
    again = made(scene, InterpretWords(made(scene, PutUpCard("need", URDU)), OURS), "olive")
    scene.when(TakeBackTranslation(again), by="in4").refused("not_accepted")
    scene.when(TakeBackTranslation(again), by="wendy").refused("not_yours")
    scene.when(TakeBackTranslation(again), by="nobody").refused("not_allowed")


def test_between_two_meetings_an_interpreter_takes_back_and_carries_nothing():
    scene = tabled()
    card = made(scene, PutUpCard("need", URDU))
    again = made(scene, InterpretWords(card, OURS), "olive")
    scene.having(Adjourn()).when(InterpretWords(card, "हम"), by="in2").refused("adjourned")
    scene.when(TakeBackTranslation(again), by="olive").allowed()
