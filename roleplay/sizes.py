"""How much a request or a frame may hold: refused while it arrives, before the application is asked.

Daphne itself would write a body of any size to the disk, and Autobahn would refuse to *send* a
message longer than it accepts.
"""

from typing import Any

from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.ws_protocol import WebSocketProtocol
from django.conf import settings

from roleplay import upgraded
from roleplay.live import express

MAX_FRAME = 16_384
MAX_BODY = 8 * 1024 * 1024
TOO_LARGE = b"HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Socket(WebSocketProtocol):
    """Accepts small messages and sends long ones."""

    maxMessagePayloadSize: int

    def dataReceived(self, data: bytes) -> None:
        """Without the sentence that Autobahn makes of each packet for a log that nobody reads."""
        self._dataReceived(data)

    def sendMessage(self, *arguments: Any, **named: Any) -> None:
        limit, self.maxMessagePayloadSize = self.maxMessagePayloadSize, 0
        try:
            super().sendMessage(*arguments, **named)
        finally:
            self.maxMessagePayloadSize = limit


class QuickSocket(Socket):
    """Takes short frames the short way, and keeps nothing of its handshake."""

    def onOpen(self) -> None:
        super().onOpen()
        upgraded.forget_handshake(self)
        upgraded.keep_less(self)
        upgraded.read_straight(self.transport)

    def dataReceived(self, data: bytes) -> None:
        if len(data) > MAX_FRAME or not express.taken_in(self, data):
            super().dataReceived(data)


def short_way() -> bool:
    return settings.SHORT_WAY and express.known_versions()


def socket_class(factory: Any) -> type[Any]:
    """The protocol of the websockets that this factory makes."""
    return upgraded.set_once(QuickSocket, factory) if short_way() else Socket


class Request(WebRequest):
    """Ends the connection when the body is announced as too long, or becomes so."""

    refused = False

    def gotLength(self, length: int | None) -> None:
        super().gotLength(min(length or 0, MAX_BODY) if length is not None else None)
        if length is not None and length > MAX_BODY:
            self.refuse()

    def handleContentChunk(self, data: bytes) -> None:
        if self.refused:
            return
        if self.content.tell() + len(data) > MAX_BODY:
            self.refuse()
            return
        super().handleContentChunk(data)

    def process(self) -> None:
        if self.refused:
            return
        super().process()
        if self.transport is None and short_way():
            upgraded.let_go(self)

    def refuse(self) -> None:
        self.refused = True
        self.channel.transport.write(TOO_LARGE)
        self.channel.transport.loseConnection()


class Pages(HTTPFactory):
    """Makes our requests instead of Daphne's."""

    def buildProtocol(self, address: Any) -> Any:
        protocol = super().buildProtocol(address)
        protocol.requestFactory = Request
        return protocol
