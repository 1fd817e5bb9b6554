"""What each view tells of lines under each rule of attribution: who, and whether anything at all."""

import json
from dataclasses import replace
from typing import Any

import pytest

from roleplay.live import log
from roleplay.live.models import Event
from roleplay.record.exports import FORMATS, Export
from roleplay.record.filters import Filters
from roleplay.record.lens import View
from roleplay.record.scope import statement
from roleplay.record.transcript import EVERYONE, STAFF, Transcript, transcript
from roleplay.rules.announce import Broadcast
from roleplay.rules.attribution import SetAttribution
from roleplay.rules.caucus_sheet import WriteEntry
from roleplay.rules.floor import SetFloor
from roleplay.rules.kernel import Viewer
from roleplay.rules.needs_board import PutUpCard
from roleplay.rules.options import OfferOption
from roleplay.rules.people import viewer_of
from roleplay.rules.phases import Next
from roleplay.rules.talk import React, Say
from roleplay.rules.text import WriteClause
from roleplay.rules.unmasking import Unmask
from roleplay.rules.workshop import LEVELS, End
from tests.record.playing import opened
from tests.record.test_secrets import answers
from tests.rules.scene import Scene, given

VIEWS: tuple[View, ...] = ("staff", "shared", "own")


def viewer(scene: Scene, view: View, who: str = "pk1") -> Viewer:
    return STAFF if view == "staff" else viewer_of(scene.state, scene.called(who)) or EVERYONE


def record(scene: Scene, view: View, who: str = "pk1") -> Transcript:
    return transcript(scene.log, scene.state, view, viewer(scene, view, who))


def whole(scene: Scene, view: View, who: str = "pk1") -> str:
    """Every byte of every export of a view, in all formats."""
    made = record(scene, view, who)
    return "\n".join("".join(one.write(Export(made, made.lines))) for one in FORMATS.values())


def teller(made: Transcript, text: str) -> Any:
    return next(line.told.who for line in made.lines if line.told.text == text)


def spoken(rule: str) -> Scene:
    """An open workshop in whose first step this rule holds."""
    tools = {"attribution": rule, "tools": ["needs-board"]}
    scene = given(attribution="open", phases={"opening": tools})
    scene.having_said("plenary", "Zugluft", by="in1")
    return scene.having(PutUpCard("need", "Kartenwort"), by="in1")


NAMED: dict[tuple[str, View], bool] = {
    **{("open", view): True for view in VIEWS},
    **{("chatham-house", view): view == "staff" for view in VIEWS},
    **{("unattributed", view): False for view in VIEWS},
}


@pytest.mark.parametrize(("rule", "view"), NAMED)
def test_the_rule_under_which_it_was_said_decides_whether_a_view_says_who(rule: str, view: View) -> None:
    made = record(spoken(rule), view)
    for text in ("Zugluft", "On the board, a need: Kartenwort"):
        who = teller(made, text)
        assert (who.seat == "in1") == NAMED[rule, view], who
        assert bool(who.side or who.letter or who.person or who.participant) == NAMED[rule, view]


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("who", ["in1", "pk1"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_holds_a_word_of_what_was_for_no_record(view: View, who: str, ended: bool) -> None:
    scene = spoken("no-record").having(Broadcast("all", "Ansage"))
    scene = scene.having(End()) if ended else scene
    text = whole(scene, view, who)
    assert not any(word in text for word in ("Zugluft", "Kartenwort", "Ansage"))
    assert "Zugluft" in whole(spoken("chatham-house"), view, who)


def test_a_line_of_ones_own_stays_ones_own() -> None:
    assert teller(record(spoken("unattributed"), "own", "in1"), "Zugluft").label == "You"
    assert teller(record(spoken("unattributed"), "own", "in2"), "Zugluft").label == "A participant"


def test_the_staff_record_says_who_after_somebody_gave_a_reason_and_says_that_too() -> None:
    scene = spoken("unattributed")
    line = next(entry.id for entry in scene.log if entry.event.kind == "said")
    scene.having(Unmask(line, "A threat"))
    assert teller(record(scene, "staff"), "Zugluft").seat == "in1"
    assert "Reason: A threat" in whole(scene, "staff")
    for view in ("shared", "own"):
        assert teller(record(scene, view), "Zugluft").seat == ""
        assert "A threat" not in whole(scene, view)


TOOLS = ["caucus-sheet", "needs-board", "options", "text"]


def written() -> tuple[Scene, dict[str, str]]:
    """Things written with tools in a step where nobody is told whose they are, each with its entry."""
    scene = given(attribution="open", phases={"opening": {"attribution": "unattributed", "tools": TOOLS}})
    commands: dict[str, tuple[str, Any]] = {
        "On the board, a need: Heimweg": ("in1", PutUpCard("need", "Heimweg")),
        "On the caucus sheet, a fear: Alleinsein": ("in1", WriteEntry("fear", "Alleinsein")),
        "A clause: Boote": ("host", WriteClause("Boote")),
    }
    found = {text: scene.having(made, by=who).log[-1].id for text, (who, made) in commands.items()}
    card = found["On the board, a need: Heimweg"]
    scene.having(OfferOption("Listen", (card,)), by="in1")
    return scene, found | {"An option: Listen": scene.log[-1].id}


@pytest.mark.parametrize(
    "text",
    ["On the board, a need: Heimweg", "On the caucus sheet, a fear: Alleinsein", "An option: Listen"],
)
def test_what_was_written_with_a_tool_is_unmasked_like_a_line(text: str) -> None:
    scene, found = written()
    assert teller(record(scene, "staff"), text).label == "A participant"
    scene.having(Unmask(found[text], "A threat"))
    assert teller(record(scene, "staff"), text).seat == "in1"
    assert "who wrote something unattributed. Reason: A threat" in whole(scene, "staff")
    for view in ("shared", "own"):
        assert "A threat" not in whole(scene, view)
        assert all(not line.told.who.seat for line in record(scene, view).lines if line.told.text == text)


def test_the_staff_record_alone_offers_to_unmask_and_only_what_is_hidden() -> None:
    scene, found = written()
    offered = {line.told.text: line.unmask for line in record(scene, "staff").lines if line.unmask}
    assert offered == {text: id for text, id in found.items() if text != "A clause: Boote"}
    assert not any(line.unmask for view in ("shared", "own") for line in record(scene, view).lines)  # type: ignore[arg-type]
    scene.having(Unmask(found["An option: Listen"], "A threat"))
    assert "An option: Listen" not in [line.told.text for line in record(scene, "staff").lines if line.unmask]


def test_no_filter_of_staff_finds_out_who_said_an_unattributed_line() -> None:
    made = record(spoken("unattributed"), "staff")
    sides = {"in1": "india", "pk1": "pakistan"}
    for asked in (Filters(seat="in1"), Filters(side="india")):
        assert "Zugluft" not in [line.told.text for line in asked.of(made.lines, sides)]


def test_a_reaction_under_a_stricter_rule_is_not_told_with_the_looser_one_of_its_line() -> None:
    scene = given(attribution="open")
    line = scene.having_said("plenary", "Zugluft", by="in1")
    scene.having(SetAttribution("step", "chatham-house")).having(React(line, "heard"), by="pk2")
    told = next(one.told for one in record(scene, "own").lines if one.told.text == "Zugluft")
    assert told.who.seat == "in1" and told.heard and told.heard.by == ()
    scene.having(SetAttribution("step", "no-record")).having(React(line, "workable"), by="pk2")
    for view in VIEWS:
        told = next(one.told for one in record(scene, view).lines if one.told.text == "Zugluft")
        assert told.heard is None and told.workable is None


def test_a_reply_does_not_bring_back_what_was_for_no_record() -> None:
    scene = spoken("no-record")
    line = next(entry.id for entry in scene.log if entry.event.kind == "said")
    scene.having(Next("on")).having(Next("on")).having(SetFloor("free"))
    scene.having(Say("plenary", "To that I agree", line), by="pk1")
    for view in VIEWS:
        text = whole(scene, view)
        assert "To that I agree" in text and "Zugluft" not in text


def test_where_rules_differ_each_line_says_under_which_it_was_said() -> None:
    scene = given(attribution="open")
    scene.having_said("plenary", "First", by="in1")
    assert "rule" not in _items(scene, "shared")[0]
    scene.having(SetAttribution("step", "unattributed")).having_said("plenary", "Second", by="in1")
    rules = {item["text"]: item["rule"] for item in _items(scene, "shared")}
    assert (rules["First"], rules["Second"]) == ("open", "unattributed")
    assert "stricter rule are marked" in statement(record(scene, "shared"))


def _items(scene: Scene, view: View) -> list[dict[str, Any]]:
    made = record(scene, view)
    written = "".join(FORMATS["json"].write(Export(made, made.lines)))
    items: list[dict[str, Any]] = json.loads(written)["items"]
    return items


def test_a_line_under_the_chatham_house_rule_in_an_open_workshop_is_told_without_its_minute() -> None:
    made = record(spoken("chatham-house"), "shared")
    line = next(line for line in made.lines if line.told.text == "Zugluft")
    assert line.at is None and not made.timeless


@pytest.mark.parametrize("attribution", LEVELS)
def test_a_log_older_than_rules_stands_under_the_one_of_its_workshop(attribution: str) -> None:
    scene = given(attribution=attribution)
    scene.having_said("plenary", "Zugluft", by="in1")
    plain = [replace(one, rule="") for one in scene.log]
    who = teller(transcript(plain, scene.state, "shared", EVERYONE), "Zugluft")
    assert (who.seat == "in1") == (attribution == "open")


# Through the real service, and every address of the record ---------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_at_the_end_the_log_itself_forgets_what_was_for_no_record() -> None:
    play = opened(attribution="open")
    play.do("host", SetAttribution("step", "no-record"))
    play.say("in1", "plenary", "Zugluft")
    play.do("host", Broadcast("all", "Ansage"))
    play.do("host", SetAttribution("step", "unattributed"))
    play.say("pk1", "plenary", "Staubkorn")
    for client in (play.host(), play.client("in1")):
        for page, (_, body) in answers(client, play).items():
            assert b"Zugluft" not in body and b"Ansage" not in body, page
    assert "Zugluft" in _stored(play.workshop.id)
    play.do("host", End())
    stored = _stored(play.workshop.id)
    assert "Zugluft" not in stored and "Ansage" not in stored and "Staubkorn" in stored
    assert log.fold(play.workshop.id).state == log.fold(play.workshop.id).state
    for actor in ("in1", "in2", "pk1"):
        found = [page for page, (_, body) in answers(play.client(actor), play).items() if b"Zugluft" in body]
        assert found == []


def _stored(workshop: str) -> str:
    return json.dumps(list(Event.objects.filter(workshop=workshop).values("body", "command_digest")))


@pytest.mark.django_db(transaction=True)
def test_no_address_of_the_record_tells_others_who_said_an_unattributed_line() -> None:
    play = opened(attribution="unattributed")
    play.say("in1", "plenary", "Zugluft")
    play.do("host", End())
    for actor in ("host", "in2", "pk1"):
        client = play.host() if actor == "host" else play.client(actor)
        for page, (status, body) in answers(client, play).items():
            for row in (one for one in body.decode().splitlines() if "Zugluft" in one):
                assert "Seattitlein1" not in row and "Sidename" not in row, f"{actor} at {page}"
            if "seat" not in page and "q=" not in page and status == 200:
                assert b"Zugluft" in body, f"{actor} at {page}"
