"""Words are found whatever their capitals, accents and vowel marks, and marked where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.record.search import marked, matches, words_of


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("The Fishermen of Karachi", "fishermen KARACHI"),
        ("Éric a résumé", "eric resume"),
        ("مَچھیرے سمندر میں ہیں", "مچھیرے"),
        ("ماہی گیر کی کشتی", "كشتي"),
        ("یہ پانی سب کا ہے", "پانى"),
        ("سمندری‌حدود", "سمندریحدود"),
        ("मछुआरे क़ानून चाहते हैं", "कानून"),
        ("मछुआरे कानून चाहते हैं", "क़ानून"),
        ("STRASSE, Straße", "strasse"),
    ],
)
def test_a_word_is_found_however_it_was_typed(text: str, query: str) -> None:
    assert matches(text, words_of(query))


@pytest.mark.parametrize(
    ("text", "query"), [("कि", "कु"), ("पानी", "पाना"), ("boats", "goats"), ("کشتی", "کشتا")]
)
def test_another_word_is_not_found(text: str, query: str) -> None:
    assert not matches(text, words_of(query))


def test_all_words_must_be_there_in_any_order() -> None:
    assert matches("boats and nets", words_of("nets boats"))
    assert not matches("boats and nets", words_of("nets sails"))


def test_the_words_are_marked_in_the_text_as_it_was_written() -> None:
    assert list(marked("Café au lait", words_of("cafe LAIT"))) == [
        ("Café", True),
        (" au ", False),
        ("lait", True),
    ]


@given(st.text(max_size=60), st.text(max_size=6))
def test_marking_changes_no_letter(text: str, query: str) -> None:
    assert "".join(piece for piece, _ in marked(text, words_of(query))) == text


@given(st.text(max_size=30), st.text(min_size=1, max_size=8), st.text(max_size=30))
def test_whatever_stands_in_a_text_is_found_in_it(before: str, word: str, after: str) -> None:
    assert matches(f"{before} {word} {after}", words_of(word))
