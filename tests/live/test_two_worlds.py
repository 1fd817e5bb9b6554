"""Non-interference: the same public story with and without hidden activity leaves the same traces.

Everything a viewer receives is compared, byte by byte, after random ids and clock times are
renamed: order, number, length and content of frames.
"""

import random
from collections.abc import Callable

import pytest

from roleplay.live import ticks
from roleplay.live.hub import hub
from roleplay.live.parts import PRESENCE
from roleplay.rules.announce import Broadcast
from roleplay.rules.brackets import PutBracket
from roleplay.rules.caucus_sheet import CaucusSheets, MarkEntry, RewriteEntry, StrikeEntry, WriteEntry
from roleplay.rules.cleared_summary import ClearSentence, ProposeSentence, Summary
from roleplay.rules.constituency import Constituency, ReplyFromHome, TellHome
from roleplay.rules.cooling_off import AskForPause, CoolingOff, DropPauseAsk
from roleplay.rules.correcting import CorrectText, texts_of
from roleplay.rules.floor import RaiseHand, SetFloor
from roleplay.rules.gauge import AnswerGauge, GaugeQuestion
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.groups import Groups, OpenGroups, PlaceSeat, ProposeGroups
from roleplay.rules.injects import CorrectRumour, Injects, ReleaseInject, ReleaseOwn
from roleplay.rules.interpreting import Interpret, NameInterpreter, ThankInterpreter
from roleplay.rules.kernel import Command, State
from roleplay.rules.leaks import LeakLine
from roleplay.rules.moderation import HideLine, Mute, Unmute
from roleplay.rules.moves import MakeMove, SetAsideMove
from roleplay.rules.non_paper import MakeNonPaper
from roleplay.rules.notes import KeepNote
from roleplay.rules.phases import Next, Start
from roleplay.rules.planned_news import DropPlanned, PlannedNews, PlanNews
from roleplay.rules.points_of_order import RaisePoint, WithdrawPoint
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor, Rooms
from roleplay.rules.safety import AnswerHelp, CallForHelp, CloseHelp, Safety
from roleplay.rules.stances import STANCES, Gauges
from roleplay.rules.talk import React, Say, Talk, Withdraw
from roleplay.rules.text import OneText, WriteClause
from roleplay.rules.tools import TOOLS
from roleplay.rules.track_one import AnswerNonPaper
from roleplay.rules.transfer_plan import RewritePlan, StrikePlan, TransferPlans, WritePlan
from tests.live.worlds import World, renamed, run, until
from tests.rules.small_pack import IN, PK, small_pack

pytestmark = pytest.mark.django_db(transaction=True)

WATCHERS = ("pk3", "pk4", "waiting")
"""They take no part in anything hidden: it all happens in India's caucus, in corridors, or with staff."""

THINKING = ["plenary", "corridor", "group"]
IN_THE_FIRST_GROUP = ("in1", "in2", "pk1", "pk2")
"""The watchers are in the other one, and must not hear of this one."""


async def opening(world: World, watchers: tuple[str, ...] = WATCHERS) -> None:
    for seat in (*IN, *PK):
        await world.do(seat, AcceptRules())
    await world.do("facilitator", Start())
    await world.do("facilitator", ProposeGroups(2))
    for seat in (*IN, *PK):
        await world.try_to("facilitator", PlaceSeat(seat, 1 if seat in IN_THE_FIRST_GROUP else 2))
    await world.do("facilitator", OpenGroups())
    await everybody_is_here(world, watchers)
    for who in watchers:
        await world.watch(who)
    await world.watch("screen", screen=True)


async def everybody_is_here(world: World, watchers: tuple[str, ...]) -> None:
    """Who comes is told at the next tick of a clock; the watchers come once before it counts."""
    tailer = hub().tailer(world.workshop)
    early = [await world.watch(who) for who in watchers]
    await until(lambda: {world.people[who] for who in watchers} <= tailer.ticks.told.get(PRESENCE, set()))
    for connection in early:
        tailer.detach(connection)
    world.traces.clear()


async def public_story(world: World, hidden: "Hidden | None") -> None:
    """What everybody may see; between its steps hidden things happen, or do not."""
    steps: list[tuple[str, Command | Callable[[State], Command]]] = [
        ("in1", Say("plenary", "Good morning from the harbour.")),
        ("pk1", Say("plenary", "Good morning. The sea was rough.")),
        ("facilitator", Next()),
        ("facilitator", GaugeQuestion("Do we share our lists?")),
        ("pk1", Say("caucus-pakistan", "What do we share first?")),
        ("pk2", Say("caucus-pakistan", "The lists.")),
        ("pk1", ProposeSentence("Participants discussed lists.")),
        ("facilitator", WriteClause("Crews come home.")),
        ("facilitator", lambda state: PutBracket(next(iter(state[OneText].clauses)), "home", "Whose?")),
        ("facilitator", MakeNonPaper("On crews")),
        ("facilitator", Broadcast("all", "Five minutes more.")),
        ("facilitator", Next()),
        ("facilitator", SetFloor("free")),
        ("pk2", RaiseHand()),
        ("in2", Say("plenary", "We come to the boats.")),
        ("facilitator", Next()),
        ("pk1", Say("plenary", "Thank you all.")),
    ]
    for who, command in steps:
        if hidden:
            await hidden.act(world)
        await world.do(who, command if isinstance(command, Command) else command(state_of(world)))
        await world.settle()
    if hidden:
        await hidden.act(world)


class Hidden:
    """Hidden activity made from a seed: commands that the watchers have no part in."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.lines: list[str] = []
        self.done = 0

    async def act(self, world: World) -> None:
        for _ in range(self.chance.randint(0, 4)):
            await self.chance.choice(self.acts())(world)
            await world.settle()

    def acts(self) -> list:  # type: ignore[type-arg]
        apart = [self.talk, self.change, self.interpret, self.whisper, self.help, self.meet, self.think]
        rest = [self.moderate, self.prepare, self.go_home, self.answer, self.object, self.note, self.correct]
        return [*apart, *rest]

    async def _try(self, world: World, who: str, command: Command) -> None:
        self.done += await world.try_to(who, command) is None

    async def talk(self, world: World) -> None:
        who = self.chance.choice(IN)
        if await world.try_to(who, Say("caucus-india", "Hidden words")) is None:
            self.done += 1
            await world.settle()
            self.lines.append(list(state_of(world)[Talk].lines)[-1])
        await self._try(world, "facilitator", Say("back-room", "Hidden from all"))
        self.lines.append(await world.do("facilitator", Say("caucus-india", "A hidden hint")))

    async def change(self, world: World) -> None:
        if self.lines:
            line = self.chance.choice(self.lines)
            for command in (React(line, "heard"), Withdraw(line)):
                await self._try(world, self.chance.choice(IN), command)
            await self._try(world, "facilitator", HideLine(line))

    async def interpret(self, world: World) -> None:
        """in2 says again what was said in the caucus, and takes there what all have heard."""
        await self._try(world, "facilitator", NameInterpreter(world.people["in2"]))
        in_public = next(
            (one.id for one in state_of(world)[Talk].lines.values() if one.room == "plenary"), ""
        )
        for line in (*self.lines[-2:], in_public):
            await self._try(world, "in2", Interpret(line, "Hidden again", "caucus-india"))
        if self.chance.random() < 0.5:
            await self._try(world, "facilitator", ThankInterpreter(world.people["in2"]))

    async def whisper(self, world: World) -> None:
        await self._try(world, "facilitator", Broadcast("seat:in1", "For you alone"))
        await self._try(world, "facilitator", Broadcast("side:india", "For your side"))
        await self._try(world, "facilitator", MakeMove("beneath", "What is beneath it?", "side:india"))
        await self._try(world, "facilitator", ReleaseInject("rumour", "side:india"))
        await self._try(
            world, "facilitator", ReleaseOwn("The Gazette", "A hidden item", "seat:in2", "rumour")
        )
        for line in list(state_of(world)[Injects].out):
            await self._try(world, "facilitator", CorrectRumour(line, "A hidden correction"))
        await self._try(world, "facilitator", PlanNews("talks", "The Gazette", "Planned"))
        for planned in list(state_of(world)[PlannedNews].all):
            await self._try(world, "facilitator", DropPlanned(planned))
        if self.lines:
            leak = LeakLine(self.lines[-1], "The Gazette", "side:india", confirmed=True)
            await self._try(world, "facilitator", leak)

    async def help(self, world: World) -> None:
        await self._try(world, "in3", CallForHelp("May I say this?"))
        await world.settle()
        for call in list(state_of(world)[Safety].calls):
            await self._try(world, "facilitator", AnswerHelp(call, "Yes"))
            await self._try(world, self.chance.choice(("in3", "facilitator")), CloseHelp(call))

    async def meet(self, world: World) -> None:
        """pk1 and in1 go out together, talk, and come back; pk3 and pk4 watch the plenary."""
        await self._try(world, "in1", Invite("pk1"))
        await world.settle()
        for corridor in list(state_of(world)[Rooms].corridors):
            await self._try(world, "pk1", AnswerInvitation(corridor, self.chance.random() < 0.8))
            await self._try(world, "in1", Say(corridor, "Between the two of us"))
            if self.chance.random() < 0.5:
                await self._try(world, "pk1", LeaveCorridor(corridor))

    async def answer(self, world: World) -> None:
        """Those who do not watch answer the gauge, and think again; it never opens."""
        for gauge in list(state_of(world)[Gauges].all):
            stance, reason = self.chance.choice(STANCES), self.chance.choice(("Slow", "Fast", "Good"))
            who = self.chance.choice((*IN, "pk1", "pk2"))
            await self._try(world, who, AnswerGauge(gauge, stance, reason))

    async def think(self, world: World) -> None:
        """The other working group thinks, and is written to; staff draw new groups, which nobody sees."""
        group = next(iter(state_of(world)[Groups].rooms))
        for who in IN_THE_FIRST_GROUP:
            await self._try(world, who, Say(group, "Among the four of us"))
        await self._try(world, "facilitator", Say(group, "And I"))
        await self._try(world, "facilitator", Broadcast(f"room:{group}", "To the four of you"))
        await self._try(world, "facilitator", MakeMove("beneath", "What is beneath it?", f"room:{group}"))
        await self._try(world, "facilitator", ReleaseOwn("The Gazette", "A hidden item", f"room:{group}"))
        await self._try(world, "facilitator", ProposeGroups(2))
        await self._try(world, "facilitator", PlaceSeat("pk3", self.chance.choice((1, 2))))

    async def prepare(self, world: World) -> None:
        """The caucus sheet of the other side fills, changes and empties."""
        for kind in ("need", "fear", "assumption"):
            await self._try(world, self.chance.choice(IN), WriteEntry(kind, "What only we know"))  # type: ignore[arg-type]
        await world.settle()
        for entry in list(state_of(world)[CaucusSheets].entries):
            changes = (MarkEntry(entry, "position"), RewriteEntry(entry, "Said better"), StrikeEntry(entry))
            await self._try(world, self.chance.choice(IN), self.chance.choice(changes))

    async def go_home(self, world: World) -> None:
        """The other side plans its way home, and clears a sentence that this side has not cleared."""
        await self._try(world, self.chance.choice(IN), WritePlan("An adviser", "Lists", "Gossip"))
        await world.settle()
        for plan in list(state_of(world)[TransferPlans].all):
            changes = (RewritePlan(plan, "risk", "Said better"), StrikePlan(plan))
            await self._try(world, self.chance.choice(IN), self.chance.choice(changes))
        for sentence in list(state_of(world)[Summary].sentences):
            await self._try(world, self.chance.choice(IN), ClearSentence(sentence))
        await self._try(world, "facilitator", AnswerNonPaper("leaks", "A hidden answer", "side:india"))
        for seat in IN:
            await self._try(world, seat, TellHome("paper", f"Hidden news {self.chance.random()}"))
        await world.settle()
        for one in list(state_of(world)[Constituency].exchanges.values()):
            await self._try(world, "facilitator", ReplyFromHome(one.id, "cold", "So little?"))

    async def object(self, world: World) -> None:
        """Points of order that were taken back before anybody ruled, and one side's wish for a pause."""
        for command in (RaisePoint(), WithdrawPoint(), AskForPause("Enough of this")):
            await self._try(world, "in2", command)
        await world.settle()
        for ask in list(state_of(world)[CoolingOff].asks):
            await self._try(world, self.chance.choice(("in2", "facilitator")), DropPauseAsk(ask))

    async def note(self, world: World) -> None:
        """Somebody writes for themselves, in fits and starts."""
        who = self.chance.choice(IN)
        for text in ("They", "They hesitate", ""):
            await self._try(world, who, KeepNote(text))

    async def correct(self, world: World) -> None:
        """Texts that others read: of seats and of the delegation opposite, of staff, and news to come."""
        for place in ("seat:in1:fear", "seat:in2:private_text", "side:india", "phase:debrief:facilitator"):
            text = texts_of(state_of(world))[place].text
            await self._try(
                world, "facilitator", CorrectText(place, text, f"Hidden words {self.chance.random()}")
            )
            await world.settle()

    async def moderate(self, world: World) -> None:
        await self._try(world, "facilitator", SetAsideMove("balance"))
        await self._try(world, "facilitator", Mute("in4"))
        await self._try(world, "facilitator", Unmute("in4"))


def state_of(world: World) -> State:
    return hub().tailer(world.workshop).scene.state


def traces(seed: int | None) -> tuple[dict[str, list[str]], int]:
    hidden = None if seed is None else Hidden(seed)

    async def story() -> World:
        pack = small_pack(caucus={"tools": list(TOOLS)}, talks={"rooms": THINKING})
        pack["side_briefs"] = {"india": "Ours alone", "pakistan": "Theirs alone"}
        world = await World().open(pack=pack)
        await opening(world)
        await public_story(world, hidden)
        return world

    world: World = run(story)
    return {who: renamed(trace) for who, trace in world.traces.items()}, hidden.done if hidden else 0


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes on a fixed clock; on a busy machine that is once in one world and twice in the other."""
    monkeypatch.setattr(ticks, "HEARTBEAT", 3600.0)


@pytest.fixture(scope="module")
def seeds() -> range:
    return range(1, 9)


def test_hidden_activity_changes_nothing_that_others_receive(seeds: range) -> None:
    without, _ = traces(None)
    assert any("Good morning" in text for text in without["pk3"])
    assert any("The lists." in text for text in without["pk4"])
    total = 0
    for seed in seeds:
        with_hidden, done = traces(seed)
        total += done
        for who, trace in without.items():
            assert with_hidden[who] == trace, f"{who} sees a difference with seed {seed}"
    assert total > 40, "the hidden story must really happen"


def test_the_comparison_notices_a_single_extra_frame() -> None:
    without, _ = traces(None)
    assert without["pk3"] != [*without["pk3"], '{"k":99}']
    assert without["pk3"] != without["pk4"][:-1]


def gauge_traces(answers: bool) -> dict[str, list[str]]:
    """What delegates, the screen and even staff receive while a gauge is hidden, once their page is there."""

    async def story() -> World:
        world = await World().open(pack=small_pack(opening={"tools": ["text", "gauge"]}))
        await opening(world, (*WATCHERS, "pk2", "facilitator"))
        gauge = await world.do("facilitator", GaugeQuestion("Do we go on?"))
        for number, stance in enumerate(STANCES):
            await world.settle()
            for who in (*IN, "pk1") if answers else ():
                await world.do(who, AnswerGauge(gauge, stance, "Hidden words"))
            await world.settle()
            await world.do("pk1", Say("plenary", f"We say {number}."))
        await world.settle()
        return world

    return {who: renamed(_since_live(trace)) for who, trace in run(story).traces.items()}


def _since_live(trace: list[str]) -> list[str]:
    """Whoever is here stands on a page in the order of random ids."""
    return trace[next(at for at, text in enumerate(trace) if '"live":true' in text) :]


def test_an_answer_to_a_hidden_gauge_changes_nothing_that_anybody_receives_not_even_staff() -> None:
    without, with_answers = gauge_traces(False), gauge_traces(True)
    assert any("Do we go on?" in text for text in without["facilitator"])
    for who, trace in without.items():
        assert with_answers[who] == trace, f"{who} sees a difference"
