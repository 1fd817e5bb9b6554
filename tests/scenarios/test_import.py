"""A pack goes out as one zip and comes back the same; five hundred hostile zips leave nothing behind."""

import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.text import slugify
from pytest_django.fixtures import Settings

from roleplay.environment import ROOT
from scenarios.folder import read_folder
from scenarios.import_check import MEGABYTES, SECONDS
from scenarios.importing import Checker, files_in
from scenarios.library_index import library_folder, pack_folders
from scenarios.models import OwnPack, PackText, PackVersion
from scenarios.own_packs import create_from_files, files_of
from scenarios.pack_zip import packed, unpacked
from scenarios.problems import PackErrors
from scenarios.strict_yaml import read
from tests.scenarios.conftest import HARBOUR
from tests.scenarios.hostile_zips import GOOD, GOOD_ZIP, every_zip, zipped
from tests.scenarios.right_click import from_a_mac, from_windows

GROUPS = 12
NOT_LEFT_BEHIND = (
    "__MACOSX/../../x", "__MACOSX/../._x", "__MACOSX/pack.yaml", "__MACOSX/run.sh", "__MACOSX/seats/run.sh",
    "__MACOSX//._x", "__MACOSX/harbour/other/._x", "__MACOSX", "__macosx/._x", "../.DS_Store", "/.DS_Store",
    "harbour/../.DS_Store", "harbour/./.DS_Store", "other/.DS_Store", "harbour/deep/Thumbs.db",
    "harbour/.DS_Store/pack.yaml", "C:/desktop.ini", "harbour\\desktop.ini", "harbour/.DS_Store.exe",
    "harbour/._", "harbour/__MACOSX/._x", "harbour/.hidden",
)  # fmt: skip
REPORT = re.compile(r"\S[^\n]*?:[1-9]\d*:[1-9]\d* \S[^\n]+\. \S[^\n]+")


@pytest.fixture(scope="module")
def checker() -> Iterator[Checker]:
    with Checker() as started:
        files_in(GOOD_ZIP, started)
        yield started


@pytest.fixture
def host(client: Client, db: None, settings: Settings) -> Client:
    settings.PACK_LIBRARY = HARBOUR.parent
    client.force_login(get_user_model().objects.create_user("host", password="a long enough password"))
    return client


def sent(host: Client, raw: bytes, name: str = "harbour.zip"):  # type: ignore[no-untyped-def]
    return host.post("/import/", {"zip": SimpleUploadedFile(name, raw)})


def test_there_are_more_than_five_hundred() -> None:
    assert len(every_zip()) > 500


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_hostile_zip_is_answered_in_time_with_a_line_and_a_cause(checker: Checker, group: int) -> None:
    for name, raw in [*every_zip().items()][group::GROUPS]:
        begun = time.monotonic()
        try:
            files = files_in(raw, checker)
        except PackErrors as errors:
            assert errors.problems, name
            for problem in errors.problems:
                assert REPORT.fullmatch(str(problem)), (name, str(problem))
                assert len(str(problem)) < 800
        else:
            assert files == GOOD, f"{name} was taken for a pack, and is another one"
            assert name.startswith(("spoilt", "something after", "a patch")), name
        assert time.monotonic() - begun < SECONDS + 1, name


@pytest.mark.parametrize(
    ("evil", "said"),
    [
        ("bytearray(512 * 1024 * 1024)", "needs more memory"),
        ("[0] * (1 << 27)", "needs more memory"),
        ("exec('while True: pass')", f"took more than {SECONDS} seconds or {MEGABYTES} MB"),
        ("__import__('time').sleep(60)", f"took more than {SECONDS} seconds or {MEGABYTES} MB"),
        ("__import__('os').abort()", f"took more than {SECONDS} seconds or {MEGABYTES} MB"),
        ("1 / 0", "ZeroDivisionError"),
    ],
)
def test_the_limits_hold_whatever_the_reading_does(evil: str, said: str) -> None:
    """The reader is replaced by one that misbehaves; what watches over it is the real one."""
    program = (
        "import sys, scenarios.import_check as check\n"
        f"check.unpacked = lambda raw: {evil}\n"
        "begun = __import__('time').monotonic()\n"
        "told = check.in_a_process_of_its_own(b'x')\n"
        "print(__import__('time').monotonic() - begun)\n"
        "print(told.decode())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    took, answer = done.stdout.splitlines()
    assert said in answer
    assert float(took) < SECONDS + 1


@pytest.mark.parametrize("folder", pack_folders(library_folder()), ids=lambda folder: folder.name)
def test_a_built_in_pack_goes_out_and_comes_back_the_same(checker: Checker, folder: Path) -> None:
    files, problems = read_folder(folder)
    assert problems == []
    assert files_in(packed(files, folder.name), checker) == files


def test_an_own_pack_goes_round_by_the_pages(host: Client) -> None:
    first = host.get("/library/harbour/zip/")
    assert first["Content-Disposition"] == 'attachment; filename="harbour.zip"'
    assert sent(host, first.content).status_code == 302
    mine = OwnPack.objects.get()
    assert files_of(mine) == GOOD
    again = host.get(f"/library/{mine.pk}/zip/")
    assert unpacked(again.content) == GOOD
    assert again["Content-Disposition"] == f'attachment; filename="{slugify(mine.title)}.zip"'
    assert sent(host, again.content, "download (2).zip").status_code == 302
    other = OwnPack.objects.exclude(pk=mine.pk).get()
    assert other.title == mine.title == read(GOOD["pack.yaml"]).data["title"]
    assert files_of(other) == GOOD


def test_the_same_files_give_the_same_zip() -> None:
    backwards = dict(reversed(GOOD.items()))
    assert packed(backwards, "harbour") == GOOD_ZIP


@pytest.mark.parametrize(
    "folder", ["", "harbour/", "My pack 2/", "harbour (1)/", "हार्बर/", "harbour/harbour/"]
)
def test_a_zip_packed_by_hand_is_taken_with_or_without_a_folder(checker: Checker, folder: str) -> None:
    assert files_in(zipped({f"{folder}{name}": raw for name, raw in GOOD.items()}), checker) == GOOD


@pytest.mark.parametrize("folder", ["", "harbour/", "बंदरगाह/", "Downloads/harbour/"])
def test_what_a_mac_puts_into_a_zip_is_left_out(checker: Checker, folder: str) -> None:
    assert files_in(from_a_mac(GOOD, folder), checker) == GOOD


def test_a_pack_of_the_most_texts_comes_in_from_a_mac(checker: Checker) -> None:
    most = max((read_folder(each)[0] for each in pack_folders(library_folder())), key=len)
    assert files_in(from_a_mac(most, "pack/"), checker) == most


@pytest.mark.parametrize("folder", ["", "harbour/", "harbour/harbour/"])
def test_what_windows_puts_into_a_zip_is_left_out(checker: Checker, folder: str) -> None:
    assert files_in(from_windows(GOOD, folder), checker) == GOOD


def test_what_was_edited_on_a_mac_becomes_an_own_pack_without_the_rest(host: Client) -> None:
    edited = {**GOOD, "public.md": GOOD["public.md"] + b"\nOne more sentence.\n"}
    assert sent(host, from_a_mac(edited, "harbour/")).status_code == 302
    assert files_of(OwnPack.objects.get()) == edited


@pytest.mark.parametrize("name", NOT_LEFT_BEHIND)
def test_what_only_looks_left_behind_is_refused_by_its_name(checker: Checker, name: str) -> None:
    with pytest.raises(PackErrors) as refused:
        files_in(zipped({f"harbour/{each}": raw for each, raw in GOOD.items()} | {name: b"x"}), checker)
    assert [problem.file for problem in refused.value.problems] == [name]


def test_what_is_left_behind_counts_like_everything_else() -> None:
    pack = {f"harbour/{name}": raw for name, raw in GOOD.items()}
    many = zipped(pack | {f"harbour/._{number}": b"x" for number in range(200)})
    large = zipped(
        pack | {f"harbour/._{n}": random.Random(n).randbytes(99_000).hex().encode() for n in range(6)}
    )
    bomb = zipped(pack | {"harbour/.DS_Store": b"\0" * 200_000})
    for raw, cause in ((many, "entries"), (large, "larger than 1 MB"), (bomb, "unpacks to more")):
        with pytest.raises(PackErrors, match=cause):
            unpacked(raw)


def test_one_stray_file_is_named_and_the_rest_is_not_blamed_for_it(checker: Checker) -> None:
    beside = {f"harbour/{name}": raw for name, raw in GOOD.items()} | {"notes.txt": b"x"}
    with pytest.raises(PackErrors) as refused:
        files_in(zipped(beside), checker)
    assert [problem.file for problem in refused.value.problems] == ["notes.txt"]


@pytest.mark.parametrize(
    "name", ["a bomb of 20 MB", "public.md twice", "pack.yaml: alias bomb", "files that share bytes", "text"]
)
def test_nothing_is_half_imported(host: Client, name: str) -> None:
    answer = sent(host, every_zip()[name])
    assert answer.status_code == 400
    assert "Nothing was imported" in answer.content.decode()
    for table in (OwnPack, PackVersion, PackText):
        assert not table.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(host: Client) -> None:
    answer = sent(host, b"PK\x03\x04" + b"x" * (2 * 1024 * 1024))
    assert answer.status_code == 413
    assert "larger than 1 MB" in answer.content.decode()


def test_a_form_without_a_file_is_told(host: Client) -> None:
    answer = host.post("/import/", {})
    assert answer.status_code == 400
    assert "No file came with the form" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(host: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"cookie": host.cookies.output(header="", sep=";")})
    answer = strict.post("/import/", {"zip": SimpleUploadedFile("x.zip", GOOD_ZIP)})
    assert answer.status_code in (302, 403)
    assert not OwnPack.objects.exists()
    mine = Client(enforce_csrf_checks=True)
    mine.cookies = host.cookies
    assert mine.post("/import/", {"zip": SimpleUploadedFile("x.zip", GOOD_ZIP)}).status_code == 403
    assert not OwnPack.objects.exists()


@pytest.mark.parametrize("address", ["/import/", "/library/harbour/zip/"])
def test_a_guest_is_asked_to_sign_in(client: Client, settings: Settings, address: str) -> None:
    settings.PACK_LIBRARY = HARBOUR.parent
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("slug", ["nothing", "own-nothing"])
def test_what_is_not_there_is_not_exported(host: Client, slug: str) -> None:
    assert host.get(f"/library/{slug}/zip/").status_code == 404


def test_somebody_elses_pack_is_missing(host: Client) -> None:
    owner = get_user_model().objects.create_user("owner", password="a long enough password")
    theirs = create_from_files(owner, GOOD, "Theirs")
    assert host.get(f"/library/{theirs.pk}/zip/").status_code == 404


def test_a_pack_that_is_not_finished_can_go_out(host: Client) -> None:
    owner = get_user_model().objects.get(username="host")
    mine = create_from_files(owner, {**GOOD, "pack.yaml": b"id: half\n"}, "Half")
    zip_of_it = host.get(f"/library/{mine.pk}/zip/").content
    assert unpacked(zip_of_it)["pack.yaml"] == b"id: half\n"
