"""How the server ends: sockets are told, work may finish, nothing is left, the exit code is 0."""

import asyncio
import contextlib
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import websockets
from websockets.exceptions import ConnectionClosed

from roleplay.server import listen, listen_unix
from tests.services.found import free_port
from tests.services.server import wait_until

PROGRAM = Path(__file__).with_name("plain_application.py")


class Plain:
    def __init__(self) -> None:
        self.port = free_port()
        command = [sys.executable, str(PROGRAM), str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout
        assert self.process.stdout.readline() == "ready\n"

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def socket(self, path: str = "/") -> "websockets.connect":
        return websockets.connect(f"ws://127.0.0.1:{self.port}{path}")

    def stop(self, how: signal.Signals) -> None:
        self.process.send_signal(how)

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def plain() -> Iterator[Plain]:
    server = Plain()
    yield server
    server.process.kill()
    server.process.communicate()


async def close_code(socket: "websockets.ClientConnection") -> int | None:
    with pytest.raises(ConnectionClosed):
        await asyncio.wait_for(socket.recv(), 10)
    return socket.close_code


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_every_socket_is_told_that_we_restart_and_the_exit_is_clean(
    plain: Plain, how: signal.Signals
) -> None:
    sockets = [await plain.socket() for _ in range(20)]
    for socket in sockets:
        await socket.send("hello")
        assert await socket.recv() == "hello"
    began = time.monotonic()
    plain.stop(how)
    assert await asyncio.gather(*map(close_code, sockets)) == [4503] * 20
    assert await asyncio.to_thread(plain.end) == (0, "ended\n", "")
    assert time.monotonic() - began < 8


async def test_open_sockets_keep_nothing_of_the_requests_they_began_as(plain: Plain) -> None:
    sockets = [await plain.socket() for _ in range(20)]
    async with httpx.AsyncClient(base_url=plain.http) as client:
        assert (await client.get("/channels/")).text == "1"
    for socket in sockets:
        await socket.send("long" * 3000)
        assert await socket.recv() == "long" * 3000 * 20
        await socket.close()


async def test_a_socket_that_does_not_answer_the_close_keeps_nobody_waiting(plain: Plain) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", plain.port)
    key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13"
    writer.write(
        f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{key}\r\n\r\n".encode()
    )
    assert b"101" in await reader.readline()
    plain.stop(signal.SIGTERM)
    code, out, _ = await asyncio.to_thread(plain.end)
    assert (code, out) == (0, "ended\n")
    writer.close()


async def test_a_long_poll_is_answered_and_not_cut(plain: Plain) -> None:
    async with httpx.AsyncClient(base_url=plain.http) as client:
        waiting = asyncio.create_task(client.get("/poll/", timeout=20))
        await client.get("/")
        plain.stop(signal.SIGTERM)
        assert (await waiting).text == "nothing new"
    assert (await asyncio.to_thread(plain.end))[0] == 0


@pytest.mark.parametrize("path", ["/endless/", "/thread/"])
async def test_work_without_end_is_given_up_after_five_seconds(plain: Plain, path: str) -> None:
    async with httpx.AsyncClient(base_url=plain.http) as client:
        waiting = asyncio.create_task(client.get(path, timeout=20))
        await client.get("/")
        began = time.monotonic()
        plain.stop(signal.SIGTERM)
        code, _, _ = await asyncio.to_thread(plain.end)
        assert code == 0
        assert 4 < time.monotonic() - began < 12
        assert isinstance((await asyncio.gather(waiting, return_exceptions=True))[0], httpx.HTTPError)


async def test_a_second_signal_does_not_wait(plain: Plain) -> None:
    socket = await plain.socket("/deaf/")
    plain.stop(signal.SIGINT)
    assert await close_code(socket) == 4503
    began = time.monotonic()
    plain.stop(signal.SIGINT)
    assert (await asyncio.to_thread(plain.end))[0] == 0
    assert time.monotonic() - began < 4.5


async def test_nobody_new_is_let_in_while_it_ends(plain: Plain) -> None:
    async with plain.socket("/deaf/"):
        plain.stop(signal.SIGTERM)

        def turned_away() -> bool:
            try:
                httpx.get(plain.http, timeout=1)
            except httpx.ConnectError:
                return True
            return False

        await asyncio.to_thread(wait_until, turned_away, 3, "turning new visitors away")
        assert plain.process.poll() is None


async def test_a_frame_beyond_the_limit_closes_only_its_own_socket(plain: Plain) -> None:
    async with plain.socket() as wordy, plain.socket() as brief:
        await wordy.send("x" * 16_385)
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(wordy.recv(), 10)
        await brief.send("y" * 16_000)
        assert await brief.recv() == "y" * 16_000


async def test_what_we_send_may_be_longer_than_what_we_accept(plain: Plain) -> None:
    async with plain.socket() as socket:
        await socket.send("long" * 4000)
        assert len(await socket.recv()) == 20 * 16_000
        await socket.send("x" * 16_385)
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 10)


def test_a_body_of_a_reasonable_size_arrives_whole(plain: Plain) -> None:
    assert httpx.post(f"{plain.http}/size/", content=b"x" * 8_000_000).text == "8000000"
    assert httpx.post(f"{plain.http}/size/", content=iter([b"x" * 1000] * 1000)).text == "1000000"


def test_a_body_without_end_is_refused_while_it_comes(plain: Plain) -> None:
    with httpx.Client(base_url=plain.http) as client:
        for body in (b"x" * 9_000_000, iter([b"x" * 100_000] * 1000)):
            with contextlib.suppress(httpx.TransportError):  # refused while we were still sending
                assert client.post("/size/", content=body).status_code == 413
        assert client.get("/").text == "here"
    plain.stop(signal.SIGTERM)
    assert plain.end() == (0, "ended\n", "")


def test_the_server_does_not_say_what_it_is(plain: Plain) -> None:
    assert "server" not in httpx.get(plain.http).headers


def test_a_taken_port_is_known_before_anything_else_happens() -> None:
    with listen("127.0.0.1", free_port()) as door, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", door.getsockname()[1])


async def test_hundreds_are_shown_out_over_a_second_and_not_in_one_stroke(plain: Plain) -> None:
    sockets = await asyncio.gather(*(plain.socket() for _ in range(200)))
    began = time.monotonic()
    moments: list[float] = []

    async def shown_out(socket: "websockets.ClientConnection") -> int | None:
        code = await close_code(socket)
        moments.append(time.monotonic() - began)
        return code

    plain.stop(signal.SIGTERM)
    assert await asyncio.gather(*map(shown_out, sockets)) == [4503] * 200
    assert max(moments) - min(moments) > 0.3 and max(moments) < 4
    assert (await asyncio.to_thread(plain.end))[0] == 0


def test_a_file_to_listen_on_is_for_our_group_only_and_taken_over_from_the_dead(tmp_path: Path) -> None:
    path = tmp_path / "worker.sock"
    with listen_unix(str(path)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o660
        with pytest.raises(OSError, match="in use"):
            listen_unix(str(path))
    assert path.exists()  # as a killed worker leaves it
    listen_unix(str(path)).close()
