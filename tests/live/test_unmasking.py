"""The form of the staff record that asks who said an unattributed line, posted as a browser posts it."""

import re
import uuid
from collections.abc import Iterator

import httpx
import pytest

from roleplay.live import service
from roleplay.live.models import Event, new_id
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.needs_board import PutUpCard
from roleplay.rules.talk import Say
from tests.live.actors import STAFF, Cast, cast, plain
from tests.live.classroom import pack_of
from tests.services.server import Server

FIELD = re.compile(r'name="(do|id|line|back)" value="([^"]*)"')
TOLD = re.compile(r'<p class="notice bad" role="status">([^<]+)</p>')
INSIDE = ("in2", "pk1", "observer")
OUTSIDE = ("anonymous", "outsider", "removed", "other-host")


@pytest.fixture
def people(server: Server) -> Iterator[Cast]:
    """in1 has said a line and put up a card where nobody is told whose they are."""
    pack = pack_of()
    pack["phases"][0]["tools"] = ["needs-board"]
    everybody = cast(server.address, pack)
    for who, command in (
        ("host", SetAttribution("step", "unattributed")),
        ("in1", Say("plenary", "Zugluft")),
        ("in1", PutUpCard("need", "Heimweg")),
    ):
        service.submit_now(everybody.workshop, everybody.people[who], command)
    yield everybody
    everybody.close()


def record(people: Cast, who: str) -> str:
    return people.browsers[who].get(f"/w/{people.workshop}/record/").text


def forms(people: Cast, who: str = "host") -> list[dict[str, str]]:
    """The fields of each form that asks who it was, as the record has them now."""
    pieces = record(people, who).split("<form")[1:]
    return [dict(FIELD.findall(one.split("</form>")[0])) for one in pieces if 'value="unmask"' in one]


def post(
    people: Cast, who: str, form: dict[str, str], reason: str | None, follow: bool = True
) -> httpx.Response:
    browser = people.browsers[who]
    fields = form | {"csrfmiddlewaretoken": browser.cookies.get("csrf", "")}
    fields |= {} if reason is None else {"reason": reason}
    return browser.post(f"/w/{people.workshop}/do/", data=fields, follow_redirects=follow)


def reasons(people: Cast) -> list[str]:
    kept = Event.objects.filter(workshop=people.workshop, kind="unmasked").order_by("seq")
    return [body["reason"] for body in kept.values_list("body", flat=True)]


@pytest.mark.parametrize("who", STAFF)
def test_staff_who_give_a_reason_read_whose_it_was_and_the_log_keeps_the_reason(
    people: Cast, who: str
) -> None:
    line, card = forms(people, who)
    for form, reason in ((line, "A threat"), (card, "Another threat")):
        answer = post(people, who, form, reason)
        assert answer.url.path == f"/w/{people.workshop}/record/", "one stays where one asked"
        assert f"Reason: {reason}" in answer.text
    assert forms(people, who) == [] and reasons(people) == ["A threat", "Another threat"]
    for reader in (*INSIDE, "in1"):
        assert "threat" not in record(people, reader), reader


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_without_a_reason_nothing_is_shown_and_the_page_says_so(people: Cast, reason: str | None) -> None:
    form = forms(people)[0]
    answer = post(people, "host", form, reason)
    assert len(TOLD.findall(answer.text)) == 1, "it says what happened"
    assert reasons(people) == [] and form["line"] in [one["line"] for one in forms(people)]


def test_nobody_but_staff_has_the_form(people: Cast) -> None:
    for who in ("in1", *INSIDE, *OUTSIDE):
        assert forms(people, who) == [], who


def test_a_student_who_posts_it_learns_no_more_than_of_a_line_that_never_was(people: Cast) -> None:
    hidden = forms(people)[0]
    for who in ("in1", *INSIDE):
        asked, missing = (
            post(people, who, hidden | {"line": line, "id": str(uuid.uuid4())}, "I want to know")
            for line in (hidden["line"], new_id())
        )
        assert TOLD.findall(asked.text) == ["Only the facilitators can do this."], who
        assert _still(asked, people) == _still(missing, people), who
        assert asked.status_code == missing.status_code
    assert reasons(people) == []


def test_whoever_is_outside_gets_the_answer_of_a_workshop_that_never_was(people: Cast) -> None:
    form = forms(people)[0]
    for who in OUTSIDE:
        asked = post(people, who, form, "I want to know", follow=False)
        there = Cast("0" * 32, people.browsers, people.people)
        missing = post(there, who, form, "I want to know", follow=False)
        assert asked.status_code == missing.status_code == 404, who
        assert asked.text == missing.text, who
    assert reasons(people) == []


def _still(answer: httpx.Response, people: Cast) -> str:
    """The page without the time, and without the ids that each form gets anew."""
    return re.sub(r'(name="id" value)?="[0-9a-f-]{13,36}"', "", plain(answer, people.workshop))
