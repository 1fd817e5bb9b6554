"""Pages that people come to with a question: what to read, where to go, what is new and what is over."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visitors import PHONE, Visit, opened
from tests.services.server import Server

LONGEST_BRIEF = 5_000
"""Pixels of a brief on a phone, as it opens."""


def test_a_brief_is_short_until_it_is_unfolded_and_the_rules_are_always_in_reach(
    visit: Visit, house: Server
) -> None:
    student = visit(PHONE).come_in(opened(house).seats["pk1"], "Amina").on("brief").fits()
    page = student.page
    assert page.evaluate("document.documentElement.scrollHeight") < LONGEST_BRIEF
    expect(page.locator("#your-side")).to_be_hidden()
    page.locator("summary", has_text="Your delegation").click()
    expect(page.locator("#your-side")).to_be_visible()
    to_the_rules = page.get_by_role("link", name="Ground rules")
    expect(to_the_rules).to_be_in_viewport()
    expect(page.locator("#rules-title")).not_to_be_in_viewport()
    to_the_rules.click()
    expect(page.locator("#rules-title")).to_be_in_viewport()
    student.fits().accept()


def test_an_address_that_names_what_is_folded_unfolds_it(visit: Visit, house: Server) -> None:
    student = visit().come_in(opened(house).seats["pk1"], "Amina").on("brief")
    student.page.evaluate("location.hash = 'everybody'")
    expect(student.page.locator("#everybody")).to_be_in_viewport()


def test_a_new_join_code_comes_to_every_desk_by_itself_and_ends_the_old_one(
    visit: Visit, house: Server
) -> None:
    workshop = opened(house)
    desk, other = (visit().come_in(workshop.staff_link, name).on("desk") for name in ("Farida", "Gita"))
    code, there = desk.page.locator(".join-code"), other.page.locator(".join-code")
    old = code.inner_text()
    desk.page.evaluate("window.same = true")
    desk.press("New join code").sure()
    expect(code).not_to_have_text(old)
    expect(there).to_have_text(code.inner_text())
    assert desk.page.evaluate("window.same"), "the desk was loaded again"
    student = visit(PHONE).join(code.inner_text(), "Amina")
    student.fits()
    late = visit(PHONE).go("/join/")
    late.page.get_by_label("Code of the workshop").fill(old)
    late.page.get_by_label("Your name").fill("Late")
    late.press("Come in")
    expect(late.page.get_by_role("alert").filter(has_text="No open workshop has this code")).to_be_visible()
    late.wrong.clear()  # the browser tells of the refusal


def test_who_has_left_and_goes_back_finds_the_way_in(visit: Visit, house: Server) -> None:
    student = visit(PHONE).join(opened(house).join_code, "Amina")
    address = student.page.url
    student.press("Leave").sure()
    expect(student.page.get_by_label("Code of the workshop")).to_be_visible()
    student.page.go_back()
    expect(student.page).to_have_url(address)
    expect(student.page.get_by_role("main")).not_to_contain_text("Amina")
    assert student.page.evaluate("Object.keys(sessionStorage)") == []
    student.fits().page.get_by_role("link", name="Join with a code").click()
    expect(student.page.get_by_label("Code of the workshop")).to_be_visible()
    student.wrong.clear()  # the browser tells that there is nothing


def test_who_comes_back_is_told_so_in_a_good_tone(visit: Visit, house: Server) -> None:
    first = visit(PHONE).join(opened(house).join_code, "Amina")
    first.page.get_by_text("Go on at another device").click()
    ticket = first.page.locator(".leave .code").inner_text()
    second = visit(PHONE).go("/return/")
    second.page.get_by_label("Your return code").fill(ticket)
    second.press("Bring my seat here").on("lobby")
    expect(second.page.locator(".notice.good").first).to_contain_text("Your seat is here now")
    expect(first.page.locator("[data-wire-says]")).to_contain_text("another device")


def test_after_the_end_everybody_finds_the_record_that_is_theirs(visit: Visit, house: Server) -> None:
    workshop = opened(house)
    desk = visit().come_in(workshop.staff_link, "Farida").on("desk")
    student = visit(PHONE).come_in(workshop.seats["pk1"], "Amina").accept()
    observer = visit(PHONE).join(workshop.join_code, "Omar")
    desk.press("Observer", desk.page.locator("[data-part=lobby]"))
    observer.accept()
    desk.press("Start: With your own side").sure()
    desk.say("The one thing that was said.")
    desk.page.get_by_label("More about this step").click()
    desk.press("End the workshop").sure()
    student.on("ended").fits().page.get_by_role("link", name="Read what you heard").click()
    before = student.page.locator(".record-before")
    expect(before).not_to_have_attribute("open", "")
    expect(before).to_contain_text(re.compile(r"\d+ lines?"))
    expect(student.page.get_by_text("The one thing that was said.")).to_be_visible()
    assert_prints_everything(student.page)
    shared = observer.on("ended").fits().page
    expect(shared.get_by_role("link", name="Read what you heard")).to_have_count(0)
    shared.get_by_role("link", name="Read the shared record").click()
    expect(shared.get_by_role("heading", level=1)).to_contain_text("Shared record")
    desk.page.get_by_role("link", name="Record", exact=True).click()
    expect(desk.page.get_by_role("heading", level=1)).to_contain_text("Staff record")


def assert_prints_everything(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".record-before .said").first).to_be_visible()
    page.emulate_media(media="screen")
    expect(page.locator(".record-before .said").first).to_be_hidden()
