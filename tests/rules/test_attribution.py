"""Rules of attribution: which one holds, that it is fixed with what is said, and what it hides."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.attribution import (
    AttributionSet,
    SetAttribution,
    hides_who,
    kept,
    knows_who,
    rule_in,
    strictest,
)
from roleplay.rules.kernel import State, Viewer, evolve
from roleplay.rules.needs_board import PutUpCard
from roleplay.rules.people import viewer_of
from roleplay.rules.phases import Back, Next
from roleplay.rules.rooms import AnswerInvitation, Invite
from roleplay.rules.talk import React, Said, Say, Withdraw
from roleplay.rules.tally import Tally
from roleplay.rules.unmasking import Unmask, Unmasked
from roleplay.rules.workshop import LEVELS, End

from .scene import Scene, given
from .small_pack import IN


def under(rule: str = "unattributed", **scene: object) -> Scene:
    """A plenary in whose first step this rule holds."""
    return given(phases={"opening": {"attribution": rule}}, **scene)  # type: ignore[arg-type]


def viewer(scene: Scene, who: str) -> Viewer:
    found = viewer_of(scene.state, scene.called(who))
    assert found
    return found


# Which rule holds ---------------------------------------------------------------------------------


def test_the_strictest_of_levels_and_the_loosest_of_none():
    assert LEVELS == ("open", "chatham-house", "unattributed", "no-record")
    assert strictest("open", None, "unattributed", "chatham-house") == "unattributed"
    assert strictest(None, None) == "open"


@pytest.mark.parametrize("workshop", LEVELS)
@pytest.mark.parametrize("step", [None, *LEVELS])
@pytest.mark.parametrize("room", [None, *LEVELS])
def test_the_strictest_of_workshop_step_and_room_holds_and_is_fixed_with_the_line(workshop, step, room):
    own = {} if room is None else {"plenary": room}
    scene = given(attribution=workshop, phases={"opening": {"attribution": step}}, rooms=own)
    line = scene.having_said("plenary", "Hello", by="in1")
    assert scene.log[-1].rule == scene.line(line).rule == strictest(workshop, step, room)


def test_a_rule_of_one_room_does_not_hold_in_another():
    rooms = {"corridor": "no-record", "caucus": "unattributed"}
    scene = given(phase="talks", attribution="open", rooms=rooms)
    assert rule_in(scene.state, "plenary") == "open"
    assert rule_in(scene.state, "caucus-india") == "unattributed"
    scene.having(Invite("pk1"), by="in1")
    assert scene.log[-1].rule == "no-record"
    scene.having(AnswerInvitation(scene.log[-1].event.corridor, True), by="pk1")
    assert scene.log[-1].rule == "no-record"


def test_what_is_told_to_a_side_stands_under_the_rule_of_its_caucus():
    scene = given(attribution="open", rooms={"caucus": "unattributed"})
    assert scene.having(Broadcast("side:india", "Hello")).log[-1].rule == "unattributed"
    assert scene.having(Broadcast("all", "Hello")).log[-1].rule == "open"
    assert scene.having(Broadcast("seat:in1", "Hello")).log[-1].rule == "open"


def test_a_rule_is_not_loosened_for_what_was_said():
    scene = under("no-record", attribution="open")
    line = scene.having_said("plenary", "Hello", by="in1")
    scene.having(Next("on")).having(Next("on"))
    assert rule_in(scene.state, "plenary") == "open"
    scene.having(Withdraw(line), by="in1")
    assert scene.line(line).rule == "no-record"


# Choosing a stricter one --------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["workshop", "step", "plenary"])
def test_staff_make_the_rule_stricter_for_what_comes(where):
    scene = given()
    before = scene.having_said("plenary", "Before", by="in1")
    outcome = scene.when(SetAttribution(where, "unattributed"), by="co")
    outcome.then(AttributionSet(where, "unattributed")).heard_by_everyone()
    after = scene.having_said("plenary", "After", by="in1")
    assert (scene.line(before).rule, scene.line(after).rule) == ("chatham-house", "unattributed")


def test_the_rule_of_a_step_goes_with_the_step():
    scene = given().having(SetAttribution("step", "no-record")).having(Next("on")).having(Back())
    assert rule_in(scene.state, "plenary") == "chatham-house"


def test_what_staff_chose_can_be_taken_back_to_what_was_promised_and_no_further():
    scene = given().having(SetAttribution("workshop", "no-record"))
    scene.copy().when(SetAttribution("workshop", "chatham-house"), by="host").allowed()
    scene.when(SetAttribution("workshop", "open"), by="host").refused("too_loose")
    strict = under("unattributed")
    strict.when(SetAttribution("step", "chatham-house"), by="host").refused("too_loose")
    own = given(rooms={"caucus": "unattributed"})
    own.when(SetAttribution("caucus", "open"), by="host").refused("too_loose")


def test_the_same_rule_again_and_the_rule_of_no_step_are_refused():
    scene = given()
    scene.when(SetAttribution("workshop", "chatham-house"), by="host").refused("already")
    scene.having(SetAttribution("plenary", "no-record"))
    scene.when(SetAttribution("plenary", "no-record"), by="host").refused("already")
    given(phase=None).when(SetAttribution("step", "no-record"), by="host").refused("not_started")


def test_what_was_written_under_a_stricter_rule_is_not_sent_under_a_looser_one():
    scene = given(attribution="open")
    scene.when(Say("plenary", "Hello", under="unattributed"), by="in1").refused("rule_changed")
    scene.when(Say("plenary", "Hello", under="open"), by="in1").then(Said("plenary", "Hello"))
    strict = given(attribution="no-record")
    strict.when(Say("plenary", "Hello", under="open"), by="in1").then(Said("plenary", "Hello"))


# Who is told --------------------------------------------------------------------------------------


def test_an_unattributed_line_is_its_authors_alone_until_staff_give_a_reason():
    scene = under()
    line = scene.line(scene.having_said("plenary", "Hello", by="in1"))
    assert hides_who(line)

    def knowing() -> set[str]:
        people = ("in1", "in2", "pk1", "host", "co")
        return {who for who in people if knows_who(scene.state, line, viewer(scene, who))}

    assert knowing() == {"in1"}
    scene.when(Unmask(line.id, " A threat "), by="co").then(Unmasked(line.id, "A threat")).staff_only()
    assert knowing() == {"in1", "host", "co"}
    scene.when(Unmask(line.id, "Again"), by="host").refused("already")


def test_whoever_takes_over_a_seat_is_not_told_what_was_said_there():
    scene = under()
    line = scene.line(scene.having_said("plenary", "Hello", by="in1"))
    assert not knows_who(scene.state, line, Viewer("somebody-else", "delegate", "in1", "india"))


def test_two_in_a_corridor_know_who_speaks():
    scene = given(phase="talks", rooms={"corridor": "unattributed"}).having(Invite("pk1"), by="in1")
    corridor = scene.log[-1].event.corridor
    scene.having(AnswerInvitation(corridor, True), by="pk1")
    assert not hides_who(scene.line(scene.having_said(corridor, "Hello", by="in1")))


def test_nobody_signs_an_unattributed_line_by_reacting():
    scene = under()
    line = scene.having_said("plenary", "Hello", by="in1")
    scene.when(React(line, "heard"), by="pk1").refused("unsigned")
    open_once = given()
    earlier = open_once.having_said("plenary", "Hello", by="in1")
    open_once.having(SetAttribution("step", "unattributed"))
    open_once.when(React(earlier, "heard"), by="pk1").refused("unsigned")


def test_a_line_of_others_is_not_there_for_a_reaction_either():
    scene = given(phase="caucus", phases={"caucus": {"attribution": "unattributed"}})
    line = scene.having_said("caucus-india", "Hello", by="in1")
    scene.when(React(line, "heard"), by="pk1").refused("no_such_line")


@pytest.mark.parametrize("rule", ["unattributed", "no-record"])
def test_no_count_tells_who_speaks(rule):
    scene = under(rule)
    scene.having_said("plenary", "Some few words", by="in1")
    assert not scene.state[Tally].words and not scene.state[Tally].last


# No record ----------------------------------------------------------------------------------------


def test_the_words_of_no_record_are_forgotten_at_the_end_and_no_others():
    scene = under("no-record")
    gone = scene.having_said("plenary", "Between us", by="in1")
    told = scene.having(Broadcast("all", "Between us too")).log[-1].id
    scene.having(Next("on"))
    stays = scene.having_said("caucus-india", "Among ourselves", by="in1")
    assert scene.line(gone).text == "Between us"
    scene.having(End())
    assert [scene.line(id).text for id in (gone, told, stays)] == ["", "", "Among ourselves"]
    assert [scene.line(id).erased for id in (gone, told, stays)] == [True, True, False]


def test_a_log_without_the_words_folds_to_the_same_state():
    scene = under("no-record")
    scene.having_said("plenary", "Between us", by="in1")
    scene.having(End())
    again = State()
    for entry in scene.log:
        blank = Said("plenary", "") if isinstance(entry.event, Said) else entry.event
        evolve(again, type(entry)(**{**_fields(entry), "event": blank}))
    assert again == scene.state


def _fields(entry):
    return {name: getattr(entry, name) for name in entry.__dataclass_fields__}


def test_only_the_frame_of_what_is_for_no_record_is_kept():
    scene = under("no-record")
    scene.having_said("plenary", "Between us", by="in1")
    assert not kept(scene.log[-1])
    assert kept(scene.having(Next("on")).log[-1]) and kept(scene.having(End()).log[-1])


def test_what_is_put_on_a_board_for_no_record_is_not_kept_either():
    scene = given(phases={"opening": {"attribution": "no-record", "tools": ["needs-board"]}})
    scene.having(PutUpCard("need", "Home"), by="in1")
    assert not kept(scene.log[-1])


def test_the_caucus_hears_under_its_own_rule():
    scene = given(phase="caucus", rooms={"caucus": "no-record"})
    scene.when(Say("caucus-india", "Hello"), by="in1").heard_by(*IN)
    assert not kept(scene.log[-1])
