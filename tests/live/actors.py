"""Everybody who might ask for something, each with a browser of their own at a real server."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User
from roleplay.live import service
from roleplay.live.client_doors import authorities
from roleplay.live.identity import PARTICIPANTS, SCREENS
from roleplay.live.models import Participant, Workshop
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import SYSTEM, Command
from roleplay.rules.people import Join, JoinStaff, Remove
from roleplay.rules.phases import Start
from roleplay.rules.seats import ClaimSeat, MakeObserver
from roleplay.rules.workshop import Open
from tests.live.classroom import pack_of

ACTORS = (
    "anonymous",
    "outsider",
    "removed",
    "other-host",
    "screen",
    "waiting",
    "reading",
    "observer",
    "in1",
    "in2",
    "pk1",
    "cofacilitator",
    "host",
)
"""``reading`` has a seat (in4) and has not accepted the ground rules yet."""

UNKNOWN = ("anonymous", "outsider", "removed", "other-host", "screen")
STAFF = ("cofacilitator", "host")


@dataclass
class Cast:
    """A started workshop, the people in it and around it, and a browser for each."""

    workshop: str
    browsers: dict[str, httpx.Client]
    people: dict[str, str]

    def close(self) -> None:
        for browser in self.browsers.values():
            browser.close()


def cast(origin: str, pack: dict[str, Any] | None = None) -> Cast:
    host, other = User.objects.create(username="our-host"), User.objects.create(username="another")
    for user in (host, other):
        user.set_unusable_password()
        user.save()
    row = Workshop.objects.create(host=host, pack="small", title="A small workshop")
    elsewhere = Workshop.objects.create(host=other, pack="small", title="Another workshop")
    for one, user in ((row, host), (elsewhere, other)):
        service.submit_now(one.id, SYSTEM, Open(pack or pack_of(), joining="open"))
        service.staff_participant(one, user, "facilitator")
    people = {
        name: _person(row, name)
        for name in ("waiting", "reading", "observer", "in1", "in2", "pk1", "removed")
    }
    helper = Participant.objects.create(workshop=row, name="Helper", skeleton="helper", role="cofacilitator")
    people["cofacilitator"] = helper
    facilitator = Participant.objects.get(workshop=row, user=host).id
    story: list[tuple[str, Command]] = [
        *((SYSTEM, Join(people[one].id, people[one].device)) for one in ("waiting", "observer")),
        *(
            (SYSTEM, ClaimSeat(people[one].id, seat, people[one].device))
            for one, seat in (
                ("reading", "in4"),
                ("in1", "in1"),
                ("in2", "in2"),
                ("pk1", "pk1"),
                ("removed", "pk4"),
            )
        ),
        (SYSTEM, JoinStaff(helper.id, "cofacilitator", helper.device)),
        (facilitator, MakeObserver(people["observer"].id)),
        *((people[one].id, AcceptRules()) for one in ("in1", "in2", "pk1", "removed", "observer")),
        (facilitator, Remove(people["removed"].id)),
        (facilitator, Start()),
    ]
    for by, command in story:
        service.submit_now(row.id, by, command)
    sessions = {name: {PARTICIPANTS: {row.id: [person.id, person.device]}} for name, person in people.items()}
    sessions |= {"outsider": {}, "screen": {SCREENS: [row.id]}, "host": _of(host), "other-host": _of(other)}
    browsers = {name: _browser(origin, sessions.get(name)) for name in ACTORS}
    return Cast(row.id, browsers, {name: one.id for name, one in people.items()} | {"host": facilitator})


def _person(row: Workshop, name: str) -> Participant:
    return Participant.objects.create(workshop=row, name=f"Name of {name}", skeleton=name)


def _of(user: User) -> dict[str, Any]:
    """The session of somebody who has signed in."""
    backend = "accounts.backends.NameOrAddress"
    return {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: backend,
        HASH_SESSION_KEY: user.get_session_auth_hash(),
    }


def _browser(origin: str, session: dict[str, Any] | None) -> httpx.Client:
    browser = httpx.Client(base_url=origin, timeout=30, headers={"Origin": origin}, verify=authorities())
    if session is not None:
        store = SessionStore()
        store.update(session)
        store.create()
        browser.cookies.set("session", str(store.session_key), domain=browser.base_url.host)
    browser.get("/join/")
    browser.headers["X-CSRFToken"] = browser.cookies.get("csrf", "")
    return browser


def plain(answer: httpx.Response, workshop: str) -> str:
    """A body without what differs at every answer."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value|name="csrf" content)="[^"]+"', "", answer.text)
    return text.replace(workshop, "<workshop>")
