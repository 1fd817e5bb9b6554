"""Spoken talk with the floor beside it: the chair gives it, one clock runs for all, nothing is typed."""

import re

from playwright.sync_api import expect

from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, opened
from tests.services.server import Server

RUNS = re.compile(r"^0[01]:\d\d$")


def into_plenary(desk: Visitor, steps: int) -> None:
    """From the start to the step that has the plenary, whatever its gates wait for."""
    desk.press("Start: With your own side").sure()
    for number in range(steps):
        title = desk.page.locator(".rail [aria-current]")
        before = title.inner_text()
        on = desk.page.locator("[data-part=rail] button[data-do=next]").first
        waits = on.get_attribute("data-ask")
        on.click()
        if waits:
            desk.sure(f"Because of the test, step {number}")
        expect(title).not_to_have_text(before)


def test_the_chair_gives_the_floor_and_everybody_sees_the_same_clock(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen")
    desk = visit(LAPTOP).enter(workshop.staff_link, "Chair").on("desk")
    phone = visit(PHONE).seated(workshop.seats["in1"], "Asha")
    laptop = visit(LAPTOP).seated(workshop.seats["pk1"], "Ravi")
    screen = visit(LAPTOP).go(workshop.screen_link)
    into_plenary(desk, 2)
    desk.press("In turns by side")
    desk.page.get_by_text("Minutes for each side and each turn").click()
    desk.page.get_by_label("Each turn (0: no limit)").fill("1")
    desk.press("Set the minutes")
    laptop.button("Raise hand").focus()
    laptop.page.keyboard.press("Enter")
    phone.press("Raise hand")
    expect(desk.page.locator("[data-part=floor] .people")).to_contain_text("first time")
    desk.press("Call the next")
    for visitor in (desk, phone, laptop, screen):
        expect(visitor.page.locator(".turns .turn .clock")).to_have_text(RUNS)
        visitor.fits()
    expect(laptop.page.get_by_text("You have the floor.")).to_be_visible()
    laptop.press("I have finished")
    expect(phone.page.locator(".turns .turn")).to_have_count(0)
    desk.press("Call the next")
    expect(phone.page.get_by_text("You have the floor.")).to_be_visible()


def test_a_point_of_order_is_one_tap_and_its_ruling_is_everybodys(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen")
    desk = visit(LAPTOP).enter(workshop.staff_link, "Chair").on("desk")
    phone = visit(PHONE).seated(workshop.seats["in1"], "Asha")
    laptop = visit(LAPTOP).seated(workshop.seats["pk1"], "Ravi")
    into_plenary(desk, 1)
    phone.press("Point of order")
    expect(phone.button("Take my point back")).to_be_visible()
    expect(laptop.button("Point of order")).to_be_visible()
    desk.button(re.compile("Uphold it$")).click()
    for visitor in (phone, laptop):
        expect(
            visitor.page.get_by_role("status").filter(has_text="A point of order was upheld")
        ).to_be_visible()
    expect(phone.button("Point of order")).to_be_visible()
