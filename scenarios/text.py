"""Bytes from an author's file as text that is safe to keep: UTF-8, one kind of line end, nothing invisible.

Knows nothing of YAML or Markdown; both readers start here.
"""

import codecs
import re

UNWELCOME = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ufeff\ufffe\uffff]")
WIDE_BOMS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Unreadable(Exception):
    """A file that cannot be read, with the place (lines and columns count from 1) and the remedy."""

    def __init__(self, line: int, column: int, message: str, remedy: str, field: str = "") -> None:
        super().__init__(f"{line}:{column} {message}. {remedy}")
        self.line = line
        self.column = column
        self.message = message
        self.remedy = remedy
        self.field = field


def decode(raw: bytes, limit: int) -> str:
    """The text of a file of at most ``limit`` bytes; raises ``Unreadable``."""
    if len(raw) > limit:
        raise Unreadable(1, 1, f"the file is larger than {limit // 1024} KB", "Shorten it.")
    if raw.startswith(WIDE_BOMS):
        raise Unreadable(1, 1, "the file is not UTF-8", "Save it again with the encoding UTF-8.")
    text = _utf8(raw.removeprefix(codecs.BOM_UTF8))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := UNWELCOME.search(text):
        line, column = place(text, found.start())
        code = f"U+{ord(found[0]):04X}"
        raise Unreadable(line, column, f"an invisible control character ({code})", "Delete it.")
    return text


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character of ``text``."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
        line, column = place(before, len(before))
        byte = f"0x{raw[error.start]:02X}"
        message = f"the file is not UTF-8 (byte {byte})"
        raise Unreadable(line, column, message, "Save it again with the encoding UTF-8.") from None
