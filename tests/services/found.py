"""How the services find programs and ports, and what they say when there is none."""

import importlib.util
import os
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


class Missing(RuntimeError):
    """A service that cannot be had on this machine; the message says what to install."""


def first_program(names: Iterable[str], folders: Iterable[Path] = ()) -> Path | None:
    """The first of these programs on the PATH or in the given folders."""
    path = os.pathsep.join([os.environ.get("PATH", ""), *map(str, folders)])
    found = (shutil.which(name, path=path) for name in names)
    return next((Path(each) for each in found if each), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def folder_of(package: str) -> Path | None:
    """Where an installed package lives, without running any of it."""
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None
