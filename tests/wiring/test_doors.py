"""Whose page may open a socket, whose word is taken for who is calling."""

from typing import Any

import pytest
from channels.testing import WebsocketCommunicator

from roleplay.origins import ExactOrigin
from roleplay.proxies import Proxies

OURS = ["https://baithak.example", "http://192.168.1.7:8000", "http://[::1]:8000"]


async def welcome(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})


async def opens(*origins: bytes) -> bool:
    headers = [(b"origin", origin) for origin in origins]
    communicator = WebsocketCommunicator(ExactOrigin(welcome, OURS), "/ws/w/x/", headers=headers)
    connected, _ = await communicator.connect()
    return bool(connected)


@pytest.mark.parametrize(
    "origin", [b"https://baithak.example", b"HTTP://192.168.1.7:8000", b"http://[::1]:8000"]
)
async def test_our_own_pages_open_sockets(origin: bytes) -> None:
    assert await opens(origin)


@pytest.mark.parametrize(
    "origin",
    [
        b"http://baithak.example",
        b"https://baithak.example:8443",
        b"https://baithak.example.evil.example",
        b"https://evil.example",
        b"https://sub.baithak.example",
        b"https://baithak.example/",
        b"https://baithak.example:443443",
        b"http://192.168.1.7",
        b"http://192.168.1.7:8001",
        b"null",
        b"",
        b"*",
        b"\xff\xfe",
    ],
)
async def test_no_other_page_opens_a_socket(origin: bytes) -> None:
    assert not await opens(origin)


async def test_a_missing_or_a_doubled_origin_opens_nothing() -> None:
    assert not await opens()
    assert not await opens(b"https://baithak.example", b"https://baithak.example")


async def seen(headers: dict[str, str], client: list[Any] | None, kind: str = "http") -> dict[str, Any]:
    """What the application learns of a request."""
    found: dict[str, Any] = {}

    async def note(scope: dict[str, Any], receive: Any, send: Any) -> None:
        found.update(scope)

    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "root_path": "/evil", "headers": pairs, "client": client, "scheme": "http"}
    await Proxies(note, ["127.0.0.1", "10.0.0.0/8", "unix"])(scope, None, None)
    return found


FORGED = {
    "X-Forwarded-For": "9.9.9.9",
    "X-Forwarded-Proto": "https",
    "Forwarded": "for=9.9.9.9",
    "X-Real-IP": "9.9.9.9",
}


async def test_a_stranger_is_not_believed_about_address_scheme_or_root_path() -> None:
    scope = await seen({**FORGED, "Host": "ours"}, ["192.168.1.9", 50000])
    assert scope["client"] == ["192.168.1.9", 50000]
    assert (scope["scheme"], scope["root_path"]) == ("http", "")
    assert scope["headers"] == [(b"host", b"ours")]


async def test_a_trusted_proxy_is_believed_but_not_what_it_was_told() -> None:
    told = {"X-Forwarded-For": "9.9.9.9, 203.0.113.5, 10.1.1.1", "X-Forwarded-Proto": "https"}
    scope = await seen(told, ["127.0.0.1", 50000])
    assert scope["client"] == ["203.0.113.5", 0]
    assert (scope["scheme"], scope["root_path"]) == ("https", "")


@pytest.mark.parametrize("forwarded", ["", "nonsense", "10.1.1.1", "unknown, "])
async def test_a_proxy_that_says_nothing_of_use_leaves_the_address_as_it_is(forwarded: str) -> None:
    scope = await seen({"X-Forwarded-For": forwarded}, ["127.0.0.1", 50000])
    assert scope["client"] == ["127.0.0.1", 50000]


async def test_sockets_through_a_unix_socket_are_believed_when_it_is_trusted() -> None:
    told = {"X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}
    scope = await seen(told, None, kind="websocket")
    assert (scope["client"], scope["scheme"]) == (["203.0.113.5", 0], "wss")


async def test_a_stranger_in_the_headers_cannot_pose_as_a_proxy_chain() -> None:
    scope = await seen({"X-Forwarded-For": "127.0.0.1"}, ["8.8.8.8", 1])
    assert scope["client"] == ["8.8.8.8", 1]
