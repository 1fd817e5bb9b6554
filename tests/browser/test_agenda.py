"""Two meetings: the agenda rearranged by keyboard, groups, an adjournment; pages that can be read."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.test_axe import violations
from tests.browser.test_keyboard import choose
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, opened
from tests.services.server import Server

PICTURES = os.environ.get("BAITHAK_PICTURES")
"""A folder for pictures of what this test sees, for whoever wants to look."""


def look(name: str, *visitors: Visitor) -> None:
    """Nothing is too wide at either width, and axe has no complaint; perhaps a picture of each."""
    for visitor in visitors:
        before = visitor.page.viewport_size
        for width in (360, 1280):
            visitor.page.set_viewport_size({"width": width, "height": 900})
            visitor.fits()
            for scheme in ("light", "dark") if PICTURES else ():
                visitor.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                page = visitor.page.locator("body").get_attribute("data-page")
                visitor.page.screenshot(path=Path(str(PICTURES)) / f"{name}-{page}-{width}-{scheme}.png")
        assert violations(visitor.page) == []
        visitor.page.emulate_media(color_scheme="light")
        if before:
            visitor.page.set_viewport_size(before)


@pytest.mark.timeout(400)
def test_a_workshop_of_two_meetings(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen")
    desk = visit().enter(workshop.staff_link, "Farida").on("desk")
    people = {
        seat: visit(PHONE if seat == "in1" else LAPTOP).enter(workshop.seats[seat], f"Name {seat}").accept()
        for seat in ("in1", "in2", "pk1", "pk2")
    }
    rearrange(desk, people["in1"])
    think_in_groups(desk, people)
    go_on_another_day(desk, people["in1"])


def rearrange(desk: Visitor, delegate: Visitor) -> None:
    """The steps before joint thinking are left out, but for the first two; one is put back."""
    desk.press("Start: With your own side").sure()
    rail = desk.page.locator(".arranging")
    rail.locator("summary").click()
    choose(desk, "Needs and fears: later")
    expect(rail.locator("li").first).to_contain_text("Saying it back")
    expect(desk.button("Needs and fears: later")).to_be_focused()
    desk.press("Needs and fears: leave out").press("Saying it back: leave out")
    expect(rail.locator("summary")).to_contain_text("2 left out")
    count = len(desk.page.locator("ol.rail > li").all())
    expect(delegate.page.locator("[data-part=now]")).to_contain_text(f"step 1 of {count}")
    look("rearranged", desk)
    desk.press("Saying it back: put back").press("Saying it back: leave out")
    desk.press("Next: Round the table").press("Next: Thinking together")
    expect(delegate.page.locator("[data-part=now] h1")).to_have_text("Thinking together")


def think_in_groups(desk: Visitor, people: dict[str, Visitor]) -> None:
    """The lot draws two pairs; each talks among itself."""
    desk.press("Draw 2 groups").press("Open these groups").sure()
    one = people["in1"]
    one.page.get_by_role("link", name="Go there").click()
    group = str(one.page.locator('section[data-room^="group-"]:visible').get_attribute("data-room"))
    one.say("What if the lists came first?", group)
    one.reads("What if the lists came first?", group)
    desk.reads("What if the lists came first?", group)
    others = [person for seat, person in people.items() if seat != "in1"]
    here = [person for person in others if person.page.locator(f'section[data-room="{group}"]').count()]
    assert len(here) == 1
    here[0].enter_room(group).reads("What if the lists came first?", group)
    assert sum(person.heard("What if the lists came first?") for person in others) == 1
    look("groups", desk, one)


def go_on_another_day(desk: Visitor, delegate: Visitor) -> None:
    desk.page.locator(".top .menu summary").click()
    desk.press("Adjourn: we go on another day").sure("Thursday at eleven")
    expect(delegate.page.locator("[data-part=now]")).to_contain_text("We go on: Thursday at eleven.")
    look("adjourned", desk, delegate)
    delegate.page.reload()
    delegate.on("stage")
    desk.press("Reopen the meeting").sure()
    expect(delegate.page.locator("[data-part=now]")).to_contain_text("second meeting")
    delegate.enter_room("plenary").say("Here we are again.").reads("Here we are again.")
    expect(delegate.room("plenary").locator(".chapter").last).to_contain_text("Second meeting")
    look("reopened", delegate)
