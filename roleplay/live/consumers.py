"""The socket door: frames in, commands to the service, frames out. Thin: it decides nothing.

No channel layer is attached (losing one would close the socket), and a message is dispatched
without Channels' thread hop. Bytes go through the server's own ``send``.
"""

import contextlib
import logging
from typing import Any

from channels.consumer import AsyncConsumer, get_handler_name
from channels.exceptions import StopConsumer
from django.utils import translation

from roleplay.live import wire
from roleplay.live.connection import Connection
from roleplay.live.database import read
from roleplay.live.door import carry_out, type_in
from roleplay.live.hub import hub
from roleplay.live.identity import Identity, identify, identify_screen
from roleplay.live.tail import Gone, Tailer

logger = logging.getLogger(__name__)

FRAMES_TOLERATED = 400
"""How many commands of one socket may be under way before it counts as flooding."""


class Socket(AsyncConsumer):
    """One websocket of one browser. The first frame must be ``hello``."""

    channel_layer_alias = "none"

    def __init__(self) -> None:
        self.connection: Connection | None = None
        self.tailer: Tailer | None = None
        self.greeted = False

    async def dispatch(self, message: dict[str, Any]) -> None:
        await getattr(self, get_handler_name(message))(message)

    async def websocket_connect(self, message: dict[str, Any]) -> None:
        send = self.scope.get("server_send", self.send)

        async def send_text(text: str) -> None:
            await send({"type": "websocket.send", "text": text})

        async def close(code: int) -> None:
            await send({"type": "websocket.close", "code": code})

        await self.send({"type": "websocket.accept"})
        identity = await self._identify()
        if identity is None:
            await close(wire.NOT_ALLOWED)
            return
        if hub().stopping:
            await close(wire.RESTARTING)
            return
        language = translation.get_language_from_path(self.scope["path"]) or translation.get_language()
        self.connection = Connection(identity, language or "en", send_text, close)
        self.tailer = hub().tailer(identity.workshop)

    async def _identify(self) -> Identity | None:
        """Who this is. A database that does not answer is a restart, not a refusal."""
        workshop = self.scope["url_route"]["kwargs"]["workshop"]
        session, user = self.scope["session"], self.scope.get("user")
        if self.scope["url_route"]["kwargs"].get("page") == "screen":
            return await read(identify_screen, session, workshop)
        return await read(identify, session, user, workshop)

    async def websocket_receive(self, message: dict[str, Any]) -> None:
        connection = self.connection
        if connection is None or connection.closed:
            return
        try:
            await self._take(connection, message.get("text"))
        except wire.BadFrame:
            await connection.close(wire.BAD_FRAME)
        except Gone:
            await connection.close(wire.NOT_ALLOWED)
        except Exception:
            logger.exception("A frame could not be handled.")
            await connection.close(wire.RESTARTING)

    async def _take(self, connection: Connection, text: str | None) -> None:
        tailer = self.tailer
        assert tailer is not None  # set with the connection
        if text is None:
            raise wire.BadFrame("binary")
        frame = wire.parse(text)
        if isinstance(frame, wire.Hello) and not self.greeted:
            self.greeted = True
            await tailer.attach(connection, frame.since)
        elif isinstance(frame, wire.At):
            connection.acknowledge(frame.k)
        elif not self.greeted or isinstance(frame, wire.Hello):
            raise wire.BadFrame("hello comes first, and once")
        elif isinstance(frame, wire.Typing):
            type_in(tailer, connection, frame.room)
        else:
            answer = await carry_out(tailer, connection.identity, frame, connection.language)
            await connection.answer(answer.text)
            if answer.flooding:
                await connection.close(wire.FLOODING)

    async def websocket_disconnect(self, message: dict[str, Any]) -> None:
        if self.connection and self.tailer:
            with contextlib.suppress(Exception):
                self.tailer.detach(self.connection)
        raise StopConsumer
