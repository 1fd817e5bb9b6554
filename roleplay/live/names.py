"""Names that people give themselves: which are safe to show, and which look like another's.

``spoken`` gives the form that is shown, ``skeleton`` the key that is unique in a workshop. What is
not a letter, a digit or a little punctuation of a living script is refused, so that a name can
neither hide, nor overflow, nor pass for a badge, the facilitator or somebody else.
"""

import hashlib
import unicodedata
from functools import cache

import regex
from confusable_homoglyphs.confusables import confusables_data
from precis_i18n import get_profile

from roleplay.rules.kernel import Refused

LONGEST = 40
LONGEST_STORED = 120
LONGEST_KEY = 240
MOST_MARKS = 3

_PROFILE = get_profile("NicknameCasePreserved")
_JOINERS = "\u200c\u200d"
_APART = regex.compile(r"[ \-'.\u2010\u2013\u2018\u2019\u02bc\u00b7\u0970\u06d4\u0f0b]+")
_HIDDEN = regex.compile(r"[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]")
_ACCENT_STACK = regex.compile(rf"[\u0300-\u036f]{{{MOST_MARKS + 1},}}")
_STACK = regex.compile(
    rf"(?:^|(?<=[^\p{{L}}\p{{M}}{_JOINERS}]))\p{{M}}|\p{{M}}{{{MOST_MARKS + 1},}}|\p{{Me}}"
)

_LATIN = (
    r"a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u01bf\u01c4-\u024f"
    r"\u0253\u0254\u0256\u0257\u0259\u025b\u1e00-\u1eff"
)
_ACCENTS = r"\u0300-\u0333\u0339-\u034e"
_CASED = ("Greek", "Cyrillic", "Armenian", "Georgian")
_UNCASED = [
    "Arabic",
    "Bengali",
    "Bopomofo",
    "Chakma",
    "Devanagari",
    "Ethiopic",
    "Gujarati",
    "Gurmukhi",
    "Hangul",
    "Hebrew",
    "Kannada",
    "Khmer",
    "Lao",
    "Limbu",
    "Malayalam",
    "Meetei_Mayek",
    "Myanmar",
    "Ol_Chiki",
    "Oriya",
    "Sinhala",
    "Syriac",
    "Tamil",
    "Telugu",
    "Thaana",
    "Thai",
    "Tibetan",
    "Tifinagh",
]
_SCRIPTS = "|".join(
    f"[{letters}0-9{_JOINERS}]+"
    for letters in (
        _LATIN + _ACCENTS,
        *(rf"\p{{scx={script}}}{_ACCENTS}" for script in _CASED),
        *(rf"\p{{scx={script}}}" for script in _UNCASED),
        r"\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}",
    )
)
_ONE_SCRIPT = regex.compile(_SCRIPTS)
_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}" + _JOINERS + "]+")
_IDLE_JOINER = regex.compile(rf"(?<=[\p{{scx=Arabic}}\p{{scx=Devanagari}}\p{{scx=Gujarati}}])[{_JOINERS}]+")

_UNSEEN = regex.compile(rf"[{_JOINERS}\u0300-\u036f\u064b-\u0652\u0670]")
_SAME_LOOK = {"i": "l", "1": "l", "|": "l", "0": "o", "m": "rn", "w": "vv"}

RESERVED_ANYWHERE = [
    "facilitator",
    "moderator",
    "administrator",
    "admin",
    "baithak",
    "sysadmin",
    "سہولت\u200cکار",
    "سہولتکار",
    "ایڈمن",
    "میزبان",
    "موڈریٹر",
    "بیٹھک",
    "سسٹم",
    "सुविधाकर्ता",
    "मेज़बान",
    "मेजबान",
    "मॉडरेटर",
    "एडमिन",
    "बैठक",
    "सिस्टम",
    "सूत्रधार",
    "संचालक",
]
RESERVED_WORDS = [
    "host",
    "hosts",
    "cohost",
    "staff",
    "system",
    "everyone",
    "عملہ",
    "منتظم",
    "ہوسٹ",
    "اسٹاف",
    "होस्ट",
    "स्टाफ",
    "आयोजक",
    "कर्मचारी",
    "प्रशासक",
    "व्यवस्थापक",
]

_EMPTY = "Please write a name."
_LONG = f"Please write a shorter name: at most {LONGEST} characters."
_CLOAKED = (
    "This name has characters that cannot be seen or that turn the writing around. Please type it anew."
)
_SIGNS = "Please use only letters, digits, spaces, hyphens, apostrophes and full stops in a name."
_STACKED = "This name has too many marks on one letter."
_MIXED = "Please write each word of the name in one alphabet."
_OFFICE = "This name could be taken for the facilitator or for Baithak itself. Please choose another."


def spoken(name: str) -> str:
    """The form of this name that is shown. Raises Refused ``bad_name`` with a sentence for its bearer."""
    if len(name) > LONGEST_STORED * 4:
        raise _refused(_LONG)
    if not name.strip():
        raise _refused(_EMPTY)
    shown = _prepared(name)
    if len(regex.findall(r"\X", shown)) > LONGEST or len(shown) > LONGEST_STORED:
        raise _refused(_LONG)
    words = _WORD.findall(shown)
    if not _APART.fullmatch(_WORD.sub("", shown) or " ") or not regex.search(r"\p{L}", shown):
        raise _refused(_SIGNS)
    if _STACK.search(shown) or _ACCENT_STACK.search(unicodedata.normalize("NFD", shown)):
        raise _refused(_STACKED)
    if not all(_ONE_SCRIPT.fullmatch(word) and not _disguised(word) for word in words):
        raise _refused(_MIXED)
    if _reserved(shown, words):
        raise _refused(_OFFICE)
    return shown


def skeleton(name: str) -> str:
    """What the name looks like: names that could be mistaken for each other have the same."""
    letters = _APART.sub("", unicodedata.normalize("NFKC", name)).casefold()
    letters = _UNSEEN.sub("", unicodedata.normalize("NFD", letters))
    key = "".join(map(_look_of_small, letters))
    if len(key) <= LONGEST_KEY:
        return key
    return key[: LONGEST_KEY - 64] + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _prepared(name: str) -> str:
    """The nickname profile of RFC 8266, applied until nothing changes."""
    for attempt in (name, _IDLE_JOINER.sub("", name)):
        try:
            return _stable(attempt)
        except UnicodeEncodeError:
            continue
    raise _refused(_CLOAKED if _HIDDEN.search(name) else _SIGNS)


def _stable(name: str) -> str:
    for _ in range(4):
        before, name = name, _PROFILE.enforce(name)
        if name == before:
            return name
    raise UnicodeEncodeError("nickname", name, 0, 1, "does not settle")


def _reserved(shown: str, words: list[str]) -> bool:
    anywhere, alone = _reserved_keys()
    whole = skeleton(regex.sub(r"\p{Nd}", "", shown))
    keys = {skeleton(regex.sub(r"^\p{Nd}+|\p{Nd}+$", "", word)) for word in words}
    keys |= {whole, skeleton(shown)}
    return bool(keys & alone) or any(key in each for key in anywhere for each in (whole, skeleton(shown)))


@cache
def _reserved_keys() -> tuple[frozenset[str], frozenset[str]]:
    anywhere, alone = map(skeleton, RESERVED_ANYWHERE), map(skeleton, RESERVED_WORDS)
    return frozenset(anywhere), frozenset(alone)


def _disguised(word: str) -> bool:
    """A word of another alphabet that looks all Latin, with a capital that looks like a letter it is not.

    Such a capital (Greek N, whose small form looks like v) would not share a key with its Latin twin.
    """
    if regex.match(rf"[{_LATIN}]", word):
        return False
    looks = [_look(letter) for letter in word]
    if not all(look.isascii() for look in looks):
        return False
    return skeleton("".join(looks)) != skeleton(word)


@cache
def _look_of_small(letter: str) -> str:
    """What a small letter is counted as: the Latin letter that it, or else its capital, looks like."""
    look = _look(letter)
    if not look.isascii() and (capital := _look(letter.upper())).isascii():
        look = capital
    return "".join(_SAME_LOOK.get(each, each) for each in look.casefold())


def _look(letter: str) -> str:
    """The prototype of a letter in Unicode's table of confusables; the letter itself if it has none."""
    alike = _alike().get(letter)
    if not alike or len(alike) > 1:
        return letter
    if len(_alike()[alike[0]]) > 1:
        return alike[0]
    return min(letter, alike[0], key=lambda each: (len(each) == 1, not each.isascii(), each))


@cache
def _alike() -> dict[str, list[str]]:
    """The table, without the direction marks that its file puts around letters written from the right."""
    return {
        letter.strip("\u200e"): [one["c"].strip("\u200e") for one in alike]
        for letter, alike in confusables_data.items()
    }


def _refused(say: str) -> Refused:
    return Refused("bad_name", say)
