"""Corrected texts in the record: the words before and after, for whoever reads the text."""

import pytest

from roleplay.record.lens import View
from roleplay.rules.correcting import CorrectText
from roleplay.rules.debrief import OpenInDebrief
from roleplay.rules.phases import Next
from tests.record.test_transcript import record
from tests.rules.scene import Scene, given
from tests.rules.small_pack import small_pack

BRIEF = "It read “Okha”; it reads now “Porbandar”."
WATER = "Background for everybody, changed by the facilitators. It read “Twelve”; it reads now “Twenty”."
SIDE = "What your delegation shares, changed by the facilitators. It read “ Not.”; this was taken out."


def played() -> Scene:
    pack = small_pack(debrief={"tools": ["debrief"]}) | {
        "public": "Twelve miles.",
        "seat_briefs": {"in1": "Okha"},
    }
    pack["side_briefs"] = {"india": "Boats. Not.", "pakistan": ""}
    scene = given(attribution="chatham-house", pack=pack)
    scene.having(CorrectText("public", "Twelve", "Twenty")).having(
        CorrectText("seat:in1", "Okha", "Porbandar")
    )
    return scene.having(CorrectText("side:india", " Not.", "")).having(
        CorrectText("inject:rumour:text", "A boat", "A ship")
    )


def told(view: View, seat: str = "in1", scene: Scene | None = None) -> list[str]:
    return [
        one.told.text for one in record(scene or played(), view, seat).lines if "It read" in one.told.text
    ]


def test_staff_read_every_correction_with_whom_it_was_for() -> None:
    assert told("staff") == [
        WATER,
        f"Delegate in1: the brief, changed by the facilitators. {BRIEF}",
        SIDE.replace("your", "the India"),
        "Rumour: the news, changed by the facilitators. It read “A boat”; it reads now “A ship”.",
    ]


@pytest.mark.parametrize(
    ("view", "seat", "expected"),
    [
        ("own", "in1", [WATER, f"Your brief, changed by the facilitators. {BRIEF}", SIDE]),
        ("own", "in2", [WATER, SIDE]),
        ("own", "pk1", [WATER]),
        ("shared", "in1", [WATER]),
    ],
)
def test_everybody_else_reads_those_of_their_own_texts(view: View, seat: str, expected: list[str]) -> None:
    assert told(view, seat) == expected


def test_a_private_fact_that_was_opened_names_no_seat_in_a_record_without_names() -> None:
    scene = played()
    for _ in range(3):
        scene.having(Next("late"))
    scene.having(OpenInDebrief("facts")).having(CorrectText("seat:pk1:private_text", "secret", "matter"))
    assert told("shared", "in1", scene) == [WATER]
    assert told("own", "pk1", scene) == [WATER]
    assert len(told("staff", "in1", scene)) == 5
