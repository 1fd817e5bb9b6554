"""Briefs lead to the precedent shelf, each thing once; cards of the shelf are pinned to a phase."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from scenarios.freeze import freeze
from scenarios.library_index import library_folder, pack_folders
from scenarios.loader import load_pack
from scenarios.markdown import render
from scenarios.problems import Problem
from scenarios.shelf_links import CARDS, TERMS, linked, year_of
from scenarios.shelf_reader import shelf

PACKS = pack_folders(library_folder())
HREF = re.compile(r'<a class="to-shelf" href="([^"]+)"')


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The Line of Control, the LoC.", ["/shelf/glossary/#line-of-control"]),
        ("A back channel. Back channel!", ["/shelf/glossary/#back-channel"]),
        ("At Neemrana, on 2 July 1972.", ["/shelf/card/neemrana/", "/shelf/timeline/#at-2-july-1972"]),
        ("On 12 July 1972 and on 2 July 19721.", []),
        ("Siachen-like, but Siachen is it.", ["/shelf/glossary/#siachen"]),
        ("The transfer of a spoiler, in reflection.", []),
        ("TRACK TWO, track two, LOC, NTBs", []),
        ("# Siachen\n\nNothing here.", []),
        ("[Siachen](https://example.org/) and `Siachen`", []),
        ("**Sir Creek** and *Sir Creek*", ["/shelf/glossary/#sir-creek"]),
    ],
)
def test_the_first_mention_is_a_link(text: str, places: list[str]) -> None:
    assert HREF.findall(linked(render(text))) == places


def test_nothing_but_links_is_added() -> None:
    html = render("Siachen & <b>Sir Creek</b> on 2 July 1972, *LoC*\n\n| a | LoC |\n|---|---|\n| b | CBM |")
    assert re.sub(r'<a class="to-shelf"[^>]*>(.*?)</a>', r"\1", linked(html)) == html


def test_a_page_that_must_stay_open_gets_links_that_open_beside_it() -> None:
    assert 'target="_blank" rel="noopener">LoC</a>' in linked("<p>LoC</p>", new_page=True)


def test_every_spelling_belongs_to_something_on_the_shelf() -> None:
    assert set(CARDS) <= {card.id for card in shelf().cards}
    assert set(TERMS) <= {term.id for term in shelf().terms}


def test_every_place_is_on_its_page(client: Client) -> None:
    ids = {
        page: set(re.findall(r'\sid="([^"]+)"', client.get(page).content.decode()))
        for page in ("/shelf/glossary/", "/shelf/timeline/")
    }
    for folder in PACKS:
        loaded = load_pack(folder)
        for text in (loaded.public, *loaded.sides.values(), *loaded.seats.values()):
            for place in HREF.findall(linked(render(text))):
                page, _, anchor = place.partition("#")
                assert anchor in ids[page] if anchor else client.get(page).status_code == 200


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_a_built_in_pack_leads_to_the_shelf(folder: Path, client: Client) -> None:
    places = HREF.findall(client.get(f"/library/{folder.name}/").content.decode())
    assert places
    assert len(places) == len(set(places))


def test_links_do_not_open_a_brief_to_others(client: Client, db: None) -> None:
    client.force_login(get_user_model().objects.create_user("host", password="a long enough password"))
    staff = HREF.findall(client.get("/library/neemrana/").content.decode())
    client.logout()
    assert len(HREF.findall(client.get("/library/neemrana/").content.decode())) < len(staff)


def test_a_shelf_that_cannot_be_read_takes_nothing_away(tmp_path: Path, settings: Settings) -> None:
    settings.SHELF = tmp_path
    assert linked("<p>LoC</p>") == "<p>LoC</p>"


def test_a_card_is_pinned_to_its_phase(folder: Path, problems: Callable[..., list[Problem]]) -> None:
    assert problems("    code: PH1\n", "    code: PH1\n    shelf: [neemrana]\n") == []
    phases = freeze(load_pack(folder), 45, 6)["phases"]
    pinned = [(phase["code"], phase["pinned"]) for phase in phases if phase["pinned"]]
    assert pinned == [("PH1", [{"id": "neemrana", "name": "Neemrana Dialogue"}])]


def test_a_card_that_is_not_there_cannot_be_pinned(problems: Callable[..., list[Problem]]) -> None:
    (found,) = problems("    code: PH1\n", "    code: PH1\n    shelf: [nothing]\n")
    assert 'there is no card on the shelf "nothing"' in found.message


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_each_debrief_has_the_card_of_what_really_happened(folder: Path) -> None:
    pack = load_pack(folder).pack
    card = shelf().card_of_pack(pack.code)
    assert card is not None
    assert [phase.shelf for phase in pack.agenda if phase.code == "PH9"] == [[card.id]]
    assert not any(phase.shelf for phase in pack.agenda if phase.code != "PH9")


@pytest.mark.parametrize(
    ("as_of", "year"),
    [
        ("March 1998", 1998),
        ("Year X, some years after the 2008 agreement; nothing later than 2011 is known", 2011),
        ("2012-08-23", 2012),
        ("A spring", None),
    ],
)
def test_the_year_of_an_as_of_date_is_the_latest_it_names(as_of: str, year: int | None) -> None:
    assert year_of(as_of) == year


def test_from_a_workshop_the_shelf_folds_what_is_later(client: Client) -> None:
    whole = client.get("/shelf/timeline/").content.decode()
    early = client.get("/shelf/timeline/?until=1998").content.decode()
    assert "<details" not in whole.partition("<main")[2] and "shelf-ahead" not in whole
    before, _, folded = early.partition("shelf-ahead")
    years = {entry.anchor: entry.year for entry in shelf().entries}
    assert {each for each in years if f'id="{each}"' in before} == {
        a for a, year in years.items() if year < 1998
    }
    assert {each for each in years if f'id="{each}"' in folded} == {
        a for a, year in years.items() if year >= 1998
    }


@pytest.mark.parametrize(
    ("until", "ahead"), [("1998", True), ("2010", False), ("2018", False), ("", False), ("x", False)]
)
def test_a_card_of_a_later_initiative_is_folded_whole(client: Client, until: str, ahead: bool) -> None:
    shown = client.get(f"/shelf/card/ottawa/?until={until}").content.decode()
    assert ("shelf-ahead" in shown) is ahead


def test_a_link_of_a_workshop_says_in_which_year_it_stands() -> None:
    text = linked("<p>Siachen, at Neemrana</p>", until=1998)
    assert HREF.findall(text) == ["/shelf/glossary/?until=1998#siachen", "/shelf/card/neemrana/?until=1998"]
