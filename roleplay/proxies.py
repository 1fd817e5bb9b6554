"""Whose word is taken for who is calling: only that of proxies named in TRUSTED_PROXIES.

Everybody else's forwarding headers are removed before anything reads them, and nobody can move
the application to another root path (Daphne would obey `Daphne-Root-Path` from anyone).
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network
FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip")


class Proxies:
    """Wraps the whole application. `unix` among the trusted means: who comes by a unix socket."""

    def __init__(self, application: Any, trusted: list[str]) -> None:
        self.application = application
        self.unix = "unix" in trusted
        self.networks: list[Network] = [ip_network(each, strict=False) for each in trusted if each != "unix"]

    def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """What is to be awaited: a socket would keep a frame of ours as long as it is open."""
        if scope["type"] in {"http", "websocket"}:
            scope = self.believed(scope)
        return self.application(scope, receive, send)

    def believed(self, scope: dict[str, Any]) -> dict[str, Any]:
        """The scope without forwarding headers; from a trusted proxy, with what they said."""
        client = scope.get("client")
        told = {name.lower(): value.decode("latin1") for name, value in scope["headers"]}
        own = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(FORWARDED)]
        cleaned = {**scope, "root_path": "", "headers": own}
        if not (self.trusts(client[0]) if client else self.unix):
            return cleaned
        if caller := self.caller(told.get(b"x-forwarded-for", "")):
            cleaned["client"] = [caller, 0]
        if told.get(b"x-forwarded-proto") == "https":
            cleaned["scheme"] = "https" if scope["type"] == "http" else "wss"
        return cleaned

    def caller(self, forwarded_for: str) -> str:
        """The last address in the list that is not a proxy of ours: what stands left of it is hearsay."""
        heard = [each.strip() for each in forwarded_for.split(",")]
        return next((each for each in reversed(heard) if is_address(each) and not self.trusts(each)), "")

    def trusts(self, address: str) -> bool:
        if not is_address(address):
            return False
        return any(ip_address(address) in network for network in self.networks)


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
