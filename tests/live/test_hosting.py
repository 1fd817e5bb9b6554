"""Hosts open workshops and see their own; every page of the door, for everybody who may come to it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from roleplay.live import codes, links, service
from roleplay.live.arriving import state_of
from roleplay.live.identity import identify
from roleplay.live.models import Participant, Workshop
from roleplay.rules.people import Remove
from roleplay.rules.phases import plan_of
from roleplay.rules.workshop import Workshop as Rules
from tests.live.doorway import PACK, browser, do, person_named, plain, send

pytestmark = pytest.mark.django_db(transaction=True)
NOWHERE = "0" * 32


# Opening a workshop -------------------------------------------------------------------------------


@pytest.fixture
def desk(host: User, library: None) -> Client:
    return browser(host)


def fields_of(body: str) -> dict[str, str]:
    """What a browser would send if the button were pressed at once."""
    checked = re.findall(r'<input type="radio" name="(\w+)" value="([^"]+)"[^>]* checked', body)
    chosen = re.search(r'name="students".*?<option value="(\d+)" selected', body, re.DOTALL)
    return {**dict(checked), "students": chosen[1] if chosen else ""}


def test_one_press_opens_a_workshop(desk: Client, host: User) -> None:
    body = desk.get(f"/host/{PACK}/").content.decode()
    answer = send(desk, f"/host/{PACK}/", fields_of(body))
    workshop = Workshop.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/w/{workshop.id}/")
    rules = state_of(workshop.id)[Rules]
    assert (rules.setting.minutes, rules.setting.students, len(rules.setting.seats)) == (45, 6, 6)
    assert (rules.attribution, rules.joining, rules.seating) == ("chatham-house", "open", "host")
    assert rules.lobby_open
    assert Participant.objects.get(workshop=workshop).user == host


def test_every_choice_reaches_the_workshop(desk: Client) -> None:
    chosen = {
        "minutes": "90",
        "students": "13",
        "attribution": "open",
        "joining": "approved",
        "seating": "choose",
    }
    assert send(desk, f"/host/{PACK}/", chosen).status_code == 302
    rules = state_of(Workshop.objects.get().id)[Rules]
    assert (rules.setting.minutes, rules.setting.students) == (90, 13)
    assert (rules.attribution, rules.joining, rules.seating) == ("open", "approved", "choose")


@pytest.mark.parametrize(
    "wrong",
    [{"minutes": "180"}, {"students": "5"}, {"students": "17"}, {"attribution": "x"}, {"joining": ""}, {}],
)
def test_a_form_that_asks_too_much_opens_nothing(desk: Client, wrong: dict[str, str]) -> None:
    right = {
        "minutes": "45",
        "students": "6",
        "attribution": "open",
        "joining": "open",
        "seating": "host",
    }
    answer = send(desk, f"/host/{PACK}/", {**right, **wrong} if wrong else {})
    assert answer.status_code == 400
    assert 'class="error"' in answer.content.decode()
    assert not Workshop.objects.exists()


def test_the_form_says_which_seats_are_used_and_who_looks_on(desk: Client) -> None:
    body = desk.get(f"/host/{PACK}/").content.decode()
    assert "6: 6 seats" in body
    assert "7: 6 seats and 1 observer" in body
    assert "16: 6 seats and 10 observers" in body
    assert 'data-letter="E">Keeper e1' in body
    assert "90 minutes" in body
    assert "180 minutes" not in body
    assert "secret" not in body


def test_a_course_of_several_meetings_is_hosted_and_its_agenda_has_those_minutes(host: User) -> None:
    desk = browser(host)
    body = desk.get("/host/kathmandu-2004/").content.decode()
    assert "180 minutes" in body and "900 minutes: a course of eight to ten meetings" in body
    asked = {"minutes": "900", "students": "12", "attribution": "chatham-house", "joining": "open"}
    assert send(desk, "/host/kathmandu-2004/", {**asked, "seating": "host"}).status_code == 302
    state = state_of(Workshop.objects.get().id)
    assert sum(phase.minutes for phase in plan_of(state)) == state[Rules].setting.minutes == 900
    assert max(phase.minutes for phase in plan_of(state)) == 120


def test_hosting_needs_an_account_and_a_pack(desk: Client) -> None:
    assert browser().get(f"/host/{PACK}/")["Location"] == f"/sign-in/?next=/host/{PACK}/"
    assert send(browser(), f"/host/{PACK}/").status_code == 302
    assert desk.get("/host/no-such-pack/").status_code == 404
    assert not Workshop.objects.exists()


# The front page -----------------------------------------------------------------------------------


def test_a_student_finds_the_code_field_first(library: None, db: None) -> None:
    body = browser().get("/").content.decode()
    assert 'action="/join/"' in body
    assert 'name="code"' in body
    assert 'href="/library/"' in body


def test_the_form_of_the_front_page_works(workshop: Workshop) -> None:
    client = browser()
    answer = send(client, "/join/", {"code": workshop.code, "name": "Asha"}, form="/")
    assert answer["Location"] == f"/w/{workshop.id}/"


def test_a_new_host_is_told_how_to_begin(desk: Client) -> None:
    body = desk.get("/").content.decode()
    assert "not opened a workshop yet" in body
    assert f'href="/host/{PACK}/"' in body
    assert "not opened a workshop yet" in desk.get("/workshops/").content.decode()


@pytest.mark.parametrize("path", ["/", "/workshops/"])
def test_a_host_sees_their_own_workshops_and_no_others(
    open_workshop: Callable[..., Workshop], host: User, other_host: User, path: str
) -> None:
    mine, theirs = open_workshop(), open_workshop(other_host)
    service.join(mine, "Asha")
    body = browser(host).get(path).content.decode()
    assert mine.id in body
    assert codes.grouped(mine.code) in body
    assert "1 person has come" in body
    assert theirs.id not in body
    assert codes.grouped(theirs.code) not in body


def test_the_front_page_asks_as_little_of_the_database_for_many_as_for_one(
    open_workshop: Callable[..., Workshop], host: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        open_workshop()
    client = browser(host)
    client.get("/")
    with django_assert_max_num_queries(5):
        body = client.get("/").content.decode()
    assert "All your workshops" in body


# Links and codes ----------------------------------------------------------------------------------


def test_a_host_makes_a_link_sees_it_once_and_revokes_it(workshop: Workshop, host: User) -> None:
    client, path = browser(host), f"/w/{workshop.id}/links/"
    made = send(client, path, {"link": "staff", "do": "make"}).content.decode()
    token = re.search(r'value="http://testserver/enter/#([\w-]+)"', made)
    assert token
    assert token[1] not in client.get(path).content.decode()
    guest = browser()
    assert send(guest, "/enter/", {"key": token[1]}).status_code == 302
    gone = send(client, path, {"link": "staff", "do": "revoke"})
    assert "There is none" in gone.content.decode()
    assert send(browser(), "/enter/", {"key": token[1]}).status_code == 404


def test_a_new_link_makes_the_old_one_useless(workshop: Workshop, host: User) -> None:
    old = links.screen_link(workshop)
    made = send(browser(host), f"/w/{workshop.id}/links/", {"link": "screen", "do": "make"}).content.decode()
    assert made.count("/enter/#") == 1
    assert send(browser(), "/enter/", {"key": old}).status_code == 404


def test_personal_links_are_made_for_all_seats_at_once(workshop: Workshop, host: User) -> None:
    made = send(browser(host), f"/w/{workshop.id}/links/", {"link": "seat", "do": "make"}).content.decode()
    assert made.count("/enter/#") == 6
    assert "Keeper 3 of the west" in made


def test_a_link_of_no_known_kind_is_not_made(workshop: Workshop, host: User) -> None:
    answer = send(browser(host), f"/w/{workshop.id}/links/", {"link": "host", "do": "make"})
    assert answer.status_code == 404


def test_a_new_join_code_kills_the_old_one_and_nobody_inside_notices(workshop: Workshop, host: User) -> None:
    inside = browser()
    send(inside, "/join/", {"code": workshop.code, "name": "Asha"})
    answer = send(browser(host), f"/w/{workshop.id}/code/")
    assert answer["Location"] == f"/w/{workshop.id}/"
    old = workshop.code
    workshop.refresh_from_db()
    assert workshop.code != old
    assert send(browser(), "/join/", {"code": old, "name": "Ravi"}).status_code == 404
    assert send(browser(), "/join/", {"code": workshop.code, "name": "Ravi"}).status_code == 302
    assert identify(inside.session, None, workshop.id)


# Everybody at every page --------------------------------------------------------------------------


@pytest.fixture
def actors(
    open_workshop: Callable[..., Workshop], workshop: Workshop, host: User, other_host: User
) -> dict[str, Client]:
    """One browser of each kind."""

    def guest(name: str, room: Workshop = workshop) -> Client:
        client = browser()
        send(client, "/join/", {"code": room.code, "name": name})
        return client

    elsewhere = open_workshop(other_host)
    seated, staff, screen = browser(), browser(), browser()
    send(seated, "/enter/", {"key": links.seat_links(workshop)["e1"]})
    send(seated, "/come-in/", {"name": "Seated"}, form="/come-in/")
    send(staff, "/enter/", {"key": links.staff_link(workshop)})
    send(staff, "/come-in/", {"name": "Meera"}, form="/come-in/")
    send(screen, "/enter/", {"key": links.screen_link(workshop)})
    found = {
        "anonymous": browser(),
        "outsider": guest("Outsider", elsewhere),
        "waiting": guest("Waiting"),
        "seated": seated,
        "removed": guest("Removed"),
        "screen": screen,
        "cofacilitator": staff,
        "other host": browser(other_host),
        "host": browser(host),
    }
    do(workshop, Remove(person_named(workshop, "Removed").id))
    return found


ACTORS = (
    "anonymous",
    "outsider",
    "waiting",
    "seated",
    "removed",
    "screen",
    "cofacilitator",
    "other host",
    "host",
)
PUBLIC = dict.fromkeys(ACTORS, 200)
SIGNED_IN = {**dict.fromkeys(ACTORS, 302), "other host": 200, "host": 200}
TABLE: dict[str, dict[str, int]] = {
    "GET /": PUBLIC,
    "GET /join/": PUBLIC,
    "GET /return/": PUBLIC,
    "GET /come-in/": dict.fromkeys(ACTORS, 404),
    "GET /workshops/": SIGNED_IN,
    f"GET /host/{PACK}/": SIGNED_IN,
    f"POST /host/{PACK}/": {**SIGNED_IN, "other host": 400, "host": 400},
    "GET /own/<id>/preview/": {**SIGNED_IN, "other host": 404, "host": 404},
    "GET /own/<id>/preview/page/": {**SIGNED_IN, "other host": 404, "host": 404},
    "GET /w/<id>/links/": {**SIGNED_IN, "other host": 404},
    "POST /w/<id>/links/": {**dict.fromkeys(ACTORS, 302), "other host": 404, "host": 404},
    "GET /w/<id>/texts/": {**dict.fromkeys(ACTORS, 404), "cofacilitator": 200, "host": 200},
    "POST /w/<id>/texts/": dict.fromkeys(ACTORS, 404),
    "GET /w/<id>/code/": dict.fromkeys(ACTORS, 405),
    "POST /w/<id>/code/": {**dict.fromkeys(ACTORS, 404), "cofacilitator": 302, "host": 302},
    "GET /w/<id>/leave/": dict.fromkeys(ACTORS, 405),
    "POST /w/<id>/leave/": dict.fromkeys(ACTORS, 302),
}


def ask(client: Client, page: str, workshop: str) -> Any:
    method, path = page.split(" ")
    path = path.replace("<id>", workshop)
    return client.get(path) if method == "GET" else send(client, path)


def test_the_table_names_every_page_of_the_door() -> None:
    from roleplay.live import door_http, urls, views

    named = {
        re.sub(r"<\w+:\w+>", "", path.split(" ")[1].replace("<id>", "").replace(PACK, "")) for path in TABLE
    }
    others = (views.__name__, door_http.__name__)
    mine = [each for each in urls.urlpatterns if each.callback.__module__ not in others]
    assert {"/" + re.sub(r"<\w+:\w+>", "", str(each.pattern)) for each in mine} == named


def test_everybody_gets_at_every_page_what_is_theirs(workshop: Workshop, actors: dict[str, Client]) -> None:
    wrong = []
    for page, wanted in TABLE.items():
        for actor in ACTORS:
            answer = ask(actors[actor], page, workshop.id)
            if answer.status_code != wanted[actor]:
                wrong.append(f"{page} as {actor}: {answer.status_code}, not {wanted[actor]}")
            assert answer["Cache-Control"] == "no-store"
    assert not wrong


def test_what_is_forbidden_looks_like_what_is_missing(workshop: Workshop, actors: dict[str, Client]) -> None:
    pages = [page for page in TABLE if "<id>" in page and "leave" not in page]
    for page in pages:
        for actor in ACTORS:
            if actor == "host" or (actor == "cofacilitator" and page.split("/")[-2] in ("code", "texts")):
                continue
            here, nowhere = ask(actors[actor], page, workshop.id), ask(actors[actor], page, NOWHERE)
            assert here.status_code == nowhere.status_code
            assert plain(here).replace(workshop.id, "") == plain(nowhere).replace(NOWHERE, ""), (page, actor)
            location = here.headers.get("Location", "").replace(workshop.id, "")
            assert location == nowhere.headers.get("Location", "").replace(NOWHERE, "")


@pytest.mark.parametrize("path", [f"/host/{PACK}/", "/w/<id>/links/", "/w/<id>/code/", "/w/<id>/leave/"])
def test_nothing_is_changed_without_a_csrf_token(workshop: Workshop, host: User, path: str) -> None:
    before = workshop.code
    assert browser(host).post(path.replace("<id>", workshop.id)).status_code == 403
    workshop.refresh_from_db()
    assert workshop.code == before
    assert Workshop.objects.count() == 1
