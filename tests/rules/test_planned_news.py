"""News kept for a later step: planned, due when the step begins, released or dropped by staff alone."""

import pytest

from roleplay.rules.injects import Injected, Injects, ReleaseInject
from roleplay.rules.phases import Next
from roleplay.rules.planned_news import (
    MOST_PLANNED,
    DropPlanned,
    NewsPlanned,
    PlannedNews,
    PlannedTakenOff,
    PlanNews,
    ReleasePlanned,
    due,
)

from .scene import Scene, given

FOG = PlanNews("talks", " The Harbour Post ", " Fog at dawn. ", "side:india", "incident", "pakistan")


def planned() -> tuple[Scene, str]:
    scene = given().having(FOG)
    return scene, scene.log[-1].id


def test_news_is_planned_for_a_step_and_staff_alone_know():
    outcome = given().when(FOG, by="co")
    outcome.then(
        NewsPlanned("talks", "The Harbour Post", "Fog at dawn.", "side:india", "incident", "pakistan")
    ).staff_only()


def test_it_is_due_when_its_step_begins_with_the_packs_own_and_not_before():
    scene, id = planned()
    assert due(scene.state) == ([], []) == due(given(phase=None).state)
    scene.having(Next("on")).having(Next("on"))
    of_pack, ours = due(scene.state)
    assert [one.id for one in of_pack] == ["rumour", "weather"] and [one.id for one in ours] == [id]
    scene.having(ReleaseInject("weather")).having(ReleasePlanned(id))
    of_pack, ours = due(scene.state)
    assert [one.id for one in of_pack] == ["rumour"] and not ours


def test_released_it_is_news_like_any_other_and_no_longer_planned():
    scene, id = planned()
    scene.when(ReleasePlanned(id), by="host").then(
        PlannedTakenOff(id),
        Injected(
            None, "The Harbour Post", "Fog at dawn.", "side:india", sort="incident", embarrasses="pakistan"
        ),
    )
    assert not scene.state[PlannedNews].all and len(scene.state[Injects].out) == 1
    scene.when(ReleasePlanned(id), by="host").refused("not_planned")


def test_it_can_be_dropped():
    scene, id = planned()
    scene.when(DropPlanned(id), by="co").then(PlannedTakenOff(id)).staff_only()
    scene.when(DropPlanned(id), by="host").refused("not_planned")


def test_a_plan_needs_a_step_a_voice_words_and_an_address():
    given().when(PlanNews("moon", "A paper", "News"), by="host").refused("no_such_phase")
    given().when(PlanNews("talks", " ", "News"), by="host").refused("empty")
    given().when(PlanNews("talks", "x" * 81, "News"), by="host").refused("too_long")
    given().when(PlanNews("talks", "A paper", "News", "side:mars"), by="host").refused("no_such_address")
    given().when(PlanNews("talks", "A paper", "News", embarrasses="mars"), by="host").refused("no_such_side")


def test_so_much_is_planned_and_not_more():
    scene = given()
    for _ in range(MOST_PLANNED):
        scene.having(FOG)
    scene.when(FOG, by="host").refused("full")


@pytest.mark.parametrize("command", [FOG, ReleasePlanned("x"), DropPlanned("x")])
@pytest.mark.parametrize("by", ["in1", "pk1", "olive"])
def test_only_staff_plan(command, by):
    given(observing=("olive",)).when(command, by=by).refused("not_allowed")


@pytest.mark.parametrize("command", [FOG, ReleasePlanned("x"), DropPlanned("x")])
def test_after_the_end_nothing_is_planned_or_released(command):
    given(ended=True).when(command, by="host").refused("ended")
