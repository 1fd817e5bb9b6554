"""The page of all texts of a running workshop: staff correct a passage, its readers see it, nobody else."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.live.actors import STAFF, UNKNOWN, Cast, cast
from tests.live.classroom import pack_of
from tests.services.server import Server

BRIEF = "# You\n\nYou are a captain.\n\nYou were born in Okha."
FIELD = re.compile(r'name="(do|id|place|was)" value="([^"]*)"')
STUDENTS = ("in1", "in2", "pk1", "observer", "reading", "waiting")


@pytest.fixture
def people(server: Server) -> Iterator[Cast]:
    pack = pack_of() | {"public": "Twelve miles of water.\n\nNobody lives there.\n\nAgain.\n\nAgain."}
    pack["seat_briefs"] = dict.fromkeys(pack["seat_briefs"], BRIEF)
    everybody = cast(server.address, pack)
    yield everybody
    everybody.close()


def at(people: Cast, place: str = "") -> str:
    return f"/w/{people.workshop}/texts/" + (f"?text={place}" if place else "")


def forms(html: str) -> list[dict[str, str]]:
    """The hidden fields of each form of the page, as a browser posts them."""
    return [dict(FIELD.findall(form)) for form in html.split("<form")[1:] if "correct_text" in form]


def correct(people: Cast, who: str, place: str, passage: int, becomes: str, **other: str) -> httpx.Response:
    browser = people.browsers[who]
    form = forms(people.browsers["host"].get(at(people, place)).text)[passage] | {"becomes": becomes} | other
    form["csrfmiddlewaretoken"] = browser.cookies.get("csrf", "")
    return browser.post(at(people, place), data=form, follow_redirects=True)


def page(people: Cast, who: str) -> str:
    return people.browsers[who].get(f"/w/{people.workshop}/").text


@pytest.mark.parametrize("who", STAFF)
def test_a_brief_is_corrected_without_scripts_and_its_reader_alone_sees_it(people: Cast, who: str) -> None:
    answer = correct(people, who, "seat:in1", 2, "You were born in **Porbandar**.")
    assert "Changed. Those who read this text have been told." in answer.text
    assert "changed at" in answer.text and "Porbandar" in answer.text
    mine = page(people, "in1")
    assert mine.count("<strong>Porbandar</strong>") == 2, "once in the brief and once in what is told of it"
    assert "Your brief, changed at" in mine
    for other in (*STUDENTS[1:], "screen"):
        assert "Porbandar" not in page(people, other), other
    assert "Porbandar" in people.browsers[who].get(at(people)).text


def test_what_everybody_reads_is_told_to_everybody(people: Cast) -> None:
    correct(people, "host", "public", 0, "Twenty miles of water.")
    for who in ("in1", "pk1", "observer", "reading"):
        shown = page(people, who)
        assert "Background for everybody, changed at" in shown and "Twenty miles" in shown, who
    waiting = page(people, "waiting")
    assert waiting.count("Twenty miles") == 2, "as the text is now, and in what is told of it"
    assert "Changed at" in waiting and "Background for everybody, changed" not in waiting
    assert "Twelve miles" not in waiting, "who waits reads it as it is now"


def test_beside_a_public_text_nothing_is_told_of_other_texts(people: Cast) -> None:
    correct(people, "host", "seat:in1", 2, "You were born in **Porbandar**.")
    for who in STUDENTS:
        assert "by the facilitators" not in page(people, who), who


def test_the_texts_and_the_minutes_of_steps_lead_to_each_other(people: Cast) -> None:
    assert f'href="/w/{people.workshop}/#step-minutes"' in people.browsers["host"].get(at(people)).text
    minutes = page(people, "host").partition('id="step-minutes"')[2].partition("</details>")[0]
    assert f'href="{at(people)}"' in minutes


def test_a_passage_that_somebody_changed_meanwhile_is_refused_in_words(people: Cast) -> None:
    form = forms(people.browsers["host"].get(at(people, "public")).text)[0]
    correct(people, "cofacilitator", "public", 0, "Twenty miles.")
    late = correct(people, "host", "public", 0, "Ten miles.", was=form["was"])
    assert "look again" in late.text and "Twenty miles." in late.text
    again = correct(people, "host", "public", 0, "Ten miles.")
    assert "Changed." in again.text


def test_words_that_stand_there_twice_are_not_offered(people: Cast) -> None:
    shown = people.browsers["host"].get(at(people, "public")).text
    assert len(forms(shown)) == 2 and shown.count("stand here twice") == 2


def test_a_text_that_is_not_there_is_missing(people: Cast) -> None:
    for place in ("moon", "seat:in1:title", "teaching", "inject:weather:correction"):
        assert people.browsers["host"].get(at(people, place)).status_code == 404, place


def test_for_everybody_else_there_is_no_such_page(people: Cast) -> None:
    for who in (*STUDENTS, *UNKNOWN):
        assert people.browsers[who].get(at(people, "seat:in1")).status_code == 404, who
        assert correct(people, who, "seat:in1", 0, "Mine now").status_code == 404, who
        assert "Mine now" not in people.browsers["host"].get(at(people, "seat:in1")).text, who


def test_the_page_takes_no_other_command(people: Cast) -> None:
    fields: dict[str, Any] = {"do": "end"}
    assert correct(people, "host", "public", 0, "x", **fields).status_code in (200, 404)
    assert "has ended" not in people.browsers["host"].get(at(people)).text


def test_after_the_end_the_texts_can_be_read_and_not_changed(people: Cast) -> None:
    host = people.browsers["host"]
    host.post(f"/w/{people.workshop}/do/", json={"do": "end", "id": "6b5c1d3e-8f3a-4a43-9a51-2f5f1f3f9b10"})
    shown = host.get(at(people, "public")).text
    assert "Twelve miles" in shown and forms(shown) == []
    assert "stay as they were played" in host.get(at(people)).text
