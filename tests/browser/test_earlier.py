"""Earlier lines of a room: fetched when asked for, put in above, with their headings, never twice."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Locator, Page, expect

from roleplay.live import log, service
from roleplay.live.models import Workshop, new_id
from roleplay.live.render import RECENT
from roleplay.rules.kernel import Entry
from roleplay.rules.phases import Next
from roleplay.rules.talk import React, Said
from tests.live.classroom import STAFF, Classroom
from tests.live.conftest import classroom, one_server, server  # noqa: F401

FIRST, SECOND = 30, RECENT + 60


def say(room: Classroom, count: int) -> list[str]:
    """Lines straight into the log, faster than anybody may talk; their ids."""
    now = time.time_ns() // 1_000_000
    with transaction.atomic():
        head = Workshop.objects.select_for_update().get(pk=room.workshop).last_seq
        entries = [
            Entry(new_id(), now, room.people["in1"], "in1", None, False, Said("plenary", f"Line {n}"))
            for n in range(count)
        ]
        log.append([log.Addition(room.workshop, head + 1, entries)])
    return [f"e-{entry.id}" for entry in entries]


@pytest.fixture
def said(classroom: Classroom) -> list[str]:  # noqa: F811
    """Two phases of talk, together more than two stretches: the ids of all lines."""
    first = say(classroom, FIRST)
    for _ in ("a caucus", "the plenary again"):
        service.submit_now(classroom.workshop, classroom.people[STAFF], Next("time"))
    return first + say(classroom, SECOND)


@pytest.fixture
def stage(browser: Browser, classroom: Classroom, said: list[str]) -> Iterator[Page]:  # noqa: F811
    yield from open_page(browser, classroom, "pk1")


def open_page(browser: Browser, room: Classroom, who: str) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce")
    host = urlsplit(room.origin).hostname
    context.add_cookies(
        [{"name": "session", "value": room.passes[who].session, "domain": host or "", "path": "/"}]
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{room.origin}/w/{room.workshop}/")
    expect(page.locator("body")).to_have_attribute("data-wire", "live")
    yield page
    context.close()
    assert wrong == []


def plenary(page: Page) -> Locator:
    return page.locator("#room-plenary")


def button(page: Page) -> Locator:
    return plenary(page).get_by_role("button", name="Earlier lines")


def ids(page: Page) -> list[str]:
    """What stands in the room, from above: lines by their ids, headings as they are called."""
    return list(
        plenary(page)
        .locator(".lines > *")
        .evaluate_all("all => all.map(one => one.matches('.line') ? one.id : one.textContent.slice(0, 1))")
    )


pytestmark = pytest.mark.django_db(transaction=True)


def test_earlier_lines_come_in_order_with_their_headings_and_never_twice(
    stage: Page, said: list[str]
) -> None:
    assert ids(stage) == said[-RECENT:]
    button(stage).click()
    expect(plenary(stage).locator(".line")).to_have_count(2 * RECENT)
    assert ids(stage) == [*said[-2 * RECENT : FIRST], "3", *said[FIRST:]]
    button(stage).click()
    expect(button(stage)).to_be_hidden()
    assert ids(stage) == ["1", *said[:FIRST], "3", *said[FIRST:]]


def test_what_was_in_view_stays_where_it_was(stage: Page, said: list[str]) -> None:
    button(stage).scroll_into_view_if_needed()
    first = stage.locator(f"#{said[-RECENT]}")
    place = first.bounding_box()
    button(stage).click()
    expect(plenary(stage).locator(".line")).to_have_count(2 * RECENT)
    now = first.bounding_box()
    assert place and now and abs(place["y"] - now["y"]) < 2


def test_by_keyboard_the_focus_stays_and_in_the_end_goes_to_the_line_below(
    stage: Page, said: list[str]
) -> None:
    plenary(stage).locator(".scroll").focus()
    for key in ("ArrowUp", "Home", "ArrowUp"):
        stage.keyboard.press(key)
    expect(button(stage)).to_be_focused()
    stage.keyboard.press("Enter")
    expect(plenary(stage).locator(".line")).to_have_count(2 * RECENT)
    expect(button(stage)).to_be_focused()
    expect(stage.locator("#announce")).to_have_text(f"{RECENT} earlier lines")
    stage.keyboard.press("Enter")
    expect(button(stage)).to_be_hidden()
    expect(stage.locator(f"#{said[-2 * RECENT]}")).to_be_focused()
    expect(stage.locator("#announce")).to_contain_text("This is where it began.")


def test_a_line_that_is_not_on_the_page_changes_where_it_stands(
    stage: Page,
    classroom: Classroom,  # noqa: F811
    said: list[str],
) -> None:
    oldest, newest = said[0], said[-1]
    for line in (oldest, newest):
        service.submit_now(
            classroom.workshop, classroom.people["pk2"], React(line.removeprefix("e-"), "heard", True)
        )
    expect(stage.locator(f"#{newest} .tag")).to_contain_text("heard")
    assert ids(stage) == said[-RECENT:]
    button(stage).click()
    expect(plenary(stage).locator(".line")).to_have_count(2 * RECENT)
    button(stage).click()
    expect(stage.locator(f"#{oldest} .tag")).to_contain_text("heard")
    assert ids(stage)[1] == oldest


def test_without_network_the_button_says_so_and_works_again(stage: Page) -> None:
    stage.route("**/earlier/**", lambda route: route.abort())
    button(stage).click()
    failed = plenary(stage).get_by_role("button", name="did not come")
    expect(failed).to_be_visible()
    stage.unroute("**/earlier/**")
    failed.click()
    expect(plenary(stage).locator(".line")).to_have_count(2 * RECENT)
    expect(button(stage)).to_be_visible()


def test_a_room_of_few_lines_offers_nothing(browser: Browser, classroom: Classroom) -> None:  # noqa: F811
    lines = say(classroom, RECENT)
    for page in open_page(browser, classroom, "pk1"):
        assert ids(page) == ["1", *lines]
        expect(button(page)).to_be_hidden()
