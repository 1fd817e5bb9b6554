"""An interpreter in a browser: on a phone, by keys alone, and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.looking import look
from tests.browser.tabled import Table
from tests.browser.test_axe import violations
from tests.browser.test_keyboard import choose, reach
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor
from tests.services.server import Server

URDU = "ہم اپنے ماہی گیر واپس چاہتے ہیں۔"
HINDI = "पहले हमें यह जानना है कि वे कहाँ हैं।"
BACK = "We want our fishermen back."
WHERE = "First we want to know where they are."


@pytest.fixture
def table(house: Server) -> Iterator[Table]:
    """In the plenary, where everybody may speak."""
    made = Table(house, "--seating", "choose").seat("in2", "pk1").begin().at("opening")
    yield made
    made.close()


def chair(visit: Visit, table: Table, desk: Visitor) -> Visitor:
    """A student with a phone who is given the interpreter's chair from the lobby."""
    student = visit(PHONE).join(table.workshop.join_code, "Zoya")
    desk.page.locator(".lobby-panel > summary").click()
    waits = desk.page.locator(".lobby-panel li").filter(has_text="Zoya").first
    desk.press("Interpreter", waits)
    expect(student.on("brief").page.get_by_role("main")).to_contain_text("And you interpret")
    return student.accept()


def form_in(visitor: Visitor, room: str = "plenary") -> Locator:
    return visitor.room(room).locator("[data-interpret]")


def sound(visitor: Visitor) -> None:
    visitor.fits()
    assert violations(visitor.page) == []


def test_a_student_interprets_on_a_phone_and_everybody_reads_both(visit: Visit, table: Table) -> None:
    desk = visit().enter(table.workshop.staff_link, "Farida").on("desk")
    reader = visit(PHONE).seated(table.workshop.seats["in1"], "Reader")
    first = table.do("pk1", "say", room="plenary", text=URDU)
    student = chair(visit, table, desk)
    form = form_in(student)
    expect(form_in(reader)).to_be_hidden()
    expect(student.room("plenary").locator("[data-closed]")).to_have_count(0)
    student.reads(URDU).click()
    original = form.locator("[data-original]")
    expect(original).to_have_text(URDU)
    expect(original).to_have_attribute("lang", "ur")
    expect(original).to_have_attribute("dir", "rtl")
    form.get_by_label("In the other language").fill(BACK)
    later = table.do("in2", "say", room="plenary", text=HINDI)
    student.reads(HINDI).click()
    expect(original).to_have_text(URDU)  # what is being written stays with its own line
    sound(student)
    student.press("Say it again", form)
    line = reader.reads(BACK)
    expect(line).to_contain_text("from Urdu")
    sound(reader)
    line.locator("summary").click()
    expect(line.locator('.quote[lang="ur"][dir="rtl"]')).to_have_text(URDU)
    expect(original).to_be_hidden()
    expect(form.get_by_label("In the other language")).to_have_value("")
    form.get_by_label("Which line").select_option(later)
    expect(original).to_have_attribute("lang", "hi")
    form.get_by_label("In the other language").fill(WHERE)
    student.press("Say it again", form)
    expect(reader.reads(WHERE)).to_contain_text("from Hindi")
    student.with_line(WHERE, "Withdraw").sure()
    expect(reader.room("plenary").locator(".lines")).not_to_contain_text(WHERE)
    table.do("co", "hide_line", line=first)
    for words in (BACK, URDU):
        expect(reader.room("plenary").locator(".lines")).not_to_contain_text(words)
    carry_a_card(table, student, reader)
    desk.press("Thank Zoya, who interprets no longer")
    expect(form).to_be_hidden()
    expect(student.room("plenary").locator("[data-closed]")).to_contain_text("You observe")


def carry_a_card(table: Table, student: Visitor, reader: Visitor) -> None:
    """What stands on the board is said again beside it, and read there by everybody."""
    card = table.at("needs").do("pk1", "put_up_card", kind="need", text=URDU)
    boards = [one.tab("Board").page.locator("[data-tool=needs-board]") for one in (student, reader)]
    student.press(f"{URDU}: Interpret it…", boards[0]).sure(BACK)
    for board, visitor in zip(boards, (student, reader), strict=True):
        expect(board.locator(".again")).to_contain_text(BACK)
        look("carried" if visitor is student else "carried-read", visitor, panel="tool")
    expect(boards[1].get_by_role("button", name="Interpret it…")).to_have_count(0)
    table.do("co", "take_down_card", card=card)
    for board, visitor in zip(boards, (student, reader), strict=True):
        expect(board.locator(".again")).to_have_count(0)
        visitor.tab("Talk")


def test_a_delegate_interprets_by_keys_in_the_plenary_and_takes_its_lines_into_their_caucus(
    visit: Visit, table: Table
) -> None:
    desk = visit().enter(table.workshop.staff_link, "Farida").on("desk")
    student = visit(LAPTOP).seated(table.workshop.seats["in1"], "Keys")
    table.at("reflecting")
    table.do("pk1", "say", room="plenary", text=URDU)
    desk.page.get_by_text("Ask somebody to interpret").click()
    desk.press("Ask Keys to interpret")
    form, keyboard = form_in(student), student.page.keyboard
    reach(student, form.locator("> summary"))
    keyboard.press("Enter")
    line = student.reads(URDU)
    reach(student, student.room("plenary").locator(".scroll"), "Shift+Tab")
    keyboard.press("ArrowUp")
    expect(line).to_be_focused()
    keyboard.press("Enter")
    expect(form.get_by_label("In the other language")).to_be_focused()
    keyboard.type(BACK)
    sound(student)
    keyboard.press("Enter")
    expect(student.reads(BACK).locator(".line-head")).to_contain_text("from Urdu")
    student.enter_room("caucus-india")
    inside = form_in(student, "caucus-india")
    expect(inside).to_be_visible()
    reach(student, inside.locator("> summary"))
    keyboard.press("Enter")
    reach(student, inside.get_by_label("Which line"))
    keyboard.press("ArrowDown")
    expect(inside.locator("[data-original]")).to_have_text(URDU)
    reach(student, inside.get_by_label("In the other language"))
    keyboard.type(BACK)
    choose(student, "Say it again", inside)
    student.reads(BACK, "caucus-india")
    desk.reads(BACK, "caucus-india")


def test_an_interpreter_does_without_scripts(visit: Visit, table: Table) -> None:
    table.do("pk1", "say", room="plenary", text=URDU)
    desk = visit().enter(table.workshop.staff_link, "Farida").on("desk")
    student = visit(PHONE, java_script_enabled=False)
    student.go("/join/")
    student.page.get_by_label("Code of the workshop").fill(table.workshop.join_code)
    student.page.get_by_label("Your name").fill("Plain")
    student.press("Come in")
    desk.page.get_by_text("Ask somebody to interpret").click()
    desk.press("Ask Plain to interpret")
    expect(desk.button("Thank Plain, who interprets no longer")).to_be_visible()
    student.page.reload()
    student.press("I accept these ground rules")
    form = form_in(student)
    form.get_by_label("Which line").select_option(label=URDU)
    form.get_by_label("In the other language").fill(BACK)
    student.press("Say it again", form)
    expect(student.reads(BACK)).to_contain_text("from Urdu")
    expect(form.get_by_label("Which line").locator("option")).to_have_count(2)
    student.fits()
    desk.reads(BACK)
