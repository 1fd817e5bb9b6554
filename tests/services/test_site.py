"""The shared server works on the database of the tests."""

import httpx
import pytest

from accounts import keys
from accounts.models import User
from tests.services.server import Server, token_in


@pytest.mark.django_db(transaction=True)
def test_what_a_test_writes_is_there_for_the_server(site: Server) -> None:
    host = User.objects.create_user("prepared")
    token = keys.issue("host", host.pk)
    with httpx.Client(base_url=site.address) as browser:
        form = {"key": token, "csrfmiddlewaretoken": token_in(browser.get("/enter/").text)}
        browser.post("/enter/", data=form)
        assert "prepared" in browser.get("/account/password/").text


@pytest.mark.django_db(transaction=True)
def test_and_the_next_test_finds_it_clean(site: Server) -> None:
    assert not User.objects.filter(username="prepared").exists()
