"""Two people write at once: what either of them added is in what comes of it, or is there to choose."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.merging import Clash, Same, clashes, lines, merge, merged, paragraphs

THREE = "One.\n\nTwo.\n\nThree.\n"


def outcome(base: str, mine: str, theirs: str) -> str:
    """Every word that is somewhere after merging: in the text, or on one side of a choice."""
    chunks = merge(base, mine, theirs)
    return " ".join(
        chunk.text if isinstance(chunk, Same) else f"{chunk.mine} {chunk.theirs}" for chunk in chunks
    )


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def test_changes_in_different_paragraphs_come_together() -> None:
    mine = THREE.replace("One", "First of all, one")
    theirs = THREE.replace("Three", "Three and more")
    assert merged(merge(THREE, mine, theirs)) == "First of all, one.\n\nTwo.\n\nThree and more.\n"


def test_what_only_one_changed_is_theirs() -> None:
    assert merged(merge(THREE, THREE, "New.\n")) == "New.\n"
    assert merged(merge(THREE, "New.\n", THREE)) == "New.\n"


def test_the_same_change_twice_is_one() -> None:
    same = THREE.replace("Two", "Two and a half")
    assert merged(merge(THREE, same, same)) == same


def test_a_paragraph_that_both_changed_is_for_them_to_choose() -> None:
    mine, theirs = THREE.replace("Two", "Two (mine)"), THREE.replace("Two", "Two (theirs)")
    assert merged(merge(THREE, mine, theirs)) is None
    assert clashes(merge(THREE, mine, theirs)) == [Clash("Two.\n", "Two (mine).\n", "Two (theirs).\n")]


def test_a_paragraph_that_one_took_away_and_the_other_changed_is_for_them_to_choose() -> None:
    without, changed = "One.\n\nThree.\n", THREE.replace("Two", "Two, changed")
    found = clashes(merge(THREE, without, changed))
    assert len(found) == 1 and "Two, changed" in found[0].theirs


def test_two_paragraphs_added_in_one_place_are_both_kept_to_choose() -> None:
    assert words("mine theirs") <= words(outcome(THREE, THREE + "\nmine\n", THREE + "\ntheirs\n"))


def test_yaml_is_merged_by_lines() -> None:
    base = "a: 1\nb: 2\nc: 3\n"
    assert (
        merged(merge(base, "a: 9\nb: 2\nc: 3\n", "a: 1\nb: 2\nc: 9\n", by_lines=True)) == "a: 9\nb: 2\nc: 9\n"
    )


def test_a_text_made_to_be_slow_is_one_choice_and_quick() -> None:
    many = "x\n" * 100_000
    chunks = merge(many, "a\n" + many + "b\n", "c\n" + many * 1 + "d\ne\n", by_lines=True)
    assert clashes(chunks)


PARAGRAPHS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta\nepsilon", "", " ", "#"]), max_size=8)


def edited(base: list[str], edits: list[tuple[str, int]], who: str) -> str:
    """The base with paragraphs added, changed and taken away; everything new is a word of its own."""
    text = list(base)
    for count, (kind, place) in enumerate(edits):
        at = place % (len(text) + 1)
        if kind == "add":
            text.insert(at, f"{who}{count}")
        elif text and kind == "change":
            text[at % len(text)] += f" {who}{count}"
        elif text:
            del text[at % len(text)]
    return "\n\n".join(text)


EDITS = st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 9)), max_size=6)


@settings(max_examples=400, deadline=None)
@given(base=PARAGRAPHS, one=EDITS, other=EDITS)
def test_no_word_of_either_side_is_lost(
    base: list[str], one: list[tuple[str, int]], other: list[tuple[str, int]]
) -> None:
    was, mine, theirs = "\n\n".join(base), edited(base, one, "mine"), edited(base, other, "theirs")
    added = (words(mine) | words(theirs)) - words(was)
    assert added <= words(outcome(was, mine, theirs))


@settings(max_examples=400, deadline=None)
@given(
    was=st.text("ab \n", max_size=40),
    mine=st.text("abc \n", max_size=40),
    theirs=st.text("abd \n", max_size=40),
)
def test_merging_means_the_same_from_either_side_and_keeps_each_as_written(
    was: str, mine: str, theirs: str
) -> None:
    for by_lines in (True, False):
        one, other = merge(was, mine, theirs, by_lines), merge(was, theirs, mine, by_lines)
        assert merged(one) == merged(other)
        assert "".join(lines(mine)) == mine and "".join(paragraphs(mine)) == mine
        assert merged(merge(was, mine, was, by_lines)) == mine


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200))
def test_paragraphs_put_together_are_the_text(text: str) -> None:
    assert "".join(paragraphs(text)) == text
