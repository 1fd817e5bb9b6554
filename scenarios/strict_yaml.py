"""YAML without its traps: plain data, and the place of every part of it.

Reads the parser's events one by one and refuses, before anything is built, what a pack never needs: anchors,
aliases, merge keys, tags, several documents, deep nesting, very many values. Knows nothing of packs.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from scenarios.text import UNWELCOME, Unreadable, decode

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
MAX_VALUES = 20_000
MAX_DIGITS = 15

Path = tuple[str | int, ...]
Place = tuple[int, int]

# YAML 1.2 core types: `no`, `on`, `1:30` and `2007-02-01` stay text, 010 is ten.
NULLS = {"", "~", "null", "Null", "NULL"}
TRUES = {"true", "True", "TRUE"}
FALSES = {"false", "False", "FALSE"}
WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

# What libyaml says, what an author understands, what to do about it. First match wins.
PLAIN_WORDS = (
    (
        "mapping values are not allowed",
        "a second colon on one line",
        'Put a text that contains ": " in quotes.',
    ),
    ("could not find expected ':'", "a name without a colon", "Write `name: value`."),
    ("unknown escape", "an unknown \\ sequence in double quotes", "Use single quotes, or write \\\\."),
    ("hexdecimal", "an unfinished \\ sequence in double quotes", "Use single quotes, or write \\\\."),
    ("Unicode character escape", "an impossible \\ sequence in double quotes", "Write the character itself."),
    ("unexpected end of stream", "a quote that is opened and never closed", "Close the quote."),
    ("document indicator", "a quote that is opened and never closed", "Close the quote."),
    ("',' or ']'", "a list in square brackets that is not closed", "Add the missing , or ]."),
    ("',' or '}'", "a mapping in curly brackets that is not closed", "Add the missing , or }."),
    ("expected '-'", "this line stands under a list but is no item of it", "Check its indentation."),
    ("expected key", "this line does not fit its neighbours", "Check its indentation and its quotes."),
    ("expected node content", "a value is missing here", "Write a value, or put it in quotes."),
    ("not allowed in this context", "this cannot begin here", "Check the indentation of this line."),
    ("block scalar", "a text after | or > that is not indented evenly", "Indent it with spaces only."),
    ("indentation", "a text after | or > that is not indented evenly", "Indent it with spaces only."),
    ("tag", "a tag (a value that begins with !)", "Put the value in quotes."),
    ("anchor", "an anchor or alias (a value that begins with & or *)", "Put the value in quotes."),
    ("alias", "an anchor or alias (a value that begins with & or *)", "Put the value in quotes."),
    ("directive", "a directive (a line that begins with %)", "Delete it, or put the value in quotes."),
    ("document start", "something that stands outside the document", "Check the indentation of this line."),
)


@dataclass(frozen=True)
class Document:
    """What a file says (``data``) and where it says it."""

    data: Any
    places: dict[Path, Place]

    def place(self, path: Path) -> Place:
        """Line and column of the part at ``path``, or of the nearest part around it that exists."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))


@dataclass
class _Open:
    """A list or mapping that is not finished yet."""

    value: list[Any] | dict[Any, Any]
    path: Path
    key: str | int | None = None
    seen: dict[str, Place] = field(default_factory=dict)

    @property
    def wants_key(self) -> bool:
        return isinstance(self.value, dict) and self.key is None


def read(raw: bytes) -> Document:
    """The one mapping that the file holds; raises ``Unreadable``."""
    text = decode(raw, MAX_BYTES)
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _in_plain_words(error, text) from None
    except yaml.YAMLError as error:
        raise Unreadable(1, 1, "this is not YAML", str(error)[:200]) from None
    if not isinstance(builder.root, dict):
        raise Unreadable(1, 1, "the file is empty or is not a mapping", "Begin it with `name: value` lines.")
    return Document(builder.root, builder.places)


class _Builder:
    """Builds plain data from parser events, and refuses as early as it can."""

    def __init__(self) -> None:
        self.root: Any = None
        self.places: dict[Path, Place] = {}
        self.open: list[_Open] = []
        self.values = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._begin_document(event)
        elif isinstance(event, yaml.AliasEvent):
            raise _refuse(event, f"an alias (*{event.anchor})", "Write the value out again.")
        elif isinstance(event, yaml.ScalarEvent):
            self._check_node(event)
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._check_node(event)
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()

    def _begin_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _refuse(event, "a second document (---)", "Keep one document in a file.")
        if event.version or event.tags:
            raise _refuse(event, "a directive (a line that begins with %)", "Delete it.")

    def _check_node(self, event: Any) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            raise _refuse(event, f"more than {MAX_VALUES} values", "Shorten the file.")
        if event.anchor is not None:
            raise _refuse(event, f"an anchor (&{event.anchor})", "Delete it, or put the value in quotes.")
        if event.tag is not None:
            raise _refuse(event, f"a tag ({event.tag[:60]})", "Delete it, or put the value in quotes.")

    def _begin(self, event: Any) -> None:
        if len(self.open) >= MAX_DEPTH:
            raise _refuse(
                event, f"nesting deeper than {MAX_DEPTH}", "Check the brackets and the indentation."
            )
        value: list[Any] | dict[Any, Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self.open and self.open[-1].wants_key:
            raise _refuse(
                event, "a name that is a list or a mapping", "A name is a word. Check the brackets."
            )
        self.open.append(_Open(value, self._put(value, event)))

    def _scalar(self, event: Any) -> None:
        parent = self.open[-1] if self.open else None
        if parent is None or not parent.wants_key:
            self._put(_value(event), event)
            return
        key = _key(event)
        here = _place(event)
        if first := parent.seen.get(str(key)):
            message = f'"{key}" is given twice: first in line {first[0]}, again in line {here[0]}'
            raise _refuse(event, message, "Keep one of them.", (*parent.path, key))
        parent.seen[str(key)] = here
        parent.key = key
        self.places[(*parent.path, key)] = here

    def _put(self, value: Any, event: Any) -> Path:
        """Puts a finished or just begun value where it belongs, and says where that is."""
        if not self.open:
            self.root = value
            self.places[()] = _place(event)
            return ()
        parent = self.open[-1]
        if isinstance(parent.value, list):
            path = (*parent.path, len(parent.value))
            parent.value.append(value)
            self.places[path] = _place(event)
            return path
        assert parent.key is not None
        path = (*parent.path, parent.key)
        parent.value[parent.key] = value
        parent.key = None
        return path


def _key(event: Any) -> str | int:
    if event.value == "<<" and event.implicit[0]:
        raise _refuse(event, "a merge key (<<)", "Write the fields out again.")
    key = _value(event)
    if isinstance(key, bool) or not isinstance(key, (str, int)):
        raise _refuse(event, f'"{event.value[:40]}" cannot be a name', "Use a word, or put it in quotes.")
    return key


def _value(event: Any) -> Any:
    """A scalar's value. Only plain ones, without quotes, can be anything but text."""
    text: str = event.value
    if found := UNWELCOME.search(text):
        message = f"an invisible control character (U+{ord(found[0]):04X}) written as a \\ sequence"
        raise _refuse(event, message, "Delete it.")
    if not event.implicit[0]:
        return text
    if text in NULLS:
        return None
    if text in TRUES or text in FALSES:
        return text in TRUES
    if NOT_FINITE.fullmatch(text):
        raise _refuse(event, f"{text} is not a number that a pack can use", "Write an ordinary number.")
    if WHOLE.fullmatch(text) or DECIMAL.fullmatch(text):
        return _number(event, text)
    return text


def _number(event: Any, text: str) -> int | float:
    if len(text) > MAX_DIGITS:
        raise _refuse(event, "a number that is too long", "Shorten it, or put it in quotes if it is text.")
    if WHOLE.fullmatch(text):
        base = {"0o": 8, "0x": 16}.get(text[:2], 10)
        return int(text, base)
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise _refuse(event, "a number that is too large", "Shorten it, or put it in quotes if it is text.")
    return number


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _refuse(event: Any, message: str, remedy: str, path: Path = ()) -> Unreadable:
    line, column = _place(event)
    return Unreadable(line, column, message, remedy, ".".join(map(str, path)))


def _in_plain_words(error: yaml.MarkedYAMLError, text: str) -> Unreadable:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = " ".join(filter(None, (error.problem, error.context)))
    if "cannot start any token" in said:
        return _bad_start(line, column, text)
    for words, message, remedy in PLAIN_WORDS:
        if words in said:
            return Unreadable(line, column, message, remedy)
    return Unreadable(line, column, f"this cannot be read ({said[:120]})", "Check quotes and indentation.")


def _bad_start(line: int, column: int, text: str) -> Unreadable:
    row = text.split("\n")[line - 1] if line <= text.count("\n") + 1 else ""
    found = row[column - 1 : column]
    if found == "\t":
        return Unreadable(line, column, "a tab where spaces are needed", "Indent with spaces only.")
    return Unreadable(line, column, f"a value cannot begin with {found!r}", "Put the value in quotes.")
