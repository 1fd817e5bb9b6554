"""A key opens one door, for its time, and leaves no trace of its token."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from accounts import keys
from accounts.models import Key, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def door() -> Iterator[list[str]]:
    """A purpose of these tests; the subjects whose door was opened."""
    opened: list[str] = []

    @keys.on_redeem("test-door")
    def open_it(request: HttpRequest, key: Key) -> HttpResponse:
        if key.subject == "stuck":
            raise RuntimeError("the door is stuck")
        opened.append(key.subject)
        return HttpResponse(f"behind the door of {key.subject}")

    yield opened
    keys._handlers.pop("test-door")


def test_a_key_opens_once_by_default() -> None:
    token = keys.issue("seat", 7)
    first = keys.redeem(token)
    assert first and (first.purpose, first.subject) == ("seat", "7")
    assert keys.redeem(token) is None


def test_a_key_for_many_opens_again_and_again() -> None:
    token = keys.issue("screen", "w1", single_use=False)
    assert keys.redeem(token) and keys.redeem(token)


def test_a_key_ends_with_its_time() -> None:
    token = keys.issue("seat", 7, expires=timedelta(hours=12))
    with time_machine.travel(timezone.now() + timedelta(hours=12, seconds=1)):
        assert keys.redeem(token) is None
    with time_machine.travel(timezone.now() + timedelta(hours=11)):
        assert keys.redeem(token)


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "\x00", "ключ", "' OR 1=1 --", "\ud800"])
def test_nothing_else_opens(token: str) -> None:
    keys.issue("seat", 7)
    assert keys.redeem(token) is None


def test_revoked_keys_are_gone_and_others_stay() -> None:
    mine, other = keys.issue("seat", 7), keys.issue("seat", 8)
    assert keys.revoke("seat", 7) == 1
    assert keys.redeem(mine) is None
    assert keys.redeem(other)


def test_tokens_are_long_different_and_not_in_the_database() -> None:
    tokens = {keys.issue("seat", number) for number in range(100)}
    assert len(tokens) == 100
    assert all(len(token) >= 32 for token in tokens)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_key")
        kept = str(cursor.fetchall())
    assert not any(token in kept for token in tokens)


def test_keys_that_ended_long_ago_are_forgotten() -> None:
    keys.issue("seat", 1, expires=timedelta(hours=1))
    keys.issue("seat", 2)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert keys.forget_old() == 1
    assert Key.objects.get().subject == "2"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_present_a_key_at_once_one_gets_in() -> None:
    token = keys.issue("seat", 7)
    results: list[bool] = []
    together = threading.Barrier(6)

    def present() -> None:
        together.wait()
        results.append(keys.redeem(token) is not None)
        connection.close()

    threads = [threading.Thread(target=present) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False] * 5 + [True]


def test_looking_at_the_page_spends_nothing(client: Client, door: list[str]) -> None:
    token = keys.issue("test-door", "a")
    assert client.get("/enter/").status_code == 200
    assert Key.objects.get().used_at is None
    assert client.post("/enter/", {"key": token}).content == b"behind the door of a"
    assert door == ["a"]


def test_a_whole_link_may_be_pasted(client: Client, door: list[str]) -> None:
    token = keys.issue("test-door", "a")
    client.post("/enter/", {"key": f" http://192.168.1.7:8000/enter/#{token} "})
    assert door == ["a"]


def test_used_unknown_and_ended_keys_get_the_same_answer(client: Client, door: list[str]) -> None:
    used = keys.issue("test-door", "a")
    client.post("/enter/", {"key": used})
    ended = keys.issue("test-door", "b", expires=timedelta(seconds=-1))
    nobodys = keys.issue("no-such-purpose", "c")
    answers = [client.post("/enter/", {"key": key}) for key in (used, ended, nobodys, "guess", "")]
    assert {answer.status_code for answer in answers} == {404}
    pages = {answer.content.decode().replace(csrf(answer.content.decode()), "") for answer in answers}
    assert len(pages) == 1
    assert "does not open anything" in pages.pop()
    assert door == ["a"]


def csrf(page: str) -> str:
    from tests.services.server import token_in

    return token_in(page)


def test_a_door_that_fails_does_not_spend_the_key(client: Client, door: list[str]) -> None:
    token = keys.issue("test-door", "stuck")
    with pytest.raises(RuntimeError):
        client.post("/enter/", {"key": token})
    assert Key.objects.get().used_at is None


@time_machine.travel("2026-03-02 12:00", tick=False)
def test_guessing_is_slowed_down(client: Client) -> None:
    statuses = [client.post("/enter/", {"key": f"guess {number}"}).status_code for number in range(125)]
    assert statuses == [404] * 120 + [429] * 5


def test_keys_are_never_taken_from_a_path_or_a_query(client: Client, door: list[str]) -> None:
    token = keys.issue("test-door", "a")
    client.get(f"/enter/?key={token}")
    client.get(f"/enter/{token}")
    client.post(f"/enter/?key={token}")
    assert door == []


def test_a_hosts_key_signs_in_once_under_a_new_session(client: Client, django_user_model: type[User]) -> None:
    from accounts import hosts

    host = hosts.first_host()
    session = client.session
    session["seat"] = "kept"
    session.save()
    before = session.session_key
    token = hosts.sign_in_link(host).partition("#")[2]
    answer = client.post("/enter/", {"key": token})
    assert answer.status_code == 302
    assert client.session.session_key != before
    assert client.session["_auth_user_id"] == str(host.pk)
    assert client.session["seat"] == "kept"


def test_a_new_link_ends_the_earlier_one(client: Client) -> None:
    from accounts import hosts

    host = hosts.first_host()
    earlier = hosts.sign_in_link(host).partition("#")[2]
    hosts.sign_in_link(host)
    assert client.post("/enter/", {"key": earlier}).status_code == 404


def test_a_closed_account_is_not_let_in_by_a_link(client: Client) -> None:
    from accounts import hosts

    host = hosts.first_host()
    token = hosts.sign_in_link(host).partition("#")[2]
    User.objects.filter(pk=host.pk).update(is_active=False)
    assert client.post("/enter/", {"key": token}).status_code == 404


def test_the_first_host_is_made_once_and_has_no_password() -> None:
    from accounts import hosts

    assert hosts.first_host() == hosts.first_host()
    host = User.objects.get()
    assert (host.username, host.has_usable_password()) == ("host", False)
