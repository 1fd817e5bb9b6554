"""The built-in packs by their slug. A pack that cannot be loaded is reported, never hidden.

Packs are read once and again when one of their files changes; other code must not keep them.
"""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from scenarios.loader import LoadedPack, load_pack
from scenarios.problems import PackErrors

Stamp = tuple[tuple[str, int, int], ...]


def library_folder() -> Path:
    """Where the packs are; the setting ``PACK_LIBRARY`` names another place."""
    return Path(getattr(settings, "PACK_LIBRARY", None) or Path(__file__).parent / "library")


def pack_folders(library: Path) -> list[Path]:
    return sorted(folder for folder in library.iterdir() if folder.is_dir() and folder.name[0] not in "._")


def all_packs() -> list[LoadedPack]:
    """The packs that load, the shortest first."""
    loaded = (_read(folder) for folder in pack_folders(library_folder()))
    return sorted((each for each in loaded if isinstance(each, LoadedPack)), key=_shortest_first)


def broken_packs() -> dict[str, PackErrors]:
    """The packs that do not load, by slug, with what is wrong."""
    found = {folder.name: _read(folder) for folder in pack_folders(library_folder())}
    return {slug: each for slug, each in found.items() if isinstance(each, PackErrors)}


def get_pack(slug: str) -> LoadedPack:
    """The pack with this slug. KeyError when there is none, PackErrors when it cannot be loaded."""
    folders = {folder.name: folder for folder in pack_folders(library_folder())}
    found = _read(folders[slug])
    if isinstance(found, PackErrors):
        raise found
    return found


def _shortest_first(loaded: LoadedPack) -> tuple[int, str]:
    shortest = min(minutes for phase in loaded.pack.agenda for minutes in phase.minutes)
    return shortest, loaded.pack.code


def _read(folder: Path) -> LoadedPack | PackErrors:
    return _read_once(folder, _stamp(folder))


@lru_cache(maxsize=64)
def _read_once(folder: Path, stamp: Stamp) -> LoadedPack | PackErrors:
    try:
        return load_pack(folder)
    except PackErrors as errors:
        return errors


def _stamp(folder: Path) -> Stamp:
    """Changes whenever a file of the pack does."""
    return tuple(
        (os.path.join(where, name), stat.st_mtime_ns, stat.st_size)
        for where, _, names in sorted(os.walk(folder))
        for name in sorted(names)
        for stat in [os.lstat(os.path.join(where, name))]
    )
