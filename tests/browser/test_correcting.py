"""A text is corrected while people sit at the table: in browsers of a facilitator and of two delegates."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.tabled import Table
from tests.browser.test_axe import violations
from tests.browser.test_keyboard import reach
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor
from tests.services.server import Server


@pytest.mark.timeout(240)
@pytest.mark.parametrize("shape", [PHONE, pytest.param(LAPTOP, marks=pytest.mark.long)], ids=["360", "1280"])
def test_a_brief_changes_before_its_reader_and_nobody_else(
    visit: Visit, house: Server, shape: dict[str, object]
) -> None:
    table = Table(house).seat("in2", "in3", "pk1", "pk2", "pk3")
    reader = visit(shape).seated(table.workshop.seats["in1"], "A reader")
    desk = visit(shape).enter(table.workshop.staff_link, "Farida").on("desk")
    table.begin()
    desk.go(desk.page.url.split("#")[0] + "texts/").fits()
    assert violations(desk.page) == []
    desk.page.get_by_role("link", name=": the brief").first.click()
    desk.fits()
    assert violations(desk.page) == []
    _change(desk, "Nobody had told you of the **quaylight**.")
    expect(desk.page.get_by_text("Changed. Those who read this text have been told.")).to_be_visible()
    if shape is PHONE:
        expect(reader.page.locator(".tabs a[href='#brief'][data-fresh]")).to_have_text("Brief")
        reader.tab("Brief")
        expect(reader.page.locator(".tabs a[href='#brief'][data-fresh]")).to_have_count(0)
    told = reader.page.locator("[data-part=corrections]")
    expect(told).to_contain_text("Your brief, changed at")
    expect(told.locator("strong").first).to_have_text("quaylight")
    reader.page.get_by_text("Your whole brief", exact=True).click()
    expect(reader.page.locator("[data-text=brief] strong").filter(has_text="quaylight")).to_be_visible()
    reader.fits()
    assert violations(reader.page, "#brief") == []
    other = visit(shape).seated(table.workshop.seats["pk4"], "Another")
    assert "quaylight" not in other.page.content() and not other.heard("quaylight")
    table.close()


def _change(desk: Visitor, words: str) -> None:
    """With the keyboard alone."""
    card: Locator = desk.page.locator(".card").filter(has=desk.page.locator("details")).nth(1)
    reach(desk, card.locator("summary"))
    desk.page.keyboard.press("Enter")
    reach(desk, card.locator("textarea"))
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type(words)
    reach(desk, card.get_by_role("button"))
    desk.page.keyboard.press("Enter")
