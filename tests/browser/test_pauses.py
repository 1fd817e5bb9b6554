"""A pause that one asks for, cooling off when each side does, stepping out: by keys, and unexplained."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import look
from tests.browser.tabled import Table
from tests.browser.test_keyboard import choose
from tests.browser.visitors import Visit, Visitor
from tests.services.server import Server

WHY = "My voice is going."


@pytest.mark.timeout(400)
def test_from_a_wish_for_a_pause_to_stepping_out_and_back(visit: Visit, house: Server) -> None:
    table = Table(house).seat("in2", "pk1").begin().at("opening")
    desk = visit().enter(table.workshop.staff_link, "Farida").on("desk")
    student = visit().seated(table.workshop.seats["in1"], "Asha")
    other = visit().seated(table.workshop.seats["pk2"], "Bilal")
    ask_with_a_reason(student, desk, other)
    cool_off(table, student, desk, other)
    step_out_and_back(student, other)
    table.close()


def ask_with_a_reason(student: Visitor, desk: Visitor, other: Visitor) -> None:
    """Staff read it; the other side, and one's own, get nothing."""
    choose(student, "…and say why")
    student.page.keyboard.type(WHY)
    choose(student, "Yes, do it", student.page.get_by_role("dialog"))
    expect(student.page.locator("[data-part=pause]")).to_contain_text("You asked for a pause")
    expect(desk.page.locator("[data-part=pauses]")).to_contain_text(WHY)
    look("pause-asked", student, panel="rooms", within="#rooms")
    look("pause-asked", desk, panel="people", within="[data-part=pauses]")
    assert not other.heard(WHY)


def cool_off(table: Table, student: Visitor, desk: Visitor, other: Visitor) -> None:
    """The other side asks as well: all rooms pause by themselves, and nobody is told who asked."""
    table.do("pk1", "ask_for_pause", text="")
    for visitor in (student, other):
        now = visitor.page.locator("[data-part=now]")
        expect(now).to_contain_text("Each side has asked for a pause: we cool off.")
        expect(visitor.page.locator("[data-part=pause]")).not_to_contain_text("I need a pause")
    look("cooling", other, panel="talk", within="[data-part=now]")
    assert not other.heard(WHY)
    choose(desk, "Let the rooms go on", desk.page.locator("[data-part=rail]"))
    expect(student.page.locator("[data-part=now]")).not_to_contain_text("cool off")
    student.say("Thank you, I can go on.")
    other.reads("Thank you, I can go on.")


def step_out_and_back(student: Visitor, other: Visitor) -> None:
    """Nobody asks why; the seat is free meanwhile, and is taken again."""
    choose(student, "Step out")
    choose(student, "Yes, do it", student.page.get_by_role("dialog"))
    student.on("stage")
    expect(student.page.locator("[data-part=pause]")).to_contain_text("You have stepped out of the seat")
    expect(student.room("plenary").get_by_role("textbox")).to_have_count(0)
    look("outside", student, panel="rooms", within="#rooms")
    choose(student, "Take my seat again")
    expect(student.on("stage").room("plenary").get_by_role("textbox")).to_be_visible()
    student.say("I am back.")
    other.reads("I am back.")
