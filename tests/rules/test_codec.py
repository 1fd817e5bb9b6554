"""Events to JSON and back; commands from whatever a browser sends."""

import json
import types
from dataclasses import fields
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from roleplay.rules.codec import (
    MAX_FIELD,
    command_from_json,
    event_from_json,
    event_to_json,
    fields_from_form,
)
from roleplay.rules.kernel import COMMANDS, EVENTS, INNER_COMMANDS, Event, Refused
from roleplay.rules.phases import Extend, GateOverridden
from roleplay.rules.seats import AssignSeats
from roleplay.rules.talk import React, Said, Say

from .commands import required
from .small_pack import small_pack


def values(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.none() | st.booleans() | st.integers() | numbers | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )


JSON = values(st.floats(allow_nan=False))
"""Whatever a browser sends: Python reads 1e999, too."""
STORED = values(st.floats(allow_nan=False, allow_infinity=False))
"""What a database takes as JSON."""


def any_value(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of([any_value(one) for one in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(any_value(get_args(hint)[0])).map(tuple)
    if get_origin(hint) is dict:
        return st.dictionaries(st.text(), STORED)
    return {str: st.text(), int: st.integers(), bool: st.booleans(), type(None): st.none()}[hint]


def any_event(cls: type[Event]) -> st.SearchStrategy[Event]:
    hints = get_type_hints(cls)
    return st.builds(cls, **{field.name: any_value(hints[field.name]) for field in fields(cls)})


def refused(do, body):
    with pytest.raises(Refused) as caught:
        command_from_json(do, body)
    return caught.value.code


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_every_event_comes_back_from_json_as_it_was(kind):
    @settings(max_examples=15, deadline=None)
    @always(any_event(EVENTS[kind]))
    def comes_back(event):
        assert event_from_json(kind, json.loads(json.dumps(event_to_json(event)))) == event

    comes_back()


def test_a_list_comes_back_as_a_tuple():
    event = GateOverridden("opening", ("one", "two"), "late")
    body = {"phase": "opening", "missing": ["one", "two"], "reason": "late"}
    assert event_from_json("gate_overridden", body) == event


def test_what_another_version_wrote_besides_is_ignored():
    assert event_from_json("said", {"room": "r", "text": "t", "reply_to": None, "new": 1}) == Said("r", "t")


def test_what_an_older_version_did_not_write_takes_its_default():
    assert event_from_json("said", {"room": "r", "text": "t"}) == Said("r", "t")


def test_an_unknown_kind_is_a_key_error():
    with pytest.raises(KeyError):
        event_from_json("from_the_future", {})


def test_a_command_is_read_from_its_fields():
    assert command_from_json("say", {"room": "plenary", "text": "Hi"}) == Say("plenary", "Hi")
    assert command_from_json("say", {"room": "plenary", "text": "Hi", "reply_to": "x"}) == Say(
        "plenary", "Hi", "x"
    )
    assert command_from_json("react", {"line": "x", "reaction": "heard"}) == React("x", "heard", True)
    assert command_from_json("extend", {"minutes": -5}) == Extend(-5)
    assert command_from_json("assign_seats", {"how": "random"}) == AssignSeats("random")


@pytest.mark.parametrize("do", [None, 7, ["say"], {}, "", "Say", "decide", *sorted(INNER_COMMANDS)])
def test_a_command_that_is_not_for_browsers_is_refused(do):
    assert refused(do, {}) == "bad_command"


@pytest.mark.parametrize("body", [None, [], "text", 7, True])
def test_a_command_without_fields_of_its_own_is_refused(body):
    assert refused("raise_hand", body) == "bad_command"


@pytest.mark.parametrize(
    ("do", "body"),
    [
        ("say", {"room": "plenary"}),
        ("say", {"room": "plenary", "text": "Hi", "by": "host"}),
        ("say", {"room": "plenary", "text": None}),
        ("say", {"room": "plenary", "text": 7}),
        ("say", {"room": "plenary", "text": "Hi", "reply_to": 7}),
        ("say", {"room": "plenary", "text": "nul\x00"}),
        ("say", {"room": "plenary", "text": "half\ud800"}),
        ("say", {"room": "plenary", "text": "x" * (MAX_FIELD + 1)}),
        ("react", {"line": "x", "reaction": "love"}),
        ("react", {"line": "x", "reaction": ["heard"]}),
        ("react", {"line": "x", "reaction": "heard", "on": 1}),
        ("extend", {"minutes": True}),
        ("extend", {"minutes": 5.0}),
        ("extend", {"minutes": 2**31}),
        ("extend", {"minutes": "5"}),
        ("set_floor", {"mode": {}}),
    ],
)
def test_a_field_that_is_missing_foreign_or_of_another_type_is_refused(do, body):
    assert refused(do, body) == "bad_command"


@pytest.mark.parametrize("do", sorted(COMMANDS))
def test_every_command_says_which_field_it_lacks(do):
    for name in required(COMMANDS[do]):
        with pytest.raises(Refused, match="lacks its"):
            command_from_json(do, {})
        assert name in {field.name for field in fields(COMMANDS[do])}


bodies = st.one_of(
    JSON,
    st.dictionaries(
        st.sampled_from(sorted({field.name for cls in COMMANDS.values() for field in fields(cls)})), JSON
    ),
)


@settings(max_examples=200, deadline=None)
@always(st.one_of(st.sampled_from(sorted(COMMANDS)), JSON), bodies)
def test_whatever_json_a_browser_sends_it_is_a_command_or_refused(do, body):
    try:
        command = command_from_json(do, body)
    except Refused as refusal:
        assert refusal.code == "bad_command"
        return
    assert isinstance(command, COMMANDS[do])


def test_a_frozen_pack_survives_the_store():
    body = {"setting": small_pack(3), "attribution": "open", "joining": "open", "seating": "host"}
    event = event_from_json("opened", json.loads(json.dumps(body)))
    assert event_to_json(event) == body


def test_a_form_posts_texts_and_each_field_becomes_what_its_command_wants():
    assert fields_from_form("say", [("room", "plenary"), ("text", "12"), ("reply_to", "")]) == {
        "room": "plenary",
        "text": "12",
    }
    assert fields_from_form("extend", [("minutes", "-2")]) == {"minutes": -2}
    assert fields_from_form("react", [("line", "x"), ("reaction", "heard"), ("on", "true")])["on"] is True
    assert fields_from_form("no such command", [("text", "12")]) == {"text": 12}


@pytest.mark.parametrize(
    ("do", "given", "fields"),
    [
        ("ask", [("card", "c"), ("typed", "Whose?")], {"card": "c", "text": "Whose?"}),
        ("mark_card", [("card", "c"), ("kind", "need"), ("typed", "Whose?")], {"card": "c", "kind": "need"}),
        ("ask", [("card", "c"), ("typed", "")], {"card": "c"}),
        (
            "judge_reflection",
            [("reflection", "r"), ("verdict", "amend"), ("typed", "When")],
            {"reflection": "r", "verdict": "amend", "missing": "When"},
        ),
        (
            "say",
            [("room", "plenary"), ("text", "Hello"), ("typed", "No")],
            {"room": "plenary", "text": "Hello"},
        ),
    ],
)
def test_words_typed_for_any_button_become_the_text_that_the_pressed_one_lacks(do, given, fields):
    assert fields_from_form(do, given) == fields
