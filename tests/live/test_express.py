"""The short way to a socket and the server's own: the same frames, whole and in order, by either."""

import asyncio
import functools
import re
import socket
import struct
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from daphne.ws_protocol import WebSocketProtocol
from hypothesis import given
from hypothesis import strategies as st
from twisted.internet.tcp import Connection
from twisted.internet.testing import MemoryReactorClock

from roleplay.live import express
from roleplay.live.client import Client
from tests.live.opened import open_class
from tests.services.server import Server

Serve = Callable[..., Server]


@pytest.mark.parametrize(
    "way", [pytest.param("short", id="the-short-way"), pytest.param("server", id="the-servers-own-way")]
)
@pytest.mark.timeout(180)
async def test_a_class_hears_the_same_by_both_ways(serve: Serve, way: str) -> None:
    server = await asyncio.to_thread(serve, SHORT_WAY="yes" if way == "short" else "no")
    passes = await open_class(server)
    first, second = [access for seat, access in passes.items() if seat != "staff"][:2]
    async with Client(first) as one, Client(second) as two:
        await asyncio.gather(one.live(), two.live())
        words = [f"{'A long line about boats. ' * 40}{n}" for n in range(4)]
        answers = [await one.do("say", room="plenary", text=text) for text in words]
        last = f"e-{answers[-1].event}"
        await two.until(lambda: last in two.lines)
        heard = [element for element in two.lines if element in {f"e-{each.event}" for each in answers}]
        assert heard == [f"e-{each.event}" for each in answers]
        assert one.resyncs == two.resyncs == 0
    async with httpx.AsyncClient() as browser:
        metrics = (await browser.get(f"{server.address}/metrics")).text
    ways = set(re.findall(r'baithak_sockets_opened_total\{way="(\w+)"\}', metrics))
    assert ways == {way}


def test_the_releases_that_are_locked_are_those_that_were_read() -> None:
    assert express.known_versions()


def test_with_releases_nobody_has_read_frames_go_the_ordinary_way(
    monkeypatch: pytest.MonkeyPatch, crossing: "Crossing"
) -> None:
    monkeypatch.setitem(express.READ_FOR, "daphne", "0.0")
    express.known_versions.cache_clear()
    try:
        assert express.offer_to(crossing.send) is None
        assert not express.hand_over(crossing.send, asyncio.Queue().get, lambda message: None)
    finally:
        express.known_versions.cache_clear()


def test_another_server_has_no_short_way() -> None:
    async def send(message: dict[str, Any]) -> None:
        pass

    assert express.offer_to(send) is None


class Crossing:
    """A protocol of Daphne on a real socket with small buffers, whose reactor waits to be told."""

    def __init__(self) -> None:
        near, self.far = socket.socketpair()
        near.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        near.setblocking(False)
        self.protocol = WebSocketProtocol.__new__(WebSocketProtocol)
        self.protocol.state = WebSocketProtocol.STATE_OPEN
        self.protocol.send_queue = []
        self.protocol._perMessageCompress = None
        self.transport = Connection(near, self.protocol, MemoryReactorClock())
        self.transport.connected = 1  # as Twisted's own server sets it
        self.protocol.transport = self.transport
        self.send = functools.partial(lambda protocol, message: None, self.protocol)

    def read_all(self) -> bytes:
        """Whatever can be read, while Twisted writes what waits in its buffer."""
        self.far.setblocking(False)
        found = b""
        while True:
            try:
                found += self.far.recv(65536)
            except BlockingIOError:
                if not (self.transport.dataBuffer or self.transport._tempDataBuffer):
                    return found
                self.transport.doWrite()


@pytest.fixture
def crossing() -> Iterator[Crossing]:
    made = Crossing()
    yield made
    made.far.close()
    made.transport.socket.close()


def texts_of(data: bytes) -> list[bytes]:
    """The texts of unmasked frames that follow each other."""
    texts = []
    while data:
        assert data[0] == 0x81
        size, start = data[1], 2
        if size == 126:
            (size,), start = struct.unpack("!H", data[2:4]), 4
        elif size == 127:
            (size,), start = struct.unpack("!Q", data[2:10]), 10
        texts.append(data[start : start + size])
        assert len(texts[-1]) == size
        data = data[start + size :]
    return texts


def test_frames_of_every_length_arrive_whole_and_in_order_past_a_full_socket(crossing: Crossing) -> None:
    offer = express.offer_to(crossing.send)
    assert offer
    texts = [b"%d" % size + b"x" * size for size in (0, 1, 120, 121, 200, 65_530, 65_540, 300_000, 3, 90_000)]
    assert all(offer(text) for text in texts)
    assert texts_of(crossing.read_all()) == texts


def masked(text: bytes, mask: bytes, first: int = 0x81) -> bytes:
    """A frame as a browser sends it."""
    size = struct.pack("!B", 0x80 | len(text)) if len(text) < 126 else struct.pack("!BH", 0xFE, len(text))
    return bytes([first]) + size + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(text))


@given(st.text(max_size=400), st.binary(min_size=4, max_size=4))
def test_a_short_frame_that_came_whole_is_read_as_it_was_written(text: str, mask: bytes) -> None:
    assert express.unframed(masked(text.encode(), mask)) == text.encode()


@given(st.text(max_size=200), st.binary(min_size=4, max_size=4), st.data())
def test_what_is_not_one_whole_frame_is_left_to_autobahn(text: str, mask: bytes, data: st.DataObject) -> None:
    whole = masked(text.encode(), mask)
    end = data.draw(st.integers(0, len(whole) - 1))
    for odd in (
        whole[:end],
        whole + whole,
        whole + b"\0",
        masked(text.encode(), mask, data.draw(OTHER_FIRSTS)),
    ):
        assert express.unframed(odd) is None


OTHER_FIRSTS = st.integers(0, 255).filter(lambda first: first != 0x81)


@pytest.mark.parametrize("text", [b"\xff", b"\xed\xa0\x80", b"ok \xc3"])
def test_what_is_not_utf8_is_left_to_autobahn(text: bytes) -> None:
    assert express.unframed(masked(text, b"abcd")) is None


def test_a_frame_without_a_mask_or_with_a_length_too_long_for_it_is_left_to_autobahn() -> None:
    assert express.unframed(b"\x81\x05hello") is None
    assert express.unframed(b"\x81\xfe\x00\x05abcd" + bytes(5)) is None
    assert express.unframed(b"\x81\xff" + struct.pack("!Q", 5) + b"abcd" + bytes(5)) is None


def test_a_socket_that_closes_takes_nothing_more_by_the_short_way(crossing: Crossing) -> None:
    offer = express.offer_to(crossing.send)
    assert offer
    crossing.protocol.state = WebSocketProtocol.STATE_CLOSING
    assert not offer(b"too late")
    assert crossing.read_all() == b""


async def test_what_waits_already_is_handed_over_before_what_comes_then(crossing: Crossing) -> None:
    queue: asyncio.Queue[express.Message] = asyncio.Queue()
    crossing.protocol.application_queue = queue
    crossing.protocol.muted, crossing.protocol.client_addr = False, None
    crossing.protocol.onMessage(b"one", False)
    crossing.protocol.onMessage(b"two", False)
    taken: list[express.Message] = []
    assert express.hand_over(crossing.send, queue.get, taken.append)
    crossing.protocol.onMessage(b"three", False)
    assert [message["text"] for message in taken] == ["one", "two", "three"]


async def test_another_servers_messages_are_asked_for() -> None:
    async def send(message: dict[str, Any]) -> None:
        pass

    queue: asyncio.Queue[express.Message] = asyncio.Queue()
    assert not express.hand_over(send, queue.get, lambda message: None)
