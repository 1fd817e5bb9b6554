"""Which names in a zip are the pack's, and which a desk computer put beside them when a folder was packed.

What was left behind so is never unpacked; in number and size it counts like the rest (``pack_zip.py``).
"""

import re
from collections.abc import Iterable
from itertools import accumulate

from scenarios.folder import FOLDERS

AROUND = re.compile(r"(?!__MACOSX/)(?:[^\x00-\x1f\x7f/\\: .~][^\x00-\x1f\x7f/\\:]{0,120}/){0,2}")
"""No folder around the pack, or one; or two, as when the folder that Windows unpacks into is packed again."""
DOUBLES = "__MACOSX/"
DOUBLE = re.compile(r"\._[^\x00-\x1f\x7f/\\:]+")
LEFT = re.compile(rf"{DOUBLE.pattern}|\.DS_Store|[Tt]humbs\.db|[Dd]esktop\.ini")


def around(names: Iterable[str]) -> str:
    """The folder in which the pack lies, with its slash; nothing if it lies in none."""
    names = [name for name in names if not LEFT.fullmatch(_last(name))]
    holding = [_folder(name) for name in names if _last(name) == "pack.yaml"] or [_shared(names)]
    return min(filter(_may_be_around, holding), key=lambda folder: (folder.count("/"), folder), default="")


def left_behind(name: str, wrapper: str) -> bool:
    """Whether it is one of the files that a Mac or Windows keeps in folders, in a folder of the pack."""
    bare = name.removeprefix(DOUBLES)
    kind = LEFT if bare == name else DOUBLE
    return kind.fullmatch(_last(bare)) is not None and _folder(bare) in folders(wrapper)


def folders(wrapper: str) -> set[str]:
    """Those that there may be: the pack's own, and those around it."""
    outer = accumulate((f"{part}/" for part in wrapper.split("/")[:-1]), initial="")
    return {*outer, *(f"{wrapper}{folder}/" for folder in FOLDERS)}


def _may_be_around(folder: str) -> bool:
    return AROUND.fullmatch(folder) is not None and FOLDERS.isdisjoint(folder.split("/"))


def _shared(names: list[str]) -> str:
    """The one folder that all are in, though there is no ``pack.yaml`` in it."""
    first = {name.partition("/")[0] for name in names}
    return f"{first.pop()}/" if len(first) == 1 and all("/" in name for name in names) else ""


def _folder(name: str) -> str:
    return name[: len(name) - len(_last(name))]


def _last(name: str) -> str:
    return name.rpartition("/")[2]
