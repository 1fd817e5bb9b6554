"""One short workshop from `start` to export: two facilitators and eight delegates, each with a browser.

Every step of the 45 minutes, every gate, every tool; what they do with the tools is in ``eight``.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import eight
from tests.browser.eight import Workshop
from tests.browser.visitors import LAPTOP, PHONE, Visit, Visitor, visiting
from tests.services.server import Server

PORTS = ("Gujarat", "Karachi")
INDIA, PAKISTAN = "caucus-india", "caucus-pakistan"
SECRET = "Between us: we could give way on the lists."
WHISPER = "Only the two of us hear this on the stairs."
MORE = {"Esha": PHONE, "Firoz": LAPTOP, "Gauri": PHONE, "Hamid": LAPTOP}
URDU = "ہم سب ایک ہی پانی سے روٹی کماتے ہیں۔"


@pytest.fixture
def server(serve: Callable[..., Server]) -> Server:
    return serve()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    yield from visiting(browser, server)


@pytest.mark.timeout(600)
def test_a_workshop_from_start_to_export(server: Server, visit: Visit, tmp_path: Path) -> None:
    workshop = gather(server, visit)
    prepare(workshop)
    talk_in_the_caucus(workshop)
    eight.write_the_sheets(workshop)
    go_on_although_somebody_still_reads(workshop)
    talk_in_the_plenary(workshop)
    give_the_floor(workshop)
    eight.fill_the_board(workshop)
    workshop.go_on_to("Saying it back")
    eight.say_it_back(workshop)
    workshop.go_on_to("Thinking together")
    meet_in_the_corridor(workshop)
    eight.think_together(workshop)
    lead(workshop)
    lose_the_network_and_find_it_again(workshop)
    workshop.go_on_to("What stands in the way")
    eight.name_what_stands_in_the_way(workshop)
    move_to_another_device(workshop)
    workshop.go_on_to("What would help")
    eight.help_each_other(workshop)
    workshop.go_on_to("A few sentences")
    eight.draft_one_text(workshop)
    eight.gauge_it(workshop)
    eight.carry_it_out(workshop)
    workshop.go_on_to("Out of role")
    eight.put_the_roles_down(workshop)
    end_and_read(workshop, tmp_path)


def gather(server: Server, visit: Visit) -> Workshop:
    """Host a pack from the library, make the links, and let everybody in."""
    host = visit().come_in(server.said["enter"], "")
    host.go("/library/").fits()
    host.page.get_by_role("listitem").filter(has_text="Fishermen and Sir Creek").get_by_role(
        "link", name="Host"
    ).click()
    host.page.get_by_label("How many students").select_option("8")
    host.fits().press("Open the workshop")
    host.on("desk").fits()
    address = host.page.url
    code = host.page.locator(".join-code").inner_text()
    staff, seats = make_links(host, "Opens the desk"), make_links(host, "One personal link")
    host.go(address).on("desk")
    helper = visit().come_in(staff["For co-facilitators"], "Farida").on("desk")
    links = {
        name: next(link for label, link in seats.items() if name in label) for name in ("Gujarat", "Karachi")
    }
    asha = visit().come_in(links["Gujarat"], "Asha").on("brief")
    bilal = visit().come_in(links["Karachi"], "Bilal").on("brief")
    chitra, danish = visit(PHONE).join(code, "Chitra"), visit(PHONE).join(code.lower(), "Danish")
    waiting = [visit(shape).join(code, name) for name, shape in MORE.items()]
    return Workshop(host, helper, [asha, chitra], [bilal, danish], visit, address, waiting)


def make_links(host: Visitor, what: str) -> dict[str, str]:
    """The links of one kind, by whom each is for."""
    page = host.page
    if "/links/" not in page.url:
        page.get_by_role("link", name=re.compile("^Links")).click()
    card = page.locator(".card").filter(has_text=what)
    card.get_by_role("button", name="Make a link").click()
    made = page.locator(".notice .field")
    expect(made.first).to_be_visible()
    host.fits()
    return {each.locator("label").inner_text(): each.locator("input").input_value() for each in made.all()}


def prepare(workshop: Workshop) -> None:
    """Seats by hand and balanced, briefs read, rules accepted; one delegate is slow."""
    host, chitra, danish = workshop.host, workshop.chitra, workshop.danish
    lobby = host.page.locator("[data-part=lobby]")
    expect(lobby).to_contain_text("Hamid")
    give_a_seat(host, "Chitra", "I · Coastguard officer, ret.")
    chitra.on("brief").fits()
    give_a_seat(host, "Danish", "P · Maritime officer, ret.")
    danish.on("brief").fits()
    expect(chitra.page.locator("#your-brief")).to_contain_text(
        "Turning boats back at sea worked nine times in ten"
    )
    host.press("Seat them, sides balanced")
    expect(danish.page.locator(".welcome")).to_contain_text("(Pakistan)")
    for visitor in workshop.waiting:
        seat = str(visitor.on("brief").page.locator("body").get_attribute("data-seat"))
        (workshop.india if seat.startswith("in") else workshop.pakistan).append(visitor)
    assert (len(workshop.india), len(workshop.pakistan)) == (4, 4)
    for visitor in workshop.delegates:
        if visitor is not danish:
            visitor.accept().fits()
    expect(lobby.get_by_text("ready", exact=True)).to_have_count(7)
    workshop.everyone_fits()


def give_a_seat(host: Visitor, who: str, seat: str) -> None:
    host.page.get_by_role("combobox", name="Who", exact=True).select_option(label=who)
    host.page.get_by_role("combobox", name="Where", exact=True).select_option(label=seat)
    host.press("Give the seat")


def talk_in_the_caucus(workshop: Workshop) -> None:
    """What a delegation says among itself reaches it and the facilitators, and nobody else in any form."""
    asha, bilal, chitra = workshop.asha, workshop.bilal, workshop.chitra
    workshop.host.press("Start: With your own side").sure()
    for visitor in (*workshop.india, bilal):
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("With your own side")
    chitra.enter_room(INDIA).say(SECRET, INDIA)
    asha.enter_room(INDIA).reads(SECRET, INDIA)
    workshop.helper.reads(SECRET, INDIA)
    bilal.enter_room(PAKISTAN).say("We should ask for a calendar.", PAKISTAN)
    workshop.host.reads("We should ask for a calendar.", PAKISTAN)
    assert asha.heard(SECRET)
    assert not bilal.heard(SECRET)
    assert SECRET not in bilal.page.content()
    assert not asha.heard("We should ask for a calendar.")
    workshop.everyone_fits()


def go_on_although_somebody_still_reads(workshop: Workshop) -> None:
    """The gate of the second phase waits for the rules; it opens only with a reason."""
    host = workshop.host
    host.press("Next: Round the table")
    expect(host.page.locator(".gate")).to_contain_text("has not accepted the ground rules")
    expect(host.button(re.compile("^Next"))).to_have_count(0)
    host.press("Open it anyway…").sure("The clock says so.")
    expect(workshop.asha.page.get_by_role("heading", level=1)).to_have_text("Needs and fears")
    workshop.danish.accept().fits()
    more(host).press("Back one step").sure()
    expect(workshop.danish.page.get_by_role("heading", level=1)).to_have_text("Round the table")


def more(host: Visitor) -> Visitor:
    host.page.get_by_label("More about this step").click()
    return host


def talk_in_the_plenary(workshop: Workshop) -> None:
    """Say, answer, react, withdraw; a line in Urdu runs the other way."""
    asha, bilal, chitra, danish = workshop.asha, workshop.bilal, workshop.chitra, workshop.danish
    for visitor in workshop.delegates:
        expect(visitor.room("plenary")).to_be_visible()
    asha.say("Good morning from the quay.")
    for visitor in (*workshop.delegates, workshop.host, workshop.helper):
        visitor.reads("Good morning from the quay.")
    for number, visitor in enumerate(workshop.delegates):
        visitor.say(f"I am number {number}, and I keep bees.")
    for visitor in workshop.delegates:
        visitor.reads("I am number 7, and I keep bees.")
    bilal.with_line("Good morning from the quay.", "Reply").say("And from ours.")
    expect(chitra.reads("And from ours.").locator(".quote")).to_contain_text("Good morning from the quay.")
    chitra.with_line("And from ours.", "Heard")
    expect(bilal.reads("And from ours.").locator(".reactions")).to_contain_text(
        "heard: Coastguard officer, ret."
    )
    asha.with_line("And from ours.", "I can work with that")
    expect(danish.reads("And from ours.").locator(".reactions")).to_contain_text("can work with it")
    danish.say(URDU)
    expect(asha.reads(URDU).locator(".said")).to_have_css("direction", "rtl")
    chitra.say("I take this back at once.").with_line("I take this back at once.", "Withdraw").sure()
    expect(bilal.room("plenary")).to_contain_text("Withdrawn by whoever said it.")
    expect(bilal.room("plenary")).not_to_contain_text("I take this back at once.")
    workshop.everyone_fits()


def give_the_floor(workshop: Workshop) -> None:
    """Where the floor is called, a hand goes up, the facilitator calls, and only then it can be said."""
    host, chitra, asha = workshop.host, workshop.chitra, workshop.asha
    host.press("Next: Needs and fears")
    expect(asha.room("plenary")).to_contain_text("raise your hand")
    chitra.press("Raise hand")
    expect(chitra.button("Lower hand")).to_be_visible()
    host.press("Call the next")
    expect(chitra.room("plenary")).to_contain_text("You have the floor.")
    chitra.say("I need to know who is on the other boat.")
    asha.reads("I need to know who is on the other boat.")
    chitra.press("I have finished")
    expect(chitra.button("Raise hand")).to_be_visible()
    workshop.everyone_fits()


def meet_in_the_corridor(workshop: Workshop) -> None:
    """Two of opposite sides go out together; that they met is seen, what they say is not."""
    host, chitra, bilal = workshop.host, workshop.chitra, workshop.bilal
    chitra.tab("Rooms").fits().press("Ask Boat-owner, Karachi into the corridor")
    bilal.press("Go with them")
    link = chitra.page.locator('.rooms-list a[data-room^="corridor-"]')
    corridor = str(link.get_attribute("data-room"))
    chitra.enter_room(corridor).fits().say(WHISPER, corridor)
    way = bilal.page.get_by_role("link", name="Go there")
    expect(way).to_be_visible()
    bilal.enter_room(corridor).reads(WHISPER, corridor)
    expect(way).to_be_hidden()
    expect(host.page.locator("[data-part=meetings]")).to_contain_text("Coastguard officer, ret.")
    bilal.press("Leave the corridor").sure()
    expect(link).to_have_class("is-closed")
    for other in (host, workshop.helper, *workshop.delegates):
        assert other in (chitra, bilal) or not other.heard(WHISPER)
    for visitor in (chitra, bilal):
        visitor.enter_room("plenary")


def lead(workshop: Workshop) -> None:
    """News, an announcement, a call for help, a pause."""
    host, helper, asha, danish = workshop.host, workshop.helper, workshop.asha, workshop.danish
    news = host.page.locator(".inject-list details").filter(has_text="A boat is drifting")
    news.locator("summary").click()
    host.press("Release", news).sure()
    asha.reads("A small wooden boat with engine failure")
    announce = helper.page.locator('form[data-command="broadcast"]')
    announce.get_by_label("What you say, as the facilitator").fill("Two minutes, then the plenary.")
    helper.press("Announce", announce)
    danish.reads("Two minutes, then the plenary.")
    danish.tab("Rooms").press("Ask the facilitator").sure("May I speak without being written down?")
    helps = helper.page.locator("[data-part=helps]")
    expect(helps).to_contain_text("May I speak without being written down?")
    helper.press("Answer", helps).sure("Not in the plenary; in the corridor you may.")
    expect(danish.page.locator("[data-part=help]")).to_contain_text("in the corridor you may")
    assert not asha.heard("May I speak without being written down?")
    danish.fits().tab("Talk")
    host.press("Pause all rooms")
    expect(asha.page.locator("header.now")).to_contain_text("All rooms are paused.")
    expect(asha.button("Speak", asha.room("plenary"))).to_have_attribute("aria-disabled", "true")
    host.press("Let the rooms go on")
    expect(asha.page.locator("header.now")).not_to_contain_text("All rooms are paused.")
    workshop.everyone_fits()


def lose_the_network_and_find_it_again(workshop: Workshop) -> None:
    """What is written meanwhile is kept, said to be not sent, and sent once; a reload loses nothing."""
    danish, asha = workshop.danish, workshop.asha
    danish.offline = True
    danish.context.set_offline(True)
    expect(danish.page.locator("body")).to_have_attribute("data-wire", "offline")
    danish.say("Written under the bridge.").fits()
    danish.context.set_offline(False)
    asha.reads("Written under the bridge.")
    danish.reads("Written under the bridge.")
    danish.live().offline = False
    seat = danish.page.locator("body").get_attribute("data-seat")
    danish.page.reload()
    danish.on("stage").reads("Written under the bridge.")
    assert danish.page.locator("body").get_attribute("data-seat") == seat
    assert not danish.room("plenary").locator(".pending .line").count()


def move_to_another_device(workshop: Workshop) -> None:
    """A return code brings the seat to a phone; the browser where it was is told."""
    bilal = workshop.bilal
    bilal.page.get_by_text("Go on at another device").click()
    ticket = bilal.page.locator(".leave .code").inner_text()
    phone = workshop.visit(PHONE).go("/return/").fits()
    phone.page.get_by_label("Your return code").fill(ticket)
    phone.press("Bring my seat here").on("stage").fits()
    expect(phone.page.get_by_text("Your seat is here now")).to_be_visible()
    phone.reads("And from ours.")
    expect(bilal.page.locator("[data-wire-says]")).to_contain_text("Your seat is open on another device")
    workshop.pakistan[0] = phone.say("Same seat, smaller window.")
    workshop.asha.reads("Same seat, smaller window.")


def end_and_read(workshop: Workshop, folder: Path) -> None:
    """Everybody reads what they heard; the host takes the whole record along."""
    host, bilal, chitra = workshop.host, workshop.bilal, workshop.chitra
    host.press("End the workshop").sure()
    for visitor in workshop.delegates:
        visitor.on("ended").fits()
        visitor.page.get_by_role("link", name="Read what you heard").click()
        expect(visitor.page.get_by_role("main")).to_contain_text("Good morning from the quay.")
        visitor.fits()
    assert SECRET in chitra.page.content()
    assert SECRET not in bilal.page.content()
    assert WHISPER in bilal.page.content()
    assert WHISPER not in workshop.asha.page.content()
    host.go(workshop.address + "record/").fits()
    with host.page.expect_download() as download:
        host.page.get_by_role("link", name="CSV").click()
    download.value.save_as(folder / "record.csv")
    rows = list(csv.reader(io.StringIO((folder / "record.csv").read_text(encoding="utf-8-sig"))))
    told = "\n".join(" ".join(row) for row in rows)
    assert SECRET in told
    assert WHISPER not in told
    assert "The clock says so." in told
    assert URDU in told
