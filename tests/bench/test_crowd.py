"""The load generator sees every kind of fault. Frames are given to it by hand here, no server is needed."""

import pytest

from roleplay.bench.crowd import Crowd, Member, Room
from roleplay.bench.dialects import Baithak, Plain
from roleplay.bench.ours import Baithak as Server
from roleplay.bench.runs import judge
from roleplay.bench.stand import Stand


@pytest.fixture
def crowd() -> Crowd:
    """Two rooms of two, everybody in, one line on its way in the first."""
    crowd = Crowd(Plain(1), {"first": 1, "places": []})
    for number in range(2):
        room = Room(number, 1)
        room.members = [Member(crowd, room, {}) for _ in range(2)]
        crowd.rooms.append(room)
        crowd.members += room.members
    for member in crowd.members:
        member.joined = True
    return crowd


def hear(member: Member, *lines: int, room: int = 0) -> None:
    for line in lines:
        member.crowd.heard(member, room, line)


def say(crowd: Crowd, lines: int) -> list[Member]:
    for _ in range(lines):
        crowd.post(crowd.rooms[0], 0.0)
    return crowd.rooms[0].members


def faults(crowd: Crowd) -> dict[str, int]:
    found = crowd.faults()
    return {name: found[name] for name in ("lost", "doubled", "reordered", "leaked") if found[name]}


def test_nothing_is_wrong_when_all_hear_all_in_one_order(crowd: Crowd) -> None:
    one, two = say(crowd, 2)
    hear(one, 1, 2)
    hear(two, 1, 2)
    assert faults(crowd) == {}
    assert not crowd.still_to_come()


def test_a_lost_line_is_seen(crowd: Crowd) -> None:
    one, two = say(crowd, 2)
    hear(one, 1, 2)
    hear(two, 2)
    assert faults(crowd) == {"lost": 1}
    assert crowd.still_to_come()


def test_a_line_that_nobody_hears_is_lost_for_everybody(crowd: Crowd) -> None:
    say(crowd, 1)
    assert faults(crowd) == {"lost": 2}


def test_a_doubled_line_is_seen(crowd: Crowd) -> None:
    one, two = say(crowd, 1)
    hear(one, 1)
    hear(two, 1, 1)
    assert faults(crowd) == {"doubled": 1}


def test_another_order_is_seen(crowd: Crowd) -> None:
    one, two = say(crowd, 2)
    hear(one, 1, 2)
    hear(two, 2, 1)
    assert faults(crowd) == {"reordered": 1}


def test_a_line_in_the_wrong_room_is_seen(crowd: Crowd) -> None:
    one, two = say(crowd, 1)
    hear(one, 1)
    hear(two, 1)
    hear(crowd.rooms[1].members[0], 1, room=0)
    assert faults(crowd) == {"leaked": 1}


def test_a_line_from_before_that_comes_again_is_a_double(crowd: Crowd) -> None:
    hear(crowd.rooms[0].members[0], 99)
    assert faults(crowd) == {"doubled": 1}


def test_a_gap_in_the_numbers_of_our_frames_is_seen() -> None:
    crowd = Crowd(Baithak(1), {"first": 1, "places": []})
    member = Member(crowd, Room(0, 1), {})
    for k in (1, 2, 4):
        crowd.dialect.take(member, b'{"k":%d,"parts":{}}' % k)
    assert member.gaps == 1


def test_what_was_sent_acknowledged_and_stored_must_agree(tmp_path) -> None:
    server = Server(Stand(tmp_path, 1, 2, []))
    nothing = dict.fromkeys(("lost", "doubled", "reordered", "leaked", "gaps", "dropped"), 0)
    result = {
        "act": {"do": "steady", "rooms": 1, "members": 2},
        "join": {"joined": 2, "wanted": 2},
        "faults": {**nothing, "posted": 5, "accepted": 5, "refused": {}},
    }
    assert judge(server, [result], 10, 15) == []
    assert judge(server, [result], 10, 14) == ["5 sent, 4 stored"]
    result["faults"]["accepted"] = 4
    assert judge(server, [result], 10, 15) == ["steady 1x2: 5 sent, 4 acknowledged"]
