"""Browsers that come to a workshop's door, and the workshop behind it, all in this process.

For tests marked `django_db(transaction=True)`; the fixtures are made known by `conftest.py`.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from roleplay.live import service
from roleplay.live.arriving import state_of
from roleplay.live.models import Participant, Workshop
from roleplay.live.writer import WRITER
from roleplay.rules.kernel import SYSTEM, Command
from roleplay.rules.people import People
from tests.scenarios.conftest import HARBOUR

PACK = HARBOUR.name


@pytest.fixture
def library(settings: Settings) -> Iterator[None]:
    """The library holds the pack of the tests alone, and no writer keeps a connection afterwards."""
    settings.PACK_LIBRARY = HARBOUR.parent
    yield
    WRITER.stop()


@pytest.fixture
def host(transactional_db: None) -> User:
    return User.objects.create_user("host", password="a long enough password")


@pytest.fixture
def other_host(transactional_db: None) -> User:
    return User.objects.create_user("other", password="a long enough password")


@pytest.fixture
def open_workshop(library: None, host: User) -> Callable[..., Workshop]:
    def open_one(by: User | None = None, students: int = 16, **choices: Any) -> Workshop:
        return service.open_workshop(by or host, PACK, 45, students, **choices)

    return open_one


@pytest.fixture
def workshop(open_workshop: Callable[..., Workshop]) -> Workshop:
    """Six seats, a facilitator, and the lobby is open."""
    return open_workshop()


def browser(user: User | None = None) -> Client:
    """A browser as strict about CSRF as a real one is made to be."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


def send(client: Client, path: str, data: dict[str, Any] | None = None, form: str = "") -> Any:
    """Fill in a form as a person does: open the page that has it, then send it."""
    if "csrf" not in client.cookies or form:
        client.get(form or "/join/")
    token = client.cookies["csrf"].value
    return client.post(path, {**(data or {}), "csrfmiddlewaretoken": token})


def do(workshop: Workshop, command: Command, by: str = SYSTEM) -> str:
    return service.submit_now(workshop.id, by, command)


def people_in(workshop: Workshop) -> People:
    return state_of(workshop.id)[People]


def person_named(workshop: Workshop, name: str) -> Participant:
    return Participant.objects.get(workshop=workshop, name=name)


def plain(response: HttpResponse, *typed: str) -> str:
    """The body without what differs at every answer: CSRF tokens, and what this person typed."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    for each in typed:
        body = body.replace(f'value="{each}"', "")
    return body
