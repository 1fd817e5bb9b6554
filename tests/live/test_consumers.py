"""The socket door by itself: what it does with messages that nobody expected."""

import pytest

from roleplay.live import wire
from roleplay.live.connection import Connection
from roleplay.live.consumers import Socket
from roleplay.live.identity import Identity


class Door:
    """A socket door with a connection, and the codes that it was shut with."""

    def __init__(self) -> None:
        self.codes: list[int] = []
        self.socket = Socket()
        self.socket.connection = Connection(
            Identity("boats", "ann"), "en", self.codes.remove, self.codes.append
        )

    def take(self, text: str | None) -> list[int]:
        self.socket._take({"type": "websocket.receive", "text": text})
        return self.codes


async def test_a_frame_that_breaks_us_shows_its_browser_out_to_come_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "parse", lambda text: 1 // 0)
    assert Door().take('{"at":1}') == [wire.RESTARTING]


@pytest.mark.parametrize("text", [None, "no JSON", '{"at":1}', '{"live":true}'])
async def test_a_frame_that_is_not_of_the_wire_is_answered_with_its_code(text: str | None) -> None:
    assert Door().take(text) == [wire.BAD_FRAME]


async def test_what_comes_after_the_door_was_shut_is_not_looked_at() -> None:
    door = Door()
    assert door.take("no JSON") == door.take("no JSON") == [wire.BAD_FRAME]
