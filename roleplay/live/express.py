"""The short way through Daphne: a frame's bytes are offered to the kernel at once, and a short frame that
came whole is handed on at once, to whoever reads this socket.

Daphne's own way builds and reads each frame in Autobahn's machine of states, writes it one turn of
the reactor later, which costs several times what `send(2)` does, and has whatever came wait in a queue for
another turn. This reaches into Daphne, Autobahn and Twisted, so it is taken only with the versions it was
read for; with any other, or with `SHORT_WAY=no`, frames go the ordinary way.
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

READ_FOR = {"daphne": "4.2", "autobahn": "26.10", "twisted": "26.10"}
"""The releases whose source was read for what is used here."""

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Offer = Callable[[bytes], bool]
"""Takes the text of a frame; false when this frame has to go the ordinary way."""


@functools.cache
def known_versions() -> bool:
    return all(version(name).startswith(f"{read}.") for name, read in READ_FOR.items())


def offer_to(server_send: Any) -> Offer | None:
    """The short way of the socket that this ASGI ``send`` belongs to, if it has one."""
    protocol = _protocol_behind(server_send)
    if protocol is None or protocol._perMessageCompress is not None:
        return None

    transport = protocol.transport
    send = transport.socket.send

    def offer(text: bytes) -> bool:
        if protocol.state != protocol.STATE_OPEN or protocol.send_queue:
            return False
        frame = framed(text)
        if transport.dataBuffer or transport._tempDataBuffer or transport.disconnecting:
            transport.write(frame)  # behind what waits already
            return True
        try:
            sent = send(frame)
        except (BlockingIOError, InterruptedError):
            sent = 0
        except OSError:
            return False  # the ordinary way finds out and closes
        if sent < len(frame):
            transport.write(frame[sent:])
        return True

    return offer


class Straight:
    """Stands where Daphne has a queue: what comes is taken at once."""

    __slots__ = ("put_nowait",)

    def __init__(self, take: Callable[[Message], None]) -> None:
        self.put_nowait = take


def hand_over(server_send: Any, receive: Receive, take: Callable[[Message], None]) -> bool:
    """From now on, what this socket receives is handed to ``take`` as it comes, after what waits already.
    False where the server has no such way, and ``receive`` is to be asked."""
    protocol, queue = _protocol_behind(server_send), getattr(receive, "__self__", None)
    if protocol is None or not isinstance(queue, asyncio.Queue):
        return False
    while not queue.empty():
        take(queue.get_nowait())
    protocol.application_queue = Straight(take)
    vars(queue).clear()  # whoever called us keeps it, with all that is in it, as long as the socket is open
    return True


def _protocol_behind(server_send: Any) -> Any:
    """Daphne hands out ``partial(Server.handle_reply, protocol)``; None when it is anything else, or of a
    release that nobody has read."""
    if not known_versions():
        return None
    from daphne.ws_protocol import WebSocketProtocol
    from twisted.internet.tcp import Connection

    arguments = getattr(server_send, "args", ())
    protocol = arguments[0] if isinstance(server_send, functools.partial) and arguments else None
    if not isinstance(protocol, WebSocketProtocol):
        return None
    plain = isinstance(protocol.transport, Connection) and not getattr(protocol.transport, "TLS", False)
    return protocol if plain else None


def taken_in(protocol: Any, data: bytes) -> bool:
    """Hand on what a browser sent, if it is one short text frame and nothing else; false for all the rest,
    which Autobahn reads, and judges."""
    if protocol.state != protocol.STATE_OPEN or protocol._perMessageCompress is not None:
        return False
    if protocol.data or protocol.current_frame is not None or protocol.inside_message:
        return False  # the rest of something
    if protocol.autoPingTimeoutCall and protocol.autoPingRestartOnAnyTraffic:
        return False  # whatever comes is an answer to its ping
    text = unframed(data)
    if text is None:
        return False
    protocol.onMessage(text, False)
    return True


def unframed(data: bytes) -> bytes | None:
    """The text of a masked frame of RFC 6455 below 64 KB, if nothing else is here and it is proper UTF-8."""
    if len(data) < 6 or data[0] != 0x81 or data[1] < 0x80:
        return None
    size, start = data[1] & 0x7F, 2
    if size == 126:
        size, start = int.from_bytes(data[2:4]), 4
        if size < 126:
            return None
    if size == 127 or len(data) != start + 4 + size:
        return None
    mask = data[start : start + 4] * (size // 4 + 1)
    text = (int.from_bytes(data[start + 4 :]) ^ int.from_bytes(mask[:size])).to_bytes(size)
    return text if text.isascii() or _is_utf8(text) else None


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def framed(text: bytes) -> bytes:
    """One unmasked text frame of RFC 6455, section 5.2."""
    size = len(text)
    if size < 126:
        return b"\x81%c%b" % (size, text)
    if size < 65536:
        return b"\x81\x7e%b%b" % (size.to_bytes(2), text)
    return b"\x81\x7f%b%b" % (size.to_bytes(8), text)
