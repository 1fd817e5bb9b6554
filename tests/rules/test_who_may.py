"""Who may do what: one row for each command, one column for each kind of person who may ask.

A command without a row fails the first test. ``yes`` is allowed; anything else is the refusal code.
"""

from collections.abc import Callable

import pytest

from roleplay.rules.announce import Broadcast
from roleplay.rules.arranging import DropPhase, MovePhase, PutBackPhase, SetPhaseMinutes
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.brackets import PutBracket, SettleBracket
from roleplay.rules.caucus_sheet import MarkEntry, RewriteEntry, StrikeEntry, WriteEntry
from roleplay.rules.cleared_summary import ClearSentence, HoldSentence, ProposeSentence
from roleplay.rules.constituency import ReplyFromHome, ShowMeter, TellHome
from roleplay.rules.constraints import NameConstraint, StrikeConstraint
from roleplay.rules.contested import AttachSource, ContestFact, TakeOffFact
from roleplay.rules.cooling_off import AskForPause, DropPauseAsk
from roleplay.rules.correcting import CorrectText
from roleplay.rules.criticism import Criticise, StrikeRemark
from roleplay.rules.debrief import OpenInDebrief, ShowDebriefStep, StepOut
from roleplay.rules.floor import Call, CallNext, LowerHand, RaiseHand, SetFloor, YieldFloor
from roleplay.rules.gauge import AnswerGauge, GaugeClause, GaugeQuestion, OpenGauge, StrikeReason
from roleplay.rules.ground_rules import AcceptRules, OpenBrief
from roleplay.rules.groups import CloseGroups, Groups, MoveToGroup, OpenGroups, PlaceSeat, ProposeGroups
from roleplay.rules.injects import CorrectInject, CorrectRumour, ReleaseInject, ReleaseOwn
from roleplay.rules.interpreting import Interpret, NameInterpreter, ThankInterpreter
from roleplay.rules.interpreting_tools import InterpretWords, TakeBackTranslation
from roleplay.rules.kernel import COMMANDS, INNER_COMMANDS, Command
from roleplay.rules.leaks import LeakLine
from roleplay.rules.meetings import Adjourn, Reopen
from roleplay.rules.moderation import HideLine, Mute, ShowLine, Unmute
from roleplay.rules.moves import MakeMove, SetAsideMove
from roleplay.rules.needs_board import AnswerQuestion, Ask, MarkCard, PutUpCard, RewordCard, TakeDownCard
from roleplay.rules.non_paper import MakeNonPaper
from roleplay.rules.notes import KeepNote
from roleplay.rules.options import OfferOption, ParkObjection, StrikeOption
from roleplay.rules.people import Admit, ChangeDevice, Join, JoinStaff, Remove
from roleplay.rules.phases import Back, Extend, Next, RunClock, Start, StopClock
from roleplay.rules.planned_news import DropPlanned, PlanNews, ReleasePlanned
from roleplay.rules.points_of_order import RaisePoint, RuleOnPoint, WithdrawPoint
from roleplay.rules.reflecting import DropReflection, JudgeReflection, Restate
from roleplay.rules.rooms import AnswerInvitation, Invite, LeaveCorridor
from roleplay.rules.safety import AnswerHelp, CallForHelp, CloseHelp, PauseRooms, ResumeRooms
from roleplay.rules.seats import AssignSeats, ClaimSeat, FreeSeat, GiveSeat, MakeObserver, TakeSeat
from roleplay.rules.speaking_time import SetMinutes
from roleplay.rules.stepping_out import ComeBack, LeaveSeat
from roleplay.rules.steps import MoveStep, StrikeStep, WriteStep
from roleplay.rules.talk import React, Say, Withdraw
from roleplay.rules.text import MarkClause, NameScribes, RedraftClause, StrikeClause, WriteClause
from roleplay.rules.tools import TOOLS
from roleplay.rules.track_one import AnswerNonPaper
from roleplay.rules.transfer_plan import RewritePlan, StrikePlan, WritePlan
from roleplay.rules.unmasking import Unmask
from roleplay.rules.workshop import CloseLobby, End, Open, OpenLobby

from .scene import Scene, given
from .small_pack import PHASES

ASKERS = (
    *("in1", "in2", "pk1", "mv1"),  # whose it is, the same side, the other side, a third side
    *("in4", "olive", "wendy", "adam"),  # not accepted, observing, waiting, not let in
    *("ravi", "nobody"),  # removed, never here
    *("host", "co", "system"),
)

STAFF_ONLY = dict.fromkeys(ASKERS, "not_allowed") | {"host": "yes", "co": "yes", "system": "yes"}
SEATED = ("in1", "in2", "pk1", "mv1")


def seated_only(**different: str) -> dict[str, str]:
    """Any seat that has accepted the ground rules, and nobody else."""
    row = dict.fromkeys(ASKERS, "not_allowed") | dict.fromkeys(SEATED, "yes") | {"in4": "not_accepted"}
    return row | different


def only_in1(others: str, *, staff: str | None = None, **different: str) -> dict[str, str]:
    """What belongs to in1: all others who are in the workshop are told ``others``."""
    row = dict.fromkeys(ASKERS, others) | {"in1": "yes", "in4": "not_accepted"}
    row |= dict.fromkeys(("ravi", "nobody"), "not_allowed")
    return row | dict.fromkeys(("host", "co", "system"), staff or others) | different


def groups_in(phase: str) -> dict[str, list[str]]:
    return {"rooms": ["plenary", "corridor", "group"]} if phase == "talks" else {}


def room(phase: str | None = "opening", **doors: str) -> Scene:
    """Everybody who may ask, in one workshop."""
    return given(
        sides=3,
        phase=phase,
        seated=(*SEATED, "pk2"),
        observing=("olive",),
        fresh=("in4",),
        waiting=("wendy",),
        knocking=("adam",),
        removed=("ravi",),
        phases={phase: {"tools": tuple(TOOLS), **groups_in(phase)} for phase in PHASES},
        **doors,
    )


Made = Callable[[], tuple[Scene, Command]]


def plain(command: Command, *before: tuple[Command, str], **scene: str | None) -> Made:
    """The command in a scene where some things have happened before."""

    def make() -> tuple[Scene, Command]:
        there = room(**scene)
        for earlier, by in before:
            there.having(earlier, by=by)
        return there, command

    return make


def about_line(command: Callable[[str], Command], *before: Callable[[str], Command]) -> Made:
    """A command about a line of in1 in the plenary."""

    def make() -> tuple[Scene, Command]:
        there = room()
        line = there.having_said("plenary", "Hello", by="in1")
        for earlier in before:
            there.having(earlier(line))
        return there, command(line)

    return make


def about_unsigned_line() -> tuple[Scene, Command]:
    """To be shown who said a line under the rule that hides it."""
    there = room().having(SetAttribution("step", "unattributed"))
    return there, Unmask(there.having_said("plenary", "Hello", by="in1"), "A threat")


def about_unsigned_card() -> tuple[Scene, Command]:
    """To be shown who put up a card where nobody is told."""
    there = room().having(SetAttribution("step", "unattributed"))
    return there, Unmask(there.having(PutUpCard("need", "Home"), by="in1").log[-1].id, "A threat")


def in_corridor(command: Callable[[str], Command], accepted: bool) -> Made:
    """A command about a corridor to which pk2 invited in1."""

    def make() -> tuple[Scene, Command]:
        there = room(phase="talks").having(Invite("in1"), by="pk2")
        corridor = there.log[-1].event.corridor
        if accepted:
            there.having(AnswerInvitation(corridor, True), by="in1")
        return there, command(corridor)

    return make


def in_groups(command: Callable[[str], Command]) -> Made:
    """A command about the group that in1 and pk1 are in, while in2 and pk2 are in the other one."""

    def make() -> tuple[Scene, Command]:
        there = given_groups()
        return there, command(next(iter(there.state[Groups].rooms)))

    return make


def given_groups() -> Scene:
    there = room(phase="talks").having(ProposeGroups(2))
    places = {"in1": 1, "pk1": 1, "in2": 2, "pk2": 2, "mv1": 2, "in4": 2}
    for seat, group in places.items():
        if there.state[Groups].proposal.get(seat) != group:
            there.having(PlaceSeat(seat, group))
    return there.having(OpenGroups())


def in_group() -> dict[str, str]:
    """Its members and staff; for all others there is no such room."""
    row = dict.fromkeys(ASKERS, "no_such_room") | dict.fromkeys(("in1", "pk1", "host", "co", "system"), "yes")
    return row | {"in4": "not_accepted", "ravi": "not_allowed", "nobody": "not_allowed"}


def about_call(command: Callable[[str], Command]) -> Made:
    """A command about a call for help of in1."""

    def make() -> tuple[Scene, Command]:
        there = room().having(CallForHelp(), by="in1")
        return there, command(there.log[-1].event.call)

    return make


def about_last(command: Callable[[str], Command], *before: tuple[Command, str]) -> Made:
    """A command about what the last of these made."""

    def make() -> tuple[Scene, Command]:
        there = room()
        for earlier, by in before:
            there.having(earlier, by=by)
        return there, command(there.log[-1].id)

    return make


def translated() -> tuple[Scene, Command]:
    """To take back what Olive made of a card."""
    before = (NameInterpreter("olive"), "host"), CARD
    there, again = about_last(lambda id: InterpretWords(id, "Hello"), *before)()
    return there, TakeBackTranslation(there.having(again, by="olive").log[-1].id)


def of_india(others: str) -> dict[str, str]:
    """What in1 and in2 may do with what is theirs; the other sides are told ``others``."""
    return seated_only(pk1=others, mv1=others)


CALLED = (Call("in1"), "host")
POINT = (RaisePoint(), "in1")
PAUSE = (AskForPause(), "in1")
FACT = (ContestFact("The line was drawn"), "in1")
HAND = (RaiseHand(), "in1")
RUMOUR = (ReleaseOwn("A paper", "News", kind="rumour"), "host")
PLANNED = (PlanNews("talks", "A paper", "News"), "host")
ENTRY = (WriteEntry("need", "Respect"), "in1")
STAFF_TOO = dict.fromkeys(("host", "co", "system"), "yes")
CARD = (PutUpCard("need", "Home"), "in1")
PLAN = (WritePlan("Whom", "What", "Risk"), "in1")
SENTENCE = (ProposeSentence("Lists"), "in1")


def at_the_boards(command: Callable[[dict[str, str]], Command], last: str) -> Made:
    """A command at boards where each tool has been used, each time by in1 (or by pk1 about in1's)."""

    def make() -> tuple[Scene, Command]:
        there, ids = room(), {}
        story: list[tuple[str, str, Callable[[], Command]]] = [
            ("card", "in1", lambda: PutUpCard("need", "Home")),
            ("theirs", "pk1", lambda: PutUpCard("need", "Home")),
            ("third", "mv1", lambda: PutUpCard("need", "Home")),
            ("option", "in1", lambda: OfferOption("A hotline", (ids["card"], ids["theirs"], ids["third"]))),
            ("constraint", "in1", lambda: NameConstraint(ids["option"], "The press", "It sells", 2)),
            ("before", "in1", lambda: WriteStep("We listen", "They talk")),
            ("step", "in1", lambda: WriteStep("We free boats", "They free boats")),
            ("question", "pk1", lambda: Ask(ids["card"], "Whose?")),
            ("reflection", "pk1", lambda: Restate(ids["card"], "You want them home")),
        ]
        for name, by, made in story:
            ids[name] = there.having(made(), by=by).log[-1].id
            if name == last:
                break
        return there, command(ids)

    return make


def with_the_pen(command: Callable[[dict[str, str]], Command]) -> Made:
    """A command about a clause with a bracket; in1, pk1 and mv1 are the scribes."""

    def make() -> tuple[Scene, Command]:
        there = room().having(NameScribes(("in1", "pk1", "mv1")))
        clause = there.having(WriteClause("All boats go home")).log[-1].id
        bracket = there.having(PutBracket(clause, "All", "Too many", "Some")).log[-1].id
        remark = there.having(Criticise(clause, "Whose?"), by="in1").log[-1].id
        return there, command({"clause": clause, "bracket": bracket, "remark": remark})

    return make


def gauged(command: Callable[[str], Command], *answered: str) -> Made:
    """A command about a gauge of a clause that these have answered; all of five make it open."""

    def make() -> tuple[Scene, Command]:
        there = room().having(NameScribes(("in1", "pk1", "mv1")))
        clause = there.having(WriteClause("All boats go home")).log[-1].id
        gauge = there.having(GaugeClause(clause)).log[-1].id
        for seat in answered:
            there.having(AnswerGauge(gauge, "fine", "Good"), by=seat)
        return there, command(gauge)

    return make


def cleared() -> list[tuple[Command, str]]:
    """A sentence that all three sides have cleared."""
    first = room().having(*SENTENCE).log[-1].id
    return [SENTENCE, *((ClearSentence(first), who) for who in ("in1", "pk1", "mv1"))]


def met_at_home() -> tuple[Scene, Command]:
    """Three delegates of India have had an answer from home."""
    there = room()
    there.with_seated("in3").having(AcceptRules(), by="in3")
    for seat in ("in1", "in2", "in3"):
        exchange = there.having(TellHome("paper", "Boats"), by=seat).log[-1].id
        there.having(ReplyFromHome(exchange, "cold", "So?"))
    return there, ShowMeter()


def pen_only() -> dict[str, str]:
    """The scribes and staff; in2 sits at the table without the pen."""
    return seated_only(in2="no_pen", host="yes", co="yes", system="yes")


NO_ROOM = "no_such_room"

TABLE = {
    "say in the plenary": (
        plain(Say("plenary", "Hello")),
        seated_only(olive=NO_ROOM, wendy=NO_ROOM, adam=NO_ROOM, host="yes", co="yes", system="yes"),
    ),
    "say on a called floor": (
        plain(Say("plenary", "Hello"), CALLED, phase="talks"),
        only_in1("not_your_turn", staff="yes", in4="not_your_turn"),
    ),
    "say in a caucus": (
        plain(Say("caucus-india", "Hello"), phase="caucus"),
        only_in1(NO_ROOM, staff="yes", in2="yes"),
    ),
    "say in the back room": (
        plain(Say("back-room", "Hello")),
        only_in1(NO_ROOM, staff="yes", in1=NO_ROOM),
    ),
    "say in a corridor": (in_corridor(lambda id: Say(id, "Hello"), True), only_in1(NO_ROOM)),
    "withdraw": (about_line(Withdraw), only_in1("not_yours")),
    "react": (about_line(lambda line: React(line, "heard")), seated_only(in1="not_allowed")),
    "raise_hand": (plain(RaiseHand()), seated_only()),
    "lower_hand": (plain(LowerHand("in1"), HAND), only_in1("not_allowed", staff="yes")),
    "call_next": (plain(CallNext(), HAND), STAFF_ONLY),
    "call": (plain(Call("in1")), STAFF_ONLY),
    "yield_floor": (plain(YieldFloor(), CALLED, phase="talks"), only_in1("not_allowed", staff="yes")),
    "set_floor": (plain(SetFloor("called")), STAFF_ONLY),
    "set_minutes": (plain(SetMinutes(5, 2)), STAFF_ONLY),
    "raise_point": (plain(RaisePoint()), seated_only()),
    "withdraw_point": (
        plain(WithdrawPoint(), POINT),
        seated_only() | dict.fromkeys(SEATED, "no_such_point") | {"in1": "yes"},
    ),
    "rule_on_point": (about_last(lambda id: RuleOnPoint(id, "upheld"), POINT), STAFF_ONLY),
    "invite": (
        plain(Invite("pk2"), phase="talks"),
        seated_only(pk1="same_side"),
    ),
    "answer_invitation": (
        in_corridor(lambda id: AnswerInvitation(id, True), False),
        only_in1(NO_ROOM),
    ),
    "leave_corridor": (in_corridor(LeaveCorridor, True), only_in1(NO_ROOM)),
    "open_brief": (plain(OpenBrief()), seated_only(in4="yes", system="no_such_person")),
    "accept_rules": (
        plain(AcceptRules()),
        seated_only(in4="yes", olive="already", system="no_such_person") | dict.fromkeys(SEATED, "already"),
    ),
    "call_for_help": (plain(CallForHelp()), seated_only(in4="yes")),
    "answer_help": (about_call(lambda call: AnswerHelp(call, "Coming")), STAFF_ONLY),
    "close_help": (about_call(CloseHelp), only_in1("no_such_call", staff="yes", in4="no_such_call")),
    "ask_for_pause": (plain(AskForPause()), seated_only(in4="yes")),
    "drop_pause_ask": (
        about_last(DropPauseAsk, PAUSE),
        dict.fromkeys(ASKERS, "no_such_ask")
        | {"in1": "yes", "ravi": "not_allowed", "nobody": "not_allowed"}
        | dict.fromkeys(("host", "co", "system"), "yes"),
    ),
    "leave_seat": (plain(LeaveSeat()), seated_only(in4="yes")),
    "come_back": (
        plain(ComeBack(), (GiveSeat("olive", "in3"), "host"), (LeaveSeat(), "in3")),
        dict.fromkeys(ASKERS, "not_allowed") | {"olive": "yes"},
    ),
    "keep_note": (plain(KeepNote("They hesitate")), seated_only()),
    "contest_fact": (plain(ContestFact("The line was drawn")), seated_only()),
    "attach_source": (
        about_last(lambda id: AttachSource(id, "A log", "A port", "1998"), FACT),
        seated_only(),
    ),
    "take_off_fact": (
        about_last(TakeOffFact, FACT),
        of_india("not_yours") | dict.fromkeys(("host", "co", "system"), "yes"),
    ),
    "take_seat where students choose": (
        plain(TakeSeat("in3"), seating="choose"),
        dict.fromkeys(ASKERS, "not_allowed")
        | dict.fromkeys((*SEATED, "in4"), "already")
        | {"olive": "yes", "wendy": "yes"},
    ),
    "take_seat where the host gives them": (plain(TakeSeat("in3")), dict.fromkeys(ASKERS, "not_allowed")),
    "give_seat": (plain(GiveSeat("wendy", "in3")), STAFF_ONLY),
    "free_seat": (plain(FreeSeat("in1")), STAFF_ONLY),
    "make_observer": (plain(MakeObserver("wendy")), STAFF_ONLY),
    "assign_seats": (plain(AssignSeats("random")), STAFF_ONLY),
    "admit": (plain(Admit("adam")), STAFF_ONLY),
    "remove": (plain(Remove("p-in1")), STAFF_ONLY),
    "start": (plain(Start(), phase=None), STAFF_ONLY),
    "next": (plain(Next("late")), STAFF_ONLY),
    "back": (plain(Back(), phase="caucus"), STAFF_ONLY),
    "stop_clock": (plain(StopClock()), STAFF_ONLY),
    "run_clock": (plain(RunClock(), (StopClock(), "host")), STAFF_ONLY),
    "run_clock in a pause": (
        plain(RunClock(), (PauseRooms(), "host")),
        STAFF_ONLY | dict.fromkeys(("host", "co", "system"), "paused"),
    ),
    "extend": (plain(Extend(5)), STAFF_ONLY),
    "end": (plain(End()), STAFF_ONLY),
    "step_out": (plain(StepOut(), phase="debrief"), seated_only()),
    "show_debrief_step": (plain(ShowDebriefStep("why"), phase="debrief"), STAFF_ONLY),
    "open_in_debrief": (plain(OpenInDebrief("facts"), phase="debrief"), STAFF_ONLY),
    "correct_text": (plain(CorrectText("seat:in1:fear", "secret", "x")), STAFF_ONLY),
    "set_attribution": (plain(SetAttribution("step", "unattributed")), STAFF_ONLY),
    "unmask": (about_unsigned_line, STAFF_ONLY),
    "unmask what was written with a tool": (about_unsigned_card, STAFF_ONLY),
    "close_lobby": (plain(CloseLobby()), STAFF_ONLY),
    "open_lobby": (plain(OpenLobby(), (CloseLobby(), "host")), STAFF_ONLY),
    "broadcast": (plain(Broadcast("all", "Hello")), STAFF_ONLY),
    "release_inject": (plain(ReleaseInject("rumour")), STAFF_ONLY),
    "correct_inject": (plain(CorrectInject("rumour"), (ReleaseInject("rumour"), "host")), STAFF_ONLY),
    "correct_rumour": (
        about_last(
            lambda id: CorrectRumour(id, "Not so"), (ReleaseOwn("A paper", "News", kind="rumour"), "host")
        ),
        STAFF_ONLY,
    ),
    "plan_news": (plain(PlanNews("talks", "A paper", "News")), STAFF_ONLY),
    "release_planned": (
        about_last(ReleasePlanned, (PlanNews("talks", "A paper", "News"), "host")),
        STAFF_ONLY,
    ),
    "drop_planned": (about_last(DropPlanned, PLANNED), STAFF_ONLY),
    "leak_line": (about_line(lambda line: LeakLine(line, "A paper", confirmed=True)), STAFF_ONLY),
    "release_own": (plain(ReleaseOwn("A paper", "News")), STAFF_ONLY),
    "make_move": (plain(MakeMove("balance", "Who else?")), STAFF_ONLY),
    "set_aside_move": (plain(SetAsideMove("balance"), (Say("plenary", "word " * 70), "in1")), STAFF_ONLY),
    "mute": (plain(Mute("in1")), STAFF_ONLY),
    "unmute": (plain(Unmute("in1"), (Mute("in1"), "host")), STAFF_ONLY),
    "hide_line": (about_line(HideLine), STAFF_ONLY),
    "show_line": (about_line(ShowLine, HideLine), STAFF_ONLY),
    "move_phase": (plain(MovePhase("talks", True)), STAFF_ONLY),
    "drop_phase": (plain(DropPhase("talks")), STAFF_ONLY),
    "set_phase_minutes": (plain(SetPhaseMinutes("talks", 30)), STAFF_ONLY),
    "put_back_phase": (plain(PutBackPhase("talks"), (DropPhase("talks"), "host")), STAFF_ONLY),
    "propose_groups": (plain(ProposeGroups(2)), STAFF_ONLY),
    "place_seat": (plain(PlaceSeat("in3", 1), (ProposeGroups(2), "host")), STAFF_ONLY),
    "open_groups": (plain(OpenGroups(), (ProposeGroups(2), "host")), STAFF_ONLY),
    "move_to_group": (in_groups(lambda room: MoveToGroup("in3", room)), STAFF_ONLY),
    "close_groups": (in_groups(lambda room: CloseGroups()), STAFF_ONLY),
    "say in a group": (in_groups(lambda room: Say(room, "Hello")), in_group()),
    "name_interpreter": (plain(NameInterpreter("olive")), STAFF_ONLY),
    "thank_interpreter": (plain(ThankInterpreter("olive"), (NameInterpreter("olive"), "host")), STAFF_ONLY),
    "interpret": (
        about_line(lambda line: Interpret(line, "Hello"), lambda line: NameInterpreter("olive")),
        dict.fromkeys(ASKERS, "not_allowed") | {"olive": "yes", "in4": "not_accepted"},
    ),
    "interpret_words": (
        about_last(lambda id: InterpretWords(id, "Hello"), (NameInterpreter("olive"), "host"), CARD),
        dict.fromkeys(ASKERS, "not_allowed") | {"olive": "yes", "in4": "not_accepted"},
    ),
    "take_back_translation": (
        translated,
        dict.fromkeys(ASKERS, "not_yours")
        | {"olive": "yes", "in4": "not_accepted", "ravi": "not_allowed", "nobody": "not_allowed"}
        | STAFF_TOO,
    ),
    "adjourn": (plain(Adjourn("next week")), STAFF_ONLY),
    "reopen": (
        plain(Reopen(), (Adjourn(), "host")),
        STAFF_ONLY | dict.fromkeys((*SEATED, "in4", "olive", "wendy", "adam"), "adjourned"),
    ),
    "pause_rooms": (plain(PauseRooms()), STAFF_ONLY),
    "resume_rooms": (plain(ResumeRooms(), (PauseRooms(), "host")), STAFF_ONLY),
    "write_entry": (plain(WriteEntry("need", "Respect")), seated_only()),
    "rewrite_entry": (about_last(lambda id: RewriteEntry(id, "Time"), ENTRY), of_india("no_such_entry")),
    "strike_entry": (about_last(StrikeEntry, ENTRY), of_india("no_such_entry")),
    "mark_entry": (about_last(lambda id: MarkEntry(id, "need"), ENTRY), of_india("no_such_entry")),
    "put_up_card": (plain(PutUpCard("need", "Home")), seated_only()),
    "put_up_card twice": (
        plain(PutUpCard("need", "Home"), CARD),
        seated_only(in1="their_turn", in2="their_turn"),
    ),
    "reword_card": (about_last(lambda id: RewordCard(id, "A home"), CARD), of_india("not_yours")),
    "mark_card": (about_last(lambda id: MarkCard(id, "fear"), CARD), of_india("not_yours")),
    "take_down_card": (about_last(TakeDownCard, CARD), of_india("not_yours") | STAFF_TOO),
    "ask": (about_last(lambda id: Ask(id, "Whose?"), CARD), seated_only(in1="your_own", in2="your_own")),
    "ask about a card that is said back": (
        at_the_boards(lambda ids: Ask(ids["card"], "Why?"), "reflection"),
        seated_only() | dict.fromkeys(SEATED, "being_reflected"),
    ),
    "answer_question": (
        at_the_boards(lambda ids: AnswerQuestion(ids["question"], "Ours"), "question"),
        of_india("not_yours"),
    ),
    "restate": (
        about_last(lambda id: Restate(id, "You want them home"), CARD),
        seated_only(in1="your_own", in2="your_own"),
    ),
    "judge_reflection": (
        at_the_boards(lambda ids: JudgeReflection(ids["reflection"], "accepted"), "reflection"),
        of_india("not_yours"),
    ),
    "drop_reflection": (
        at_the_boards(lambda ids: DropReflection(ids["reflection"]), "reflection"),
        seated_only(in1="not_yours", in2="not_yours", mv1="not_yours", host="yes", co="yes", system="yes"),
    ),
    "offer_option": (
        at_the_boards(
            lambda ids: OfferOption("A hotline", (ids["card"], ids["theirs"], ids["third"])), "third"
        ),
        seated_only(),
    ),
    "park_objection": (
        at_the_boards(lambda ids: ParkObjection(ids["option"], "Never"), "option"),
        seated_only(),
    ),
    "strike_option": (
        at_the_boards(lambda ids: StrikeOption(ids["option"]), "option"),
        STAFF_ONLY,
    ),
    "name_constraint": (
        at_the_boards(lambda ids: NameConstraint(ids["option"], "The press", "It sells", 1), "option"),
        seated_only(),
    ),
    "strike_constraint": (
        at_the_boards(lambda ids: StrikeConstraint(ids["constraint"]), "constraint"),
        of_india("not_yours") | STAFF_TOO,
    ),
    "write_step": (plain(WriteStep("We", "You")), seated_only()),
    "move_step": (at_the_boards(lambda ids: MoveStep(ids["step"], True), "step"), seated_only()),
    "strike_step": (
        at_the_boards(lambda ids: StrikeStep(ids["step"]), "step"),
        of_india("not_yours") | STAFF_TOO,
    ),
    "name_scribes": (plain(NameScribes(("in1", "pk2", "mv1"))), STAFF_ONLY),
    "write_clause": (with_the_pen(lambda ids: WriteClause("Boats")), pen_only()),
    "redraft_clause": (with_the_pen(lambda ids: RedraftClause(ids["clause"], "All boats")), pen_only()),
    "mark_clause": (with_the_pen(lambda ids: MarkClause(ids["clause"], "parked")), pen_only()),
    "criticise": (with_the_pen(lambda ids: Criticise(ids["clause"], "Whose?")), seated_only()),
    "strike_remark": (
        with_the_pen(lambda ids: StrikeRemark(ids["remark"])),
        STAFF_ONLY,
    ),
    "put_bracket": (with_the_pen(lambda ids: PutBracket(ids["clause"], "home", "Where?")), pen_only()),
    "settle_bracket": (with_the_pen(lambda ids: SettleBracket(ids["bracket"], "other")), pen_only()),
    "strike_clause": (with_the_pen(lambda ids: StrikeClause(ids["clause"])), STAFF_ONLY),
    "gauge_clause": (with_the_pen(lambda ids: GaugeClause(ids["clause"])), pen_only()),
    "gauge_question": (plain(GaugeQuestion("Go on?")), STAFF_ONLY),
    "answer_gauge": (gauged(lambda id: AnswerGauge(id, "fine", "Good")), seated_only()),
    "open_gauge": (gauged(OpenGauge, "in1"), STAFF_ONLY),
    "strike_reason": (gauged(lambda id: StrikeReason(id, 2), *SEATED, "pk2"), STAFF_ONLY),
    "write_clause where staff keep the pen": (
        plain(WriteClause("Boats")),
        seated_only(host="yes", co="yes", system="yes") | dict.fromkeys(SEATED, "no_pen"),
    ),
    "write_plan": (plain(PLAN[0]), seated_only()),
    "rewrite_plan": (about_last(lambda id: RewritePlan(id, "risk", "None"), PLAN), of_india("no_such_plan")),
    "strike_plan": (about_last(StrikePlan, PLAN), of_india("no_such_plan")),
    "propose_sentence": (plain(SENTENCE[0]), seated_only() | STAFF_TOO),
    "clear_sentence": (about_last(ClearSentence, SENTENCE), seated_only()),
    "make_non_paper": (plain(MakeNonPaper(), *cleared()), STAFF_ONLY),
    "answer_non_paper": (
        plain(AnswerNonPaper("asks", "Who pays?"), *cleared(), (MakeNonPaper(), "host")),
        STAFF_ONLY | {"olive": "yes"},
    ),
    "tell_home": (plain(TellHome("paper", "Boats")), seated_only()),
    "reply_from_home": (
        about_last(lambda id: ReplyFromHome(id, "cold", "So?"), (TellHome("paper", "Boats"), "in1")),
        STAFF_ONLY,
    ),
    "show_meter": (met_at_home, STAFF_ONLY),
    "hold_sentence": (about_last(HoldSentence, SENTENCE), seated_only() | STAFF_TOO),
}
AFTER_THE_END = {"unmask", "hide_line", "show_line", "close_help"}


def test_every_command_has_a_row():
    assert {row.split()[0] for row in TABLE} == set(COMMANDS)


@pytest.mark.parametrize("asker", [asker for asker in ASKERS if asker != "system"])
@pytest.mark.parametrize(
    "command",
    [
        Open({}),
        Join("new"),
        JoinStaff("new", "facilitator"),
        ChangeDevice("p-in1", "phone"),
        ClaimSeat("new", "in3"),
    ],
    ids=lambda command: command.do,
)
def test_what_the_server_alone_may_do_is_refused_to_everybody(command, asker):
    assert type(command) in INNER_COMMANDS.values() and len(INNER_COMMANDS) == 5
    room().when(command, by=asker).refused("not_allowed")


@pytest.mark.parametrize("row", TABLE)
def test_who_may(row):
    make, expected = TABLE[row]
    assert set(expected) == set(ASKERS)
    base, command = make()
    for asker in ASKERS:
        outcome = base.copy().when(command, by=asker)
        answer = "yes" if outcome.refusal is None else outcome.refusal.code
        assert answer == expected[asker], f"{asker} asks to {row}"


@pytest.mark.parametrize("row", [row for row in TABLE if row != "end"])
def test_after_the_end_staff_only_tidy_up_and_nobody_else_does_anything(row):
    make, expected = TABLE[row]
    base, command = make()
    base.having(End())
    for asker in ("host", "co", "system"):
        outcome = base.copy().when(command, by=asker)
        if row.split()[0] in AFTER_THE_END:
            outcome.allowed()
        elif expected[asker] == "yes":
            outcome.refused("ended")
        assert row.split()[0] in AFTER_THE_END or outcome.refusal
    for asker in set(ASKERS) - {"host", "co", "system"}:
        refusal = base.copy().when(command, by=asker).refusal
        assert refusal, f"{asker} may still {row}"


def test_whoever_is_refused_cannot_tell_what_is_not_theirs_from_what_is_not_there():
    for row, absent in ABSENT.items():
        make, expected = TABLE[row]
        base, command = make()
        for asker in ("in2", "pk1", "mv1", "olive", "wendy"):
            if expected[asker] == "yes":
                continue
            theirs = base.copy().when(command, by=asker).refusal
            nothing = base.copy().when(absent, by=asker).refusal
            assert (theirs.code, theirs.say) == (nothing.code, nothing.say), f"{asker} asks to {row}"


ABSENT = {
    "say in a caucus": Say("caucus-atlantis", "Hello"),
    "say in the back room": Say("cellar", "Hello"),
    "say in a corridor": Say("corridor-none", "Hello"),
    "answer_invitation": AnswerInvitation("corridor-none", True),
    "leave_corridor": LeaveCorridor("corridor-none"),
    "close_help": CloseHelp("none"),
    "answer_help": AnswerHelp("none", "Coming"),
    "drop_pause_ask": DropPauseAsk("none"),
    "hide_line": HideLine("none"),
    "rule_on_point": RuleOnPoint("none", "upheld"),
    "rewrite_entry": RewriteEntry("none", "Time"),
    "strike_entry": StrikeEntry("none"),
    "mark_entry": MarkEntry("none", "need"),
    "rewrite_plan": RewritePlan("none", "risk", "None"),
    "strike_plan": StrikePlan("none"),
}
