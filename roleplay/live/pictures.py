"""Pictures of every page, taken while a rehearsal plays, on a phone and on a laptop, light and dark.

Who is in the pictures and when each is taken is here. Starting a server and a browser is the
command's business (``management/commands/take_pictures.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from roleplay.live.client import Client
from roleplay.live.client_doors import Pass
from roleplay.live.client_entrance import enter
from roleplay.live.rehearsal import FACILITATOR, Rehearsing
from scenarios.loader import LoadedPack
from scenarios.rehearsal_schema import ScriptLine

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

STAR = "pk2"
"""The seat whose page is in the pictures: it is asked into the corridor."""
STAR_NAME = "Amina"
NAMES = ["Jonas", "Priya", "Chen", "Lucía", "Tomasz", "Zara", "Noah", "Ines", "Omar", "Mei", "Kofi", "Lena"]
SPEED = 100.0
PATIENCE = 60_000
"""Milliseconds for a page on a busy machine."""
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
DEVICES = {360: PHONE, 1280: LAPTOP}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One picture for the README: of which page, at which width, under which name."""

    page: str
    width: int
    name: str


README = (
    Wanted("stage-plenary", 360, "stage-phone"),
    Wanted("desk", 1280, "desk"),
    Wanted("record", 1280, "record"),
)


@dataclass
class Album:
    """Where pictures go: a few for the README, or with ``whole`` every page in every shape."""

    folder: Path
    whole: bool
    tell: Callable[[str], None]
    taken: list[Path] = field(default_factory=list)

    def wants(self, of: str) -> bool:
        return self.whole or any(wanted.page == of for wanted in README)

    def widths(self, usual: int) -> list[int]:
        """At which somebody's pages are opened; the README shows each at its usual one."""
        return list(DEVICES) if self.whole else [usual]

    def sharpness(self, width: int) -> int:
        """Pixels for each that a page counts in: more for the README's phone, which is small."""
        return 2 if width == min(DEVICES) and not self.whole else 1

    async def take(self, of: str, pages: Mapping[int, Page], ready: str) -> None:
        """Pictures of this page as soon as what the selector ``ready`` says is there."""
        for width, page in pages.items():
            if self.whole:
                for scheme in SCHEMES:
                    await self._shoot(page, f"{of}-{width}-{scheme}", ready, scheme)
            for wanted in README:
                if not self.whole and (wanted.page, wanted.width) == (of, width):
                    await self._shoot(page, wanted.name, ready, "light")

    async def _shoot(self, page: Page, name: str, ready: str, scheme: Scheme) -> None:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await page.locator(ready).first.wait_for()
        await page.evaluate("document.fonts.ready")
        path = self.folder / f"{name}.png"
        await page.screenshot(path=path, animations="disabled")
        self.taken.append(path)
        self.tell(f"  {path.name}")


@dataclass(frozen=True, slots=True)
class Sitter:
    """One person's browser, the same session at every width."""

    contexts: Mapping[int, BrowserContext]
    pages: Mapping[int, Page]

    async def open(self, address: str) -> None:
        for page in self.pages.values():
            await page.goto(address)

    async def session(self, origin: str, workshop: str) -> Pass:
        """What lets a program go on as this person."""
        first = next(iter(self.contexts.values()))
        cookies = {one.get("name", ""): one.get("value", "") for one in await first.cookies()}
        return Pass(origin, workshop, next(cookies[name] for name in cookies if name.endswith("session")))


async def sitter(browser: Browser, album: Album, usual: int, come_in: Callable[[Page], Any]) -> Sitter:
    """Somebody comes in with one browser; the others get the same cookies."""
    widths = album.widths(usual)
    shapes = {w: {**DEVICES[w], "device_scale_factor": album.sharpness(w)} for w in widths}
    first = await browser.new_context(**shapes[widths[0]])
    page = await first.new_page()
    page.set_default_timeout(PATIENCE)
    await come_in(page)
    state = await first.storage_state()
    contexts, pages = {widths[0]: first}, {widths[0]: page}
    for width in widths[1:]:
        contexts[width] = await browser.new_context(**shapes[width], storage_state=state)
        pages[width] = await contexts[width].new_page()
        pages[width].set_default_timeout(PATIENCE)
        await pages[width].goto(page.url)
    return Sitter(contexts, pages)


@dataclass
class Studio:
    """Everything that a picture needs. ``opened`` is what ``open_workshop --json`` printed."""

    browser: Browser
    album: Album
    loaded: LoadedPack
    opened: Mapping[str, Any]
    enter: str

    @property
    def origin(self) -> str:
        return str(self.opened["page"]).partition("/w/")[0]

    async def take_all(self) -> None:
        """From the library to the record."""
        self.desk = await self._sitter(1280, self._sign_in)
        await self._before_hosting()
        async with AsyncExitStack() as stack:
            clients = await self._delegates(stack)
            await self._waiting_and_reading(stack, clients)
            await self._playing(clients)
        await self._afterwards()

    async def _sitter(self, usual: int, come_in: Callable[[Page], Any]) -> Sitter:
        return await sitter(self.browser, self.album, usual, come_in)

    async def _sign_in(self, page: Page) -> None:
        await page.goto(self.enter)
        await page.wait_for_url(lambda url: "/enter/" not in url)

    async def _before_hosting(self) -> None:
        slug = self.loaded.pack.id
        for name, path in (
            ("library", "/library/"),
            ("pack", f"/library/{slug}/"),
            ("host", f"/host/{slug}/"),
        ):
            if self.album.wants(name):
                await self.desk.open(self.origin + path)
                await self.album.take(name, self.desk.pages, "h1")

    async def _delegates(self, stack: AsyncExitStack) -> dict[str, Client]:
        """Everybody but the star, come in by their links; the last of them is still reading."""
        links = {seat: link for seat, link in self.opened["seats"].items() if seat != STAR}
        people = {FACILITATOR: self.opened["staff_link"], **links}
        clients: dict[str, Client] = {}
        for (seat, link), name in zip(people.items(), ["Dr. Haile", *NAMES], strict=False):
            clients[seat] = await stack.enter_async_context(Client(await enter(link, name)))
        for seat, client in clients.items():
            await client.live()
            if seat != FACILITATOR:
                await client.do("open_brief")
        for seat in list(links)[:-1]:
            await clients[seat].do("accept_rules")
        return clients

    async def _waiting_and_reading(self, stack: AsyncExitStack, clients: dict[str, Client]) -> None:
        """The star comes in by the code, waits, is given a seat, reads and accepts."""
        star = self.star = await self._sitter(360, self._join)
        await self.album.take("lobby", star.pages, "body[data-wire=live]")
        await self.desk.open(self.opened["page"])
        await self.album.take("desk-lobby", self.desk.pages, "body[data-wire=live]")
        [page, *_] = star.pages.values()
        person = await page.locator("body").get_attribute("data-participant")
        await clients[FACILITATOR].do("give_seat", participant=person, seat=STAR)
        await self.album.take("brief", star.pages, "body[data-page=brief][data-wire=live]")
        last = list(clients)[-1]
        await clients[last].do("accept_rules")
        access = await star.session(self.origin, self.opened["id"])
        clients[STAR] = await stack.enter_async_context(Client(access))
        await clients[STAR].do("accept_rules")
        await self.album.take("stage-before", star.pages, "body[data-page=stage][data-wire=live]")

    async def _join(self, page: Page) -> None:
        await page.goto(self.opened["join_link"])
        await page.get_by_label("Your name").fill(STAR_NAME)
        await page.get_by_role("button", name="Come in").click()
        await page.wait_for_url("**/w/*/")

    async def _playing(self, clients: dict[str, Client]) -> None:
        self.screen = await self._sitter(1280, self._show_screen)
        await self.desk.open(self.opened["page"])
        sides = {seat.id: seat.side for seat in self.loaded.pack.seats}
        script = self.loaded.rehearsals[min(self.loaded.rehearsals)]
        occasions = [each for each in OCCASIONS if self.album.wants(each.name)]

        async def watch(phase: str, step: ScriptLine) -> None:
            while occasions and occasions[0].is_now(phase, step):
                await occasions.pop(0).take(self)

        rehearsing = Rehearsing(script, clients, sides, SPEED, self.album.tell, watch)
        await rehearsing.play()
        await clients[FACILITATOR].do("end")

    async def _show_screen(self, page: Page) -> None:
        await page.goto(self.opened["screen_link"])
        await page.wait_for_url("**/screen/")

    async def _afterwards(self) -> None:
        for name, who, path in (
            ("ended", self.star, ""),
            ("desk-ended", self.desk, ""),
            ("record-own", self.star, "record/"),
            ("record-shared", self.desk, "record/shared/"),
            ("record", self.desk, "record/#chapter-5"),
        ):
            if self.album.wants(name):
                await who.open(self.opened["page"] + path)
                await self.album.take(name, who.pages, "h1")


@dataclass(frozen=True, slots=True)
class Occasion:
    """A moment of the script worth a picture: after somebody did something in a phase."""

    name: str
    whose: Literal["star", "desk", "screen"]
    phase: str
    by: str
    did: str
    ready: str
    hash: str = ""

    def is_now(self, phase: str, step: ScriptLine) -> bool:
        return phase == self.phase and step.by == self.by and bool(getattr(step, self.did))

    async def take(self, studio: Studio) -> None:
        who: Sitter = getattr(studio, self.whose)
        for page in who.pages.values():
            await page.evaluate("hash => { location.hash = hash }", self.hash)
            await page.evaluate("scrollTo(0, 0)")
        await studio.album.take(self.name, who.pages, f"{self.ready} >> visible=true")


OCCASIONS: Sequence[Occasion] = (
    Occasion("stage-caucus", "star", "prepare", "pk2", "say", ".line.mine", "room-caucus-pakistan"),
    Occasion("screen", "screen", "needs", "in1", "raise_hand", ".people li"),
    Occasion("screen-news", "screen", "joint", "facilitator", "inject", ".inject"),
    Occasion("stage-plenary", "star", "joint", "pk4", "workable", ".reactions .tag", "room-plenary"),
    Occasion("stage-brief", "star", "joint", "pk4", "workable", ".cues", "brief"),
    Occasion("stage-rooms", "star", "joint", "pk4", "workable", ".rooms-list a", "rooms"),
    Occasion("stage-invitation", "star", "joint", "in2", "invite", ".invitation .button-main", "talk"),
    Occasion("desk", "desk", "joint", "in3", "help", "#room-plenary .line", "rooms"),
    Occasion("desk-people", "desk", "joint", "in3", "help", ".call", "people"),
    Occasion("desk-news", "desk", "joint", "in3", "help", ".inject-list", "news"),
)
