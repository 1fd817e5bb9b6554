"""What must hold of a page wherever it is looked at: nothing is too wide, and axe has no complaint.

With BAITHAK_PICTURES, a folder, there is a picture of each page besides, for whoever wants to look.
"""

import os
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_axe import violations
from tests.browser.visitors import Visitor

PICTURES = os.environ.get("BAITHAK_PICTURES")
WIDTHS = ((360, 740), (1280, 860))
PANEL = {"stage": "tool", "desk": "tools"}
"""Where a narrow page has its tools."""


def look(name: str, *visitors: Visitor, panel: str = "", within: str | None = None) -> None:
    """At both widths, in light and dark. ``panel``: what a narrow page shows; ``within``: where axe looks."""
    for visitor in visitors:
        page, before = visitor.page, visitor.page.viewport_size
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            if panel:
                page.evaluate("panel => { location.hash = panel }", panel)
            visitor.fits()
            assert violations(page, within) == [], (name, width)
            pictured(f"{name}-{page.locator('body').get_attribute('data-page')}-{width}", page)
        page.emulate_media(color_scheme="light")
        if before:
            page.set_viewport_size(before)


def shown_tool(visitor: Visitor, name: str) -> Locator:
    """The place of a tool, once its panel is shown."""
    page = visitor.page.locator("body").get_attribute("data-page") or ""
    visitor.page.evaluate("panel => { location.hash = panel }", PANEL[page])
    place = visitor.page.locator(f"section[data-tool={name}]")
    expect(place).to_be_visible()
    return place


def pictured(name: str, page: Page) -> None:
    for scheme in ("light", "dark") if PICTURES else ():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.screenshot(path=Path(str(PICTURES)) / f"{name}-{scheme}.png")
