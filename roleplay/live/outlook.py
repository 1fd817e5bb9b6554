"""What is new at one moment, told to many connections without doing the same work twice.

A frame is encoded once for all who see the same. Which moment it is, and who is connected, the
tailer knows; how lines and parts look, ``render`` and ``parts``.
"""

from collections.abc import Sequence
from typing import Any

from roleplay.live import wire
from roleplay.live.connection import Connection
from roleplay.live.parts import Rendering, parts_on
from roleplay.live.render import Lines
from roleplay.rules.kernel import Entry, Viewer, visible

ALL_PARTS = None
NO_PARTS: frozenset[Any] = frozenset()

News = tuple[bytes, int]
"""The body of a frame, and how many events it shows."""


class Outlook:
    """One moment of a scene: the entries that led to it, and what of its parts they may have ``changed``."""

    def __init__(
        self, lines: Lines, rendering: Rendering, entries: Sequence[Entry], changed: frozenset[Any] | None
    ) -> None:
        self.lines = lines
        self.rendering = rendering
        self.entries = entries
        self.changed = changed
        self._sights: dict[Any, tuple[Entry, ...]] = {}
        self._same: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        self._bodies: dict[Any, bytes] = {}

    def news(self, connection: Connection) -> News | None:
        """What is new for this connection, or None when nothing is."""
        viewer = connection.viewer
        assert viewer is not None  # set by attach
        seen = self._seen(viewer)
        parts = self._changed_parts(connection, viewer)
        if not seen and not parts:
            return None
        kind = (self.lines.alike(seen, viewer), connection.language, id(seen))
        key = (*kind, *parts.items()) if parts else kind
        if key not in self._bodies:
            shown = self.lines.of(seen, viewer, connection.language)
            self._bodies[key] = wire.news(seen[-1].id if seen else None, shown, parts)
        return self._bodies[key], len(seen)

    def _seen(self, viewer: Viewer) -> tuple[Entry, ...]:
        """The entries this viewer may see; one object for all who may see the same."""
        key = (viewer.inside, viewer.role, viewer.seat)
        if key not in self._sights:
            seen = tuple(entry for entry in self.entries if visible(entry, viewer))
            self._sights[key] = self._same.setdefault(tuple(entry.id for entry in seen), seen)
        return self._sights[key]

    def _changed_parts(self, connection: Connection, viewer: Viewer) -> dict[str, str]:
        if not parts_on(connection.page, self.changed):
            return {}
        now = self.rendering.parts_for(viewer, connection.page, connection.language, self.changed)
        shown = connection.shown
        parts = {name: html for name, html in now.items() if shown.get(name) != html}
        shown.update(parts)
        return parts
