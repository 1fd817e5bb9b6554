"""Changing single values of a YAML text and leaving every other character, comments too, as written.

Each edit is read back and held against what it should have done. If the careful way fails, the next larger
part is written anew, and in the end the whole text, so the data is always right.
"""

import copy
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from scenarios.strict_yaml import Path, read
from scenarios.text import Unreadable
from scenarios.yaml_places import GONE, CannotEdit, Places
from scenarios.yaml_writing import entries

__all__ = ["GONE", "edit", "insert", "remove", "swap"]


def edit(text: str, edits: Mapping[Path, Any]) -> str:
    """The text with these values put in, or taken away where they are ``GONE``. It must be readable."""
    was = _data(text)
    changed = {path: value for path, value in edits.items() if _at(was, path) != value}
    wanted = copy.deepcopy(was)
    for path, value in changed.items():
        _put(wanted, path, value)

    def carefully() -> str:
        places = Places(text)
        return places.with_spans([places.value(*each) for each in changed.items()])

    if not changed:
        return text
    done = _tried(carefully, wanted)
    return _one_by_one(text, list(changed), wanted) if done is None else done


def insert(text: str, path: Path, index: int, value: Any) -> str:
    """A new item in the list at ``path``."""
    wanted = _data(text)
    _at(wanted, path).insert(index, value)

    def carefully() -> str:
        places = Places(text)
        return places.with_spans([places.new_item(path, index, value)])

    done = _tried(carefully, wanted)
    return _one_by_one(text, [path], wanted) if done is None else done


def remove(text: str, path: Path) -> str:
    """Without the item or entry at ``path``."""
    wanted = _data(text)
    _put(wanted, path, GONE)

    def carefully() -> str:
        places = Places(text)
        return places.with_spans([places.value(path, GONE)])

    done = _tried(carefully, wanted)
    return _one_by_one(text, [path[:-1]], wanted) if done is None else done


def swap(text: str, path: Path, one: int, other: int) -> str:
    """Two items of the list at ``path`` change places."""
    wanted = _data(text)
    items = _at(wanted, path)
    items[one], items[other] = items[other], items[one]

    def carefully() -> str:
        places = Places(text)
        return places.with_spans(places.swapped(path, one, other))

    done = _tried(carefully, wanted)
    return _one_by_one(text, [path], wanted) if done is None else done


def _one_by_one(text: str, paths: list[Path], wanted: Any) -> str:
    """Each value as ``wanted`` has it, with as little written anew around it as will do."""
    for path in paths:
        text = _smallest(text, path, wanted)
    return text if _data(text) == wanted else "\n".join(entries(wanted, 0)) + "\n"


def _smallest(text: str, path: Path, wanted: Any) -> str:
    for length in range(len(path), 0, -1):
        here, now = path[:length], _data(text)
        value = _at(wanted, here)
        try:
            _put(now, here, value)
        except (IndexError, KeyError, TypeError):
            continue
        tried = _tried(_putting(text, here, value), now)
        if tried is not None:
            return tried
    return text


def _putting(text: str, path: Path, value: Any) -> Callable[[], str]:
    def carefully() -> str:
        places = Places(text)
        return places.with_spans([places.value(path, value)])

    return carefully


def _tried(way: Callable[[], str], wanted: Any) -> str | None:
    """What this way makes of the text, if it reads as it should."""
    try:
        text = way()
        return text if _data(text) == wanted else None
    except (CannotEdit, Unreadable, yaml.YAMLError, IndexError):
        return None


def _data(text: str) -> Any:
    return copy.deepcopy(read(text.encode()).data)


def _at(data: Any, path: Path) -> Any:
    """What is at ``path``, or ``GONE``."""
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return GONE
    return data


def _put(tree: Any, path: Path, value: Any) -> None:
    """Makes the mappings on the way that are not there yet."""
    data: Any = tree
    for part in path[:-1]:
        if isinstance(data, dict) and not isinstance(data.get(part), dict | list):
            data[part] = {}
        data = data[part]
    if value is not GONE:
        data[path[-1]] = value
    elif isinstance(data, list):
        del data[int(path[-1])]
    else:
        data.pop(path[-1], None)
