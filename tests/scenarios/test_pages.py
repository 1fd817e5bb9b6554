"""The library and pack pages: the public part for everybody, and not one word more without signing in."""

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from scenarios.library_index import all_packs, library_folder
from scenarios.loader import LoadedPack, load_pack
from scenarios.script_check import ACTS
from tests.scenarios.conftest import HARBOUR

BUILT_IN = sorted(path.parent for path in library_folder().glob("*/pack.yaml"))
EVERY_PACK = [HARBOUR, *BUILT_IN]
SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")


@pytest.fixture
def host(client: Client, db: None) -> Client:
    client.force_login(get_user_model().objects.create_user("host", password="a long enough password"))
    return client


def private_texts(loaded: LoadedPack) -> Iterator[str]:
    """Everything of a pack that only staff, or one seat, may read."""
    pack = loaded.pack
    yield from (*loaded.sides.values(), *loaded.seats.values(), loaded.teaching, pack.happened)
    for seat in pack.seats:
        yield from (seat.private.text, seat.interest, seat.fear, seat.red_line, *seat.official_line)
    for phase in pack.agenda:
        yield phase.facilitator
    for inject in pack.injects:
        yield from (inject.title, inject.text, inject.purpose, inject.off_ramp, inject.correction or "")
    for outcome in pack.outcomes:
        yield from (outcome.text, *outcome.gains.values())
    for step in pack.debrief:
        yield from step.prompts
    yield from (fact.text for fact in pack.facts if fact.debrief_only)
    yield from (entry.text for entry in pack.timeline if entry.debrief_only)
    for rehearsal in loaded.rehearsals.values():
        for part in rehearsal.phases:
            for line in part.steps:
                acts = (*(getattr(line, act) for act in ACTS), *line.with_.values())
                yield from (said for said in acts if isinstance(said, str) and " " in said)


def plain(text: str) -> str:
    """Words only, so that markup and line breaks cannot hide a sentence."""
    return " ".join(re.findall(r"\w+", html.unescape(re.sub(r"<[^>]*>", " ", text)).lower()))


def canaries(loaded: LoadedPack) -> set[str]:
    """Private sentences long enough to be recognised, without those that the author also made public."""
    pack = loaded.pack
    titles = [seat.title for seat in pack.seats]
    public = plain(" ".join([loaded.public, pack.summary, pack.not_yet_known, pack.setting, *titles]))
    sentences = (plain(part) for text in private_texts(loaded) for part in SENTENCE.split(text))
    return {each for each in sentences if len(each) >= 30 and each not in public}


@pytest.mark.parametrize("folder", EVERY_PACK, ids=lambda folder: folder.name)
def test_the_public_pages_hold_no_private_sentence(folder: Path, client: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = folder.parent
    loaded = load_pack(folder)
    hidden = canaries(loaded)
    for address in ("/library/", f"/library/{folder.name}/"):
        shown = plain(client.get(address).content.decode())
        assert plain(loaded.pack.title) in shown
        assert [sentence for sentence in hidden if sentence in shown] == []


@pytest.mark.parametrize("folder", BUILT_IN, ids=lambda folder: folder.name)
def test_the_canaries_are_many_and_a_host_sees_nearly_all(folder: Path, host: Client) -> None:
    """Otherwise the test above would prove nothing."""
    hidden = canaries(load_pack(folder))
    shown = plain(host.get(f"/library/{folder.name}/").content.decode())
    assert len(hidden) > 200
    assert sum(sentence in shown for sentence in hidden) > 0.95 * len(hidden)


def test_nothing_marked_secret_in_the_test_pack_is_public(client: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    for address in ("/library/", "/library/harbour/"):
        assert "secret-" not in client.get(address).content.decode()


def test_everything_marked_secret_in_the_test_pack_is_shown_to_a_host(
    host: Client, settings: Settings
) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    shown = host.get("/library/harbour/").content.decode()
    files = [*HARBOUR.glob("**/*.md"), HARBOUR / "pack.yaml", HARBOUR / "rehearsal-45.yaml"]
    secrets = {word for file in files for word in re.findall(r"secret-[a-z0-9-]+", file.read_text())}
    assert len(secrets) > 60
    assert [word for word in secrets if word not in shown] == []


def test_the_public_part_is_there(client: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    shown = client.get("/library/harbour/").content.decode()
    for text in (
        "Year X, in spring",
        "Nobody knows when the next ship will come.",
        "<h2>The lamp</h2>",
        "Keeper 2 of the west",
        "The aim of think.",
        "Nobody is quoted outside.",
        "What sailors call a keel.",
        "The lamp burned in 1893.",
        "Lamps of Elsewhere",
    ):
        assert text in shown


def test_only_a_host_is_offered_to_host(client: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    assert "/host/harbour/" not in client.get("/library/harbour/").content.decode()
    assert "/host/harbour/" not in client.get("/library/").content.decode()


def test_a_host_is_offered_to_host(host: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    assert 'href="/host/harbour/"' in host.get("/library/harbour/").content.decode()
    assert 'href="/host/harbour/"' in host.get("/library/").content.decode()


@pytest.mark.parametrize("slug", ["nothing", "..", "%2e%2e", "harbour%2f..", ".hidden", "harbour%00"])
def test_a_pack_that_is_not_there_is_not_found(slug: str, client: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    assert client.get(f"/library/{slug}/").status_code == 404


def test_a_broken_pack_is_explained_to_a_host(folder: Path, host: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = folder.parent
    (folder / "pack.yaml").write_text("id: harbour\ntitel: <script>x</script>\n")
    for address in ("/library/", "/library/harbour/"):
        shown = host.get(address).content.decode()
        assert "<code>pack.yaml</code>, line 2: <b>titel</b>" in shown
        assert "<script>x" not in shown


def test_a_broken_pack_is_not_found_by_others(folder: Path, client: Client, settings: Settings) -> None:
    settings.PACK_LIBRARY = folder.parent
    (folder / "pack.yaml").write_text("id: harbour\n")
    assert client.get("/library/harbour/").status_code == 404
    assert "harbour" not in client.get("/library/").content.decode()


def test_pages_are_only_read(client: Client) -> None:
    assert client.post("/library/").status_code == 405


@pytest.mark.parametrize("folder", EVERY_PACK, ids=lambda folder: folder.name)
def test_headings_never_skip_a_level_and_ids_are_unique(
    folder: Path, host: Client, settings: Settings
) -> None:
    settings.PACK_LIBRARY = folder.parent
    shown = host.get(f"/library/{folder.name}/").content.decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", shown)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= set(ids)
    assert "style=" not in shown


def test_the_built_in_packs_load(db: None) -> None:
    assert {loaded.folder for loaded in all_packs()} == set(BUILT_IN)
