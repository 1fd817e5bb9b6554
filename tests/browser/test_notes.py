"""Private notes: written with the keyboard, kept by themselves, there again after a reload, nobody else's."""

from playwright.sync_api import expect

from tests.browser.looking import look
from tests.browser.test_keyboard import reach
from tests.browser.visitors import PHONE, Visit, Visitor, opened
from tests.services.server import Server

WORDS = "She spoke of lists before boats."


def test_a_note_is_kept_by_itself_and_is_only_ones_own(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen")
    desk = visit().enter(workshop.staff_link, "Farida").on("desk")
    mine = visit().seated(workshop.seats["in1"], "Asha")
    same = visit(PHONE).seated(workshop.seats["in2"], "Ravi")
    write(mine)
    look("notes", mine, panel="notes", within="#notes")
    mine.page.reload()
    expect(mine.on("stage").page.get_by_role("textbox", name="My notes")).to_have_value(WORDS)
    for other in (same, desk):
        assert not other.heard(WORDS)
    mine.go(f"/w/{workshop.id}/record/")
    expect(mine.page.get_by_text(WORDS)).to_be_visible()
    for other in (same, desk):
        other.go(f"/w/{workshop.id}/record/")
        expect(other.page.get_by_role("heading", level=1)).to_be_visible()
        expect(other.page.get_by_text(WORDS)).to_have_count(0)


def write(student: Visitor) -> None:
    """On leaving the field it is kept; nothing need be pressed."""
    field = student.page.get_by_role("textbox", name="My notes")
    expect(student.page.locator("#notes .readers")).to_contain_text("Only you will read this.")
    reach(student, field)
    student.page.keyboard.type(WORDS)
    student.page.keyboard.press("Tab")
    expect(student.page.locator("[data-note-state]")).to_have_text("Kept.")
