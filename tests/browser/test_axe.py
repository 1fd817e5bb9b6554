"""axe finds no violation on any page, in light and in dark."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, opened, visiting
from tests.scenarios.hostile_zips import with_entry
from tests.services.server import Server

OUTSIDE = [
    "/",
    "/join/",
    "/return/",
    "/sign-in/",
    "/enter/",
    "/library/",
    "/library/?era=2020s&minutes=45",
    "/library/neemrana/",
    "/course/?pick=1.dartmouth-1960&pick=3.wiscomp&pick=5.neemrana",
    "/course/which/?students=8&minutes=90&ready=new&aim=try",
    "/shelf/",
    "/shelf/?q=siachen",
    "/shelf/card/neemrana/",
    "/shelf/glossary/",
    "/shelf/timeline/",
    "/no-such-page/",
]
OF_THE_HOST = [
    "/",
    "/account/password/",
    "/workshops/",
    "/library/fishermen/",
    "/host/fishermen/",
    "/import/",
]
WRONG = {"resultTypes": ["violations"]}  # it need not describe all that is well, which takes half of its time
SCHEMES: dict[Literal["light", "dark"], dict[str, list[str]]] = {
    "light": WRONG,
    "dark": WRONG | {"runOnly": ["color-contrast"]},
}


def violations(page: Page, within: str | None = None) -> list[str]:
    """Everything in light; what depends on colours in dark too. ``within`` says where to look."""
    found = []
    for scheme, options in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        for one in Axe().run(page, context=within, options=options).response["violations"]:
            where = [node["target"] for node in one["nodes"]][:4]
            found.append(f"{scheme}: {one['id']}: {one['help']}: {where}")
    return found


@pytest.fixture(scope="module")
def browsers(browser: Browser, house: Server) -> Iterator[dict[str, Visitor]]:
    """A guest, the host, and people on every page of two workshops, one of which is over."""
    visits = visiting(browser, house)
    visit = next(visits)
    people = {"guest": visit(PHONE), "host": visit(LAPTOP).enter(a_link_of_the_host(house), "")}
    people |= at_work(house, visit)
    people |= when_it_is_over(house, visit)
    people["guest"].excused = ("404",)
    yield people
    next(visits, None)


def a_link_of_the_host(house: Server) -> str:
    return str(house.said["enter"])


def at_work(house: Server, visit: Visit) -> dict[str, Visitor]:
    workshop = opened(house, "fishermen")
    desk = visit().enter(workshop.staff_link, "Farida").on("desk")
    stage = visit(PHONE).seated(workshop.seats["in1"], "On stage")
    wide = visit(LAPTOP).seated(workshop.seats["pk1"], "On a wide stage")
    lobby = visit(PHONE).join(workshop.join_code, "Waiting")
    screen = visit().enter(workshop.screen_link, "").live()
    desk.press("Start: With your own side").sure()
    desk.press("Next: Round the table")
    stage.say("A line to answer.")
    wide.with_line("A line to answer.", "Reply").say("An answer.")
    stage.with_line("An answer.", "Heard").say("A line taken back.")
    stage.with_line("A line taken back.", "Withdraw").sure()
    wide.press("Raise hand")
    wide.press("Ask the facilitator").sure("What is this?")
    reading = visit(PHONE).enter(workshop.seats["pk2"], "Reading").on("brief")
    desk.page.get_by_label("What you can do with Boat-owner, Karachi").click()
    before = visit().enter(opened(house, "neemrana").staff_link, "Farida").on("desk")
    return {
        "desk": desk, "stage": stage, "wide": wide, "lobby": lobby,
        "screen": screen, "brief": reading, "desk-before": before,
    }  # fmt: skip


def when_it_is_over(house: Server, visit: Visit) -> dict[str, Visitor]:
    workshop = opened(house, "fishermen")
    desk = visit().enter(workshop.staff_link, "Farida").on("desk")
    ended = visit(PHONE).seated(workshop.seats["in1"], "Delegate")
    desk.press("Start: With your own side").sure()
    ended.enter_room("caucus-india").say("Short and good.", "caucus-india")
    desk.reads("Short and good.", "caucus-india")
    desk.page.get_by_label("More about this step").click()
    desk.press("End the workshop").sure()
    ended.on("ended")
    return {"desk-after": desk, "ended": ended}


@pytest.mark.parametrize("path", OUTSIDE)
def test_pages_for_everybody(browsers: dict[str, Visitor], path: str) -> None:
    assert violations(browsers["guest"].go(path).page) == []


@pytest.mark.parametrize("path", OF_THE_HOST)
def test_pages_of_the_host(browsers: dict[str, Visitor], path: str) -> None:
    assert violations(browsers["host"].go(path).page) == []


def test_a_pack_that_is_not_taken_in_and_why(browsers: dict[str, Visitor]) -> None:
    host = browsers["host"].go("/import/")
    host.excused = ("400",)
    wrong = with_entry("seats/Keeper of the light.txt", b"x")
    zip_of_it: FilePayload = {"name": "harbour.zip", "mimeType": "application/zip", "buffer": wrong}
    host.page.get_by_label("The zip file").set_input_files(zip_of_it)
    host.press("Import")
    why = host.page.get_by_role("alert")
    expect(why).to_contain_text("seats/Keeper of the light.txt")
    assert violations(host.page) == []
    host.page.set_viewport_size(PHONE["viewport"])
    host.fits()
    host.page.set_viewport_size(LAPTOP["viewport"])


@pytest.mark.parametrize(
    "who", ["lobby", "brief", "stage", "wide", "desk", "desk-before", "desk-after", "screen", "ended"]
)
def test_pages_of_a_workshop(browsers: dict[str, Visitor], who: str) -> None:
    assert violations(browsers[who].page) == []


@pytest.mark.parametrize("panel", ["brief", "rooms"])
def test_panels_of_a_phone(browsers: dict[str, Visitor], panel: str) -> None:
    page = browsers["stage"].page
    page.evaluate("panel => { location.hash = panel }", panel)
    assert violations(page) == []


@pytest.mark.parametrize(
    ("who", "record"), [("ended", "record/"), ("ended", "record/shared/"), ("desk-after", "record/")]
)
def test_records(browsers: dict[str, Visitor], who: str, record: str) -> None:
    visitor = browsers[who]
    workshop = visitor.page.url.partition("/w/")[2].partition("/")[0].partition("#")[0]
    assert violations(visitor.go(f"/w/{workshop}/{record}").page) == []
