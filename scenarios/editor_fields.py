"""The fields of the editor's forms, made from the pack's own schema, so that a new field has a form at once.

A ``Field`` is one thing to fill in, an ``Items`` a list of like things. Values come from what the file says,
right or wrong; what was filled in is read in ``editor_forms.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from scenarios.editor_words import (
    NEVER,
    SECTIONS,
    WORDS,
    label_of,
    naming,
    nothing_for,
    noun_of,
    title_of,
    tool_called,
    word_for,
)
from scenarios.known import card_names, gate_names, gate_says, tool_names
from scenarios.schema import Minutes, Pack
from scenarios.shelf_reader import named_cards
from scenarios.strict_yaml import Path

SHORT = 40
"""A text of at most so many characters gets one line."""

Choices = list[tuple[str, str]]
FORMS: tuple[int, ...] = get_args(Minutes)


def name_of(path: Path) -> str:
    """What the field of a value is called in a form."""
    return "f." + ".".join(map(str, path))


@dataclass
class Field:
    """``kind``: short, line, prose, number, flag, choice, lines, numbers, picks. ``shown`` is what the page
    shows: a text, or for picks the chosen ones."""

    path: Path
    kind: str
    label: str
    shown: Any
    optional: bool = False
    choices: Choices = field(default_factory=list)
    usual: bool | None = None
    """For picks that may be left to what is usual: whether they are."""

    @property
    def name(self) -> str:
        return name_of(self.path)

    @property
    def anchor(self) -> str:
        return "f-" + "-".join(map(str, self.path))


@dataclass
class Group:
    """Fields that belong together under one name."""

    label: str
    parts: "list[Part]"


@dataclass
class Item:
    """``title`` is what the field ``named`` says, ``side`` tells two of one title apart."""

    path: Path
    title: str
    side: str
    named: str
    parts: "list[Part]"
    first: bool
    last: bool

    @property
    def dotted(self) -> str:
        return ".".join(map(str, self.path))

    @property
    def anchor(self) -> str:
        return "f-" + "-".join(map(str, self.path))


@dataclass
class Items:
    path: Path
    label: str
    noun: str
    items: list[Item]

    @property
    def dotted(self) -> str:
        return ".".join(map(str, self.path))

    @property
    def anchor(self) -> str:
        return "f-" + "-".join(map(str, self.path))


Part = Field | Group | Items


def section_parts(section: str, data: dict[str, Any]) -> list[Part]:
    """What the page of this section asks for."""
    builder = _Builder(data)
    return [
        part
        for name in names_of(section)
        for part in builder.parts((name,), Pack.model_fields[name], data.get(name))
    ]


def names_of(section: str) -> list[str]:
    """The top fields of a section; ``more`` has all those that no other has."""
    named = [name for _, _, names in SECTIONS.values() for name in names]
    rest = [name for name in Pack.model_fields if name not in named and name not in NEVER]
    return [name for name in SECTIONS[section][2] if name in Pack.model_fields] or rest


def section_of(name: str) -> str | None:
    """The section that has the top field ``name``."""
    return next((section for section in SECTIONS if name in names_of(section)), None)


def fields_in(parts: list[Part]) -> Iterator[Field]:
    for part in parts:
        if isinstance(part, Field):
            yield part
        elif isinstance(part, Group):
            yield from fields_in(part.parts)
        else:
            for item in part.items:
                yield from fields_in(item.parts)


def bare(kind: Any) -> tuple[Any, list[Any], bool]:
    """A type without ``Annotated`` and ``| None``, the notes on it, and whether it may be nothing."""
    notes: list[Any] = []
    optional = False
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            notes += more
        elif get_origin(kind) in (Union, UnionType):
            optional = optional or type(None) in get_args(kind)
            kind = next(each for each in get_args(kind) if each is not type(None))
        else:
            return kind, notes, optional


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


class _Builder:
    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def parts(self, path: Path, info: FieldInfo, value: Any) -> list[Part]:
        kind, notes, optional = bare(info.annotation)
        optional = optional or not info.is_required()
        if is_model(kind):
            return [Group(label_of(path), self._model(path, kind, value))]
        if get_origin(kind) is dict:
            return [self._mapping(path, kind, value)]
        if get_origin(kind) is list:
            inner, _, _ = bare(get_args(kind)[0])
            if is_model(inner):
                return [self._items(path, inner, value)]
            return [self._list(path, inner, value, optional)]
        value = info.default if value is None and not info.is_required() else value
        return [self._single(path, kind, [*info.metadata, *notes], optional, value)]

    def _model(self, path: Path, kind: Any, value: Any) -> list[Part]:
        values = value if isinstance(value, dict) else {}
        return [
            part
            for name, info in kind.model_fields.items()
            if name != "id" and not (name == "gate" and name not in values)
            for part in self.parts((*path, name), info, values.get(name))
        ]

    def _items(self, path: Path, kind: Any, value: Any) -> Items:
        values = value if isinstance(value, list) else []
        noun = noun_of(str(path[-1]))
        items = [
            Item(
                (*path, index),
                title_of(each, noun, index),
                self._of_side(each, str(path[-1])),
                name_of((*path, index, naming(each))),
                self._model((*path, index), kind, each),
                index == 0,
                index == len(values) - 1,
            )
            for index, each in enumerate(values)
        ]
        return Items(path, label_of(path), noun, items)

    def _of_side(self, item: Any, name: str) -> str:
        """Seats of two sides may have one title."""
        side = item.get("side") if name == "seats" and isinstance(item, dict) else None
        return f" ({dict(self._ids('sides', 'name')).get(str(side), side)})" if side else ""

    def _mapping(self, path: Path, kind: Any, value: Any) -> Group:
        values = value if isinstance(value, dict) else {}
        key_kind, value_kind = get_args(kind)
        inner, notes, _ = bare(value_kind)
        parts: list[Part] = []
        for key, label in self._keys(str(path[-1]), key_kind, values):
            one = self._single((*path, key), inner, notes, True, values.get(key))
            one.label = label
            parts.append(one)
        return Group(label_of(path), parts)

    def _keys(self, name: str, kind: Any, values: dict[Any, Any]) -> list[tuple[Any, str]]:
        inner, _, _ = bare(kind)
        if name in ("positions", "gains"):
            return [(side, label) for side, label in self._ids("sides", "name")]
        if name == "minutes":
            return [(form, f"of {form} min") for form in FORMS]
        if get_origin(inner) is Literal:
            return [(key, str(key).capitalize()) for key in get_args(inner)]
        return [(key, str(key)) for key in values]

    def _list(self, path: Path, kind: Any, value: Any, optional: bool) -> Field:
        name = str(path[-1])
        values = value if isinstance(value, list) else []
        choices = self._choices(name, kind)
        if choices or name in ("seats", "phases"):
            usual = (value is None) if optional and name == "tools" else None
            return Field(
                path, "picks", label_of(path), [str(each) for each in values], optional, choices, usual
            )
        if kind is int:
            return Field(path, "numbers", label_of(path), ", ".join(map(str, values)), optional)
        return Field(path, "lines", label_of(path), "\n".join(map(str, values)), optional)

    def _single(self, path: Path, kind: Any, notes: list[Any], optional: bool, value: Any) -> Field:
        name = str(path[-1])
        shown = "" if value is None else str(value)
        if kind is bool:
            return Field(path, "flag", label_of(path), value is True, optional)
        choices = self._choices(name, kind)
        if choices:
            known = any(shown == each for each, _ in choices)
            extra = [] if known or not shown else [(shown, f"{shown} (unknown)")]
            blank = [("", nothing_for(path))] if optional or not shown else []
            return Field(path, "choice", label_of(path), shown, optional, [*blank, *extra, *choices])
        if kind in (int, float):
            return Field(path, "number", label_of(path), shown, optional)
        longest = next((each.max_length for each in notes if isinstance(each, StringConstraints)), None)
        pattern = any(isinstance(each, StringConstraints) and each.pattern for each in notes)
        kind_of_text = (
            "short" if pattern or (longest or 999) <= SHORT else "line" if longest == 300 else "prose"
        )
        return Field(path, kind_of_text, label_of(path), shown, optional)

    def _choices(self, name: str, kind: Any) -> Choices:
        if get_origin(kind) is Literal:
            return [(str(each), word_for(name, str(each))) for each in get_args(kind)]
        if name in ("side", "embarrasses"):
            return self._ids("sides", "name")
        if name == "seats":
            return self._ids("seats", "title")
        if name == "phases":
            return self._ids("agenda", "title")
        if name == "code":
            return [(f"PH{number}", WORDS[f"PH{number}"]) for number in range(10)]
        if name == "tools":
            return [(tool, tool_called(tool)) for tool in tool_names()]
        if name in ("gates", "gate"):
            return [(gate, f"{gate_says(gate).capitalize()}.") for gate in gate_names()]
        return named_cards(card_names()) if name == "shelf" else []

    def _ids(self, name: str, label: str) -> Choices:
        """The ids of a list of the pack, with what each is called."""
        items = self.data.get(name)
        found = [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
        return [(str(each["id"]), str(each.get(label, each["id"]))) for each in found if "id" in each]
