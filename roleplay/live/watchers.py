"""The open doors of one workshop in this process: who comes and goes, and telling them what is new.

Following the log is the tailer's business, putting news into frames that of ``outlook``. Nothing
here waits: a frame is handed to its door at once, or the door is shut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roleplay.live import wire
from roleplay.live.connection import Connection
from roleplay.live.outlook import Outlook
from roleplay.live.presence import Presence
from roleplay.live.standing import CHANGE_NOBODY, change_of
from roleplay.rules.kernel import State

SOCKETS_EACH = 3


class Watchers:
    """Connections in the order they came, and with them the presence of their people."""

    def __init__(self) -> None:
        self.presence = Presence()
        self._open: dict[Connection, None] = {}

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def __contains__(self, connection: Connection) -> bool:
        return connection in self._open

    # Coming and going ------------------------------------------------------------------------

    def join(self, connection: Connection) -> None:
        """One more door; a person who opens too many loses the oldest."""
        self._open[connection] = None
        self.presence.renew(connection.identity.participant)
        mine = [one for one in self._open if one.identity == connection.identity]
        for surplus in mine[:-SOCKETS_EACH]:
            self.show_out(surplus, wire.TAKEN_OVER)

    def leave(self, connection: Connection) -> None:
        if connection not in self._open:
            return
        del self._open[connection]
        who = connection.identity.participant
        if not any(one.identity.participant == who for one in self._open):
            self.presence.leave(who)

    def show_out(self, connection: Connection, code: int) -> None:
        connection.close(code)
        self.leave(connection)

    def show_all_out(self, code: int, but_staff: bool = False) -> None:
        for connection in self:
            if not (but_staff and connection.viewer and connection.viewer.staff):
                self.show_out(connection, code)

    def on(self, page: str) -> bool:
        """Does anybody look at this page?"""
        return any(connection.page == page for connection in self._open)

    def people(self) -> set[str]:
        return {connection.identity.participant for connection in self._open}

    # Telling ---------------------------------------------------------------------------------

    def tell(self, outlook: Outlook, state: State) -> int:
        """Show what is new to whoever may see it; how many events were sent, counted for each door."""
        sent = 0
        anybody_else_now = outlook.changed is None or not outlook.changed <= CHANGE_NOBODY
        for connection in self:
            if anybody_else_now and not self.still_the_same(connection, state):
                continue
            if news := outlook.news(connection):
                connection.push(*news)
                sent += news[1]
            if connection.closed:
                self.leave(connection)
        return sent

    def say(self, body: bytes) -> None:
        """The same few words to everybody: the heartbeat."""
        for connection in self:
            connection.push(body)
            if connection.closed:
                self.leave(connection)

    def resync(self) -> None:
        """Nobody's position means anything any more."""
        for connection in self:
            connection.push(wire.RESYNC)
            self.leave(connection)

    def still_the_same(self, connection: Connection, state: State) -> bool:
        """Whether this connection's viewer may still know what it knew; otherwise it is told."""
        if connection.closed:
            self.leave(connection)
            return False
        change: Any = change_of(state, connection)
        if change == wire.RESYNC:
            connection.push(wire.RESYNC)
            self.leave(connection)
        elif change is not None:
            self.show_out(connection, change)
        return change is None
