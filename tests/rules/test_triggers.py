"""What lights a move: each trigger just seen, and just not seen."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.brackets import PutBracket, SettleBracket
from roleplay.rules.constraints import NameConstraint
from roleplay.rules.gauge import AnswerGauge, GaugeQuestion, OpenGauge
from roleplay.rules.moderation import HideLine
from roleplay.rules.moves import MOVES, TRIGGERS, MakeMove, SetAsideMove, lit
from roleplay.rules.needs_board import PutUpCard
from roleplay.rules.options import OfferOption, ParkObjection
from roleplay.rules.phases import Next
from roleplay.rules.talk import React, Say, Withdraw
from roleplay.rules.text import WriteClause
from roleplay.rules.tools import TOOLS
from roleplay.rules.triggers import TOLD_BY_WORDS

from .scene import MINUTE, Scene, given
from .small_pack import PHASES, small_pack

BLIND = {"caricature", "theory", "real-news"}


def seen(scene: Scene, move: str, later: int = 0) -> str:
    return lit(scene.state, scene.now + later).get(move, "")


def said(*lines: tuple[str, str], **setup) -> Scene:
    scene = given(**setup)
    for by, text in lines:
        scene.having(Say("plenary", text), by=by)
    return scene


def words(count: int) -> str:
    return " ".join(["word"] * count)


def test_the_app_sees_nine_triggers_and_leaves_three_to_people():
    assert set(MOVES) - set(TRIGGERS) == BLIND
    assert set(TRIGGERS) < set(MOVES) and set(TRIGGERS) > TOLD_BY_WORDS


# The share of a side ---------------------------------------------------------------------------------


def test_a_side_with_more_than_65_per_cent_of_the_words_lights_the_balance():
    assert "India has said more than 65 %" in seen(said(("in1", words(66)), ("pk1", words(34))), "balance")
    assert not seen(said(("in1", words(65)), ("pk1", words(35))), "balance")


def test_few_words_are_no_share_yet():
    assert not seen(said(("in1", words(59))), "balance")
    assert "Pakistan has said" in seen(said(("pk1", words(60))), "balance")


def test_whoever_was_not_heard_is_named():
    scene = said(("in1", words(80)), ("pk2", "Yes."))
    assert seen(scene, "balance").endswith("Not heard in them: pk1.")


def test_alone_at_the_table_nobody_speaks_too_much():
    assert not seen(said(("in1", words(80)), seated=("in1", "in2")), "balance")


def test_a_caucus_counts_in_nobodys_share():
    scene = given(phase="caucus").having(Say("caucus-india", words(90)), by="in1")
    assert lit(scene.state, scene.now) == {}


def test_withdrawn_and_hidden_lines_and_those_of_staff_do_not_count():
    scene = said(("in1", words(80)))
    gone, hidden = scene.copy(), scene.copy()
    gone.having(Withdraw(scene.log[-1].id), by="in1")
    hidden.having(HideLine(scene.log[-1].id))
    assert not seen(gone, "balance") and not seen(hidden, "balance") and seen(scene, "balance")
    assert not seen(given().having(Broadcast("all", words(90))), "balance")


def test_a_new_step_begins_with_nothing_lit():
    scene = said(("in1", words(80)), phases={"caucus": {"rooms": ["plenary"]}})
    assert seen(scene, "balance") and not seen(scene.having(Next("late")), "balance")


# Words -----------------------------------------------------------------------------------------------


LINE = "The boundary runs along the middle of the channel."


def with_line() -> Scene:
    pack = small_pack()
    pack["seats"][1]["official_line"] = [LINE, "Never, never again."]
    return given(pack=pack)


@pytest.mark.parametrize(
    ("by", "text", "recited"),
    [
        ("in1", "We say: the boundary runs ALONG the, as ever.", True),
        ("in2", LINE, True),
        ("in1", "The boundary runs along a creek.", False),
        ("pk1", LINE, False),
        ("in1", "Never never again!", False),
    ],
)
def test_five_words_in_a_row_of_ones_own_sides_line_are_a_recital(by, text, recited):
    scene = with_line().having(Say("plenary", text), by=by)
    assert bool(seen(scene, "beneath")) == recited


def test_a_line_of_four_words_is_recited_as_a_whole():
    pack = small_pack()
    pack["seats"][0]["official_line"] = ["Boats are state property."]
    scene = given(pack=pack).having(Say("plenary", "Boats are state property"), by="in2")
    assert seen(scene, "beneath") == "Delegate in2 has said nearly the words of an official line."


def test_years_to_and_fro_between_sides_light_two_timelines():
    to_and_fro = [("in1", "In 1947 it began."), ("pk1", "No, in 1965."), ("in2", "۱۹۷۱ decided it.")]
    assert seen(said(*to_and_fro), "two-timelines")
    assert not seen(said(*to_and_fro[:2]), "two-timelines")
    alone = [("in1", "1947"), ("in2", "1965"), ("in1", "1971"), ("pk1", "1999")]
    assert not seen(said(*alone), "two-timelines")
    assert not seen(said(("in1", "5000 boats"), ("pk1", "12345"), ("in1", "1500")), "two-timelines")


@pytest.mark.parametrize(
    ("by", "text", "blamed"),
    [
        ("in1", "It was Pakistan that betrayed us.", True),
        ("pk1", "India's army has occupied it.", True),
        ("in1", "It was India that betrayed us.", False),
        ("in1", "We met Pakistanis. The storm destroyed the boats.", False),
        ("in1", "Pakistan and its harbours.", False),
    ],
)
def test_the_other_side_named_in_one_sentence_with_a_word_of_blame_lights_the_need(by, text, blamed):
    assert bool(seen(said((by, text)), "own-need")) == blamed


def test_a_veto_lights_parking_only_while_options_are_found():
    there = {"opening": {"tools": ("options",)}}
    assert seen(said(("pk1", "That will never happen."), phases=there), "park")
    assert not seen(said(("pk1", "That will happen."), phases=there), "park")
    assert not seen(said(("pk1", "That will never happen.")), "park")


# Answers ---------------------------------------------------------------------------------------------


MONOLOGUE = (("in1", "One."), ("in2", "Two."), ("in1", "Three."))


def after(scene: Scene, minutes: float) -> Scene:
    scene.now += int(minutes * MINUTE)
    return scene


def monologue(*lines: tuple[str, str]) -> Scene:
    scene = after(given(), 4)
    for by, text in lines:
        scene.having(Say("plenary", text), by=by)
    return scene


def test_four_minutes_without_an_answer_across_light_the_corridor():
    assert seen(monologue(*MONOLOGUE), "corridor")
    assert not seen(said(*MONOLOGUE), "corridor"), "the step is younger than that"
    assert not seen(monologue(*MONOLOGUE[:2]), "corridor"), "hardly anybody speaks"


def test_whoever_speaks_after_the_other_side_or_replies_to_it_has_answered():
    assert not seen(monologue(*MONOLOGUE, ("pk1", "I hear.")), "corridor")
    scene = given().having(Say("plenary", "Ours."), by="pk1")
    old = scene.log[-1].id
    after(scene, 4.5)
    for by, text in MONOLOGUE:
        scene.having(Say("plenary", text), by=by)
    assert seen(scene.copy(), "corridor")
    assert not seen(scene.having(Say("plenary", "To that: yes.", old), by="in1"), "corridor")


def test_where_only_one_side_sits_or_the_plenary_is_shut_nobody_is_missed():
    alone = after(given(seated=("in1", "in2")), 4)
    for by, text in MONOLOGUE:
        alone.having(Say("plenary", text), by=by)
    assert not seen(alone, "corridor")
    assert not seen(after(given(phase="caucus"), 9), "corridor")


# Options, constraints and the text --------------------------------------------------------------------


def at_the_tools() -> Scene:
    return given(phases={phase: {"tools": tuple(TOOLS)} for phase in PHASES[:3]})


def warm(agree: int) -> Scene:
    """Options on the table, the step of options over, and so many of the other side who can work with it."""
    scene = given(phases={"opening": {"tools": ("needs-board", "options")}, "caucus": {"rooms": ["plenary"]}})
    ours = scene.having(PutUpCard("need", "Home"), by="in1").log[-1].id
    theirs = scene.having(PutUpCard("need", "Peace"), by="pk1").log[-1].id
    scene.having(OfferOption("A hotline", (ours, theirs)), by="in1").having(Next("on"))
    for number in range(agree):
        scene.having(Say("plenary", f"A hotline, {number}."), by="in1")
        scene.having(React(scene.log[-1].id, "workable"), by="pk1")
    scene.having(Say("plenary", "Yes."), by="in1").having(React(scene.log[-1].id, "workable"), by="in2")
    return scene


def test_warm_agreement_without_a_constraint_asks_who_will_oppose():
    assert seen(warm(3), "reality")
    assert not seen(warm(2), "reality")


def test_nothing_agreed_on_or_a_doubt_named_leaves_it_dark():
    nothing = said(*(("in1", f"Line {n}.") for n in range(3)))
    for line in [entry.id for entry in nothing.log[-3:]]:
        nothing.having(React(line, "workable"), by="pk1")
    assert not seen(nothing, "reality")
    tools = {"opening": {"tools": tuple(TOOLS)}, "caucus": {"rooms": ["plenary"], "tools": ("constraints",)}}
    scene = given(phases=tools)
    ours = scene.having(PutUpCard("need", "Home"), by="in1").log[-1].id
    theirs = scene.having(PutUpCard("need", "Peace"), by="pk1").log[-1].id
    option = scene.having(OfferOption("A hotline", (ours, theirs)), by="in1").log[-1].id
    doubted = scene.copy().having(ParkObjection(option, "Nobody answers"), by="pk1").having(Next("on"))
    scene.having(Next("on"))
    for twin in (scene, doubted):
        for number in range(3):
            twin.having(Say("plenary", f"Good, {number}."), by="in1")
            twin.having(React(twin.log[-1].id, "workable"), by="pk1")
    assert seen(scene, "reality") and not seen(doubted, "reality")
    assert not seen(scene.having(NameConstraint(option, "The press", "It sells", 2), by="in1"), "reality")


def test_a_short_bracket_that_stays_open_asks_for_a_neutral_word():
    scene = at_the_tools().having(WriteClause("All boats in the creek go home"))
    clause = scene.log[-1].id
    bracket = scene.having(PutBracket(clause, "the creek", "Whose?", "the area")).log[-1].id
    assert not seen(scene, "placeholder", 5 * MINUTE - 1)
    assert seen(scene, "placeholder", 5 * MINUTE) == "The text is not getting past “the creek”."
    scene.now += 5 * MINUTE
    assert not seen(scene.copy().having(SettleBracket(bracket, "other")), "placeholder")
    aside = scene.having(SetAsideMove("placeholder"))
    assert not seen(aside, "placeholder") and seen(aside, "placeholder", 5 * MINUTE)


def test_the_same_words_in_two_brackets_are_a_stalemate_at_once_and_long_ones_are_not():
    scene = at_the_tools().having(WriteClause("The creek is open"))
    scene.having(PutBracket(scene.log[-1].id, "The creek", "Whose?"))
    assert not seen(scene, "placeholder")
    scene.having(WriteClause("Boats leave the creek within four days"))
    clause = scene.log[-1].id
    assert not seen(scene.copy().having(PutBracket(clause, "within four days", "Why")), "placeholder")
    assert seen(scene.having(PutBracket(clause, "the creek", "Whose?")), "placeholder")
    long = at_the_tools().having(WriteClause("Boats leave the creek within four days"))
    long.having(PutBracket(long.log[-1].id, "leave the creek within", "Why"))
    assert not seen(long, "placeholder", 6 * MINUTE)


@pytest.mark.parametrize("level", ["unattributed", "no-record"])
def test_no_trigger_tells_staff_who_said_what_nobody_may_be_told(level):
    scene = given().having(SetAttribution("plenary", level))
    scene.having(Say("plenary", f"Pakistan betrayed us. {words(80)}"), by="in1")
    assert seen(scene, "own-need") == "Somebody has named Pakistan together with a word of blame."
    assert "Not heard" not in seen(scene, "balance") and seen(scene, "balance")


# A side that is divided --------------------------------------------------------------------------------


IN_FOUR = ("in1", "in2", "in3", "in4", "pk1", "pk2", "pk3")


def gauged(*stances: str) -> tuple[Scene, str]:
    """India answers so, Pakistan can live with it; one of Pakistan has still to answer."""
    scene = given(seated=IN_FOUR, phases={"opening": {"tools": ["gauge"]}}).having(GaugeQuestion("Go on?"))
    gauge = scene.log[-1].id
    for seat, stance in zip(IN_FOUR, (*stances, "live", "live"), strict=False):
        scene.having(AnswerGauge(gauge, stance, "Because"), by=seat)  # type: ignore[arg-type]
    return scene, gauge


@pytest.mark.parametrize(
    ("stances", "divided"),
    [
        (("behind", "live", "fine", "cannot"), True),
        (("behind", "cannot", "cannot", "wont-block"), True),
        (("live", "more", "more", "wont-block"), True),
        (("live", "live", "live", "more"), False),
        (("more", "more", "more", "cannot"), False),
        (("cannot", "cannot", "wont-block", "wont-block"), False),
    ],
)
def test_a_side_at_both_ends_of_an_opened_gauge_lights_the_question_for_its_range_of_views(stances, divided):
    scene, gauge = gauged(*stances)
    scene.having(OpenGauge(gauge))
    assert bool(seen(scene, "spectrum")) == divided
    if divided:
        assert "both ends in India:" in seen(scene, "spectrum")


def test_while_the_gauge_is_hidden_no_answer_lights_or_darkens_anything():
    hidden, _ = gauged("behind", "live", "cannot", "cannot")
    other, _ = gauged("live", "live", "live", "live")
    assert lit(hidden.state, hidden.now) == lit(other.state, other.now) == {}


def test_a_side_whose_figures_are_not_shown_is_not_called_divided():
    seated = ("in1", "in2", "pk1", "pk2", "pk3")
    scene = given(seated=seated, phases={"opening": {"tools": ["gauge"]}}).having(GaugeQuestion("Go on?"))
    gauge = scene.log[-1].id
    for seat, stance in zip(seated, ("behind", "cannot", "live", "live", "live"), strict=True):
        scene.having(AnswerGauge(gauge, stance, "Because"), by=seat)
    assert scene.log[-1].event.counts["india"] == [] and not seen(scene, "spectrum")


def test_it_goes_dark_when_the_move_is_made_and_when_a_later_gauge_shows_one_view():
    scene, gauge = gauged("behind", "live", "cannot", "cannot")
    scene.having(OpenGauge(gauge))
    made = scene.copy().having(MakeMove("spectrum", "Your range of views?", "side:india"))
    assert seen(scene, "spectrum") and not seen(made, "spectrum")
    scene.having(GaugeQuestion("Or slowly?"))
    later = scene.log[-1].id
    assert seen(scene, "spectrum")
    for seat in IN_FOUR:
        scene.having(AnswerGauge(later, "fine", "Because"), by=seat)
    assert not seen(scene, "spectrum")
    assert not seen(scene.having(Next("on")), "spectrum")
