"""Moves of the third party in the record: named and counted for staff, announcements for everybody else."""

import pytest

from roleplay.record.lens import View
from roleplay.rules.moves import MakeMove, SetAsideMove
from roleplay.rules.talk import Say
from tests.record.test_transcript import record
from tests.rules.scene import Scene, given


def played() -> Scene:
    scene = given(attribution="open").having(Say("plenary", "word " * 70), by="in1")
    scene.having(SetAsideMove("balance")).having(MakeMove("spectrum", "Your range of views?", "side:india"))
    scene.having(Say("plenary", "word " * 70), by="in1")
    return scene.having(MakeMove("balance", "Who else?"))


def told(view: View, seat: str = "in1") -> list[tuple[str, str]]:
    lines = record(played(), view, seat).lines
    return [(line.told.kind, line.told.text) for line in lines if line.told.kind in ("move", "announcement")]


SEEN = "Seen before: India has said more than 65 % of the words of the last five minutes. Not heard in them: "


def test_staff_read_which_move_it_was_and_what_the_app_had_seen() -> None:
    assert told("staff") == [
        ("move", f"Set aside: Balance the floor. {SEEN}pk1, pk2."),
        ("move", "Ask one side for its range of views (content). The app had seen no reason for it."),
        ("announcement", "Your range of views?"),
        ("move", f"Balance the floor (process). {SEEN}pk1, pk2."),
        ("announcement", "Who else?"),
    ]


@pytest.mark.parametrize(("view", "seat"), [("own", "in1"), ("own", "pk1"), ("shared", "in1")])
def test_everybody_else_reads_announcements(view: View, seat: str) -> None:
    said = [("announcement", "Your range of views?")] if (view, seat) == ("own", "in1") else []
    assert told(view, seat) == [*said, ("announcement", "Who else?")]
