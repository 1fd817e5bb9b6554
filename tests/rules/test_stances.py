"""What a gauge comes to: each side by itself, from three answers on, and the lower side is the figure."""

import pytest

from roleplay.rules.stances import FEWEST, STANCES, Answer, Gauge, Gauges, counted, threshold_of, unsigned

from .scene import given


def answers(*stances):
    return [Answer(stance, f"Because {stance}") for stance in stances]


def opened(**counts):
    return Gauge("g", "c", "Boats", 1, counts=counts)


def test_a_side_is_told_by_gradients_from_three_answers_on():
    assert FEWEST == 3
    shown = counted({"india": answers("behind", "live", "live"), "pakistan": answers("cannot", "fine")})
    assert shown == {"india": [1, 0, 2, 0, 0, 0], "pakistan": []}


def test_reasons_are_unsigned_in_an_order_that_tells_nothing_and_none_where_few_gave_one():
    assert unsigned(answers("more", "behind", "fine")) == ("Because behind", "Because fine", "Because more")
    assert unsigned(answers("more", "behind")) == ()


@pytest.mark.parametrize(
    ("india", "pakistan", "figure"),
    [
        ([3, 0, 0, 0, 0, 0], [0, 2, 1, 0, 0, 1], 75),
        ([1, 1, 1, 1, 1, 1], [3, 0, 0, 0, 0, 0], 50),
        ([0, 0, 0, 3, 0, 0], [3, 0, 0, 0, 0, 0], 0),
        ([2, 0, 0, 0, 1, 0], [3, 0, 0, 0, 0, 0], 66),
        ([3, 0, 0, 0, 0, 0], [], None),
    ],
)
def test_the_figure_is_that_of_the_side_that_goes_along_least(india, pakistan, figure):
    assert opened(india=india, pakistan=pakistan).figure == figure


def test_a_clause_is_common_ground_only_when_each_side_passes():
    most, all_but_one = [8, 0, 0, 0, 0, 0], [2, 0, 1, 0, 0, 1]
    assert opened(india=most, pakistan=all_but_one).is_common_ground(75)
    assert not opened(india=most, pakistan=all_but_one).is_common_ground(76)
    assert not opened(india=most, pakistan=[]).is_common_ground(50)


def test_while_it_is_hidden_there_is_no_figure():
    hidden = Gauge("g", "c", "Boats", 1, {"in1": Answer("behind", "Good")})
    assert hidden.hidden and hidden.figure is None and not hidden.is_common_ground(50)


def test_the_latest_gauge_of_a_clause_is_the_one_that_was_opened_last():
    first, again = opened(india=[3, 0, 0, 0, 0, 0]), Gauge("h", "c", "Boats", 2)
    gauges = Gauges({"g": first, "h": again})
    assert gauges.latest_on("c") is first and gauges.latest_on("d") is None
    assert gauges.running is again


def test_a_copy_of_a_pack_that_does_not_say_wants_three_in_four():
    assert threshold_of(given().state) == 75
    assert len(STANCES) == 6
