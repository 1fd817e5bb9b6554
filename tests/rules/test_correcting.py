"""Correcting texts of the running workshop: which, by whom, who hears of it, and what stays as it was."""

import copy

import pytest

from roleplay.rules.arranging import DropPhase
from roleplay.rules.correcting import (
    LONGEST_PASSAGE,
    MOST,
    Corrections,
    CorrectText,
    TextCorrected,
    name_of_text,
    texts_of,
)
from roleplay.rules.debrief import OpenInDebrief
from roleplay.rules.injects import CorrectInject, Injected, ReleaseInject
from roleplay.rules.kernel import State, evolve
from roleplay.rules.phases import Next, phase_of
from roleplay.rules.setting import Setting
from roleplay.rules.workshop import setting_of

from .scene import given
from .small_pack import IN, PK, small_pack

PUBLIC = "# The sea\n\nTwelve miles of water.\n\nNobody lives there."
BRIEF = "# You\n\nYou are a captain.\n\nYou were born in Okha."


def pack():
    return small_pack() | {
        "public": PUBLIC,
        "side_briefs": {"india": "We have four boats.", "pakistan": "We have five boats."},
        "seat_briefs": {seat: BRIEF for seat in (*IN, *PK)},
    }


def with_debrief():
    return [*small_pack()["phases"][:-1], small_pack()["phases"][-1] | {"tools": ["debrief"]}]


def workshop(**how):
    return given(pack=pack(), observing=("olive",), **how)


def told(scene, who):
    return [one for one in scene.seen_by(who) if isinstance(one, TextCorrected)]


# What becomes of a text ------------------------------------------------------------------------------


def test_one_passage_of_the_public_statement_changes_and_all_else_stays():
    scene = workshop()
    before = setting_of(scene.state)
    outcome = scene.when(CorrectText("public", "Twelve miles", "Twenty miles"), by="host")
    outcome.then(TextCorrected("public", "Twelve miles", "Twenty miles")).heard_by_everyone()
    now = setting_of(scene.state)
    assert now.public == "# The sea\n\nTwenty miles of water.\n\nNobody lives there."
    assert before.public == PUBLIC, "the copy that other workshops of this process play stays as it was"
    assert (now.seats, now.phases, now.hash) == (before.seats, before.phases, before.hash)


@pytest.mark.parametrize(
    ("place", "was", "becomes", "read"),
    [
        ("side:india", "four boats", "six boats", lambda one: one.side_briefs["india"]),
        ("seat:in1", "Okha", "Porbandar", lambda one: one.seat_briefs["in1"]),
        ("seat:in1:interest", "secret", "matter", lambda one: one.seat("in1").interest),
        ("seat:in1:fear", "secret", "matter", lambda one: one.seat("in1").fear),
        ("seat:in1:red_line", "secret", "matter", lambda one: one.seat("in1").red_line),
        ("seat:in1:private_text", "secret", "matter", lambda one: one.seat("in1").private_text),
        ("phase:talks:do", "talks", "Talk.", lambda one: one.phase("talks").do),
        ("phase:talks:facilitator", "talks", "Wait.", lambda one: one.phase("talks").facilitator),
        ("phase:talks:why", "talks", "Calm.", lambda one: one.phase("talks").why),
        ("inject:rumour:text", "A boat", "A ship", lambda one: one.inject("rumour").text),
        ("inject:rumour:correction", "No boat", "No ship", lambda one: one.inject("rumour").correction),
        ("happened", "boats", "crews", lambda one: one.happened),
    ],
)
def test_each_kind_of_text_can_be_corrected(place, was, becomes, read):
    scene = workshop()
    before = read(setting_of(scene.state))
    scene.when(CorrectText(place, was, becomes), by="co").then(TextCorrected(place, was, becomes))
    assert read(setting_of(scene.state)) == before.replace(was, becomes) != before
    assert name_of_text(setting_of(scene.state), place)


def test_a_passage_can_be_taken_out():
    scene = workshop()
    scene.when(CorrectText("seat:in1", "You were born in Okha.", " "), by="host").then(
        TextCorrected("seat:in1", "You were born in Okha.", "")
    )
    assert setting_of(scene.state).seat_briefs["in1"] == "# You\n\nYou are a captain.\n\n"


def test_a_browser_sends_line_ends_of_its_own():
    scene = workshop()
    scene.when(CorrectText("seat:in1", "captain.\r\n\r\nYou", "captain.\r\n\r\nAll of you"), by="host").then(
        TextCorrected("seat:in1", "captain.\n\nYou", "captain.\n\nAll of you")
    )


def test_the_log_makes_the_same_texts_again():
    scene = workshop()
    scene.having(CorrectText("public", "Twelve", "Twenty")).having(CorrectText("public", "Twenty", "Thirty"))
    again = State()
    for entry in scene.log:
        evolve(again, copy.deepcopy(entry))
    assert again == scene.state
    assert "Thirty miles" in setting_of(again).public
    assert "Thirty" not in Setting.from_json(pack()).public


# Who hears of it -------------------------------------------------------------------------------------


def test_the_correction_of_a_brief_reaches_its_seat_and_staff_and_nobody_else():
    scene = workshop()
    scene.when(CorrectText("seat:in1", "Okha", "Porbandar"), by="host").heard_by("in1").not_sealed()
    assert [len(told(scene, who)) for who in ("in1", "host", "co")] == [1, 1, 1]
    assert [len(told(scene, who)) for who in ("in2", "pk1", "pk2", "olive")] == [0, 0, 0, 0]


@pytest.mark.parametrize("cue", ["interest", "fear", "red_line", "private_text"])
def test_a_cue_belongs_to_its_seat(cue):
    workshop().when(CorrectText(f"seat:in1:{cue}", "secret", "x"), by="host").heard_by("in1")


def test_what_a_delegation_shares_is_heard_by_its_seats_taken_or_not():
    workshop().when(CorrectText("side:india", "four", "six"), by="host").heard_by(*IN).not_sealed()


def test_what_to_do_in_a_phase_is_heard_by_everyone_once_it_has_begun():
    workshop().when(CorrectText("phase:talks:do", "talks", "Talk."), by="host").staff_only()
    scene = workshop(phase="talks")
    scene.when(CorrectText("phase:talks:do", "talks", "Talk."), by="host").heard_by_everyone()
    assert phase_of(scene.state).do == "Talk."
    scene.when(CorrectText("phase:talks:facilitator", "talks", "Wait."), by="host").staff_only()


def test_news_that_is_not_out_is_for_staff_alone():
    scene = workshop()
    scene.when(CorrectText("inject:rumour:text", "A boat", "A ship"), by="host").staff_only()
    scene.when(ReleaseInject("rumour"), by="host").then(
        Injected("rumour", "The Evening Lantern", "A ship was seized.", "all")
    )


def test_what_the_debrief_has_opened_is_heard_by_everyone():
    scene = given(pack=pack() | {"phases": with_debrief()}, phase="debrief")
    scene.when(CorrectText("happened", "boats", "crews"), by="host").staff_only()
    scene.when(CorrectText("seat:in1:private_text", "secret", "matter"), by="host").heard_by("in1")
    scene.having(OpenInDebrief("happened")).having(OpenInDebrief("facts"))
    scene.when(CorrectText("happened", "crews", "boats"), by="host").heard_by_everyone()
    scene.when(CorrectText("seat:in1:private_text", "matter", "x"), by="host").heard_by_everyone()
    scene.when(CorrectText("seat:in1:fear", "secret", "x"), by="host").heard_by("in1")


def test_whoever_is_concerned_can_be_told_later_too():
    scene = workshop().having(CorrectText("seat:in1", "Okha", "Porbandar"))
    scene.having(CorrectText("public", "Twelve", "Twenty"))
    brief, public = scene.state[Corrections].made
    assert (brief.was, brief.becomes, brief.at, brief.id) == (
        *("Okha", "Porbandar"),
        *(scene.log[-2].at, scene.log[-2].id),
    )
    assert [brief.concerns(seat) for seat in ("in1", "in2", "pk1", None)] == [True, False, False, False]
    assert all(public.concerns(seat) for seat in ("in1", "pk1", None))


# What is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["in1", "pk1", "olive", "nobody"])
def test_nobody_but_staff_corrects_not_even_their_own_brief(by):
    workshop().when(CorrectText("seat:in1", "Okha", "Porbandar"), by=by).refused("not_allowed")


@pytest.mark.parametrize(
    "place",
    [
        *("", "public:", "seat:in9", "seat:in1:id", "seat:in1:side", "seat:in1:title", "side:mars"),
        *(
            "phase:talks:id",
            "phase:talks:rooms",
            "phase:talks:minutes",
            "phase:moon:do",
            "inject:rumour:kind",
        ),
        *("inject:weather:correction", "teaching", "hash", "setting"),
    ],
)
def test_what_is_no_text_or_not_safe_cannot_be_changed(place):
    workshop().when(CorrectText(place, "a", "b"), by="host").refused("no_such_text")


def test_news_that_is_out_is_corrected_as_news():
    scene = workshop().having(ReleaseInject("rumour"))
    scene.when(CorrectText("inject:rumour:text", "A boat", "A ship"), by="host").refused("no_such_text")
    scene.having(CorrectText("inject:rumour:correction", "No boat", "No ship")).having(
        CorrectInject("rumour")
    )
    assert scene.log[-1].event.text == "No ship was seized."
    scene.when(CorrectText("inject:rumour:correction", "No ship", "No"), by="host").refused("no_such_text")


def test_a_step_that_was_left_out_is_corrected_once_it_is_back():
    scene = workshop().having(DropPhase("talks"))
    scene.when(CorrectText("phase:talks:do", "talks", "Talk."), by="host").refused("no_such_text")


@pytest.mark.parametrize("was", ["Thirteen miles", "", "  ", "e", "twelve miles"])
def test_the_words_must_stand_there_exactly_once(was):
    workshop().when(CorrectText("public", was, "x"), by="host").refused("changed")


def test_two_who_correct_the_same_words_do_not_overwrite_each_other():
    scene = workshop().having(CorrectText("public", "Twelve miles", "Twenty miles"))
    scene.when(CorrectText("public", "Twelve miles", "Ten miles"), by="co").refused("changed")
    scene.when(CorrectText("public", "Nobody lives", "Few live"), by="co").allowed()


def test_no_change_an_empty_text_and_a_very_long_one_are_refused():
    scene = workshop()
    scene.when(CorrectText("public", "Twelve", " Twelve "), by="host").refused("already")
    scene.when(CorrectText("phase:talks:do", "talks", ""), by="host").refused("empty")
    long = "x" * (LONGEST_PASSAGE + 1)
    scene.when(CorrectText("public", "Twelve", long), by="host").refused("too_long")
    scene.when(CorrectText("public", "Twelve", long[1:]), by="host").allowed()


def test_there_is_an_end_to_it():
    scene = workshop()
    for number in range(MOST):
        scene.having(
            CorrectText("public", "miles" if not number else f"{number} miles", f"{number + 1} miles")
        )
    scene.when(CorrectText("public", "Nobody", "Few"), by="host").refused("full")


def test_after_the_end_the_texts_stay_as_they_were_played():
    workshop(ended=True).when(CorrectText("public", "Twelve", "Twenty"), by="host").refused("ended")


def test_texts_can_be_corrected_before_the_start_and_between_phases():
    scene = workshop(phase=None)
    scene.when(CorrectText("public", "Twelve", "Twenty"), by="host").heard_by_everyone()
    assert "phase:opening:do" in texts_of(scene.state)
    workshop().having(Next("late")).when(CorrectText("public", "Twelve", "Twenty"), by="host").allowed()
