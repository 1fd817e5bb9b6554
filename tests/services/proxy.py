"""A TCP proxy that misbehaves on request: between clients and a server, on the loop of the test.

``cut`` breaks open connections, ``strip_upgrade`` is a network that lets no websocket through,
``hold`` lets nothing pass for a while, ``crumb`` and ``delay`` pass bytes on a few at a time and late.
Otherwise they are forwarded as they come.
"""

import asyncio
import contextlib
import random
import re
from typing import Self

from tests.services.found import free_port

CHUNK = 65_536


class Proxy:
    """Use as ``async with Proxy(port) as proxy``; clients connect to ``proxy.via``."""

    def __init__(self, to_port: int, seed: int = 0, strip_upgrade: bool = False) -> None:
        self.port, self.to_port = free_port(), to_port
        self.strip_upgrade = strip_upgrade
        self.cuts = 0
        self.crumb, self.delay = 0, 0.0
        self._chance = random.Random(seed)
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._may_pass = asyncio.Event()
        self._may_pass.set()

    @property
    def via(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.cut(1.0)
        await asyncio.gather(*self._open, return_exceptions=True)

    def cut(self, share: float) -> int:
        """Break this share of the open connections, as when Wi-Fi goes; how many."""
        tasks = list(self._open)
        chosen = self._chance.sample(tasks, round(share * len(tasks)))
        for task in chosen:
            self._open[task].transport.abort()
            task.cancel()
        self.cuts += len(chosen)
        return len(chosen)

    def hold(self) -> None:
        self._may_pass.clear()

    def release(self) -> None:
        self._may_pass.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        try:
            await self._between(reader, writer)
        except (OSError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            del self._open[task]
            writer.transport.abort()

    async def _between(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.to_port)
        try:
            ways = [asyncio.create_task(self._pass_on(reader, back, self.strip_upgrade))]
            ways.append(asyncio.create_task(self._pass_on(there, writer)))
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
        finally:
            back.transport.abort()

    async def _pass_on(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, strip: bool = False
    ) -> None:
        with contextlib.suppress(OSError):
            while chunk := await source.read(CHUNK):
                await self._may_pass.wait()
                if self.delay:
                    await asyncio.sleep(self._chance.uniform(0, 2 * self.delay))
                for piece in self._pieces(without_upgrade(chunk) if strip else chunk):
                    target.write(piece)
                    await target.drain()

    def _pieces(self, chunk: bytes) -> list[bytes]:
        size = self.crumb or len(chunk)
        return [chunk[start : start + size] for start in range(0, len(chunk), size or 1)]


def without_upgrade(chunk: bytes) -> bytes:
    """The request as a proxy that knows no websockets passes it on."""
    return re.sub(rb"(?im)^(upgrade|connection|sec-websocket-[a-z]+):[^\r\n]*\r\n", b"", chunk)
