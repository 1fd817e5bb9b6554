"""On A4 every brief is one sheet, whatever the pack; on a screen the page fits a phone and satisfies axe."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from scenarios.library_index import library_folder, pack_folders
from scenarios.loader import load_pack
from tests.browser.test_axe import violations
from tests.browser.visitors import LAPTOP, Visitor, host_link, visiting
from tests.services.server import Server

PACKS = pack_folders(library_folder())
PAGE = re.compile(rb"/Type\s*/Page\b")


def pages(page: Page) -> int:
    """How many sheets come out of the printer."""
    return len(PAGE.findall(page.pdf(prefer_css_page_size=True)))


@pytest.fixture(scope="module")
def host(browser: Browser, house: Server) -> Iterator[Visitor]:
    visits = visiting(browser, house)
    yield next(visits)(LAPTOP).enter(host_link(house, "printer"), "")
    next(visits, None)


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_each_brief_is_one_sheet(host: Visitor, folder: Path) -> None:
    loaded = load_pack(folder)
    for part, briefs in (("seats", loaded.seats), ("sides", loaded.sides)):
        host.go(f"/library/{folder.name}/paper/{part}/")
        assert pages(host.page) == len(briefs), part


def test_a_whole_pack_is_its_parts_and_no_empty_sheet(host: Visitor) -> None:
    counted = {}
    for part in ("", "public/", "sides/", "seats/", "teaching/"):
        host.go(f"/library/neemrana/paper/{part}")
        counted[part] = pages(host.page)
    assert counted[""] == sum(count for part, count in counted.items() if part)


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_and_satisfies_axe(host: Visitor, width: int) -> None:
    host.page.set_viewport_size({"width": width, "height": 800})
    host.go("/library/fishermen/paper/").fits()
    assert violations(host.page) == []
