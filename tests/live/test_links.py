"""Links into a workshop: what each opens, for how long, and that a useless one says nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import keys
from accounts.models import Key, User
from roleplay.live import links, service
from roleplay.live.identity import identify, identify_screen
from roleplay.live.models import Participant, Workshop
from roleplay.rules.people import Remove
from roleplay.rules.seats import FreeSeat
from roleplay.rules.workshop import CloseLobby, End
from tests.live.doorway import browser, do, people_in, person_named, plain, send

pytestmark = pytest.mark.django_db(transaction=True)


def enter(client: Client, token: str) -> Any:
    return send(client, "/enter/", {"key": token}, form="/enter/")


def name_oneself(client: Client, name: str) -> Any:
    return send(client, "/come-in/", {"name": name}, form="/come-in/")


def speaks_for(client: Client, workshop: Workshop) -> str | None:
    found = identify(client.session, None, workshop.id)
    return found.participant if found else None


def unknown() -> str:
    """What a link says that never opened anything."""
    answer = enter(browser(), "x" * 32)
    assert answer.status_code == 404
    return plain(answer)


# A seat's link ------------------------------------------------------------------------------------


def test_the_first_browser_has_the_seat(workshop: Workshop) -> None:
    tokens, client = links.seat_links(workshop), browser()
    assert list(tokens) == ["e1", "w1", "e2", "w2", "e3", "w3"]
    asked = enter(client, tokens["e2"])
    assert (asked.status_code, asked["Location"]) == (302, "/come-in/")
    page = client.get("/come-in/")
    assert "Keeper 2 of the east" in page.content.decode()
    assert "secret" not in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    came = name_oneself(client, "Asha")
    assert (came.status_code, came["Location"]) == (302, f"/w/{workshop.id}/")
    assert people_in(workshop).holders == {"e2": person_named(workshop, "Asha").id}
    assert speaks_for(client, workshop) == person_named(workshop, "Asha").id


def test_the_same_browser_goes_to_its_workshop_again_and_again(workshop: Workshop) -> None:
    token, client = links.seat_links(workshop)["e1"], browser()
    enter(client, token)
    name_oneself(client, "Asha")
    for _ in range(2):
        assert enter(client, token)["Location"] == f"/w/{workshop.id}/"
    assert len(people_in(workshop).persons) == 2


def test_another_browser_learns_nothing_while_the_seat_is_taken(workshop: Workshop) -> None:
    token, client = links.seat_links(workshop)["e1"], browser()
    enter(client, token)
    name_oneself(client, "Asha")
    other = browser()
    answer = enter(other, token)
    assert (answer.status_code, plain(answer)) == (404, unknown())
    assert other.get("/come-in/").status_code == 404


def test_a_seat_that_the_host_has_freed_can_be_claimed_anew(workshop: Workshop) -> None:
    token = links.seat_links(workshop)["e1"]
    service.claim_seat(workshop, "e1", "Asha")
    do(workshop, FreeSeat("e1"))
    client = browser()
    enter(client, token)
    assert name_oneself(client, "Ravi").status_code == 302
    assert people_in(workshop).holders == {"e1": person_named(workshop, "Ravi").id}


def test_of_two_at_the_door_one_has_the_seat(workshop: Workshop) -> None:
    token, first, second = links.seat_links(workshop)["e1"], browser(), browser()
    for client in (first, second):
        assert enter(client, token).status_code == 302
        assert client.get("/come-in/").status_code == 200
    assert name_oneself(first, "Asha").status_code == 302
    token = second.cookies["csrf"].value
    late = second.post("/come-in/", {"name": "Ravi", "csrfmiddlewaretoken": token})
    assert late.status_code == 404
    assert not Participant.objects.filter(name="Ravi").exists()


@pytest.mark.parametrize("name", ["Asha", "ＡＳＨＡ", "Facilitator", "\u200b", ""])
def test_a_name_that_may_not_be_is_asked_for_again(workshop: Workshop, name: str) -> None:
    service.join(workshop, "asha")
    client = browser()
    enter(client, links.seat_links(workshop)["e1"])
    assert name_oneself(client, name).status_code in (400, 409)
    assert people_in(workshop).holders == {}
    assert name_oneself(client, "Somebody else").status_code == 302


def test_seat_links_open_when_the_lobby_is_closed_and_not_after_the_end(workshop: Workshop) -> None:
    tokens = links.seat_links(workshop)
    do(workshop, CloseLobby())
    client = browser()
    assert enter(client, tokens["e1"]).status_code == 302
    do(workshop, End())
    assert client.get("/come-in/").status_code == 404
    assert plain(enter(browser(), tokens["w1"])) == unknown()


def test_opening_the_page_of_a_link_claims_nothing(workshop: Workshop) -> None:
    token, client = links.seat_links(workshop)["e1"], browser()
    client.get("/enter/")
    enter(client, token)
    client.get("/come-in/")
    assert people_in(workshop).holders == {}


# The staff link -----------------------------------------------------------------------------------


def test_several_come_in_by_the_staff_link_each_with_a_name(workshop: Workshop) -> None:
    token = links.staff_link(workshop)
    for name in ("Meera", "Imran"):
        client = browser()
        enter(client, token)
        assert "co-facilitator" in client.get("/come-in/").content.decode()
        assert name_oneself(client, name)["Location"] == f"/w/{workshop.id}/"
        person = person_named(workshop, name)
        assert person.role == people_in(workshop).persons[person.id].role == "cofacilitator"
        assert speaks_for(client, workshop) == person.id


def test_a_cofacilitator_is_not_asked_twice(workshop: Workshop) -> None:
    token, client = links.staff_link(workshop), browser()
    enter(client, token)
    name_oneself(client, "Meera")
    assert enter(client, token)["Location"] == f"/w/{workshop.id}/"


def test_the_host_goes_to_the_desk_by_their_own_link(workshop: Workshop, host: User) -> None:
    assert enter(browser(host), links.staff_link(workshop))["Location"] == f"/w/{workshop.id}/"


def test_a_revoked_link_says_what_an_unknown_one_says(workshop: Workshop) -> None:
    tokens = [links.staff_link(workshop), links.screen_link(workshop), *links.seat_links(workshop).values()]
    at_the_door = browser()
    enter(at_the_door, tokens[0])
    assert links.revoke(workshop, links.STAFF) == links.revoke(workshop, links.SCREEN) == 1
    assert links.revoke(workshop, links.SEAT, "e1") == 1
    assert links.revoke(workshop, links.SEAT) == 5
    assert {plain(enter(browser(), token)) for token in tokens} == {unknown()}
    assert at_the_door.get("/come-in/").status_code == 404


def test_revoking_reaches_no_other_workshop(open_workshop: Callable[..., Workshop]) -> None:
    mine, theirs = open_workshop(), open_workshop()
    token = links.staff_link(theirs)
    links.seat_links(theirs)
    for kind in (links.STAFF, links.SCREEN, links.SEAT):
        links.revoke(mine, kind)
    assert enter(browser(), token).status_code == 302
    assert Key.objects.filter(purpose=links.SEAT).count() == 6


def test_a_removed_cofacilitator_is_out_and_the_link_asks_again(workshop: Workshop) -> None:
    token, client = links.staff_link(workshop), browser()
    enter(client, token)
    name_oneself(client, "Meera")
    do(workshop, Remove(person_named(workshop, "Meera").id))
    assert enter(client, token)["Location"] == "/come-in/"


def test_the_links_of_a_workshop_that_is_gone_say_nothing(workshop: Workshop) -> None:
    tokens = [links.staff_link(workshop), links.screen_link(workshop), links.seat_links(workshop)["e1"]]
    Workshop.objects.all().delete()
    assert {plain(enter(browser(), token)) for token in tokens} == {unknown()}


# The screen link ----------------------------------------------------------------------------------


def test_the_screen_link_shows_the_screen_and_nothing_else(workshop: Workshop) -> None:
    token = links.screen_link(workshop)
    for _ in range(2):
        client = browser()
        answer = enter(client, token)
        assert (answer.status_code, answer["Location"]) == (302, f"/w/{workshop.id}/screen/")
        assert identify_screen(client.session, workshop.id)
        assert speaks_for(client, workshop) is None


# Secrets ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [links.STAFF, links.SCREEN, links.SEAT])
def test_a_session_key_that_was_planted_is_worth_nothing_afterwards(workshop: Workshop, kind: str) -> None:
    make: dict[str, Callable[[Workshop], Any]] = {
        links.STAFF: links.staff_link,
        links.SCREEN: links.screen_link,
        links.SEAT: lambda workshop: links.seat_links(workshop)["e1"],
    }
    client = browser()
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key or ""
    client.cookies["session"] = planted
    enter(client, make[kind](workshop))
    assert client.cookies["session"].value != planted
    thief = browser()
    thief.cookies["session"] = planted
    assert thief.get("/come-in/").status_code == 404
    assert identify_screen(thief.session, workshop.id) is None


def test_the_door_keeps_no_token(workshop: Workshop) -> None:
    token, client = links.staff_link(workshop), browser()
    enter(client, token)
    assert token not in str(dict(client.session))
    assert token not in client.get("/come-in/").content.decode()


def test_a_handler_that_comes_to_nothing_leaves_the_key_unspent(rf: Any) -> None:
    token = keys.issue("nothing-here", "x")
    assert keys.open_door(rf.post("/enter/"), token) is None
    assert keys.redeem(token)
