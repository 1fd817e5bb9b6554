"""Rules of attribution on the live pages: who speaks changes nothing for others, and no record is erased.

Two worlds differ in who says the same unattributed words; every byte that anybody else receives is the same.
"""

import re

import pytest

from roleplay.live import ticks
from roleplay.live.hub import hub
from roleplay.live.parts import PRESENCE
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.moderation import HideLine, ShowLine
from roleplay.rules.needs_board import PutUpCard
from roleplay.rules.phases import Start
from roleplay.rules.rooms import AnswerInvitation, Invite, Rooms
from roleplay.rules.talk import Say, Withdraw
from roleplay.rules.unmasking import Unmask
from roleplay.rules.workshop import End
from tests.live.worlds import World, renamed, run, until
from tests.rules.small_pack import IN, PK, small_pack

pytestmark = pytest.mark.django_db(transaction=True)

WATCHERS = ("in3", "in4", "pk3", "waiting", "facilitator")
AUTHORS = ("in1", "in2", "pk1")


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes on a fixed clock; on a busy machine that is once in one world and twice in the other."""
    monkeypatch.setattr(ticks, "HEARTBEAT", 3600.0)


async def begun(rule: str, watchers: tuple[str, ...] = WATCHERS, **more: list[str]) -> World:
    opening = {"attribution": rule, "rooms": ["plenary", "caucus", "corridor"], **more}
    world = await World().open(pack=small_pack(opening=opening))
    for seat in (*IN, *PK):
        await world.do(seat, AcceptRules())
    await world.do("facilitator", Start())
    await world.settle()
    early = [await world.watch(who) for who in watchers]
    tailer = hub().tailer(world.workshop)
    await until(lambda: {world.people[who] for who in watchers} <= tailer.ticks.told.get(PRESENCE, set()))
    for connection in early:
        tailer.detach(connection)
    world.traces.clear()
    for who in watchers:
        await world.watch(who)
    await world.watch("screen", screen=True)
    return world


HERE = re.compile(r'"here":"[^}]*?</data>"')


def plain(trace: list[str]) -> list[str]:
    """The trace with ids by their first appearance; of who is here the order is of random ids for staff."""
    return renamed([HERE.sub('"here":""', text) for text in trace])


def unsigned(author: str) -> World:
    """The author says two things and takes one back; the facilitators answer, hide and show the other."""

    async def story() -> World:
        world = await begun("unattributed")
        line = await world.do(author, Say("plenary", "I am worried about the boats."))
        gone = await world.do(author, Say("plenary", "This I take back."))
        await world.settle()
        for who, command in (
            (author, Withdraw(gone)),
            ("facilitator", Say("plenary", "Thank you for that.", line)),
            ("facilitator", HideLine(line)),
            ("facilitator", ShowLine(line)),
        ):
            await world.do(who, command)
            await world.settle()
        for who in WATCHERS:  # and once more, as a page that is loaded now shows it
            await world.watch(who)
        return world

    world: World = run(story)
    return world


def test_who_says_an_unattributed_line_changes_nothing_for_anybody_else() -> None:
    worlds = {author: unsigned(author) for author in AUTHORS}
    first, *others = AUTHORS
    told = {who: plain(trace) for who, trace in worlds[first].traces.items()}
    assert any("worried about the boats" in text for text in told["pk3"])
    assert any("A participant" in text for text in told["facilitator"])
    for author in others:
        for who, trace in worlds[author].traces.items():
            assert plain(trace) == told[who], f"{who} can tell {author} from {first}"


def test_a_side_is_told_apart_where_the_rule_lets_it() -> None:
    """The comparison notices who speaks, if the page says so."""

    def open_line(author: str) -> list[str]:
        async def story() -> World:
            world = await begun("chatham-house", ("pk3",))
            await world.do(author, Say("plenary", "I am worried about the boats."))
            await world.settle()
            return world

        return renamed(run(story).traces["pk3"])

    assert open_line("in1") != open_line("in2")


def test_the_author_knows_their_line_and_staff_do_after_giving_a_reason() -> None:
    async def story() -> World:
        world = await begun("unattributed", ("in1", "in2", "facilitator"))
        line = await world.do("in1", Say("plenary", "I am worried."))
        await world.settle()
        assert _seats(world, line) == {"in1"}
        await world.do("facilitator", Unmask(line, "A threat"))
        await world.settle()
        assert _seats(world, line) == {"in1", "facilitator"}
        return world

    run(story)


def test_who_wrote_with_a_tool_staff_are_told_after_a_reason_and_nobody_else_notices() -> None:
    async def story() -> World:
        world = await begun("unattributed", ("in2", "pk1", "facilitator"), tools=["needs-board"])
        card = await world.do("in1", PutUpCard("need", "To come home"))
        await world.settle()
        assert "Who wrote this?" in world.traces["facilitator"][-1]
        before = {who: len(trace) for who, trace in world.traces.items()}
        await world.do("facilitator", Unmask(card, "A threat"))
        await world.settle()
        after = {who: world.traces[who][count:] for who, count in before.items()}
        assert "Written by" in "".join(after.pop("facilitator"))
        assert not any(after.values()), "somebody else was sent something"
        return world

    world: World = run(story)
    for who in ("in2", "pk1", "screen"):
        assert not any("Who wrote this?" in text for text in world.traces[who])


def _seats(world: World, line: str) -> set[str]:
    """Whose pages say on which seat this line was said."""
    told = f'data-line=\\"{line}\\" data-seat=\\"in1\\"'
    return {who for who, trace in world.traces.items() if any(told in text for text in trace)}


def test_nobody_is_seen_to_write_where_nobody_may_know_who_speaks() -> None:
    async def story() -> World:
        world = await begun("unattributed", ("pk1",))
        tailer = hub().tailer(world.workshop)
        tailer.scene.typing = {"plenary": ("in1",)}
        parts = tailer.rendering.html_for(world.connections["pk1"].viewer, "stage", "en")  # type: ignore[arg-type]
        assert "writing" not in parts["typing:plenary"]
        return world

    run(story)


@pytest.mark.parametrize("room", ["plenary", "caucus-india", "corridor"])
def test_what_was_for_no_record_is_heard_and_gone_at_the_end(room: str) -> None:
    async def story() -> World:
        world = await begun("no-record", ("in1", "facilitator"))
        place = await _place(world, room)
        line = await world.do("in1", Say(place, "Zugluft"))
        await world.settle()
        heard = {who for who, trace in world.traces.items() if any("Zugluft" in one for one in trace)}
        assert heard == ({"in1"} if room == "corridor" else {"in1", "facilitator"})
        world.traces["in1"].clear()
        await world.watch("in1")
        assert any("Zugluft" in one for one in world.traces["in1"]), "it can be read again meanwhile"
        before = {who: len(trace) for who, trace in world.traces.items()}
        await world.do("facilitator", End())
        await world.settle()
        after = {who: trace[before[who] :] for who, trace in world.traces.items()}
        for who in heard:
            assert any(line in one and "erased" in one for one in after[who]), f"{who} still has it"
        for who in ("facilitator", "in1"):
            await world.watch(who)
        assert "Zugluft" not in "".join(one for trace in after.values() for one in trace)
        assert "Zugluft" not in world.traces["facilitator"][-1]
        return world

    run(story)


async def _place(world: World, room: str) -> str:
    if room != "corridor":
        return room
    await world.do("in1", Invite("pk1"))
    await world.settle()
    corridor = next(iter(hub().tailer(world.workshop).scene.state[Rooms].corridors))
    await world.do("pk1", AnswerInvitation(corridor, True))
    return corridor
