"""The debrief: stepping out of role, its steps, what staff open and what stays closed whatever they open."""

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.debrief import (
    Debrief,
    DebriefStepShown,
    OpenedInDebrief,
    OpenInDebrief,
    ShowDebriefStep,
    StepOut,
    SteppedOut,
    is_named,
    may_be_named,
    opened_to_all,
)
from roleplay.rules.people import Remove
from roleplay.rules.phases import Back, Next
from roleplay.rules.rooms import AnswerInvitation, Invite
from roleplay.rules.talk import Say, Withdraw

from .scene import Scene, given
from .small_pack import PHASES

WHAT = ("names", "facts", "rooms", "happened", "missing")


def debriefing(**scene: object) -> Scene:
    return given(phase="debrief", phases={"debrief": {"tools": ["debrief"]}}, **scene)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["in1", "pk1"])
def test_a_delegate_steps_out_once_and_everybody_sees_it(who):
    scene = debriefing()
    scene.when(StepOut(), by=who).then(SteppedOut(who)).heard_by_everyone()
    scene.when(StepOut(), by=who).refused("already")


def test_staff_lead_through_the_steps_of_the_pack_in_any_order():
    scene = debriefing()
    scene.when(ShowDebriefStep("why"), by="host").then(DebriefStepShown("why")).heard_by_everyone()
    scene.when(ShowDebriefStep("why"), by="host").refused("already")
    scene.when(ShowDebriefStep("feelings"), by="co").allowed()
    scene.when(ShowDebriefStep("who-won"), by="host").refused("no_such_step")


@pytest.mark.parametrize("what", WHAT)
def test_staff_open_each_thing_once_for_everybody(what):
    scene = debriefing()
    scene.when(OpenInDebrief(what), by="co").then(OpenedInDebrief(what)).heard_by_everyone()
    assert scene.state[Debrief].opened == {what}
    scene.when(OpenInDebrief(what), by="host").refused("already")


@pytest.mark.parametrize("phase", [one for one in PHASES if one != "debrief"])
def test_nothing_of_it_happens_while_people_are_in_their_roles(phase):
    scene = given(phase=phase, phases={phase: {"tools": ["debrief"]}})
    scene.when(StepOut(), by="in1").refused("in_role")
    scene.when(ShowDebriefStep("why"), by="host").refused("in_role")
    scene.when(OpenInDebrief("facts"), by="host").refused("in_role")


def test_it_needs_its_tool():
    scene = given(phase="debrief")
    scene.when(StepOut(), by="in1").refused("no_tool")
    scene.when(OpenInDebrief("facts"), by="host").refused("no_tool")


def test_out_of_role_only_the_plenary_is_open_whatever_the_pack_says():
    rooms = {"debrief": {"rooms": ["plenary", "caucus", "corridor"]}}
    scene = given(phase="debrief", phases=rooms)
    scene.when(Say("caucus-india", "Hello"), by="in1").refused("room_closed")
    scene.when(Invite("pk1"), by="in1").refused("room_closed")
    scene.when(Say("plenary", "Hello"), by="in1").allowed()


# Names --------------------------------------------------------------------------------------------


def test_a_name_is_shown_of_whoever_stepped_out_once_staff_restored_the_names():
    scene = debriefing().having(StepOut(), by="in1")
    assert not may_be_named(scene.state, "p-in1")
    scene.having(OpenInDebrief("names"))
    assert may_be_named(scene.state, "p-in1") and not may_be_named(scene.state, "p-pk1")
    scene.having(Remove("p-in1"))
    assert not may_be_named(scene.state, "p-in1")


def test_only_what_is_said_out_of_role_stands_under_a_name():
    phases = {"debrief": {"tools": ["debrief"]}}
    scene = given(phases=phases)
    before = scene.having_said("plenary", "In role", by="in1")
    scene.having(Next("on")).having(Next("on")).having(Next("on"))
    after = scene.having_said("plenary", "As myself", by="in1")
    others = scene.having_said("plenary", "Not yet", by="pk1")
    staff = scene.having_said("plenary", "Welcome back", by="host")
    scene.having(StepOut(), by="in1").having(OpenInDebrief("names"))
    lines = {id: is_named(scene.state, scene.line(id)) for id in (before, after, others, staff)}
    assert lines == {before: False, after: True, others: False, staff: False}
    scene.having(SetAttribution("step", "unattributed"))
    assert not is_named(scene.state, scene.line(scene.having_said("plenary", "Quietly", by="in1")))
    scene.having(Back())
    assert not is_named(scene.state, scene.line(after))


# The rooms ----------------------------------------------------------------------------------------


def opened_texts(scene: Scene) -> set[str]:
    return {getattr(entry.event, "text", "") for entry in scene.log if opened_to_all(scene.state, entry)}


def a_full_day() -> Scene:
    scene = given(phase="caucus", phases={"debrief": {"tools": ["debrief"]}})
    scene.having(Say("caucus-india", "Ours"), by="in1").having(Say("caucus-pakistan", "Theirs"), by="pk1")
    scene.having(Broadcast("side:india", "A hint")).having(Broadcast("seat:in1", "A whisper"))
    scene.having(Say("back-room", "Among staff"))
    scene.having(SetAttribution("step", "no-record")).having(Say("caucus-india", "Unkept"), by="in2")
    scene.having(Next("on")).having(Invite("pk1"), by="in1")
    corridor = scene.log[-1].event.corridor
    scene.having(AnswerInvitation(corridor, True), by="pk1").having(Say(corridor, "Aside"), by="in1")
    return scene.having(Next("on"))


def test_opening_the_rooms_opens_the_caucuses_and_nothing_else():
    scene = a_full_day()
    assert opened_texts(scene) == set()
    scene.having(OpenInDebrief("rooms"))
    assert opened_texts(scene) == {"Ours", "Theirs", "A hint"}


def test_opening_the_rooms_changes_nothing_of_who_heard_what():
    scene = a_full_day()
    before = {who: scene.seen_by(who) for who in ("in1", "pk1", "host")}
    scene.having(OpenInDebrief("rooms"))
    assert {who: scene.seen_by(who)[:-1] for who in before} == before


def test_a_line_that_was_taken_back_is_opened_as_taken_back():
    scene = given(phase="caucus", phases={"debrief": {"tools": ["debrief"]}})
    line = scene.having_said("caucus-india", "Ours", by="in1")
    scene.having(Withdraw(line), by="in1").having(Next("on")).having(Next("on")).having(
        OpenInDebrief("rooms")
    )
    assert opened_texts(scene) == {"Ours"} and scene.line(line).withdrawn
