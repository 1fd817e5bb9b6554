"""What each view tells of a log: chapters, lines, who, when, replies, reactions, and what is gone."""

import pytest

from roleplay.record.filters import Filters
from roleplay.record.lens import A_PARTICIPANT, View
from roleplay.record.told import SAFE_UNNAMED, TELLERS, Told
from roleplay.record.transcript import EVERYONE, STAFF, RecordLine, Transcript, transcript
from roleplay.rules.announce import Broadcast
from roleplay.rules.arranging import DropPhase, MovePhase, PutBackPhase, SetPhaseMinutes
from roleplay.rules.floor import RaiseHand
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.groups import CloseGroups, Groups, MoveToGroup, OpenGroups, PlaceSeat, ProposeGroups
from roleplay.rules.injects import CorrectInject, CorrectRumour, ReleaseInject, ReleaseOwn
from roleplay.rules.interpreting import Interpret, NameInterpreter
from roleplay.rules.kernel import EVENTS
from roleplay.rules.meetings import Adjourn, Reopen, Reopened
from roleplay.rules.moderation import HideLine, ShowLine
from roleplay.rules.people import viewer_of
from roleplay.rules.phases import Back, Extend, Next, PhaseEntered
from roleplay.rules.rooms import CORRIDOR, AnswerInvitation, Invite, Rooms
from roleplay.rules.seats import FreeSeat, GiveSeat
from roleplay.rules.talk import React, Say, Withdraw
from roleplay.rules.workshop import End
from tests.rules.scene import Scene, given
from tests.rules.small_pack import IN, PK


def record(scene: Scene, view: View, seat: str = "in1") -> Transcript:
    viewer = STAFF if view == "staff" else viewer_of(scene.state, scene.called(seat)) or EVERYONE
    return transcript(scene.log, scene.state, view, viewer)


def said(made: Transcript) -> list[Told]:
    return [line.told for line in made.lines if line.told.kind == "said"]


def texts(made: Transcript) -> list[str]:
    return [line.told.text for line in made.lines]


def the_line(made: Transcript, text: str) -> RecordLine:
    return next(line for line in made.lines if line.told.text == text)


def test_every_kind_of_event_has_words_or_opens_a_chapter() -> None:
    untold = [kind for kind, cls in EVENTS.items() if cls not in (*TELLERS, PhaseEntered, Reopened)]
    assert untold == []


def test_the_shared_record_without_names_tells_only_what_was_put_on_its_list() -> None:
    names = {cls.kind for cls in SAFE_UNNAMED}
    assert names == {
        *(
            "text_corrected",
            "said",
            "broadcasted",
            "injected",
            "withdrawn",
            "reacted",
            "line_hidden",
            "line_shown",
        ),
        *(
            "card_put_up",
            "card_reworded",
            "card_marked",
            "card_taken_down",
            "question_asked",
            "question_answered",
        ),
        *("restated", "reflection_judged", "reflection_dropped", "option_offered", "objection_parked"),
        *(
            "constraint_named",
            "constraint_struck",
            "step_written",
            "step_moved",
            "step_struck",
            "option_struck",
        ),
        *("clause_written", "clause_redrafted", "clause_marked", "criticised", "remark_struck"),
        *("bracket_put", "bracket_settled", "sentence_proposed", "sentence_passed", "sentence_held"),
        *("clause_struck", "gauge_put_up", "gauge_opened", "reason_struck"),
        *("non_paper_made", "non_paper_answered", "meter_shown"),
        *("ended", "clock_stopped", "clock_started", "extended", "rooms_paused", "rooms_resumed"),
        *("words_interpreted", "translation_taken_back"),
        *("adjourned", "interpreted", "phase_moved", "phase_dropped", "phase_put_back"),
        "phase_minutes_set",
        *("minutes_set", "point_ruled", "line_leaked", "leak_disclosed"),
        *("attribution_set", "debrief_step_shown", "opened_in_debrief"),
        *("cooling_began", "fact_contested", "source_attached", "fact_taken_off"),
    }


def test_each_phase_is_a_chapter_also_a_second_time_and_also_when_it_stays_empty() -> None:
    scene = given(phase="opening").having(Next("early")).having(Back()).having(Next("early"))
    made = record(scene.having(End()), "shared")
    assert [one.title for one in made.chapters] == ["opening", "caucus", "opening (2)", "caucus (2)"]
    assert [line.chapter.title for line in made.lines] == ["caucus (2)"]


def test_chapters_stand_in_the_meeting_that_they_belong_to() -> None:
    scene = given(phase="opening").having(Adjourn("Thursday"))
    scene.having(Broadcast("all", "It is room 5")).having(Reopen()).having(Next("early"))
    made = record(scene, "shared")
    assert [one.name for one in made.chapters] == [
        "First meeting: opening",
        "Second meeting: opening",
        "Second meeting: caucus",
    ]
    assert texts(made)[0] == "The meeting was adjourned. It was to go on: Thursday."
    assert the_line(made, "It is room 5").chapter.meeting == "First meeting"


def test_the_chapters_follow_the_agenda_as_it_was_rearranged() -> None:
    scene = given(phase="opening").having(SetPhaseMinutes("talks", 30))
    scene.having(MovePhase("talks", True)).having(DropPhase("caucus"))
    scene.having(PutBackPhase("caucus")).having(Next("early")).having(Next())
    made = record(scene, "shared")
    assert [one.title for one in made.chapters] == ["opening", "caucus", "talks"]
    assert texts(made) == [
        "“talks” was given 30 minutes.",
        "“talks” was moved: it comes before “caucus”.",
        "“caucus” was left out of the agenda.",
        "“caucus” was put back: it comes before “talks”.",
    ]


def test_a_workshop_of_one_meeting_does_not_count_it() -> None:
    made = record(given(phase="caucus").having(Adjourn()), "staff")
    assert [one.name for one in made.chapters] == ["Before the start", "opening", "caucus"]
    assert "The meeting was adjourned." in texts(made)


@pytest.mark.parametrize("attribution", ["open", "chatham-house"])
def test_a_working_group_is_told_to_staff_and_to_those_who_were_in_it(attribution: str) -> None:
    scene = given(phase="talks", attribution=attribution, phases={"talks": {"code": "PH4"}})
    scene.having(ProposeGroups(2))
    for seat, group in {"in1": 1, "pk1": 1, "in2": 2, "pk2": 2}.items():
        if scene.state[Groups].proposal[seat] != group:
            scene.having(PlaceSeat(seat, group))
    first, second = scene.having(OpenGroups()).state[Groups].rooms
    scene.having(Broadcast(f"room:{first}", "Two minutes more"))
    scene.having(Say(first, "What if"), by="in1").having(MoveToGroup("in1", second)).having(CloseGroups())
    staff = record(scene, "staff")
    assert the_line(staff, "What if").told.place.label == "Working group 1"
    assert {"The lot proposed 2 working groups.", "Came into working group 2."} <= set(texts(staff))
    assert the_line(staff, "Two minutes more").told.to == "working group 1"
    left, came = texts(record(scene, "own", "pk1")), texts(record(scene, "own", "pk2"))
    assert "Two minutes more" in left and "Two minutes more" not in came
    assert "What if" in left and "Went to another group." in left and "Came into working group 2." not in left
    assert "Came into working group 2." in came and "What if" not in came
    assert any(text.startswith("Working group 1 was opened") for text in left)
    assert ("Delegate" in " ".join(left)) == (attribution == "open")
    assert not any("group" in text for text in texts(record(scene, "shared")))


def test_a_translation_stands_in_the_record_with_its_original() -> None:
    scene = given(phase="opening", observing=("olive",)).having(NameInterpreter("olive"))
    said_in_urdu = scene.having_said("plenary", "کشتیاں", by="pk1")
    scene.having(Interpret(said_in_urdu, "Boats"), by="olive")
    for view in ("staff", "own", "shared"):
        line = the_line(record(scene, view), "Boats")
        assert line.reply is not None and line.reply.text == "کشتیاں"
        assert line.told.source == "Interpreter"
    assert "Was asked to interpret." in texts(record(scene, "staff"))


def test_a_translation_is_found_by_the_words_of_its_original_which_it_tells_whole() -> None:
    scene = given(phase="opening", observing=("olive",)).having(NameInterpreter("olive"))
    long = "کشتیاں " * 40
    scene.having(Interpret(scene.having_said("plenary", long, by="pk1"), "Boats"), by="olive")
    scene.having(Interpret(scene.having_said("plenary", "A net", by="pk1"), "जाल"), by="olive")
    made = record(scene, "shared")
    assert the_line(made, "Boats").reply.text == long.strip()
    found = Filters(q="کشتیاں").of(made.lines, {})
    assert [line.told.text for line in found] == [long.strip(), "Boats"]
    assert [line.told.text for line in Filters(kind="interpreted").of(made.lines, {})] == ["Boats", "जाल"]


def test_a_translation_leaves_the_record_with_its_original() -> None:
    scene = given(phase="opening", observing=("olive",)).having(NameInterpreter("olive"))
    original = scene.having_said("plenary", "کشتیاں", by="pk1")
    scene.having(Interpret(original, "Boats"), by="olive").having(Withdraw(original), by="pk1")
    for view in ("own", "shared"):
        assert not {"کشتیاں", "Boats"} & set(texts(record(scene, view)))
    assert {"کشتیاں", "Boats"} <= set(texts(record(scene, "staff")))


def test_the_record_says_of_a_translation_too_that_its_rumour_was_corrected() -> None:
    scene = given(phase="opening", observing=("olive",)).having(NameInterpreter("olive"))
    rumour = scene.having(ReleaseOwn("A paper", "کشتیاں", kind="rumour")).log[-1].id
    scene.having(Interpret(rumour, "Boats"), by="olive")
    news = scene.having(ReleaseOwn("A paper", "جال")).log[-1].id
    scene.having(Interpret(news, "A net"), by="olive").having(CorrectRumour(rumour, "None"))
    for view in ("own", "shared", "staff"):
        made = record(scene, view)
        assert the_line(made, "Boats").told.source == "Interpreter (corrected later)"
        assert the_line(made, "A net").told.source == "Interpreter"
    gone = record(scene.having(HideLine(rumour)), "shared")
    assert [line.told.source for line in gone.lines if line.told.kind == "interpreted"] == ["Interpreter"] * 2


def test_what_happens_before_the_start_and_after_the_end_has_its_own_chapter() -> None:
    scene = given(phase=None)
    scene.having(Broadcast("all", "Welcome"))
    line = scene.log[-1].id
    scene.at_phase("opening").having_said("plenary", "Hello", by="in1")
    scene.having(End()).having(HideLine(line))
    made = record(scene, "staff")
    assert [one.title for one in made.chapters] == ["Before the start", "opening"]
    assert the_line(made, "Welcome").told.marks == ("hidden",)


@pytest.mark.parametrize("seat", [*IN[:2], *PK[:2]])
def test_an_own_record_is_what_that_seat_heard_in_order(seat: str) -> None:
    scene = given(phase="caucus", attribution="open")
    for side, one in (("india", "in1"), ("pakistan", "pk1")):
        scene.having_said(f"caucus-{side}", f"to {side}", by=one)
    scene.having(Broadcast(f"seat:{seat}", f"to {seat}")).having(Broadcast("all", "to all"))
    side = "india" if seat in IN else "pakistan"
    heard = [text for text in texts(record(scene, "own", seat)) if text.startswith("to ")]
    assert heard == [f"to {side}", f"to {seat}", "to all"]


def test_under_the_chatham_house_rule_only_oneself_is_told_apart() -> None:
    scene = given(phase="opening")
    for seat in ("in1", "in2", "pk1"):
        scene.having_said("plenary", f"I am {seat}", by=seat)
    scene.having(Say("plenary", "I am staff"), by="host")
    who = [one.who for one in said(record(scene, "own", "in1"))]
    assert [one.label for one in who] == ["You", A_PARTICIPANT, A_PARTICIPANT, "The facilitators"]
    assert {(one.seat, one.side, one.letter, one.number) for one in who[1:3]} == {("", "", "", 0)}
    shared = [one.who.label for one in said(record(scene, "shared"))]
    assert shared == [A_PARTICIPANT, A_PARTICIPANT, A_PARTICIPANT, "The facilitators"]


def test_under_open_attribution_roles_are_told_and_names_never() -> None:
    scene = given(phase="opening", attribution="open")
    scene.having_said("plenary", "Mine", by="in1")
    (shared,) = said(record(scene, "shared"))
    assert (shared.who.label, shared.who.letter, shared.who.person) == ("Delegate in1", "I", "")
    (staff,) = said(record(scene, "staff"))
    assert (staff.who.label, staff.who.person) == ("Delegate in1", "P1")


def test_the_shared_record_without_names_tells_the_phase_and_no_time() -> None:
    scene = given(phase="opening")
    scene.having_said("plenary", "Hello", by="in1")
    scene.having(RaiseHand(), by="in1").having(Extend(5))
    made = record(scene, "shared")
    assert texts(made) == ["Hello", "5 minutes more."]
    assert [line.at for line in made.lines] == [None, None]
    assert record(given(phase="opening", attribution="open").having(Extend(-1)), "shared").lines[-1].at


def test_few_reactions_are_not_counted_where_nobody_is_named() -> None:
    scene = given(phase="opening", seated=("in1", "in2", "in3", "pk1"))
    line = scene.having_said("plenary", "Shall we?", by="in1")
    for number, seat in enumerate(("in2", "pk1", "in3"), start=1):
        scene.having(React(line, "heard"), by=seat)
        (shared,) = said(record(scene, "shared"))
        assert (shared.heard is None) == (number < 3)
        (own,) = said(record(scene, "own", "in2"))
        assert own.heard and (own.heard.count, own.heard.by) == (number, ("Your seat",))
    (staff,) = said(record(scene, "staff"))
    assert staff.heard and staff.heard.by == ("Delegate in2", "Delegate pk1", "Delegate in3")


def test_withdrawn_and_hidden_lines_keep_their_place_and_only_staff_their_words() -> None:
    scene = given(phase="opening")
    gone = scene.having_said("plenary", "I take this back", by="in1")
    scene.having(Say("plenary", "An answer", gone), by="pk1")
    hidden = scene.having_said("plenary", "Unfit", by="pk2")
    scene.having(Withdraw(gone), by="in1").having(HideLine(hidden))
    for view in ("shared", "own"):
        lines = said(record(scene, view))
        assert [(one.text, one.marks) for one in lines] == [
            ("", ("withdrawn",)),
            ("An answer", ()),
            ("", ("hidden",)),
        ]
    assert [one.text for one in said(record(scene, "staff"))] == ["I take this back", "An answer", "Unfit"]
    scene.having(ShowLine(hidden))
    assert said(record(scene, "shared"))[-1].text == "Unfit"


def test_a_reply_quotes_without_saying_whom_and_without_words_that_are_gone() -> None:
    scene = given(phase="opening")
    first = scene.having_said("plenary", "W" * 200, by="in1")
    scene.having(Say("plenary", "An answer", first), by="pk1")
    shared = the_line(record(scene, "shared"), "An answer").reply
    assert shared and (shared.who, shared.line, len(shared.text)) == (A_PARTICIPANT, None, 140)
    own = the_line(record(scene, "own", "pk1"), "An answer").reply
    assert own and own.line == the_line(record(scene, "own", "pk1"), "W" * 200).number
    scene.having(HideLine(first))
    assert (shared := the_line(record(scene, "shared"), "An answer").reply) and shared.text == ""


def test_news_names_its_outlet_and_a_correction_says_that_it_is_one() -> None:
    scene = given(phase="talks").having(ReleaseInject("rumour", "side:india")).having(CorrectInject("rumour"))
    news = [line.told for line in record(scene, "staff").lines if line.told.kind == "news"]
    assert [one.source for one in news] == [
        "The Evening Lantern (corrected later)",
        "The Evening Lantern (correction)",
    ]
    assert {one.to for one in news} == {"the India side"}
    assert {line.told.to for line in record(scene, "own").lines if line.told.kind == "news"} == {"your side"}
    assert "news" not in {line.told.kind for line in record(scene, "shared").lines}


def corridor(scene: Scene, *, meet: bool = True) -> str:
    scene.having(Invite("pk1"), by="in1")
    id = list(scene.state[Rooms].corridors)[-1]
    assert id.startswith(CORRIDOR)
    scene.having(AnswerInvitation(id, meet), by="pk1")
    if meet:
        scene.having(Say(id, "Between us"), by="in1")
    return id


def test_staff_read_who_met_in_a_corridor_and_the_pair_what_was_said() -> None:
    scene = given(phase="talks")
    corridor(scene)
    staff = [line.told for line in record(scene, "staff").lines if line.told.kind == "corridor"]
    assert len(staff) == 1 and staff[0].about == ("in1", "pk1")
    assert staff[0].text.startswith("Delegate in1 and Delegate pk1 met from ")
    assert staff[0].text.endswith("until now: 1 line, sealed.")
    own = record(scene, "own", "pk1")
    assert the_line(own, "Between us").told.place.label == "Corridor 1"
    assert "Between us" not in texts(record(scene, "own", "pk2"))
    assert "corridor" not in {line.told.kind for line in record(scene, "own", "pk2").lines}


def test_an_invitation_that_came_to_nothing_is_no_meeting() -> None:
    scene = given(phase="talks")
    corridor(scene, meet=False)
    (row,) = [line.told for line in record(scene, "staff").lines if line.told.kind == "corridor"]
    assert row.text == "Delegate in1 asked Delegate pk1 into the corridor; they did not meet."


def test_staff_read_who_heard_each_line() -> None:
    scene = given(phase="opening")
    scene.having_said("plenary", "To all", by="in1")
    scene.having(Broadcast("seat:pk1", "To one")).having(Broadcast("side:india", "To a side"))
    scene.having(Say("back-room", "To us"), by="host")
    made = record(scene, "staff")
    assert [the_line(made, text).heard_by for text in ("To all", "To one", "To a side", "To us")] == [
        "everyone",
        "Delegate pk1",
        "the India side",
        "the facilitators only",
    ]
    assert {line.heard_by for line in record(scene, "own").lines} == {""}


def test_a_latecomer_reads_what_the_seat_heard_and_is_not_taken_for_who_sat_there() -> None:
    scene = given(phase="opening", waiting=("wendy",))
    scene.having_said("plenary", "Before", by="in1")
    scene.having(FreeSeat("in1")).having(GiveSeat("wendy", "in1")).having(AcceptRules(), by="wendy")
    made = record(scene, "own", "in1")
    assert the_line(made, "Before").told.who.label == "Your seat, earlier"
