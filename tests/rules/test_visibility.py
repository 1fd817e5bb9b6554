"""Who sees what: one row for each kind of event, one column for each kind of viewer.

A kind without a row fails the first test. The event is about in1 (or said by in1), whose partner in
the corridor is pk1.
"""

import pytest

from roleplay.rules.announce import Broadcasted
from roleplay.rules.arranging import PhaseDropped, PhaseMinutesSet, PhaseMoved, PhasePutBack
from roleplay.rules.attribution import AttributionSet
from roleplay.rules.brackets import BracketPut, BracketSettled
from roleplay.rules.caucus_sheet import EntryMarked, EntryRewritten, EntryStruck, EntryWritten, WriteEntry
from roleplay.rules.cleared_summary import (
    ProposeSentence,
    SentenceCleared,
    SentenceHeld,
    SentencePassed,
    SentenceProposed,
)
from roleplay.rules.constituency import HomeReplied, MeterShown, TellHome, ToldHome
from roleplay.rules.constraints import ConstraintNamed, ConstraintStruck
from roleplay.rules.contested import FactContested, FactTakenOff, SourceAttached
from roleplay.rules.cooling_off import CoolingBegan, PauseAskDropped, PauseAsked
from roleplay.rules.correcting import TextCorrected
from roleplay.rules.criticism import Criticised, RemarkStruck
from roleplay.rules.debrief import DebriefStepShown, OpenedInDebrief, SteppedOut
from roleplay.rules.floor import FloorGiven, FloorSet, FloorYielded, HandLowered, HandRaised
from roleplay.rules.gauge import GaugeAnswered, GaugeOpened, GaugePutUp, ReasonStruck
from roleplay.rules.ground_rules import BriefOpened, RulesAccepted
from roleplay.rules.groups import (
    GroupChanged,
    GroupClosed,
    GroupOpened,
    Groups,
    GroupsProposed,
    OpenGroups,
    PlaceSeat,
    ProposeGroups,
    SeatPlaced,
)
from roleplay.rules.injects import Injected
from roleplay.rules.interpreting import Interpreted, InterpreterNamed, InterpreterThanked
from roleplay.rules.interpreting_tools import TranslationTakenBack, WordsInterpreted
from roleplay.rules.kernel import EVENTS, Entry, Viewer, audience_of, visible
from roleplay.rules.leaks import LeakDisclosed, LineLeaked
from roleplay.rules.meetings import Adjourned, Reopened
from roleplay.rules.moderation import LineHidden, LineShown, Muted, Unmuted
from roleplay.rules.moves import MoveMade, MoveSetAside
from roleplay.rules.needs_board import (
    Ask,
    CardMarked,
    CardPutUp,
    CardReworded,
    CardTakenDown,
    PutUpCard,
    QuestionAnswered,
    QuestionAsked,
)
from roleplay.rules.non_paper import NonPaperMade
from roleplay.rules.notes import NoteKept
from roleplay.rules.options import ObjectionParked, OfferOption, OptionOffered, OptionStruck
from roleplay.rules.people import Admitted, DeviceChanged, Joined, Removed, SeatFreed, viewer_of
from roleplay.rules.phases import ClockStarted, ClockStopped, Extended, GateOverridden, PhaseEntered
from roleplay.rules.planned_news import NewsPlanned, PlannedTakenOff
from roleplay.rules.points_of_order import PointRaised, PointRuled, PointWithdrawn
from roleplay.rules.reflecting import ReflectionDropped, ReflectionJudged, Restate, Restated
from roleplay.rules.rooms import AnswerInvitation, CorridorClosed, CorridorInvited, CorridorOpened, Invite
from roleplay.rules.safety import (
    CallForHelp,
    HelpAnswered,
    HelpCalled,
    HelpClosed,
    RoomsPaused,
    RoomsResumed,
)
from roleplay.rules.seats import BecameObserver, SeatTaken
from roleplay.rules.speaking_time import MinutesSet
from roleplay.rules.stepping_out import SeatLeft
from roleplay.rules.steps import StepMoved, StepStruck, StepWritten, WriteStep
from roleplay.rules.talk import Reacted, Said, Withdrawn
from roleplay.rules.text import ClauseMarked, ClauseRedrafted, ClauseStruck, ClauseWritten, ScribesNamed
from roleplay.rules.tools import TOOLS
from roleplay.rules.track_one import NonPaperAnswered
from roleplay.rules.transfer_plan import PlanRewritten, PlanStruck, PlanWritten, WritePlan
from roleplay.rules.unmasking import Unmasked
from roleplay.rules.workshop import Ended, LobbyClosed, LobbyOpened, Opened

from .scene import Scene, given

#           own    pair   same   other  observer staff screen   (waiting and not accepted: never)
EVERYONE = {"own", "pair", "same", "other", "observer", "staff", "screen"}
STAFF = {"staff"}
OWN = {"own", "staff"}
SIDE = {"own", "same", "staff"}
PAIR = {"own", "pair", "staff"}
SEALED = {"own", "pair"}
MINE = {"own"}
ALONE = {"own"}
VIEWERS = {
    "own": "in1",
    "pair": "pk1",
    "same": "in2",
    "other": "pk2",
    "observer": "olive",
    "staff": "host",
    "waiting": "wendy",
    "not accepted": "in4",
}


class Ids:
    """What has happened in the scene before, by name."""

    def __init__(self) -> None:
        self.scene = given(
            phase="talks",
            fresh=("in4",),
            observing=("olive",),
            waiting=("wendy",),
            removed=("ravi",),
            phases={"talks": {"tools": tuple(TOOLS), "rooms": ["plenary", "corridor", "group"]}},
        )
        self.scene.having(WriteEntry("need", "Respect"), by="in1")
        self.entry = self.scene.log[-1].id
        self.card = self.scene.having(PutUpCard("need", "Home"), by="in1").log[-1].id
        self.theirs = self.scene.having(PutUpCard("need", "Home"), by="pk1").log[-1].id
        self.question = self.scene.having(Ask(self.card, "Whose?"), by="pk1").log[-1].id
        self.reflection = self.scene.having(Restate(self.theirs, "Yours"), by="in1").log[-1].id
        offered = OfferOption("A hotline", (self.card, self.theirs))
        self.option = self.scene.having(offered, by="in1").log[-1].id
        self.step = self.scene.having(WriteStep("We", "You"), by="in1").log[-1].id
        self.plan = self.scene.having(WritePlan("Whom", "What", "Risk"), by="in1").log[-1].id
        self.sentence = self.scene.having(ProposeSentence("Lists"), by="in1").log[-1].id
        self.group, self.their_group = self.groups()
        self.exchange = self.scene.having(TellHome("paper", "Boats"), by="in1").log[-1].id
        self.scene.having(Invite("pk1"), by="in1")
        self.corridor = self.last.corridor
        self.scene.having(AnswerInvitation(self.corridor, True), by="pk1")
        self.scene.having(CallForHelp(), by="in1")
        self.call = self.last.call
        self.plenary = self.scene.having_said("plenary", "All", by="host")
        self.caucus = self.scene.having_said("caucus-india", "Us", by="host")
        self.whispered = self.scene.having_said(self.corridor, "Two", by="in1")
        self.back = self.scene.having_said("back-room", "Staff", by="host")

    def groups(self):
        """The working group of in1 and pk1, and that of in2, pk2 and whoever has not accepted."""
        self.scene.having(ProposeGroups(2))
        for seat, group in {"in1": 1, "pk1": 1, "in2": 2, "pk2": 2, "in4": 2}.items():
            if self.scene.state[Groups].proposal.get(seat) != group:
                self.scene.having(PlaceSeat(seat, group))
        return list(self.scene.having(OpenGroups()).state[Groups].rooms)

    @property
    def last(self):
        return self.scene.log[-1].event


IDS = Ids()
TABLE = {
    "opened": (Opened({}, "open", "open", "host"), STAFF),
    "lobby_opened": (LobbyOpened(), STAFF),
    "lobby_closed": (LobbyClosed(), STAFF),
    "ended": (Ended(), EVERYONE),
    "joined": (Joined("p-in1", "delegate", True), STAFF),
    "admitted": (Admitted("p-in1"), STAFF),
    "removed": (Removed("p-in1"), STAFF),
    "device_changed": (DeviceChanged("p-in1", "phone"), STAFF),
    "stepped_out": (SteppedOut("in1"), EVERYONE),
    "debrief_step_shown": (DebriefStepShown("why"), EVERYONE),
    "opened_in_debrief": (OpenedInDebrief("facts"), EVERYONE),
    "attribution_set": (AttributionSet("step", "unattributed"), EVERYONE),
    "unmasked": (Unmasked(IDS.plenary, "A threat"), STAFF),
    "seat_taken": (SeatTaken("in1", "p-in1"), EVERYONE),
    "seat_freed": (SeatFreed("in1", "p-in1"), EVERYONE),
    "became_observer": (BecameObserver("p-in1"), STAFF),
    "brief_opened": (BriefOpened("p-in1"), STAFF),
    "rules_accepted": (RulesAccepted("p-in1"), OWN),
    "rules_accepted by an observer": (RulesAccepted("olive"), STAFF),
    "rules_accepted by somebody gone": (RulesAccepted("ravi"), STAFF),
    "phase_entered": (PhaseEntered("caucus", 1, 5), EVERYONE),
    "gate_overridden": (GateOverridden("opening", ("in1",), "late"), STAFF),
    "clock_stopped": (ClockStopped(), EVERYONE),
    "clock_started": (ClockStarted(), EVERYONE),
    "extended": (Extended(5), EVERYONE),
    "hand_raised": (HandRaised("in1"), EVERYONE),
    "hand_lowered": (HandLowered("in1"), EVERYONE),
    "floor_given": (FloorGiven("in1"), EVERYONE),
    "floor_yielded": (FloorYielded("in1"), EVERYONE),
    "floor_set": (FloorSet("free"), EVERYONE),
    "minutes_set": (MinutesSet(5, 2), EVERYONE),
    "point_raised": (PointRaised("in1"), OWN),
    "point_withdrawn": (PointWithdrawn("in1"), OWN),
    "point_ruled": (PointRuled("any", "upheld"), EVERYONE),
    "said in the plenary": (Said("plenary", "Hello"), EVERYONE),
    "said in a caucus": (Said("caucus-india", "Hello"), SIDE),
    "said in a corridor": (Said(IDS.corridor, "Hello"), SEALED),
    "said in the back room": (Said("back-room", "Hello"), STAFF),
    "withdrawn in the plenary": (Withdrawn(IDS.plenary), EVERYONE),
    "withdrawn in a caucus": (Withdrawn(IDS.caucus), SIDE),
    "withdrawn in a corridor": (Withdrawn(IDS.whispered), SEALED),
    "reacted in the plenary": (Reacted(IDS.plenary, "heard", True), EVERYONE),
    "reacted in a caucus": (Reacted(IDS.caucus, "heard", True), SIDE),
    "reacted in a corridor": (Reacted(IDS.whispered, "heard", True), SEALED),
    "line_hidden in the plenary": (LineHidden(IDS.plenary), EVERYONE),
    "line_hidden in a caucus": (LineHidden(IDS.caucus), SIDE),
    "line_hidden in the back room": (LineHidden(IDS.back), STAFF),
    "line_shown in the plenary": (LineShown(IDS.plenary), EVERYONE),
    "line_shown in a caucus": (LineShown(IDS.caucus), SIDE),
    "corridor_invited": (CorridorInvited("corridor-x", "in1", "pk1"), PAIR),
    "corridor_opened": (CorridorOpened(IDS.corridor), PAIR),
    "corridor_closed": (CorridorClosed(IDS.corridor, "left"), PAIR),
    "said in a group": (Said(IDS.group, "Hello"), PAIR),
    "interpreter_named": (InterpreterNamed("p-in1"), OWN),
    "interpreter_named for an observer": (InterpreterNamed("olive"), STAFF),
    "interpreter_thanked": (InterpreterThanked("p-in1"), OWN),
    "interpreted in the plenary": (Interpreted(IDS.plenary, "plenary", "Hello"), EVERYONE),
    "interpreted in a caucus": (Interpreted(IDS.caucus, "caucus-india", "Hello"), SIDE),
    "interpreted in a group": (Interpreted(IDS.plenary, IDS.group, "Hello"), PAIR),
    "words_interpreted": (WordsInterpreted(IDS.card, IDS.card, (), "Hello"), EVERYONE),
    "translation_taken_back": (TranslationTakenBack(IDS.card, "any"), EVERYONE),
    "groups_proposed": (GroupsProposed(2, {"in1": 1}), STAFF),
    "seat_placed": (SeatPlaced("in1", 2), STAFF),
    "group_opened": (GroupOpened("group-x", 1, ("in1", "pk1")), PAIR),
    "group_closed": (GroupClosed(IDS.group), PAIR),
    "group_changed": (GroupChanged("in1", IDS.their_group, IDS.group), PAIR | {"same", "other"}),
    "group_changed for somebody new": (GroupChanged("in1", IDS.group, None), PAIR),
    "broadcasted to all": (Broadcasted("all", "Hello"), EVERYONE),
    "broadcasted to a side": (Broadcasted("side:india", "Hello"), SIDE),
    "broadcasted to a group": (Broadcasted(f"room:{IDS.group}", "Hello"), PAIR),
    "broadcasted to a seat": (Broadcasted("seat:in1", "Hello"), OWN),
    "injected for all": (Injected("rumour", "A paper", "News", "all"), EVERYONE),
    "injected for a side": (Injected("rumour", "A paper", "News", "side:india"), SIDE),
    "injected for a group": (Injected("rumour", "A paper", "News", f"room:{IDS.group}"), PAIR),
    "injected for a seat": (Injected(None, "A paper", "News", "seat:in1"), OWN),
    "move_made": (MoveMade("balance", "all", "India speaks most."), STAFF),
    "move_made for a group": (MoveMade("beneath", f"room:{IDS.group}", ""), STAFF),
    "move_made for a seat": (MoveMade("beneath", "seat:in1", ""), STAFF),
    "move_set_aside": (MoveSetAside("balance", "India speaks most."), STAFF),
    "injected for the screen": (Injected(None, "A paper", "News", "screen"), EVERYONE),
    "news_planned": (NewsPlanned("talks", "A paper", "News", "all", "news", ""), STAFF),
    "planned_taken_off": (PlannedTakenOff("any"), STAFF),
    "line_leaked to all": (LineLeaked(IDS.plenary, "A paper", "all", ""), EVERYONE),
    "line_leaked to a side": (LineLeaked(IDS.plenary, "A paper", "side:india", ""), SIDE),
    "line_leaked to a group": (LineLeaked(IDS.plenary, "A paper", f"room:{IDS.group}", ""), PAIR),
    "line_leaked to a seat": (LineLeaked(IDS.plenary, "A paper", "seat:in1", ""), OWN),
    "leak_disclosed to all": (LeakDisclosed(IDS.plenary), EVERYONE),
    "leak_disclosed to a side": (LeakDisclosed(IDS.caucus), SIDE),
    "muted": (Muted("in1"), OWN),
    "unmuted": (Unmuted("in1"), OWN),
    "phase_moved": (PhaseMoved("talks", "caucus"), EVERYONE),
    "phase_dropped": (PhaseDropped("talks"), EVERYONE),
    "phase_minutes_set": (PhaseMinutesSet("talks", 30), EVERYONE),
    "phase_put_back": (PhasePutBack("talks", "debrief"), EVERYONE),
    "adjourned": (Adjourned("next week", True), EVERYONE),
    "reopened": (Reopened(2), EVERYONE),
    "rooms_paused": (RoomsPaused(True), EVERYONE),
    "rooms_resumed": (RoomsResumed(), EVERYONE),
    "help_called": (HelpCalled("x", "in1", "Help"), OWN),
    "help_answered": (HelpAnswered(IDS.call, "in1", "Coming"), OWN),
    "help_closed": (HelpClosed(IDS.call, "in1"), OWN),
    "pause_asked": (PauseAsked("in1", "Enough"), OWN),
    "pause_ask_dropped": (PauseAskDropped("any", "in1"), OWN),
    "cooling_began": (CoolingBegan(5, True), EVERYONE),
    "seat_left": (SeatLeft("p-in1", "in1"), STAFF),
    "text_corrected in a brief": (TextCorrected("seat:in1:fear", "secret", "x"), OWN),
    "text_corrected in what a delegation shares": (TextCorrected("side:india", "secret", "x"), SIDE),
    "text_corrected in this step": (TextCorrected("phase:talks:do", "talks", "x"), EVERYONE),
    "text_corrected in a step to come": (TextCorrected("phase:debrief:do", "debrief", "x"), STAFF),
    "text_corrected in news to come": (TextCorrected("inject:rumour:text", "A boat", "x"), STAFF),
    "note_kept": (NoteKept("in1", "They hesitate"), MINE),
    "fact_contested": (FactContested("india", "The line was drawn"), EVERYONE),
    "source_attached": (SourceAttached("any", "india", "A log", "A port", "1998"), EVERYONE),
    "fact_taken_off": (FactTakenOff("any"), EVERYONE),
    "entry_written": (EntryWritten("india", "need", "Respect"), SIDE),
    "entry_rewritten": (EntryRewritten(IDS.entry, "Respect"), SIDE),
    "entry_struck": (EntryStruck(IDS.entry), SIDE),
    "entry_marked": (EntryMarked(IDS.entry, "need"), SIDE),
    "card_put_up": (CardPutUp("india", "need", "Home"), EVERYONE),
    "card_reworded": (CardReworded(IDS.card, "Home"), EVERYONE),
    "card_marked": (CardMarked(IDS.card, "fear"), EVERYONE),
    "card_taken_down": (CardTakenDown(IDS.card), EVERYONE),
    "question_asked": (QuestionAsked(IDS.card, "pakistan", "Whose?"), EVERYONE),
    "question_answered": (QuestionAnswered(IDS.question, "Ours"), EVERYONE),
    "restated": (Restated(IDS.theirs, "india", "Yours"), EVERYONE),
    "reflection_judged": (ReflectionJudged(IDS.reflection, "accepted", ""), EVERYONE),
    "reflection_dropped": (ReflectionDropped(IDS.reflection), EVERYONE),
    "option_offered": (OptionOffered("A hotline", (IDS.card, IDS.theirs)), EVERYONE),
    "objection_parked": (ObjectionParked(IDS.option, "Never"), EVERYONE),
    "option_struck": (OptionStruck(IDS.option), EVERYONE),
    "constraint_named": (ConstraintNamed(IDS.option, "india", "The press", "It sells", 2), EVERYONE),
    "constraint_struck": (ConstraintStruck("any"), EVERYONE),
    "step_written": (StepWritten("india", "We", "You", "", True, ""), EVERYONE),
    "step_moved": (StepMoved(IDS.step, True), EVERYONE),
    "step_struck": (StepStruck(IDS.step), EVERYONE),
    "scribes_named": (ScribesNamed(("in1", "pk1")), EVERYONE),
    "clause_written": (ClauseWritten("Boats"), EVERYONE),
    "clause_redrafted": (ClauseRedrafted("any", "All boats"), EVERYONE),
    "clause_marked": (ClauseMarked("any", "parked"), EVERYONE),
    "clause_struck": (ClauseStruck("any"), EVERYONE),
    "gauge_put_up": (GaugePutUp("any", "Boats"), EVERYONE),
    "gauge_answered": (GaugeAnswered("any", "in1", "live", "Slow"), ALONE),
    "gauge_opened": (GaugeOpened("any", {"india": [3, 0, 0, 0, 0, 0], "pakistan": []}, ()), EVERYONE),
    "reason_struck": (ReasonStruck("any", 0), EVERYONE),
    "criticised": (Criticised("any", "india", "Whose?"), EVERYONE),
    "remark_struck": (RemarkStruck("any", "one"), EVERYONE),
    "bracket_put": (BracketPut("any", "Boats", "Ships", "Larger"), EVERYONE),
    "bracket_settled": (BracketSettled("any", "one", "Boats"), EVERYONE),
    "plan_written": (PlanWritten("india", "Whom", "What", "Risk"), SIDE),
    "plan_rewritten": (PlanRewritten(IDS.plan, "risk", "None"), SIDE),
    "plan_struck": (PlanStruck(IDS.plan), SIDE),
    "sentence_proposed": (SentenceProposed("Lists"), EVERYONE),
    "sentence_cleared": (SentenceCleared(IDS.sentence, "india"), SIDE),
    "sentence_passed": (SentencePassed(IDS.sentence), EVERYONE),
    "non_paper_made": (NonPaperMade("", ("Boats",), ("any",), ()), EVERYONE),
    "non_paper_answered to all": (NonPaperAnswered("asks", "all", "Who pays?"), EVERYONE),
    "non_paper_answered to a side": (NonPaperAnswered("asks", "side:india", "Who pays?"), SIDE),
    "told_home": (ToldHome("in1", "paper", "Boats"), OWN),
    "home_replied": (HomeReplied(IDS.exchange, "cold", "So?"), OWN),
    "meter_shown": (MeterShown({"india": 50}), EVERYONE),
    "sentence_held": (SentenceHeld(IDS.sentence), EVERYONE),
}


def test_every_kind_of_event_has_a_row():
    assert {row.split()[0] for row in TABLE} == set(EVENTS)
    for row, (event, _) in TABLE.items():
        assert row.split()[0] == event.kind


@pytest.mark.parametrize("row", TABLE)
def test_who_sees(row):
    event, expected = TABLE[row]
    audience = audience_of(IDS.scene.state, event)
    entry = Entry("e", 0, "p-in1", "in1", audience.seats, audience.sealed, event)
    assert {name for name in [*VIEWERS, "screen"] if visible(entry, viewer(IDS.scene, name))} == expected


def viewer(scene: Scene, name: str) -> Viewer:
    if name == "screen":
        return Viewer("screen", "screen")
    found = viewer_of(scene.state, scene.called(VIEWERS[name]))
    assert found is not None
    return found
