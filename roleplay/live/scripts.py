"""In which script a text is written, and so in which language and direction a page shows it."""

from django.utils.translation import gettext_lazy as _

Script = tuple[str, str]
"""(language, direction) of a text."""
LANGUAGES = {"ur": _("Urdu"), "hi": _("Hindi")}


def script_of(text: str) -> Script:
    """(language, direction) of a text by its script; ("", "auto") when it is not clearly Urdu or Hindi."""
    if text.isascii():
        return "", "auto"
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    devanagari = sum("\u0900" <= letter <= "\u097f" for letter in text)
    letters = sum(letter.isalpha() for letter in text) or 1
    if arabic * 2 > letters:
        return "ur", "rtl"
    if devanagari * 2 > letters:
        return "hi", "ltr"
    return "", "auto"
