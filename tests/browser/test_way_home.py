"""The tools of the way home in a browser: empty and in use, by keys alone, at both widths, light and dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.looking import PANEL, look, shown_tool
from tests.browser.person import Person
from tests.browser.test_keyboard import choose
from tests.browser.test_tools import write
from tests.browser.visitors import Opened, Visit, Visitor, opened
from tests.services.server import Server

STEPS_BEFORE_THE_TEXT = 7
CLAUSE = "Each side gives the other one list of everybody held."
TOLD = "They count their days as we do."


@pytest.fixture
def workshop(house: Server) -> Opened:
    return opened(house, "neemrana")


@pytest.fixture
def staff(workshop: Opened) -> Iterator[Person]:
    """Has opened the step of the way home, with one clause in the text."""
    hands = Person(workshop.staff_link, "Hands")
    hands.do(workshop.id, "start")
    for _ in range(STEPS_BEFORE_THE_TEXT):
        hands.do(workshop.id, "next", override="The test is in a hurry.")
    clause = hands.do(workshop.id, "write_clause", text=CLAUSE)
    bracket = {"words": "one list", "other": "a list", "reason": "Who keeps it?"}
    hands.do(workshop.id, "put_bracket", clause=clause, **bracket)
    hands.do(workshop.id, "next", override="The test is in a hurry.")
    yield hands
    hands.http.close()


def looked_at(name: str, *visitors: Visitor) -> None:
    for visitor in visitors:
        page = visitor.page.locator("body").get_attribute("data-page") or ""
        look(name, visitor, panel=PANEL[page], within=f"section[data-tool={name}]")


@pytest.mark.timeout(300)
def test_from_the_plan_of_a_side_to_an_answer_of_the_officials(
    visit: Visit, workshop: Opened, staff: Person
) -> None:
    student = visit().seated(workshop.seats["in1"], "Asha")
    other = visit().seated(workshop.seats["pk1"], "Bilal")
    desk = visit().enter(workshop.staff_link, "Farida").on("desk")
    plans(student, other)
    tells_home(student)
    paper(student, desk)
    answers(student, desk)


def plans(student: Visitor, other: Visitor) -> None:
    plan = shown_tool(student, "transfer-plan")
    expect(plan).to_contain_text("For example")
    looked_at("transfer-plan", student)
    write(student, plan.get_by_label("Whom will you tell?"), "A former colleague")
    write(student, plan.get_by_label("What will you tell them?"), "Lists on a fixed day")
    write(student, plan.get_by_label("What may it cost you"), "He may ask who else was here")
    choose(student, "Add to our plan", plan)
    expect(plan).to_contain_text("Lists on a fixed day")
    looked_at("transfer-plan", student)
    expect(shown_tool(other, "transfer-plan")).not_to_contain_text("Lists on a fixed day")


def tells_home(student: Visitor) -> None:
    home = shown_tool(student, "constituency")
    write(student, home.get_by_label("What do you tell them, in your own words?"), TOLD)
    choose(student, "Tell them", home)
    expect(home).to_contain_text(TOLD)
    looked_at("constituency", student)


def paper(student: Visitor, desk: Visitor) -> None:
    laid = shown_tool(desk, "non-paper")
    looked_at("non-paper", student, desk)
    write(desk, laid.get_by_label("What is it about?"), "Lists of people held")
    choose(desk, "Lay it down", laid)
    choose(desk, "Yes, do it", desk.page.get_by_role("dialog"))
    expect(shown_tool(student, "non-paper")).to_contain_text("It has been laid down.")
    looked_at("non-paper", student, desk)


def answers(student: Visitor, desk: Visitor) -> None:
    office = shown_tool(desk, "track-one")
    write(desk, office.get_by_label("In their words"), "Who would keep the list?")
    choose(desk, "Answer", office)
    expect(shown_tool(student, "track-one")).to_contain_text("Who would keep the list?")
    looked_at("track-one", student, desk)
