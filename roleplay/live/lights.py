"""Which moves of the third party are lit on the desks of one workshop, looked at every few seconds.

Time alone may light one, so no event tells; while no desk is open nobody looks. Nothing is written anywhere.
"""

from roleplay.live.scene import Scene
from roleplay.rules.lately import Asked, Lately
from roleplay.rules.meetings import Meetings
from roleplay.rules.moves import Moves, lit_by
from roleplay.rules.phases import Agenda
from roleplay.rules.safety import Safety

EVERY = 5_000
"""Milliseconds between two looks, unless something has happened that darkens or lights them at once."""


class Lights:
    def __init__(self) -> None:
        self._since: int | None = None
        self._looked: tuple[object, ...] | None = None
        self._lit: dict[str, str] = {}
        self._asked: dict[str, Asked] = {}

    def on(self, scene: Scene) -> dict[str, str]:
        """The lit moves, each with what was seen."""
        state = scene.state
        if self._since is None:  # each workshop by its own clock: not all of a process in one moment
            self._since = scene.now
        rests = (state[Safety].paused, state[Meetings].adjourned, state[Agenda].index)
        now = ((scene.now - self._since) // EVERY, *rests, *state[Moves].since.items())
        if now != self._looked:
            lately = Lately(state, scene.now, self._asked)
            self._looked, self._lit, self._asked = now, lit_by(lately), lately.asked()
        return self._lit
