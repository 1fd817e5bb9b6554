"""Which participant a browser speaks for, as its session remembers.

A session holds, for each workshop, the participant and the device it was given. When a return
code moved the participant to another browser, the device no longer fits and the session
speaks for nobody.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, parse_cookie
from django.utils.functional import SimpleLazyObject

from roleplay.live.models import Participant, Workshop
from roleplay.rules.people import People

SESSIONS = import_module(settings.SESSION_ENGINE)
PARTICIPANTS = "participants"
SCREENS = "screens"
COURSE = timedelta(weeks=30)
"""So long a guest's browser, and the screen's, are known: a workshop may meet all through a course."""
_WORKSHOP = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Identity:
    """Who looks at a workshop through this browser: a participant, or the projector's screen."""

    workshop: str
    participant: str
    device: str = ""
    screen: bool = False


def remember(request: HttpRequest, person: Participant) -> None:
    """From now on this browser speaks for ``person``. The session gets a new key."""
    held = dict(request.session.get(PARTICIPANTS, {}))
    held[person.workshop_id] = [person.id, person.device]
    request.session[PARTICIPANTS] = held
    _last_a_course(request)
    request.session.cycle_key()


def remember_screen(request: HttpRequest, workshop: Workshop) -> None:
    """From now on this browser may show the workshop's screen."""
    request.session[SCREENS] = sorted({*request.session.get(SCREENS, []), workshop.id})
    _last_a_course(request)


def _last_a_course(request: HttpRequest) -> None:
    """Only for a session that nobody is signed in with: an account is asked for its password as ever."""
    if SESSION_KEY not in request.session:
        request.session.set_expiry(COURSE)


def forget(request: HttpRequest, workshop: str) -> None:
    """This browser leaves the workshop."""
    held = dict(request.session.get(PARTICIPANTS, {}))
    held.pop(workshop, None)
    request.session[PARTICIPANTS] = held


def identify(session: Any, user: Any, workshop: str) -> Identity | None:
    """Who this browser is in the workshop; None for a stranger, as for a workshop that is not there.

    Reads the database: call it from a thread.
    """
    if not _WORKSHOP.fullmatch(workshop):  # a database may refuse even to compare with it
        return None
    held = session.get(PARTICIPANTS, {}).get(workshop)
    people = Participant.objects.filter(workshop=workshop)
    mine = people.filter(id=held[0], device=held[1]) if held else None
    found = mine.values_list("id", "device").first() if mine is not None else None
    if found is None and getattr(user, "is_authenticated", False):
        found = people.filter(user=user).values_list("id", "device").first()
    return Identity(workshop, *found) if found else None


def identify_screen(session: Any, workshop: str) -> Identity | None:
    """The projector's screen, if this browser was given the screen link."""
    return Identity(workshop, "screen", screen=True) if workshop in session.get(SCREENS, []) else None


def session_of(cookies: bytes) -> SessionBase:
    """The session of a socket, by the cookies of its handshake. Reads the database."""
    key = parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    session: SessionBase = SESSIONS.SessionStore(key)
    session.get(PARTICIPANTS)
    return session


def identify_known(session: SessionBase, workshop: str, people: People) -> Identity | None:
    """``identify`` without the database, for somebody of whom the workshop's state knows already."""
    held = session.get(PARTICIPANTS, {}).get(workshop)
    person = people.persons.get(held[0]) if held else None
    return Identity(workshop, *held) if person and person.device == held[1] else None


def identify_user(session: SessionBase, workshop: str) -> Identity | None:
    """``identify`` for a session outside a request. Reads the database."""
    request = HttpRequest()
    request.session = session
    return identify(session, SimpleLazyObject(lambda: get_user(request)), workshop)


def names_in(workshop: str) -> dict[str, str]:
    """People's names by participant id: for staff, and for nobody else."""
    return dict(Participant.objects.filter(workshop=workshop).values_list("id", "name"))
