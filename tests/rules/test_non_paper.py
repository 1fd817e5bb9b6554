"""The non-paper: adopted and bracketed clauses and cleared sentences on one page, and nobody on it."""

import pytest

from roleplay.rules.attribution import SetAttribution
from roleplay.rules.brackets import PutBracket
from roleplay.rules.cleared_summary import ClearSentence, HoldSentence, ProposeSentence
from roleplay.rules.non_paper import MakeNonPaper, NonPaperMade, Paper, paper_of
from roleplay.rules.text import MarkClause, RedraftClause, StrikeClause, WriteClause

from .scene import given

TALKS = {"talks": {"tools": ("text", "cleared-summary", "non-paper")}}


def talks(**different):
    return given(phase="talks", phases=TALKS, **different)


def clause(scene, text, mark=None):
    id = scene.having(WriteClause(text)).log[-1].id
    if mark:
        scene.having(MarkClause(id, mark))
    return id


def cleared(scene, text="Lists were discussed", by=("in1", "pk1")):
    sentence = scene.having(ProposeSentence(text), by="in1").log[-1].id
    for who in by:
        scene.having(ClearSentence(sentence), by=who)
    return sentence


def test_it_is_made_of_what_is_adopted_bracketed_or_cleared_and_everybody_hears_of_it():
    scene = talks()
    adopted = clause(scene, "Boats go home", "adopted")
    draft = clause(scene, "Crews return within a month")
    scene.having(PutBracket(draft, "a month", "Too slow", "a week"))
    sentence = cleared(scene)
    outcome = scene.when(MakeNonPaper(" On boats "), by="host").heard_by_everyone()
    clauses = ("Boats go home", "Crews return within [a month / a week]")
    outcome.then(NonPaperMade("On boats", clauses, (adopted, draft), (sentence,)))
    assert paper_of(scene.state) == Paper("On boats", clauses, ("Lists were discussed",))


def test_words_that_might_be_left_out_stand_alone_in_their_brackets():
    scene = talks()
    draft = clause(scene, "All boats go home soon")
    scene.having(PutBracket(draft, "soon", "When?")).having(PutBracket(draft, "All", "Some?", "Most"))
    scene.having(MakeNonPaper())
    assert paper_of(scene.state).clauses == ("[All / Most] boats go home [soon]",)


def test_what_is_parked_loose_not_cleared_or_held_back_stays_in_the_room():
    scene = talks()
    clause(scene, "Boats go home", "adopted")
    clause(scene, "Guns are counted", "parked")
    clause(scene, "Ports are opened")
    cleared(scene, by=("in1",))
    scene.having(HoldSentence(cleared(scene)), by="pk2")
    scene.having(MakeNonPaper())
    assert paper_of(scene.state) == Paper("", ("Boats go home",), ())


def test_a_sentence_that_is_held_back_later_falls_out_of_it():
    scene = talks()
    sentence = cleared(scene)
    scene.having(MakeNonPaper()).having(HoldSentence(sentence), by="in2")
    assert paper_of(scene.state) == Paper("", (), ())


def test_a_clause_that_staff_strike_falls_out_of_it_too():
    scene = talks()
    adopted = clause(scene, "Boats go home", "adopted")
    cleared(scene)
    scene.having(MakeNonPaper()).having(StrikeClause(adopted))
    assert paper_of(scene.state) == Paper("", (), ("Lists were discussed",))


def test_it_stays_as_it_was_laid_down_until_it_is_laid_down_anew():
    scene = talks()
    draft = clause(scene, "Boats go home", "adopted")
    scene.having(MakeNonPaper())
    scene.when(MakeNonPaper(), by="co").refused("already")
    scene.having(MarkClause(draft, "clean")).having(RedraftClause(draft, "All boats go home"))
    assert paper_of(scene.state).clauses == ("Boats go home",)
    scene.having(MarkClause(scene.log[-1].id, "adopted")).having(MakeNonPaper())
    assert paper_of(scene.state).clauses == ("All boats go home",)


def test_there_is_none_before_it_is_laid_down():
    assert paper_of(talks().state) is None


def test_no_paper_leaves_a_step_of_which_nothing_is_kept():
    scene = talks()
    cleared(scene)
    scene.having(SetAttribution("step", "no-record")).when(MakeNonPaper(), by="host").refused("no_record")


@pytest.mark.parametrize(("tool", "left"), [("text", (0, 1)), ("cleared-summary", (1, 0))])
def test_what_was_drafted_off_the_record_stays_inside_for_good(tool, left):
    phases = {"opening": {"tools": (tool,), "attribution": "no-record"}, **TALKS}
    scene = given(phase="talks", phases=phases)
    clause(scene, "Boats go home", "adopted")
    cleared(scene)
    scene.having(MakeNonPaper())
    paper = paper_of(scene.state)
    assert (len(paper.clauses), len(paper.sentences)) == left


def test_an_empty_page_is_not_laid_down():
    scene = talks()
    clause(scene, "Boats go home")
    scene.when(MakeNonPaper("On boats"), by="host").refused("nothing_yet")


def test_its_heading_is_short():
    scene = talks()
    cleared(scene)
    scene.when(MakeNonPaper("x" * 121), by="host").refused("too_long")


@pytest.mark.parametrize("phase", ["opening", "debrief"])
def test_it_is_laid_down_in_the_phases_that_have_it(phase):
    given(phase=phase, phases=TALKS).when(MakeNonPaper(), by="host").refused("no_tool")
