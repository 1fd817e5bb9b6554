"""Single values of a YAML text are changed, and everything else stays as its author wrote it."""

import copy
import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.library_index import library_folder
from scenarios.own_packs import clean
from scenarios.strict_yaml import read
from scenarios.yaml_editing import GONE, edit, insert, remove, swap

TEXT = """\
# A comment at the top.
title: "A pack"   # said twice
summary: >-
  Two lines
  of a summary.

# Above the seats.
seats:
  - id: one
    tracks: [1, 2]  # few
    minutes: {45: 5}
    says: "Short"

  # Between the seats.
  - id: two
    says: >-
      Long words.
    gate: rules
  - id: three
last: yes
"""


def data(text: str) -> Any:
    return read(text.encode()).data


def changed_lines(before: str, after: str) -> int:
    diff = difflib.ndiff(before.splitlines(), after.splitlines())
    return sum(line[0] in "+-" for line in diff)


def test_one_value_changes_and_nothing_else() -> None:
    assert edit(TEXT, {("seats", 0, "says"): "New"}) == TEXT.replace('"Short"', '"New"')


def test_a_comment_on_the_same_line_stays() -> None:
    done = edit(TEXT, {("title",): "Words " * 60 + "end"})
    assert "# said twice" in done and data(done)["title"].startswith("Words Words")


def test_a_folded_text_becomes_another() -> None:
    long = "A sentence that goes on for a while, longer than what fits on one line of a file. " * 3
    done = edit(TEXT, {("summary",): long.strip()})
    assert data(done)["summary"] == long.strip()
    assert "\n\n# Above the seats." in done


@pytest.mark.parametrize(
    "value", ["a\nb", "a\n\nb  \nc", "- a: b", "x" * 300, "{", "true", "12", "", 'say "hi" \\ #']
)
def test_any_text_comes_back_as_it_was(value: str) -> None:
    for path in (("title",), ("summary",), ("seats", 1, "says"), ("seats", 2, "new")):
        assert data(edit(TEXT, {path: value})) == _with(data(TEXT), path, value)


def _with(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    tree = copy.deepcopy(tree)
    at = tree
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    return tree


def test_several_values_at_once() -> None:
    edits = {
        ("title",): "B",
        ("seats", 0, "tracks"): [3],
        ("seats", 1, "says"): "C",
        ("seats", 0, "minutes", 90): 7,
    }
    done = data(edit(TEXT, edits))
    assert (done["title"], done["seats"][0]["tracks"], done["seats"][1]["says"]) == ("B", [3], "C")
    assert done["seats"][0]["minutes"] == {45: 5, 90: 7}


def test_an_entry_is_added_and_taken_away() -> None:
    added = edit(TEXT, {("seats", 0, "gate"): "rules"})
    assert added == TEXT.replace('says: "Short"\n', 'says: "Short"\n    gate: rules\n')
    assert edit(added, {("seats", 0, "gate"): GONE}) == TEXT
    assert edit(TEXT, {("seats", 0, "nothing"): GONE}) == TEXT


def test_an_item_is_added_moved_and_removed_and_the_comments_stay() -> None:
    added = insert(TEXT, ("seats",), 1, {"id": "new", "says": "Here"})
    assert [seat["id"] for seat in data(added)["seats"]] == ["one", "new", "two", "three"]
    assert remove(added, ("seats", 1)) == TEXT
    moved = swap(TEXT, ("seats",), 0, 1)
    assert [seat["id"] for seat in data(moved)["seats"]] == ["two", "one", "three"]
    for text in (added, moved):
        assert all(comment in text for comment in ("# A comment", "# Above", "# Between"))


def test_the_first_item_goes_and_comes_too() -> None:
    gone = remove(TEXT, ("seats", 0))
    assert [seat["id"] for seat in data(gone)["seats"]] == ["two", "three"]
    assert [seat["id"] for seat in data(insert(gone, ("seats",), 0, {"id": "one"}))["seats"]] == [
        "one",
        "two",
        "three",
    ]
    assert data(remove("a: [1]\n", ("a", 0))) == {"a": []}
    assert data(insert("a: []\n", ("a",), 0, {"id": "x"})) == {"a": [{"id": "x"}]}


@pytest.mark.parametrize(
    "folder", sorted(library_folder().glob("*/pack.yaml")), ids=lambda path: path.parent.name
)
def test_the_packs_of_the_library_are_edited_with_few_changed_lines(folder: Path) -> None:
    text = folder.read_text()
    pack = data(text)
    done = edit(text, {("seats", 1, "title"): "Somebody else", ("agenda", 0, "minutes", 45): 6})
    assert data(done)["seats"][1]["title"] == "Somebody else"
    assert changed_lines(text, done) <= 8
    for name in ("seats", "agenda", "issues", "injects"):
        assert len(data(remove(text, (name, 1)))[name]) == len(pack[name]) - 1
        assert changed_lines(text, swap(text, (name,), 0, 1)) < 120


ANYTHING = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
TEXTS = st.one_of(st.text(ANYTHING, max_size=140), st.text("ab \n:#-'\"{}[]&*!|>%@`,", max_size=60))
SCALARS = st.one_of(TEXTS.map(clean), st.integers(-99, 99), st.booleans(), st.none())
NAMES = st.sampled_from(["a", "b-c", "no"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(
    value=VALUES,
    path=st.sampled_from(
        [("title",), ("seats", 1, "says"), ("seats", 0), ("new",), ("seats", 0, "minutes", 90)]
    ),
)
def test_whatever_is_put_in_is_read_back(value: Any, path: tuple[Any, ...]) -> None:
    assert data(edit(TEXT, {path: value})) == _with(data(TEXT), path, value)


@settings(max_examples=150, deadline=None)
@given(value=VALUES, index=st.integers(0, 3))
def test_whatever_is_inserted_is_read_back(value: Any, index: int) -> None:
    wanted = data(TEXT)
    wanted["seats"].insert(index, value)
    done = insert(TEXT, ("seats",), index, value)
    assert data(done) == wanted
    assert data(remove(done, ("seats", index))) == data(TEXT)
