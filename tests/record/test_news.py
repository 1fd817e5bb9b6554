"""News in the record: a correction and its rumour point to each other, and a leak is disclosed afterwards."""

import pytest

from roleplay.record.lens import View
from roleplay.record.transcript import RecordLine
from roleplay.rules.injects import CorrectRumour, ReleaseOwn
from roleplay.rules.leaks import LeakLine
from roleplay.rules.phases import Next
from roleplay.rules.planned_news import DropPlanned, PlanNews
from roleplay.rules.workshop import End
from tests.record.test_transcript import record
from tests.rules.scene import Scene, given


def played(attribution: str = "open") -> Scene:
    scene = given(phase="talks", phases={"talks": {"floor": "free"}}, attribution=attribution)
    scene.having(PlanNews("debrief", "The Quay", "Fog."))
    scene.having(DropPlanned(scene.log[-1].id)).having(
        ReleaseOwn("The Quay", "A net was cut.", kind="rumour")
    )
    scene.having(CorrectRumour(scene.log[-1].id, "No net was cut."))
    line = scene.having_said("plenary", "We might agree.", "pk1")
    return scene.having(LeakLine(line, "The Leak", confirmed=True)).having(
        ReleaseOwn("The Wall", "Hi", "screen")
    )


def news(scene: Scene, view: View) -> dict[str, RecordLine]:
    return {line.told.source: line for line in record(scene, view, "in1").lines if line.told.kind == "news"}


@pytest.mark.parametrize("view", ["own", "shared"])
def test_a_correction_quotes_its_rumour_and_the_rumour_says_that_it_was_corrected(view: View) -> None:
    found = news(played(), view)
    assert list(found) == ["The Quay (corrected later)", "The Quay (correction)", "The Leak", "The Wall"]
    rumour, correction = list(found.values())[:2]
    assert correction.reply and correction.reply.text == "A net was cut."
    assert correction.reply.line == rumour.number
    assert found["The Wall"].told.to == "the screen"


@pytest.mark.parametrize("over", [Next("time"), End()])
@pytest.mark.parametrize("view", ["own", "shared"])
def test_a_leak_is_disclosed_when_the_exercise_is_over_and_nobody_is_named(
    view: View, over: Next | End
) -> None:
    leak = news(played("chatham-house").having(over), view)["The Leak (a leak, let in by the facilitators)"]
    assert leak.told.text == "We might agree." and leak.reply is None
    assert not leak.told.who.seat and not leak.told.who.side


def test_staff_read_what_kind_of_news_it_was_and_which_line_leaked() -> None:
    found = news(played(), "staff")
    assert "The Quay (rumour, corrected later)" in found
    leak = found["The Leak (a leak, let in by the facilitators)"]
    assert leak.reply and leak.reply.who == "Delegate pk1"
    planned = [one.told.text for one in record(played(), "staff", "in1").lines if one.told.kind == "other"]
    assert planned == ["Planned for “debrief”: The Quay: Fog.", "Planned news was released or dropped."]
