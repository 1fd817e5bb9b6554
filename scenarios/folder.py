"""The files of a pack folder, read within bounds: only known names, no links, nothing large.

Gives bytes by name. What the bytes mean is the loader's business.
"""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from scenarios.problems import Problem
from scenarios.strict_yaml import MAX_BYTES

MAX_ENTRIES = 64
MAX_TOTAL = 1024 * 1024
NAMES = re.compile(
    r"pack\.yaml|rehearsal-(?:45|90|180|900)\.yaml|public\.md|teaching\.md|(?:sides|seats)/[a-z][a-z0-9-]{0,39}\.md"
)
FOLDERS = {"sides", "seats"}
KNOWN = (
    "A pack holds pack.yaml, public.md, teaching.md, sides/<side>.md, seats/<seat>.md and "
    "rehearsal-<45, 90, 180 or 900>.yaml."
)


def read_folder(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Every file of the pack by its name, and a problem for whatever is no part of a pack."""
    if folder.is_symlink() or not folder.is_dir():
        what = "is not a folder" if folder.is_symlink() or folder.exists() else "is not there"
        return {}, [_problem(str(folder), what, "Name the folder that holds pack.yaml.")]
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for count, entry in enumerate(_entries(folder), start=1):
        name = Path(entry.path).relative_to(folder).as_posix()
        if count > MAX_ENTRIES or total > MAX_TOTAL:
            problems.append(_problem(name, "the pack is too large", f"Keep to {MAX_ENTRIES} files and 1 MB."))
            break
        raw, problem = _read(entry, name)
        if problem:
            problems.append(problem)
        elif raw is not None:
            files[name] = raw
            total += len(raw)
    return files, problems


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The pack's files and whatever else lies there; of folders, only the known ones are entered."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name in FOLDERS and entry.is_dir(follow_symlinks=False):
                with os.scandir(entry.path) as inner:
                    yield from inner
            else:
                yield entry


def _read(entry: os.DirEntry[str], name: str) -> tuple[bytes | None, Problem | None]:
    if entry.is_symlink():
        return None, _problem(name, "is a link", "Put the file itself into the pack.")
    if not NAMES.fullmatch(name):
        return None, _problem(name, "is no part of a pack", f"Remove or rename it. {KNOWN}")
    try:
        raw = _bounded(entry.path) if entry.is_file(follow_symlinks=False) else None
    except OSError as error:
        return None, _problem(name, f"cannot be read ({error.strerror})", "Check the file.")
    if raw is None:
        return None, _problem(name, "is not an ordinary file", "Put the file itself into the pack.")
    if len(raw) > MAX_BYTES:
        return None, _problem(name, f"the file is larger than {MAX_BYTES // 1024} KB", "Shorten it.")
    return raw, None


def _bounded(path: str) -> bytes | None:
    """At most one byte more than allowed; None for a pipe, a device, a folder. Never follows a link."""
    flags = (
        os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    with open(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return None
        return file.read(MAX_BYTES + 1)


def _problem(name: str, message: str, remedy: str) -> Problem:
    return Problem(name, 1, 1, "", message, remedy)
