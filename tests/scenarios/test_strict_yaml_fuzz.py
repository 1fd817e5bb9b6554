"""The strict reader against bytes that nobody wrote: our own refusal or plain data, never anything else."""

import json
import math
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.strict_yaml import MAX_DEPTH, read
from scenarios.text import UNWELCOME, Unreadable

PIECES = [
    *"abn01 -:?,[]{}#&*!|>'\"%@`\\~.=<",
    "\n", "\r", "\t", "\n  ", "\n- ", ": ", "- ", "<<: ", "---", "...", "!!", "&a", "*a", "|2", ">-", "\\x",
    "é", "ب", "\x00",
    "\x85", "\u2028", "\ufeff", "\U0001f600", "true", "1:30", "0x", ".inf", "%YAML 1.1\n", "? ",
]  # fmt: skip
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda s: not UNWELCOME.search(s)
)
data = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


def is_plain(value: Any, depth: int = 0) -> bool:
    assert depth <= MAX_DEPTH
    if isinstance(value, dict):
        return all(type(key) in (str, int) and is_plain(each, depth + 1) for key, each in value.items())
    if isinstance(value, list):
        return all(is_plain(each, depth + 1) for each in value)
    return value is None or type(value) in (str, bool, int) or (type(value) is float and math.isfinite(value))


def read_or_refuse(raw: bytes) -> None:
    try:
        document = read(raw)
    except Unreadable as error:
        assert error.line >= 1
        assert error.column >= 1
        assert error.message
        assert error.remedy
        assert error.line <= raw.count(b"\n") + raw.count(b"\r") + 2
    else:
        assert is_plain(document.data)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_any_bytes_are_data_or_a_refusal(raw: bytes) -> None:
    read_or_refuse(raw)


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_heap_of_yaml_signs_is_data_or_a_refusal(text: str) -> None:
    read_or_refuse(text.encode())


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(words, data, max_size=5))
def test_json_reads_as_itself(value: dict[str, Any]) -> None:
    assert read(json.dumps(value, ensure_ascii=False).encode()).data == value


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.from_regex(r"[a-z]{3,8}", fullmatch=True), data, min_size=1, max_size=5))
def test_a_place_is_where_the_name_stands(value: dict[str, Any]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"')
    try:
        document = read(text.encode())
    except Unreadable:
        return  # the dumper wrote a tag or an anchor, which is refused rightly
    for name in value:
        line, column = document.place((name,))
        assert text.split("\n")[line - 1][column - 1 :].startswith(f'"{name}"')
