"""What the strict reader takes, what it refuses, and how it says so."""

import pytest

from scenarios.strict_yaml import read
from scenarios.text import Unreadable


def refusal(raw: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(raw)
    return caught.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("2007-02-01", "2007-02-01"),
        ("2007-02-01 10:00:00", "2007-02-01 10:00:00"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-7", -7),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.2.3", "1.2.3"),
        ("true", True),
        ("FALSE", False),
        ("tRue", "tRue"),
        ("null", None),
        ("~", None),
        ("", None),
        ('"no"', "no"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("=", "="),
        ("<<", "<<"),
        ("بیٹھک", "بیٹھک"),
        ('"\\U0001F600"', "\U0001f600"),
    ],
)
def test_a_value_means_what_the_core_schema_says(written: str, meant: object) -> None:
    value = read(f"a: {written}\n".encode()).data["a"]
    assert value == meant
    assert type(value) is type(meant)


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [
        (b"a: &x 1", (1, 4), "an anchor (&x)"),
        (b"a: 1\nb: *x", (2, 4), "an alias (*x)"),
        (b"a: {<<: {b: 1}}", (1, 5), "a merge key"),
        (b"a: !!python/object/apply:os.system [ls]", (1, 4), "a tag"),
        (b"a: !ours 1", (1, 4), "a tag"),
        (b"a: ! 1", (1, 4), "a tag"),
        (b"a: 1\n---\nb: 1", (2, 1), "a second document"),
        (b"%YAML 1.1\n---\na: 1", (1, 1), "a directive"),
        (b"a: 1\nb: 2\na: 3", (3, 1), "first in line 1, again in line 3"),
        (b"a:\n  b: 1\n  'b': 2", (3, 3), "first in line 2, again in line 3"),
        (b"45: 1\n'45': 2", (2, 1), "first in line 1, again in line 2"),
        (b"? [a]\n: 1", (1, 3), "a name that is a list"),
        (b"? {a: 1}\n: 1", (1, 3), "a name that is a list"),
        (b"true: 1", (1, 1), "cannot be a name"),
        (b"1.5: 1", (1, 1), "cannot be a name"),
        (b"~: 1", (1, 1), "cannot be a name"),
        (b"a: .nan", (1, 4), "is not a number that a pack can use"),
        (b"a: -.inf", (1, 4), "is not a number that a pack can use"),
        (b"a: 1e999", (1, 4), "a number that is too large"),
        (b"a: " + b"9" * 5000, (1, 4), "a number that is too long"),
        (b"a: " + b"[" * 5000, (1, 23), "nesting deeper than 20"),
        (b"- " * 5000, (1, 41), "nesting deeper than 20"),
        (b"a: b: c", (1, 5), "a second colon"),
        (b'a: "b', (1, 6), "a quote that is opened and never closed"),
        (b"a:\n\tb: 1", (2, 1), "a tab where spaces are needed"),
        (b"a: @b", (1, 4), "a value cannot begin with '@'"),
        (b"a: `b", (1, 4), "a value cannot begin with '`'"),
        (b"a: [b, c", (2, 1), "a list in square brackets that is not closed"),
        (b"a: {b: c", (2, 1), "a mapping in curly brackets that is not closed"),
        (b"a:\n  - b\n  c: 1", (3, 3), "no item of it"),
        (b'a: "\\q"', (1, 5), "an unknown \\ sequence"),
        (b'a: "\\0"', (1, 4), "control character (U+0000)"),
        (b'a: "\\u202E"', (1, 4), "control character (U+202E)"),
        (b"", (1, 1), "is empty or is not a mapping"),
        (b"# only a remark", (1, 1), "is empty or is not a mapping"),
        (b"- a", (1, 1), "is empty or is not a mapping"),
        (b"a: 1\nb: \x00", (2, 4), "control character (U+0000)"),
        ("a: 1\nb: x\u202ey".encode(), (2, 5), "control character (U+202E)"),
        (b"a: 1\nb: \xe9", (2, 4), "is not UTF-8 (byte 0xE9)"),
        ("a: 1".encode("utf-16"), (1, 1), "is not UTF-8"),
        (b"a: 1\n" + b"#" * 300_000, (1, 1), "larger than 256 KB"),
        (b"a:\n" + b"- 1\n" * 30_000, (19_999, 3), "more than 20000 values"),
    ],
)
def test_a_trap_is_refused_with_its_place(raw: bytes, place: tuple[int, int], words: str) -> None:
    error = refusal(raw)
    assert words in error.message
    assert (error.line, error.column) == place
    assert error.remedy


def test_a_byte_order_mark_and_windows_line_ends_are_harmless() -> None:
    document = read(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert document.data == {"a": 1, "b": 2}
    assert document.place(("b",)) == (2, 1)


def test_every_part_has_its_place() -> None:
    document = read(b"a: 1\nb:\n  - c: 2\n  - [3, 4]\n")
    assert document.place(()) == (1, 1)
    assert document.place(("b",)) == (2, 1)
    assert document.place(("b", 0)) == (3, 5)
    assert document.place(("b", 0, "c")) == (3, 5)
    assert document.place(("b", 1, 1)) == (4, 9)


def test_what_is_missing_has_the_place_of_what_is_around_it() -> None:
    document = read(b"a: 1\nb:\n  c: 2\n")
    assert document.place(("b", "nothing", 3)) == (2, 1)
    assert document.place(("nothing",)) == (1, 1)
