"""What holds for every workshop, however it went: random commands by random people."""

import copy
import json

from hypothesis import given as always
from hypothesis import settings
from hypothesis import strategies as st

from roleplay.rules import codec
from roleplay.rules.cooling_off import CoolingOff
from roleplay.rules.floor import Floor, SetFloor, speaking_order
from roleplay.rules.kernel import Audience, Entry, Refused, State, Viewer, evolve, visible
from roleplay.rules.moderation import Moderation
from roleplay.rules.people import People, viewer_of
from roleplay.rules.phases import Agenda
from roleplay.rules.points_of_order import Points
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor, Rooms
from roleplay.rules.safety import Safety
from roleplay.rules.speaking_time import SpeakingTime
from roleplay.rules.talk import Say, Talk
from roleplay.rules.tools import TOOLS
from roleplay.rules.workshop import End, Workshop

from .commands import SEATS, resolved, steps
from .scene import Scene, given
from .small_pack import PHASES

quick = settings(max_examples=60, deadline=None)


def played(script, phase="talks", ended=False) -> Scene:
    """The scene after everything in the script that was allowed."""
    phases = {phase: {"tools": list(TOOLS)} for phase in PHASES}
    seated, waiting = ("in1", "in2", "pk1"), ("s1", "s2")
    scene = given(phase=phase, phases=phases, seated=seated, waiting=waiting, joining="approved")
    if ended:
        scene.having(End())
    for by, command in script:
        attempt(scene, by, command)
    return scene


def attempt(scene, by, command):
    """Give the command; what its author is told when it is refused."""
    try:
        scene.having(resolved(scene, command), by=by)
    except Refused as refusal:
        return refusal.code, refusal.say
    return None


def folded(log) -> State:
    state = State()
    for entry in log:
        evolve(state, entry)
    return state


@quick
@always(st.sampled_from([None, "opening", "talks"]), steps)
def test_nothing_but_a_refusal_ever_comes_of_a_command_and_the_state_stays_sound(phase, script):
    scene = played([], phase)
    for by, command in script:
        attempt(scene, by, command)
        assert_sound(scene)


@settings(max_examples=25, deadline=None)
@always(steps)
def test_deciding_changes_nothing(script):
    scene = played([])
    for by, command in script:
        before = copy.deepcopy(scene.state)
        command = resolved(scene, command)
        try:
            entries = scene._decide(command, by, 0)
        except Refused:
            entries = []
        assert scene.state == before, command
        scene._take(entries)


@quick
@always(steps)
def test_the_same_log_always_makes_the_same_state(script):
    scene = played(script)
    assert folded(scene.log) == folded(scene.log) == scene.state


@quick
@always(steps)
def test_a_log_that_was_stored_and_read_again_makes_the_same_state(script):
    scene = played(script)
    stored = [json.dumps(codec.event_to_json(entry.event)) for entry in scene.log]
    events = [
        codec.event_from_json(entry.event.kind, json.loads(text))
        for entry, text in zip(scene.log, stored, strict=True)
    ]
    again = [
        Entry(one.id, one.at, one.by, one.seat, one.hearers, one.sealed, event, one.rule)
        for one, event in zip(scene.log, events, strict=True)
    ]
    assert again == scene.log
    assert folded(again) == scene.state


@quick
@always(steps)
def test_after_the_end_delegates_do_nothing_and_staff_only_tidy_up(script):
    scene = played(script)
    if not scene.state[Workshop].ended:
        scene.having(End())
    end = len(scene.log)
    for by, command in script:
        attempt(scene, by, command)
    allowed = {"line_hidden", "line_shown", "help_closed", "joined", "device_changed"}
    for entry in scene.log[end:]:
        assert entry.event.kind in allowed
        assert entry.seat is None, "a delegate did something after the end"


@quick
@always(steps)
def test_staff_see_all_but_what_is_sealed_and_nobody_else_sees_what_they_did_not_hear(script):
    scene = played(script)
    for participant, person in scene.state[People].persons.items():
        viewer = viewer_of(scene.state, participant)
        seen = [entry for entry in scene.log if visible(entry, viewer)]
        if viewer.staff:
            assert seen == [entry for entry in scene.log if not entry.sealed]
        for entry in seen:
            assert viewer.inside
            assert viewer.staff or entry.hearers is None or person.seat in entry.hearers


@always(
    st.one_of(st.none(), st.lists(st.sampled_from(SEATS)).map(tuple)),
    st.booleans(),
    st.sampled_from(SEATS),
    st.sampled_from(["delegate", "observer", "facilitator", "screen"]),
)
def test_knowing_more_never_shows_less(hearers, sealed, seat, role):
    entry = Entry("e", 0, "p", None, hearers, sealed, None)
    outside, inside = Viewer("v", role, None, None, False), Viewer("v", role)
    seated = Viewer("v", role, seat)
    assert not visible(entry, outside)
    assert visible(entry, inside) <= visible(entry, seated)
    assert Audience(hearers, sealed) == entry.audience
    if hearers is None:
        assert visible(entry, inside)


HIDDEN = ("say", "leave", "invite", "accept", "decline")


@quick
@always(steps, st.lists(st.sampled_from(HIDDEN), max_size=40))
def test_what_two_do_in_a_corridor_makes_no_difference_to_anybody_else(script, hidden):
    """Two worlds, one with more going on between in1 and pk1: the same answers and the same view."""
    quiet = given(phase="talks", observing=("olive",), waiting=("s1",)).having(SetFloor("free"))
    busy = quiet.copy()
    quiet.ids_from(5_000)
    busy.ids_from(5_000)
    for number, (by, command) in enumerate(script):
        busy.ids_from(900_000 + number * 100, during=lambda: whisper(busy, hidden[number : number + 1]))  # noqa: B023
        if quiet.called(by) in (quiet.called("in1"), quiet.called("pk1")):
            continue
        command = resolved(quiet, command)
        assert attempt(quiet, by, command) == attempt(busy, by, command)
        for outsider in ("in2", "pk2", "olive"):
            if quiet.called(outsider) in quiet.state[People].persons:
                assert quiet.seen_by(outsider) == busy.seen_by(outsider)


def whisper(scene, moves):
    """The two do something between them, if they may."""
    corridors = [one for one in scene.state[Rooms].corridors.values() if one.seats == ("in1", "pk1")]
    last = corridors[-1].id if corridors else "none"
    for move in moves:
        command = {
            "say": Say(last, "Between us"),
            "leave": LeaveCorridor(last),
            "invite": Invite("pk1"),
            "accept": AnswerInvitation(last, True),
            "decline": AnswerInvitation(last, False),
        }[move]
        attempt(scene, "pk1" if move in ("accept", "decline") else "in1", command)


def assert_sound(scene: Scene) -> None:
    """Everything that must be true of any state."""
    people, rooms, floor = scene.state[People], scene.state[Rooms], scene.state[Floor]
    sitting = {one.seat: id for id, one in people.persons.items() if one.seat}
    assert sitting == people.holders
    assert len(sitting) == sum(1 for one in people.persons.values() if one.seat)
    assert all(one.role == "delegate" and one.admitted for one in people.persons.values() if one.seat)
    assert set(floor.hands) <= set(sitting) and len(set(floor.hands)) == len(floor.hands)
    assert floor.speaker is None or floor.speaker in sitting
    assert floor.speaker not in floor.hands
    assert sorted(speaking_order(scene.state)) == sorted(floor.hands) and floor.spoken <= set(SEATS)
    time = scene.state[SpeakingTime]
    assert time.seat == floor.speaker and min([time.spent, *time.used.values()]) >= 0
    assert time.since is None or (time.seat and not scene.state[Safety].paused)
    assert {one.seat for one in scene.state[CoolingOff].asks.values()} <= set(sitting)
    assert scene.state[CoolingOff].until is None or scene.state[Safety].paused
    assert {one.seat for one in scene.state[Points].open.values()} <= set(sitting)
    assert scene.state[Moderation].muted <= set(sitting)
    _assert_corridors_sound(rooms, sitting)
    _assert_clock_sound(scene)
    for line in scene.state[Talk].lines.values():
        assert line.reply_to is None or scene.line(line.reply_to).audience == line.audience
        assert all(len(set(seats)) == len(seats) for seats in line.reactions.values())


def _assert_corridors_sound(rooms: Rooms, sitting: dict[str, str]) -> None:
    for seat, id in rooms.busy.items():
        assert rooms.corridors[id].state in ("invited", "open") and seat in rooms.corridors[id].seats
    for one in rooms.corridors.values():
        assert one.seats[0][:2] != one.seats[1][:2]
        if one.state == "open":
            assert all(rooms.busy[seat] == one.id and seat in sitting for seat in one.seats)
        if one.state == "invited":
            assert rooms.busy[one.seats[0]] == one.id


def _assert_clock_sound(scene: Scene) -> None:
    agenda = scene.state[Agenda]
    if agenda.index is None:
        assert agenda.ends_at is None and agenda.left is None
        return
    assert (agenda.ends_at is None) != (agenda.left is None)
    assert agenda.left is None or agenda.left >= 0
    assert not (agenda.running and scene.state[Safety].paused)
