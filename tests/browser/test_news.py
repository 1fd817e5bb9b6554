"""News let in from the desk: planned, a rumour and its correction, a leak disclosed, for a working group."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.looking import look
from tests.browser.tabled import Table
from tests.browser.test_keyboard import choose, reach
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor
from tests.services.server import Server

SEATS = ("in2", "pk2", "in3", "pk3")


@pytest.mark.timeout(400)
def test_news_from_the_desk_reaches_those_it_is_for_and_nobody_else(visit: Visit, house: Server) -> None:
    table = Table(house).seat(*SEATS).begin().at("opening")
    desk = visit(LAPTOP).enter(table.workshop.staff_link, "Farida").on("desk")
    india = visit(PHONE).seated(table.workshop.seats["in1"], "Asha")
    pakistan = visit().seated(table.workshop.seats["pk1"], "Bilal")
    plan(desk)
    rumour(desk, india, pakistan)
    to_a_group(table, desk, india, pakistan)
    release_what_was_planned(desk, india, pakistan)
    leak(table, desk, india, pakistan)
    look("news", desk, panel="news", within="#news")
    look("news", india, panel="talk", within="#main")
    table.close()


def form(desk: Visitor, command: str) -> Locator:
    return desk.page.locator(f"form[data-command={command}]")


def write(desk: Visitor, place: Locator, outlet: str, text: str) -> None:
    """With the keyboard, from the field of the outlet on."""
    place.get_by_label("Whose voice is it").focus()
    desk.page.keyboard.type(outlet)
    reach(desk, place.get_by_label("What it says"))
    desk.page.keyboard.type(text)


def plan(desk: Visitor) -> None:
    """For a later step; until then only the desk knows."""
    desk.page.get_by_text("Plan news for a later step").click()
    planning = form(desk, "plan_news")
    planning.get_by_label("For which step").select_option("joint")
    planning.get_by_label("To whom").select_option("side:india")
    expect(planning.locator(".readers")).to_contain_text("Only the delegates of India will read this")
    write(desk, planning, "The Quay", "Fog at dawn.")
    choose(desk, "Keep it for that step", planning)
    expect(desk.page.locator("[data-part=injects]")).to_contain_text("The Quay: Fog at dawn.")


def rumour(desk: Visitor, india: Visitor, pakistan: Visitor) -> None:
    """To one side; the desk is reminded until it is corrected, and the correction goes to the same."""
    own = form(desk, "release_own")
    own.get_by_label("To whom").select_option("side:india")
    own.get_by_label("What kind of news").select_option("rumour")
    write(desk, own, "The Lantern", "A net was cut.")
    choose(desk, "Release", own)
    expect(desk.page.locator("[data-part=due]")).to_contain_text("A rumour stands uncorrected:")
    desk.page.locator("[data-part=due]").get_by_role("link", name="The Lantern").click()
    choose(desk, "Correct it…")
    desk.page.keyboard.type("No net was cut.")
    choose(desk, "Yes, do it", desk.page.get_by_role("dialog"))
    expect(desk.page.locator("[data-part=due]")).not_to_contain_text("The Lantern")
    india.enter_room("caucus-india")
    expect(india.reads("No net was cut.", "caucus-india").locator(".quote")).to_contain_text("A net was cut.")
    line = india.room("caucus-india").locator(".lines > .line").filter(has_text="corrected").first
    expect(line).to_contain_text("A net was cut.")
    assert not pakistan.heard("net was cut")


def to_a_group(table: Table, desk: Visitor, india: Visitor, pakistan: Visitor) -> None:
    """Every choice of the desk offers the groups once they are open, and keeps one that has closed."""
    choices = desk.page.locator("#announce-to optgroup option")
    expect(choices).to_have_count(0)
    table.at("joint")
    table.do("co", "propose_groups", number=2)
    table.do("co", "open_groups")
    expect(choices).to_have_count(2)
    group, inside, outside = whose_group(india, pakistan)
    desk.page.locator("details[data-move=beneath] summary").click()
    move = desk.page.locator("details[data-move=beneath]")
    move.get_by_label("To whom").select_option(f"room:{group}")
    expect(move.locator(".readers")).to_contain_text("will read this (")
    move.get_by_label("What you say, as the facilitator").focus()
    desk.page.keyboard.press("ControlOrMeta+a")
    desk.page.keyboard.type("What lies beneath it here?")
    choose(desk, "Say it", move)
    expect(inside.enter_room(group).reads("What lies beneath it here?", group)).to_contain_text(
        "to this group"
    )
    desk.page.locator("#announce-to").select_option(f"room:{group}")
    table.do("co", "close_groups")
    expect(desk.page.locator("[data-reads=announce-to]")).to_contain_text("has been closed")
    expect(desk.page.locator("#announce-to")).to_have_value(f"room:{group}")
    desk.page.locator("#announce-text").fill("Who reads this?")
    desk.excused = ("422",)
    desk.press("Announce", form(desk, "broadcast"))
    expect(form(desk, "broadcast").locator(".form-says")).to_contain_text(
        "This working group has been closed."
    )
    desk.page.locator("#announce-to").select_option("all")
    assert not outside or not outside.heard("What lies beneath it here?")


def whose_group(india: Visitor, pakistan: Visitor) -> tuple[str, Visitor, Visitor | None]:
    """The group of the Indian delegate, who that is, and the other if they are elsewhere."""
    rooms = [_group(visitor) for visitor in (india, pakistan)]
    return rooms[0], india, pakistan if rooms[0] != rooms[1] else None


def _group(visitor: Visitor) -> str:
    link = visitor.page.locator('.rooms-list a[data-room^="group-"]')
    expect(link).to_have_count(1)
    return str(link.get_attribute("data-room"))


def release_what_was_planned(desk: Visitor, india: Visitor, pakistan: Visitor) -> None:
    """When its step has begun the desk points to it."""
    desk.page.locator("[data-part=due]").get_by_role("link", name="The Quay").click()
    planned = desk.page.locator("[data-part=injects] details").filter(has_text="The Quay: Fog at dawn.")
    choose(desk, "Release", planned)
    choose(desk, "Yes, do it", desk.page.get_by_role("dialog"))
    india.enter_room("caucus-india").reads("Fog at dawn.", "caucus-india")
    assert not pakistan.heard("Fog at dawn.")


def leak(table: Table, desk: Visitor, india: Visitor, pakistan: Visitor) -> None:
    """A line that was really said, confirmed; in the debrief whoever read it is told that it was let in."""
    pakistan.enter_room("plenary").say("We might count the boats together.")
    india.enter_room("plenary").reads("We might count the boats together.")
    desk.page.get_by_text("Let a line leak").click()
    leaking = form(desk, "leak_line")
    line = leaking.get_by_label("Which line")
    line.focus()
    desk.page.keyboard.press("ArrowDown")
    expect(line.locator("option:checked")).to_contain_text("We might count the boats together.")
    reach(desk, leaking.get_by_label("Whose voice is it"))
    desk.page.keyboard.type("The Leak")
    reach(desk, leaking.get_by_label("I have read the line, and it exposes nobody."))
    desk.page.keyboard.press("Space")
    choose(desk, "Let it leak", leaking)
    leaked = india.room("plenary").locator(".line.inject").filter(has_text="The Leak")
    expect(leaked).to_contain_text("We might count the boats together.")
    expect(leaked).not_to_contain_text("let in by the facilitators")
    table.at("debrief")
    expect(leaked).to_contain_text("This leak was let in by the facilitators, as part of the exercise.")
