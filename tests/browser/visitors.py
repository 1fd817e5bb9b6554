"""People with browsers of their own: what they can do on any page, and what must never go wrong in one.

`Visitor` watches everything its page asks for, hears and complains about. `opened` is a workshop of a
built-in pack with a link for everybody.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    WebSocket,
    expect,
)

from tests.browser.person import Person
from tests.services.server import Server

PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
NO_NETWORK = ("ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "WebSocket connection to")
TOO_WIDE = """() => {
  const root = document.documentElement;
  const wide = root.clientWidth;
  const inScroller = (element) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter((element) => {
    if (!element.checkVisibility() || element.matches(".unseen, .unseen *, .skip")) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && (box.right > wide + 1 || box.left < -1) && !inScroller(element);
  });
  const sideways = root.scrollWidth > wide ? [`the page is ${root.scrollWidth} px wide`] : [];
  return [...sideways, ...out.slice(0, 5).map((element) => element.outerHTML.slice(0, 160))];
}"""


class Visitor:
    """One person's browser. ``wrong`` is what it complained of, ``frames`` all that the wire brought.

    ``excused`` are complaints that a test provokes, such as the status of a refusal.
    """

    def __init__(self, browser: Browser, server: Server, shape: Mapping[str, Any], **options: Any) -> None:
        self.server = server
        self.context: BrowserContext = browser.new_context(
            base_url=server.address, reduced_motion="reduce", **{**shape, **options}
        )
        self.wrong: list[str] = []
        self.frames: list[str] = []
        self.offline = False
        self.excused: tuple[str, ...] = ()
        self.context.on("request", self._asked)
        self.context.on("console", self._complained)
        self.context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        self.context.on("page", lambda page: page.on("websocket", self._socket))
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != urlsplit(self.server.address).netloc:
            self.wrong.append(f"asked for {request.url}")

    def _complained(self, message: ConsoleMessage) -> None:
        excused = self.excused + (NO_NETWORK if self.offline else ())
        if message.type in ("error", "warning") and not any(words in message.text for words in excused):
            self.wrong.append(f"console: {message.text}")

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.frames.append(str(frame)))

    def heard(self, text: str) -> bool:
        """Did the wire ever bring this?"""
        return any(text in frame for frame in self.frames)

    # ---- going places

    def go(self, address: str) -> "Visitor":
        self.page.goto(address)
        return self

    def live(self) -> "Visitor":
        expect(self.page.locator("body")).to_have_attribute("data-wire", "live", timeout=PATIENCE)
        return self

    def on(self, page: str) -> "Visitor":
        """Wait until the workshop shows this person this page, and is connected."""
        expect(self.page.locator("body")).to_have_attribute("data-page", page, timeout=PATIENCE)
        return self if page == "ended" else self.live()

    def enter(self, link: str, name: str) -> "Visitor":
        """As somebody who has come in through this link with this name: without the pages on the way."""
        return self._be(self._person(link, name))

    def seated(self, link: str, name: str) -> "Visitor":
        """The same, and the ground rules are accepted: on the stage."""
        person = self._person(link, name)
        person.accept()
        return self._be(person).on("stage")

    def _person(self, link: str, name: str) -> Person:
        return Person(urljoin(self.server.address, link), name)

    def _be(self, person: Person) -> "Visitor":
        self.context.add_cookies(person.cookies())
        person.http.close()
        return self.go(person.page)

    def come_in(self, link: str, name: str) -> "Visitor":
        """Through a link with a key, page by page, giving a name where one is asked for."""
        self.go(link)
        self.page.wait_for_url(lambda url: "/enter/" not in url)
        if "/come-in/" in self.page.url:
            self.page.get_by_label("Your name").fill(name)
            self.press("Come in")
        return self

    def join(self, code: str, name: str) -> "Visitor":
        self.go("/join/")
        self.page.get_by_label("Code of the workshop").fill(code)
        self.page.get_by_label("Your name").fill(name)
        self.press("Come in")
        return self.on("lobby")

    def accept(self) -> "Visitor":
        self.on("brief").press("I accept these ground rules")
        return self.on("stage")

    def tab(self, name: str) -> "Visitor":
        """A panel of a narrow page."""
        self.page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name=name).click()
        return self

    # ---- doing things

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> "Visitor":
        self.button(name, within).click()
        return self

    def button(self, name: str | re.Pattern[str], within: Locator | None = None) -> Locator:
        exact = isinstance(name, str)
        return (within or self.page).get_by_role("button", name=name, exact=exact).first

    def sure(self, text: str = "") -> "Visitor":
        """Answer the page's question with yes, and with a text where it wants one."""
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        if text:
            dialog.get_by_role("textbox").fill(text)
        self.press("Yes, do it", dialog)
        expect(dialog).to_be_hidden()
        return self

    def pass_gate(self, lacks: str) -> "Visitor":
        """At the desk: it says what has not been done yet, and goes on with a reason."""
        gate = self.page.locator(".gate")
        expect(gate).to_contain_text(lacks)
        self.press("Open it anyway…", gate).sure("We come back to it.")
        expect(gate.filter(has_text=lacks)).to_have_count(0)
        return self

    def room(self, room: str) -> Locator:
        return self.page.locator(f'section[data-room="{room}"]')

    def enter_room(self, room: str) -> "Visitor":
        """As by its link, on a phone by the tab of the rooms first."""
        if self.page.locator(".tabs").is_visible():
            self.tab("Rooms")
        self.page.locator(f'.rooms-list a[data-room="{room}"]').click()
        expect(self.room(room)).to_be_visible()
        return self

    def say(self, text: str, room: str = "plenary") -> "Visitor":
        here = self.room(room)
        here.get_by_role("textbox").fill(text)
        self.press("Speak", here)
        return self

    def reads(self, text: str, room: str = "plenary") -> Locator:
        """The line with this text, once it stands there."""
        line = self.room(room).locator(".lines > .line").filter(has_text=text)
        expect(line).to_have_count(1, timeout=PATIENCE)
        return line

    def with_line(self, text: str, button: str, room: str = "plenary") -> "Visitor":
        """Press a button of a line, which shows when the line is touched."""
        line = self.reads(text, room)
        line.focus()
        return self.press(button, line)

    # ---- what must hold anywhere

    def fits(self) -> "Visitor":
        """Nothing is wider than the page, and the page does not scroll sideways."""
        assert self.page.evaluate(TOO_WIDE) == [], self.page.url
        return self

    def close(self) -> None:
        self.context.close()


Visit = Callable[..., Visitor]


def visiting(browser: Browser, server: Server) -> Iterator[Visit]:
    """Gives browsers away, and in the end holds that nothing went wrong in any of them."""
    given: list[Visitor] = []

    def visit(shape: Mapping[str, Any] = LAPTOP, **options: Any) -> Visitor:
        given.append(Visitor(browser, server, shape, **options))
        return given[-1]

    yield visit
    wrong = [each for visitor in given for each in visitor.wrong]
    for visitor in given:
        visitor.close()
    assert not wrong, wrong


@dataclass(frozen=True, slots=True)
class Opened:
    """A workshop and every way into it."""

    id: str
    page: str
    join_code: str
    staff_link: str
    screen_link: str
    seats: dict[str, str]


def opened(server: Server, pack: str = "fishermen", *chosen: str) -> Opened:
    told = json.loads(server.prepare("open_workshop", pack, "--json", *chosen))
    return Opened(**{name: told[name] for name in Opened.__slots__})


def host_link(server: Server, name: str) -> str:
    """A way in for a host of this name, who is made; the link that the server printed stays unspent."""
    make = (
        "from accounts import hosts; from accounts.models import User; "
        f"print(hosts.sign_in_link(User.objects.get_or_create(username={name!r})[0]))"
    )
    return server.prepare("shell", "--no-imports", "-c", make).strip().splitlines()[-1]
