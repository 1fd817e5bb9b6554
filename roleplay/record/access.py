"""Who may read which view of a record. Forbidden and missing are the same 404.

Staff have the staff record and the shared one at any time; a delegate on stage has their own record, and
with the observers the shared one once the workshop has ended, or staff have opened the rooms in its debrief.
Everybody else has none.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from roleplay.live.identity import identify
from roleplay.record.lens import View
from roleplay.record.reading import Reading, read
from roleplay.record.transcript import Transcript
from roleplay.rules.debrief import Debrief
from roleplay.rules.kernel import Viewer
from roleplay.rules.people import viewer_of


@dataclass(frozen=True)
class Admission:
    """What one browser may read of one workshop."""

    reading: Reading
    viewer: Viewer
    views: tuple[View, ...]

    def transcript(self, view: str) -> Transcript:
        """This view, or the 404 that a stranger gets."""
        for allowed in self.views:
            if allowed == view:
                return self.reading.transcript(allowed, self.viewer)
        raise Http404


def admit(request: HttpRequest, workshop: str) -> Admission:
    identity = identify(request.session, request.user, workshop)
    reading = read(workshop) if identity else None
    if identity is None or reading is None:
        raise Http404
    viewer = viewer_of(reading.state, identity.participant)
    if viewer is None or not viewer.inside:
        raise Http404
    shared = reading.ended or "rooms" in reading.state[Debrief].opened
    return Admission(reading, viewer, _views(viewer, shared))


def _views(viewer: Viewer, open_to_all: bool) -> tuple[View, ...]:
    if viewer.staff:
        return ("staff", "shared")
    own: tuple[View, ...] = ("own",) if viewer.seat else ()
    return (*own, "shared") if open_to_all else own
