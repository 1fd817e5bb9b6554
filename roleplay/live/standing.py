"""Whether an open door may stay open as it is: seats change, people are removed, devices are changed.

A pure reading of the state; ``watchers`` acts on it.
"""

from __future__ import annotations

from typing import Any

from roleplay.live import wire
from roleplay.live.connection import Connection
from roleplay.live.parts import CODE, FIGURES, LIT, PRESENCE, QUOTES, TYPING
from roleplay.rules.floor import FloorGiven, FloorYielded, HandLowered, HandRaised
from roleplay.rules.interpreting import Interpreted
from roleplay.rules.kernel import State
from roleplay.rules.people import People, viewer_of
from roleplay.rules.talk import Reacted, Said, Withdrawn

TALK = (Said, Interpreted, Reacted, Withdrawn, HandRaised, HandLowered, FloorGiven, FloorYielded)
CHANGE_NOBODY: frozenset[Any] = frozenset({*TALK, PRESENCE, TYPING, CODE, FIGURES, QUOTES, LIT})
"""What happens most, and never makes anybody another viewer: after these nobody is looked up again."""


def change_of(state: State, connection: Connection) -> int | bytes | None:
    """None while all is as it was; a close code, or RESYNC when its viewer is another one now."""
    if connection.identity.screen:
        return None
    person = state[People].persons.get(connection.identity.participant)
    if person is None:
        return wire.NOT_ALLOWED
    if person.device and person.device != connection.identity.device:
        return wire.TAKEN_OVER
    viewer = viewer_of(state, connection.identity.participant)
    return None if viewer == connection.viewer else wire.RESYNC
