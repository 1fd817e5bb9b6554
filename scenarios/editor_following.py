"""What follows when a seat or a side is renamed: the heading of its brief, and the seat's short label.

Both follow only where they were made of the old name. What somebody wrote by hand stays as it is.
"""

import re
from collections.abc import Mapping
from typing import Any

from scenarios.checks.unwritten import NEW
from scenarios.editor_texts import by_id
from scenarios.own_packs import Files
from scenarios.strict_yaml import Path

LONGEST = 24
PLACEHOLDER = re.compile(r"New \d+")
"""What a new seat is called for short until it has a name."""


def headings(files: Files, before: str, after: str) -> dict[str, str]:
    """The briefs that begin with the name of their seat or side, where ``pack.yaml`` gives it another now."""
    changed = {}
    for folder, key in (("seats", "title"), ("sides", "name")):
        was = by_id({"pack.yaml": before}, folder)
        for id, item in by_id({"pack.yaml": after}, folder).items():
            old, new = (str(each.get(key) or "") for each in (was.get(id, {}), item))
            name = f"{folder}/{id}.md"
            text = files.get(name, "")
            if old != new and text.startswith(f"# {old}\n"):
                changed[name] = f"# {new}{text[len(f'# {old}') :]}"
    return changed


def short_labels(data: Mapping[str, Any], edits: Mapping[Path, Any]) -> dict[Path, str]:
    """The labels of the seats that these edits rename, as further edits."""
    seats, sides = (found if isinstance(found := data.get(name), list) else [] for name in ("seats", "sides"))
    letters = {str(side.get("id")): str(side.get("letter")) for side in sides if isinstance(side, dict)}
    followed: dict[Path, str] = {}
    for index, seat in enumerate(seats):
        new = edits.get(("seats", index, "title"))
        place: Path = ("seats", index, "short")
        if new is None or place in edits or not isinstance(seat, dict):
            continue
        letter = letters.get(str(seat.get("side")), "")
        if _made_of_the_name(seat, letter):
            taken = {str(each.get("short")) for each in seats if each is not seat and isinstance(each, dict)}
            followed[place] = _label(str(new), letter, taken | {*followed.values()})
    return followed


def _made_of_the_name(seat: dict[str, Any], letter: str) -> bool:
    title, short = str(seat.get("title") or ""), str(seat.get("short") or "")
    return short in _labels(title, letter) or (title == NEW and PLACEHOLDER.fullmatch(short) is not None)


def _label(title: str, letter: str, taken: set[str]) -> str:
    labels = _labels(title, letter)
    return next((label for label in labels if label not in taken), labels[0])


def _labels(title: str, letter: str) -> list[str]:
    """The name itself, or with the letter of its side where both sides have such a seat."""
    side = f" ({letter})"
    return [_cut(title, LONGEST), _cut(title, LONGEST - len(side)) + side]


def _cut(title: str, longest: int) -> str:
    """As much of it as fits, in whole words."""
    if len(title) <= longest:
        return title
    whole = title[: longest + 1].rpartition(" ")[0] or title[:longest]
    return whole.rstrip(" ,;:–-")
