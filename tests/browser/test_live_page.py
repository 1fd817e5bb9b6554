"""How a live page shows what comes over the wire, and how it sends: the patcher, rooms, composers, commands.

`pages/stage.html` is a small stage under the real content security policy.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.faulty import Faulty
from tests.services.server import wait_until


class Stage:
    """The stage page, open and connected."""

    def __init__(self, page: Page, faulty: Faulty) -> None:
        self.page, self.faulty = page, faulty

    def open(self, hash: str = "", live: bool = True) -> "Stage":
        self.page.goto(f"{self.faulty.address}/stage.html{hash}")
        return self.until_live() if live else self

    def until_live(self) -> "Stage":
        expect(self.page.locator("body")).to_have_attribute("data-wire", "live", timeout=15_000)
        return self

    def lines(self, room: str = "plenary") -> Locator:
        return self.page.locator(f"#room-{room} .lines > .line .said")

    def field(self, room: str = "plenary") -> Locator:
        return self.page.locator(f"#room-{room} textarea")

    def announced(self) -> Locator:
        return self.page.locator("#announce")

    def commands(self) -> list[dict[str, Any]]:
        return list(self.faulty.seen()["commands"])


@pytest.fixture
def stage(page: Page, faulty: Faulty) -> Iterator[Stage]:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if "Policy" in message.text else None)
    yield Stage(page, faulty)
    assert wrong == []


# ---- lines


def test_lines_appear_in_their_rooms_and_a_line_that_comes_twice_is_shown_once(stage: Stage) -> None:
    stage.open()
    stage.faulty.say("Welcome")
    expect(stage.lines()).to_have_text(["Welcome"])
    [line] = [each["line"] for each in stage.faulty.seen()["log"]]
    stage.faulty.tell(frames=[{"lines": [line]}])
    stage.faulty.say("A second line")
    expect(stage.lines()).to_have_text(["Welcome", "A second line"])


def test_a_changed_line_changes_where_it_stands_and_keeps_the_focus(stage: Stage) -> None:
    stage.open()
    stage.faulty.say("First", "Second")
    expect(stage.lines()).to_have_count(2)
    stage.page.get_by_role("button", name="Heard").first.focus()
    line = stage.faulty.seen()["log"][0]["line"]
    changed = (
        line["html"].replace("First", "First, withdrawn").replace('class="line"', 'class="line withdrawn"')
    )
    stage.faulty.tell(frames=[{"lines": [{**line, "html": changed}]}])
    expect(stage.lines()).to_have_text(["First, withdrawn", "Second"])
    expect(stage.page.get_by_role("button", name="Heard").first).to_be_focused()


def test_ones_own_line_stands_there_at_once_and_only_once(stage: Stage) -> None:
    stage.open()
    stage.faulty.faults(mute=True)
    stage.field().fill("What I heard is this")
    stage.page.keyboard.press("Enter")
    waiting = stage.page.locator("#room-plenary .pending .line")
    expect(waiting).to_contain_text("Sending")
    expect(stage.field()).to_have_value("")
    stage.faulty.mend("mute")
    stage.faulty.tell(close=4503)
    expect(stage.lines()).to_have_text(["What I heard is this"])
    expect(waiting).to_have_count(0)
    expect(stage.page.locator("#room-plenary .lines .line.mine")).to_have_count(1)


def test_a_line_that_is_sent_stays_until_its_event_arrives(stage: Stage) -> None:
    stage.open()
    stage.faulty.faults(silent=True)
    stage.field().fill("On disk, not yet told")
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator(".pending [data-state=sent]")).to_contain_text("On disk, not yet told")
    stage.faulty.mend("silent")
    stage.faulty.tell(close=4408)
    expect(stage.lines()).to_have_text(["On disk, not yet told"])
    expect(stage.page.locator(".pending .line")).to_have_count(0)


def test_a_refused_line_says_why_and_can_be_tried_again_or_dropped(stage: Stage) -> None:
    stage.open()
    stage.faulty.faults(no={"code": "not_your_turn", "say": "Raise your hand first."})
    stage.field().fill("Too early")
    stage.page.keyboard.press("Enter")
    failed = stage.page.locator(".pending [data-state=failed]")
    expect(failed).to_contain_text("Raise your hand first.")
    failed.get_by_role("button", name="Try again").click()
    expect(stage.lines()).to_have_text(["Too early"])
    stage.faulty.faults(no={"code": "not_your_turn", "say": "Raise your hand first."})
    stage.field().fill("Again too early")
    stage.page.keyboard.press("Enter")
    failed.get_by_role("button", name="Discard").click()
    expect(failed).to_have_count(0)
    assert stage.page.evaluate("Object.keys(sessionStorage).filter((key) => key.includes('outbox'))") == []


def test_what_is_on_its_way_is_shown_after_a_reload_and_then_sent(stage: Stage) -> None:
    stage.open()
    stage.faulty.faults(refuse=True, http_down=503)
    stage.faulty.tell(close=4503)
    expect(stage.page.locator("body")).to_have_attribute("data-wire", "offline")
    stage.field().fill("Written in a tunnel")
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator(".pending .line")).to_contain_text("Not sent yet")
    stage.page.reload()
    expect(stage.page.locator(".pending .line")).to_contain_text("Written in a tunnel")
    stage.faulty.mend("refuse", "http_down")
    expect(stage.lines()).to_have_text(["Written in a tunnel"], timeout=20_000)


def test_a_resync_shows_everything_anew_and_nothing_twice(stage: Stage) -> None:
    stage.faulty.say("One", "Two")
    stage.open()
    stage.faulty.faults(resync=True)
    stage.faulty.tell(close=4408)
    wait_until(lambda: len(stage.faulty.seen()["hellos"]) == 3, 10, "a third hello")
    expect(stage.lines()).to_have_text(["One", "Two"])


def test_only_the_one_policy_makes_html(stage: Stage) -> None:
    stage.open()
    refused = stage.page.evaluate(
        "() => { try { document.body.innerHTML = '<b>x</b>'; } catch (error) { return error.name; } }"
    )
    assert refused == "TypeError"


# ---- rooms, unread marks, scrolling


def test_unread_lines_are_counted_until_the_room_is_opened(stage: Stage) -> None:
    stage.open()
    stage.faulty.say("To us", "And more", room="caucus")
    badge = stage.page.locator("a[data-room=caucus] [data-unread]")
    expect(badge).to_have_text("2")
    expect(stage.page).to_have_title("(2) Stage")
    expect(stage.announced()).to_contain_text("2 unread lines in Your caucus")
    stage.page.locator("a[data-room=caucus]").click()
    expect(stage.page.locator("#room-caucus")).to_be_visible()
    expect(badge).to_be_hidden()
    expect(stage.page).to_have_title("Stage")
    stage.page.reload()
    stage.until_live()
    expect(stage.lines("caucus")).to_have_count(2)
    expect(badge).to_be_hidden()


def test_the_back_button_goes_to_the_room_before(stage: Stage) -> None:
    stage.open()
    stage.page.locator("a[data-room=caucus]").click()
    expect(stage.page.locator("a[data-room=caucus]")).to_have_attribute("aria-current", "true")
    stage.page.locator("a[data-room=plenary]").click()
    expect(stage.page.locator("#room-plenary")).to_be_visible()
    stage.page.go_back()
    expect(stage.page.locator("#room-caucus")).to_be_visible()
    expect(stage.page.locator("#room-plenary")).to_be_hidden()


def test_it_scrolls_with_the_talk_only_when_the_end_is_in_sight(stage: Stage) -> None:
    stage.faulty.say(*(f"Line {n}" for n in range(60)))
    stage.open()
    expect(stage.lines().last).to_be_in_viewport()
    box = stage.page.locator("#room-plenary .scroll")
    box.evaluate("(box) => { box.scrollTop = 0; }")
    stage.faulty.say("While reading", "Another")
    newer = stage.page.locator("#room-plenary [data-newer]")
    expect(newer).to_have_text("2 new lines")
    assert box.evaluate("(box) => box.scrollTop") == 0
    newer.click()
    expect(stage.lines().last).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_a_room_that_opens_later_gets_its_place_and_its_strip(stage: Stage) -> None:
    stage.open()
    rooms = stage.page.locator("[data-part=rooms]").inner_html()
    corridor = '<a data-room="corridor-1" data-name="Corridor" href="#room-corridor-1">Corridor</a>'
    strip = '<p class="readers seat-1">Only you two will read this.</p>'
    stage.faulty.parts(**{"rooms": rooms + corridor, "strip:corridor-1": strip})
    stage.page.get_by_role("link", name="Corridor").click()
    section = stage.page.locator("#room-corridor-1")
    expect(section).to_contain_text("Only you two")
    section.get_by_role("textbox").fill("Quietly")
    section.get_by_role("button", name="Speak").click()
    expect(stage.lines("corridor-1")).to_have_text(["Quietly"])


def test_a_narrow_screen_shows_one_panel_at_a_time(stage: Stage) -> None:
    stage.page.set_viewport_size({"width": 360, "height": 700})
    stage.open()
    expect(stage.page.locator("#room-plenary")).to_be_visible()
    expect(stage.page.locator("[data-panel=rooms]")).to_be_hidden()
    stage.page.get_by_role("link", name="Rooms").click()
    expect(stage.page.locator("[data-panel=rooms]")).to_be_visible()
    expect(stage.page.locator("#room-plenary")).to_be_hidden()
    stage.faulty.say("Unseen")
    expect(stage.page.locator("a[data-room=plenary] [data-unread]")).to_have_text("1")
    stage.page.locator("a[data-room=plenary]").click()
    expect(stage.lines()).to_have_text(["Unseen"])
    assert stage.page.evaluate("document.documentElement.scrollWidth") == 360


# ---- parts


def test_a_replaced_part_keeps_focus_open_details_and_scroll(stage: Stage) -> None:
    stage.open()
    board = '<details><summary>More</summary><p>{n}</p></details><button data-do="lower_hand">Lower</button>'
    stage.faulty.parts(board=board.format(n=1))
    stage.page.get_by_text("More").click()
    stage.page.get_by_role("button", name="Lower").focus()
    stage.faulty.parts(board="<p>New above</p>" + board.format(n=2))
    expect(stage.page.locator("[data-part=board] details p")).to_have_text("2")
    expect(stage.page.locator("[data-part=board] details")).to_have_attribute("open", "")
    expect(stage.page.get_by_role("button", name="Lower")).to_be_focused()


def test_when_the_focused_thing_goes_the_focus_stays_in_its_part(stage: Stage) -> None:
    stage.open()
    stage.faulty.parts(board='<button data-do="lower_hand">Lower</button>')
    stage.page.get_by_role("button", name="Lower").focus()
    stage.faulty.parts(board="<p>No hand is up.</p>")
    expect(stage.page.locator("[data-part=board]")).to_be_focused()


MARKS = (
    '<b data-presence="in1"></b><b data-presence="pk1"></b><b data-presence="pk1" data-brief></b>'
    '<b data-presence="me"></b><i data-here-of="in1 pk1 pk2"></i><u data-away="in1" hidden></u>'
    '<s data-words-of="pk1"></s><s data-silent-of="pk1"></s>'
)


def test_who_is_here_is_put_onto_the_marks_of_other_parts(stage: Stage) -> None:
    stage.open()
    stage.faulty.parts(table=MARKS)
    stage.faulty.parts(here='<data value="pk1 pk2 me"></data>')
    table = stage.page.locator("[data-part=table]")
    expect(table.locator("b")).to_have_text(["away", "here", "", "you"])
    expect(table.locator("i")).to_have_text("2 here")
    expect(table.locator("u")).to_be_attached()
    assert table.locator("u").get_attribute("hidden") is None
    stage.faulty.parts(table=MARKS + "<p>anew</p>")
    expect(table.locator("p")).to_have_text("anew")
    expect(table.locator("b")).to_have_text(["away", "here", "", "you"])
    stage.faulty.parts(here='<data value="in1"></data>')
    expect(table.locator("b")).to_have_text(["here", "away", "away", "you"])


def test_figures_are_put_where_other_parts_leave_room_for_them(stage: Stage) -> None:
    stage.open()
    stage.faulty.parts(table=MARKS, figures='<data value="in1:0: pk1:12:1000"></data>')
    expect(stage.page.locator("[data-words-of]")).to_have_text("12")
    expect(stage.page.locator("[data-silent-of]")).to_contain_text("min")


def test_another_page_is_loaded_when_the_server_names_one(stage: Stage) -> None:
    stage.open()
    stage.faulty.parts(page='<span data-page="stage"></span>', now="<h1>Still here</h1>")
    expect(stage.page.locator("h1")).to_have_text("Still here")
    with stage.page.expect_navigation():
        stage.faulty.parts(page='<span data-page="desk"></span>')
    stage.until_live()


def test_the_clock_counts_down_by_the_servers_time_and_says_five_and_one(stage: Stage) -> None:
    stage.page.clock.install()
    stage.open()
    now = stage.page.evaluate("Date.now()") + 3_600_000  # the server is an hour ahead
    stage.faulty.parts(
        now=f'<span class="clock" data-ends-at="{now + 302_000}" data-server-now="{now}"></span>'
    )
    expect(stage.page.locator(".clock")).to_have_text(re.compile("05:0[12]"))
    stage.page.clock.run_for(4_000)
    expect(stage.announced()).to_contain_text("5 minutes left")
    stage.page.clock.run_for(239_000)
    expect(stage.announced()).to_contain_text("1 minute left")
    stage.page.clock.run_for(62_000)
    expect(stage.page.locator(".clock-over")).to_have_text(re.compile(r"\+00:0\d"))


# ---- writing


def test_enter_speaks_and_shift_enter_makes_a_new_line(stage: Stage) -> None:
    stage.open()
    stage.field().press_sequentially("First")
    stage.page.keyboard.press("Shift+Enter")
    stage.field().press_sequentially("second")
    stage.page.keyboard.press("Enter")
    expect(stage.lines()).to_have_text(["First\nsecond"])
    stage.page.keyboard.press("Enter")
    assert len(stage.commands()) == 1


def test_drafts_survive_a_reload_and_are_forgotten_on_leaving(stage: Stage) -> None:
    stage.open()
    stage.field().fill("Half a sentence")
    stage.page.reload()
    stage.until_live()
    expect(stage.field()).to_have_value("Half a sentence")
    stage.page.get_by_role("button", name="Leave").click()
    stage.page.wait_for_url("**/wire.html")
    assert stage.page.evaluate("Object.keys(sessionStorage)") == []


def test_a_reply_names_its_line_and_can_be_given_up(stage: Stage) -> None:
    stage.open()
    [event] = stage.faulty.say("You promised the village")
    stage.lines().first.hover()
    stage.page.get_by_role("button", name="Reply").click()
    expect(stage.page.locator("#room-plenary .replying")).to_contain_text(
        "Ambassador: You promised the village"
    )
    expect(stage.field()).to_be_focused()
    stage.field().fill("We did")
    stage.page.keyboard.press("Enter")
    expect(stage.lines()).to_have_count(2)
    expect(stage.page.locator("#room-plenary .replying")).to_be_hidden()
    stage.field().fill("And more")
    stage.page.keyboard.press("Enter")
    expect(stage.lines()).to_have_count(3)
    first, second = stage.commands()
    assert (first["reply_to"], "reply_to" in second) == (event, False)


def test_when_the_floor_is_elsewhere_one_may_prepare_but_not_send(stage: Stage) -> None:
    stage.open()
    closed = (
        '<p class="readers">Everyone</p><p data-closed>Raise your hand: the facilitator gives the floor.</p>'
    )
    stage.faulty.parts(**{"strip:plenary": closed})
    speak = stage.page.locator("#room-plenary .button-main")
    expect(speak).to_have_attribute("aria-disabled", "true")
    stage.field().fill("Prepared")
    stage.page.keyboard.press("Enter")
    expect(stage.page.locator("#says")).to_contain_text("Raise your hand")
    expect(stage.field()).to_have_value("Prepared")
    stage.faulty.parts(**{"strip:plenary": '<p class="readers">Everyone</p>'})
    expect(speak).to_have_attribute("aria-disabled", "false")
    stage.page.keyboard.press("Enter")
    expect(stage.lines()).to_have_text(["Prepared"])


def test_typing_is_told_for_the_room_one_writes_in(stage: Stage) -> None:
    stage.open()
    stage.field().press_sequentially("several letters")
    wait_until(lambda: stage.faulty.seen()["typing"] == ["plenary"], 5, "one typing frame")


# ---- commands


def test_a_command_button_sends_its_fields_and_a_reaction_is_taken_back_the_same_way(stage: Stage) -> None:
    stage.open()
    stage.faulty.parts(
        board='<button data-do="extend" data-minutes="2" data-of-phase="ph-1">+ 2 min</button>'
    )
    stage.page.get_by_role("button", name="+ 2 min").click()
    [event] = stage.faulty.say("A thought")
    expect(stage.lines().last).to_have_text("A thought")
    stage.lines().last.hover()
    stage.page.get_by_role("button", name="Heard").last.click()
    wait_until(lambda: len(stage.commands()) == 2, 5, "two commands")
    extend, react = stage.commands()
    assert (extend["do"], extend["minutes"], extend["of_phase"]) == ("extend", 2, "ph-1")
    assert (react["line"], react["reaction"], react["on"]) == (event, "heard", True)


def test_a_confirmed_command_asks_first_and_may_want_a_reason(stage: Stage) -> None:
    stage.open()
    asks = 'data-confirm="Open it anyway?" data-ask="override" data-ask-label="Why?"'
    button = f'<button data-do="next" {asks}>Open</button>'
    stage.faulty.parts(board=button)
    stage.page.get_by_role("button", name="Open").click()
    stage.page.get_by_role("button", name="Cancel").click()
    stage.page.get_by_role("button", name="Open").click()
    dialog = stage.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Open it anyway?")
    dialog.get_by_label("Why?").fill("Time is short")
    dialog.get_by_role("button", name="Yes, do it").click()
    wait_until(stage.commands, 5, "the command")
    assert [(each["do"], each["override"]) for each in stage.commands()] == [("next", "Time is short")]


def test_a_command_form_sends_its_fields_and_shows_a_refusal_beside_them(stage: Stage) -> None:
    stage.open()
    stage.faulty.faults(no={"code": "muted", "say": "You are muted."})
    form = stage.page.locator("form[data-command=call_for_help]")
    form.get_by_label("What is it?").fill("12")
    form.get_by_role("button").click()
    stage.page.get_by_role("button", name="Yes, do it").click()
    expect(form.locator(".form-says")).to_have_text("You are muted.")
    expect(form.get_by_label("What is it?")).to_have_value("12")
    [sent] = stage.commands()
    assert (sent["do"], sent["text"], sent["many"]) == ("call_for_help", "12", 2)


def test_a_refused_button_says_why(stage: Stage) -> None:
    stage.open()
    stage.faulty.parts(board='<button data-do="raise_hand">Raise hand</button>')
    stage.faulty.faults(no={"code": "already", "say": "Your hand is up already."})
    stage.page.get_by_role("button", name="Raise hand").click()
    expect(stage.page.get_by_role("alert").filter(has_text="Your hand is up already.")).to_be_visible()


# ---- for those who listen, and for the keyboard


def test_other_peoples_lines_are_announced_together_and_ones_own_are_not(stage: Stage) -> None:
    stage.faulty.say("Said before I came")
    stage.open()
    stage.field().fill("My own words")
    stage.page.keyboard.press("Enter")
    expect(stage.lines()).to_have_count(2)
    stage.faulty.say("One thing", "Another thing")
    expect(stage.announced()).to_have_text("Ambassador: One thing. Ambassador: Another thing")


def test_lines_are_one_stop_of_the_tab_key_and_arrows_move_among_them(stage: Stage) -> None:
    stage.faulty.say("One", "Two", "Three")
    stage.open()
    stage.page.locator("#room-plenary .scroll").focus()
    stage.page.keyboard.press("ArrowUp")
    stage.page.keyboard.press("ArrowUp")
    expect(stage.page.locator(".lines > .line").nth(1)).to_be_focused()
    stage.page.keyboard.press("Tab")
    expect(stage.page.locator(".lines > .line").nth(1).get_by_role("button", name="Reply")).to_be_focused()
    stage.page.keyboard.press("End")
    expect(stage.page.locator(".lines > .line").nth(2)).to_be_focused()
    stage.page.keyboard.press("Home")
    stage.page.keyboard.press("Shift+Tab")
    stage.page.keyboard.press("Tab")
    expect(stage.field()).to_be_focused()


def test_the_state_of_the_connection_is_told_and_a_taken_over_seat_is_final(stage: Stage) -> None:
    stage.open()
    expect(stage.page.locator(".wire")).to_be_hidden()
    stage.faulty.tell(close=4409)
    expect(stage.page.locator("[data-wire-says]")).to_contain_text("open on another device")
    stage.field().fill("Too late")
    stage.page.keyboard.press("Enter")
    expect(stage.field()).to_have_value("Too late")
    stage.page.get_by_role("button", name="Reload").click()
    stage.until_live()
    expect(stage.field()).to_have_value("Too late")
