"""Students come in by a code, come back by another, and leave: what they see, and what guessing gains."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from roleplay.live import codes, guessing, service
from roleplay.live.identity import PARTICIPANTS, identify
from roleplay.live.joining import HERE_NOW, NO_RETURN, NO_WORKSHOP
from roleplay.live.models import CODE_SYMBOLS, Participant, Workshop, new_code
from roleplay.rules.people import Remove
from roleplay.rules.workshop import CloseLobby, End, OpenLobby
from tests.live.doorway import browser, do, people_in, person_named, plain, send
from tests.ordeals.sizes import size

pytestmark = pytest.mark.django_db(transaction=True)
NOW = "2026-03-02T10:00:00Z"
GUESSES = size(10_000, 100_000)
"""In ten minutes."""


def join(client: Client, workshop: Workshop | str, name: str = "Asha") -> Any:
    code = workshop if isinstance(workshop, str) else workshop.code
    return send(client, "/join/", {"code": code, "name": name})


def speaks_for(client: Client, workshop: Workshop) -> str | None:
    found = identify(client.session, None, workshop.id)
    return found.participant if found else None


# Coming in ----------------------------------------------------------------------------------------


def test_a_code_and_a_name_are_enough(workshop: Workshop) -> None:
    client = browser()
    response = join(client, workshop, "  Asha  Rao ")
    assert (response.status_code, response["Location"]) == (302, f"/w/{workshop.id}/")
    asha = person_named(workshop, "Asha Rao")
    assert speaks_for(client, workshop) == asha.id
    assert people_in(workshop).persons[asha.id].admitted


@pytest.mark.parametrize("typed", ["{}", " {} ", "{low}", "{first}-{last}", "{first} {last}", "{low_dashed}"])
def test_a_code_may_be_typed_as_people_type(workshop: Workshop, typed: str) -> None:
    code = workshop.code
    shown = typed.format(
        code, low=code.lower(), first=code[:4], last=code[4:], low_dashed="-".join(code.lower())
    )
    assert join(browser(), shown).status_code == 302


def test_look_alikes_are_mended_where_only_one_symbol_can_be_meant() -> None:
    assert codes.normal("l1I|z2") == "LLLL22"
    assert codes.normal("OO00") == "OO00"
    assert codes.normal("ＡＢ٢۳४") == "AB234"
    assert not set("01IOZ") & set(CODE_SYMBOLS)


def test_a_name_that_is_taken_is_told_and_nothing_typed_is_lost(workshop: Workshop) -> None:
    join(browser(), workshop, "Ali")
    response = join(browser(), workshop, "AIi")
    assert response.status_code == 409
    assert "looks like it" in response.content.decode()
    assert 'value="AIi"' in response.content.decode()
    assert workshop.code in response.content.decode()
    assert Participant.objects.filter(workshop=workshop, user=None).count() == 1


@pytest.mark.parametrize("name", ["", "   ", "Facilitator", "\u202eilA", "a" * 300, "<b>Ali</b>", "Ali\x00"])
def test_a_name_that_may_not_be_is_told_and_nobody_comes_in(workshop: Workshop, name: str) -> None:
    client = browser()
    response = join(client, workshop, name)
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert "<b>Ali" not in response.content.decode()
    assert speaks_for(client, workshop) is None


def test_a_bad_name_says_nothing_about_the_code(workshop: Workshop) -> None:
    right = join(browser(), workshop, "Facilitator")
    wrong = join(browser(), "ABCDEFGH", "Facilitator")
    assert right.status_code == wrong.status_code
    assert plain(right, workshop.code) == plain(wrong, "ABCDEFGH")


def test_whoever_is_in_already_goes_straight_to_the_workshop(workshop: Workshop) -> None:
    client = browser()
    join(client, workshop, "Asha")
    do(workshop, CloseLobby())
    again = join(client, workshop, "Asha")
    assert (again.status_code, again["Location"]) == (302, f"/w/{workshop.id}/")
    assert Participant.objects.filter(workshop=workshop, user=None).count() == 1


def test_a_host_with_the_code_goes_to_the_desk(workshop: Workshop, host: User) -> None:
    response = join(browser(host), workshop, "Asha")
    assert response["Location"] == f"/w/{workshop.id}/"
    assert not Participant.objects.filter(workshop=workshop, name="Asha").exists()


def test_one_browser_may_be_in_two_workshops(open_workshop: Callable[..., Workshop]) -> None:
    first, second, client = open_workshop(), open_workshop(), browser()
    join(client, first, "Asha")
    join(client, second, "Ravi")
    assert speaks_for(client, first) == person_named(first, "Asha").id
    assert speaks_for(client, second) == person_named(second, "Ravi").id


def test_somebody_who_was_removed_is_a_stranger_and_may_ask_again(workshop: Workshop) -> None:
    client = browser()
    join(client, workshop, "Asha")
    do(workshop, Remove(person_named(workshop, "Asha").id))
    assert join(client, workshop, "Asha again").status_code == 302
    assert person_named(workshop, "Asha again").id in people_in(workshop).persons


def test_where_the_host_lets_people_in_they_wait(open_workshop: Callable[..., Workshop]) -> None:
    workshop = open_workshop(joining="approved")
    assert join(browser(), workshop, "Asha").status_code == 302
    assert not people_in(workshop).persons[person_named(workshop, "Asha").id].admitted


def test_a_full_workshop_says_so_and_keeps_no_name(open_workshop: Callable[..., Workshop]) -> None:
    workshop = open_workshop(students=6)
    for number in range(11):
        service.join(workshop, f"Guest {'ABCDEFGHJKM'[number]}")
    response = join(browser(), workshop, "Too late")
    assert response.status_code == 409
    assert "full" in response.content.decode()
    assert not Participant.objects.filter(name="Too late").exists()


def test_every_student_the_host_asked_for_has_a_place(workshop: Workshop) -> None:
    for number in range(16):
        service.join(workshop, f"Guest {'ABCDEFGHJKMNPQRS'[number]}")
    assert len(people_in(workshop).persons) == 17


# What a code does not say -------------------------------------------------------------------------


def test_every_reason_why_a_code_does_not_open_has_the_same_answer(
    open_workshop: Callable[..., Workshop],
) -> None:
    closed, ended, rotated, named = (open_workshop() for _ in range(4))
    old = rotated.code
    service.join(named, "Asha")
    for workshop in (closed, named):
        do(workshop, CloseLobby())
    do(ended, End())
    codes.change_code(rotated)
    tried = ["ABCDEFGH", "A", "ABCDEFGHJ", closed.code, ended.code, old, named.code, "' OR 1=1 --", "ＺＺ"]
    answers = [join(browser(), code, "Asha") for code in tried]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {plain(answer, code.replace("'", "&#x27;")) for answer, code in zip(answers, tried, strict=True)}
    assert len(bodies) == 1
    assert NO_WORKSHOP in bodies.pop()
    headers = {tuple(sorted(set(answer.headers) - {"Content-Length", "Vary"})) for answer in answers}
    assert len(headers) == 1


def test_a_closed_lobby_opens_again_with_the_same_code(workshop: Workshop) -> None:
    do(workshop, CloseLobby())
    assert join(browser(), workshop).status_code == 404
    do(workshop, OpenLobby())
    assert join(browser(), workshop).status_code == 302


# Sessions, tokens and headers ---------------------------------------------------------------------


def test_joining_needs_a_csrf_token_and_changes_both_secrets(workshop: Workshop) -> None:
    client = browser()
    assert client.post("/join/", {"code": workshop.code, "name": "Asha"}).status_code == 403
    client.get("/join/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key or ""
    client.cookies["session"] = planted
    token = client.cookies["csrf"].value
    assert join(client, workshop, "Asha").status_code == 302
    assert client.cookies["session"].value != planted
    assert client.cookies["csrf"].value != token
    fixed = Client()
    fixed.cookies["session"] = planted
    assert speaks_for(fixed, workshop) is None


@pytest.mark.parametrize("path", ["/", "/join/", "/return/"])
def test_pages_of_the_door_are_not_kept_by_browsers(path: str) -> None:
    response = browser().get(path)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert " style=" not in response.content.decode()


@pytest.mark.parametrize("path", ["/join/", "/return/"])
def test_no_code_and_no_name_is_taken_from_an_address(workshop: Workshop, path: str) -> None:
    body = browser().get(path, {"code": workshop.code, "name": "Asha"}).content.decode()
    assert workshop.code not in body
    assert "Asha" not in body


# Guessing -----------------------------------------------------------------------------------------


@pytest.fixture
def ask(rf: RequestFactory) -> Callable[..., bool]:
    """One failing guess from a device at an address; whether it was allowed."""

    def guess(device: str = "", address: str = "192.0.2.7") -> bool:
        request = rf.post("/join/", REMOTE_ADDR=address)
        if device:
            shown = HttpResponse()
            shown.set_signed_cookie(guessing.COOKIE, device, salt=guessing.COOKIE)
            request.COOKIES[guessing.COOKIE] = shown.cookies[guessing.COOKIE].value
        return guessing.may_guess(request)

    return guess


@time_machine.travel(NOW, tick=False)
def test_one_device_has_ten_failures_a_minute(ask: Callable[..., bool]) -> None:
    assert sum(ask("one") for _ in range(50)) == 10
    assert ask("another")


@time_machine.travel(NOW, tick=False)
def test_one_address_has_120_and_one_ipv6_customer_is_one_address(ask: Callable[..., bool]) -> None:
    assert sum(ask(f"device {number}") for number in range(500)) == 120
    assert sum(ask(f"six {number}", f"2001:db8:1:2::{number:x}") for number in range(500)) == 120


@time_machine.travel(NOW, tick=False)
def test_the_server_has_600_whoever_asks(ask: Callable[..., bool]) -> None:
    assert sum(ask(f"device {number}", f"203.0.113.{number % 250}") for number in range(2000)) == 600


@time_machine.travel(NOW, tick=False)
def test_one_loud_device_does_not_use_up_what_others_have(ask: Callable[..., bool]) -> None:
    for _ in range(5000):
        ask("loud")
    for number in range(2000):
        ask(f"device {number}", "198.51.100.9")
    assert sum(ask(f"classmate {number}") for number in range(110)) == 110


@time_machine.travel(NOW, tick=False)
def test_a_forged_device_is_nobody_known(rf: RequestFactory) -> None:
    allowed = 0
    for number in range(100):
        request = rf.post("/join/", REMOTE_ADDR="192.0.2.7")
        request.COOKIES[guessing.COOKIE] = f"forged-{number}:signature"
        allowed += guessing.may_guess(request)
    assert allowed == 10


@pytest.mark.timeout(180)
def test_very_many_guesses_against_twenty_workshops_find_nothing(ask: Callable[..., bool]) -> None:
    real = {new_code() for _ in range(20)}
    chance = random.Random(15)
    allowed = hits = 0
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(GUESSES):
            if number % (GUESSES // 10) == 0:
                clock.shift(60)
            if ask(f"device {number // 10}", f"203.0.113.{number % 250}"):
                allowed += 1
                hits += "".join(chance.choices(CODE_SYMBOLS, k=8)) in real
    assert hits == 0
    assert allowed == 10 * guessing.PER_SERVER


@time_machine.travel(NOW, tick=False)
@pytest.mark.timeout(180)
def test_two_thousand_guesses_at_the_page_meet_the_same_wall(workshop: Workshop) -> None:
    """Ten from each fresh browser, all behind one address."""
    statuses: Counter[int] = Counter()
    retry = ""
    for _ in range(200):
        client = browser()
        client.get("/join/")
        for _ in range(10):
            answer = join(client, "ABCDEFGH")
            statuses[answer.status_code] += 1
            retry = answer.headers.get("Retry-After", retry)
    assert statuses == {404: guessing.PER_ADDRESS, 429: 2000 - guessing.PER_ADDRESS}
    assert retry == "60"
    limited = browser()
    assert join(limited, workshop, "Right code").status_code == 429
    with time_machine.travel("2026-03-02T10:01:01Z", tick=False):
        assert join(limited, workshop, "Right code").status_code == 302


def test_a_wall_keeps_what_was_typed_and_says_to_wait(workshop: Workshop) -> None:
    with time_machine.travel(NOW, tick=False):
        client = browser()
        answers = [join(client, "ABCDEFGH", "Asha") for _ in range(11)]
    assert [answer.status_code for answer in answers] == [404] * 10 + [429]
    body = answers[-1].content.decode()
    assert "wait" in body
    assert 'value="Asha"' in body


@pytest.mark.timeout(120)
def test_a_class_behind_one_address_gets_in_with_its_typos(open_workshop: Callable[..., Workshop]) -> None:
    """35 students, one address, one minute, 15 % of the codes mistyped, in two workshops and all at once."""
    workshops = [open_workshop(), open_workshop()]
    chance, statuses = random.Random(16), []
    plan = [(number, sum(chance.random() < 0.15 for _ in range(3))) for number in range(35)]

    def student(number: int, typos: int) -> None:
        client, workshop = browser(), workshops[number % 2]
        for typo in range(typos):
            statuses.append(
                join(client, workshop.code[:-1] + "ABC"[typo] + "X", f"Student {number}").status_code
            )
        statuses.append(join(client, workshop, f"Student {number} {'ABCDEFG'[number % 7]}").status_code)
        connections.close_all()

    with time_machine.travel(NOW, tick=False):
        students = [threading.Thread(target=student, args=each) for each in plan]
        for one in students:
            one.start()
        for one in students:
            one.join()
    typos = sum(typos for _, typos in plan)
    assert Counter(statuses) == Counter({302: 35, 404: typos})
    assert typos >= 10
    assert Participant.objects.filter(user=None).count() == 35


@time_machine.travel(NOW, tick=False)
def test_coming_in_rightly_is_never_counted(open_workshop: Callable[..., Workshop]) -> None:
    workshop, client = open_workshop(), browser()
    for _ in range(30):
        assert join(client, workshop, "Asha").status_code == 302
    assert [join(client, "ABCDEFGH").status_code for _ in range(11)] == [404] * 10 + [429]


# Coming back --------------------------------------------------------------------------------------


def come_back(client: Client, ticket: str) -> Any:
    return send(client, "/return/", {"code": ticket})


@pytest.fixture
def asha(workshop: Workshop) -> tuple[Client, Participant]:
    client = browser()
    join(client, workshop, "Asha")
    return client, person_named(workshop, "Asha")


def test_a_return_code_moves_the_seat_here(workshop: Workshop, asha: tuple[Client, Participant]) -> None:
    old, person = asha
    do(workshop, CloseLobby())
    new = browser()
    response = come_back(new, codes.return_ticket(person).lower().replace("-", " "))
    assert (response.status_code, response["Location"]) == (302, f"/w/{workshop.id}/")
    assert speaks_for(new, workshop) == person.id
    assert new.session["says"] == HERE_NOW
    assert speaks_for(old, workshop) is None
    person.refresh_from_db()
    assert people_in(workshop).persons[person.id].device == person.device


def test_a_return_code_works_once(workshop: Workshop, asha: tuple[Client, Participant]) -> None:
    ticket = codes.return_ticket(asha[1])
    assert come_back(browser(), ticket).status_code == 302
    assert come_back(browser(), ticket).status_code == 404


def test_a_return_code_outlives_a_change_of_the_join_code(
    workshop: Workshop, asha: tuple[Client, Participant]
) -> None:
    codes.change_code(workshop)
    assert come_back(browser(), codes.return_ticket(asha[1])).status_code == 302


def test_every_wrong_return_code_has_the_same_answer(
    workshop: Workshop, asha: tuple[Client, Participant], host: User
) -> None:
    person = asha[1]
    removed = service.join(workshop, "Removed")
    do(workshop, Remove(removed.id))
    facilitator = Participant.objects.get(user=host)
    of_elsewhere = ("A" if codes.return_ticket(person)[0] != "A" else "B") + codes.return_ticket(person)[1:]
    tried = [
        "ABCD-EFGH-JKLM",
        person.return_code,
        workshop.code,
        of_elsewhere,
        codes.return_ticket(removed),
        codes.return_ticket(facilitator),
        "x",
    ]
    answers = [come_back(browser(), ticket) for ticket in tried]
    assert {answer.status_code for answer in answers} == {404}
    bodies = {plain(answer, ticket) for answer, ticket in zip(answers, tried, strict=True)}
    assert len(bodies) == 1
    assert NO_RETURN in bodies.pop()


@time_machine.travel(NOW, tick=False)
def test_return_codes_and_join_codes_share_their_limits(asha: tuple[Client, Participant]) -> None:
    client = browser()
    assert [come_back(client, "ABCD-EFGH-JKLM").status_code for _ in range(5)] == [404] * 5
    assert [join(client, "ABCDEFGH").status_code for _ in range(6)] == [404] * 5 + [429]
    assert come_back(client, codes.return_ticket(asha[1])).status_code == 429


def test_two_people_may_have_the_same_return_code_in_two_workshops(
    open_workshop: Callable[..., Workshop],
) -> None:
    people = [service.join(open_workshop(), name) for name in ("Asha", "Ravi")]
    Participant.objects.filter(user=None).update(return_code="ABCDEFGH")
    for person in people:
        person.refresh_from_db()
        assert codes.holder_of(codes.return_ticket(person)) == person


# Leaving ------------------------------------------------------------------------------------------


def test_leaving_clears_the_browser_and_keeps_the_seat(
    workshop: Workshop, asha: tuple[Client, Participant]
) -> None:
    client, person = asha
    response = send(client, f"/w/{workshop.id}/leave/")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert speaks_for(client, workshop) is None
    assert not client.session[PARTICIPANTS]
    assert person.id in people_in(workshop).persons
    assert "Go back to" not in client.get("/").content.decode()
    assert come_back(client, codes.return_ticket(person)).status_code == 302


def test_the_front_page_leads_back_to_where_one_is(
    workshop: Workshop, asha: tuple[Client, Participant]
) -> None:
    assert f'href="/w/{workshop.id}/"' in asha[0].get("/").content.decode()
    do(workshop, Remove(asha[1].id))
    assert f'href="/w/{workshop.id}/"' not in asha[0].get("/").content.decode()
