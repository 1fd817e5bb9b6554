"""The secret key of a server that was not given one: made once, kept beside its data."""

import os
import secrets
from pathlib import Path

from roleplay.environment import WrongSetting

NAME = "secret-key"


def kept_in(data: Path) -> str:
    """The key of this data folder, made when there is none; readable by its owner only."""
    path = data / NAME
    try:
        if path.exists():
            return path.read_text(encoding="ascii").strip()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return create(path)
    except OSError as why:
        raise WrongSetting(f"The data folder {data} cannot be used: {why.strerror}.") from None


def create(path: Path) -> str:
    """Write a new key whole or not at all, even if two processes begin together."""
    draft = path.with_name(f"{NAME}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # the other process was first: its key is the key
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
