"""What is new at one moment, told to many connections without doing the same work twice.

Lines and parts are rendered once for each kind of viewer, a frame is encoded once for all who see
the same. Which moment it is, and who is connected, the tailer knows.
"""

from typing import Any

from django.utils import translation

from roleplay.live import wire
from roleplay.live.connection import Connection
from roleplay.live.parts import Rendering
from roleplay.live.render import Lines
from roleplay.live.scene import Scene
from roleplay.rules.kernel import Entry, Viewer, visible


class Outlook:
    """One moment of a scene, with the entries that led to it."""

    def __init__(self, scene: Scene, entries: list[Entry]) -> None:
        self.entries = entries
        self.lines = Lines(scene)
        self.rendering = Rendering(scene)
        self._bodies: dict[Any, str] = {}

    def news(self, connection: Connection, changed: frozenset[Any] | None) -> tuple[str, int]:
        """The body of a frame for this connection, and how many events it shows; "{}" for nothing."""
        viewer = connection.viewer
        assert viewer is not None  # set by attach
        seen = [entry for entry in self.entries if visible(entry, viewer)]
        with translation.override(connection.language):
            parts = self._changed_parts(connection, viewer, changed)
            kind = (viewer.role, viewer.side, viewer.staff, connection.language)
            key = (kind, tuple(entry.id for entry in seen), tuple(sorted(parts.items())))
            if key not in self._bodies:
                upto = seen[-1].id if seen else None
                self._bodies[key] = wire.news(upto, self.lines.of(seen, viewer), parts)
        connection.shown.update(parts)
        return self._bodies[key], len(seen)

    def _changed_parts(
        self, connection: Connection, viewer: Viewer, changed: frozenset[Any] | None
    ) -> dict[str, str]:
        if changed is not None and not changed:
            return {}
        parts = self.rendering.parts_for(viewer, connection.page, changed)
        return {name: html for name, html in parts.items() if connection.shown.get(name) != html}
