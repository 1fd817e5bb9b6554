"""The editor in a real browser: by keyboard alone, saving by itself, offline, two at once, on a phone."""

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.test_axe import violations
from tests.browser.test_keyboard import reach
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, host_link
from tests.services.server import Server

PAGES = [
    "",
    "text/seats/in1.md",
    "text/pack.yaml",
    "form/seats/",
    "form/agenda/",
    "form/more/",
    "history/",
    "original/",
    "share/",
    "delete/",
    "preview/",
    "preview/page/?who=in1&step=joint",
    "preview/page/?who=desk&step=joint",
]


def copied(visit: Visit, house: Server, shape: dict[str, object] = LAPTOP) -> Visitor:
    """A host with a fresh copy of the starter pack before them."""
    host = visit(shape).enter(host_link(house, f"editor-{secrets.token_hex(4)}"), "")
    host.go("/library/fishermen/").press("Copy and edit")
    host.page.wait_for_url(re.compile("/own/own-"))
    return host


def state(host: Visitor, wanted: str) -> None:
    expect(host.page.locator(".editor-state")).to_have_attribute("data-state", wanted)


def text(host: Visitor) -> Locator:
    return host.page.locator("#text")


@pytest.fixture(params=[PHONE, LAPTOP], ids=["360", "1280"])
def host(request: pytest.FixtureRequest, visit: Visit, house: Server) -> Iterator[Visitor]:
    yield copied(visit, house, request.param)


@pytest.mark.timeout(300)
def test_every_page_fits_and_axe_finds_nothing(host: Visitor) -> None:
    own = host.page.url
    for page in PAGES:
        host.go(own + page).fits()
        assert violations(host.page) == [], page


def test_a_seat_is_renamed_and_a_brief_written_with_the_keyboard_alone(visit: Visit, house: Server) -> None:
    host = copied(visit, house)
    keyboard, own = host.page.keyboard, host.page.url
    reach(host, host.page.get_by_role("link", name="Sides, seats and casts"))
    keyboard.press("Enter")
    seat = host.page.locator("#f-seats-0")
    reach(host, seat.locator("> summary"))
    keyboard.press("Enter")
    title = seat.locator("[name='f.seats.0.title']")
    reach(host, title)
    keyboard.press("Control+A")
    keyboard.type("Owner of two boats")
    lawyer = host.page.locator("#f-seats-4")
    reach(host, lawyer.locator("> summary"))
    keyboard.press("Enter")
    reach(host, lawyer.locator("[name='f.seats.4.title']"))
    keyboard.press("Control+A")
    keyboard.type("Lawyer of the crews")
    expect(lawyer.locator("[name='f.seats.4.short']")).to_have_value("Lawyer of the crews")
    expect(seat.locator("[name='f.seats.0.short']")).to_have_value("Gujarat boat-owner")
    expect(lawyer.locator("> summary")).to_have_text("Lawyer of the crews (India)")
    expect(lawyer.get_by_role("button", name=re.compile("^Remove.*Lawyer of the crews"))).to_be_visible()
    state(host, "saved")
    host.page.get_by_role("link", name="All parts").focus()
    keyboard.press("Enter")
    host.page.wait_for_url(own)
    reach(host, host.page.get_by_role("link", name="Seat brief: Owner of two boats"))
    keyboard.press("Enter")
    reach(host, text(host))
    expect(text(host)).to_have_value(re.compile("^# Owner of two boats\n"))
    keyboard.press("Control+End")
    keyboard.type("\n\nA **new** paragraph.")
    expect(host.page.locator("#preview strong")).to_have_text("new")
    state(host, "saved")
    host.page.reload()
    expect(text(host)).to_have_value(re.compile(r"A \*\*new\*\* paragraph\."))


def test_a_pack_is_shared_compared_and_carried_out_and_in_with_the_keyboard_alone(
    visit: Visit, house: Server, tmp_path: Path
) -> None:
    host = copied(visit, house)
    page = host.page
    name = f"colleague-{secrets.token_hex(4)}"
    colleague = visit().enter(host_link(house, name), "")
    follow(host, "Share")
    reach(host, page.get_by_label("User name or e-mail address"))
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{name} may now read and edit this pack.")).to_be_visible()
    colleague.go("/library/").page.get_by_role("link", name="Edit Fishermen and Sir Creek").click()
    colleague.page.get_by_role("link", name="Public background").click()
    text(colleague).fill("Of two hands.")
    state(colleague, "saved")
    reach(host, host.button(f"Stop sharing with {name}"))
    page.keyboard.press("Enter")
    reach(host, host.button("Yes, do it", page.get_by_role("dialog")))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{name} can no longer see this pack.")).to_be_visible()
    colleague.excused = ("404",)
    text(colleague).fill("Too late.")
    state(colleague, "refused")
    expect(colleague.page.locator("[data-says]")).to_contain_text("Copy what you wrote before you leave")
    follow(host, "Changes")
    expect(page.locator("ins").filter(has_text="hands")).to_be_visible()
    follow(host, "All parts")
    with page.expect_download() as carried:
        follow(host, "As a zip")
    carried.value.save_as(tmp_path / "out.zip")
    # From here on: asked for at the moment of the key, the browser may open a chooser of its own first.
    page.on("filechooser", lambda chooser: None)
    follow(host.go("/library/"), "Import a pack")
    reach(host, page.get_by_label("The zip file"))
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Space")
    chosen.value.set_files(tmp_path / "out.zip")
    reach(host, host.button("Import"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("is imported, and yours.")).to_be_visible()


def follow(host: Visitor, link: str) -> None:
    reach(host, host.page.get_by_role("link", name=link, exact=True))
    host.page.keyboard.press("Enter")


def test_the_minutes_are_added_up_while_one_types_and_the_checker_follows(
    visit: Visit, house: Server
) -> None:
    host = copied(visit, house)
    host.go(host.page.url + "form/agenda/")
    host.page.locator("#f-agenda-0 > summary").click()
    host.page.locator("[name='f.agenda.0.minutes.45']").fill("7")
    said = host.page.locator("[data-sum='45']")
    expect(said).to_have_text("The steps of the 45-minute form add up to 47: 2 minutes too many.")
    state(host, "saved")
    expect(host.page.locator("[data-checker]")).to_contain_text("cannot be hosted")
    expect(host.page.get_by_role("link", name="1 error in the checker")).to_be_visible()
    expect(host.page.locator("[data-short]")).to_have_text(re.compile("2 minutes too many"))
    host.page.locator("[name='f.agenda.0.minutes.45']").fill("5")
    expect(said).to_have_text("45 minutes: the steps add up.")
    expect(host.page.locator("[data-checker]")).to_contain_text("No error")
    expect(host.page.locator("[data-errors], [data-short]:not(:empty)")).to_be_hidden()


def test_what_is_written_offline_outlives_a_reload_and_is_saved_later(visit: Visit, house: Server) -> None:
    host = copied(visit, house)
    address = host.page.url + "text/public.md"
    host.go(address)
    host.offline = True
    host.context.set_offline(True)
    text(host).fill("Written without a network.")
    state(host, "offline")
    host.context.set_offline(False)
    host.go("/library/")
    host.offline = False
    host.go(address)
    expect(text(host)).to_have_value("Written without a network.")
    host.page.reload()
    expect(text(host)).to_have_value("Written without a network.")
    assert host.page.evaluate("Object.keys(localStorage)") == []


def test_two_pages_at_once_lose_no_word(visit: Visit, house: Server) -> None:
    one = copied(visit, house)
    address = one.page.url + "text/public.md"
    one.go(address)
    text(one).fill("First.\n\nSecond.\n\nThird.\n")
    state(one, "saved")
    other = visit()
    other.context.add_cookies(one.context.cookies())
    other.go(address)
    text(one).fill("First, of one.\n\nSecond.\n\nThird.\n")
    state(one, "saved")
    text(other).fill("First.\n\nSecond.\n\nThird, of the other.\n")
    expect(other.page.locator("[data-says]")).to_contain_text("by you yourself, on another page")
    one.page.reload()
    expect(text(one)).to_have_value("First, of one.\n\nSecond.\n\nThird, of the other.\n")
    text(one).fill("First, of one.\n\nSecond, of one.\n\nThird, of the other.\n")
    state(one, "saved")
    text(other).fill("First.\n\nSecond, of the other.\n\nThird, of the other.\n")
    state(other, "clash")
    other.page.get_by_role("link", name="Choose what stays").first.click()
    other.page.get_by_label("Keep both, one after the other").check()
    other.press("Save what I chose")
    other.go(address)
    expect(text(other)).to_have_value(
        "First, of one.\n\nSecond, of one.\n\nSecond, of the other.\n\nThird, of the other.\n"
    )


def test_without_scripts_a_text_is_saved_and_an_item_added(visit: Visit, house: Server) -> None:
    own = copied(visit, house)
    plain = visit(PHONE, java_script_enabled=False)
    plain.context.add_cookies(own.context.cookies())
    plain.go(own.page.url + "text/public.md")
    text(plain).fill("By a plain form.")
    plain.press("Save")
    expect(plain.page.get_by_text("Saved.")).to_be_visible()
    expect(text(plain)).to_have_value("By a plain form.")
    plain.go(own.page.url + "form/issues/")
    plain.press("Add: issue")
    expect(plain.page.locator("#f-issues-4 > summary")).to_be_visible()
    plain.fits()


def test_who_saves_too_often_is_told_to_wait_and_the_page_saves_it_then(visit: Visit, house: Server) -> None:
    host = copied(visit, house)
    host.go(host.page.url + "text/public.md")
    host.excused = ("429",)
    host.page.route(
        "**/text/public.md",
        lambda route: route.fulfill(
            status=429, json={"state": "wait", "says": "It can be saved in 1 seconds.", "after": 1}
        ),
        times=1,
    )
    text(host).fill("Once too often.")
    expect(host.page.locator("[data-says]")).to_contain_text("kept in this browser until then")
    assert host.page.evaluate("Object.keys(localStorage).length") == 1
    state(host, "saved")
    host.page.reload()
    expect(text(host)).to_have_value("Once too often.")


def test_a_form_that_could_not_be_saved_is_not_overwritten_before_it_is(visit: Visit, house: Server) -> None:
    host = copied(visit, house)
    address = host.page.url + "form/basics/"
    title = host.page.locator("[name='f.title']")
    host.excused = ("503",)
    host.page.route("**/form/basics/", _away)
    host.go(address)
    title.fill("Thought of on a train")
    state(host, "failed")
    host.go("/library/").go(address)
    state(host, "failed")
    expect(title).to_be_disabled()
    expect(title).not_to_have_value("Thought of on a train")
    host.page.unroute("**/form/basics/", _away)
    expect(title).to_have_value("Thought of on a train", timeout=40_000)
    expect(title).to_be_enabled()
    assert host.page.evaluate("Object.keys(localStorage)") == []


def _away(route: Route) -> None:
    """The page comes; what it sends does not arrive."""
    if route.request.method == "POST":
        route.fulfill(status=503, body="")
    else:
        route.continue_()
