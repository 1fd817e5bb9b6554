"""`manage.py open_workshop`: a workshop without a browser, or one sentence that says why not."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from roleplay.live.arriving import state_of
from roleplay.live.models import Workshop
from roleplay.rules.workshop import Workshop as Rules
from tests.conftest import address_of_test_database
from tests.live.doorway import PACK, browser, people_in, send

pytestmark = pytest.mark.django_db(transaction=True)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("open_workshop", PACK, *arguments)
    return capsys.readouterr().out


def test_it_needs_nothing_but_a_pack(library: None, capsys: pytest.CaptureFixture[str]) -> None:
    opened = json.loads(run(capsys, "--json"))
    workshop = Workshop.objects.get()
    assert (opened["id"], opened["join_code"]) == (workshop.id, workshop.code)
    assert workshop.host.username == "host"
    assert not workshop.host.has_usable_password()
    assert list(opened["seats"]) == ["e1", "w1", "e2", "w2", "e3", "w3"]


def test_every_link_that_it_prints_opens(library: None, capsys: pytest.CaptureFixture[str]) -> None:
    opened = json.loads(run(capsys, "--json", "--base-url", "https://class.example/"))
    page = f"/w/{opened['id']}/"
    assert opened["page"] == f"https://class.example{page}"
    assert opened["join_link"] == f"https://class.example/join/#{opened['join_code']}"

    def enter(link: str) -> tuple[Client, Any]:
        origin, token = link.split("/enter/#")
        assert origin == "https://class.example"
        client = browser()
        return client, send(client, "/enter/", {"key": token})

    for seat, link in opened["seats"].items():
        client, _ = enter(link)
        came = send(client, "/come-in/", {"name": f"Student {seat}"}, form="/come-in/")
        assert came["Location"] == page
    assert set(people_in(Workshop.objects.get()).holders) == set(opened["seats"])
    assert enter(opened["screen_link"])[1]["Location"] == f"{page}screen/"
    assert enter(opened["staff_link"])[1]["Location"] == "/come-in/"


def test_everything_can_be_chosen(library: None, host: User, capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create_superuser("first", password="a long enough password")
    host.email = "host@school.example"
    host.save()
    chosen = ["--minutes", "90", "--seats", "9", "--attribution", "open", "--joining", "approved"]
    run(capsys, *chosen, "--seating", "choose", "--host", "Host@School.example", "--json")
    workshop = Workshop.objects.get()
    rules = state_of(workshop.id)[Rules]
    assert workshop.host == host
    assert (rules.setting.minutes, rules.setting.students) == (90, 9)
    assert (rules.attribution, rules.joining, rules.seating) == ("open", "approved", "choose")


def test_for_people_it_prints_a_table_whose_links_are_whole(
    library: None, capsys: pytest.CaptureFixture[str]
) -> None:
    long = f"https://{'a' * 150}.example"
    shown = run(capsys, "--base-url", long)
    lines = shown.strip().splitlines()
    assert [line.split()[0] for line in lines] == ["Workshop", "Desk", "Join", "Join", "Staff", "Screen"] + [
        "Seat"
    ] * 6
    assert sum(f"{long}/enter/#" in line for line in lines) == 8


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["no-such-pack"], 'There is no pack "no-such-pack". The library has: harbour.'),
        ([], "Which pack? The library has: harbour."),
        ([PACK, "--seats", "5"], "--seats must be one of 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16."),
        ([PACK, "--seats", "many"], "--seats must be one of 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16."),
        ([PACK, "--minutes", "180"], "--minutes must be one of 45, 90."),
        (
            [PACK, "--attribution", "closed"],
            "--attribution must be one of open, chatham-house, unattributed, no-record.",
        ),
        ([PACK, "--host", "nobody"], 'Nobody may host under the name "nobody".'),
        ([PACK, "--base-url", "class.example"], "--base-url must begin with http(s)://."),
    ],
)
def test_wrong_arguments_give_one_plain_sentence(
    library: None, capsys: pytest.CaptureFixture[str], wrong: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("open_workshop", *wrong)
    told = capsys.readouterr()
    assert (ended.value.code, told.err, told.out) == (2, f"{said}\n", "")
    assert not Workshop.objects.exists()


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as somebody types it, on the database of the tests."""
    environment = {**os.environ, "DATABASE_URL": address_of_test_database(), "BAITHAK_NO_BOOTSTRAP": "1"}
    command = [sys.executable, "manage.py", "open_workshop", *arguments]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=60
    )


def test_an_unknown_flag_is_one_sentence_too(transactional_db: None) -> None:
    ran = manage("fishermen", "--bogus")
    assert (ran.returncode, ran.stderr) == (2, "Unrecognized arguments: --bogus.\n")


def test_another_process_opens_it_and_this_one_finds_it(transactional_db: None) -> None:
    ran = manage("fishermen", "--json")
    assert (ran.returncode, ran.stderr) == (0, "")
    opened = json.loads(ran.stdout)
    client = browser()
    joined = send(client, "/join/", {"code": opened["join_code"], "name": "Asha"})
    assert joined["Location"] == f"/w/{opened['id']}/"
