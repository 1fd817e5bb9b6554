"""A pack on paper: for hosts only, whole, and each brief on a sheet of its own."""

import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from pytest_django.fixtures import Settings

from scenarios.library_index import library_folder, pack_folders
from scenarios.loader import load_pack
from scenarios.own_packs import create_from_files
from tests.scenarios.conftest import HARBOUR

PARTS = ("", "public/", "sides/", "seats/", "teaching/")
ADDRESS = "/library/harbour/paper/"


@pytest.fixture
def host(client: Client, db: None, settings: Settings) -> Client:
    settings.PACK_LIBRARY = HARBOUR.parent
    client.force_login(get_user_model().objects.create_user("host", password="a long enough password"))
    return client


def sheets(client: Client, address: str) -> dict[str, str]:
    """The sheets of a page by their names."""
    shown = client.get(address).content.decode()
    return {
        name: body
        for name, body in re.findall(
            r'<article[^>]*data-sheet="([^"]+)"[^>]*>(.*?)</article>', shown, re.DOTALL
        )
    }


@pytest.mark.parametrize("part", PARTS)
def test_a_guest_is_asked_to_sign_in_and_reads_nothing(client: Client, settings: Settings, part: str) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    answer = client.get(ADDRESS + part)
    assert answer.status_code == 302
    assert b"secret-" not in answer.content


def test_every_seat_and_side_has_a_sheet_with_its_own_brief_only(host: Client) -> None:
    loaded = load_pack(HARBOUR)
    found = sheets(host, ADDRESS)
    names = [f"side-{side}" for side in loaded.sides] + [f"seat-{seat}" for seat in loaded.seats]
    assert set(found) == {"public", "teaching", *names}
    for seat in loaded.seats:
        secrets = set(re.findall(r"secret-brief-\w+|secret-seat-\w+", found[f"seat-{seat}"]))
        others = {other for other in loaded.seats if other != seat}
        assert not any(secret.endswith(other) for secret in secrets for other in others)


def test_what_everybody_gets_holds_no_secret(host: Client) -> None:
    assert "secret-" not in sheets(host, ADDRESS + "public/")["public"]


@pytest.mark.parametrize(
    ("part", "many"), [("public/", 1), ("sides/", 2), ("seats/", 6), ("teaching/", 1), ("", 10)]
)
def test_a_part_holds_its_sheets(host: Client, part: str, many: int) -> None:
    assert len(sheets(host, ADDRESS + part)) == many


@pytest.mark.parametrize("address", [ADDRESS + "teaching/", "/library/harbour/"])
def test_staff_read_for_which_steps_a_piece_of_news_is_by_their_titles(host: Client, address: str) -> None:
    pack = load_pack(HARBOUR).pack
    title = next(phase.title for phase in pack.agenda if phase.id in pack.injects[0].phases)
    shown = host.get(address).content.decode()
    assert re.search(rf"for:? {title}\b", shown, re.IGNORECASE)


@pytest.mark.parametrize("address", [ADDRESS + "secrets/", "/library/nothing/paper/"])
def test_what_is_not_there_is_not_found(host: Client, address: str) -> None:
    assert host.get(address).status_code == 404


def test_an_own_pack_is_printed_for_its_owner_and_missing_for_others(host: Client) -> None:
    owner = get_user_model().objects.create_user("owner", password="a long enough password")
    files = {path.relative_to(HARBOUR).as_posix(): path.read_bytes() for path in HARBOUR.rglob("*.*")}
    mine = create_from_files(owner, files, "Mine")
    address = f"/library/{mine.pk}/paper/"
    assert host.get(address).status_code == 404
    host.force_login(owner)
    assert len(sheets(host, address)) == 10


@pytest.mark.parametrize("folder", pack_folders(library_folder()), ids=lambda folder: folder.name)
def test_a_built_in_pack_is_whole_on_paper(host: Client, settings: Settings, folder: Path) -> None:
    settings.PACK_LIBRARY = folder.parent
    loaded = load_pack(folder)
    shown = host.get(f"/library/{folder.name}/paper/").content.decode()
    found = sheets(host, f"/library/{folder.name}/paper/")
    assert len(found) == 2 + len(loaded.sides) + len(loaded.seats)
    assert "style=" not in shown
    ids = re.findall(r'\sid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
