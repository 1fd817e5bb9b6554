"""Every page, part and line of a workshop, for every kind of viewer: sound HTML that tells nobody too much.

Rendered from the rules' own state with the view's own context; what a browser makes of it: ``tests/browser``.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from roleplay.live import (  # noqa: F401 (they register their parts)
    correction_parts,
    desk_parts,
    floor_parts,
    news_parts,
    pause_parts,
    rule_parts,
    stage_parts,
    tool_parts,
)
from roleplay.live.door_http import form_command
from roleplay.live.models import Participant, Workshop
from roleplay.live.parts import PARTS, Rendering
from roleplay.live.render import MAKES_A_LINE, Lines
from roleplay.live.scene import Scene as Shown
from roleplay.live.tail import Tailer
from roleplay.live.tool_parts.text import compared
from roleplay.live.tools import LIVE_TOOLS
from roleplay.live.views import briefs, live_context
from roleplay.rules.announce import Broadcast
from roleplay.rules.arranging import DropPhase, MovePhase, SetPhaseMinutes
from roleplay.rules.brackets import PutBracket, SettleBracket
from roleplay.rules.caucus_sheet import MarkEntry, WriteEntry
from roleplay.rules.codec import command_from_json
from roleplay.rules.constraints import NameConstraint
from roleplay.rules.contested import AttachSource, ContestFact
from roleplay.rules.cooling_off import AskForPause
from roleplay.rules.criticism import Criticise
from roleplay.rules.floor import Call, RaiseHand
from roleplay.rules.gauge import AnswerGauge, GaugeClause, GaugeQuestion
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.groups import CloseGroups, Groups, OpenGroups, PlaceSeat, ProposeGroups
from roleplay.rules.injects import CorrectRumour, ReleaseInject, ReleaseOwn
from roleplay.rules.interpreting import Interpret, NameInterpreter
from roleplay.rules.interpreting_tools import InterpretWords, said_again
from roleplay.rules.kernel import COMMANDS, SYSTEM, Command, Viewer
from roleplay.rules.leaks import LeakLine
from roleplay.rules.meetings import Adjourn, Reopen
from roleplay.rules.moderation import HideLine, Mute
from roleplay.rules.moves import MOVES, MakeMove
from roleplay.rules.needs_board import AnswerQuestion, Ask, MarkCard, NeedsBoard, PutUpCard
from roleplay.rules.notes import KeepNote
from roleplay.rules.options import OfferOption, ParkObjection
from roleplay.rules.people import Join, JoinStaff, viewer_of
from roleplay.rules.phases import Next, PhaseEntered, Start, StopClock
from roleplay.rules.planned_news import PlanNews
from roleplay.rules.points_of_order import RaisePoint
from roleplay.rules.reflecting import JudgeReflection, Reflections, Restate
from roleplay.rules.rooms import AnswerInvitation, Invite, Rooms
from roleplay.rules.safety import AnswerHelp, CallForHelp, PauseRooms, Safety
from roleplay.rules.seats import MakeObserver
from roleplay.rules.speaking_time import SetMinutes
from roleplay.rules.stepping_out import LeaveSeat
from roleplay.rules.steps import WriteStep
from roleplay.rules.talk import React, Say, Talk, Withdraw
from roleplay.rules.text import MarkClause, NameScribes, RedraftClause, WriteClause
from roleplay.rules.tools import TOOLS
from roleplay.rules.workshop import CloseLobby, End, Open
from tests.rules.scene import Scene
from tests.rules.small_pack import PHASES, small_pack

WORKSHOP = "f" * 32
NOT_A_FIELD = {"do", "confirm", "ask", "ask-label", "ask-value", "ask-optional", "seats", "toggle", "key"}
VOID = {"input", "meta", "link", "img", "br", "hr", "path", "rect"}
URDU = "گاؤں والوں سے کیا گیا وعدہ"


def opened(**doors: str) -> Scene:
    tools: dict[str, Any] = {phase: {"tools": list(TOOLS)} for phase in PHASES if phase != "debrief"}
    tools["talks"]["rooms"] = ["plenary", "corridor", "group"]
    pack = small_pack(**tools) | {
        "public": "# In public\n\nEverybody may read this.",
        "side_briefs": {"india": "canary-side-india", "pakistan": "canary-side-pakistan"},
        "seat_briefs": {
            f"{side}{n}": f"canary-brief-{side}{n}" for side in ("in", "pk") for n in range(1, 5)
        },
        "teaching": "canary-teaching",
        "glossary": [{"term": "Track Two", "meaning": "Unofficial talks."}],
        "timeline": [
            {"date": "2008", "text": "An agreement.", "confidence": "H"},
            {"date": "2011", "text": "canary-debrief", "confidence": "H", "debrief_only": True},
        ],
    }
    scene = Scene().having(Open(pack, **doors), by=SYSTEM)  # type: ignore[arg-type]
    return scene.having(JoinStaff("host", "facilitator"), by=SYSTEM)


def seated() -> Scene:
    """Four seats taken, one of them still reading; an observer, somebody waiting."""
    scene = opened()
    for seat in ("in1", "in2", "pk1"):
        scene.with_seated(seat).having(AcceptRules(), by=seat)
    scene.with_seated("pk2").having(Join("wendy"), by=SYSTEM)
    return scene.with_waiting("olive").having(MakeObserver("olive")).having(AcceptRules(), by="olive")


def busy() -> Scene:
    """A workshop where everything has happened that leaves a mark on a page."""
    scene = seated().having(Start())
    scene.having(WriteEntry("need", "canary-sheet-india"), by="in1")
    scene.having(MarkEntry(scene.log[-1].id, "position"), by="in2")
    scene.having(WriteEntry("fear", "canary-sheet-pakistan"), by="pk1")
    heard = scene.having_said("plenary", "canary-plenary", "in1")
    scene.having(React(heard, "heard"), by="pk1").having(React(heard, "workable"), by="pk1")
    scene.having(Say("plenary", URDU, heard), by="pk1")
    scene.having(Withdraw(scene.having_said("plenary", "canary-withdrawn", "in2")), by="in2")
    scene.having(HideLine(scene.having_said("plenary", "canary-hidden", "pk1")))
    scene.having(Say("back-room", "canary-back-room")).having(Next("canary-reason"))
    scene.having(Say("caucus-india", "canary-caucus-india"), by="in1")
    scene.having(Say("caucus-pakistan", "canary-caucus-pakistan"), by="pk1")
    scene.having(Broadcast("side:india", "canary-told-india")).having(Next("time"))
    scene.having(Broadcast("seat:pk1", "canary-whisper-pk1")).having(Broadcast("all", "canary-told-all"))
    scene.having(ReleaseInject("rumour")).having(ReleaseOwn("A paper", "canary-news-in2", "seat:in2"))
    scene.having(MakeMove("theory", "A short thought")).having(
        MakeMove("beneath", "canary-move-pk1", "seat:pk1")
    )
    with_news(scene)
    scene.having(RaiseHand(), by="in1").having(RaiseHand(), by="pk1").having(Call("in1"))
    scene.having(SetMinutes(5, 2)).having(RaisePoint(), by="pk1")
    scene.having(KeepNote("canary-note-in1"), by="in1").having(KeepNote("canary-note-pk1"), by="pk1")
    scene.having(AskForPause("canary-pause-in2"), by="in2")
    contested = scene.having(ContestFact("Who drew the line"), by="in1").log[-1].id
    scene.having(AttachSource(contested, "A log", "A port", "1998"), by="pk1")
    at_the_boards(scene)
    scene.having(CallForHelp("canary-help-in2"), by="in2").having(Mute("in2"))
    scene.having(AnswerHelp(next(iter(scene.state[Safety].calls)), "canary-answer-in2"))
    scene.having(Invite("pk1"), by="in1")
    return scene


def with_news(scene: Scene) -> None:
    """A rumour to correct and one corrected, news planned and for the screen, a line that leaked to India."""
    scene.having(ReleaseOwn("The Quay", "canary-rumour-pk1", "seat:pk1", "rumour"))
    scene.having(ReleaseOwn("The Quay", "canary-false-india", "side:india", "rumour"))
    scene.having(CorrectRumour(scene.log[-1].id, "canary-true-india"))
    scene.having(ReleaseOwn("The Wall", "canary-on-the-screen", "screen", embarrasses="pakistan"))
    scene.having(PlanNews("talks", "The Quay", "canary-planned", "all", "incident", "pakistan"))
    line = next(one.id for one in scene.state[Talk].lines.values() if one.text == "canary-caucus-pakistan")
    scene.having(LeakLine(line, "The Leak", "side:india", "pakistan", confirmed=True))


def at_the_boards(scene: Scene) -> None:
    """Something of everything that the tools in plenary can show."""

    def made(command: Command, by: str) -> str:
        return scene.having(command, by=by).log[-1].id

    ours, theirs = made(PutUpCard("position", "Release them"), "in1"), made(PutUpCard("fear", URDU), "pk1")
    mine = made(PutUpCard("hope", "To fish in peace"), "in1")
    made(AnswerQuestion(made(Ask(ours, "Whom?"), "pk1"), "All of them"), "in2")
    made(Ask(ours, "When?"), "pk1")
    for verdict in ("amend", "not-yet", "accepted"):
        reflection = made(Restate(ours, "You want them home"), "pk1")
        made(JudgeReflection(reflection, verdict, "By when"), "in1")  # type: ignore[arg-type]
    made(Restate(theirs, "You are left alone"), "in2")
    option = made(OfferOption("A hotline", (ours, theirs)), "pk1")
    made(ParkObjection(option, "Nobody answers it"), "in1")
    made(NameConstraint(option, "The press", "It sells", 3), "in1")
    made(WriteStep("We free boats", "They free boats", "We count", False, "Thank you"), "in1")
    made(WriteStep(theirs="Open a line"), "pk1")
    made(MarkCard(mine, "need"), "in2")
    with_the_pen(made)
    with_the_gauge(made)


def with_the_pen(made: Callable[[Command, str], str]) -> None:
    """Three clauses of one text: one in brackets, one redrafted and adopted, one parked."""
    made(NameScribes(("in1", "pk1")), "host")
    clause = made(WriteClause("Boats go home within a month, with their crews."), "in1")
    made(Criticise(clause, "Who pays?"), "pk1")
    made(PutBracket(clause, "within a month", "Papers take long", "within a week"), "pk1")
    made(PutBracket(clause, "with their crews", "Some are ill"), "host")
    first = made(WriteClause("A line is opened."), "host")
    made(MarkClause(made(RedraftClause(first, "A telephone line is opened."), "pk1"), "adopted"), "host")
    parked = made(WriteClause(URDU), "host")
    made(SettleBracket(made(PutBracket(parked, URDU[:4], "Too much"), "host"), "words"), "host")
    made(MarkClause(parked, "parked"), "host")


def with_the_gauge(made: Callable[[Command, str], str]) -> None:
    """One gauge that all three at the table have answered, and one that is hidden still."""
    clause = made(WriteClause("Crews telephone home."), "in1")
    first = made(GaugeClause(clause), "pk1")
    for seat, reason in (("in1", "Their families wait"), ("in2", "Who pays?"), ("pk1", URDU)):
        made(AnswerGauge(first, "live", reason), seat)
    second = made(GaugeQuestion("Do we go on?"), "host")
    made(AnswerGauge(second, "cannot", "canary-gauge-in1"), "in1")


def in_the_corridor() -> Scene:
    scene = busy()
    corridor = next(iter(scene.state[Rooms].corridors))
    scene.having(AnswerInvitation(corridor, True), by="pk1")
    return scene.having(Say(corridor, "canary-corridor"), by="in1").having(StopClock())


def interpreted() -> Scene:
    """An observer and a delegate interpret, one in the plenary and one in their caucus."""
    scene = seated().having(NameInterpreter("olive")).having(NameInterpreter("p-in2")).having(Start())
    said = scene.having_said("plenary", URDU, "pk1")
    scene.having(Interpret(said, "canary-translation"), by="olive").having(Next("time"))
    inside = scene.having_said("caucus-india", "canary-inside", "in1")
    return scene.having(Interpret(inside, "canary-within"), by="in2")


def proposed_groups() -> Scene:
    scene = busy().having(ProposeGroups(2))
    for seat, group in {"in1": 1, "pk1": 1, "in2": 2, "pk2": 2}.items():
        if scene.state[Groups].proposal.get(seat) != group:
            scene.having(PlaceSeat(seat, group))
    return scene


def grouped() -> Scene:
    scene = proposed_groups().having(OpenGroups())
    group = next(iter(scene.state[Groups].rooms))
    scene.having(MakeMove("beneath", "canary-told-group", f"room:{group}"))
    scene.having(ReleaseOwn("The Quay", "canary-news-group", f"room:{group}"))
    scene.having(PlanNews("talks", "The Quay", "canary-planned-group", f"room:{group}"))
    return scene.having(Say(group, "canary-group"), by="in1")


STORIES = {
    "empty": opened,
    "choosing": lambda: opened(seating="choose").with_waiting("wendy").with_seated("in1"),
    "knocking": lambda: opened(joining="approved").having(Join("wendy"), by=SYSTEM),
    "seated": seated,
    "busy": busy,
    "corridor": in_the_corridor,
    "paused": lambda: busy().having(PauseRooms()).having(CloseLobby()),
    "adjourned": lambda: in_the_corridor().having(Adjourn("Thursday at eleven")),
    "reopened": lambda: in_the_corridor().having(Adjourn()).having(Reopen()),
    "interpreted": interpreted,
    "proposed": proposed_groups,
    "grouped": grouped,
    "rearranged": lambda: (
        seated()
        .having(Start())
        .having(MovePhase("talks", True))
        .having(DropPhase("caucus"))
        .having(SetPhaseMinutes("talks", 30))
    ),
    "cooling": lambda: busy().having(AskForPause(), by="pk1"),
    "outside": lambda: (
        busy().with_seated("in3").having(AcceptRules(), by="in3").having(LeaveSeat(), by="in3")
    ),
    "last": lambda: busy().having(Next("time")),
    "ended": lambda: in_the_corridor().having(End()),
}
WHO = ("host", "screen", "wendy", "olive", "in1", "in2", "pk1", "pk2")


def page(scene: Scene, who: str) -> str:
    viewer = Viewer("screen", "screen") if who == "screen" else viewer_of(scene.state, scene.called(who))
    assert viewer is not None
    people = frozenset({"host", "p-in1", "p-pk1"})
    names = {id: f"canary-name-{id}" for id in ("host", "wendy", "olive", "p-in1", "p-in2", "p-pk1", "p-pk2")}
    shown = Shown(WORKSHOP, scene.state, "K7QM3TRA", names, people, {"plenary": ("pk1",)}, scene.now)
    shown.lit = {"balance": "canary-lit-balance"}
    tailer = Tailer(WORKSHOP)
    tailer.scene, tailer.lines, tailer.rendering = shown, Lines(shown), Rendering(shown)
    context = live_context(tailer, viewer) | briefs(shown, viewer)
    person = Participant(id=viewer.participant, workshop_id=WORKSHOP, name="Somebody", return_code="ABCDEFGH")
    context |= {
        "workshop": Workshop(id=WORKSHOP, title="T", host_id=1),
        "participant": person,
        "says": {"text": "No.", "tone": "bad"},
    }
    return render_to_string(f"live/{context['page']}.html", context, RequestFactory().get("/"))


def pages() -> Iterator[Any]:
    for story in STORIES:
        there = {"host", "screen"} | ({"wendy"} if story in ("choosing", "knocking") else set())
        there |= {"in1"} if story == "choosing" else set()
        for who in WHO:
            if who in there or story not in ("empty", "choosing", "knocking"):
                yield pytest.param(story, who, id=f"{story}-{who}")


every_page = pytest.mark.parametrize(("story", "who"), list(pages()))


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    inside: list["Element"] = field(default_factory=list)
    open: bool = True


class Reader(HTMLParser):
    """The elements of a page, and what does not close as it opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.faults: list[str] = []
        self._path: list[Element] = []
        self.feed(html)
        self.faults += [f"<{one.tag}> is never closed" for one in self._path if one.tag not in VOID]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"<{tag}> has an attribute twice: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        for around in self._path:
            around.inside.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self._path.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._path or self._path[-1].tag != tag:
            self.faults.append(f"</{tag}> closes <{self._path[-1].tag if self._path else 'nothing'}>")
        while self._path and self._path.pop().tag != tag:
            pass

    def all(self, attribute: str) -> list[Element]:
        return [one for one in self.elements if attribute in one.attributes]

    def within(self, tag: str) -> set[int]:
        return {id(inner) for one in self.elements if one.tag == tag for inner in one.inside}


@pytest.mark.parametrize("name", LIVE_TOOLS)
def test_every_tool_has_its_forms_and_is_known_to_the_rules(name: str) -> None:
    assert get_template(LIVE_TOOLS[name].template)
    assert set(LIVE_TOOLS) == set(TOOLS)


@pytest.mark.parametrize("who", ["in1", "olive", "screen", "host"])
def test_a_page_holds_the_place_of_every_tool_and_shows_those_of_the_present_step(who: str) -> None:
    for story, now in (("seated", False), ("busy", True), ("last", False)):
        places = [one for one in Reader(page(STORIES[story](), who)).all("data-tool") if one.tag == "section"]
        private = {name for name, one in LIVE_TOOLS.items() if one.private}
        wanted = set(TOOLS) - (private if who in ("olive", "screen") else set())
        assert {one.attributes["data-tool"] for one in places} == wanted
        assert all(("hidden" in one.attributes) != now for one in places), story


@pytest.mark.parametrize("name", PARTS)
def test_every_part_has_its_template(name: str) -> None:
    assert get_template(f"live/parts/{name}.html")


@pytest.mark.parametrize("kind", [*(event.kind for event in MAKES_A_LINE), PhaseEntered.kind])
def test_every_line_has_its_template(kind: str) -> None:
    assert get_template(f"live/lines/{kind}.html")


@every_page
def test_a_page_is_sound_and_carries_no_inline_code(story: str, who: str) -> None:
    read = Reader(page(STORIES[story](), who))
    assert read.faults == []
    inline = [
        (one.tag, name)
        for one in read.elements
        for name in one.attributes
        if name[:2] == "on" or name == "style"
    ]
    assert inline == []
    assert [one for one in read.elements if one.tag == "style"] == []
    assert [one for one in read.elements if one.tag == "script" and "src" not in one.attributes] == []


@every_page
def test_an_id_is_on_a_page_once_and_what_is_referred_to_is_there(story: str, who: str) -> None:
    read = Reader(page(STORIES[story](), who))
    shapes = read.within("template")
    ids = [one.attributes["id"] for one in read.all("id") if id(one) not in shapes]
    assert len(ids) == len(set(ids)), sorted(ids)
    for name in ("aria-labelledby", "aria-describedby", "form", "for"):
        for one in read.all(name):
            assert id(one) in shapes or set(one.attributes[name].split()) <= set(ids), (
                one.tag,
                one.attributes,
            )


@every_page
def test_a_button_gives_a_command_that_the_wire_knows(story: str, who: str) -> None:
    for button in Reader(page(STORIES[story](), who)).all("data-do"):
        given, asked = button.attributes, button.attributes.get("data-ask")
        if given["data-do"] == "reply":
            continue
        fields = {name[5:]: value for name, value in given.items() if name.startswith("data-")}
        plain = {name.replace("-", "_"): _typed(v) for name, v in fields.items() if name not in NOT_A_FIELD}
        plain |= {asked: "because"} if asked else {}
        assert command_from_json(given["data-do"], plain)
        assert given["form"] == "act"


@every_page
def test_a_button_posts_the_same_command_without_scripts(story: str, who: str) -> None:
    for button in Reader(page(STORIES[story](), who)).all("data-do"):
        given = button.attributes
        if given["data-do"] == "reply" or "data-ask" in given:
            continue
        fields = {name[5:]: value for name, value in given.items() if name.startswith("data-")}
        plain = {name.replace("-", "_"): _typed(v) for name, v in fields.items() if name not in NOT_A_FIELD}
        posted = {"id": "0" * 8 + "-0000-0000-0000-" + "0" * 12, given["name"]: given["value"]}
        assert form_command(RequestFactory().post("/", posted)).command == command_from_json(
            given["data-do"], plain
        )


def _typed(value: str) -> Any:
    if value in ("true", "false"):
        return value == "true"
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else value


@every_page
def test_a_form_works_without_scripts(story: str, who: str) -> None:
    read = Reader(page(STORIES[story](), who))
    for form in (one for one in read.elements if one.tag == "form" and one.attributes["method"] == "post"):
        fields = {
            one.attributes["name"]: one.attributes.get("value", "")
            for one in form.inside
            if "name" in one.attributes and "form" not in one.attributes
        }
        assert fields["csrfmiddlewaretoken"]
        command = form.attributes.get("data-command")
        if command is None:
            continue
        assert form.attributes["action"] == f"/w/{WORKSHOP}/do/"
        assert fields["do"] == command and command in COMMANDS and fields["id"]
        others = [
            one.attributes["name"]
            for one in read.all("form")
            if one.attributes["form"] == form.attributes.get("id") and "name" in one.attributes
        ]
        known = COMMANDS[command].__dataclass_fields__  # type: ignore[attr-defined]
        assert {*fields, *others} - {"csrfmiddlewaretoken", "do", "id"} <= known.keys()


@every_page
def test_no_part_holds_what_a_person_types_into(story: str, who: str) -> None:
    for place in Reader(page(STORIES[story](), who)).all("data-part"):
        assert [one for one in place.inside if one.tag == "textarea"] == []
        inputs = [one.attributes for one in place.inside if one.tag == "input"]
        assert all(one["type"] in ("radio", "hidden") and one["id"] for one in inputs)
        assert not any("checked" in one for one in inputs), "where somebody stands is for them to say"
        options = [one for one in place.inside if one.tag == "option"]
        assert all("data-key" in one.attributes for one in options)


def canaries(html: str) -> set[str]:
    return set(re.findall(r"canary-[a-z0-9-]+|secret of [a-z0-9]+", html))


OWN = {
    "in1": {"canary-side-india", "canary-brief-in1", "secret of in1"},
    "in2": {"canary-side-india", "canary-brief-in2", "secret of in2"},
    "pk1": {"canary-side-pakistan", "canary-brief-pk1", "secret of pk1"},
    "pk2": {"canary-side-pakistan", "canary-brief-pk2", "secret of pk2"},
}
SAID = {"canary-plenary", "canary-told-all"}
INDIA_READS = {"canary-false-india", "canary-true-india", "canary-caucus-pakistan"}
HEARD = {
    "in1": SAID
    | INDIA_READS
    | {"canary-note-in1"}
    | {"canary-gauge-in1"}
    | {"canary-sheet-india", "canary-caucus-india", "canary-told-india", "canary-corridor"},
    "in2": SAID
    | INDIA_READS
    | {
        "canary-sheet-india",
        "canary-caucus-india",
        "canary-told-india",
        "canary-news-in2",
        "canary-help-in2",
        "canary-answer-in2",
        "canary-pause-in2",
    },
    "pk1": SAID
    | {
        "canary-rumour-pk1",
        "canary-move-pk1",
        "canary-note-pk1",
        "canary-sheet-pakistan",
        "canary-caucus-pakistan",
        "canary-whisper-pk1",
        "canary-corridor",
    },
    "pk2": set(),  # has not accepted the ground rules
    "olive": SAID,
    "screen": {"canary-on-the-screen"},
    "wendy": set(),
}


@pytest.mark.parametrize("who", HEARD)
def test_a_page_holds_exactly_what_its_viewer_may_know(who: str) -> None:
    html = page(in_the_corridor(), who)
    assert canaries(html) == OWN.get(who, set()) | HEARD[who]
    assert ("A boat was seized." in html) == (who not in ("pk2", "wendy"))
    assert "It rains." not in html


def test_a_line_that_is_gone_keeps_its_words_for_staff_alone() -> None:
    scene = busy()
    assert {"canary-withdrawn", "canary-hidden", "canary-back-room"} <= canaries(page(scene, "host"))


def test_staff_learn_that_two_met_and_not_what_they_said() -> None:
    html = page(in_the_corridor(), "host")
    assert "canary-corridor" not in html
    assert "You see that they met" in html


def test_a_correction_shows_the_rumour_it_takes_back_and_the_rumour_that_it_was() -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(busy(), "in1")))
    assert "The Quay: canary-false-india" in text and "corrected" in text
    assert "rumour" not in text.lower(), "what is not corrected yet is news"
    assert "rumour" in page(busy(), "host")


def test_a_leak_is_disclosed_to_whoever_read_it_when_the_debrief_begins() -> None:
    let_in = "This leak was let in by the facilitators"
    assert let_in not in page(busy(), "in1") and let_in in page(STORIES["last"](), "in1")
    assert let_in not in page(STORIES["last"](), "pk1")


def test_the_desk_says_what_is_due_whom_it_embarrasses_and_offers_no_corridor_to_leak() -> None:
    html = page(in_the_corridor(), "host")
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    assert "Planned for this step: Weather , The Quay" in text
    assert "A rumour stands uncorrected: The Quay" in text
    assert "Pakistan has been embarrassed more often than the other side." in text
    assert "Pakistan has had its share" not in text and "The balance would tilt" in text
    offered = [
        one for one in Reader(html).elements if one.tag == "select" and one.attributes.get("form") == "leak"
    ]
    assert len(offered) == 1 and "canary-corridor" not in html


def test_a_lit_move_and_the_palette_are_on_the_desk_alone() -> None:
    assert "canary-lit-balance" in page(busy(), "host")
    palette = [one for one in Reader(page(busy(), "host")).all("data-move") if one.tag == "details"]
    assert [one.attributes["data-move"] for one in palette] == list(MOVES)
    for who in (*HEARD, "pk2"):
        html = page(busy(), who)
        assert "canary-lit" not in html and "data-move" not in html and "make_move" not in html
        assert (MOVES["theory"].title not in html and "A short thought" in html) or who in (
            "pk2",
            "wendy",
            "screen",
        )


def test_a_line_in_urdu_reads_from_the_right() -> None:
    lines = [one for one in Reader(page(busy(), "in1")).all("dir") if one.attributes.get("class") == "said"]
    assert [one.attributes.get("lang") for one in lines if one.attributes["dir"] == "rtl"] == ["ur"]


@pytest.mark.parametrize(
    ("story", "who", "sentence"),
    [
        ("seated", "in1", "The workshop has not begun."),
        ("busy", "in1", "You have the floor."),
        ("busy", "pk1", "Your hand is up."),
        ("busy", "in2", "asked you to listen"),
        ("busy", "olive", "You observe"),
        ("paused", "in1", "All rooms are paused."),
        ("corridor", "in1", "Not even the facilitators"),
        ("ended", "in1", "The workshop has ended"),
        ("ended", "host", "Nothing more can be said here."),
        ("knocking", "wendy", "You have knocked."),
        ("choosing", "wendy", "Choose a free seat."),
        ("busy", "pk2", "I accept these ground rules"),
        ("empty", "host", "Nobody has called."),
        ("empty", "host", "No move has been made yet."),
        ("busy", "host", "Made so far: Give a short piece of theory, Ask what lies beneath the public line."),
        ("busy", "in1", "Only your own delegation and the facilitators will read this."),
        ("busy", "in1", "neither this page nor the record says whose it was"),
        ("busy", "in1", "It is being said back just now: listen."),
        ("busy", "pk1", "Is that what you meant?"),
        ("busy", "pk1", "Yes, that is what we meant."),
        ("busy", "screen", "What is beneath it?"),
        ("busy", "olive", "1 doubt is parked for later."),
        ("busy", "host", "Parked before: Nobody answers it"),
        ("busy", "pk1", "What India would need to hear"),
        ("busy", "pk1", "asks you into the corridor"),
        ("busy", "pk1", "Take my point back"),
        ("busy", "in2", "You asked for a pause : canary-pause-in2"),
        ("busy", "in1", "I need a pause"),
        ("busy", "host", "Nobody at the table sees that they asked."),
        ("cooling", "pk1", "Each side has asked for a pause: we cool off."),
        ("cooling", "screen", "Each side has asked for a pause: we cool off."),
        ("cooling", "host", "All rooms cool off; you let them go on."),
        ("outside", "p-in3", "It is free: come back when you like"),
        ("busy", "in2", "Not even the facilitators."),
        ("busy", "screen", "No source yet."),
        ("busy", "olive", "says A port , 1998"),
        ("busy", "in2", "Point of order"),
        ("busy", "host", "Do not uphold it"),
        ("busy", "olive", "left of 5 minutes each"),
        ("busy", "screen", "This turn: left of 2 minutes"),
        (
            "busy",
            "screen",
            "Boats go home [ within a month / within a week ] , [ with their crews / nothing ] .",
        ),
        ("busy", "olive", "2 open brackets (there were 3 at one time)"),
        ("busy", "in2", "Still needs a decision: clause 1, clause 3"),
        ("busy", "in1", "You may draft."),
        ("busy", "in2", "Because: Papers take long"),
        ("busy", "in1", "Your answer: Cannot accept it. canary-gauge-in1"),
        ("busy", "in2", "How far can you go along with it?"),
        ("busy", "olive", "India too few to show"),
        ("busy", "screen", "Too few answers on one side to say whether this is common ground."),
        ("busy", "host", "Reasons, without names: Their families wait"),
    ],
)
def test_a_page_says_how_things_stand(story: str, who: str, sentence: str) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(STORIES[story](), who)))
    assert sentence in text


def test_a_point_of_order_is_seen_by_staff_and_whoever_raised_it_alone() -> None:
    scene = busy()
    assert "Uphold it" in page(scene, "host") and "Take my point back" in page(scene, "pk1")
    for who in ("in1", "in2", "olive", "screen"):
        assert not re.search("Uphold it|Take my point back|of order was", page(scene, who)), who


@pytest.mark.parametrize(("who", "pen"), [("in1", True), ("host", True), ("in2", False), ("olive", False)])
def test_only_who_holds_the_pen_is_offered_a_clause_to_redraft(who: str, pen: bool) -> None:
    read = Reader(page(busy(), who))
    assert bool(read.all("data-pen")) == bool(read.all("data-fills")) == pen


def test_versions_are_compared_word_by_word() -> None:
    assert compared("Boats go home soon.", "All boats go home.") == (
        ("gone", "Boats"),
        ("new", "All boats"),
        ("same", " go"),
        ("gone", " home soon."),
        ("new", " home."),
    )
    html = page(busy(), "olive")
    assert "<ins> telephone</ins> line is opened." in html


def test_the_strip_shows_by_marks_who_reads() -> None:
    html = page(in_the_corridor(), "in1")
    strips = {
        room: re.search(rf'data-part="strip:{room}.*?</p>', html, re.DOTALL)
        for room in ("plenary", "caucus", "corridor")
    }
    marks = {room: re.findall(r'data-letter="(.)"', found.group()) for room, found in strips.items() if found}
    assert marks == {"plenary": ["I", "P", "F"], "caucus": ["I", "F"], "corridor": ["I", "P"]}


@pytest.mark.parametrize("who", ["host", "in1", "olive", "screen", "wendy"])
def test_everybody_reads_that_the_meeting_is_adjourned_and_when_it_goes_on(who: str) -> None:
    html = page(STORIES["adjourned"](), who)
    assert "We go on: Thursday at eleven." in html
    assert ("reopen" in html) == (who == "host")
    assert "second meeting" in page(STORIES["reopened"](), who)


def test_delegates_follow_the_agenda_as_it_was_rearranged() -> None:
    scene = STORIES["rearranged"]()
    assert "step 1 of 3" in page(scene, "in1")
    assert "Then: talks, 30 min" in page(scene, "screen")
    assert "talks (30 min)" in page(scene, "host") and "All steps together: 45 min" in page(scene, "host")
    assert "before “talks” can open" in page(scene, "host") and "caucus: put back" in page(scene, "host")
    assert "arranging" not in page(scene, "in1")


def test_the_desk_offers_to_write_to_a_group_and_takes_no_choice_away_when_it_closes() -> None:
    scene = STORIES["grouped"]()
    assert "Only working group 1 will read this" in page(scene, "host")
    assert not any("Only working group" in page(scene, who) for who in WHO if who != "host")
    closed = page(scene.having(CloseGroups()), "host")
    assert "Only working group 1 will read this" not in closed
    assert "Working group 1 has been closed" in closed and "Only working group 1 (closed)" in closed


def test_a_group_is_on_the_pages_of_its_members_and_of_staff() -> None:
    told = {who for who in WHO if "canary-group" in page(STORIES["grouped"](), who)}
    assert told == {"host", "in1", "pk1"}
    for canary in ("canary-told-group", "canary-news-group"):
        assert {who for who in WHO if canary in page(STORIES["grouped"](), who)} == told
    assert "to this group" in page(STORIES["grouped"](), "pk1")
    named = {who for who in WHO if "Working group 1" in page(STORIES["grouped"](), who)}
    assert named == {"host", "in1", "pk1"}
    proposed = {who for who in WHO if "Open these groups" in page(STORIES["proposed"](), who)}
    assert proposed == {"host"}


def test_what_asks_for_an_answer_is_marked_for_those_who_are_asked_alone() -> None:
    """The tab of the tools gets a mark, and a screen reader hears it: see static/js/tools.js."""
    scene = STORIES["busy"]()
    asked, said_back = "The other side asks what a card of yours", "A card of yours has been said back"
    shown = {who: re.findall(r'data-asks="([^"]*)"', page(scene, who)) for who in WHO}
    found = {who: [sum(mark in one for one in shown[who]) for mark in (asked, said_back)] for who in WHO}
    assert {who: counts for who, counts in found.items() if any(counts)} == {
        "in1": [1, 0],
        "in2": [1, 0],
        "pk1": [0, 1],
    }
    question = next(id for id, one in scene.state[NeedsBoard].asked.items() if not one.answer)
    scene.having(AnswerQuestion(question, "Soon"), by="in1")
    open_try = next(id for id, one in scene.state[Reflections].tries.items() if one.open)
    scene.having(JudgeReflection(open_try, "accepted"), by="pk1")
    assert not any(mark in page(scene, who) for who in WHO for mark in (asked, said_back))


def test_a_translation_is_read_with_its_original_by_those_who_heard_both() -> None:
    pages = {who: page(STORIES["interpreted"](), who) for who in WHO}
    assert {who for who in WHO if "canary-translation" in pages[who]} == {
        "host",
        "olive",
        "in1",
        "in2",
        "pk1",
    }
    assert "from Urdu" in pages["pk1"] and pages["pk1"].count(URDU) == 2
    assert {who for who in WHO if "canary-within" in pages[who]} == {"host", "in1", "in2"}
    assert {who for who in WHO if "as it was meant, adding nothing" in pages[who]} == {"olive", "in2"}
    assert {who for who in WHO if "You interpret" in pages[who]} == {"olive"}
    assert {who for who in WHO if "Thank them" in pages[who]} == {"host"}
    assert f'<p class="quote whole" dir="rtl" lang="ur">{URDU}</p>' in pages["in1"]


def test_what_stands_on_the_boards_is_read_in_both_languages_and_carried_by_an_interpreter_alone() -> None:
    scene = STORIES["busy"]().having(NameInterpreter("olive"))
    words = {one.words for tool in TOOLS for one in said_again(scene.state, tool).values()}
    assert len(words) > 10
    for number, one in enumerate(sorted(words)):
        scene.having(InterpretWords(one, f"canary-again-{number}-"), by="olive")
    pages = {who: page(scene, who) for who in WHO}
    for number in range(len(words)):
        readers = {who for who in WHO if f"canary-again-{number}-" in pages[who]}
        assert readers == {"host", "screen", "olive", "in1", "in2", "pk1"}
    assert {who for who in WHO if "interpret_words" in pages[who]} == {"olive"}
    assert {who for who in WHO if "take_back_translation" in pages[who]} == {"olive", "host"}
    assert 'name="typed"' in pages["olive"], "without scripts too"
    scene.having(End())
    assert not any(do in page(scene, who) for who in WHO for do in ("interpret_words", 'canary-again-0-"'))


def test_an_interpreter_chooses_among_the_lines_that_may_be_said_again_in_that_room() -> None:
    scene = STORIES["interpreted"]()
    offered = {who: _options(page(scene, who)) for who in WHO}
    assert offered["olive"] == {"line-plenary": [URDU]}
    assert offered["in2"] == {"line-plenary": [URDU], "line-caucus-india": ["canary-inside", URDU]}
    assert not any(
        lines for who, one in offered.items() if who not in ("olive", "in2") for lines in one.values()
    )
    scene.having(HideLine(next(iter(scene.state[Talk].lines))))
    assert _options(page(scene, "olive")) == {"line-plenary": []}


def _options(html: str) -> dict[str, list[str]]:
    """What each list of lines on a page offers, by its id."""
    lists = re.findall(
        r'<select id="(line-[^"_]+)" name="line" required[^>]*>(.*?)</select>', html, re.DOTALL
    )
    return {id: re.findall(r'<option value="[^"]+"[^>]*>([^<]*)<', inside) for id, inside in lists}


def test_a_translation_goes_off_every_page_with_its_original() -> None:
    scene = STORIES["interpreted"]()
    scene.having(HideLine(next(iter(scene.state[Talk].lines))))
    pages = {who: page(scene, who) for who in WHO}
    assert {who for who in WHO if "canary-translation" in pages[who]} == {"host"}
    assert {who for who in WHO if URDU in pages[who]} == {"host"}
    assert pages["host"].count("Show it again") == 1, "the original takes its translation along"
