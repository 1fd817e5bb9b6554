"""Zips that somebody built to hurt, more than five hundred: each is refused, or is the good pack after all.

``crafted`` are made by hand, ``poisoned`` hold a hostile pack, ``spoilt`` are a good zip with bytes changed
by lot.
"""

import io
import random
import shutil
import stat
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from scenarios.folder import read_folder
from scenarios.pack_zip import packed
from tests.scenarios.conftest import HARBOUR
from tests.scenarios.hostile import every_damage

GOOD, _ = read_folder(HARBOUR)
GOOD_ZIP = packed(GOOD, "harbour")
SPOILT = 320
STRANGE = (
    "../pack.yaml", "../../etc/passwd", "/etc/passwd", "/pack.yaml", "C:/pack.yaml", "C:pack.yaml",
    "\\pack.yaml", "seats\\e1.md", "..\\pack.yaml", "seats/../pack.yaml", "seats/./e1.md", "./pack.yaml",
    "seats//e1.md", "con.md", "seats/E1.md", "seats/e1.MD", "PACK.YAML", "pack.yaml.", "pack.yaml ",
    " pack.yaml", "pack.yml", "notes.txt", ".hidden", ".git/config", "__MACOSX/pack.yaml", "__MACOSX/../../x",
    "deep/.DS_Store", "../Thumbs.db",
    "seats/deep/e1.md", "a/b/c/d/e/f/g.md", "~/.bashrc", "seats/\u0435-1.md", "p\u0430ck.yaml",
    "pack.yaml\u202elmay", "seats/\U0001f600.md", "a" * 3000 + ".md", "public.md/x.md", "run.py",
    "evil.sh", "seats/e1.md.exe", "inner.zip", "rehearsal-60.yaml", "sides/e1.yaml", "seats/-.md",
    "seats/.md", "%2e%2e/pack.yaml", "seats/e1%00.md",
)  # fmt: skip


def zipped(files: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as whole:
        for name, raw in files.items():
            whole.writestr(zipfile.ZipInfo(name), raw, way)
    return out.getvalue()


def with_entry(name: str, raw: bytes, mode: int = 0, way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The good pack and one more entry."""
    out = io.BytesIO(GOOD_ZIP)
    with zipfile.ZipFile(out, "a") as whole:
        entry = zipfile.ZipInfo(f"harbour/{name}")
        entry.external_attr = mode << 16
        whole.writestr(entry, raw, way)
    return out.getvalue()


def changed(old: bytes, new: bytes, many: int = -1) -> bytes:
    assert old in GOOD_ZIP and len(old) == len(new)
    return GOOD_ZIP.replace(old, new, many)


def field(offset: int, form: str, value: int, central: bool = True, local: bool = True) -> bytes:
    """The good zip with a field of its first file changed, in its own header and in the list of all."""
    raw = bytearray(GOOD_ZIP)
    if local:
        struct.pack_into(form, raw, raw.find(b"PK\x03\x04") + offset, value)
    if central:
        struct.pack_into(form, raw, raw.find(b"PK\x01\x02") + offset + 2, value)
    return bytes(raw)


def overlapping() -> bytes:
    """Many names in the list for the one file of which there are bytes."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = b"x" * 200_000
    data = body.compress(text) + body.flush()
    names = [f"seats/s{number}.md".encode() for number in range(60)]
    local = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, zlib.crc32(text), len(data), len(text), 10, 0
    )
    out = local + b"seats/s.md" + data
    start = len(out)
    for name in names:
        sizes = (zlib.crc32(text), len(data), len(text), len(name), 0, 0, 0, 0, 0, 0)
        out += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes) + name
    return out + struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, len(names), len(names), len(out) - start, start, 0
    )


def twice(name: str) -> bytes:
    out = io.BytesIO(GOOD_ZIP)
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "a") as whole:
        whole.writestr(f"harbour/{name}", b"another")
    return out.getvalue()


def crafted() -> Iterator[tuple[str, bytes]]:
    for name in STRANGE:
        yield f"a file called {name[:40]!r}", with_entry(name, b"x")
        yield f"only a file called {name[:40]!r}", zipped({name: b"x"})
    for kind in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK):
        yield f"a file of kind {kind:o}", with_entry("seats/link.md", b"/etc/passwd", kind | 0o777)
    for name in ("pack.yaml", "public.md", "seats/e1.md", "PUBLIC.md"):
        yield f"{name} twice", twice(name)
    for size in (2, 20, 200):
        yield f"a bomb of {size} MB", with_entry("seats/bomb.md", b"\0" * (size * 1024 * 1024))
    yield "a bomb in a bomb", with_entry("seats/inner.md", zipped({"x": b"\0" * 10_000_000}))
    yield "a tight text", with_entry("seats/tight.md", b"a" * 250_000)
    yield "files that share bytes", overlapping()
    yield "a thousand files", zipped({f"seats/s{number}.md": b"x" for number in range(1000)})
    yield "sixty thousand names", zipped({f"{number}": b"" for number in range(9000)}, zipfile.ZIP_STORED)
    yield "a comment", commented(b"hello")
    yield "a comment that is a zip", commented(zipped({"pack.yaml": b"id: other"}))
    yield "something before it", b"#!/bin/sh\nrm -rf /\n" + GOOD_ZIP
    yield "something after it", GOOD_ZIP + b"\0" * 5000
    yield "two zips", GOOD_ZIP + zipped({"pack.yaml": b"id: other"})
    yield "BZIP2", zipped({f"harbour/{name}": raw for name, raw in GOOD.items()}, zipfile.ZIP_BZIP2)
    yield "LZMA", zipped({f"harbour/{name}": raw for name, raw in GOOD.items()}, zipfile.ZIP_LZMA)
    yield "encrypted", field(6, "<H", 1)
    yield "an unknown way", field(8, "<H", 99)
    yield "a patch", field(6, "<H", 0x20)
    yield "a wrong sum", field(14, "<I", 12345)
    yield "a size of 4 GB", field(22, "<I", 0xFFFFFFFF)
    yield "a size of nothing", field(22, "<I", 0)
    yield "a packed size of 4 GB", field(18, "<I", 0xFFFFFFFF)
    yield "a packed size of nothing", field(18, "<I", 0)
    yield "another size in the list", field(22, "<I", 5, local=False)
    yield "a name of 60,000", field(26, "<H", 60_000)
    yield "an extra field of 60,000", field(28, "<H", 60_000)
    yield "another name in the list", changed(b"harbour/pack.yaml", b"harbour/PACK.yaml", 1)
    yield "a NUL in a name", changed(b"harbour/public.md", b"harbour/publi\0.md")
    for name, raw in (
        ("nothing", b""), ("one byte", b"P"), ("only a mark", b"PK\x03\x04"), ("an empty zip", zipped({})),
        ("text", b"id: harbour\n"), ("HTML", b"<!doctype html><script>x</script>"),
        ("zeros", b"\0" * 100_000), ("gzip", b"\x1f\x8b\x08" + b"\0" * 90),
        ("tar", b"pack.yaml" + b"\0" * 503), ("PDF", b"%PDF-1.7\n" * 50),
        ("too large", b"PK\x03\x04" + b"x" * (1024 * 1024)), ("RAR", b"Rar!\x1a\x07\x00" * 9),
        ("only the end", GOOD_ZIP[GOOD_ZIP.rfind(b"PK\x05\x06") :]),
        ("only marks", b"PK\x03\x04PK\x01\x02PK\x05\x06" * 99),
    ):  # fmt: skip
        yield name, raw
    for gone in sorted(GOOD):
        yield f"without {gone}", packed({name: raw for name, raw in GOOD.items() if name != gone}, "harbour")
    yield (
        "another folder beside",
        zipped({f"a/{name}": raw for name, raw in GOOD.items()} | {"b/public.md": b"x"}),
    )
    yield "three folders deep", zipped({f"a/b/c/{name}": raw for name, raw in GOOD.items()})
    yield "a folder that climbs", zipped({f"../{name}": raw for name, raw in GOOD.items()})
    yield "a folder from the root", zipped({f"/{name}": raw for name, raw in GOOD.items()})


def commented(words: bytes) -> bytes:
    out = io.BytesIO(GOOD_ZIP)
    with zipfile.ZipFile(out, "a") as whole:
        whole.comment = words
    return out.getvalue()


def poisoned() -> Iterator[tuple[str, bytes]]:
    """Every damage to a text of a pack that a zip can carry."""
    with tempfile.TemporaryDirectory() as where:
        for number, (name, damage) in enumerate(every_damage().items()):
            if not name.startswith(("pack.yaml: ", "rehearsal: ", "a tag: ", "an edit: ")):
                continue
            folder = Path(shutil.copytree(HARBOUR, Path(where) / str(number)))
            damage(folder)
            files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
            yield name, packed(files, "harbour")


def spoilt() -> Iterator[tuple[str, bytes]]:
    lot = random.Random(30)  # the same ones each time
    for number in range(SPOILT):
        raw = bytearray(GOOD_ZIP)
        how = number % 4
        if how == 0:
            raw = raw[: lot.randrange(1, len(raw))]
        elif how == 1:
            del raw[lot.randrange(len(raw) - 9) :][:9]
            raw = raw[: lot.randrange(len(raw))] + raw[lot.randrange(len(raw)) :]
        else:
            for _ in range(1 if how == 2 else 40):
                raw[lot.randrange(len(raw))] = lot.randrange(256)
        yield f"spoilt {number}", bytes(raw)


@cache
def every_zip() -> dict[str, bytes]:
    """Made where they are wanted first: it takes seconds."""
    return dict([*crafted(), *poisoned(), *spoilt()])
