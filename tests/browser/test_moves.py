"""The moves of the third party on the desk: lit by themselves, gone to by a link, said with the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import violations
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, opened
from tests.services.server import Server

SEEN = re.compile("India has said more than 65 %")


@pytest.mark.parametrize(
    "shape", [pytest.param(LAPTOP, marks=pytest.mark.long), PHONE], ids=["laptop", "phone"]
)
def test_a_move_is_lit_said_and_dark_again(visit: Visit, house: Server, shape: dict[str, object]) -> None:
    workshop = opened(house, "fishermen")
    desk = visit(shape).enter(workshop.staff_link, "Farida").on("desk")
    asha = visit().seated(workshop.seats["in1"], "Asha")
    bilal = visit(PHONE).seated(workshop.seats["pk1"], "Bilal")
    desk.press("Start: With your own side").sure()
    desk.press("Next: Round the table")
    asha.say("word " * 70)
    lit = desk.page.locator("[data-part=lit]")
    expect(lit).to_contain_text(SEEN)
    lit.get_by_role("link", name="Balance the floor").click()
    words = desk.page.locator("#say-balance")
    expect(words).to_be_focused()
    assert violations(desk.fits().page) == []
    say_it_by_keyboard(desk)
    expect(lit).to_be_empty()
    expect(desk.page.locator("[data-part=moves]")).to_contain_text("Made so far: Balance the floor.")
    expect(words).to_have_value("Let us hear some who have not spoken for a while. Who would like the floor?")
    bilal.reads("Whom have we not heard yet?")
    for delegate in (asha, bilal):
        assert not any(SEEN.search(frame) for frame in delegate.frames)


def say_it_by_keyboard(desk: Visitor) -> None:
    keyboard, readers = desk.page.keyboard, desk.page.locator("[data-reads=to-balance]")
    keyboard.press("ControlOrMeta+a")
    keyboard.type("Whom have we not heard yet?")
    expect(readers).to_contain_text("Everybody will read this")
    desk.page.locator("#to-balance").select_option("side:pakistan")
    expect(readers).to_contain_text("Only the delegates of Pakistan")
    desk.page.locator("#to-balance").select_option("all")
    desk.page.locator("#to-balance").focus()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(desk.page.locator("details[data-move=balance] summary")).to_be_focused()


def test_after_the_end_the_desk_offers_nothing_more_to_say(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen")
    desk = visit().enter(workshop.staff_link, "Farida").on("desk")
    forms = desk.page.locator("form[data-command=broadcast], form[data-command=release_own], [data-move]")
    expect(forms.first).to_be_visible()
    desk.press("Start: With your own side").sure()
    desk.page.get_by_label("More about this step").click()
    desk.press("End the workshop").sure()
    expect(
        desk.page.get_by_text("The workshop has ended: nothing more can be said or released.")
    ).to_be_visible()
    for number in range(forms.count()):
        expect(forms.nth(number)).to_be_hidden()
