"""What is new at one moment, told to many connections without doing the same work twice.

A frame is encoded once for all who see the same. Which moment it is, and who is connected, the
tailer knows; how lines and parts look, ``render`` and ``parts``.
"""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from roleplay.live import wire
from roleplay.live.connection import Connection
from roleplay.live.parts import Rendering, parts_on
from roleplay.live.render import Lines
from roleplay.rules.kernel import Entry, Viewer, visible

ALL_PARTS = None
NO_PARTS: frozenset[Any] = frozenset()

News = tuple[bytes, int]
"""The body of a frame, and how many events it shows."""


class Sight(NamedTuple):
    """What one kind of viewer sees of the entries: the last one's id, lines, how many events, and the frame
    when no part goes with it."""

    upto: str | None
    lines: list[wire.Line]
    events: int
    news: News | None


class Outlook:
    """One moment of a scene: the entries that led to it, and what of its parts they may have ``changed``."""

    def __init__(
        self, lines: Lines, rendering: Rendering, entries: Sequence[Entry], changed: frozenset[Any] | None
    ) -> None:
        self.lines = lines
        self.rendering = rendering
        self.entries = entries
        self.changed = changed
        heard = (entry.hearers or () for entry in entries)
        self._apart = lines.apart(entries)
        self._named = self._apart.union(*heard)
        self._sights: dict[Hashable, tuple[Sight, bool]] = {}
        self._shown: dict[Hashable, Sight] = {}
        self._bodies: dict[Hashable, bytes] = {}

    def news(self, connection: Connection) -> News | None:
        """What is new for this connection, or None when nothing is."""
        viewer = connection.viewer
        assert viewer is not None  # set by attach
        key = connection.kind if viewer.seat not in self._named else (connection.kind, viewer.seat)
        known = self._sights.get(key)
        if known is None:
            may_change = bool(parts_on(connection.page, self.changed))
            known = self._sights[key] = self._sight(connection, viewer), may_change
        sight, parts_may_change = known
        if not parts_may_change:
            return sight.news
        parts = self._changed_parts(connection, viewer)
        if not parts:
            return sight.news
        same = (key, *parts.items())
        if same not in self._bodies:
            self._bodies[same] = wire.news(sight.upto, sight.lines, parts)
        return self._bodies[same], sight.events

    def _sight(self, connection: Connection, viewer: Viewer) -> Sight:
        """What all who look like this one are shown of the entries."""
        seen = tuple(entry for entry in self.entries if visible(entry, viewer))
        same = (
            self.lines.alike(seen, viewer, self._apart),
            connection.language,
            *(entry.id for entry in seen),
        )
        if same not in self._shown:
            self._shown[same] = self._show(seen, viewer, connection.language)
        return self._shown[same]

    def _show(self, seen: tuple[Entry, ...], viewer: Viewer, language: str) -> Sight:
        if not seen:
            return Sight(None, [], 0, None)
        lines, upto = self.lines.of(seen, viewer, language), seen[-1].id
        return Sight(upto, lines, len(seen), (wire.news(upto, lines, {}), len(seen)))

    def _changed_parts(self, connection: Connection, viewer: Viewer) -> dict[str, bytes]:
        now = self.rendering.parts_for(viewer, connection.page, connection.language, self.changed)
        shown = connection.shown
        parts = {name: part for name, part in now.items() if shown.get(name) != part}
        shown.update(parts)
        return parts
