"""A browser that runs no scripts: come in, accept the rules, speak, and read the record by plain forms."""

from playwright.sync_api import expect

from tests.browser.tabled import Table
from tests.browser.visitors import PHONE, Visit, opened
from tests.services.server import Server

LINE = "Said by a plain form."


def test_a_student_takes_part_without_scripts(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen", "--seating", "choose")
    desk = visit().come_in(workshop.staff_link, "Farida").on("desk")
    student = visit(PHONE, java_script_enabled=False)
    page = student.page
    student.go("/join/").fits()
    page.get_by_label("Code of the workshop").fill(workshop.join_code)
    page.get_by_label("Your name").fill("Plain")
    student.press("Come in")
    student.fits().press("Sit down as Boat-owner, Karachi")
    expect(page.locator("#your-brief")).to_contain_text("for your eyes only")
    student.fits().press("I accept these ground rules")
    expect(page.locator("body")).to_have_attribute("data-page", "stage")
    desk.press("Start: With your own side").sure()
    page.reload()
    student.fits()
    caucus = student.room("caucus-pakistan")
    caucus.get_by_role("textbox").fill(LINE)
    student.press("Speak", caucus)
    student.reads(LINE, "caucus-pakistan")
    desk.reads(LINE, "caucus-pakistan")
    desk.page.get_by_label("More about this step").click()
    desk.press("End the workshop").sure()
    page.reload()
    page.get_by_role("link", name="Read what you heard").click()
    expect(page.get_by_role("main")).to_contain_text(LINE)
    student.fits()


def test_a_button_that_asks_for_words_takes_those_typed_above_the_tools(visit: Visit, house: Server) -> None:
    table = Table(house, "--seating", "choose").seat("in2", "pk2").begin().at("needs")
    table.do("in2", "put_up_card", kind="need", text="Word on the same day")
    student = visit(PHONE, java_script_enabled=False)
    student.go("/join/")
    student.page.get_by_label("Code of the workshop").fill(table.workshop.join_code)
    student.page.get_by_label("Your name").fill("Plain")
    student.press("Come in").press("Sit down as Boat-owner, Karachi").press("I accept these ground rules")
    board = student.page.locator("section[data-tool=needs-board]")
    student.page.get_by_label("Your words, for a button below").fill("Whose word?")
    student.press("Word on the same day: Ask what it means…", board)
    expect(board).to_contain_text("Asked: Whose word?")
    student.fits()
    table.close()


def test_a_refusal_is_told_on_the_page(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen")
    student = visit(java_script_enabled=False)
    student.excused = ("404",)
    student.go("/join/")
    student.page.get_by_label("Code of the workshop").fill("AAAA-AAAA")
    student.page.get_by_label("Your name").fill("Plain")
    student.press("Come in")
    expect(student.page.get_by_role("alert")).to_contain_text("No open workshop has this code")
    student.page.get_by_label("Code of the workshop").fill(workshop.join_code)
    student.press("Come in")
    expect(student.page.locator("body")).to_have_attribute("data-page", "lobby")
