"""The gauge in the record: an answer only in its own seat's, and no figures where nobody may be named."""

import pytest

from roleplay.record.lens import View
from roleplay.rules.gauge import AnswerGauge, GaugeClause, OpenGauge, StrikeReason
from roleplay.rules.stances import Stance
from roleplay.rules.text import StrikeClause, WriteClause
from tests.record.test_tools import told
from tests.rules.scene import Scene, given

SEATS = ("in1", "in2", "in3", "pk1", "pk2", "pk3")
ASKED = "How far can each go along with it? Boats go home."
MINE = "Answered the gauge: cannot accept it. It costs too much"
NOT_YET = "The gauge was opened. Not common ground: on one side fewer than 75 of 100 can live with it."
BY_SIDE = "India: 2 fine, 1 cannot accept it. Pakistan: 3 fine."
REASONS = f"Reasons: It costs too much · {' · '.join(f'Reason of {seat}' for seat in SEATS[1:])}"


def played(attribution: str = "chatham-house", seats: tuple[str, ...] = SEATS) -> Scene:
    tools = {"talks": {"tools": ["text", "gauge"]}}
    scene = given(phase="talks", seated=SEATS, phases=tools, attribution=attribution)
    clause = scene.having(WriteClause("Boats go home.")).log[-1].id
    gauge = scene.having(GaugeClause(clause)).log[-1].id
    for seat in seats:
        stance: Stance = "cannot" if seat == "in1" else "fine"
        reason = "It costs too much" if seat == "in1" else f"Reason of {seat}"
        scene.having(AnswerGauge(gauge, stance, reason), by=seat)
    return scene


@pytest.mark.parametrize(("view", "seat"), [("shared", ""), ("staff", ""), ("own", "in2"), ("own", "pk1")])
def test_an_answer_is_in_nobodys_record_but_that_of_its_seat(view: View, seat: str) -> None:
    assert MINE not in told(played(), view, seat)
    assert MINE in told(played(), "own", "in1")


def test_the_shared_record_says_whether_it_was_common_ground_and_of_no_side_how_many() -> None:
    lines = told(played(), "shared")
    assert ASKED in lines and f"{NOT_YET} {REASONS}" in lines


@pytest.mark.parametrize(("view", "attribution"), [("staff", "chatham-house"), ("shared", "open")])
def test_where_seats_may_be_named_each_side_is_told_in_figures_and_nobody_opened_it(
    view: View, attribution: str
) -> None:
    line = told(played(attribution), view)[f"{NOT_YET} {BY_SIDE} {REASONS}"]
    assert line.who.label == "" and line.who.participant == ""


def test_too_few_are_told_as_too_few() -> None:
    scene = played("open", SEATS[1:5])
    scene.having(OpenGauge(next(one.id for one in scene.log if one.event.kind == "gauge_put_up")))
    text = next(text for text in told(scene, "shared") if text.startswith("The gauge was opened."))
    assert "India: too few to show. Pakistan: too few to show." in text and "2 fine" not in text


def test_common_ground_is_called_so() -> None:
    scene = played("open", SEATS[1:])
    gauge = next(one.id for one in scene.log if one.event.kind == "gauge_put_up")
    scene.having(AnswerGauge(gauge, "live", "For peace"), by="in1")
    opened = next(text for text in told(scene, "shared") if text.startswith("The gauge was opened."))
    assert "Common ground: on each side at least 75 of 100 can live with it." in opened


def test_what_staff_took_away_is_for_staff() -> None:
    scene = played()
    put_up = next(one for one in scene.log if one.event.kind == "gauge_put_up")
    scene.having(StrikeReason(put_up.id, 0)).having(StrikeClause(put_up.event.clause))  # type: ignore[attr-defined]
    shared, staff = " ".join(told(scene, "shared")), " ".join(told(scene, "staff"))
    for words in ("It costs too much", "Boats go home."):
        assert words not in shared and words in staff
    assert "A reason was taken away." in shared and "A clause was taken away." in shared
