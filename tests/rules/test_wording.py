"""What a typed text may look like."""

import unicodedata

import pytest
from hypothesis import given as always
from hypothesis import strategies as st

from roleplay.rules.kernel import Refused
from roleplay.rules.wording import MAX_BYTES, MAX_CHARACTERS, MAX_MARKS, clean

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS = st.characters(categories=["Mn", "Me", "Mc"])
TRICKY = st.sampled_from(
    "\u202e\u2066\u206a\ufeff\x00\x1b\x7f\x85\u2028\r\n\t \u200d\u034f\u0301\ufe0f\U000e0041"
)
texts = st.one_of(st.text(), st.text(st.one_of(MARKS, TRICKY, st.characters())))


def refusal(text, **limits):
    with pytest.raises(Refused) as caught:
        clean(text, **limits)
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    [
        "Good morning.",
        "میں آپ کی بات سمجھتا ہوں۔",
        "मैं आपकी बात समझता हूँ।",
        "قَالَ اَللّٰہُ",
        "क्ष्म्य",
        "two\nlines\n\nand a paragraph",
        "❤️‍🔥 and 👩🏽‍🏫",
        "می‌خواهم",
    ],
)
def test_honest_words_are_left_as_they_are(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  spaces around \n", "spaces around"),
        ("windows\r\nmac\runix\n", "windows\nmac\nunix"),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd"),
        ("many\n\n\n\n\nlines", "many\n\nlines"),
        ("tab\there", "tab here"),
        ("nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("e\u0301", "\u00e9"),
        ("abc\u202etxt.exe\u202c", "abctxt.exe"),
        ("\u2067isolated\u2069", "isolated"),
        ("\ufeffmark", "mark"),
        ("a\u206a\u206fb", "ab"),
        ("hidden\U000e0068\U000e0069", "hidden"),
        ("lone \ud800 half", "lone  half"),
    ],
)
def test_what_could_mislead_a_reader_is_taken_out(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize("glue", ["", "\u034f", "\u200d", "\u200b", "\u20dd"])
def test_marks_do_not_pile_up_whatever_holds_them_together(glue):
    piled = clean("Z" + f"\u0334\u0335{glue}" * 50)
    marks = [one for one in piled if unicodedata.category(one) in ("Mn", "Me")]
    assert len(marks) <= MAX_MARKS


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "\t", "\u200b", "\u200d\ufe0f", "\u3164", "\u2800", "\u202e", "\u0301", "\xa0"]
)
def test_what_cannot_be_seen_is_empty(text):
    assert refusal(text) == "empty"


def test_a_text_has_a_longest_length():
    assert clean("x" * MAX_CHARACTERS)
    assert clean("\U0001f600" * MAX_CHARACTERS)
    assert refusal("x" * (MAX_CHARACTERS + 1)) == "too_long"
    assert refusal("x" * 11, limit=10) == "too_long"
    assert refusal("\U0001f600" * 4000, limit=4000) == "too_long"


def test_what_is_taken_out_does_not_count_towards_the_length():
    assert clean("x" * 10 + "\x07" * 10 + " " * 10, limit=10) == "x" * 10


@always(texts)
def test_cleaning_twice_is_cleaning_once(text):
    try:
        kept = clean(text)
    except Refused:
        return
    assert clean(kept) == kept


@always(texts, st.integers(1, 50))
def test_what_is_kept_is_bounded_and_shows_what_it_says(text, limit):
    try:
        kept = clean(text, limit)
    except Refused as refused:
        assert refused.code in ("empty", "too_long")
        return
    assert 0 < len(kept) <= limit and len(kept.encode()) <= MAX_BYTES
    assert kept == kept.strip() and "\n\n\n" not in kept
    for character in kept:
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(character) not in BIDI
