"""Every tool in a browser: empty and in use, narrow and wide, light and dark, on stage and on the desk.

axe finds nothing, nothing is wider than the page, and whoever has no mouse does with a tool what it is for.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import tabled
from tests.browser.looking import WIDTHS, pictured, shown_tool
from tests.browser.tabled import Table
from tests.browser.test_axe import violations
from tests.browser.test_keyboard import choose, reach
from tests.browser.visitors import Visit, Visitor
from tests.services.server import Server


class Room:
    """A table of six: five are quick hands, in1 sits at a browser, and so does a facilitator."""

    def __init__(self, table: Table, stage: Visitor, desk: Visitor) -> None:
        self.table, self.stage, self.desk = table, stage, desk
        self.wrong: list[str] = []

    def tool(self, name: str, page: str = "stage") -> Locator:
        return shown_tool(self.stage if page == "stage" else self.desk, name)

    def look(self, name: str, shows: str, *pages: str) -> None:
        """Once these pages show this: what is wrong with the tool at each width."""
        for page in pages:
            visitor = self.stage if page == "stage" else self.desk
            expect(self.tool(name, page)).to_contain_text(shows)
            for width, height in WIDTHS:
                visitor.page.set_viewport_size({"width": width, "height": height})
                self.tool(name, page)
                visitor.fits()
                found = violations(visitor.page, f"section[data-tool={name}]")
                self.wrong += [f"{name} on the {page} at {width}: {one}" for one in found]
                pictured(f"{name}-{shows[:12]}-{page}-{width}", visitor.page)


@pytest.fixture
def room(visit: Visit, house: Server) -> Iterator[Room]:
    table = Table(house).seat("in2", "in3", "pk1", "pk2", "pk3")
    stage = visit().seated(table.workshop.seats["in1"], "At a browser")
    desk = visit().enter(table.workshop.staff_link, "Farida").on("desk")
    yield Room(table.begin(), stage, desk)
    table.close()


# What a delegate does with each tool by keys alone, and what then stands on the page.


def write_entry(student: Visitor, tool: Locator) -> str:
    write(student, tool.get_by_label("In one sentence"), "To fish where our fathers did")
    choose(student, "Put it on our sheet", tool)
    return "To fish where our fathers did"


def ask_about_a_card(student: Visitor, tool: Locator) -> str:
    theirs = tool.locator(".slip").filter(has_text="taken for weakness")
    button = theirs.get_by_role("button", name="Ask what it means")
    reach(student, button)
    student.page.keyboard.press("Enter")
    student.page.keyboard.type("Who calls it weakness?")
    choose(student, "Yes, do it", student.page.get_by_role("dialog"))
    return "Who calls it weakness?"


def say_back(student: Visitor, tool: Locator) -> str:
    pick(student, tool.get_by_label("Which card do you say back?"))
    write(student, tool.get_by_label("In your own words"), "You need the boats to be seen first")
    choose(student, "Say it back", tool)
    return "You need the boats to be seen first"


def offer_option(student: Visitor, tool: Locator) -> str:
    for side in ("India", "Pakistan"):
        pick(student, tool.get_by_label(f"A card of {side} that your idea meets"))
    write(student, tool.get_by_label("What could be done that meets both?"), "A tag on each boat")
    choose(student, "Lay it on the table", tool)
    return "A tag on each boat"


def name_constraint(student: Visitor, tool: Locator) -> str:
    pick(student, tool.get_by_label("Which option would be opposed?"))
    write(student, tool.get_by_label("Who at your own home would oppose it?"), "The boat owners")
    write(student, tool.get_by_label("Why?"), "They pay for it")
    pick(student, tool.get_by_label("How strongly?"))
    choose(student, "Name it", tool)
    return "They pay for it"


def write_step(student: Visitor, tool: Locator) -> str:
    write(student, tool.get_by_label("What we would do"), "We warn before we turn a boat")
    write(student, tool.get_by_label("What they would do"), "They answer on the same channel")
    choose(student, "Add this step", tool)
    return "We warn before we turn a boat"


def draft(student: Visitor, tool: Locator) -> str:
    write(
        student, tool.get_by_label("One sentence, drawn from the boards"), "Mothers may write once a month."
    )
    choose(student, "Add the clause", tool)
    return "Mothers may write once a month."


def answer_gauge(student: Visitor, tool: Locator) -> str:
    expect(tool.get_by_role("radio", checked=True)).to_have_count(0)
    reach(student, tool.get_by_role("radio").first)
    for _ in range(2):
        student.page.keyboard.press("ArrowDown")
    write(student, tool.get_by_label("Why?"), "It could save lives")
    choose(student, "Give my answer", tool)
    return "Your answer: Can live with it. It could save lives"


def write(student: Visitor, field: Locator, text: str) -> None:
    reach(student, field)
    student.page.keyboard.type(text)


def pick(student: Visitor, select: Locator) -> None:
    """The first choice that means something."""
    reach(student, select)
    student.page.keyboard.press("ArrowDown")
    expect(select).not_to_have_value("")


def ask_all(table: Table) -> None:
    table.ids["gauge"] = table.do("co", "gauge_clause", clause=table.ids["second"])


Step = tuple[str, str, str, Callable[[Table], None], str, Callable[[Visitor, Locator], str]]
STEPS: list[Step] = [
    ("caucus-sheet", "prepare", "0 of 3", tabled.use_sheet, "To be left alone", write_entry),
    ("needs-board", "needs", "For example, a need", tabled.use_board, "Who would call?", ask_about_a_card),
    ("reflecting", "reflecting", "0 tried", tabled.use_reflecting, "Its owners answer now", say_back),
    ("options", "joint", "For example", tabled.use_options, "1 doubt is parked", offer_option),
    ("constraints", "constraints", "Parked before", tabled.use_constraints, "would resist", name_constraint),
    ("steps", "overcoming", "For example", tabled.use_steps, "We let mothers write", write_step),
    ("text", "text", "For example, a clause", tabled.use_text, "Not agreed:", draft),
    ("gauge", "text", "For example", ask_all, "Until then nobody sees", answer_gauge),
]


@pytest.mark.timeout(600)
def test_every_tool_is_sound_empty_and_in_use_and_needs_no_mouse(room: Room) -> None:
    for tool, phase, empty, use, used, by_keys in STEPS:
        room.table.at(phase)
        room.look(tool, empty, "stage")
        use(room.table)
        room.look(tool, used, "stage", "desk")
        stands = by_keys(room.stage, room.tool(tool))
        expect(room.tool(tool)).to_contain_text(stands)
    all_have_answered(room)
    assert room.wrong == []


def all_have_answered(room: Room) -> None:
    """The gauge opens by itself; the next one begins without a choice made."""
    tabled.answer_gauge(room.table, room.table.ids["gauge"])
    room.look("gauge", "Not common ground yet: on one side only 66 of 100 can live with it", "stage", "desk")
    expect(room.tool("gauge").get_by_role("button", name="Give my answer")).to_be_hidden()
    room.table.do("co", "gauge_question", text="Do we meet once more?")
    expect(room.tool("gauge").get_by_role("radio")).to_have_count(6)
    expect(room.tool("gauge").get_by_role("radio", checked=True)).to_have_count(0)
