"""A workshop goes on weeks later: whoever was in is still in, and what opened a door still opens it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from accounts.hosts import sign_in_link
from accounts.models import User
from roleplay.live import codes, links
from roleplay.live.arriving import state_of
from roleplay.live.identity import COURSE, identify, identify_screen
from roleplay.live.models import Workshop
from roleplay.rules.meetings import Adjourn, Meetings, Reopen
from roleplay.rules.people import People
from roleplay.rules.phases import Start
from tests.live.doorway import browser, do, person_named, plain, send

pytestmark = pytest.mark.django_db(transaction=True)
THIS_WEEK = "2026-03-02T10:00:00Z"
WEEKS_LATER = "2026-06-01T10:00:00Z"


def came_by_link(token: str, name: str) -> Client:
    client = browser()
    send(client, "/enter/", {"key": token}, form="/enter/")
    assert send(client, "/come-in/", {"name": name}, form="/come-in/").status_code == 302
    return client


def test_weeks_later_seats_links_and_codes_are_what_they_were(workshop: Workshop, host: User) -> None:
    with time_machine.travel(THIS_WEEK, tick=True):
        seats, staff, screen = links.seat_links(workshop), links.staff_link(workshop), browser()
        send(screen, "/enter/", {"key": links.screen_link(workshop)}, form="/enter/")
        asha = came_by_link(seats["e1"], "Asha")
        helper = came_by_link(staff, "Helper")
        ticket = codes.return_ticket(person_named(workshop, "Asha"))
        do(workshop, Start())
        do(workshop, Adjourn("in June"))
        assert "We go on: in June." in plain(asha.get(f"/w/{workshop.id}/"))
    with time_machine.travel(WEEKS_LATER, tick=True):
        call_command("clearsessions")
        page = asha.get(f"/w/{workshop.id}/")
        assert page.status_code == 200 and "We go on: in June." in plain(page)
        assert helper.get(f"/w/{workshop.id}/").status_code == 200
        assert identify_screen(screen.session, workshop.id)
        came_by_link(seats["w1"], "Wahid")
        came_by_link(staff, "Another helper")
        assert send(browser(), "/join/", {"code": workshop.code, "name": "Late"}).status_code == 302
        assert send(browser(), "/return/", {"code": ticket}).status_code == 302
        do(workshop, Reopen())
    state = state_of(workshop.id)
    assert state[Meetings].number == 2
    assert list(state[People].holders) == ["e1", "w1"]


def test_a_browser_is_known_for_a_course_and_not_for_ever(workshop: Workshop) -> None:
    client = browser()
    with time_machine.travel(THIS_WEEK) as now:
        send(client, "/join/", {"code": workshop.code, "name": "Asha"})
        now.shift(COURSE - timedelta(hours=1))
        assert identify(client.session, None, workshop.id)
        now.shift(timedelta(hours=2))
        assert identify(client.session, None, workshop.id) is None


def test_whoever_signs_in_with_that_browser_is_asked_again_as_ever(workshop: Workshop, host: User) -> None:
    client = browser()
    usual = client.session.get_expiry_age()
    send(client, "/join/", {"code": workshop.code, "name": "Asha"})
    send(client, "/enter/", {"key": sign_in_link(host).partition("#")[2]}, form="/enter/")
    assert client.session["_auth_user_id"] == str(host.pk)
    assert client.session.get_expiry_age() <= usual
