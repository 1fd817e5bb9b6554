"""What both doors do with a command: pace it, submit it, put the answer into words."""

import asyncio
import contextlib
import logging
from dataclasses import dataclass

from django.utils import translation

from roleplay.live import doorbell, gauges, service, wire
from roleplay.live.connection import Connection
from roleplay.live.hub import hub
from roleplay.live.identity import Identity
from roleplay.live.scene import actor_for
from roleplay.live.tail import Tailer
from roleplay.live.writer import Unavailable
from roleplay.rules.kernel import STAFF_ROLES, Refused
from roleplay.rules.people import People
from roleplay.rules.rooms import belongs, require_room

logger = logging.getLogger(__name__)

RETRY = Refused("retry", "The server could not store this just now. It will be tried again.")
RETRY_AFTER = 2.0
SLOWLY = Refused("rate_limited", "A little slower, please: wait a moment and send it again.")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer on the wire; ``code`` is "ok" or the refusal's, for the HTTP door's status."""

    text: str
    code: str
    flooding: bool = False


async def carry_out(tailer: Tailer, identity: Identity, do: wire.Do, language: str) -> Answer:
    """Have a command decided and committed. Never raises for anything a browser can cause."""
    person = tailer.scene.state[People].persons.get(identity.participant)
    staff = bool(person and person.role in STAFF_ROLES)
    pace = hub().pace
    if wait := pace.take(identity.participant, do.command, staff):
        return _no(do.id, SLOWLY, language, wait, pace.flooding(identity.participant))
    if do.command is None:
        return _no(do.id, do.refusal or RETRY, language)
    if identity.screen:
        return _no(do.id, Refused("not_allowed", "A screen only shows."), language)
    try:
        with gauges.ACKNOWLEDGED.time():
            event = await service.submit_async(identity.workshop, identity.participant, do.command, do.id)
    except Refused as refusal:
        return _no(do.id, refusal, language)
    except (Unavailable, asyncio.CancelledError):
        return _no(do.id, RETRY, language, RETRY_AFTER)
    gauges.ANSWERS.labels("ok").inc()
    return Answer(wire.accepted(do.id, event), "ok")


def _no(
    id: str, refusal: Refused, language: str, wait: float | None = None, flooding: bool = False
) -> Answer:
    gauges.ANSWERS.labels(refusal.code).inc()
    with translation.override(language):
        return Answer(wire.refused(id, refusal, wait), refusal.code, flooding)


def type_in(tailer: Tailer, connection: Connection, room: str) -> None:
    """Somebody types: seen by the others of that room for a few seconds."""
    viewer = connection.viewer
    if viewer is None or viewer.seat is None or not viewer.inside:
        return
    with contextlib.suppress(Refused):
        require_room(tailer.scene.state, room)
        belonging = belongs(tailer.scene.state, room, actor_for(viewer))
        if belonging and hub().pace.may_type(viewer.participant):
            doorbell.tell({"type": "typing", "workshop": tailer.workshop, "room": room, "seat": viewer.seat})
