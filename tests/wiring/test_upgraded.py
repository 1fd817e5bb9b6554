"""What a socket keeps once it is open: of its handshake nothing, and nothing that is another's."""

import asyncio
import struct
from types import SimpleNamespace
from typing import Any

import pytest
from daphne.ws_protocol import WebSocketFactory
from twisted.internet.testing import MemoryReactorClock, StringTransport

from roleplay import sizes, upgraded

COOKIE = "baithak=CANARY-of-a-session"
HANDSHAKE = (
    "GET /ws/w/boats/?CANARY=1 HTTP/1.1\r\nHost: localhost:8000\r\n"
    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    f"Origin: http://localhost:8000\r\nCookie: {COOKIE}\r\n\r\n"
)
SHARED = {"factory", "server", "trafficStats"}
"""What sockets have in common and may write to."""
UNCHANGING = (type(None), bool, int, float, str, bytes)


@pytest.fixture
def factory() -> WebSocketFactory:
    """Daphne's own, with what it asks of its server."""
    server = SimpleNamespace(
        root_path="",
        proxy_forwarded_address_header=None,
        protocol_connected=lambda protocol: None,
        log_action=lambda *what: None,
        create_application=lambda protocol, scope: asyncio.Queue(),
    )
    factory = WebSocketFactory(server)
    factory.setProtocolOptions(autoPingTimeout=30, allowNullOrigin=True, maxMessagePayloadSize=77)
    factory.protocol = sizes.socket_class(factory)
    return factory


def opened(factory: WebSocketFactory) -> Any:
    """A websocket that has shaken hands."""
    protocol, transport = factory.buildProtocol(None), StringTransport()
    transport.reactor = MemoryReactorClock()
    transport.reactor._readers = set()
    protocol._raw_query_string = b"CANARY=1"
    protocol.makeConnection(transport)
    protocol.dataReceived(HANDSHAKE.encode())
    protocol.serverAccept()
    assert protocol.state == protocol.STATE_OPEN
    transport.clear()
    return protocol


def masked(text: bytes) -> bytes:
    return bytes([0x81, 0x80 | len(text)]) + struct.pack("!I", 0) + text


async def test_an_open_socket_keeps_nothing_of_what_its_browser_sent_to_open_it(
    factory: WebSocketFactory,
) -> None:
    protocol = opened(factory)
    request = [getattr(protocol.request, name) for name in type(protocol.request).__slots__]
    held = [vars(protocol), vars(protocol.transport), vars(type(protocol)), request]
    assert "CANARY" not in repr(held)
    assert protocol.request.path == "/ws/w/boats/"  # Daphne says it in its log, when the socket closes


async def test_no_setting_is_put_into_words_for_a_socket(
    factory: WebSocketFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_into_words: list[Any] = []
    monkeypatch.setattr("autobahn.websocket.protocol.pformat", lambda what: put_into_words.extend(what))
    assert opened(factory).maxMessagePayloadSize == 77
    assert put_into_words == []


async def test_open_sockets_share_nothing_that_one_of_them_may_write_to(factory: WebSocketFactory) -> None:
    one, other = opened(factory), opened(factory)
    one.closedByMe, one.data, one.autoPingPending = True, b"half of a frame", b"ping"
    assert (other.closedByMe, other.data, other.autoPingPending) == (False, b"", None)
    assert not SHARED & vars(type(one)).keys()
    both = {
        name
        for name, value in vars(one).items()
        if vars(other).get(name) is value and not isinstance(value, UNCHANGING)
    }
    assert both <= SHARED
    common = {name for name, value in vars(type(one)).items() if isinstance(value, dict | set | bytearray)}
    assert not common


async def test_settings_lie_with_the_class_as_the_factory_has_them(factory: WebSocketFactory) -> None:
    protocol = opened(factory)
    for name in protocol.CONFIG_ATTRS:
        assert getattr(protocol, name) is getattr(factory, name), name
        assert name not in vars(protocol), name
    assert "maxMessagePayloadSize" not in vars(sizes.QuickSocket)  # another server may have other settings


async def test_a_socket_that_keeps_less_hears_and_speaks_as_before(factory: WebSocketFactory) -> None:
    protocol = opened(factory)
    queue = protocol.application_queue
    assert queue.get_nowait() == {"type": "websocket.connect"}
    for data in (masked(b"quick"), masked(b"in two")[:5], masked(b"in two")[5:]):
        protocol.dataReceived(data)
    assert [queue.get_nowait()["text"] for _ in range(queue.qsize())] == ["quick", "in two"]
    protocol.handle_reply({"type": "websocket.send", "text": "an answer that is longer than 77 letters" * 3})
    assert protocol.transport.value().endswith(b"77 letters")
    protocol.handle_reply({"type": "websocket.close", "code": 4503})
    assert protocol.transport.value().endswith(struct.pack("!H", 4503))


async def test_an_open_socket_is_small(factory: WebSocketFactory) -> None:
    """Autobahn's own has 99 attributes."""
    protocol = opened(factory)
    assert len(vars(protocol)) < 35
    assert set(upgraded.HANDSHAKE).isdisjoint(vars(protocol))
