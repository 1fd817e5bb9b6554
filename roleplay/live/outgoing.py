"""What leaves a socket: frames and the close code, in their order, without anybody waiting for it.

The short way when the server has one (``express``); otherwise, and behind whatever went that way, the
server's own ``send``, from a queue. How much may wait is the business of the connection's window.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

from roleplay.live import gauges
from roleplay.live.express import offer_to

ServerSend = Callable[[dict[str, Any]], Awaitable[None]]


class Outgoing:
    """The way out of one socket. ``send`` raises ConnectionError once the server could not send."""

    def __init__(self, server_send: ServerSend) -> None:
        self._server_send = server_send
        self._offer = offer_to(server_send) if settings.SHORT_WAY else None
        gauges.OPENED.labels("short" if self._offer else "server").inc()
        self._waiting: list[dict[str, Any]] = []
        self._task: asyncio.Task[None] | None = None
        self._broken = False

    def send(self, frame: bytes) -> None:
        if self._broken:
            raise ConnectionError
        if self._task or not (self._offer and self._offer(frame)):
            self._queue({"type": "websocket.send", "text": frame.decode()})

    def close(self, code: int) -> None:
        self._queue({"type": "websocket.close", "code": code})

    def _queue(self, message: dict[str, Any]) -> None:
        self._waiting.append(message)
        self._task = self._task or asyncio.create_task(self._send_all())

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                await self._server_send(self._waiting.pop(0))
        except Exception:
            self._broken = True
        finally:
            self._task = None

    def shut(self) -> None:
        """The socket has gone: nothing that waits can arrive any more."""
        self._broken = True
        self._waiting.clear()
