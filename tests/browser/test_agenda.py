"""Two meetings: the agenda rearranged by keyboard, groups, an adjournment; pages that can be read."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import look
from tests.browser.test_keyboard import choose, reach
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, opened
from tests.services.server import Server


@pytest.mark.timeout(400)
def test_a_workshop_of_two_meetings(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen")
    desk = visit().enter(workshop.staff_link, "Farida").on("desk")
    people = {
        seat: visit(PHONE if seat == "in1" else LAPTOP).seated(workshop.seats[seat], f"Name {seat}")
        for seat in ("in1", "in2", "pk1", "pk2")
    }
    rearrange(desk, people["in1"])
    give_minutes(desk, people["in1"])
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
    for button, left_out in (("put back", 1), ("leave out", 2)):
        desk.press(f"Saying it back: {button}")
        expect(rail.locator("summary")).to_contain_text(f"{left_out} left out")


def give_minutes(desk: Visitor, delegate: Visitor) -> None:
    """By keys, from the agenda to the form; the agenda and the clock of the step follow."""
    rail = desk.page.locator(".arranging")
    choose_link(desk, "Change the minutes of a step")
    expect(desk.page.locator("#step-minutes summary")).to_be_focused()
    form = desk.page.locator("form[data-command=set_phase_minutes]")
    reach(desk, form.get_by_label("Which step"))
    desk.page.keyboard.type("Thinking")
    reach(desk, form.get_by_label("Minutes"))
    desk.page.keyboard.type("21")
    choose(desk, "Set its minutes", form)
    expect(rail.locator("li").filter(has_text="Thinking together")).to_contain_text("21 min")
    form.get_by_label("Which step").select_option("debrief")
    form.get_by_label("Minutes").fill("1")
    desk.excused = ("422",)
    desk.press("Set its minutes", form)
    expect(form.locator(".form-says")).to_contain_text("The debrief needs a fifth of the time")
    look("minutes", desk, panel="rooms", within="#rooms")
    desk.press("Next: Round the table").press("Next: Thinking together")
    expect(delegate.page.locator("[data-part=now] h1")).to_have_text("Thinking together")
    expect(delegate.page.locator("[data-part=now] .clock")).to_contain_text("20:")


def choose_link(desk: Visitor, name: str) -> None:
    reach(desk, desk.page.get_by_role("link", name=name))
    desk.page.keyboard.press("Enter")


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
