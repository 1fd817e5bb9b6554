"""What the writer hands to the tailer of its own process is taken only where nothing is missing in it."""

import uuid
from collections.abc import Iterator

import pytest

from roleplay.live import log, service
from roleplay.live.tail import Tailer
from roleplay.rules.talk import Say, Talk
from tests.live.classroom import Classroom, in_thread, open_classroom, stop_writing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room() -> Iterator[Classroom]:
    yield open_classroom("http://nowhere")
    stop_writing()


def say(room: Classroom, text: str) -> str:
    return service.submit_now(room.workshop, room.people["in1"], Say("plenary", text), str(uuid.uuid4()))


@pytest.mark.parametrize(
    "handed",
    [
        pytest.param([0, 1, 2], id="all"),
        pytest.param([1, 2], id="the-first-is-missing"),
        pytest.param([0, 2], id="one-between-is-missing"),
        pytest.param([0, 0, 1, 2], id="one-comes-twice"),
    ],
)
async def test_the_tailer_has_every_line_whatever_it_is_handed(room: Classroom, handed: list[int]) -> None:
    """Between two commits of this process another one may have written, and rings are put together."""
    tailer = Tailer(room.workshop)
    await tailer.catch_up()
    at = tailer.seq
    ids = [await in_thread(say, room, text) for text in ("one", "two", "three")]
    new = await in_thread(log.read_after, room.workshop, at)
    tailer.wake(epoch=tailer.epoch, committed=[new[number] for number in handed])
    await tailer._take_news()
    assert list(tailer.scene.state[Talk].lines)[-3:] == ids
    assert tailer.seq == at + 3
