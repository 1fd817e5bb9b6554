"""A folder packed the way a desk computer packs it: with its own files beside those of the pack."""

import io
import zipfile

FINDER = b"\0\0\0\1Bud1\0\0\x10\0" + bytes(range(256)) * 8 + b"\0" * 4088
"""About what the Mac's own list of a folder is: short, and mostly nothing."""
DOUBLE = b"\0\x05\x16\x07\0\x02\0\0Mac OS X" + bytes(range(64)) * 2


class _Stream(io.RawIOBase):
    """Cannot go back, so that sizes follow each file, as they do in a zip of the Mac's."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, given: bytes) -> int:  # type: ignore[override]
        self.bytes += given
        return len(given)


def from_a_mac(files: dict[str, bytes], folder: str) -> bytes:
    """Compressed in the Finder: every folder is named, and every file has its double in ``__MACOSX``."""
    folders = _folders(files, folder)
    seen = {f"{each}.DS_Store": FINDER for each in folders} | {
        folder + name: raw for name, raw in files.items()
    }
    doubles = {_double(name): DOUBLE for name in [*seen, *(each.rstrip("/") for each in folders if each)]}
    named = dict.fromkeys((each for each in folders if each), b"") | {"__MACOSX/": b""}
    return _zipped(named | seen | doubles)


def from_windows(files: dict[str, bytes], folder: str) -> bytes:
    """Sent to a compressed folder, after somebody looked at it as pictures."""
    left = {
        f"{each}{name}": DOUBLE for each in _folders(files, folder) for name in ("Thumbs.db", "desktop.ini")
    }
    return _zipped({folder + name: raw for name, raw in files.items()} | left)


def _folders(files: dict[str, bytes], folder: str) -> list[str]:
    around = folder.split("/")[:-1]
    inside = sorted({name.rpartition("/")[0] for name in files if "/" in name})
    return [
        *("".join(f"{each}/" for each in around[:depth]) for depth in range(len(around) + 1)),
        *(f"{folder}{each}/" for each in inside),
    ]


def _double(name: str) -> str:
    where, _, last = name.rpartition("/")
    return f"__MACOSX/{where}/._{last}" if where else f"__MACOSX/._{last}"


def _zipped(entries: dict[str, bytes]) -> bytes:
    out = _Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, raw in entries.items():
            whole.writestr(name, raw)
    return bytes(out.bytes)
