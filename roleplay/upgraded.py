"""What a socket keeps of the HTTP request it began as: nothing; of itself, what tells it from other sockets;
and how it is read from then on.

Daphne hands the connection over, but Twisted's HTTP channel stays on as the producer of the transport, and
with it the request, its headers and its body, for as long as the socket is open. Autobahn copies its settings
into each socket. Only with the releases whose source was read for it (``express``).
"""

from typing import Any

from autobahn.websocket.protocol import TrafficStats

HANDSHAKE = (
    "_raw_query_string",
    "_wskey",
    "http_headers",
    "http_request_data",
    "http_request_host",
    "http_request_params",
    "http_request_path",
    "http_request_uri",
    "http_response_data",
    "http_status_line",
    "websocket_extensions",
    "websocket_origin",
    "websocket_protocols",
)
"""What Autobahn asks of a socket until it is open, and never again."""
TRAFFIC = TrafficStats()
"""Counted by Autobahn for each socket and read by nobody: one for all."""


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


def set_once(protocol: type[Any], factory: Any) -> type[Any]:
    """This class of protocols with the settings of the factory: Autobahn would copy them to each socket, and
    print all of them prettily for a log that nobody reads."""
    settings = {name: getattr(factory, name) for name in protocol.CONFIG_ATTRS}
    methods = {name: staticmethod(value) for name, value in settings.items() if callable(value)}
    return type(protocol.__name__, (protocol,), settings | methods | {"CONFIG_ATTRS": ()})


def forget_handshake(protocol: Any) -> None:
    """The socket is open: who it is has been found out from its headers, and nobody reads them again."""
    protocol.request.headers, protocol.request.params = {}, {}
    protocol.clean_headers.clear()  # of the scope, too; the application has a copy
    for name in HANDSHAKE:
        del vars(protocol)[name]


def keep_less(protocol: Any) -> None:
    """What nothing has happened to yet, and so is None or False for all sockets, lies with the class."""
    protocol.trafficStats = TRAFFIC
    kind, own = type(protocol), {}
    for name, value in vars(protocol).items():
        if value is None or value is False:
            if name not in vars(kind):
                setattr(kind, name, value)
            if vars(kind)[name] is value:
                continue
        own[name] = value
    protocol.__dict__ = own
    protocol.transport.__dict__ = dict(list(vars(protocol.transport).items()))  # as small as it can be
