"""A workshop with three delegates of each side who do what is wanted of them at once, through the HTTP door.

So that a browser can look at a tool in use without six browsers using it.
"""

from typing import Any

from tests.browser.person import Person
from tests.browser.visitors import opened
from tests.services.server import Server

DELEGATES = ("in1", "in2", "in3", "pk1", "pk2", "pk3")
AGENDA = (
    "prepare",
    "opening",
    "needs",
    "reflecting",
    "joint",
    "constraints",
    "overcoming",
    "text",
    "debrief",
)


class Table:
    """The six delegates and a co-facilitator of a workshop of the fishermen's pack; ``ids`` by name."""

    def __init__(self, server: Server, *chosen: str) -> None:
        self.workshop = opened(server, "fishermen", *chosen)
        self.ids: dict[str, str] = {}
        self.people = {"co": Person(self.workshop.staff_link, "Hands")}
        self.step = 0

    def seat(self, *seats: str) -> "Table":
        for seat in seats:
            self.people[seat] = Person(self.workshop.seats[seat], f"Hands of {seat}")
            self.do(seat, "accept_rules")
        return self

    def do(self, by: str, do: str, /, **fields: Any) -> str:
        return self.people[by].do(self.workshop.id, do, **fields)

    def begin(self) -> "Table":
        self.do("co", "start")
        return self

    def at(self, phase: str) -> "Table":
        """Go on until this step of the agenda."""
        while self.step < AGENDA.index(phase):
            self.do("co", "next", override="The test is in a hurry.")
            self.step += 1
        return self

    def close(self) -> None:
        for person in self.people.values():
            person.http.close()


def use_sheet(table: Table) -> None:
    for kind, text in (
        ("need", "To know the same day where our crews are held"),
        ("fear", "To be left alone"),
    ):
        table.do("in2", "write_entry", kind=kind, text=text)


def use_board(table: Table) -> None:
    ids, do = table.ids, table.do
    ids["ours"] = do("in2", "put_up_card", kind="need", text="To know the same day where our crews are held")
    ids["theirs"] = do("pk2", "put_up_card", kind="fear", text="That a gift is taken for weakness")
    ids["position"] = do("pk2", "put_up_card", kind="position", text="Boats are released first")
    ids["question"] = do("pk2", "ask", card=ids["ours"], text="What would the same day look like?")
    do("in3", "answer_question", question=ids["question"], text="A call before sunset.")
    do("pk3", "ask", card=ids["ours"], text="Who would call?")


def use_reflecting(table: Table) -> None:
    ids, do = table.ids, table.do
    for verdict, missing in (("amend", "The families wait too"), ("accepted", "")):
        tried = do("pk2", "restate", card=ids["ours"], text="You want word of your people at once")
        do("in3", "judge_reflection", reflection=tried, verdict=verdict, missing=missing)
    do("in2", "restate", card=ids["theirs"], text="If you go first we must not call it a victory")


def use_options(table: Table) -> None:
    ids, do = table.ids, table.do
    ids["option"] = do(
        "pk2",
        "offer_option",
        text="One list of everybody held, on the first of each month",
        cards=[ids["ours"], ids["theirs"]],
    )
    do("in2", "park_objection", option=ids["option"], text="Nobody keeps such a list up to date")


def use_constraints(table: Table) -> None:
    table.do(
        "in2",
        "name_constraint",
        option=table.ids["option"],
        who="The coast guard",
        why="A list shows where it patrols",
        strength=2,
    )


def use_steps(table: Table) -> None:
    table.do(
        "in2",
        "write_step",
        ours="We send our list first",
        theirs="They answer within a week",
        joint="Both open one line",
        hear="We did not ask for this, and we thank you",
    )
    table.do(
        "pk2", "write_step", ours="We let mothers write", theirs="They answer the letters", reversible=False
    )


def use_text(table: Table) -> None:
    ids, do = table.ids, table.do
    do("co", "name_scribes", seats=["in1", "pk1"])
    ids["clause"] = do(
        "co",
        "write_clause",
        text="Each side gives the other a list of everybody held, on the first of each month.",
    )
    do("in2", "criticise", clause=ids["clause"], text="It does not say who checks it")
    do(
        "co",
        "redraft_clause",
        version=ids["clause"],
        text="Each side gives the other one list of everybody held, within a month.",
    )
    do(
        "co",
        "put_bracket",
        clause=ids["clause"],
        words="within a month",
        other="within a week",
        reason="Papers take longer on one side",
    )
    ids["second"] = do("co", "write_clause", text="One telephone line stays open day and night.")


def answer_gauge(table: Table, gauge: str) -> None:
    """Whoever has hands here answers; it opens if that is everybody."""
    stances = zip(DELEGATES, ("behind", "live", "more", "fine", "fine", "live"), strict=True)
    for seat, stance in stances:
        if seat in table.people:
            reason = "Who answers it at night?" if stance == "more" else f"It could save lives, says {seat}"
            table.do(seat, "answer_gauge", gauge=gauge, stance=stance, reason=reason)
