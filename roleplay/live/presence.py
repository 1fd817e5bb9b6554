"""Who is here and who is typing: by lease, never in the log, lossy by design.

A participant is here while a connection of theirs renews its lease, in this process or, as
told by the others, elsewhere. Shown only to the room concerned and to staff.
"""

import time
from dataclasses import dataclass, field

LEASE = 45.0
GRACE = 6.0
TYPING = 5.0


@dataclass
class Presence:
    """The presence of one workshop. Times are ``time.monotonic`` seconds."""

    _leases: dict[str, float] = field(default_factory=dict)
    _typing: dict[tuple[str, str], float] = field(default_factory=dict)

    def renew(self, participant: str, lease: float = LEASE) -> None:
        self._leases[participant] = max(self._leases.get(participant, 0.0), time.monotonic() + lease)

    def leave(self, participant: str) -> None:
        """Their last connection here closed. A page that reloads is back before anybody notices."""
        self._leases[participant] = time.monotonic() + GRACE

    def here(self) -> frozenset[str]:
        now = time.monotonic()
        self._leases = {who: until for who, until in self._leases.items() if until > now}
        return frozenset(self._leases)

    def types(self, room: str, seat: str) -> None:
        self._typing[room, seat] = time.monotonic() + TYPING

    def stopped(self, room: str, seat: str) -> None:
        self._typing.pop((room, seat), None)

    def typing(self) -> dict[str, tuple[str, ...]]:
        """The seats typing, by room, in a fixed order."""
        now = time.monotonic()
        self._typing = {key: until for key, until in self._typing.items() if until > now}
        rooms: dict[str, list[str]] = {}
        for room, seat in sorted(self._typing):
            rooms.setdefault(room, []).append(seat)
        return {room: tuple(seats) for room, seats in rooms.items()}
