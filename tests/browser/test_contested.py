"""Contested facts: a card, a source of each side beside it, with the keyboard; it stays contested."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.looking import look
from tests.browser.tabled import Table
from tests.browser.test_keyboard import choose, reach
from tests.browser.visitors import Visit, Visitor
from tests.services.server import Server

CARD = "Whose patrol crossed the line that night"
LOG = {"title": "Harbour log", "who": "the harbour master", "date": "3 May"}


@pytest.mark.timeout(400)
def test_each_side_lays_a_source_beside_a_card_that_stays_contested(visit: Visit, house: Server) -> None:
    table = Table(house).seat("pk1").begin().at("needs")
    desk = visit().enter(table.workshop.staff_link, "Farida").on("desk")
    student = visit().seated(table.workshop.seats["in1"], "Asha")
    tool = student.page.locator("section[data-tool=contested]")
    look("contested-empty", student, panel="tool", within="section[data-tool=contested]")
    lay_it_down(student, tool)
    card = tool.locator(".slip").filter(has_text=CARD).first
    expect(card).to_contain_text("Contested")
    fact = str(card.get_attribute("data-key"))
    table.do("pk1", "attach_source", fact=fact, **LOG)
    expect(card).to_contain_text("says the harbour master, 3 May")
    source(student, tool)
    for page in (student, desk):
        shown = page.page.locator("section[data-tool=contested]")
        for words in ("Harbour log", "A fisherman's diary", "Contested"):
            expect(shown).to_contain_text(words)
    look("contested", student, panel="tool", within="section[data-tool=contested]")
    look("contested", desk, panel="tools", within="section[data-tool=contested]")
    desk.press(
        re.compile("Take it away$"), desk.page.locator(f'section[data-tool=contested] [data-key="{fact}"]')
    ).sure()
    expect(card).to_have_count(0)
    table.close()


def lay_it_down(student: Visitor, tool: Locator) -> None:
    reach(student, tool.get_by_label("A new card: what do the two sides tell differently?"))
    student.page.keyboard.type(CARD)
    choose(student, "Put it down as contested", tool)


def source(student: Visitor, tool: Locator) -> None:
    """By keys: the card is chosen, three fields are filled."""
    reach(student, tool.get_by_label("Which card has your source?"))
    student.page.keyboard.press("ArrowDown")
    for label, words in (
        ("Your side's source: what is it called?", "A fisherman's diary"),
        ("Who says it?", "a skipper"),
        ("When was it said?", "4 May"),
    ):
        reach(student, tool.get_by_label(label))
        student.page.keyboard.type(words)
    choose(student, "Lay it beside the card", tool)
