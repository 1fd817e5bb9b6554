"""Finding words in what was said, whatever their capitals, accents and vowel marks.

Works for Latin, Arabic and Indic scripts: an Urdu word is found whichever keyboard typed its yeh, a Hindi
word with or without its nukta. Vowel signs of Indic scripts count, since they make another word.
"""

import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

VIRAMA = 9
_SAME_LETTER = {
    "ي": "ی",
    "ى": "ی",
    "ے": "ی",
    "ك": "ک",
    "ه": "ہ",
    "ھ": "ہ",
    "ە": "ہ",
    "ة": "ہ",
    "ۃ": "ہ",
    "ں": "ن",
    "ँ": "ं",
    "ß": "ss",
}
_UNSEEN = "\u0640\u200b\u200c\u200d\u2060"


@cache
def _table() -> dict[int, str]:
    """What each character counts as. Marks that stand above or below a letter count as nothing."""
    marks = (point for point in range(0x300, sys.maxunicode + 1) if unicodedata.combining(chr(point)))
    table = {point: "" for point in marks if unicodedata.combining(chr(point)) != VIRAMA}
    table |= {ord(letter): "" for letter in _UNSEEN}
    table |= {ord(letter): same for letter, same in _SAME_LETTER.items()}
    return table


def folded(text: str) -> str:
    """The text as it is compared."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).translate(_table()).casefold()


def words_of(query: str) -> list[str]:
    """The words to look for; a query without letters looks for nothing."""
    return [word for word in folded(query).split() if word]


def matches(text: str, words: list[str]) -> bool:
    """Are all the words in the text?"""
    within = folded(text)
    return all(word in within for word in words)


def marked(text: str, words: list[str]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, with True for those that were looked for."""
    hits = _hits(text, words)
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or hits[place] != hits[start]:
            yield text[start:place], hits[start]
            start = place


def _hits(text: str, words: list[str]) -> list[bool]:
    """For each character of the text whether it belongs to a word that was looked for."""
    parts = [(folded(letter), place) for place, letter in enumerate(text)]
    within = "".join(part for part, _ in parts)
    origin = [place for part, place in parts for _ in part]
    hits = [False] * len(text)
    for word in words:
        at = within.find(word)
        while at >= 0:
            first, last = origin[at], origin[at + len(word) - 1]
            hits[first : last + 1] = [True] * (last - first + 1)
            at = within.find(word, at + len(word))
    return hits
