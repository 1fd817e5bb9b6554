"""The precedent shelf: read strictly, sourced throughout, open to everybody, searchable without scripts."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from scenarios.library_index import library_folder
from scenarios.problems import PackErrors, Problem
from scenarios.shelf_reader import load_shelf, shelf
from scenarios.shelf_schema import TRACKS, Sourced
from scenarios.shelf_search import find, fold, words_of

SHELF = library_folder().parent / "shelf"
WHOLE = load_shelf(SHELF)
PAGES = ["/shelf/", "/shelf/glossary/", "/shelf/timeline/", "/shelf/?q=kashmir", "/shelf/?q=zzzz"]
PAGES += [f"/shelf/card/{card.id}/" for card in WHOLE.cards]
REPORTED = re.compile(r"report(s|ed)\b|is said\b|one text|by (one|the) account|hint")
UNWANTED = re.compile(
    r"\b(PoK|IoK|IIOJK|occupied|so-called|puppet|rogue|regimes?|martyrs?|terrorists?|jihadi|abrogation|"
    r"dismemberment|genocide|Indo-Pak|claims|alleges|insists|mainland)\b"
)
WHAT_IS_SAID: list[Sourced] = [
    *(claim for card in WHOLE.cards for claim in card.claims),
    *WHOLE.terms,
    *WHOLE.entries,
]


def wording(said: Sourced) -> str:
    return str(getattr(said, "text", None) or getattr(said, "meaning", ""))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHELF, tmp_path / "shelf"))


def problems(folder: Path) -> list[Problem]:
    with pytest.raises(PackErrors) as caught:
        load_shelf(folder)
    return caught.value.problems


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_it_holds_forty_terms_sixty_dates_and_a_card_for_each_initiative() -> None:
    assert len(WHOLE.terms) == 40
    assert len(WHOLE.entries) == 60
    assert [card.pack for card in WHOLE.cards] == [f"P{number:02}" for number in range(1, 14)]


def test_everything_says_how_sure_it_is_and_from_where() -> None:
    assert len(WHAT_IS_SAID) > 200
    for said in WHAT_IS_SAID:
        assert said.confidence in ("high", "medium", "low")
        assert said.sources
        assert all(WHOLE.sources[tag] for tag in said.sources)


def test_no_source_stands_there_unused() -> None:
    assert {tag for said in WHAT_IS_SAID for tag in said.sources} == set(WHOLE.sources)


def test_what_is_little_sure_is_worded_as_reported() -> None:
    weak = [said for said in WHAT_IS_SAID if said.confidence == "low"]
    assert weak
    assert [wording(said) for said in weak if not REPORTED.search(wording(said))] == []


def test_the_shelf_speaks_neutrally() -> None:
    texts = [wording(said) for said in WHAT_IS_SAID] + [card.summary for card in WHOLE.cards]
    assert [(found[0], text) for text in texts if (found := UNWANTED.search(text))] == []


def test_both_orders_of_the_two_names_occur_about_equally_often() -> None:
    texts = [wording(said) for said in WHAT_IS_SAID] + [card.summary for card in WHOLE.cards]
    both = [text for text in texts if "India" in text and "Pakistan" in text]
    india_first = sum(text.index("India") < text.index("Pakistan") for text in both)
    assert 0.4 <= india_first / len(both) <= 0.6, (india_first, len(both))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("cards/neemrana.yaml", "confidence: high", "confidence: certain", "cannot be"),
        ("cards/neemrana.yaml", "    sources: [S1, S2, Rediff-2018]\n", "", "sources: is missing"),
        ("cards/neemrana.yaml", "[S1, S2, Rediff-2018]", "[Hearsay]", 'there is no source "Hearsay"'),
        ("cards/neemrana.yaml", "[S1, S2, Rediff-2018]", "[]", "has 0 entries"),
        ("cards/neemrana.yaml", "id: neemrana", "id: another", "but the file is"),
        ("cards/neemrana.yaml", "pack: P01", "pack: P02", "has another card already"),
        ("cards/neemrana.yaml", "years:", "yaers:", 'Did you mean "years"?'),
        ("cards/neemrana.yaml", "summary: >-", "summary: &anchor >-", "an anchor"),
        ("glossary.yaml", "see: [siachen]", "see: [nothing]", 'there is no term "nothing"'),
        ("glossary.yaml", "- id: cbm", "- id: ajk", '"ajk" is already used'),
        ("timeline.yaml", "tracks: [unofficial]", "tracks: [secret]", "cannot be"),
        ("timeline.yaml", "year: 1948", "year: 1900", "1900 stands after 1947"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    change(copy / file, old, new)
    found = problems(copy)
    assert any(said in str(problem) for problem in found), found
    assert all(problem.line >= 1 and problem.remedy for problem in found)


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "glossary.yaml").unlink()
    assert [str(problem) for problem in problems(copy)] == ["glossary.yaml:1:1 is missing. Add the file."]


def test_a_changed_file_is_read_again(copy: Path, settings: Settings) -> None:
    settings.SHELF = copy
    assert shelf().cards[0].name == "Neemrana Dialogue"
    change(copy / "cards" / "neemrana.yaml", '"Neemrana Dialogue"', '"The dialogue of the fort"')
    assert shelf().cards[0].name == "The dialogue of the fort"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_anybody(address: str, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    shown = answer.content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", shown)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= set(ids)
    assert "style=" not in shown
    assert not re.search(r"<script(?![^>]*\bsrc=)", shown)


def test_a_card_shows_every_claim_with_its_sources_and_folds_what_came_later(client: Client) -> None:
    shown = client.get("/shelf/card/balusa/").content.decode()
    card = WHOLE.card("balusa")
    assert card is not None
    assert shown.count("Confidence ") == len(card.claims)
    early, _, later = shown.partition("<details")
    assert "twin villages" in early
    assert "No gas flows to India" not in early
    assert "No gas flows to India" in later


@pytest.mark.parametrize("address", ["/shelf/card/nothing/", "/shelf/timeline/?track=secret"])
def test_what_is_not_there_is_not_found(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_pages_are_only_read(client: Client) -> None:
    assert client.post("/shelf/").status_code == 405


def test_the_library_and_the_packs_lead_to_the_shelf_and_back(client: Client, db: None) -> None:
    assert 'href="/shelf/"' in client.get("/library/").content.decode()
    assert 'href="/shelf/card/neemrana/"' in client.get("/library/neemrana/").content.decode()
    assert 'href="/library/neemrana/"' in client.get("/shelf/card/neemrana/").content.decode()


def test_a_search_finds_cards_terms_and_dates(client: Client) -> None:
    shown = client.get("/shelf/", {"q": "Siachen"}).content.decode()
    assert 'href="/shelf/card/ottawa/"' in shown
    assert 'href="/shelf/glossary/#siachen"' in shown
    assert "13 April 1984" in shown
    assert "<mark>Siachen</mark>" in shown


def test_a_search_does_not_tell_what_is_folded_away(client: Client) -> None:
    shown = client.get("/shelf/", {"q": "2,600"}).content.decode()
    assert 'href="/shelf/card/balusa/"' in shown
    assert "2,600 km" not in shown
    assert re.search(r"\d more in what came later", shown)


def test_a_search_that_finds_nothing_says_so(client: Client) -> None:
    shown = client.get("/shelf/", {"q": "penguins"}).content.decode()
    assert "Nothing on the shelf holds “penguins”." in shown
    assert '<h2 id="found">Nothing found</h2>' in shown


@pytest.mark.parametrize(
    "question", ["", "   ", "…", "<script>alert(1)</script>", "a" * 5000, "\x00", "(", "J&K"]
)
def test_any_question_gets_a_page(question: str, client: Client) -> None:
    answer = client.get("/shelf/", {"q": question})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("attari-wagah", "attari-wagah"),
        ("CHATHAM rule", "chatham-house-rule"),
        ("J&K milit line", "line-of-control"),
    ],
)
def test_case_marks_and_word_ends_do_not_matter(question: str, term: str) -> None:
    assert term in [found.id for found in find(WHOLE, words_of(question)).terms]


def test_every_word_must_be_there() -> None:
    assert find(WHOLE, words_of("neemrana penguins")).count == 0
    assert fold("Wagah–Attari, J&K: Café") == "wagah attari jammu kashmir cafe"


@pytest.mark.parametrize("track", TRACKS)
def test_the_timeline_can_be_filtered_by_track(track: str, client: Client) -> None:
    shown = client.get("/shelf/timeline/", {"track": track}).content.decode()
    for entry in WHOLE.entries:
        assert (f"<dt>{entry.date}</dt>" in shown) == (track in entry.tracks)
    assert len(re.findall(r'aria-current="true"', shown)) == 1
