"""A pack as one zip file: made from its files, and taken apart again without trusting a byte of it.

Everything that a pack never needs is refused before it is unpacked: links, odd names, other ways of packing,
files that share bytes, promises of great size. What the texts say is the loader's business.
"""

import io
import stat
import struct
import zipfile
from collections.abc import Iterator

from scenarios import zip_names
from scenarios.folder import FOLDERS, KNOWN, MAX_ENTRIES, MAX_TOTAL, NAMES
from scenarios.problems import PackErrors, Problem
from scenarios.strict_yaml import MAX_BYTES

MAX_ZIP = 1024 * 1024
MAX_RATIO = 100
SMALL = 1024
"""Shorter texts may be packed as tightly as they can."""
MOST = 2 * (MAX_ENTRIES + len(FOLDERS) + 2)
"""A Mac packs each file and folder twice: as it is, and what else it knows about it."""
ZIP = "the zip file"
WAYS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
ENCRYPTED, DATED = 0x1, (1980, 1, 1, 0, 0, 0)
LOCAL = struct.Struct("<4s22xHH")
"""Of a file's own header: its mark, and how long its name and its extra field are."""


def packed(files: dict[str, bytes], folder: str) -> bytes:
    """One zip with the files in one folder. The same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, raw in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", DATED)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            whole.writestr(entry, raw)
    return out.getvalue()


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The files by their names in the pack, or ``PackErrors`` with everything that is wrong with the zip."""
    if len(raw) > MAX_ZIP:
        raise _refused("is larger than 1 MB", "A pack is text only and much smaller.")
    if not raw.startswith(b"PK\x03\x04"):
        raise _refused("is no zip file", "Choose the zip that was exported.")
    try:
        return _unpacked(raw)
    except PackErrors:
        raise
    except MemoryError:
        raise
    except Exception as error:  # of a damaged zip the library raises nearly anything
        raise _refused(f"is damaged ({type(error).__name__})", "Export or pack it again.") from None


def _unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        if problems := [*_whole(whole, raw), *_each(whole.infolist(), raw)]:
            raise PackErrors(problems)
        entries = [entry for entry in whole.infolist() if not _is_folder(entry)]
        wrapper = zip_names.around(entry.filename for entry in entries)
        own = [entry for entry in entries if not _left_behind(entry, wrapper)]
        names = {entry.filename.removeprefix(wrapper): entry for entry in own}
        if problems := [*_names(names), *_folders(whole, wrapper)]:
            raise PackErrors(problems)
        return {name: whole.read(entry) for name, entry in names.items()}


def _whole(whole: zipfile.ZipFile, raw: bytes) -> Iterator[Problem]:
    entries = whole.infolist()
    if not entries:
        yield _problem(ZIP, "is empty", KNOWN)
    if len(entries) > MOST:
        yield _problem(ZIP, f"holds {len(entries)} entries", f"Keep to {MAX_ENTRIES} files.")
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        yield _problem(ZIP, "would be larger than 1 MB when unpacked", "Shorten the texts.")
    if whole.comment:
        yield _problem(ZIP, "carries a comment", "Pack it again without one.")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.casefold()
        if name in seen:
            yield _problem(entry.filename, "is there twice", "Pack each file once.")
        seen.add(name)
    yield from _overlaps(entries, raw)


def _overlaps(entries: list[zipfile.ZipInfo], raw: bytes) -> Iterator[Problem]:
    """Files that share bytes: a few kilobytes of those can unpack to a great deal."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        mark, name, extra = LOCAL.unpack_from(raw, entry.header_offset)
        if mark != b"PK\x03\x04" or entry.header_offset < end:
            yield _problem(entry.filename, "shares its bytes with another file", "Pack it again.")
        end = entry.header_offset + LOCAL.size + name + extra + entry.compress_size
        if end > len(raw):
            yield _problem(entry.filename, "ends after the end of the zip", "Pack it again.")


def _each(entries: list[zipfile.ZipInfo], raw: bytes) -> Iterator[Problem]:
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind == stat.S_IFLNK:
            yield _problem(entry.filename, "is a link", "Put the file itself into the pack.")
        elif kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            yield _problem(entry.filename, "is not an ordinary file", "Put the file itself into the pack.")
        if entry.flag_bits & ENCRYPTED:
            yield _problem(entry.filename, "is encrypted", "Pack it again without a password.")
        if entry.compress_type not in WAYS:
            yield _problem(entry.filename, "is packed in an unusual way", "Pack it again as an ordinary zip.")
        if entry.file_size > MAX_BYTES:
            yield _problem(entry.filename, f"is larger than {MAX_BYTES // 1024} KB", "Shorten it.")
        if entry.file_size > max(SMALL, MAX_RATIO * entry.compress_size):
            yield _problem(
                entry.filename, "unpacks to more than a text would", "Put the text itself into it."
            )


def _names(names: dict[str, zipfile.ZipInfo]) -> Iterator[Problem]:
    if len(names) > MAX_ENTRIES:
        yield _problem(ZIP, f"holds {len(names)} files", f"Keep to {MAX_ENTRIES} files.")
    for name, entry in names.items():
        if not NAMES.fullmatch(name) or entry.orig_filename != entry.filename:
            yield _problem(entry.orig_filename, "is no part of a pack", f"Remove or rename it. {KNOWN}")


def _folders(whole: zipfile.ZipFile, wrapper: str) -> Iterator[Problem]:
    allowed = zip_names.folders(wrapper)
    for entry in filter(_is_folder, whole.infolist()):
        if entry.filename.removeprefix(zip_names.DOUBLES) not in allowed or entry.file_size:
            yield _problem(entry.filename, "is no folder of a pack", f"Remove it. {KNOWN}")


def _left_behind(entry: zipfile.ZipInfo, wrapper: str) -> bool:
    return entry.orig_filename == entry.filename and zip_names.left_behind(entry.filename, wrapper)


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith("/")


def _refused(message: str, remedy: str) -> PackErrors:
    return PackErrors([_problem(ZIP, message, remedy)])


def _problem(name: str, message: str, remedy: str) -> Problem:
    return Problem(name.strip() or ZIP, 1, 1, "", message, remedy)
