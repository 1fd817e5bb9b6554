"""A student without a mouse: from the code to a talk in the corridor, with the keyboard alone."""

from playwright.sync_api import Locator, expect

from tests.browser.visitors import Visit, Visitor, opened
from tests.services.server import Server

FARTHEST = 60


def reach(student: Visitor, target: Locator, key: str = "Tab") -> None:
    """Press the key until the focus, which must be seen, is there."""
    for _ in range(FARTHEST):
        if target.evaluate("element => element === document.activeElement"):
            break
        student.page.keyboard.press(key)
    expect(target).to_be_focused()
    shown = target.evaluate("element => getComputedStyle(element).outlineStyle !== 'none'")
    assert shown, "the focus cannot be seen"


def choose(student: Visitor, name: str, within: Locator | None = None, key: str = "Enter") -> None:
    button = student.button(name, within)
    expect(button).to_be_visible()
    reach(student, button)
    student.page.keyboard.press(key)


def test_the_whole_way_of_a_student(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen", "--seating", "choose")
    desk = visit().come_in(workshop.staff_link, "Farida").on("desk")
    other = visit().come_in(workshop.seats["in1"], "Opposite").accept()
    student = visit()
    come_in(student, workshop.join_code)
    sit_down_and_read(student)
    desk.press("Start: With your own side").sure()
    desk.press("Next: Round the table")
    talk(student, other)
    desk.press("Next: Needs and fears")
    desk.pass_gate("has no card on the board").pass_gate("has not said a card of the other side back")
    answer_an_invitation(student, other)


def come_in(student: Visitor, code: str) -> None:
    keyboard = student.go("/").page.keyboard
    reach(student, student.page.get_by_label("Code of the workshop"))
    keyboard.type(code)
    reach(student, student.page.get_by_label("Your name"))
    keyboard.type("Keys only")
    keyboard.press("Enter")
    student.on("lobby")


def sit_down_and_read(student: Visitor) -> None:
    choose(student, "Sit down as Boat-owner, Karachi")
    student.page.keyboard.press("Enter" if focused(student, "Yes, do it") else "Tab")
    if student.page.get_by_role("dialog").is_visible():
        choose(student, "Yes, do it")
    student.on("brief")
    choose(student, "I accept these ground rules", key="Space")
    student.on("stage")


def focused(student: Visitor, name: str) -> bool:
    return bool(student.button(name).evaluate("element => element === document.activeElement"))


def talk(student: Visitor, other: Visitor) -> None:
    """Say a line, react to one, raise a hand."""
    plenary, keyboard = student.room("plenary"), student.page.keyboard
    expect(plenary).to_be_visible()
    reach(student, plenary.get_by_role("textbox"))
    keyboard.type("Said without a mouse.")
    keyboard.press("Enter")
    other.reads("Said without a mouse.")
    other.say("And heard across the table.")
    line = student.reads("And heard across the table.")
    reach(student, plenary.locator(".scroll"), "Shift+Tab")
    keyboard.press("ArrowUp")
    expect(line).to_be_focused()
    choose(student, "Heard", line)
    expect(other.reads("And heard across the table.").locator(".reactions")).to_contain_text("heard")
    choose(student, "Raise hand", plenary)
    expect(student.button("Lower hand", plenary)).to_be_visible()


def answer_an_invitation(student: Visitor, other: Visitor) -> None:
    other.press("Ask Boat-owner, Karachi into the corridor")
    choose(student, "Go with them")
    link = student.page.locator('.rooms-list a[data-room^="corridor-"]')
    expect(link).to_be_visible()
    reach(student, link, "Shift+Tab")
    student.page.keyboard.press("Enter")
    corridor = str(link.get_attribute("data-room"))
    field = student.room(corridor).get_by_role("textbox")
    reach(student, field)
    student.page.keyboard.type("Quietly, by keys.")
    student.page.keyboard.press("Enter")
    other.enter_room(corridor).reads("Quietly, by keys.", corridor)
