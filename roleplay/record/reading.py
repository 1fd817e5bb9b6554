"""From a workshop's id to its transcript: reads the log once and folds it as it goes.

Who may ask for which view is in ``access``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from roleplay.live import log
from roleplay.live.models import Participant
from roleplay.record.lens import View
from roleplay.record.transcript import Transcript, transcript
from roleplay.rules.kernel import Entry, State, Viewer, evolve
from roleplay.rules.setting import Setting
from roleplay.rules.workshop import Workshop, setting_of


@dataclass
class Reading:
    """The whole log of a workshop and the state it leads to. Not to be shared between threads."""

    workshop: str
    log: list[Entry]
    state: State

    @property
    def setting(self) -> Setting:
        return setting_of(self.state)

    @property
    def ended(self) -> bool:
        return self.state[Workshop].ended

    @cached_property
    def sides(self) -> dict[str, str]:
        """The side of each seat."""
        return {seat.id: seat.side for seat in self.setting.seats}

    def transcript(self, view: View, viewer: Viewer) -> Transcript:
        return transcript(self.log, self.state, view, viewer)

    def names(self) -> dict[str, str]:
        """The names people gave themselves, by participant. For staff only."""
        return dict(Participant.objects.filter(workshop=self.workshop).values_list("id", "name"))


def read(workshop: str) -> Reading | None:
    """The log of this workshop, or None when there is none or it was never opened."""
    entries, state = [], State()
    for logged in log.everything(workshop):
        evolve(state, logged.entry)
        entries.append(logged.entry)
    return Reading(workshop, entries, state) if state[Workshop].pack else None
