"""Dividing seats among working groups."""

from collections import Counter

import pytest
from hypothesis import given as always
from hypothesis import strategies as st

from roleplay.rules.fair_split import fair_split


def seats(*counts):
    return [
        [f"{side}{number}" for number in range(count)] for side, count in zip("abcd", counts, strict=False)
    ]


def shape(sides, number):
    """How many of each side there are in each group."""
    places = fair_split(sides, number)
    found = [
        Counter(seat[0] for seat, group in places.items() if group == each) for each in range(1, number + 1)
    ]
    return ["".join(f"{side}{count}" for side, count in sorted(one.items())) for one in found]


@pytest.mark.parametrize(
    ("counts", "number", "groups"),
    [
        ((4, 4), 2, ["a2b2", "a2b2"]),
        ((4, 4), 4, ["a1b1"] * 4),
        ((5, 5), 2, ["a3b3", "a2b2"]),  # equal sides before equal groups
        ((4, 3), 2, ["a2b2", "a2b1"]),
        ((5, 5, 2), 2, ["a3b3", "a2b2c2"]),
        ((4, 4, 2), 2, ["a2b2c1", "a2b2c1"]),
        ((4, 4, 4), 2, ["a2b2c2", "a2b2c2"]),
        ((6, 2), 2, ["a3b1", "a3b1"]),
    ],
)
def test_equal_numbers_of_each_side_and_the_rest_spread(counts, number, groups):
    assert shape(seats(*counts), number) == groups


@always(counts=st.lists(st.integers(0, 8), min_size=2, max_size=4), number=st.integers(2, 6))
def test_every_seat_has_one_group_and_the_sides_that_can_are_equal_in_each(counts, number):
    sides = seats(*counts)
    places = fair_split(sides, number)
    assert sorted(places) == sorted(seat for side in sides for seat in side)
    assert set(places.values()) <= set(range(1, number + 1))
    second = sorted(counts, reverse=True)[1]
    alike = [side for side in sides if len(side) == second]
    for group in range(1, number + 1):
        there = {sum(places[seat] == group for seat in side) for side in alike}
        assert len(there) == 1


@always(count=st.integers(2, 8), number=st.integers(2, 4))
def test_two_equal_sides_make_groups_that_differ_by_one_pair_at_most(count, number):
    sizes = Counter(fair_split(seats(count, count), number).values())
    there = [sizes[group] for group in range(1, number + 1)]
    assert max(there) - min(there) <= 2
