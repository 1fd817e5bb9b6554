"""The gauge: all answer for themselves, nobody sees anything until it opens, then each side in figures."""

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from roleplay.rules.brackets import PutBracket, SettleBracket
from roleplay.rules.gauge import (
    LONGEST_REASON,
    MOST_GAUGES,
    AnswerGauge,
    GaugeAnswered,
    GaugeClause,
    GaugeOpened,
    GaugePutUp,
    GaugeQuestion,
    OpenGauge,
    ReasonStruck,
    StrikeReason,
)
from roleplay.rules.kernel import Refused
from roleplay.rules.phases import Next
from roleplay.rules.seats import FreeSeat
from roleplay.rules.stances import STANCES, Gauges
from roleplay.rules.text import MarkClause, NameScribes, RedraftClause, StrikeClause, WriteClause

from .scene import given
from .small_pack import IN, PK

BOATS = "Boats are returned within a month."
SIX = ("in1", "in2", "in3", "pk1", "pk2", "pk3")


def talks(seated=SIX, **more):
    return given(phase="talks", seated=seated, phases={"talks": {"tools": ("text", "gauge")}}, **more)


def put_up(seated=SIX, **more):
    """A workshop with a clause that is being gauged; the ids of both."""
    scene = talks(seated, **more)
    clause = scene.having(WriteClause(BOATS)).log[-1].id
    return scene, clause, scene.having(GaugeClause(clause)).log[-1].id


def answered(scene, gauge, seats, stance="live"):
    for seat in seats:
        scene.having(AnswerGauge(gauge, stance, f"The reason of {seat}"), by=seat)
    return scene


def the(scene, gauge):
    return scene.state[Gauges].all[gauge]


@pytest.mark.parametrize("who", ["host", "in1", "pk2"])
def test_whoever_holds_the_pen_gauges_a_clause_as_it_stands_and_everybody_hears_it(who):
    scene = talks().having(NameScribes(("in1", "pk2")))
    clause = scene.having(WriteClause(BOATS)).log[-1].id
    scene.having(PutBracket(clause, "within a month", "Slow", "at once")).having(
        PutBracket(clause, "Boats", "All?")
    )
    outcome = scene.when(GaugeClause(clause), by=who)
    text = "[Boats / …] are returned [within a month / at once]."
    outcome.then(GaugePutUp(clause, text)).heard_by_everyone()


def test_who_does_not_hold_the_pen_gauges_nothing():
    scene = talks()
    clause = scene.having(WriteClause(BOATS)).log[-1].id
    scene.when(GaugeClause(clause), by="in1").refused("no_pen")
    scene.when(GaugeClause("none"), by="host").refused("no_such_clause")


def test_staff_gauge_a_question_of_their_own_and_delegates_do_not():
    scene = talks().having(NameScribes(("in1", "pk2")))
    scene.when(GaugeQuestion(" Go on? "), by="in1").refused("not_allowed")
    scene.when(GaugeQuestion("  "), by="host").refused("empty")
    scene.when(GaugeQuestion(" Go on? "), by="co").then(GaugePutUp("", "Go on?")).heard_by_everyone()


def test_there_is_one_gauge_at_a_time():
    scene, clause, _ = put_up()
    scene.when(GaugeClause(clause), by="host").refused("running")
    scene.when(GaugeQuestion("Go on?"), by="host").refused("running")


def test_there_is_an_end_of_gauges():
    scene = talks()
    for _ in range(MOST_GAUGES):
        scene.having(GaugeQuestion("Go on?")).having(OpenGauge(scene.log[-1].id))
    scene.when(GaugeQuestion("Go on?"), by="host").refused("full")


def test_where_the_step_has_no_gauge_nobody_asks_and_nobody_answers():
    scene, clause, gauge = put_up()
    scene.having(Next("time"))
    scene.when(GaugeClause(clause), by="host").refused("no_tool")
    scene.when(AnswerGauge(gauge, "fine", "Good"), by="in1").refused("no_tool")
    scene.when(OpenGauge(gauge), by="host").allowed()


@pytest.mark.parametrize("stance", STANCES)
def test_an_answer_is_heard_by_its_own_seat_and_by_nobody_else_not_even_staff(stance):
    scene, _, gauge = put_up()
    outcome = scene.when(AnswerGauge(gauge, stance, " It is slow "), by="in1")
    outcome.then(GaugeAnswered(gauge, "in1", stance, "It is slow")).heard_by("in1").sealed()
    assert the(scene, gauge).hidden


@pytest.mark.parametrize(("reason", "code"), [(" ", "empty"), ("x" * (LONGEST_REASON + 1), "too_long")])
def test_an_answer_has_a_short_reason(reason, code):
    scene, _, gauge = put_up()
    scene.when(AnswerGauge(gauge, "fine", reason), by="in1").refused(code)


def test_only_a_delegate_answers_and_only_a_gauge_that_is_there():
    scene, _, gauge = put_up(observing=("olive",))
    for who in ("host", "olive"):
        scene.when(AnswerGauge(gauge, "fine", "Good"), by=who).refused("not_allowed")
    scene.when(AnswerGauge("none", "fine", "Good"), by="in1").refused("no_such_gauge")
    scene.when(OpenGauge("none"), by="host").refused("no_such_gauge")


def test_an_answer_may_be_changed_until_it_opens():
    scene, _, gauge = put_up()
    answered(scene, gauge, ["in1"], "cannot")
    scene.when(AnswerGauge(gauge, "cannot", "The reason of in1"), by="in1").refused("already")
    changed = scene.when(AnswerGauge(gauge, "live", "I thought again"), by="in1")
    changed.then(GaugeAnswered(gauge, "in1", "live", "I thought again")).heard_by("in1")
    scene.having(OpenGauge(gauge))
    scene.when(AnswerGauge(gauge, "fine", "Once more"), by="in1").refused("opened")
    scene.when(OpenGauge(gauge), by="host").refused("opened")


def test_it_opens_when_everybody_at_the_table_has_answered():
    scene, _, gauge = put_up()
    answered(scene, gauge, SIX[:5])
    last, opened = scene.when(AnswerGauge(gauge, "cannot", "All of it"), by="pk3").allowed()
    assert last.event == GaugeAnswered(gauge, "pk3", "cannot", "All of it") and last.sealed
    reasons = ("All of it", *(f"The reason of {seat}" for seat in SIX[:5]))
    counts = {"india": [0, 0, 3, 0, 0, 0], "pakistan": [0, 0, 2, 0, 0, 1]}
    assert opened.event == GaugeOpened(gauge, counts, reasons)
    assert opened.hearers is None and the(scene, gauge).figure == 66


def test_it_does_not_wait_for_whoever_is_still_reading_or_has_left():
    scene, _, gauge = put_up(fresh=("in4",))
    scene.having(FreeSeat("pk3"))
    answered(scene, gauge, SIX[:5])
    assert not the(scene, gauge).hidden
    assert the(scene, gauge).counts == {"india": [0, 0, 3, 0, 0, 0], "pakistan": []}


def test_what_a_seat_answered_counts_when_its_delegate_has_left():
    scene, _, gauge = put_up()
    answered(scene, gauge, ["pk1", "pk2", "pk3"], "fine").having(FreeSeat("pk3"))
    answered(scene, gauge, ["in1", "in2", "in3"])
    assert the(scene, gauge).counts["pakistan"] == [0, 3, 0, 0, 0, 0]


@pytest.mark.parametrize("who", ["host", "co"])
def test_staff_may_open_it_earlier_and_too_few_are_not_shown(who):
    scene, _, gauge = put_up()
    answered(scene, gauge, ["in1", "in2"])
    scene.when(OpenGauge(gauge), by=who).then(GaugeOpened(gauge, {"india": [], "pakistan": []}, ()))
    assert the(scene, gauge).figure is None


def test_delegates_do_not_open_it():
    scene, _, gauge = put_up()
    scene.when(OpenGauge(gauge), by="in1").refused("not_allowed")


def test_the_same_clause_is_gauged_again_and_the_first_round_stays():
    scene, clause, first = put_up()
    scene.having(OpenGauge(first)).having(RedraftClause(clause, "Boats are returned."))
    second = scene.having(GaugeClause(clause)).log[-1].id
    question = [scene.having(OpenGauge(second)).having(GaugeQuestion("Go on?")).log[-1].id]
    question.append(scene.having(OpenGauge(question[0])).having(GaugeQuestion("Go on?")).log[-1].id)
    assert [the(scene, id).round for id in (first, second, *question)] == [1, 2, 1, 2]
    assert the(scene, first).text == BOATS and the(scene, second).text == "Boats are returned."


def test_the_words_that_are_gauged_stay_as_they_are_until_it_opens():
    scene = talks()
    clause = scene.having(WriteClause(BOATS)).log[-1].id
    bracket = scene.having(PutBracket(clause, "month", "Slow")).log[-1].id
    other = scene.having(WriteClause("Crews go home.")).log[-1].id
    gauge = scene.having(GaugeClause(clause)).log[-1].id
    for command in (
        RedraftClause(clause, "Boats go home within a month."),
        MarkClause(clause, "parked"),
        PutBracket(clause, "Boats", "Which?"),
        SettleBracket(bracket, "words"),
    ):
        scene.copy().when(command, by="host").refused("being_gauged")
        scene.copy().having(OpenGauge(gauge)).when(command, by="host").allowed()
    scene.when(MarkClause(other, "parked"), by="host").allowed()


def test_where_the_gauge_is_not_on_the_table_it_holds_up_no_drafting():
    tools = {"opening": {"tools": ("text", "gauge")}, "caucus": {"tools": ("text",)}}
    scene = given(phase="opening", phases=tools)
    clause = scene.having(WriteClause(BOATS)).having(GaugeClause(scene.log[-1].id)).log[-2].id
    scene.having(Next("time")).when(MarkClause(clause, "parked"), by="host").allowed()


def test_a_clause_that_is_struck_takes_its_gauges_with_it():
    scene, clause, gauge = put_up()
    scene.having(StrikeClause(clause))
    scene.when(AnswerGauge(gauge, "fine", "Good"), by="in1").refused("no_such_gauge")
    scene.when(GaugeQuestion("Go on?"), by="host").allowed()


def test_staff_take_away_a_reason_that_must_not_stand_there():
    scene, _, gauge = put_up()
    answered(scene, gauge, SIX)
    scene.when(StrikeReason(gauge, 1), by="in1").refused("not_allowed")
    scene.when(StrikeReason(gauge, 1), by="host").then(ReasonStruck(gauge, 1)).heard_by_everyone()
    assert the(scene, gauge).reasons[:3] == ["The reason of in1", None, "The reason of in3"]
    for number in (1, -1, 6):
        scene.when(StrikeReason(gauge, number), by="host").refused("no_such_reason")


# What nobody may notice: two workshops that differ only in hidden answers look alike to everybody else.

ANSWERS = st.lists(
    st.tuples(st.sampled_from(("in1", "in2", "in3")), st.sampled_from(STANCES), st.sampled_from("abc")),
    max_size=8,
)


def commands(clause, gauge):
    """What others may try meanwhile, whatever it leads to; nobody of them opens it."""
    return st.sampled_from(
        [
            (who, command)
            for who in ("host", "pk1", "pk2", "in4", "olive")
            for command in (
                GaugeClause(clause),
                GaugeQuestion("Go on?"),
                RedraftClause(clause, "Boats go home."),
                MarkClause(clause, "parked"),
                PutBracket(clause, "month", "Slow"),
                StrikeReason(gauge, 0),
                WriteClause("Crews go home."),
                AnswerGauge(gauge, "fine", "Good"),
            )
        ]
    )


def answer_of(scene, by, command):
    try:
        entries = scene._decide(command, by, 0)
    except Refused as refused:
        return refused.code, refused.say
    scene._take(entries)
    return [entry.event for entry in entries]


@settings(max_examples=60, deadline=None)
@always(st.data(), ANSWERS)
def test_a_hidden_answer_changes_nothing_that_anybody_else_sees_or_is_told(data, hidden):
    scene, clause, gauge = put_up((*IN, *PK), observing=("olive",))
    twin = scene.copy()
    scene.ids_from(5000)
    twin.ids_from(5000)
    for who, stance, reason in hidden:
        scene.ids_from(9000, during=lambda one=(who, stance, reason): secretly(scene, gauge, *one))
        by, command = data.draw(commands(clause, gauge))
        assert answer_of(scene, by, command) == answer_of(twin, by, command)
    for other in ("host", "pk1", "pk3", "in4", "olive"):
        assert scene.seen_by(other) == twin.seen_by(other)


def secretly(scene, gauge, who, stance, reason):
    now = scene.now
    answer_of(scene, who, AnswerGauge(gauge, stance, reason))
    scene.now = now
