"""The tools of the short form in the hands of eight delegates, step after step, until the roles are put down.

Who they are, and what else happens in their workshop, is in ``test_whole_workshop``.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.browser.visitors import Visit, Visitor

NEED, FEAR = "To know on the same day where our crews are held", "That a gift is taken for weakness"
MORE_CARDS = "One quiet season for the young fish", "Fuel that costs more than the catch"
A_NEED, A_FEAR = "A need: what we cannot do without", "A fear: what must not happen to us"
ON_OUR_SHEET = "Boats that come home with their crews."
OPTION, DOUBT = (
    "One list of everybody held, on the first of each month",
    "Nobody keeps such a list up to date",
)
CLAUSE, SECOND = "A list is exchanged within a week.", "Boats go home with their crews."
STEPS = (
    "Put the role down",
    "One word each",
    "What happened",
    "Why",
    "How does it compare",
    "What if, what next",
)
OPENINGS = (
    ("Names…", "Chitra"),
    ("Private facts…", "What each seat alone knew"),
    ("Rooms…", "working groups are open."),
    ("What actually happened…", "There is still no agreed line"),
    ("Whose voice was missing…", "Women who sort, dry and sell the catch"),
)


@dataclass
class Workshop:
    """Everybody in it: two facilitators and, by side, those who sit for it, the first two of each by name.
    ``waiting`` came with the code and sit wherever they are put."""

    host: Visitor
    helper: Visitor
    india: list[Visitor]
    pakistan: list[Visitor]
    visit: Visit
    address: str
    waiting: list[Visitor]

    @property
    def asha(self) -> Visitor:
        return self.india[0]

    @property
    def chitra(self) -> Visitor:
        return self.india[1]

    @property
    def bilal(self) -> Visitor:
        return self.pakistan[0]

    @property
    def danish(self) -> Visitor:
        return self.pakistan[1]

    @property
    def delegates(self) -> list[Visitor]:
        return [*self.india, *self.pakistan]

    def everyone_fits(self) -> None:
        for visitor in (self.host, self.helper, *self.delegates):
            visitor.fits()

    def go_on_to(self, title: str) -> None:
        """Whatever the gate waited for has been done: the desk asks for no reason, and goes on."""
        expect(self.host.page.locator(".gate")).to_have_count(0)
        self.host.press(f"Next: {title}")
        for visitor in self.delegates:
            expect(visitor.page.get_by_role("heading", level=1)).to_have_text(title)


def back_to_the_talk(workshop: Workshop) -> None:
    """Those with a phone see one thing at a time."""
    for visitor in workshop.delegates:
        if visitor.page.locator(".tabs").is_visible():
            visitor.tab("Talk")


def at_tool(visitor: Visitor, name: str) -> Locator:
    """The place of a tool, on a phone behind its tab."""
    tab = visitor.page.locator('.tabs a[href="#tool"]')
    if tab.is_visible():
        tab.click()
    place = visitor.page.locator(f"section[data-tool={name}]")
    expect(place).to_be_visible()
    return place


def hand_in(visitor: Visitor, tool: str, button: str, *fields: tuple[str, str]) -> None:
    """Fill these fields of a tool, by their labels, and press its button."""
    place = at_tool(visitor, tool)
    for label, text in fields:
        field = place.get_by_label(label)
        if field.evaluate("field => field.matches('select')"):
            field.select_option(label=text)
        else:
            field.fill(text)
    visitor.fits().press(button, place)


def write_the_sheets(workshop: Workshop) -> None:
    """What stands on the sheet of a caucus is read by its own side alone. Danish reads his brief."""
    sheet = ("What is it?", A_NEED), ("In one sentence", ON_OUR_SHEET)
    hand_in(workshop.asha, "caucus-sheet", "Put it on our sheet", *sheet)
    for visitor in workshop.india:
        expect(at_tool(visitor, "caucus-sheet")).to_contain_text(ON_OUR_SHEET)
    for visitor in (workshop.bilal, *workshop.pakistan[2:]):
        expect(at_tool(visitor, "caucus-sheet")).to_contain_text("0 of 3")
    assert not any(visitor.heard(ON_OUR_SHEET) for visitor in workshop.pakistan)
    back_to_the_talk(workshop)


def fill_the_board(workshop: Workshop) -> None:
    """In turns, so that both have equally many; the other side asks what a card means."""
    (_, _, third, _), (_, _, thirds_peer, _) = workshop.india, workshop.pakistan
    gate = workshop.host.page.locator(".gate")
    expect(gate).to_contain_text("India has no card on the board; Pakistan has no card on the board")
    for visitor, kind, text in (
        (workshop.asha, A_NEED, NEED),
        (workshop.bilal, A_FEAR, FEAR),
        (third, A_NEED, MORE_CARDS[0]),
        (thirds_peer, A_FEAR, MORE_CARDS[1]),
    ):
        hand_in(visitor, "needs-board", "Put it up", ("What is it?", kind), ("In one sentence", text))
        expect(workshop.host.page.locator("section[data-tool=needs-board]")).to_contain_text(text)
    card = at_tool(workshop.danish, "needs-board").locator(".slip").filter(has_text=NEED)
    workshop.danish.press(re.compile("Ask what it means"), card).sure("Who would call?")
    place = at_tool(workshop.asha, "needs-board")
    workshop.asha.press("Answer…", place).sure("The harbour master, before sunset.")
    expect(at_tool(workshop.danish, "needs-board")).to_contain_text("The harbour master, before sunset.")


def say_it_back(workshop: Workshop) -> None:
    """One side needs two tries until the owners say yes, the other one."""
    bilal, chitra = workshop.bilal, workshop.chitra
    gate = workshop.host.page.locator(".gate")
    expect(gate).to_contain_text("has not said a card of the other side back")
    say_back(chitra, FEAR, "You would give more if nobody watched")
    judge(bilal, "Nearly: say what is missing…").sure("It is about our papers at home.")
    expect(at_tool(chitra, "reflecting")).to_contain_text("It is about our papers at home.")
    say_back(chitra, FEAR, "If you go first, you must not read at home that you lost")
    judge(bilal, "Yes, that is it")
    say_back(workshop.danish, NEED, "A mother should not learn it from the radio, a week late")
    judge(workshop.asha, "Yes, that is it")
    for visitor in workshop.delegates:
        expect(at_tool(visitor, "reflecting").get_by_text("Yes, that is what we meant.")).to_have_count(2)
    back_to_the_talk(workshop)


def say_back(visitor: Visitor, card: str, words: str) -> None:
    fields = ("Which card do you say back?", card), ("In your own words", words)
    hand_in(visitor, "reflecting", "Say it back", *fields)


def judge(owner: Visitor, verdict: str) -> Visitor:
    return owner.press(verdict, at_tool(owner, "reflecting"))


def think_together(workshop: Workshop) -> None:
    """An idea of nobody, tied to a card of each side; a doubt about it is parked."""
    expect(workshop.host.page.locator(".gate")).to_contain_text(
        "no option is tied to a card of India and Pakistan"
    )
    idea = ("A card of India", NEED), ("A card of Pakistan", FEAR), ("What could be done", OPTION)
    hand_in(workshop.india[2], "options", "Lay it on the table", *idea)
    doubting = workshop.pakistan[2]
    place = at_tool(doubting, "options")
    expect(place).to_contain_text(OPTION)
    doubting.press(re.compile("Park a doubt"), place).sure(DOUBT)
    expect(at_tool(workshop.chitra, "options")).to_contain_text("1 doubt is parked for later")
    assert not workshop.chitra.heard(DOUBT)
    back_to_the_talk(workshop)


def name_what_stands_in_the_way(workshop: Workshop) -> None:
    """The parked doubt comes back; each side speaks of its own home."""
    for visitor, who, why in (
        (workshop.india[3], "Our coast guard", "A list shows where it patrols"),
        (workshop.pakistan[3], "Our papers", "A quiet list has no picture to show"),
    ):
        expect(at_tool(visitor, "constraints")).to_contain_text(DOUBT)
        fields = ("Which option would be opposed?", OPTION), ("Who at your own home", who), ("Why?", why)
        hand_in(visitor, "constraints", "Name it", *fields, ("How strongly?", "2: would resist"))
    for visitor in workshop.delegates:
        expect(at_tool(visitor, "constraints")).to_contain_text("A list shows where it patrols")
        expect(at_tool(visitor, "constraints")).to_contain_text("A quiet list has no picture to show")
    back_to_the_talk(workshop)


def help_each_other(workshop: Workshop) -> None:
    fields = ("What we would do", "We send our list first"), ("What they would do", "They answer in a week")
    hear = "What would you need to hear", "That nobody calls it a victory"
    hand_in(workshop.danish, "steps", "Add this step", *fields, hear)
    expect(at_tool(workshop.asha, "steps")).to_contain_text("They answer in a week")


def draft_one_text(workshop: Workshop) -> None:
    """A scribe of each side has the pen; a bracket shows what is not agreed, and stays."""
    host, asha, danish, critic = workshop.host, workshop.asha, workshop.danish, workshop.pakistan[2]
    place = at_tool(host, "text")
    place.get_by_text("Give the pen to a pair of scribes").click()
    scribes = ("A scribe of India", "Gujarat boat-owner"), ("A scribe of Pakistan", "Maritime officer, ret.")
    hand_in(host, "text", "Give them the pen", *scribes)
    for scribe in (asha, danish):
        expect(at_tool(scribe, "text")).to_contain_text("You may draft.")
    for text in (CLAUSE, SECOND):
        hand_in(asha, "text", "Add the clause", ("One sentence, drawn from the boards", text))
        expect(at_tool(critic, "text")).to_contain_text(text)
    critic.press("Clause 1: say what it lacks").sure("It does not say who keeps it")
    expect(at_tool(danish, "text")).to_contain_text("It does not say who keeps it")
    at_tool(danish, "text").get_by_text("Put words in brackets").click()
    words = ("The words that are not agreed", "within a week"), ("What might stand there", "within a month")
    why = "Why is it not agreed?", "Papers take longer on one side"
    hand_in(danish, "text", "Put it in brackets", ("In which clause?", f"1. {CLAUSE}"), *words, why)
    for visitor in workshop.delegates:
        expect(at_tool(visitor, "text")).to_contain_text("1 open bracket")


def gauge_it(workshop: Workshop) -> None:
    """All eight answer; until the last has, nobody sees even that somebody did."""
    tab = workshop.chitra.tab("Talk").page.locator('.tabs a[href="#tool"]')
    expect(tab).not_to_have_attribute("data-fresh", "")
    workshop.asha.press("Clause 2: gauge it", at_tool(workshop.asha, "text"))
    expect(tab).to_have_attribute("data-fresh", "")
    *others, last = workshop.delegates
    for number, visitor in enumerate(others):
        answer(visitor, number % 3)
        expect(at_tool(visitor, "gauge")).to_contain_text("Your answer:")
    hidden = "Until then nobody sees an answer, or how many there are."
    for visitor in (workshop.host, *workshop.delegates):
        expect(at_tool(visitor, "gauge")).to_contain_text(hidden)
    assert not last.heard("It could save lives")
    answer(last, 3)
    shown = "Common ground: on each side at least 75 of 100 can live with it."
    for visitor in (workshop.host, *workshop.delegates):
        expect(at_tool(visitor, "gauge")).to_contain_text(shown)
    workshop.asha.press("Clause 2: adopt", at_tool(workshop.asha, "text")).sure()
    expect(at_tool(last, "text")).to_contain_text("adopted")


def answer(visitor: Visitor, stance: int) -> None:
    """By the place of the stance, from wholehearted to not at all."""
    at_tool(visitor, "gauge").get_by_role("radio").nth(stance).check()
    hand_in(visitor, "gauge", "Give my answer", ("Why?", "It could save lives"))


def carry_it_out(workshop: Workshop) -> None:
    """A page without names, bracket and all, which officials answer."""
    host, reader = workshop.host, workshop.india[2]
    hand_in(host, "non-paper", "Lay it down", ("What is it about?", "Sentences from one morning"))
    host.sure()
    at_tool(reader, "non-paper").get_by_role("link", name="Read the non-paper").click()
    expect(reader.page.get_by_role("main")).to_contain_text("[within a week / within a month]")
    reader.fits().page.go_back()
    reader.on("stage")
    asked = ("What do the officials do?", "They ask"), ("In their words", "Who keeps the list up to date?")
    hand_in(workshop.helper, "track-one", "Answer", *asked)
    for visitor in workshop.delegates:
        expect(at_tool(visitor, "track-one")).to_contain_text("Who keeps the list up to date?")


def put_the_roles_down(workshop: Workshop) -> None:
    """Everybody steps out; the steps of the pack with their prompts; one thing after another is opened."""
    host, last = workshop.host, workshop.pakistan[3]
    for visitor in workshop.delegates:
        visitor.press("I put down my role", at_tool(visitor, "debrief"))
    lead = at_tool(host, "debrief")
    for title in STEPS:
        host.press(f"Next: {title}", lead)
        expect(at_tool(last, "debrief").locator(".debrief-step h3")).to_have_text(title)
    for button, words in OPENINGS:
        expect(at_tool(last, "debrief")).not_to_contain_text(words)
        host.press(button, lead).sure()
        for visitor in workshop.delegates:
            expect(at_tool(visitor, "debrief")).to_contain_text(words)
    workshop.everyone_fits()
