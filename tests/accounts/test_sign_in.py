"""Signing in and out, and passwords."""

import re
import time

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from accounts.models import User

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery"


@pytest.fixture
def host() -> User:
    return User.objects.create_user("asma", "asma@school.example", GOOD)


def sign_in(client: Client, name: str, password: str, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def text(page: bytes) -> str:
    """A page without what differs each time: its form's token and what was typed."""
    return re.sub(r'value="[^"]*"', "", page.decode())


@pytest.mark.parametrize("name", ["asma", "asma@school.example", "ASMA@School.example"])
def test_a_host_signs_in_by_name_or_address(client: Client, host: User, name: str) -> None:
    answer = sign_in(client, name, GOOD)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(host.pk)


def test_the_session_gets_a_new_name_at_sign_in_and_is_gone_at_sign_out(client: Client, host: User) -> None:
    client.session["seat"] = "x"
    client.session.save()
    before = client.session.session_key
    sign_in(client, "asma", GOOD)
    during = client.session.session_key
    assert during != before
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.session.session_key != during
    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_form_and_not_a_link(client: Client, host: User) -> None:
    client.force_login(host)
    assert client.get("/sign-out/").status_code == 405
    assert "_auth_user_id" in client.session


def test_unknown_name_wrong_password_and_closed_account_get_the_same_answer(
    client: Client, host: User
) -> None:
    User.objects.create_user("gone", "", GOOD, is_active=False)
    cases = [("asma", "wrong"), ("nobody", "wrong"), ("gone", GOOD), ("no@where.example", "wrong")]
    answers = [sign_in(client, *case) for case in cases]
    assert {answer.status_code for answer in answers} == {200}
    assert len({text(answer.content) for answer in answers}) == 1
    assert "do not match" in answers[0].content.decode()


def test_unknown_names_take_as_long_as_known_ones(client: Client, settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    User.objects.create_user("asma", "", GOOD)

    def seconds(name: str) -> float:
        began = time.perf_counter()
        sign_in(client, name, "wrong")
        return time.perf_counter() - began

    seconds("warm up")
    known = min(seconds("asma") for _ in range(3))
    unknown = min(seconds(name) for name in ("a", "b", "c@d.example"))
    assert unknown > known / 2


def test_an_address_that_two_people_share_signs_nobody_in(client: Client, host: User) -> None:
    User.objects.create_user("other", "asma@school.example", GOOD)
    assert sign_in(client, "asma@school.example", GOOD).status_code == 200
    assert "_auth_user_id" not in client.session


@time_machine.travel("2026-03-02 12:00", tick=False)
def test_tries_for_one_name_are_limited_and_others_can_still_sign_in(client: Client, host: User) -> None:
    User.objects.create_user("other", "", GOOD)
    statuses = [sign_in(client, "asma", "wrong").status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    assert "wait a minute" in sign_in(client, "asma", GOOD).content.decode()
    assert sign_in(client, "other", GOOD).status_code == 302


@time_machine.travel("2026-03-02 12:00", tick=False)
def test_the_limit_cannot_be_evaded_by_spelling(client: Client, host: User) -> None:
    spellings = ["asma", "ASMA", " asma", "asma "] * 4
    assert 429 in [sign_in(client, name, "wrong").status_code for name in spellings]


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, host: User, goal: str) -> None:
    assert sign_in(client, "asma", GOOD, next=goal).headers["Location"] == "/"


def test_signing_in_leads_on_to_the_page_that_asked_for_it(client: Client, host: User) -> None:
    asked = client.get("/account/password/")
    assert asked.headers["Location"] == "/sign-in/?next=/account/password/"
    page = client.get(asked.headers["Location"]).content.decode()
    assert 'name="next" value="/account/password/"' in page
    assert (
        sign_in(client, "asma", GOOD, next="/account/password/").headers["Location"] == "/account/password/"
    )


def test_forms_without_their_token_are_refused(host: User) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/sign-in/", "/sign-out/", "/enter/", "/account/password/"):
        assert client.post(path, {"username": "asma", "password": GOOD, "key": "x"}).status_code in {403, 302}
        assert "_auth_user_id" not in client.session
    assert sign_in(client, "asma", GOOD).status_code == 403


def test_a_host_without_a_password_sets_one_and_signs_in_with_it(client: Client) -> None:
    host = User.objects.create_user("new")
    client.force_login(host)
    page = client.get("/account/password/").content.decode()
    assert "Set a password" in page and "old_password" not in page
    answer = client.post("/account/password/", {"new_password1": GOOD, "new_password2": GOOD})
    assert answer.status_code == 302
    assert "is saved" in client.get(answer.headers["Location"]).content.decode()
    assert sign_in(Client(), "new", GOOD).status_code == 302


def test_changing_a_password_needs_the_old_one_and_ends_other_sessions(client: Client, host: User) -> None:
    elsewhere = Client()
    for each in (client, elsewhere):
        each.force_login(host)
    new = {"new_password1": "a wholly new phrase", "new_password2": "a wholly new phrase"}
    assert client.post("/account/password/", {"old_password": "wrong", **new}).status_code == 200
    assert elsewhere.get("/account/password/").status_code == 200
    assert client.post("/account/password/", {"old_password": GOOD, **new}).status_code == 302
    assert client.get("/account/password/").status_code == 200
    assert elsewhere.get("/account/password/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password123", "asma@school.example"])
def test_weak_passwords_are_refused(client: Client, host: User, weak: str) -> None:
    client.force_login(host)
    fields = {"old_password": GOOD, "new_password1": weak, "new_password2": weak}
    assert client.post("/account/password/", fields).status_code == 200
    host.refresh_from_db()
    assert host.check_password(GOOD)


def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, host: User) -> None:
    sign_in(client, "asma", GOOD)
    cookie = client.cookies["session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
