"""Adding, removing and moving the items of a pack's lists, with everything that hangs on them.

A new item is filled in so that it loads; a removed one leaves no reference behind: not in casts, in the
phases of injects, or in the rehearsal.
"""

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from scenarios.checks.unwritten import NEW
from scenarios.editor_fields import bare, is_model
from scenarios.editor_words import noun_of
from scenarios.own_packs import Files
from scenarios.rehearsal_mending import mended_rehearsals
from scenarios.schema import Pack
from scenarios.strict_yaml import Path, read
from scenarios.yaml_editing import edit, insert, remove, swap

PACK = "pack.yaml"
Changes = dict[str, str | None]
REFERENCES = {"seats": ("casts", "seats"), "agenda": ("injects", "phases")}
"""Lists whose ids are named in another list: by the items of which list, and in which field."""


OFFERED: dict[str, list[Any]] = {
    "short": [f"New {number}" for number in range(1, 99)],
    "letter": list("XYZWVUTSRQ"),
    "students": list(range(6, 99)),
}
"""What must differ within a list, and what a new item may take."""


class NoSuchPlace(Exception):
    """The list or the item is not there."""


def apply(files: Files, do: str, dotted: str) -> Changes:
    """``add`` to, or ``remove``, ``up``, ``down`` at, a place such as ``seats.3``. Raises ``NoSuchPlace``."""
    data = read(files[PACK].encode()).data
    path: Path = tuple(int(part) if part.isdigit() else part for part in dotted.split("."))
    if do == "add":
        return _add(files, data, path)
    items, index = _list_at(data, path[:-1]), path[-1]
    if not isinstance(index, int) or index >= len(items):
        raise NoSuchPlace
    if do == "remove":
        return _remove(files, data, path)
    other = index + {"up": -1, "down": 1}.get(do, 0)
    if other == index or not 0 <= other < len(items):
        raise NoSuchPlace
    return {PACK: swap(files[PACK], path[:-1], index, other)}


def _list_at(data: Any, path: Path) -> list[Any]:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            raise NoSuchPlace from None
    if not isinstance(data, list):
        raise NoSuchPlace
    return data


def _add(files: Files, data: dict[str, Any], path: Path) -> Changes:
    kind = model_at(path)
    try:
        items = _list_at(data, path)
    except NoSuchPlace:
        items = []
        files = files | {PACK: edit(files[PACK], {path: []})}
    item = new_item(kind, data, str(path[-1]), items)
    changes: Changes = {PACK: insert(files[PACK], path, len(items), item)}
    if path in (("seats",), ("sides",)):
        changes[f"{path[0]}/{item['id']}.md"] = f"# {item.get('title', item.get('name'))}\n\n{NEW}.\n"
    return changes


def _remove(files: Files, data: dict[str, Any], path: Path) -> Changes:
    item = _list_at(data, path[:-1])[int(path[-1])]
    text = remove(files[PACK], path)
    id = str(item.get("id", "")) if isinstance(item, dict) else ""
    changes: Changes = {}
    if len(path) == 2 and id:
        text = _without_references(text, str(path[0]), id)
        if (brief := f"{path[0]}/{id}.md") in files:
            changes[brief] = None
    changes[PACK] = text
    return changes | mended_rehearsals({**files, PACK: text})


def _without_references(text: str, name: str, id: str) -> str:
    if name not in REFERENCES:
        return text
    where, field = REFERENCES[name]
    items = read(text.encode()).data.get(where)
    lists = {
        (where, index, field): item[field]
        for index, item in enumerate(items if isinstance(items, list) else [])
        if isinstance(item, dict) and isinstance(item.get(field), list) and id in item[field]
    }
    return edit(text, {path: [each for each in named if each != id] for path, named in lists.items()})


def model_at(path: Path) -> type[BaseModel]:
    """What the items of the list at ``path`` are; raises ``NoSuchPlace``."""
    kind: Any = Pack
    for part in path:
        if isinstance(part, str):
            if not is_model(kind) or part not in kind.model_fields:
                raise NoSuchPlace
            kind, _, _ = bare(kind.model_fields[part].annotation)
        else:
            kind, _, _ = bare(get_args(kind)[0]) if get_origin(kind) is list else (None, [], False)
    inner = bare(get_args(kind)[0])[0] if get_origin(kind) is list else None
    if inner is None or not is_model(inner):
        raise NoSuchPlace
    found: type[BaseModel] = inner
    return found


def new_item(kind: type[BaseModel], data: dict[str, Any], name: str, items: list[Any]) -> dict[str, Any]:
    """An item with everything that must be there."""
    last = items[-1] if items and isinstance(items[-1], dict) else {}
    made = {
        field: _beginning(field, info.annotation, data, name, items, last)
        for field, info in kind.model_fields.items()
        if info.is_required()
    }
    return made


def _beginning(field: str, kind: Any, data: dict[str, Any], name: str, items: list[Any], last: Any) -> Any:
    if field == "id":
        return _new_id(name, items)
    if offered := OFFERED.get(field):
        taken = [each.get(field) for each in items if isinstance(each, dict)]
        return next(each for each in offered if each not in taken)
    if field in ("code", "minutes", "side", "rooms", "phases", "seats") and field in last:
        return last[field]
    if field in ("side", "phases", "seats"):
        ids = _ids(data, {"side": "sides", "phases": "agenda", "seats": "seats"}[field])
        return ids[0] if field == "side" and ids else ids
    if field in ("positions", "gains"):
        return dict.fromkeys(_ids(data, "sides"), NEW)
    return _plainest(kind)


def _plainest(kind: Any) -> Any:
    """The first value of its kind that loads."""
    inner, _, _ = bare(kind)
    if is_model(inner):
        return {
            name: _plainest(info.annotation)
            for name, info in inner.model_fields.items()
            if info.is_required()
        }
    if get_origin(inner) is Literal:
        return get_args(inner)[0]
    if get_origin(inner) is list:
        return [_plainest(get_args(inner)[0])]
    if get_origin(inner) is dict:
        return {}
    return {bool: False, int: 1, float: 1.0}.get(inner, NEW)


def _ids(data: dict[str, Any], name: str) -> list[str]:
    items = data.get(name)
    found = items if isinstance(items, list) else []
    return [str(each["id"]) for each in found if isinstance(each, dict) and "id" in each]


def _new_id(name: str, items: list[Any]) -> str:
    taken = {str(each.get("id")) for each in items if isinstance(each, dict)}
    form = "F{}" if name == "facts" else f"{noun_of(name).split()[0]}-{{}}"
    return next(id for n in range(len(items) + 1, 999) if (id := form.format(n)) not in taken)
