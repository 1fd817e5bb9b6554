"""What changes without an event of its own, told by the clock: who is here, who types, the join code, how
much each has said, what may be quoted, what is lit; and the heartbeat.

Which log that is, and telling what its entries change, is the tailer's business.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from roleplay.live import wire
from roleplay.live.outlook import Outlook
from roleplay.live.parts import CODE, FIGURES, LIT, PRESENCE, QUOTES, TYPING
from roleplay.rules.tally import Tally

if TYPE_CHECKING:
    from roleplay.live.tail import Tailer

TICK = 1.0
HEARTBEAT = 20.0
SLOWER = {FIGURES: 3.0, QUOTES: 10.0}
"""Seconds. How much each has said, and the long list of what may be quoted: nobody reads along in them."""


class Ticks:
    """The clock of one workshop in this process; ``told`` is what everybody has been told last."""

    def __init__(self, tailer: Tailer) -> None:
        self.told: dict[str, Any] = {}
        self._tailer = tailer
        self._ticked = 0.0
        self._beat = time.monotonic()
        self._told_at = dict.fromkeys(SLOWER, 0.0)

    def tick(self) -> None:
        """To be called often; does something once a second."""
        now = time.monotonic()
        if now - self._ticked < TICK:
            return
        self._ticked = now
        due = [what for what, every in SLOWER.items() if now - self._told_at[what] >= every]
        self._told_at |= dict.fromkeys(due, now)
        self.tell(due)
        if now - self._beat >= HEARTBEAT:
            self._beat = now
            self._tailer.watchers.say(wire.LIVE)

    def tell(self, due: Collection[str] = SLOWER) -> None:
        """Whatever has changed, and of what is told more slowly that which is ``due``."""
        watchers, scene = self._tailer.watchers, self._tailer.look()
        for who in watchers.people():
            watchers.presence.renew(who)
        scene.here, scene.typing = watchers.presence.here(), watchers.presence.typing()
        told, self.told = self.told, {PRESENCE: scene.here, TYPING: scene.typing, CODE: scene.code}
        turns = scene.state[Tally].turns.total()
        self.told |= {what: turns if what in due else told.get(what) for what in SLOWER}
        self.told[LIT] = scene.lit = self._tailer.lights.on(scene) if watchers.on("desk") else {}
        if changed := frozenset(what for what, now in self.told.items() if told.get(what) != now):
            self._tailer.version += 1
            self._tailer.rendering.forget(changed)
            watchers.tell(Outlook(self._tailer.lines, self._tailer.rendering, [], changed), scene.state)
