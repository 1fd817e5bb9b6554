"""The record as a file: CSV for spreadsheets, JSON for programs, HTML for paper. Made piece by piece.

All three hold the same lines, and say first what they are and how many lines they have.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

from django.template.loader import render_to_string

from roleplay.record.columns import Names, Value, columns, instant
from roleplay.record.filters import Filters
from roleplay.record.scope import counted, statement, title
from roleplay.record.transcript import Chapter, RecordLine, Transcript

FORMAT = "baithak-record-1"
BOM = "\ufeff"
PIECE = 200
"""So many lines are made at a time."""

GUARD = "'"
FORMULA = "=+-@\t\r\n\x00＝＋－＠"
PLACE_OF_LINES = "<!-- lines -->"


@dataclass(frozen=True)
class Export:
    """What to write: a transcript, the lines of it that were asked for, names for staff who want them."""

    made: Transcript
    lines: list[RecordLine]
    filters: Filters = field(default_factory=Filters)
    names: Names = field(default_factory=dict)

    @property
    def scope(self) -> str:
        chosen = " Only the lines that were filtered for." if self.filters.active else ""
        return statement(self.made) + chosen


def as_csv(export: Export) -> Iterator[str]:
    """First row: scope and number of lines; second row: names of the columns; then a row for each line."""
    chosen = columns(export.made, export.names)
    yield BOM + row(["scope", export.scope, "lines", len(export.lines)]) + row(list(chosen))
    for piece in _pieces(iter(export.lines)):
        yield "".join(row([of(line, export.names) for of in chosen.values()]) for line in piece)


def row(values: list[Value]) -> str:
    """A row of CSV, every cell quoted, none of them a formula."""
    echo = _Echo()
    csv.writer(echo, quoting=csv.QUOTE_ALL).writerow([cell(value) for value in values])
    return echo.written


def cell(value: Value) -> str:
    """The text of a cell. One that a spreadsheet could take for a formula gets a leading ``'``, and so does
    one that begins with ``'``: whoever takes one leading ``'`` away has the text as it was."""
    if isinstance(value, list):
        value = "; ".join(value)
    text = "" if value is None else str(value)
    first = text.lstrip(" \u00a0\u200b")[:1] or text[:1]
    return GUARD + text if first and first in FORMULA + GUARD else text


class _Echo:
    """A file that remembers what was written to it last."""

    written = ""

    def write(self, text: str) -> int:
        self.written = text
        return len(text)


def as_json(export: Export) -> Iterator[str]:
    """One object: ``format``, ``scope`` (what is in it), ``lines`` (how many items), ``of`` (how many
    without filters), ``view``, ``attribution``, ``title``, ``ended``, ``phases`` and ``items``.

    Each item has the columns of the view as keys, see ``columns``: texts, counts or null, lists of labels.
    Times are ISO 8601 with an offset. A text is as it was typed; nothing is guarded as in CSV.
    """
    chosen = columns(export.made, export.names)
    yield _head(export)
    first = True
    for piece in _pieces(iter(export.lines)):
        items = [{name: of(line, export.names) for name, of in chosen.items()} for line in piece]
        yield ("" if first else ",\n") + ",\n".join(_json(item) for item in items)
        first = False
    yield "\n]}\n"


def _head(export: Export) -> str:
    """Everything but the items, with the list of items left open."""
    made = export.made
    head = {
        "format": FORMAT,
        "scope": export.scope,
        "lines": len(export.lines),
        "of": len(made.lines),
        "view": made.view,
        "attribution": made.attribution,
        "title": made.title,
        "ended": made.ended,
        "phases": [{"title": one.name, "began": instant(one.at)} for one in made.chapters],
    }
    return _json(head)[:-1] + ', "items": [\n'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def as_html(export: Export) -> Iterator[str]:
    """A page that stands alone: no script, no picture, nothing fetched from anywhere."""
    context = {
        "made": export.made,
        "title": title(export.made),
        "scope": export.scope,
        "count": len(export.lines),
        "counted": counted(export.made, len(export.lines), export.filters),
        "lines": PLACE_OF_LINES,
    }
    head, foot = render_to_string("record/export.html", context).split(PLACE_OF_LINES)
    yield head
    for chapter, lines in groupby(export.lines, key=lambda line: line.chapter):
        yield from _chapter(export, chapter, lines)
    yield foot


def _chapter(export: Export, chapter: Chapter, lines: Iterator[RecordLine]) -> Iterator[str]:
    heading: Chapter | None = chapter
    for piece in _pieces(lines):
        context: dict[str, Any] = {"made": export.made, "chapter": heading, "lines": piece}
        context |= {"names": export.names, "words": [], "links": False}
        yield render_to_string("record/_chapter.html", context)
        heading = None


def _pieces(lines: Iterator[RecordLine]) -> Iterator[list[RecordLine]]:
    while piece := list(islice(lines, PIECE)):
        yield piece


@dataclass(frozen=True)
class Format:
    write: Callable[[Export], Iterator[str]]
    content_type: str


FORMATS = {
    "csv": Format(as_csv, "text/csv; charset=utf-8"),
    "json": Format(as_json, "application/json"),
    "html": Format(as_html, "text/html; charset=utf-8"),
}
