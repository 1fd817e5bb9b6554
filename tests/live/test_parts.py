"""Parts sent piece by piece end where a fresh page begins, for every viewer, after any story.

A part that forgets one of the events that change it is caught here.
"""

import random
import re
from collections.abc import Callable
from typing import Any

import pytest

from roleplay.live.hub import hub
from roleplay.live.parts import PARTS, Rendering
from roleplay.live.tools import LIVE_TOOLS
from roleplay.live.watchers import Watchers
from roleplay.live.wire import decoded
from roleplay.rules.announce import Broadcast
from roleplay.rules.arranging import DropPhase, MovePhase, PutBackPhase, SetPhaseMinutes
from roleplay.rules.brackets import PutBracket, SettleBracket
from roleplay.rules.caucus_sheet import CaucusSheets, MarkEntry, RewriteEntry, StrikeEntry, WriteEntry
from roleplay.rules.cleared_summary import ClearSentence, HoldSentence, ProposeSentence, Summary
from roleplay.rules.constituency import Constituency, ReplyFromHome, ShowMeter, TellHome
from roleplay.rules.constraints import Constraints, NameConstraint, StrikeConstraint
from roleplay.rules.contested import AttachSource, ContestedFacts, ContestFact, TakeOffFact
from roleplay.rules.cooling_off import AskForPause, CoolingOff, DropPauseAsk
from roleplay.rules.correcting import CorrectText
from roleplay.rules.criticism import Criticise, StrikeRemark
from roleplay.rules.floor import CallNext, LowerHand, RaiseHand, SetFloor, YieldFloor
from roleplay.rules.gauge import AnswerGauge, GaugeClause, GaugeQuestion, OpenGauge, StrikeReason
from roleplay.rules.ground_rules import AcceptRules, OpenBrief
from roleplay.rules.groups import CloseGroups, Groups, MoveToGroup, OpenGroups, PlaceSeat, ProposeGroups
from roleplay.rules.injects import CorrectInject, CorrectRumour, Injects, ReleaseInject, ReleaseOwn
from roleplay.rules.interpreting import Interpret, NameInterpreter, ThankInterpreter
from roleplay.rules.interpreting_tools import InterpretWords, TakeBackTranslation, Translations
from roleplay.rules.kernel import COMMANDS, Command, State
from roleplay.rules.leaks import LeakLine
from roleplay.rules.meetings import Adjourn, Reopen
from roleplay.rules.moderation import HideLine, Mute, Unmute
from roleplay.rules.moves import MakeMove, SetAsideMove
from roleplay.rules.needs_board import (
    AnswerQuestion,
    Ask,
    MarkCard,
    NeedsBoard,
    PutUpCard,
    RewordCard,
    TakeDownCard,
)
from roleplay.rules.non_paper import MakeNonPaper
from roleplay.rules.notes import KeepNote
from roleplay.rules.options import OfferOption, Options, ParkObjection, StrikeOption
from roleplay.rules.phases import GATES, Back, Extend, Next, RunClock, Start, StopClock
from roleplay.rules.planned_news import DropPlanned, PlannedNews, PlanNews, ReleasePlanned
from roleplay.rules.points_of_order import Points, RaisePoint, RuleOnPoint, WithdrawPoint
from roleplay.rules.reflecting import DropReflection, JudgeReflection, Reflections, Restate, Verdict
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor, Rooms
from roleplay.rules.safety import AnswerHelp, CallForHelp, CloseHelp, PauseRooms, ResumeRooms, Safety
from roleplay.rules.seats import FreeSeat, TakeSeat
from roleplay.rules.speaking_time import SetMinutes
from roleplay.rules.stances import Gauges, Stance
from roleplay.rules.stepping_out import ComeBack, LeaveSeat
from roleplay.rules.steps import MoveStep, Steps, StrikeStep, WriteStep
from roleplay.rules.talk import Say, Talk
from roleplay.rules.text import (
    Mark,
    MarkClause,
    NameScribes,
    OneText,
    RedraftClause,
    StrikeClause,
    WriteClause,
)
from roleplay.rules.tools import TOOLS
from roleplay.rules.track_one import AnswerNonPaper
from roleplay.rules.transfer_plan import RewritePlan, StrikePlan, TransferPlans, WritePlan
from roleplay.rules.workshop import CloseLobby, OpenLobby
from tests.live.worlds import TIMES, World, run
from tests.rules.small_pack import IN, PHASES, PK, small_pack

pytestmark = pytest.mark.django_db(transaction=True)

WATCHERS = ("in1", "pk1", "facilitator", "waiting")
EVERY_GATE = {"gate": None, "gates": list(GATES)}
TOOLS_OF_PHASES: dict[str, dict[str, Any]] = {
    phase: {"tools": list(TOOLS), **EVERY_GATE} for phase in PHASES if phase != "debrief"
}
TOOLS_OF_PHASES["talks"]["rooms"] = ["plenary", "corridor", "group"]
SEATS = (*IN, *PK)
GRADIENTS: tuple[Stance, ...] = ("behind", "live", "cannot")
MARKS: tuple[Mark, ...] = ("parked", "adopted", "clean")
DELEGATE_COMMANDS: list[Command] = [
    RaiseHand(),
    LowerHand(),
    YieldFloor(),
    RaisePoint(),
    WithdrawPoint(),
    AskForPause("Enough"),
    KeepNote("They hesitate"),
    ContestFact("The line was drawn"),
    Say("plenary", "One two three"),
    Say("caucus-india", "Four five"),
    CallForHelp("?"),
    Invite("pk1"),
    Invite("in1"),
    OpenBrief(),
    WriteEntry("need", "Respect"),
    WriteEntry("assumption", "That they are of one mind"),
    PutUpCard("need", "To come home"),
    PutUpCard("position", "Release them"),
    WriteStep("We listen", "They talk", "We eat", False, "Thank you"),
    WriteStep("", "They talk"),
    WritePlan("An adviser", "A day for lists", "Gossip"),
    ProposeSentence("Participants discussed lists"),
    TellHome("paper", "We talked of boats"),
    TellHome("party", "We talked of crews"),
]
CORRECTIONS = [
    CorrectText("seat:in1:fear", "secret", "matter"),
    CorrectText("seat:in1:fear", "matter", "secret"),
    CorrectText("phase:opening:do", "opening", "Open."),
    CorrectText("phase:talks:facilitator", "talks", "Wait."),
    CorrectText("inject:rumour:text", "A boat", "A ship"),
    CorrectText("happened", "boats", "crews"),
]
STAFF_COMMANDS: list[Command] = [
    Next("because"),
    Back(),
    StopClock(),
    RunClock(),
    Extend(3),
    CallNext(),
    SetFloor("free"),
    SetFloor("called"),
    SetFloor("turns"),
    SetMinutes(5, 2),
    SetMinutes(0, 0),
    YieldFloor(),
    Mute("in1"),
    Unmute("in1"),
    ProposeGroups(2),
    PlaceSeat("in1", 2),
    OpenGroups(),
    CloseGroups(),
    MovePhase("talks", True),
    MovePhase("caucus", True),
    DropPhase("talks"),
    PutBackPhase("talks"),
    SetPhaseMinutes("talks", 25),
    Adjourn("next week"),
    Reopen(),
    Reopen(),
    PauseRooms(),
    ResumeRooms(),
    CloseLobby(),
    OpenLobby(),
    ReleaseInject("rumour"),
    CorrectInject("rumour"),
    ReleaseOwn("The Quay", "A net was cut.", "side:india", "rumour", "pakistan"),
    ReleaseOwn("The Wall", "On the screen", "screen"),
    PlanNews("talks", "The Quay", "Fog", embarrasses="india"),
    Broadcast("all", "Hear all"),
    MakeMove("balance", "Who else?"),
    SetAsideMove("balance"),
    FreeSeat("pk4"),
    *CORRECTIONS,
    NameScribes(("in1", "pk1")),
    NameScribes(),
    WriteClause("Boats go home within a month"),
    GaugeQuestion("Do we go on?"),
    MakeNonPaper("On boats"),
    AnswerNonPaper("asks", "Who pays?"),
    AnswerNonPaper("leaks", "It is said", "side:india"),
    ShowMeter(),
]


INTERPRETERS = (NameInterpreter, ThankInterpreter)


def tool_steps(state: State) -> list[Command]:
    """What may be done with what has been made with the tools so far."""
    return [
        *(MarkEntry(id, "position") for id in state[CaucusSheets].entries),
        *(RewriteEntry(id, "In better words") for id in state[CaucusSheets].entries),
        *(StrikeEntry(id) for id in state[CaucusSheets].entries),
        *board_steps(state),
        *(ParkObjection(id, "Never") for id in state[Options].all),
        *(NameConstraint(id, "The press", "It sells", 2) for id in state[Options].all),
        *(StrikeConstraint(id) for id in state[Constraints].all),
        *(MoveStep(row.id, True) for row in state[Steps].rows),
        *(StrikeStep(row.id) for row in state[Steps].rows),
        *(Criticise(id, "Whose boats?") for id in state[OneText].clauses),
        *text_steps(state),
        *way_home_steps(state),
        *(AnswerGauge(id, stance, "Slow") for id in state[Gauges].all for stance in GRADIENTS),
    ]


def text_steps(state: State) -> list[Command]:
    clauses = state[OneText].clauses.values()
    return [
        *(RedraftClause(one.versions[-1].id, f"{one.text}, all of them") for one in clauses),
        *(MarkClause(one.versions[-1].id, mark) for one in clauses for mark in MARKS),
        *(PutBracket(one.id, "within a month", "Too slow", "at once") for one in clauses),
        *(GaugeClause(one.id) for one in clauses),
        *(SettleBracket(id, "other") for one in clauses for id in one.brackets),
    ]


def way_home_steps(state: State) -> list[Command]:
    plans, sentences = state[TransferPlans].all, state[Summary].sentences
    return [
        *(RewritePlan(id, "risk", "Something worse") for id in plans),
        *(StrikePlan(id) for id in plans),
        *(ClearSentence(id) for id in sentences),
        *(HoldSentence(id) for id in sentences),
    ]


def board_steps(state: State) -> list[Command]:
    cards, asked, tries = state[NeedsBoard].cards, state[NeedsBoard].asked, state[Reflections].tries
    one_of_each = tuple({card.side: card.id for card in cards.values()}.values())
    verdicts: tuple[Verdict, ...] = ("accepted", "amend", "not-yet")
    return [
        OfferOption("A hotline", one_of_each),
        *(Ask(id, "Whose?") for id in cards),
        *(AnswerQuestion(id, "Ours") for id in asked),
        *(MarkCard(id, "hope") for id in cards),
        *(RewordCard(id, "In better words") for id in cards),
        *(TakeDownCard(id) for id in cards),
        *(Restate(id, "You want to come home") for id in cards),
        *(JudgeReflection(id, verdict, "When") for id in tries for verdict in verdicts),
        *(DropReflection(id) for id in tries),
    ]


def steps(chance: random.Random, world: World) -> tuple[str, Command]:
    state = hub().tailer(world.workshop).scene.state
    asked: list[Command] = [
        *(AnswerInvitation(id, True) for id in state[Rooms].corridors),
        *(LeaveCorridor(id) for id in state[Rooms].corridors),
        *(CloseHelp(id) for id in state[Safety].calls),
        *(Say(id, "In a group") for id in state[Groups].rooms),
        *(Interpret(id, "Again") for id in list(state[Talk].lines)[-3:]),
        *(InterpretWords(one.entry, "Again") for one in state[Translations].written.values()),
        *(TakeBackTranslation(id) for id in state[Translations].all),
        *(DropPauseAsk(id) for id in state[CoolingOff].asks),
        *(AttachSource(id, "A log", "A port", "1998") for id in state[ContestedFacts].all),
        *(TakeOffFact(id) for id in state[ContestedFacts].all),
        *tool_steps(state),
    ]
    answers: list[Command] = [AnswerHelp(id, "Yes") for id in state[Safety].calls]
    answers += [CorrectRumour(id, "It was not.") for id in state[Injects].out]
    answers += [LeakLine(id, "The Leak", "side:india", confirmed=True) for id in list(state[Talk].lines)[-3:]]
    for planned in state[PlannedNews].all:
        answers += [ReleasePlanned(planned), DropPlanned(planned)]
    answers += [make(world.people[who]) for make in INTERPRETERS for who in ("in1", "waiting")]
    answers += [RuleOnPoint(id, "upheld") for id in state[Points].open]
    answers += text_steps(state)
    answers += [MoveToGroup("in1", id) for id in state[Groups].rooms]
    answers += [PlanNews("talks", "The Gazette", "News", f"room:{id}") for id in state[Groups].rooms]
    answers += [ReleaseInject("weather", f"room:{id}") for id in state[Groups].rooms]
    answers += [StrikeRemark(one.id) for c in state[OneText].clauses.values() for one in c.remarks]
    answers += [StrikeClause(one.id) for one in state[OneText].clauses.values()]
    answers += [OpenGauge(id) for id in state[Gauges].all]
    answers += [StrikeReason(id, 0) for id in state[Gauges].all]
    answers += [ReplyFromHome(one.id, "cold", "So?") for one in state[Constituency].exchanges.values()]
    answers += [StrikeOption(id) for id in state[Options].all]
    answers += [TakeDownCard(id) for id in state[NeedsBoard].cards]
    if chance.random() < 0.5:
        return "facilitator", chance.choice(STAFF_COMMANDS + answers)
    if chance.random() < 0.1:
        return "waiting", TakeSeat("pk4")
    return chance.choice(SEATS), chance.choice(DELEGATE_COMMANDS + asked)


@pytest.mark.parametrize("seed", range(4))
def test_parts_sent_piece_by_piece_end_where_a_fresh_page_begins(seed: int) -> None:
    chance = random.Random(seed)

    async def story() -> None:
        world = await World().open(pack=small_pack(**TOOLS_OF_PHASES))
        for seat in SEATS:
            await world.do(seat, AcceptRules())
        await world.do("facilitator", Start())
        for who in WATCHERS:
            await world.watch(who)
        for _ in range(60):
            await world.try_to(*steps(chance, world))
            await world.settle()
            compare(world)

    run(story)


Made = Callable[[dict[str, str]], Command]
AT_THE_BOARDS: list[tuple[str, str, Made]] = [
    ("", "in2", lambda ids: WriteEntry("need", "Respect")),
    ("", "pk1", lambda ids: WriteEntry("fear", "To stand alone")),
    ("ours", "in2", lambda ids: PutUpCard("need", "To come home")),
    ("theirs", "pk2", lambda ids: PutUpCard("fear", "To stand alone")),
    ("", "in1", lambda ids: MarkCard(ids["ours"], "position")),
    ("", "in1", lambda ids: RewordCard(ids["ours"], "To come home soon")),
    ("question", "pk2", lambda ids: Ask(ids["ours"], "Who?")),
    ("", "in2", lambda ids: AnswerQuestion(ids["question"], "All")),
    ("dropped", "in2", lambda ids: Restate(ids["theirs"], "You are alone")),
    ("", "in1", lambda ids: DropReflection(ids["dropped"])),
    ("try", "in2", lambda ids: Restate(ids["theirs"], "You are left alone")),
    ("", "pk2", lambda ids: JudgeReflection(ids["try"], "amend", "By whom")),
    ("again", "in2", lambda ids: Restate(ids["theirs"], "You are left alone by us")),
    ("", "pk2", lambda ids: JudgeReflection(ids["again"], "accepted")),
    ("option", "pk2", lambda ids: OfferOption("A hotline", (ids["ours"], ids["theirs"]))),
    ("", "in2", lambda ids: ParkObjection(ids["option"], "Nobody answers")),
    ("constraint", "in2", lambda ids: NameConstraint(ids["option"], "The press", "It sells", 2)),
    ("", "in1", lambda ids: StrikeConstraint(ids["constraint"])),
    ("first", "in2", lambda ids: WriteStep("We listen", "They talk")),
    ("second", "pk2", lambda ids: WriteStep("We talk", "They listen")),
    ("", "in2", lambda ids: MoveStep(ids["second"], True)),
    ("", "in1", lambda ids: StrikeStep(ids["first"])),
    ("plan", "in2", lambda ids: WritePlan("An adviser", "A day for lists", "Gossip")),
    ("", "in1", lambda ids: RewritePlan(ids["plan"], "message", "A fixed day")),
    ("", "in1", lambda ids: StrikePlan(ids["plan"])),
    ("sentence", "in2", lambda ids: ProposeSentence("Participants discussed lists")),
    ("", "in1", lambda ids: ClearSentence(ids["sentence"])),
    ("", "pk2", lambda ids: ClearSentence(ids["sentence"])),
    ("", "facilitator", lambda ids: WriteClause("Boats go home")),
    ("", "facilitator", lambda ids: MakeNonPaper()),
    ("answer", "facilitator", lambda ids: AnswerNonPaper("asks", "Who pays?")),
    ("", "facilitator", lambda ids: AnswerNonPaper("asks", "Who pays?", "side:india")),
    ("", "facilitator", lambda ids: HideLine(ids["answer"])),
    ("told", "in1", lambda ids: TellHome("paper", "Boats")),
    ("", "facilitator", lambda ids: ReplyFromHome(ids["told"], "cold", "So?")),
    *(("", seat, lambda ids: TellHome("party", "Boats")) for seat in ("in2", "in3")),
    ("", "in2", lambda ids: HoldSentence(ids["sentence"])),
    ("", "in2", lambda ids: PutUpCard("hope", "Peace")),
    ("clause", "facilitator", lambda ids: WriteClause("Boats go home")),
    ("gauge", "facilitator", lambda ids: GaugeClause(ids["clause"])),
    *(("", seat, lambda ids, seat=seat: AnswerGauge(ids["gauge"], "live", seat)) for seat in SEATS),  # type: ignore[misc]
    ("", "facilitator", lambda ids: StrikeReason(ids["gauge"], 2)),
    ("again", "facilitator", lambda ids: GaugeClause(ids["clause"])),
    ("", "in1", lambda ids: AnswerGauge(ids["again"], "cannot", "Slow")),
    ("", "in1", lambda ids: AnswerGauge(ids["again"], "live", "Fast")),
    ("", "facilitator", lambda ids: OpenGauge(ids["again"])),
    ("", "facilitator", lambda ids: StrikeClause(ids["clause"])),
    *(("", "facilitator", lambda ids, seat=seat: FreeSeat(seat)) for seat in reversed(PK)),  # type: ignore[misc]
    ("", "facilitator", lambda ids: TakeDownCard(ids["theirs"])),
    ("", "facilitator", lambda ids: StrikeOption(ids["option"])),
    *[("", "facilitator", lambda ids: Next("because"))] * 3,  # into the debrief, which has no tools
]


def test_what_is_done_with_the_tools_comes_piece_by_piece_too() -> None:
    async def story() -> None:
        world = await World().open(pack=small_pack(**TOOLS_OF_PHASES))
        for seat in SEATS:
            await world.do(seat, AcceptRules())
        await world.do("facilitator", Start())
        for who in WATCHERS:
            await world.watch(who)
        ids: dict[str, str] = {}
        for name, who, made in AT_THE_BOARDS:
            ids[name] = await world.do(who, made(ids))
            await world.settle()
            compare(world)

    run(story)


def test_working_groups_come_piece_by_piece_too() -> None:
    async def story() -> None:
        world = await World().open(pack=small_pack(talks={"code": "PH4"}))
        for seat in SEATS:
            await world.do(seat, AcceptRules())
        for command in (Start(), Next("because"), Next("because")):
            await world.do("facilitator", command)
        for who in WATCHERS:
            await world.watch(who)
        for _ in range(2):
            await world.do("facilitator", ProposeGroups(2))
            for command in (PlaceSeat("in1", 1), PlaceSeat("in1", 2), OpenGroups()):
                await world.try_to("facilitator", command)
                await world.settle()
                compare(world)
            state = hub().tailer(world.workshop).scene.state
            first = state[Groups].open()[0].id
            for command in (MoveToGroup("in1", first), FreeSeat("pk4"), Adjourn(), Reopen()):
                await world.try_to("facilitator", command)
                await world.settle()
                compare(world)
            await world.do("in1", Say(first, "Here I am"))
            await world.settle()
            compare(world)
        for command in (CloseGroups(), Next("because")):
            await world.do("facilitator", command)
            await world.settle()
            compare(world)

    run(story)


def test_asking_for_a_pause_and_stepping_out_come_piece_by_piece_too() -> None:
    story_of: list[tuple[str, Command]] = [
        ("in1", AskForPause("Enough")),
        ("pk2", AskForPause()),
        ("facilitator", ResumeRooms()),
        ("in2", AskForPause()),
        ("facilitator", PauseRooms()),
        ("facilitator", ResumeRooms()),
        ("pk2", LeaveSeat()),
        ("pk1", LeaveSeat()),
        ("pk1", ComeBack()),
    ]

    async def story() -> None:
        world = await World().open(pack=small_pack(**TOOLS_OF_PHASES))
        for seat in SEATS:
            await world.do(seat, AcceptRules())
        await world.do("facilitator", Start())
        for who in WATCHERS:
            await world.watch(who)
        for who, command in story_of:
            await world.do(who, command)
            await world.settle()
            compare(world)

    run(story)


def compare(world: World) -> None:
    scene = hub().tailer(world.workshop).look()
    for who, connection in world.connections.items():
        if connection.viewer is None or connection.closed or connection not in _joined(world):
            continue
        fresh = Rendering(scene).html_for(connection.viewer, connection.page, "en")
        for name, html in fresh.items():
            shown = decoded(connection.shown.get(name, b'""'))
            assert _timeless(shown) == _timeless(html), f"{name} of {who} is stale"


def _joined(world: World) -> Watchers:
    return hub().tailer(world.workshop).watchers


def _timeless(html: str) -> str:
    return TIMES.sub("", html)


def test_every_part_says_on_which_pages_it_is() -> None:
    pages = {"stage", "desk", "screen", "lobby", "brief", "ended"}
    assert PARTS
    assert all(part.pages and part.pages <= pages for part in PARTS.values())


def test_every_tool_says_in_one_sentence_what_to_do_and_why() -> None:
    for one in LIVE_TOOLS.values():
        assert re.fullmatch(r"[A-Z][^.!?]+[.]", str(one.says)), f"{one.name}: {one.says}"
        assert len(str(one.says)) < 200


def test_what_only_staff_see_is_on_no_other_page() -> None:
    staff_only = {"rail", "lobby", "people", "shares", "figures", "helps", "injects", "meetings", "points"}
    staff_only |= {"lit", "moves", "groups", "due", "leakable", "pauses", "group-addresses"}
    assert all(PARTS[name].pages == {"desk"} for name in staff_only)


def test_the_commands_of_this_story_are_commands_of_the_wire() -> None:
    assert all(command.do in COMMANDS for command in (*STAFF_COMMANDS, *DELEGATE_COMMANDS))
