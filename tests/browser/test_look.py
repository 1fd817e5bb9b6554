"""No page scrolls sideways at 360 or 1280 px, whatever people write; Urdu runs from the right."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visitors import LAPTOP, PHONE, Visitor, opened, visiting
from tests.services.server import Server

URDU = "گاؤں والوں سے کیا گیا وعدہ ہی اصل بات ہے، اور ہم اسے ابھی تک پورا نہیں کر سکے۔ " * 6
LINES = {
    "a long word": "Donau" + "dampfschifffahrt" * 30,
    "a long address": "https://example.org/" + "very/long/path/" * 25,
    "two thousand characters": ("A sentence about nets, lists and diesel. " * 60)[:2000],
    "zalgo": "".join(letter + "\u0301\u0325\u0302" * 3 for letter in "the tide is rising " * 8),
    "emoji": "🎣🐟🚢🧵" * 120,
    "urdu": URDU.strip(),
}
NAME = "Wolfeschlegelsteinhausenbergerdorff"[:30]


@pytest.fixture(scope="module")
def people(browser: Browser, house: Server) -> Iterator[dict[str, Visitor]]:
    """The desk and two delegates of one side, after each of these lines was said."""
    workshop = opened(house, "fishermen")
    visits = visiting(browser, house)
    visit = next(visits)
    desk = visit(LAPTOP).enter(workshop.staff_link, NAME).on("desk")
    phone = visit(PHONE).seated(workshop.seats["in1"], f"{NAME}2")
    laptop = visit(LAPTOP).seated(workshop.seats["in2"], f"{NAME}3")
    waiting = visit(PHONE).join(workshop.join_code, f"{NAME}4")
    desk.press("Start: With your own side").sure()
    for number, text in enumerate(LINES.values(), start=1):
        speaker = laptop if number % 2 else phone
        speaker.enter_room("caucus-india").say(text, "caucus-india")
        for visitor in (desk, phone, laptop):
            expect(visitor.room("caucus-india").locator(".lines > .line")).to_have_count(number)
    yield {"desk": desk, "phone": phone, "laptop": laptop, "lobby": waiting}
    next(visits, None)


@pytest.mark.parametrize("who", ["desk", "phone", "laptop", "lobby"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_page(people: dict[str, Visitor], who: str, width: int) -> None:
    visitor = people[who]
    before = visitor.page.viewport_size
    visitor.page.set_viewport_size({"width": width, "height": 740})
    for panel in ("", "rooms", "people", "news", "lobby", "brief", "talk"):
        visitor.page.evaluate("panel => { location.hash = panel }", panel)
        visitor.fits()
    if before:
        visitor.page.set_viewport_size(before)


@pytest.mark.parametrize("who", ["desk", "phone", "laptop"])
def test_no_line_runs_out_of_its_room(people: dict[str, Visitor], who: str) -> None:
    out = people[who].page.evaluate("""() => [...document.querySelectorAll(".scroll")]
        .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1)
        .map((box) => `${box.scrollWidth} in ${box.clientWidth}: ${box.innerText.slice(0, 80)}`)""")
    assert out == []


def test_a_room_stays_at_its_end(people: dict[str, Visitor]) -> None:
    desk, phone, laptop = people["desk"], people["phone"], people["laptop"]
    phone.enter_room("caucus-india")
    laptop.say("The last word for now.", "caucus-india")
    last = phone.reads("The last word for now.", "caucus-india")
    expect(last).to_be_in_viewport(ratio=1)
    desk.press("Pause all rooms")  # the strip says so, and takes its place from the lines
    expect(phone.room("caucus-india")).to_contain_text("All rooms are paused")
    expect(last).to_be_in_viewport(ratio=1)
    phone.tab("Brief")
    desk.press("Let the rooms go on")
    laptop.say("Said while nobody looked.", "caucus-india")
    laptop.reads("Said while nobody looked.", "caucus-india")
    phone.tab("Talk")
    expect(phone.reads("Said while nobody looked.", "caucus-india")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("who", ["desk", "phone", "laptop"])
def test_urdu_runs_from_the_right_and_the_rest_from_the_left(people: dict[str, Visitor], who: str) -> None:
    urdu = people[who].reads(URDU[:40], "caucus-india").locator(".said")
    expect(urdu).to_have_css("direction", "rtl")
    expect(urdu).to_have_attribute("lang", "ur")
    expect(people[who].reads("A sentence about nets", "caucus-india").locator(".said")).to_have_css(
        "direction", "ltr"
    )


@pytest.mark.parametrize("shape", [PHONE, LAPTOP], ids=["360", "1280"])
def test_a_record_of_such_lines_fits_too(
    browser: Browser, house: Server, people: dict[str, Visitor], shape: dict[str, object]
) -> None:
    for who in ("desk", "phone"):
        state = people[who].context.storage_state()
        reader = Visitor(browser, house, shape, storage_state=state)
        reader.go(people[who].page.url.partition("#")[0] + "record/").fits()
        expect(reader.page.get_by_role("main")).to_contain_text("Donaudampfschifffahrt")
        assert reader.wrong == []
        reader.close()
