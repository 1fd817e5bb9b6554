"""The whole server with a real workshop: sockets open for our own pages and close in an orderly way."""

import asyncio
import json
import signal
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import websockets
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.services.server import Server, token_in

Serve = Callable[..., Server]
PACK = "fishermen"


class Desk:
    """A facilitator's browser in a workshop of a running server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.opened = json.loads(server.manage("open_workshop", PACK, "--json"))
        self.browser = httpx.Client(base_url=server.address)
        form = {"key": server.key, "csrfmiddlewaretoken": token_in(self.browser.get("/enter/").text)}
        assert self.browser.post("/enter/", data=form).status_code == 302

    def socket(self, origin: str | None = None) -> "websockets.connect":
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        return websockets.connect(
            f"{self.server.socket_address}/ws/w/{self.opened['id']}/",
            additional_headers={"Cookie": cookies},
            origin=origin or self.server.address,  # type: ignore[arg-type]
        )


async def live(socket: "websockets.ClientConnection") -> dict[str, Any]:
    """Say hello and read up to the frame that says that all is there."""
    await socket.send(json.dumps({"hello": {"since": None}}))
    while True:
        frame: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 20))
        if frame.get("live"):
            return frame


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_open_workshops_are_told_of_a_restart_and_are_there_after_it(
    serve: Serve, how: signal.Signals
) -> None:
    server = await asyncio.to_thread(serve)
    desk = await asyncio.to_thread(Desk, server)
    sockets = [await desk.socket() for _ in range(3)]
    for socket in sockets:
        await live(socket)
    code = await asyncio.to_thread(server.stop, how)
    for socket in sockets:
        with pytest.raises(ConnectionClosed):
            while True:
                await asyncio.wait_for(socket.recv(), 10)
    assert [socket.close_code for socket in sockets] == [4503] * 3
    assert code == 0
    assert "Traceback" not in server.log.read_text()
    await asyncio.to_thread(server.start)
    async with desk.socket() as socket:
        await live(socket)


async def test_other_origins_open_no_socket_even_with_the_cookie(serve: Serve) -> None:
    server = await asyncio.to_thread(serve)
    desk = await asyncio.to_thread(Desk, server)
    for origin in (
        "https://evil.example",
        f"http://127.0.0.1:{server.port + 1}",
        f"https://127.0.0.1:{server.port}",
    ):
        with pytest.raises(InvalidStatus) as refused:
            await desk.socket(origin)
        assert refused.value.response.status_code == 403


async def test_a_socket_that_leads_nowhere_is_refused_without_a_trace_in_the_log(serve: Serve) -> None:
    server = await asyncio.to_thread(serve)
    for path in ("/", "/ws/", "/ws/w/", "/enter/"):
        with pytest.raises(InvalidStatus) as refused:
            await websockets.connect(f"{server.socket_address}{path}", origin=server.address)  # type: ignore[arg-type]
        assert refused.value.response.status_code == 403
    assert server.log.read_text() == ""
