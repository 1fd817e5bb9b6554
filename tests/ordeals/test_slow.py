"""Clients that take and do not read, ask and do not finish, come again and again: the others do not notice.

What the server holds for them is bounded, whoever attacks is shown out with the right code, and a
class that talks meanwhile is answered as before.
"""

import asyncio
import contextlib
import json
import re
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from subprocess import PIPE

import psutil  # type: ignore[import-untyped]
import pytest
from websockets.exceptions import ConnectionClosed

from roleplay.live import wire
from roleplay.live.client import Client
from roleplay.live.client_doors import Pass, SocketDoor
from tests.live.checker import check
from tests.live.classroom import Classroom, in_thread, open_classroom, rows
from tests.live.recording import Talker, history_of, slowness
from tests.live.test_window import put_lines
from tests.ordeals.sizes import at, size, tell
from tests.services.found import ROOT
from tests.services.server import Server

NON_READERS, SOCKETS, FLOODERS, SLOW_REQUESTS = size((6, 12, 2, 20), (30, 50, 20, 200))
SPEAKERS = ("in1", "in2", "in3", "in4", "pk1", "pk2", "pk3", "pk4")
BATCHES, WORDS = size(3, 20), "So much that nobody reads it. " * 40
LASTS = size(1.0, 20.0)
"""Seconds that the others talk under each of these, and as long before, to compare."""
GROWS_BY = 64 * 1024 * 1024
TWICE, ANYHOW = 2.0, 0.1
"""The others wait at most twice as long as in peace; what is below a tenth of a second nobody notices."""
SHUT_CODES = {wire.BAD_FRAME, wire.FLOODING, 1006, 1007, 1009}


@dataclass
class Felt:
    """What the class felt while something went on: seconds until a line was stored."""

    waits: list[float] = field(default_factory=list)
    grown: int = 0


@pytest.fixture
def room(server: Server) -> Classroom:
    return open_classroom(server.address, 15)


def held_by(server: Server) -> int:
    return int(psutil.Process(server.running.pid).memory_info().rss)


@asynccontextmanager
async def a_class(room: Classroom) -> AsyncIterator[list[Talker]]:
    """Eight of the room talk; afterwards nothing of what they were told and shown is wrong."""
    talkers = [Talker(who, room.passes[who]) for who in SPEAKERS]
    for talker in talkers:
        talker.client.start()
    try:
        await asyncio.gather(*(talker.client.live(30) for talker in talkers))
        yield talkers
        await asyncio.gather(*(talker.is_answered() for talker in talkers))
        history = history_of(room, talkers, await in_thread(rows, room.workshop))
        last = [one for one in history.log if one.room][-1]
        await asyncio.gather(*(talker.sees(last.event) for talker in talkers))
    finally:
        await asyncio.gather(*(talker.client.stop() for talker in talkers))
    assert {code for talker in talkers for code in talker.shuts} <= {0}
    assert check(history) == []


async def talk(talkers: list[Talker], seconds: float) -> Felt:
    """A line each 1.2 s from everybody, so that nobody is told to slow down."""

    async def one(talker: Talker, first: float) -> list[float]:
        await asyncio.sleep(first)
        said = [talker.say("plenary")]
        for _ in range(1, round(seconds / 1.2)):
            await asyncio.sleep(1.2)
            said.append(talker.say("plenary"))
        await talker.is_answered()
        return [each.acked - each.invoked for each in said if each.acked]

    waits = await asyncio.gather(*(one(talker, 0.1 * n) for n, talker in enumerate(talkers)))
    return Felt([wait for each in waits for wait in each])


def judge(what: str, peace: Felt, under: Felt, grown: int, codes: object = "") -> None:
    before, then = at(peace.waits, 0.95), at(under.waits, 0.95)
    tell(
        f"{what}: the class is answered after p95 {then:.3f} s ({before:.3f} s in peace), the server holds "
        f"{grown / 1024 / 1024:+.0f} MB; {codes}"
    )
    assert then <= max(TWICE * before, ANYHOW) * slowness()
    assert grown <= GROWS_BY


class Deaf:
    """A websocket whose owner says hello and then reads nothing: its kernel's buffer fills, then ours."""

    def __init__(self, access: Pass) -> None:
        self.access = access
        self.socket: socket.socket | None = None

    def open(self) -> None:
        host, port = self.access.target
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect((host, port))
        self.socket.sendall(
            f"GET /ws/w/{self.access.workshop}/ HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            f"Sec-WebSocket-Version: 13\r\nOrigin: {self.access.origin}\r\n"
            f"Cookie: session={self.access.session}\r\n\r\n".encode()
        )
        assert b"101" in self.socket.recv(12)
        self.send(json.dumps({"hello": {"since": None}}).encode())

    def send(self, text: bytes) -> None:
        """One frame, masked with nothing, as RFC 6455 allows."""
        assert self.socket is not None and len(text) < 126
        self.socket.sendall(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)

    def close(self) -> None:
        if self.socket:
            self.socket.close()


@pytest.mark.timeout(300)
async def test_who_never_reads_costs_little_and_is_shown_out(room: Classroom, server: Server) -> None:
    deaf = [Deaf(room.passes[who]) for who in room.seats[-NON_READERS:]]
    async with a_class(room) as talkers:
        peace = await talk(talkers, LASTS)
        before = held_by(server)
        for one in deaf:
            await asyncio.to_thread(one.open)
        under = asyncio.create_task(talk(talkers, LASTS))
        for _ in range(BATCHES):  # more than anybody may say; who reads has read it before the next
            lines = await in_thread(put_lines, room.workshop, room.people["in1"], 50, None, WORDS)
            await asyncio.gather(*(talker.sees(lines[-1]) for talker in talkers))
        felt = await under
        grown = held_by(server) - before
        shut = await asyncio.to_thread(wait_shut, server, len(talkers))
    for one in deaf:
        one.close()
    judge(f"{NON_READERS} who never read", peace, felt, grown, f"{shut} sockets left")


def wait_shut(server: Server, others: int) -> int:
    """How many sockets of the server remain once it has had the time to show out who does not read."""
    from tests.services.server import wait_until

    process = psutil.Process(server.running.pid)

    def left() -> int:
        found = process.net_connections("tcp")
        return sum(one.status == psutil.CONN_ESTABLISHED and one.laddr.port == server.port for one in found)

    wait_until(lambda: left() <= others, 60, "the end of who does not read")
    return left()


@pytest.mark.timeout(300)
async def test_fifty_sockets_of_one_seat_are_three(room: Classroom, server: Server) -> None:
    codes: Counter[int] = Counter()
    async with a_class(room) as talkers:
        peace = await talk(talkers, LASTS)
        before = held_by(server)
        doors = [SocketDoor(room.passes["in5"]) for _ in range(SOCKETS)]
        under = asyncio.create_task(talk(talkers, LASTS))
        for door in doors:
            await door.open()
            await door.send({"hello": {"since": None}})
            await until_live(door)
        grown = held_by(server) - before
        closed = [await code_of(door) for door in doors[:-3]]
        codes.update(closed)
        felt = await under
        assert [door for door in doors[-3:] if door._socket and door._socket.close_code] == []
        await asyncio.gather(*(door.close() for door in doors[-3:]))
    judge(f"{SOCKETS} sockets of one seat", peace, felt, grown, f"closed {dict(codes)}, 3 stay")
    assert codes == {wire.TAKEN_OVER: SOCKETS - 3}


async def until_live(door: SocketDoor) -> None:
    while "live" not in (frame := json.loads(await door.receive())):
        if "k" in frame:
            await door.send({"at": frame["k"]})


async def code_of(door: SocketDoor) -> int:
    assert door._socket is not None
    with contextlib.suppress(ConnectionClosed):
        async with asyncio.timeout(20):
            while True:
                await door._socket.recv()
    return door._socket.close_code or 0


@pytest.mark.timeout(300)
async def test_floods_are_cut_and_the_class_goes_on(room: Classroom, server: Server) -> None:
    """Commands as fast as the network takes them, from a process of their own."""
    passes = json.dumps([asdict(room.passes[who]) for who in room.seats[-FLOODERS:]])
    async with a_class(room) as talkers:
        peace = await talk(talkers, LASTS)
        before = held_by(server)
        with attackers(passes) as flooding:
            felt = await talk(talkers, LASTS)
            told, _ = await asyncio.to_thread(flooding.communicate, timeout=40)
        grown = held_by(server) - before
    codes = {int(code): times for code, times in json.loads(told).items()}
    judge(f"{FLOODERS} floods", peace, felt, grown, f"closed {codes}")
    assert codes[wire.FLOODING] >= FLOODERS and set(codes) <= SHUT_CODES


@contextlib.contextmanager
def attackers(passes: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.ordeals.flooding"]
    process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True, cwd=ROOT)
    assert process.stdin
    try:
        process.stdin.write(f"{passes}\n")
        process.stdin.flush()
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.timeout(300)
async def test_requests_that_never_end_keep_nobody_out(room: Classroom, server: Server) -> None:
    """Headers and bodies a byte at a time, and websocket frames of one byte each."""
    async with a_class(room) as talkers:
        peace = await talk(talkers, LASTS)
        before = held_by(server)
        over = asyncio.Event()
        kinds = [HEADERS, BODY.replace(b"WORKSHOP", room.workshop.encode())]
        drips = [asyncio.create_task(drip(server.port, kinds[n % 2], over)) for n in range(SLOW_REQUESTS)]
        crumbs = asyncio.create_task(in_crumbs(room.passes["pk9"]))
        under = asyncio.create_task(talk(talkers, LASTS))
        began = time.monotonic()
        async with Client(room.passes["pk8"]) as late:
            await late.live()
        let_in = time.monotonic() - began
        felt = await under
        assert await crumbs
        over.set()
        await asyncio.gather(*drips)
        grown = held_by(server) - before
    judge(f"{SLOW_REQUESTS} requests that never end", peace, felt, grown, f"let in after {let_in:.2f} s")
    assert let_in <= 2 * slowness()


HEADERS = b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 4000
BODY = (
    b"POST /w/WORKSHOP/do/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Content-Length: 9000\r\n\r\n" + b"{" * 4000
)


async def drip(port: int, request: bytes, over: asyncio.Event) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    with contextlib.suppress(OSError):
        for place in range(0, len(request)):
            writer.write(request[place : place + 1])
            await writer.drain()
            await asyncio.wait([asyncio.ensure_future(over.wait())], timeout=0.1)
            if over.is_set():
                break
    writer.transport.abort()


async def in_crumbs(access: Pass) -> str:
    """A whole visit, each byte in a packet of its own: it works, only slowly. The event of what was said."""
    one = Deaf(access)
    await asyncio.to_thread(one.open)
    assert one.socket is not None
    one.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    one.socket.setblocking(False)
    id = str(uuid.uuid4())
    text = json.dumps({"do": "say", "id": id, "room": "plenary", "text": "So."}).encode()
    frame = bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text
    loop = asyncio.get_running_loop()
    for place in range(len(frame)):
        await loop.sock_sendall(one.socket, frame[place : place + 1])
        await asyncio.sleep(0)
    heard, told = b"", re.compile(rb'"ok":"%b","event":"([0-9a-f]{32})"' % id.encode())
    async with asyncio.timeout(20):
        while (answered := told.search(heard)) is None:
            more = await loop.sock_recv(one.socket, 65536)
            assert more, "the server has hung up"
            heard += more
    one.close()
    return answered[1].decode()
