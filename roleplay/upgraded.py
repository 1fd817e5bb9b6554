"""What a socket keeps of the HTTP request it began as: nothing; and how it is read from then on.

Daphne hands the connection over, but Twisted's HTTP channel stays on as the producer of the transport, and
with it the request, its headers and its body, for as long as the socket is open. Only with the releases whose
source was read for it (``express``).
"""

from typing import Any


def let_go(request: Any) -> None:
    """Part this request and its channel from the transport, which belongs to a websocket now."""
    channel = request.channel
    channel.transport.unregisterProducer()
    channel.requests.clear()
    request.channel = None


def read_straight(transport: Any) -> None:
    """Read this socket without the context that Twisted makes for its own log each time."""
    reactor = transport.reactor
    if transport in reactor._readers:
        reactor._asyncioEventloop.add_reader(transport.fileno(), reactor._readOrWrite, transport, True)


def forget_handshake(protocol: Any) -> None:
    """The socket is open: who it is has been found out from its headers, and nobody reads them again."""
    protocol.http_request_data = b""
    protocol.http_headers = {}
    protocol.http_request_params = {}
    protocol.request.headers = {}
    protocol.clean_headers.clear()  # of the scope, too; the application has a copy
