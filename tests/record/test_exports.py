"""The three kinds of file: the same lines in each, said first, and no cell that is a formula."""

import csv
import io
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from roleplay.record.exports import BOM, FORMATS, FORMULA, Export, cell, row
from roleplay.record.filters import Filters
from roleplay.record.lens import View
from roleplay.record.transcript import STAFF, Transcript, transcript
from roleplay.rules.announce import Broadcast
from roleplay.rules.floor import RaiseHand
from roleplay.rules.kernel import Command, Refused
from roleplay.rules.moderation import HideLine
from roleplay.rules.people import viewer_of
from roleplay.rules.phases import Next
from roleplay.rules.rooms import AnswerInvitation, Invite, Rooms
from roleplay.rules.talk import React, Say, Withdraw
from tests.rules.scene import FOUR, Scene, given

VIEWS: tuple[View, ...] = ("staff", "shared", "own")


def written(made: Transcript, format: str, filters: Filters | None = None) -> str:
    chosen = filters or Filters()
    return "".join(FORMATS[format].write(Export(made, chosen.of(made.lines, {}), chosen)))


def rows(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def view_of(scene: Scene, view: View) -> Transcript:
    viewer = STAFF if view == "staff" else viewer_of(scene.state, scene.called("in1"))
    assert viewer
    return transcript(scene.log, scene.state, view, viewer)


def some(scene: Scene, **how: Any) -> Scene:
    line = scene.having_said("plenary", "=1+1", by="in1")
    scene.having(Say("plenary", 'کشتی, "quoted"\nnext line; <b>', line), by="pk1")
    return scene.having(React(line, "heard"), by="pk1")


def test_a_csv_says_first_what_it_is_and_how_many_lines_it_has() -> None:
    first, heads, *lines = rows(written(view_of(some(given()), "shared"), "csv"))
    assert first[0] == "scope" and first[1].startswith(
        "Shared record: what everyone heard, under the Chatham"
    )
    assert first[2:] == ["lines", str(len(lines))] == ["lines", "2"]
    assert heads == [
        "number",
        "phase",
        "kind",
        "who",
        "source",
        "text",
        "state",
        "quote",
        "heard",
        "workable",
    ]
    assert lines[0] == ["1", "opening", "Said", "A participant", "", "'=1+1", "", "", "", ""]
    assert lines[1][5] == 'کشتی, "quoted"\nnext line; <b>'


def test_json_has_the_columns_of_its_view_as_keys() -> None:
    scene = some(given(attribution="open"))
    made = json.loads(written(view_of(scene, "shared"), "json"))
    assert list(made)[:3] == ["format", "scope", "lines"]
    assert made["view"] == "shared" and made["attribution"] == "open"
    item = next(item for item in made["items"] if item["text"] == "=1+1")
    assert (item["who"], item["side"], item["heard_from"]) == ("Delegate in1", "India", ["Delegate pk1"])
    assert re.fullmatch(r"2023-11-1\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", item["time"])
    assert not {"person", "name", "heard_by"} & set(item)


def test_html_stands_alone_and_takes_words_as_words() -> None:
    scene = given()
    scene.having_said(
        "plenary", "<script src=//elsewhere.example/x></script> & so on <!-- lines -->", by="in1"
    )
    html = written(view_of(scene, "staff"), "html")
    assert "&lt;script" in html and "<script" not in html
    assert not re.search(
        r"""<(link|img|iframe|object)\b|(?:src|href)\s*=|url\(|@import""", html.replace("src=//", "")
    )
    assert html.rstrip().endswith("</html>")


def test_a_filtered_export_says_so_and_counts_what_it_has() -> None:
    made = view_of(some(given()), "staff")
    text = json.loads(written(made, "json", Filters(q="کشتی")))
    assert (text["lines"], len(text["items"])) == (1, 1)
    assert text["of"] == len(made.lines) and text["scope"].endswith("filtered for.")


@for_all(st.text())
def test_no_cell_is_a_formula_and_every_text_can_be_had_back(text: str) -> None:
    made = cell(text)
    assert made[:1] not in set(FORMULA) and made.lstrip()[:1] not in set("=+-@")
    assert made.removeprefix("'") == text


@for_all(st.lists(st.text(alphabet=st.sampled_from("=+-@\t'\" ,;\nab"), max_size=8), min_size=2, max_size=5))
def test_a_row_is_read_as_it_was_written(values: list[str]) -> None:
    (back,) = csv.reader(io.StringIO(row(list(values)), newline=""))
    assert back == [cell(value) for value in values]


@pytest.mark.parametrize("danger", list("=+-@\t\r\x00＝＋－＠"))
def test_each_dangerous_beginning_is_disarmed(danger: str) -> None:
    assert cell(danger + "cmd|' /C calc'!A0").startswith("'")
    assert cell(" " + danger + "1").startswith("'")
    assert cell("1" + danger + "1") == "1" + danger + "1"


# Counts in equal counts out ------------------------------------------------------------------------

WORDS = st.sampled_from(["Yes.", "=2*3", "कश्ती", "کشتی ہے", "one\ntwo", "-", "<b>bold</b>", '"', "@all"])
WHO = st.sampled_from([*FOUR, "host"])
ROOMS = st.sampled_from(["plenary", "caucus-india", "caucus-pakistan", "back-room"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), WHO, ROOMS, WORDS),
        st.tuples(st.just("reply"), WHO, ROOMS, WORDS),
        st.tuples(st.just("change"), WHO, st.sampled_from(["withdraw", "hide", "react"])),
        st.tuples(st.just("tell"), st.sampled_from(["all", "side:india", "seat:pk1"]), WORDS),
        st.tuples(st.just("corridor"), st.sampled_from(FOUR), st.sampled_from(FOUR), WORDS),
        st.tuples(st.just("hand"), st.sampled_from(FOUR)),
        st.tuples(st.just("next")),
    ),
    max_size=25,
)


def attempt(scene: Scene, command: Command, by: str = "host") -> None:
    try:
        scene.having(command, by=by)
    except Refused:
        return


def step(scene: Scene, one: tuple[str, ...]) -> None:
    said = [entry.id for entry in scene.log if entry.event.kind == "said"]
    match one:
        case ("say", who, room, words):
            attempt(scene, Say(room, words), who)
        case ("reply", who, room, words) if said:
            attempt(scene, Say(room, words, said[-1]), who)
        case ("change", who, change) if said:
            changes = {
                "withdraw": Withdraw(said[-1]),
                "hide": HideLine(said[-1]),
                "react": React(said[-1], "heard"),
            }
            attempt(scene, changes[change], who)
        case ("tell", to, words):
            attempt(scene, Broadcast(to, words))
        case ("corridor", of, to, words):
            attempt(scene, Invite(to), of)
            for id in list(scene.state[Rooms].corridors)[-1:]:
                attempt(scene, AnswerInvitation(id, True), to)
                attempt(scene, Say(id, words), of)
        case ("hand", who):
            attempt(scene, RaiseHand(), who)
        case ("next",):
            attempt(scene, Next("on we go"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@for_all(STEPS, st.sampled_from(["open", "chatham-house"]))
def test_page_csv_json_and_html_have_equally_many_lines(
    steps: list[tuple[str, ...]], attribution: str
) -> None:
    scene = given(attribution=attribution)
    for one in steps:
        step(scene, one)
    for view in VIEWS:
        made = view_of(scene, view)
        first, _, *lines = rows(written(made, "csv"))
        document = json.loads(written(made, "json"))
        html = written(made, "html")
        counts = {
            len(made.lines),
            len(lines),
            int(first[3]),
            len(document["items"]),
            document["lines"],
            html.count('<li class="line'),
        }
        assert len(counts) == 1, f"{view}: {counts}"
        assert [item["number"] for item in document["items"]] == list(range(1, len(lines) + 1))
