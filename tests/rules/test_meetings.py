"""Adjourning a workshop and going on another day."""

import pytest

from roleplay.rules.floor import Call, Floor
from roleplay.rules.meetings import Adjourn, Adjourned, Meetings, Reopen, Reopened, meeting_name
from roleplay.rules.people import People
from roleplay.rules.phases import Agenda, ClockStarted, ClockStopped, PhaseEntered, StopClock, phase_of
from roleplay.rules.rooms import AnswerInvitation, Invite, Rooms, is_open
from roleplay.rules.safety import PauseRooms, ResumeRooms
from roleplay.rules.talk import Say, Talk
from roleplay.rules.workshop import CloseLobby, End, OpenLobby

from .scene import MINUTE, given

WEEK = 7 * 24 * 60 * MINUTE


def left(scene):
    agenda = scene.state[Agenda]
    return agenda.left if agenda.ends_at is None else agenda.ends_at - scene.now


def test_an_adjourned_meeting_stops_its_clock_and_tells_everybody_when_it_goes_on():
    scene = given()
    outcome = scene.when(Adjourn("Thursday at eleven,\n room 4"), by="co")
    outcome.then(Adjourned("Thursday at eleven, room 4", True), ClockStopped()).heard_by_everyone()
    assert scene.state[Meetings].adjourned and scene.state[Meetings].until == "Thursday at eleven, room 4"


def test_it_need_not_be_known_when_it_goes_on():
    given().having(StopClock()).when(Adjourn("  "), by="host").then(Adjourned("", False))


def test_a_long_answer_to_when_is_refused():
    given().when(Adjourn("next week " * 20), by="host").refused("too_long")


def test_before_the_start_there_is_no_meeting_to_adjourn():
    given(phase=None).when(Adjourn(), by="host").refused("not_started")


def test_a_meeting_is_adjourned_once_and_reopened_once():
    given().when(Reopen(), by="host").refused("already")
    scene = given().having(Adjourn())
    scene.when(Adjourn(), by="host").refused("already")
    scene.having(Reopen()).when(Reopen(), by="co").refused("already")


def test_after_the_end_there_is_no_other_meeting():
    given(ended=True).when(Adjourn(), by="host").refused("ended")
    scene = given().having(Adjourn()).having(End())
    assert not scene.state[Meetings].adjourned
    scene.when(Reopen(), by="host").refused("ended")


def test_a_week_later_the_clock_goes_on_where_it_stopped():
    scene = given(phase="talks")
    before = left(scene)
    scene.having(Adjourn("next week"))
    scene.now += WEEK
    scene.when(Reopen(), by="host").then(Reopened(2), ClockStarted()).heard_by_everyone()
    assert before - left(scene) == 1000  # the second in which it was adjourned
    assert scene.state[Meetings].until == ""


def test_a_clock_that_stood_goes_on_standing():
    scene = given().having(StopClock()).having(Adjourn())
    scene.when(Reopen(), by="host").then(Reopened(2))
    assert not scene.state[Agenda].running


def test_rooms_that_were_paused_are_still_paused_in_the_next_meeting():
    scene = given().having(PauseRooms()).having(Adjourn()).having(Reopen())
    scene.when(Say("plenary", "Hello"), by="in1").refused("paused")
    scene.having(ResumeRooms()).when(Say("plenary", "Hello"), by="in1").allowed()
    assert scene.state[Agenda].running


def test_everything_is_in_its_place_in_the_next_meeting():
    scene = given(phase="talks").having(Call("in1")).having(Invite("pk2"), by="in2")
    corridor = scene.log[-1].event.corridor
    scene.having(AnswerInvitation(corridor, True), by="pk2").having(CloseLobby())
    before = {slice_: repr(scene.state[slice_]) for slice_ in (People, Floor, Rooms)}
    phase = phase_of(scene.state)
    scene.having(Adjourn()).having(Reopen())
    assert {slice_: repr(scene.state[slice_]) for slice_ in before} == before
    assert phase_of(scene.state) == phase
    scene.when(Say(corridor, "Where were we?"), by="in2").allowed()
    scene.when(Say("plenary", "The boats"), by="in1").allowed()


def test_no_room_of_delegates_is_open_meanwhile():
    scene = given(phase="talks").having(Adjourn())
    assert not is_open(scene.state, "plenary")
    assert is_open(scene.state, "back-room")
    assert is_open(scene.having(Reopen()).state, "plenary")


def test_somebody_may_come_in_between_two_meetings():
    scene = given().having(CloseLobby()).having(Adjourn()).having(OpenLobby())
    scene.with_seated("pk3").having(Reopen())
    assert "pk3" in scene.state[People].holders


def test_meetings_are_counted_and_their_heading_stands_between_the_lines():
    scene = given()
    scene.having_said("plenary", "Until Thursday", by="in1")
    scene.having(Adjourn()).having(Reopen()).having(Adjourn()).having(Reopen())
    reopened = [entry.id for entry in scene.log if isinstance(entry.event, Reopened)]
    assert scene.state[Meetings].began == {reopened[0]: 2, reopened[1]: 3}
    assert scene.state[Talk].chapters[reopened[0]] == {"plenary": 1}
    entered = [entry.id for entry in scene.log if isinstance(entry.event, PhaseEntered)]
    assert [id for id, *_ in scene.state[Agenda].history] == [*entered, *reopened]


@pytest.mark.parametrize(
    ("number", "name"), [(1, "first meeting"), (2, "second meeting"), (11, "meeting 11")]
)
def test_a_meeting_is_called_by_its_number(number, name):
    assert meeting_name(number) == name
