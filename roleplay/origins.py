"""Which pages may open a websocket here: those of exactly our own origins.

Channels' own validators ignore the port or the scheme, or fail on odd ones; this compares whole.
"""

from typing import Any

from channels.security.websocket import WebsocketDenier


class ExactOrigin:
    """Refuses a handshake whose `Origin` is missing, doubled or not on the list."""

    def __init__(self, application: Any, allowed: list[str]) -> None:
        self.application = application
        self.allowed = {origin.lower().encode("ascii") for origin in allowed}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        found = [value.lower() for name, value in scope["headers"] if name == b"origin"]
        welcome = len(found) == 1 and found[0] in self.allowed
        application = self.application if welcome else WebsocketDenier()
        return await application(scope, receive, send)
