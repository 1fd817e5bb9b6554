"""Plain data as YAML in the style of the built-in packs: texts quoted or folded, small lists on one line.

Writes only what ``strict_yaml`` reads back as the same; where a text goes into a file is ``yaml_editing.py``.
"""

import json
import re
import textwrap
from typing import Any

WIDTH = 118
PLAIN = re.compile(r"[a-z][a-z0-9-]*")
NOT_PLAIN = {"true", "false", "null"}
ENOUGH_FOR_A_LINE = 100


def value_after_colon(value: Any, indent: int) -> str:
    """What stands after ``name:`` in a mapping whose names begin at ``indent``."""
    if isinstance(value, dict) and value and not _small(value):
        return "\n" + "\n".join(entries(value, indent + 2))
    if isinstance(value, list) and value and not _small(value):
        return "\n" + "\n".join(item(each, indent + 2) for each in value)
    return " " + _one_value(value, indent + 2)


def item(value: Any, indent: int) -> str:
    """A whole item of a list whose dashes begin at ``indent``."""
    dash = " " * indent + "- "
    if isinstance(value, dict) and value and not _small(value):
        return dash + "\n".join(entries(value, indent + 2)).lstrip(" ")
    if isinstance(value, list) and value and not _small(value):
        return dash + "\n".join(item(each, indent + 2) for each in value).lstrip(" ")
    return dash + _one_value(value, indent + 2)


def entries(values: dict[Any, Any], indent: int) -> list[str]:
    """The lines of a mapping, each entry as one string."""
    return [f"{' ' * indent}{flow(name)}:{value_after_colon(each, indent)}" for name, each in values.items()]


def flow(value: Any) -> str:
    """On one line, for whatever is small or stands inside brackets."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(name)}: {flow(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    if isinstance(value, str):
        return value if PLAIN.fullmatch(value) and value not in NOT_PLAIN else _quoted(value)
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _small(value: Any) -> bool:
    """Short words and numbers only: ``[in1, pk1]``, ``{45: 5}``."""
    parts = list(value.values()) if isinstance(value, dict) else value
    simple = all(not isinstance(part, str) or PLAIN.fullmatch(part) for part in parts)
    return simple and not any(isinstance(part, dict | list) for part in parts) and len(flow(value)) < WIDTH


def _one_value(value: Any, indent: int) -> str:
    if not isinstance(value, str) or (len(value) <= ENOUGH_FOR_A_LINE and "\n" not in value):
        return flow(value)
    space = " " * indent
    lines = value.split("\n")
    if len(lines) > 1 and lines[0][:1].strip() and lines[-1].strip() and not any(map(_odd_line, lines)):
        return "|-\n" + "\n".join(space + line if line else "" for line in lines)
    if len(lines) == 1 and all(word and word.isprintable() for word in value.split(" ")):
        wrapped = textwrap.wrap(value, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
        return ">-\n" + "\n".join(space + line for line in wrapped)
    return flow(value)


def _odd_line(line: str) -> bool:
    """Spaces at its end, or only spaces, or signs that a block of text cannot hold."""
    return line != line.rstrip() or not line.isprintable()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
