"""What a typed text may look like: cleaned, bounded, never empty.

Used by every subject that takes words from people. What the words mean is not known here.
"""

import re
import unicodedata

from .kernel import Refused

MAX_CHARACTERS = 2000
MAX_BYTES = 8192
MAX_MARKS = 4

_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85]")
_BLANK_LINES = re.compile(r"\n{3,}")
# Direction overrides can make a line read as something it is not; the page sets direction itself.
_UNWANTED = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

_JOINERS = "\u200b\u200c\u200d\u2060"
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def clean(text: str, limit: int = MAX_CHARACTERS, most_bytes: int = MAX_BYTES) -> str:
    """The text as it is kept: NFC, single line ends, no control characters, stacked marks clamped.

    Raises Refused ``empty`` or ``too_long`` (``limit`` counts characters).
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = _clamp_marks(unicodedata.normalize("NFC", _UNWANTED.sub("", text)))
    text = _BLANK_LINES.sub("\n\n", unicodedata.normalize("NFC", text)).strip()
    if not _has_ink(text):
        raise Refused("empty", "There is nothing to send yet.")
    if len(text) > limit or len(text.encode()) > most_bytes:
        raise Refused("too_long", f"This is too long: at most {limit} characters at a time.")
    return text


def _clamp_marks(text: str) -> str:
    """At most MAX_MARKS marks in a row, joined or not, so that a line cannot climb over others."""
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        if _is_mark(character):
            marks += 1
        elif character not in _JOINERS:
            marks = 0
        if marks <= MAX_MARKS or not _is_mark(character):
            kept.append(character)
    return "".join(kept)


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0 or unicodedata.category(character) in ("Mn", "Me")


def _has_ink(text: str) -> bool:
    return any(
        unicodedata.category(character)[0] not in "ZCM" and character not in _BLANK_LETTERS
        for character in text
    )
