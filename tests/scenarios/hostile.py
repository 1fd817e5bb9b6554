"""Packs that somebody built to hurt: each entry breaks a good pack in one way.

An entry is a name and a function that damages the folder. Whatever it is, the pack must be refused.
"""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

Damage = Callable[[Path], None]

BOMBS = {
    "alias bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 9)) for n in range(97, 117)),
    "merge bomb": b"a: &a {x: 1}\n" + b"".join(b"k%d: {<<: *a}\n" % n for n in range(5000)),
    "merge key without alias": b"a: {<<: {x: 1}}\n",
    "flow nesting": b"a: " + b"[" * 100_000,
    "closed flow nesting": b"a: " + b"[" * 5000 + b"]" * 5000,
    "mapping nesting": b"{a: " * 50_000,
    "block nesting": b"\n".join(b" " * n + b"a:" for n in range(600)),
    "dash nesting": b"- " * 100_000,
    "question nesting": b"? " * 100_000,
    "many values": b"a:\n" + b"- x\n" * 60_000,
    "many names": b"".join(b"k%d:\n" % n for n in range(25_000)),
    "many colons": b"a:" * 100_000,
    "many quotes": b'"' * 200_000,
    "many anchors": b"".join(b"k%d: &a%d x\n" % (n, n) for n in range(9000)),
    "many documents": b"---\na: 1\n" * 20_000,
    "many remarks": b"# x\n" * 60_000,
    "a very long name": b"a" * 200_000 + b": 1",
    "a very long line": b"a: " + b"x " * 120_000,
    "a text of line ends": b"a: |" + b"\n" * 200_000 + b"  x",
    "escapes": b'a: "' + b"\\x41" * 50_000 + b'"',
    "a long number": b"a: " + b"9" * 200_000,
    "a long hexadecimal number": b"a: 0x" + b"f" * 200_000,
    "a great exponent": b"a: 1e999999999",
    "too large": b"a: " + b"x" * 300_000,
}
TAGS = [
    b"!!python/object/apply:os.system ['true']",
    b"!!python/object/new:subprocess.Popen [[true]]",
    b"!!python/name:os.system",
    b"!!python/module:os",
    b"!!binary aGVsbG8=",
    b"!!timestamp 2007-01-01",
    b"!!set {a, b}",
    b"!!omap [a: 1]",
    b"!!str x",
    b"!<tag:yaml.org,2002:str> x",
    b"!x y",
    b"!",
]
BYTES = {
    "NUL": b"a: \x00",
    "a bell": b"a: \x07",
    "an escape": b"a: \x1b[31m",
    "bad UTF-8": b"a: \xc3\x28",
    "overlong UTF-8": b"a: \xc0\xaf",
    "a surrogate": b"a: \xed\xa0\x80",
    "half a character": b"a: \xf0\x9f",
    "UTF-16": "a: 1".encode("utf-16"),
    "UTF-32": "a: 1".encode("utf-32"),
    "UTF-16 without a mark": "a: 1".encode("utf-16-le"),
    "a right-to-left override": "a: x\u202ey".encode(),
    "a line separator": "a: x\u2028b: y".encode(),
    "an inner byte order mark": "a: 1\n\ufeffb: 2".encode(),
    "a next-line character": "a: x\u0085b: 1".encode(),
    "an escaped NUL": b'a: "\\0"',
    "an escaped surrogate": b'a: "\\ud800"',
    "an escaped override": b'a: "\\u202e"',
    "nothing": b"",
    "a list": b"- a",
    "one word": b"a",
    "a zip": b"PK\x03\x04\x14\x00",
    "HTML": b"<!doctype html><p>",
    "JSON in lines": b'{"a": 1}\n{"b": 2}',
}
EDITS = {
    "a name twice": (b"heat: low", b"heat: low\nheat: high"),
    "a name twice, once quoted": (b"heat: low", b"heat: low\n'heat': high"),
    "an unknown field": (b"heat: low", b"heat: low\nadmin: true"),
    "a Python name": (b"heat: low", b"heat: low\n__class__: x"),
    "a model's own name": (b"heat: low", b"heat: low\nmodel_config: {extra: allow}"),
    "no for text": (b"title: The harbour light", b"title: false"),
    "a time for text": (b"as_of: Year X, in spring", b"as_of: 1.30"),
    "a date for a list": (b"ground_rules:\n  - Speak for yourself.", b"ground_rules: 2007-01-01\nx:\n  - a"),
    "yes for true": (b"out_of_role: true", b"out_of_role: yes"),
    "one for true": (b"out_of_role: true", b"out_of_role: 1"),
    "true for a number": (b"{45: 5,", b"{45: true,"),
    "a text for a number": (b"{45: 5,", b'{45: "5",'),
    "a fraction for a number": (b"{45: 5,", b"{45: 5.0,"),
    "a negative number": (b"{45: 5,", b"{45: -5,"),
    "a huge number": (b"{45: 5,", b"{45: 999999999999999,"),
    "an endless number": (b"{45: 5,", b"{45: .inf,"),
    "a sexagesimal number": (b"{45: 5,", b"{45: 0:05,"),
    "an unknown form": (b"{45: 5,", b"{46: 5,"),
    "a form as text": (b"{45: 5,", b'{"45": 5,'),
    "null for a list": (b"rooms: [caucus]", b"rooms: ~"),
    "a mapping for a list": (b"rooms: [caucus]", b"rooms: {caucus: 1}"),
    "a list for a text": (b"title: The harbour light", b"title: [The, harbour, light]"),
    "a mapping for a text": (b"title: The harbour light", b"title: {x: y}"),
    "an empty text": (b"title: The harbour light", b'title: ""'),
    "blanks for text": (b"title: The harbour light", b'title: "   "'),
    "a text without end": (b"title: The harbour light", b"title: " + b"x" * 5000),
    "an id that climbs": (b"id: harbour", b"id: ../../etc"),
    "a seat that climbs": (b"id: e1", b"id: ../e1"),
    "a side that climbs": (b"id: east", b'id: "../../../etc/passwd"'),
    "an id with a NUL": (b"id: e1", b'id: "e1\\0"'),
    "an absolute id": (b"id: e1", b"id: /etc/passwd"),
    "an id of a device": (b"id: e1", b"id: 'con:'"),
    "an id with a line end": (b"id: e1", b'id: "e1\\n"'),
    "an id in another script": (b"id: e1", "id: е1".encode()),
    "an id of capitals": (b"id: e1", b"id: E1"),
    "an unknown side": (b"side: east", b"side: north"),
    "an unknown seat": (b"seats: [e1,", b"seats: [x1,"),
    "an unequal cast": (b"seats: [e1, w1, e2, w2, e3, w3]", b"seats: [e1, e2, e3, w1, w2, w2]"),
    "an unknown phase": (b"phases: [think]", b"phases: [sleep]"),
    "phases without order": (b"code: PH1", b"code: PH8"),
    "minutes that do not add up": (b"{45: 5,", b"{45: 4,"),
    "the same seat twice": (b"id: e2", b"id: e1"),
    "a tag in the middle": (b"heat: low", b"heat: !!str low"),
    "an anchor in the middle": (b"heat: low", b"heat: &h low"),
    "an alias in the middle": (b"heat: low", b"heat: *h"),
    "a second document at the end": (b"origin: third-party}", b"origin: third-party}\n---\nid: other"),
    "a directive first": (b"id: harbour", b"%YAML 1.1\n---\nid: harbour"),
    "a tab": (b"  - Anyone may pause.", b"\t- Anyone may pause."),
    "an open quote": (b"title: The harbour light", b'title: "The harbour light'),
    "a colon": (b"title: The harbour light", b"title: The harbour: light"),
}


def put(raw: bytes, file: str, folder: Path) -> None:
    (folder / file).write_bytes(raw)


def edit(old: bytes, new: bytes, folder: Path) -> None:
    raw = (folder / "pack.yaml").read_bytes()
    assert old in raw
    (folder / "pack.yaml").write_bytes(raw.replace(old, new, 1))


def sparse(file: str, folder: Path) -> None:
    with (folder / file).open("r+b") as handle:
        handle.truncate(100 * 1024 * 1024)


def link(target: str, file: str, folder: Path) -> None:
    path = folder / file
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def link_out_of(file: str, folder: Path) -> None:
    """The real file, but outside and linked: even then it is refused."""
    outside = folder.parent.parent / "outside"
    (folder / file).rename(outside)
    (folder / file).symlink_to(outside)


def pipe(file: str, folder: Path) -> None:
    (folder / file).unlink()
    os.mkfifo(folder / file)


def listening_socket(file: str, folder: Path) -> None:
    (folder / file).unlink()
    server = socket.socket(socket.AF_UNIX)
    here = os.getcwd()
    try:
        os.chdir(folder)  # a socket's path may not be long
        server.bind(file)
    finally:
        os.chdir(here)
        server.close()


def directory(file: str, folder: Path) -> None:
    (folder / file).unlink()
    (folder / file).mkdir()


def crowd(folder: Path) -> None:
    for number in range(2000):
        (folder / "seats" / f"x{number}.md").write_text("x")


def deep(folder: Path) -> None:
    path = folder
    for _ in range(60):
        path = path / "deeper"
        path.mkdir()
    (path / "pack.yaml").write_text("id: x")


def strange_name(name: bytes, folder: Path) -> None:
    with open(os.fsencode(folder) + b"/" + name, "wb") as handle:
        handle.write(b"x")


def renamed(old: str, new: str, folder: Path) -> None:
    (folder / old).rename(folder / new)


def folders() -> Iterator[tuple[str, Damage]]:
    for file in ("pack.yaml", "rehearsal-45.yaml", "public.md", "seats/e1.md"):
        yield f"{file} of 100 MB", partial(sparse, file)
        yield f"{file} is a link out", partial(link_out_of, file)
        yield f"{file} is a link to a device", partial(link, "/dev/zero", file)
        yield f"{file} is a pipe", partial(pipe, file)
        yield f"{file} is a folder", partial(directory, file)
        yield f"{file} is empty", partial(put, b" \n", file)
        yield f"{file} is not UTF-8", partial(put, b"a: b\n\xff", file)
    yield "public.md is a socket", partial(listening_socket, "public.md")
    yield "a link to itself", partial(link, "pack.yaml", "pack.yaml")
    yield "a dangling link", partial(link, "nowhere", "teaching.md")
    yield "a link to the passwords", partial(link, "/etc/passwd", "seats/e1.md")
    yield "a folder of links", partial(link, "/etc", "seats")
    yield "a link to the folder above", partial(link, "..", "sides")
    yield "thousands of files", crowd
    yield "folders in folders", deep
    for name in (
        b"notes.txt",
        b".hidden",
        b"pack.yml",
        b"PACK.YAML",
        b"rehearsal-60.yaml",
        b"bad\xff.md",
        b"a\nb.md",
    ):
        yield f"a file called {name!r}", partial(strange_name, name)
    yield "a seat's file in capitals", partial(renamed, "seats/e1.md", "seats/E1.md")
    yield "no pack.yaml", partial(renamed, "pack.yaml", "pack.yaml.old")
    yield "no rehearsal", partial(renamed, "rehearsal-45.yaml", "rehearsal-180.yaml")


def every_damage() -> dict[str, Damage]:
    found: dict[str, Damage] = dict(folders())
    for name, raw in (BOMBS | BYTES).items():
        found[f"pack.yaml: {name}"] = partial(put, raw, "pack.yaml")
        found[f"rehearsal: {name}"] = partial(put, raw, "rehearsal-45.yaml")
    for tag in TAGS:
        found[f"a tag: {tag!r}"] = partial(edit, b"heat: low", b"heat: " + tag)
    for name, (old, new) in EDITS.items():
        found[f"an edit: {name}"] = partial(edit, old, new)
    return found
