"""An unattributed line, then the debrief, in real browsers: who is told what, on pages that are sound."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, opened
from tests.services.server import Server

NEXT = """async ([address, token]) => {
  const body = {do: "next", id: crypto.randomUUID(), override: "because the test begins later"};
  const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
  const answer = await fetch(address, {method: "POST", headers, body: JSON.stringify(body)});
  return (await answer.json()).code ?? "";
}"""


@pytest.mark.timeout(300)
def test_from_an_unattributed_line_to_the_opened_rooms(visit: Visit, house: Server) -> None:
    workshop = opened(house, "fishermen", "--attribution", "unattributed")
    desk = visit(LAPTOP).enter(workshop.staff_link, "Farah").on("desk")
    screen = visit(LAPTOP).enter(workshop.screen_link, "").on("screen")
    phone = visit(PHONE).seated(workshop.seats["in1"], "Meera Tull")
    laptop = visit(LAPTOP).seated(workshop.seats["pk1"], "Bilal Tosk")
    desk.press(re.compile("^Start:")).sure()
    _say_and_unmask(desk, phone)
    _to_the_debrief(desk, workshop.id)
    _debrief(desk, screen, phone, laptop)
    laptop.page.get_by_role("link", name="Read what was said there").click()
    expect(laptop.page.get_by_text("We lost a boat.")).to_be_visible()
    laptop.fits().page.go_back()
    laptop.on("stage")
    _sound(desk, "light")
    _sound(phone, "dark")


def _say_and_unmask(desk: Visitor, phone: Visitor) -> None:
    """Its author knows a line; the desk is shown whose it is after giving a reason."""
    room = "caucus-india"
    phone.enter_room(room).say("We lost a boat.", room)
    expect(phone.reads("We lost a boat.", room)).to_have_class(re.compile("mine"))
    expect(desk.reads("We lost a boat.", room)).to_contain_text("A participant")
    desk.with_line("We lost a boat.", "Who said this?…", room).sure("To look after whoever said it")
    expect(desk.reads("We lost a boat.", room)).not_to_contain_text("A participant")


def _to_the_debrief(desk: Visitor, workshop: str) -> None:
    token = desk.page.locator("meta[name=csrf]").get_attribute("content")
    desk.excused = ("422",)
    for _ in range(12):
        if desk.page.evaluate(NEXT, [f"/w/{workshop}/do/", token]) == "last_phase":
            return
    raise AssertionError("the agenda has no end")


def _debrief(desk: Visitor, screen: Visitor, phone: Visitor, laptop: Visitor) -> None:
    """One thing after the other is opened for everybody, and nothing before."""
    speaks = laptop.room("plenary").locator(".composer textarea")
    expect(speaks).to_have_attribute("placeholder", "Speak as yourself")
    phone.tab("Debrief").press("I put down my role")
    tool = desk.page.locator('[data-part="debrief"]')
    desk.press(re.compile("^Next:"), tool)
    expect(screen.page.locator(".debrief-step")).to_be_visible()
    others = laptop.page.locator('[data-part="debrief"]')
    expect(others).not_to_contain_text("Meera Tull")
    for button, words in (
        ("Names…", "Meera Tull"),
        ("Private facts…", "What each seat alone knew"),
        ("Rooms…", "working groups are open."),
        ("What actually happened…", "What actually happened"),
        ("Whose voice was missing…", "Whose voice was missing"),
    ):
        expect(others).not_to_contain_text(words)
        desk.press(button, tool).sure()
        expect(others).to_contain_text(words)
    expect(others).not_to_contain_text("Bilal Tosk")
    phone.tab("Talk").say("I am myself again.")
    expect(laptop.reads("I am myself again.")).to_contain_text("A participant")


def _sound(visitor: Visitor, scheme: Literal["light", "dark"]) -> None:
    visitor.page.emulate_media(color_scheme=scheme)
    for panel in ("tools", "tool", "talk"):
        visitor.page.evaluate("panel => { location.hash = panel }", panel)
        visitor.fits()
    found = Axe().run(visitor.page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
