"""The Track One desk: staff and observers read the paper and answer; nobody reads who it was."""

import pytest

from roleplay.rules.cleared_summary import ClearSentence, ProposeSentence
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.moderation import HideLine
from roleplay.rules.non_paper import MakeNonPaper
from roleplay.rules.safety import PauseRooms
from roleplay.rules.seats import MakeObserver
from roleplay.rules.track_one import AnswerNonPaper, NonPaperAnswered, TrackOne

from .scene import given
from .small_pack import IN

TALKS = {"talks": {"tools": ("cleared-summary", "non-paper", "track-one")}}


def talks(paper=True, **different):
    scene = given(phase="talks", phases=TALKS, observing=("olive",), **different)
    if paper:
        sentence = scene.having(ProposeSentence("Lists"), by="in1").log[-1].id
        for who in ("in1", "pk1"):
            scene.having(ClearSentence(sentence), by=who)
        scene.having(MakeNonPaper())
    return scene


@pytest.mark.parametrize("who", ["host", "co", "olive"])
@pytest.mark.parametrize("kind", ["takes-up", "shelves", "leaks", "asks"])
def test_staff_and_observers_answer_and_everybody_reads_it_as_a_line_without_a_seat(kind, who):
    scene = talks()
    outcome = scene.when(AnswerNonPaper(kind, " Filed "), by=who).heard_by_everyone()
    outcome.then(NonPaperAnswered(kind, "all", "Filed"))
    line = scene.line(scene.log[-1].id)
    assert (line.room, line.seat, line.text, line.outlet) == ("plenary", None, "Filed", kind)


def test_an_answer_to_one_side_is_heard_by_that_side_and_staff_alone():
    scene = talks()
    outcome = scene.when(AnswerNonPaper("asks", "Who pays?", "side:india"), by="olive")
    outcome.heard_by(*IN).not_sealed()
    assert scene.line(scene.log[-1].id).room == "caucus-india"
    assert [(one.to, one.by) for one in scene.state[TrackOne].answers] == [("side:india", "olive")]


def test_nobody_who_sits_at_the_table_sits_at_the_desk():
    scene = talks()
    for who in ("in1", "pk2"):
        scene.when(AnswerNonPaper("asks", "Who pays?"), by=who).refused("not_allowed")


def test_whoever_observes_accepts_the_ground_rules_first():
    scene = talks(waiting=("wendy",)).having(MakeObserver("wendy"))
    scene.when(AnswerNonPaper("asks", "Who pays?"), by="wendy").refused("not_accepted")
    scene.having(AcceptRules(), by="wendy").when(AnswerNonPaper("asks", "Why?"), by="wendy").allowed()


def test_there_is_nothing_to_answer_before_the_paper_is_laid_down():
    talks(paper=False).when(AnswerNonPaper("shelves", "Filed"), by="host").refused("no_paper")


@pytest.mark.parametrize("to", ["seat:in1", "side:mars", "moon"])
def test_officials_answer_everybody_or_one_side(to):
    talks().when(AnswerNonPaper("shelves", "Filed", to), by="host").refused("no_such_address")


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("x" * 601, "too_long")])
def test_an_answer_says_something_and_is_short(text, code):
    talks().when(AnswerNonPaper("shelves", text), by="olive").refused(code)


def test_staff_may_take_an_answer_away_like_any_line():
    scene = talks().having(AnswerNonPaper("leaks", "It is said"), by="olive")
    line = scene.log[-1].id
    scene.having(HideLine(line))
    assert scene.line(line).hidden


def test_in_a_pause_the_desk_of_observers_is_quiet_too():
    scene = talks().having(PauseRooms())
    scene.when(AnswerNonPaper("shelves", "Filed"), by="olive").refused("paused")
