"""Deciding, folding, seeing: the rules behind all other rules."""

import pytest

from roleplay.rules import kernel
from roleplay.rules.kernel import (
    AUDIENCES,
    COMMANDS,
    EVENTS,
    EVERYONE,
    INNER_COMMANDS,
    SLICES,
    STAFF_ONLY,
    Actor,
    Audience,
    Command,
    Entry,
    Event,
    Moment,
    Refused,
    State,
    Viewer,
    audience_of,
    decide,
    evolve,
    visible,
)
from roleplay.rules.phases import GateOverridden
from roleplay.rules.talk import Said, Say, Talk

from .scene import given


def entry(hearers, sealed=False):
    return Entry("id", 1, "somebody", None, hearers, sealed, Said("plenary", "Hello"))


DELEGATE = Viewer("p", "delegate", "in1", "india")
HOST = Viewer("h", "facilitator")


@pytest.mark.parametrize(
    ("hearers", "sealed", "viewer", "sees"),
    [
        (None, False, DELEGATE, True),
        (("in1",), False, DELEGATE, True),
        (("in2",), False, DELEGATE, False),
        ((), False, DELEGATE, False),
        (("in1",), True, DELEGATE, True),
        (None, False, HOST, True),
        ((), False, HOST, True),
        (("in1",), False, HOST, True),
        (("in1",), True, HOST, False),
        ((), True, HOST, False),
        (None, False, Viewer("c", "cofacilitator"), True),
        (None, False, Viewer("o", "observer"), True),
        (("in1",), False, Viewer("o", "observer"), False),
        (None, False, Viewer("s", "screen"), True),
        ((), False, Viewer("s", "screen"), False),
        (None, False, Viewer("p", "delegate", "in1", "india", inside=False), False),
        (("in1",), False, Viewer("p", "delegate", "in1", "india", inside=False), False),
    ],
)
def test_one_line_decides_who_sees_what(hearers, sealed, viewer, sees):
    assert visible(entry(hearers, sealed), viewer) is sees


def test_an_event_without_an_audience_reaches_staff_only():
    class Forgotten(Event):
        kind = "forgotten"

    assert audience_of(State(), Forgotten()) == STAFF_ONLY


def test_every_event_declares_its_audience():
    assert {EVENTS[kind] for kind in EVENTS} == set(AUDIENCES)


def test_every_command_has_a_rule_and_every_event_is_folded():
    assert {*COMMANDS.values(), *INNER_COMMANDS.values()} == set(kernel._RULES)
    only_kept_for_the_record = {GateOverridden}
    assert set(EVENTS.values()) - set(kernel._EVOLVERS) == only_kept_for_the_record


def test_a_word_of_the_wire_means_one_command():
    assert not COMMANDS.keys() & INNER_COMMANDS.keys()
    for do, cls in {**COMMANDS, **INNER_COMMANDS}.items():
        assert cls.do == do
    for kind, cls in EVENTS.items():
        assert cls.kind == kind


@pytest.mark.parametrize("cls", [*COMMANDS.values(), *INNER_COMMANDS.values(), *EVENTS.values()])
def test_commands_and_events_are_values_that_nobody_changes(cls):
    assert cls.__dataclass_params__.frozen and cls.__dataclass_params__.eq


def test_an_entry_keeps_who_when_and_who_heard():
    scene = given()
    (made,) = scene.when(Say("plenary", "Hello"), by="in1").entries
    assert (made.by, made.seat, made.at) == ("p-in1", "in1", scene.now)
    assert made.audience == EVERYONE
    assert len(made.id) == 32


def test_the_moment_is_handed_in():
    scene = given()
    moment = Moment(42, iter(["first"]))
    (made,) = decide(scene.state, Say("plenary", "Hello"), Actor("p-in1", "delegate", "in1", "india"), moment)
    assert (made.id, made.at) == ("first", 42)


def test_a_fold_changes_its_own_state_in_place():
    scene = given()
    before = scene.state
    evolve(before, entry(None))
    assert before[Talk].lines["id"].text == "Hello"


def test_states_are_equal_when_all_their_slices_are():
    assert State() == State()
    assert given().state == given().state
    assert given().state != State()
    assert State() != "a state"


def test_every_slice_begins_empty_and_of_its_own():
    first, second = State(), State()
    for slice_ in SLICES:
        assert first[slice_] is not second[slice_]


def test_a_refusal_carries_a_code_and_a_sentence():
    refusal = Refused("not_allowed", "Only the facilitators can do this.")
    assert (refusal.code, refusal.say) == ("not_allowed", "Only the facilitators can do this.")
    assert str(refusal) == "not_allowed: Only the facilitators can do this."


def test_an_audience_of_nobody_is_staff_and_of_none_is_everyone():
    assert Audience(()) == STAFF_ONLY and Audience(None) == EVERYONE


@pytest.mark.parametrize("role", ["facilitator", "cofacilitator", "system"])
def test_staff_are_facilitators_and_the_system(role):
    assert Actor("p", role).staff
    kernel.require_staff(Actor("p", role))


@pytest.mark.parametrize("role", ["delegate", "observer", "screen"])
def test_nobody_else_is_staff(role):
    with pytest.raises(Refused, match="not_allowed"):
        kernel.require_staff(Actor("p", role))
    given(observing=("olive",)).when(_staff_command(), by="olive").refused("not_allowed")


def _staff_command() -> Command:
    return COMMANDS["end"]()


def test_only_a_seat_may_do_what_takes_a_seat():
    assert kernel.require_seat(Actor("p", "delegate", "in1")) == "in1"
    with pytest.raises(Refused, match="not_allowed"):
        kernel.require_seat(Actor("p", "facilitator"))
