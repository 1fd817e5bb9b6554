"""Interpreters on the live pages: a translation comes to whoever heard its original, and goes with it.

On open pages too, where the words of a line that was taken away must not stay in what quotes it.
"""

import json

import pytest
from channels.db import database_sync_to_async

from roleplay.live import ticks
from roleplay.live.hub import hub
from roleplay.live.models import Event
from roleplay.live.parts import parts_on
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.groups import Groups, OpenGroups, PlaceSeat, ProposeGroups
from roleplay.rules.injects import CorrectRumour, ReleaseOwn
from roleplay.rules.interpreting import Interpret, Interpreted, NameInterpreter
from roleplay.rules.interpreting_tools import InterpretWords, TakeBackTranslation
from roleplay.rules.moderation import HideLine, ShowLine
from roleplay.rules.needs_board import PutUpCard, TakeDownCard
from roleplay.rules.phases import Start
from roleplay.rules.talk import Said, Say, Withdraw
from roleplay.rules.tools import TOOLS
from roleplay.rules.workshop import End
from tests.live.test_two_worlds import everybody_is_here
from tests.live.worlds import World, renamed, run
from tests.rules.small_pack import IN, PK, small_pack

pytestmark = pytest.mark.django_db(transaction=True)

FIRST_GROUP = ("in1", "in2", "pk1", "pk2")


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "HEARTBEAT", 3600.0)


async def begun(*watchers: str, rule: str = "open") -> World:
    """in2 and pk2 interpret; two working groups are open beside the plenary, and all tools on the table."""
    opening = {"attribution": rule, "rooms": ["plenary", "caucus", "group"], "tools": list(TOOLS)}
    world = await World().open(pack=small_pack(opening=opening))
    for seat in (*IN, *PK):
        await world.do(seat, AcceptRules())
    await world.do("facilitator", Start())
    await world.do("facilitator", ProposeGroups(2))
    for seat in (*IN, *PK):
        await world.try_to("facilitator", PlaceSeat(seat, 1 if seat in FIRST_GROUP else 2))
    await world.do("facilitator", OpenGroups())
    for seat in ("in2", "pk2"):
        await world.do("facilitator", NameInterpreter(world.people[seat]))
    await world.settle()
    await everybody_is_here(world, watchers)
    for who in watchers:
        await world.watch(who)
    return world


async def do(world: World, *steps: tuple[str, object]) -> dict[str, list[str]]:
    """What the watchers receive from these steps on."""
    before = {who: len(trace) for who, trace in world.traces.items()}
    for who, command in steps:
        await world.do(who, command)  # type: ignore[arg-type]
        await world.settle()
    return {who: trace[before[who] :] for who, trace in world.traces.items()}


async def loaded(world: World, who: str) -> str:
    """All that this person is shown on a fresh page."""
    before = len(world.traces[who])
    await world.watch(who)
    return "".join(world.traces[who][before:])


def group_of(world: World, seat: str) -> str:
    found = hub().tailer(world.workshop).scene.state[Groups].of(seat)
    assert found
    return found.id


@pytest.mark.parametrize("taken", ["hidden", "withdrawn"])
def test_the_words_of_a_line_leave_every_open_page_with_what_quotes_and_translates_it(taken: str) -> None:
    async def story() -> None:
        world = await begun("pk3", "in1", "facilitator")
        line = await world.do("pk1", Say("plenary", "Zugluft"))
        made = await world.do("in2", Interpret(line, "Durchzug"))
        answer = await world.do("in3", Say("plenary", "Yes", line))
        inside = await world.do("in2", Interpret(line, "Luftzug", "caucus-india"))
        await world.settle()
        take = ("facilitator", HideLine(line)) if taken == "hidden" else ("pk1", Withdraw(line))
        after = await do(world, take)
        for who, gone in (("pk3", {line, made, answer}), ("in1", {line, made, answer, inside})):
            told = "".join(after[who])
            assert {id for id in (line, made, answer, inside) if f"e-{id}" in told} == gone, who
            assert not any(word in told for word in ("Zugluft", "Durchzug", "Luftzug")), who
            afresh = await loaded(world, who)
            assert "Yes" in afresh and not any(word in afresh for word in ("Zugluft", "Durchzug", "Luftzug"))
        if taken == "hidden":
            back = "".join((await do(world, ("facilitator", ShowLine(line))))["in1"])
            assert all(word in back for word in ("Zugluft", "Durchzug", "Luftzug"))

    run(story)


def test_a_translation_in_a_working_group_changes_nothing_for_those_outside_it() -> None:
    def told(interpreted: bool) -> list[str]:
        async def story() -> list[str]:
            world = await begun("in3", "pk3")
            line = await world.do("pk1", Say("plenary", "Zugluft"))
            await world.settle()
            if interpreted:
                made = await world.do("in2", Interpret(line, "Durchzug", group_of(world, "in2")))
                await do(world, ("in2", Withdraw(made)))
            await do(world, ("facilitator", HideLine(line)), ("facilitator", ShowLine(line)))
            return [*renamed(world.traces["in3"]), *renamed(world.traces["pk3"])]

        return list(run(story))

    assert told(True) == told(False)


def test_which_delegate_says_an_unattributed_line_again_changes_nothing_for_others() -> None:
    def told(interpreter: str) -> list[str]:
        async def story() -> list[str]:
            world = await begun("in3", "pk3", rule="unattributed")
            line = await world.do("pk1", Say("plenary", "Zugluft"))
            await world.settle()
            made = await world.do(interpreter, Interpret(line, "Durchzug"))
            await world.settle()
            await do(world, ("facilitator", HideLine(made)), ("facilitator", ShowLine(made)))
            return [*renamed(world.traces["in3"]), *renamed(world.traces["pk3"])]

        return list(run(story))

    assert any("Durchzug" in text for text in told("in2"))
    assert told("in2") == told("pk2")


def test_a_translation_of_what_was_for_no_record_is_wiped_from_the_log_with_it() -> None:
    async def story() -> None:
        world = await begun("pk3", rule="no-record")
        line = await world.do("pk1", Say("plenary", "Zugluft"))
        await world.do("in2", Interpret(line, "Durchzug"))
        await world.settle()
        assert "Durchzug" in "".join(world.traces["pk3"])
        after = await do(world, ("facilitator", End()))
        assert "Durchzug" not in "".join(after["pk3"])
        kept = await database_sync_to_async(lambda: list(Event.objects.values_list("body", flat=True)))()
        assert not any(word in str(kept) for word in ("Zugluft", "Durchzug"))

    run(story)


def test_what_is_carried_from_a_board_comes_to_every_page_and_goes_with_its_original() -> None:
    async def story() -> None:
        world = await begun("pk3", "in2", "facilitator")
        card = await world.do("pk1", PutUpCard("need", "Zugluft"))
        await world.settle()
        assert "interpret_words" in world.traces["in2"][-1]
        assert "interpret_words" not in "".join(world.traces["pk3"] + world.traces["facilitator"])
        after = await do(world, ("in2", InterpretWords(card, "Durchzug")))
        for who in ("pk3", "in2", "facilitator"):
            (frame,) = (json.loads(text) for text in after[who])
            assert not frame.get("lines")
            shown = {name for name, html in frame["parts"].items() if "Durchzug" in html}
            assert shown == {"needs-board", "reflecting"}, who
            mine = "take_back_translation" in frame["parts"]["needs-board"]
            assert mine == (who != "pk3")
        after = await do(world, ("facilitator", TakeDownCard(card)))
        for who in ("pk3", "in2", "facilitator"):
            assert "needs-board" in "".join(after[who]) and "Durchzug" not in "".join(after[who])
            afresh = await loaded(world, who)
            assert "needs-board" in afresh and "Durchzug" not in afresh

    run(story)


def test_which_delegate_carries_what_stands_on_an_unattributed_board_changes_nothing_for_others() -> None:
    def told(interpreter: str) -> list[str]:
        async def story() -> list[str]:
            world = await begun("in3", "pk3", rule="unattributed")
            card = await world.do("pk1", PutUpCard("need", "Zugluft"))
            await world.settle()
            first = await world.do(interpreter, InterpretWords(card, "Durchzug"))
            await world.do(interpreter, InterpretWords(card, "Luftzug"))
            await do(world, (interpreter, TakeBackTranslation(first)))
            return [*renamed(world.traces["in3"]), *renamed(world.traces["pk3"])]

        return list(run(story))

    assert any("Luftzug" in text for text in told("in2"))
    assert told("in2") == told("pk2")


def test_a_corrected_rumour_is_marked_in_every_language_wherever_it_was_carried() -> None:
    async def story() -> None:
        world = await begun("pk3", "in1")
        rumour = await world.do("facilitator", ReleaseOwn("The Quay", "Zugluft", kind="rumour"))
        made = await world.do("in2", Interpret(rumour, "Durchzug"))
        inside = await world.do("in2", Interpret(rumour, "Luftzug", "caucus-india"))
        await world.settle()
        after = await do(world, ("facilitator", CorrectRumour(rumour, "Windstille")))
        late = await do(world, ("pk2", Interpret(rumour, "Zug")))
        for who, marked in (("pk3", {rumour, made}), ("in1", {rumour, made, inside})):
            lines = [line for text in after[who] for line in json.loads(text)["lines"]]
            found = {id for id in (rumour, made, inside) for one in lines if _is_corrected(one, id)}
            assert found == marked, who
            assert "Windstille" in str(lines) and ("Luftzug" in str(lines)) == (inside in marked)
            assert all(_is_corrected(line) for text in late[who] for line in json.loads(text)["lines"])
            afresh = await loaded(world, who)
            assert afresh.count("tag warn") == len(marked) + 1

    run(story)


def _is_corrected(line: dict[str, str], id: str = "") -> bool:
    return f'id="e-{id}' in line["html"] and '<span class="tag warn">corrected</span>' in line["html"]


def test_nobody_is_sent_a_part_because_something_was_said() -> None:
    """An interpreter's list follows the lines in the browser: no page pays for it with every line."""

    assert parts_on("stage", frozenset({Said, Interpreted})) == ()
