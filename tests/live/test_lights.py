"""A lit move comes to the desk by itself and by the clock alone, to nobody else, and unwritten."""

import pytest

from roleplay.live import lights
from roleplay.live.hub import hub
from roleplay.live.wire import decoded
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.moves import MakeMove, SetAsideMove
from roleplay.rules.phases import Start
from roleplay.rules.talk import Say
from tests.live.worlds import World, run
from tests.rules.scene import MINUTE
from tests.rules.small_pack import IN, PK

pytestmark = pytest.mark.django_db(transaction=True)

SEES = "has said more than 65 %"


async def lopsided() -> World:
    world = await World().open()
    for seat in (*IN, *PK):
        await world.do(seat, AcceptRules())
    await world.do("facilitator", Start())
    for who in ("in1", "pk1", "facilitator"):
        await world.watch(who)
    await world.watch("screen", screen=True)
    await world.do("in1", Say("plenary", "word " * 70))
    await later(world, 0)
    return world


async def later(world: World, minutes: float) -> None:
    """Look again as it will be in so many minutes, whatever was looked at a moment ago."""
    tailer = hub().tailer(world.workshop)
    await tailer.catch_up()
    tailer.lights = Ahead(int(minutes * MINUTE))
    tailer.ticks.tell()


class Ahead(lights.Lights):
    """Lights whose clock is ahead."""

    def __init__(self, by: int) -> None:
        super().__init__()
        self.by = by

    def on(self, scene):  # type: ignore[no-untyped-def]
        scene.now += self.by
        try:
            return super().on(scene)
        finally:
            scene.now -= self.by


def desk(world: World) -> str:
    html: str = decoded(world.connections["facilitator"].shown["lit"])
    return html


def test_a_move_is_lit_on_the_desk_and_goes_dark_in_time_and_nobody_else_gets_a_byte() -> None:
    async def story() -> None:
        world = await lopsided()
        assert SEES in desk(world)
        before = {who: list(trace) for who, trace in world.traces.items()}
        seq = hub().tailer(world.workshop).seq
        await later(world, 5.1)
        assert desk(world) == "" and len(world.traces["facilitator"]) == len(before["facilitator"]) + 1
        assert hub().tailer(world.workshop).seq == seq, "nothing was written"
        for who in ("in1", "pk1", "screen"):
            assert world.traces[who] == before[who]
            assert not any(SEES in frame for frame in world.traces[who])

    run(story)


@pytest.mark.parametrize("done", [MakeMove("balance", "Who else?"), SetAsideMove("balance")])
def test_a_move_that_was_made_or_set_aside_goes_dark_at_once(done: MakeMove | SetAsideMove) -> None:
    async def story() -> None:
        world = await lopsided()
        assert SEES in desk(world)
        await world.do("facilitator", done)
        await world.settle()
        assert desk(world) == ""

    run(story)


def test_while_no_desk_is_open_nobody_looks() -> None:
    async def story() -> None:
        world = await lopsided()
        tailer = hub().tailer(world.workshop)
        tailer.detach(world.connections["facilitator"])
        tailer.ticks.tell()
        assert tailer.scene.lit == {}

    run(story)
