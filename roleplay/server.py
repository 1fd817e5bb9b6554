"""Daphne, with our limits and an orderly end.

Stock Daphne drops its sockets when told to stop (clients see an accident), and CPython 3.11
can crash on exit with sockets open. This one stops listening, tells every socket that it is
restarting (4503), lets their consumers finish, and then stops.
"""

import asyncio
import errno
import gc
import os
import random
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from daphne.server import Server  # installs the asyncio reactor: before any other part of Twisted
from twisted.internet import defer, reactor

from roleplay import sizes, stopping

RESTARTING = 4503
BACKLOG = 2048
SOCKET_MODE = 0o660
DRAIN_SECONDS = 5.0
SHOWN_OUT_EACH_SECOND = 300
LONGEST_SPREAD = 1.0
"""A few sockets are closed at once; hundreds over a second, so that they do not come back as one."""
LIMITS = {
    "websocket_max_message_size": sizes.MAX_FRAME,
    "websocket_max_frame_size": sizes.MAX_FRAME,
    "ping_interval": 20,
    "ping_timeout": 30,
    "application_close_timeout": 10,
    "http_timeout": 60,
    "server_name": "",
}


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Made before anything else, so that a taken port is known at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    door = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there it would let two servers share a port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host.strip("[]"), port))
        door.listen(BACKLOG)
        door.setblocking(False)
    except BaseException:
        door.close()
        raise
    return door


def listen_unix(path: str) -> socket.socket:
    """The same on a file, for a proxy of the same machine: open to our own user and group only.

    What a killed worker left behind is cleared away; where another one listens, OSError.
    """
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        _clear_away(path)
        before = os.umask(0o777 & ~SOCKET_MODE)
        try:
            door.bind(path)
        finally:
            os.umask(before)
        door.listen(BACKLOG)
        door.setblocking(False)
    except BaseException:
        door.close()
        raise
    return door


def _clear_away(path: str) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            os.unlink(path)
        except FileNotFoundError:
            return
        else:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


class Graceful(Server):
    """Serves on one socket until told to stop; `run` returns when everything has ended."""

    def __init__(self, application: Any, door: socket.socket, ready: Callable[[], None]) -> None:
        super().__init__(application, endpoints=["our own"], signal_handlers=False, verbosity=0, **LIMITS)
        self.endpoints: list[str] = []  # Daphne would parse a description; the socket is there already
        self.deadline = 0.0
        self.told: set[Any] = set()
        reactor.callWhenRunning(self.begin, door, ready)

    def begin(self, door: socket.socket, ready: Callable[[], None]) -> None:
        self.http_factory = sizes.Pages(self)
        self.ws_factory.protocol = sizes.socket_class(self.ws_factory)
        self.port = reactor.adoptStreamPort(door.fileno(), door.family, self.http_factory)
        self.port.socket.listen(
            BACKLOG
        )  # Twisted makes it 50 on a file: a class that joins at once would be refused
        if door.family == getattr(socket, "AF_UNIX", None):
            os.chmod(door.getsockname(), SOCKET_MODE)  # Twisted opens it to everybody
        door.close()  # the port has its own copy; with this one open, nobody would be turned away
        for number in stop_signals():
            try:
                reactor._asyncioEventloop.add_signal_handler(number, self.stop_asked)
            except NotImplementedError:  # Windows
                signal.signal(number, lambda *_: reactor.callFromThread(self.stop_asked))
        ready()

    def stop_asked(self) -> None:
        """Once: in an orderly way. Twice: now."""
        if self.deadline:
            self.deadline = time.monotonic()
            return
        self.deadline = time.monotonic() + DRAIN_SECONDS
        stopping.begun.set()
        self.port.stopListening()
        self.wait_for_the_last()

    def show_out(self) -> None:
        """Tell every socket that has not been told, also one that a connection of before opened since."""
        new = [each for each in self.sockets() if each not in self.told]
        self.told.update(new)
        spread = min(LONGEST_SPREAD, len(new) / SHOWN_OUT_EACH_SECOND)
        for protocol in new:
            reactor.callLater(random.uniform(0, spread), self.close, protocol)  # noqa: S311 (no secret)

    def close(self, protocol: Any) -> None:
        """Tell one socket, unless it has gone by itself since."""
        if not self.is_open(protocol):
            return
        if protocol.state == protocol.STATE_CONNECTING:
            protocol.serverReject()
        else:
            protocol.serverClose(code=RESTARTING)

    def wait_for_the_last(self) -> None:
        """Let every application and every close handshake end, but not for ever."""
        self.show_out()
        if (self.busy() or self.sockets()) and time.monotonic() < self.deadline:
            reactor.callLater(0.05, self.wait_for_the_last)
            return
        reactor.stop()

    def sockets(self) -> list[Any]:
        """The websockets that are not yet closed."""
        return [each for each in self.connections if self.is_open(each)]

    def is_open(self, protocol: Any) -> bool:
        there = "disconnected" not in self.connections.get(protocol, {"disconnected": True})
        return there and hasattr(protocol, "serverClose")

    def busy(self) -> list[Any]:
        running = [details.get("application_instance") for details in self.connections.values()]
        return [each for each in running if each is not None and not each.done()]

    def kill_all_applications(self) -> Any:
        """Cancel what has not ended by itself; Daphne's own trips over a connection without one."""
        late = self.busy()
        for application in late:
            application.cancel()
        return defer.Deferred.fromFuture(asyncio.gather(*late, return_exceptions=True))


def collect_rarely() -> None:
    """What is there from the start stays: the collector of cycles need not walk through it, nor through
    thousands of events and connections every second. Without this the slowest answers are twice as slow."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def stop_signals() -> list[signal.Signals]:
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    return [getattr(signal, name) for name in names if hasattr(signal, name)]


def serve(application: Any, door: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until a signal asks to stop. Returns when all is closed."""
    collect_rarely()
    Graceful(application, door, ready).run()
    leave_soon()


def leave_soon(seconds: float = 2.0) -> None:
    """A view that is still running in a thread must not keep the process alive."""
    last_word = threading.Timer(seconds, os._exit, args=(0,))
    last_word.daemon = True
    last_word.start()
