"""The socket door: frames in, commands to the service, frames out. Thin: it decides nothing.

No channel layer is attached (losing one would close the socket), and a message is dispatched
without Channels' thread hop. How bytes leave is in ``outgoing``.
"""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from contextvars import copy_context
from typing import Any

from channels.consumer import AsyncConsumer
from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from roleplay.live import bearings, wire
from roleplay.live.connection import Connection
from roleplay.live.database import read
from roleplay.live.door import carry_out, type_in
from roleplay.live.express import Message, Receive, hand_over
from roleplay.live.hub import hub
from roleplay.live.identity import (
    Identity,
    identify_known,
    identify_screen,
    identify_user,
    session_of,
)
from roleplay.live.outgoing import Outgoing, ServerSend
from roleplay.live.tail import Gone, Tailer
from roleplay.rules.people import People

logger = logging.getLogger(__name__)

COMMANDS_WAITING = 64
"""How many commands of one socket may wait for their turn before it counts as flooding."""


class Flood(Exception):
    """More commands wait than anybody can mean."""


class Socket(AsyncConsumer):
    """One websocket of one browser. The first frame must be ``hello``.

    Nothing slow happens where frames are read: catching up waits for acknowledgements, which come
    through here, and a store that is slow must not fill the server's own queue.
    """

    channel_layer_alias = "none"

    def __init__(self) -> None:
        self.connection: Connection | None = None
        self.tailer: Tailer | None = None
        self._commands: list[wire.Do] = []
        self._carrying_out = False
        self._gone = False
        self._work: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: ServerSend) -> None:
        """Take messages one after the other. Channels would make two tasks for each, to hear a layer too."""
        self.scope, self._send, self._out = scope, send, Outgoing(send)
        self._context = copy_context()
        await self.websocket_connect(await receive())
        if settings.SHORT_WAY and hand_over(send, receive, self._take):
            return  # the server keeps the socket open, and nothing has to wait here meanwhile
        while not self._gone:
            self._take(await receive())

    async def websocket_connect(self, message: Message) -> None:
        await self._send({"type": "websocket.accept"})
        out = self._out
        try:
            identity = await self._identify()
        except DatabaseError:
            out.close(wire.RESTARTING)
            return
        if identity is None:
            out.close(wire.NOT_ALLOWED)
            return
        bearings.take(identity.workshop, identity.participant)
        language = translation.get_language_from_path(self.scope["path"]) or translation.get_language()
        self.scope["headers"].clear()  # whoever wrapped this application holds the same list
        self.scope.clear()  # nobody asks again, and it lasts as long as the socket
        self.connection = Connection(identity, language or "en", out.send, out.close)

    async def _identify(self) -> Identity | None:
        """Who this is. A database that does not answer is a restart, not a refusal."""
        address = self.scope["url_route"]["kwargs"]
        cookies = b"; ".join(value for name, value in self.scope["headers"] if name == b"cookie")
        session, workshop = await read(session_of, cookies), address["workshop"]
        if address.get("page") == "screen":
            return identify_screen(session, workshop)
        following = hub().tailers.get(workshop)
        known = identify_known(session, workshop, following.scene.state[People]) if following else None
        return known or await read(identify_user, session, workshop)

    def _take(self, message: Message) -> None:
        """A message of the browser, as it comes; the last one says that it has gone. Never raises."""
        if message["type"] == "websocket.disconnect":
            self._gone = True
            self._leave()
        elif self.connection and not self.connection.closed:
            self._hear(self.connection, message.get("text"))

    def _hear(self, connection: Connection, text: str | None) -> None:
        try:
            self._heed(connection, text)
        except wire.BadFrame:
            connection.close(wire.BAD_FRAME)
        except Flood:
            connection.close(wire.FLOODING)
        except Exception:
            logger.exception("A frame could not be taken.")
            connection.close(wire.RESTARTING)

    def _heed(self, connection: Connection, text: str | None) -> None:
        """Raises BadFrame, and Flood when too many commands wait."""
        if text is None:
            raise wire.BadFrame("binary")
        frame = wire.parse(text)
        if self.tailer is None:
            if not isinstance(frame, wire.Hello):
                raise wire.BadFrame("hello comes first")
            self._begin(connection, frame.since)
        elif isinstance(frame, wire.At):
            connection.acknowledge(frame.k)
        elif isinstance(frame, wire.Typing):
            type_in(self.tailer, connection, frame.room)
        elif isinstance(frame, wire.Do):
            self._queue(self.tailer, connection, frame)
        else:
            raise wire.BadFrame("hello comes once")

    def _begin(self, connection: Connection, since: str | None) -> None:
        tailer = self.tailer = hub().tailer(connection.identity.workshop)
        self._start(connection, tailer.attach(connection, since))

    def _queue(self, tailer: Tailer, connection: Connection, do: wire.Do) -> None:
        if len(self._commands) >= COMMANDS_WAITING:
            raise Flood
        self._commands.append(do)
        if not self._carrying_out:
            self._carrying_out = True
            self._start(connection, self._carry_out(tailer, connection))

    async def _carry_out(self, tailer: Tailer, connection: Connection) -> None:
        """Commands in the order they came, one at a time, until none is left."""
        while self._commands and not connection.closed:
            do = self._commands.pop(0)
            answer = await carry_out(tailer, connection.identity, do, connection.language)
            connection.answer(answer.text)
            if answer.flooding:
                connection.close(wire.FLOODING)
        self._carrying_out = False

    def _start(self, connection: Connection, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(self._guarded(connection, work), context=self._context)
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _guarded(self, connection: Connection, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Gone:
            connection.close(wire.NOT_ALLOWED)
        except Exception:
            logger.exception("A frame could not be handled.")
            connection.close(wire.RESTARTING)

    def _leave(self) -> None:
        if self.connection and self.tailer:
            with contextlib.suppress(Exception):
                self.tailer.detach(self.connection)
        self._out.shut()
        for task in list(self._work):
            task.cancel()
