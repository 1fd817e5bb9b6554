"""The texts of a pack as the editor lists them: what each is called, who reads it, how long it should be."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scenarios import lengths
from scenarios.own_packs import Files
from scenarios.strict_yaml import read
from scenarios.text import Unreadable


@dataclass(frozen=True)
class Listed:
    name: str
    called: str
    readers: str
    words: int | None = None
    wanted: tuple[int, int] | None = None


def texts_listed(files: Files, words: dict[str, int]) -> list[Listed]:
    """The Markdown texts in the order of their readers, those that are missing too; then the YAML."""
    names = {
        "public.md": None,
        **dict.fromkeys(_briefs(files, "sides")),
        **dict.fromkeys(_briefs(files, "seats")),
    }
    names |= {"teaching.md": None} | dict.fromkeys(name for name in files if name.endswith(".md"))
    yaml = [name for name in files if name.endswith(".yaml")]
    return [
        Listed(name, called(name, files), readers(name), words.get(name), wanted_words(name))
        for name in [*names, *yaml]
    ]


def called(name: str, files: Files) -> str:
    """A file in the words of an instructor."""
    if name in CALLED:
        return CALLED[name]
    folder, _, file = name.partition("/")
    id = file.removesuffix(".md")
    if folder in ("sides", "seats"):
        item = by_id(files, folder).get(id, {})
        if folder == "sides":
            return f"Delegation brief: {item.get('name', id)}"
        side = by_id(files, "sides").get(str(item.get("side")), {}).get("name")
        return f"Seat brief: {item.get('title', id)}" + (f" ({side})" if side else "")
    return f"Rehearsal ({name})"


CALLED = {
    "public.md": "Public background",
    "teaching.md": "Teaching notes",
    "pack.yaml": "The whole pack as YAML",
}


def readers(name: str) -> str:
    if name.startswith("sides/"):
        return "This delegation reads it."
    if name.startswith("seats/"):
        return "Only this delegate reads it."
    return "Everybody reads it." if name == "public.md" else "Only staff read it."


def wanted_words(name: str) -> tuple[int, int] | None:
    if name.startswith(("sides/", "seats/")):
        return lengths.SIDE if name.startswith("sides/") else lengths.SEAT
    return {"public.md": lengths.PUBLIC, "teaching.md": lengths.TEACHING}.get(name)


def _briefs(files: Files, folder: str) -> list[str]:
    return [f"{folder}/{each['id']}.md" for each in _items(files, folder) if "id" in each]


def by_id(files: Files, name: str) -> dict[str, dict[str, Any]]:
    """The items of one list of ``pack.yaml``; none while it cannot be read."""
    return {str(each.get("id")): each for each in _items(files, name)}


@lru_cache(maxsize=16)
def _data(text: str) -> dict[str, Any]:
    """A page names twenty texts out of one file, which is read once."""
    try:
        return dict(read(text.encode()).data)
    except Unreadable:
        return {}


def _items(files: Files, name: str) -> list[dict[str, Any]]:
    items = _data(files.get("pack.yaml", "")).get(name)
    return [each for each in items if isinstance(each, dict)] if isinstance(items, list) else []
