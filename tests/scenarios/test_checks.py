"""The checks one by one: each finds its fault in a pack that had none, names the place, else stays quiet."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from roleplay.environment import ROOT
from scenarios.checks import findings, stops
from scenarios.checks.dates import Day, latest, moments
from scenarios.checks.table import TABLE
from scenarios.library_index import library_folder, pack_folders
from scenarios.loader import LoadedPack, load_pack
from scenarios.problems import Problem
from tests.scenarios.conftest import HARBOUR

BUILT_IN = pack_folders(library_folder())
Change = tuple[str, str, str]
BROKEN: dict[str, tuple[int, str, str, list[Change]]] = {
    "one seat from Jammu and Kashmir": (
        1, "error", "differ by side of the line",
        [("pack.yaml", "    short: Keeper e1\n", "    short: Keeper e1\n    home: indian-administered\n")],
    ),
    "a narrator's banned term": (10, "error", '"PoK"', [("public.md", "lamp", "lamp of PoK")]),
    "a term that needs thought": (10, "warning", '"regime"', [("public.md", "lamp", "regime")]),
    "verbs of doubt for one side": (
        11, "warning", "verbs of doubt",
        [("public.md", "lamp", "lamp. East claims it. East alleges it. East insists on it")],
    ),
    "unkind words for one side": (
        12, "warning", "kind and unkind",
        [("public.md", "lamp", "lamp. The hostile East, cruel East, reckless East, stubborn East")],
    ),
    "the dead of one side": (
        13, "warning", "only one side's dead", [("public.md", "lamp", "lamp. West mourned its dead")],
    ),
    "a fact told as certain": (
        18, "error", "low confidence", [("pack.yaml", "confidence: high", "confidence: low")],
    ),
    "a person with an office": (
        19, "error", "Ambassador Somebody", [("seats/e1.md", "", "Ambassador Somebody. ")],
    ),
    "a date to come": (
        20, "error", '"3 May 1990" is later',
        [("pack.yaml", "as_of: Year X, in spring", "as_of: March 1990"),
         ("public.md", "lamp", "lamp of 3 May 1990")],
    ),
    "a map": (21, "error", "a map", [("public.md", "lamp", "lamp ![map](x.png)")]),
    "an abbreviation": (22, "warning", '"ABC" is nowhere explained', [("public.md", "lamp", "lamp ABC")]),
    "endless sentences": (22, "warning", "words on average", [("seats/e1.md", "", "word " * 200)]),
}  # fmt: skip


def told(folder: Path) -> list[Problem]:
    return findings(load_pack(folder))


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_found_and_named(folder: Path, name: str) -> None:
    check, level, said, changes = BROKEN[name]
    before = {str(problem) for problem in told(folder)}
    for file, old, new in changes:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))
    new_ones = [problem for problem in told(folder) if str(problem) not in before]
    mine = [problem for problem in new_ones if problem.check == check and said in problem.message]
    assert mine, new_ones
    assert {problem.level for problem in mine} == {level}
    for problem in mine:
        assert problem.line >= 1 and problem.remedy and problem.figure and problem.threshold


def test_unequal_sides_are_an_error(folder: Path) -> None:
    text = (folder / "pack.yaml").read_text()
    seat = "\n  - id: e4" + text.partition("  - id: e3")[2].partition("\n  - id:")[0].partition("\ncasts:")[0]
    text = text.replace("\n\ncasts:", seat.replace("Keeper e3", "Keeper e4").rstrip() + "\n\ncasts:", 1)
    (folder / "pack.yaml").write_text(text)
    (folder / "seats" / "e4.md").write_text("A keeper.")
    said = [problem.message for problem in stops(load_pack(folder)) if problem.check == 1]
    assert said == ["the sides have unequal numbers of seats (east: 4, west: 3)"]


def test_the_line_of_a_text_is_named(folder: Path) -> None:
    (folder / "public.md").write_text("# The lamp\n\nOne line.\nAnother of PoK.\n")
    found = next(problem for problem in told(folder) if problem.check == 10)
    assert (found.file, found.line, found.column) == ("public.md", 4, 12)


@pytest.mark.parametrize("text", ['They say "PoK" there.', "They say “the martyrs” there."])
def test_a_role_may_use_its_own_words_in_quotation_marks(folder: Path, text: str) -> None:
    (folder / "public.md").write_text(text)
    assert [problem for problem in told(folder) if problem.check == 10] == []


def test_a_plan_for_a_later_year_is_no_later_fact(
    folder: Path, problems: Callable[..., list[Problem]]
) -> None:
    assert problems("as_of: Year X, in spring", "as_of: March 1990") == []
    (folder / "public.md").write_text("The goal is to light the lamp by 2030.")
    assert [problem for problem in told(folder) if problem.check == 20] == []


def test_another_side_opens_the_way_home(folder: Path, problems: Callable[..., list[Problem]]) -> None:
    assert not any(problem.check == 15 for problem in told(folder) if "opens both" in problem.message)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("on 29 May 2018", [Day(2018, 5, 29)]),
        ("28–30 April 2018", [Day(2018, 4, 28)]),
        ("from 11 to 14 December 2004", [Day(2004, 12, 11)]),
        ("May 1999 and 2001", [Day(1999, 5), Day(2001)]),
        ("1900 words, 2000 metres, 1:1850", [Day(1850)]),
        ("Year X", []),
    ],
)
def test_dates_are_read_as_authors_write_them(text: str, days: list[Day]) -> None:
    assert [day for _, day in moments(text)] == days


@pytest.mark.parametrize(
    ("later", "earlier", "after"),
    [
        ("2019", "2018", True),
        ("2018", "30 April 2018", False),
        ("May 2018", "30 April 2018", True),
        ("April 2018", "30 April 2018", False),
        ("1 May 2018", "May 2018", False),
        ("29 May 2018", "30 April 2018", True),
    ],
)
def test_only_what_is_surely_later_is_later(later: str, earlier: str, after: bool) -> None:
    one, other = latest(later), latest(earlier)
    assert one and other
    assert one.after(other) is after


@pytest.mark.parametrize("folder", BUILT_IN, ids=lambda folder: folder.name)
def test_a_built_in_pack_has_no_error_and_explains_each_warning(folder: Path) -> None:
    found = told(folder)
    assert [str(problem) for problem in found if problem.level == "error"] == []
    assert [str(problem) for problem in found if not problem.explained] == []


@pytest.mark.parametrize("folder", BUILT_IN, ids=lambda folder: folder.name)
def test_no_explanation_stands_without_its_warning(folder: Path) -> None:
    loaded = load_pack(folder)
    used = {problem.explained for problem in findings(loaded)}
    assert [each.about for each in loaded.pack.explained if each.why not in used] == []


@pytest.mark.parametrize("folder", BUILT_IN, ids=lambda folder: folder.name)
def test_every_question_to_readers_stands_in_the_pack(folder: Path) -> None:
    asked = {entry.check for entry in load_pack(folder).pack.sign_off}
    assert asked == {check.number for check in TABLE if check.ask}


def test_an_explanation_does_not_excuse_an_error(folder: Path) -> None:
    text = (folder / "pack.yaml").read_text()
    excuse = "\nexplained:\n  - {check: 10, about: PoK, why: because}\n"
    (folder / "pack.yaml").write_text(text + excuse)
    (folder / "public.md").write_text("PoK")
    assert [problem.explained for problem in stops(load_pack(folder))] == [""]


def test_the_document_tells_the_same_as_the_table() -> None:
    text = (ROOT / "docs" / "packs.md").read_text()
    rows = re.findall(r"^\| (\d+) \| (.+) \| (.+) \| (.+) \|$", text, re.MULTILINE)
    assert rows == [(str(check.number), check.what, check.threshold, check.by) for check in TABLE]


def test_the_table_has_twenty_four_checks_and_each_is_run_or_asked() -> None:
    assert [check.number for check in TABLE] == [*range(1, 25)]
    assert all(check.ask for check in TABLE if check.by.endswith("a reader"))
    assert not any(check.ask for check in TABLE if not check.by.endswith("reader"))


def test_a_pack_with_an_error_is_read_but_not_hosted(
    folder: Path, client: Client, settings: Settings, db: None
) -> None:
    settings.PACK_LIBRARY = folder.parent
    client.force_login(get_user_model().objects.create_user("host", password="a long enough password"))
    assert client.get("/host/harbour/").status_code == 200
    with (folder / "public.md").open("a") as file:
        file.write("\n\nPoK\n")
    for answer in (
        client.get("/host/harbour/"),
        client.post("/host/harbour/", {"minutes": "45", "students": "6"}),
    ):
        assert answer.status_code == 409
        assert "<code>public.md</code>, line " in answer.content.decode()
    shown = client.get("/library/harbour/").content.decode()
    assert "This pack cannot be hosted until the errors are mended." in shown


def test_findings_are_shown_to_hosts_only(client: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    assert "What the checker says" not in client.get("/library/harbour/").content.decode()


def test_the_test_pack_itself_may_be_hosted(harbour: LoadedPack) -> None:
    assert stops(harbour) == []
