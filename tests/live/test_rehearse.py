"""`manage.py rehearse` against a real server: the whole script, a newcomer in it, a seat that is freed."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from roleplay.live.client import Client
from roleplay.live.client_doors import browser
from roleplay.live.client_entrance import enter
from roleplay.live.rehearsal import GATE
from scenarios.library_index import get_pack, library_folder, pack_folders
from scenarios.rehearsal_schema import Rehearsal
from tests.services.found import ROOT
from tests.services.server import Server, clean_environment

THROUGH_EVERY_GATE = ("fishermen", "neemrana")
OTHERS = sorted({folder.name for folder in pack_folders(library_folder())} - {*THROUGH_EVERY_GATE})
"""They play a short part of each step, and their staff open the gates with a reason."""

PACKS = [*THROUGH_EVERY_GATE, *(pytest.param(each, marks=pytest.mark.long) for each in OTHERS)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("rehearsed"))
    server.start()
    yield server
    server.kill()


class Running:
    """The command in a process of its own; ``opened`` is its first line."""

    def __init__(self, server: Server, *arguments: str) -> None:
        command = [sys.executable, str(ROOT / "manage.py"), "rehearse", "--json", *arguments]
        self.process = subprocess.Popen(
            command, env=server.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.opened: dict[str, Any] = json.loads(self.process.stdout.readline())

    def until(self, words: str) -> None:
        """Read on until it says this."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if words in line:
                return
        raise AssertionError(f"it never said {words}")

    def rest(self) -> str:
        told, wrong = self.process.communicate(timeout=100)
        assert (self.process.returncode, wrong) == (0, "")
        return told


@pytest.fixture
def rehearse(server: Server) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start(*arguments: str) -> Running:
        started.append(Running(server, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()


def spoken(script: Rehearsal, seats: set[str]) -> set[str]:
    """What the script has these seats say where staff can hear it."""
    steps = [step for phase in script.phases for step in phase.steps if step.by in seats]
    return {step.say for step in steps if step.say and step.room != "corridor"}


async def record(opened: dict[str, Any]) -> dict[str, Any]:
    """The staff record, read by a co-facilitator."""
    access = await enter(opened["staff_link"], "Afterwards")
    async with browser(access) as http:
        answer = await http.get(f"/w/{opened['id']}/record/export/staff.json")
        answer.raise_for_status()
        return dict(answer.json())


def skipped(told: str) -> int:
    [last] = [line for line in told.splitlines() if line.startswith("The rehearsal is over.")]
    words = last.removeprefix("The rehearsal is over.").split()
    return int(words[0]) if words[1:2] == ["steps"] else 0


@pytest.mark.timeout(200)
@pytest.mark.parametrize("pack", PACKS)
async def test_the_whole_script_is_played_and_stands_in_the_record(
    rehearse: Callable[..., Running], pack: str
) -> None:
    loaded = get_pack(pack)
    running = rehearse(pack, "--all", "--speed", "100")
    told = running.rest()
    assert running.opened["free"] == []
    assert skipped(told) == 0, told
    texts = json.dumps(await record(running.opened), ensure_ascii=False)
    script = loaded.rehearsals[min(loaded.rehearsals)]
    said = spoken(script, set(running.opened["seats"]))
    missing = [line for line in said if json.dumps(line, ensure_ascii=False)[1:-1] not in texts]
    assert said
    assert not missing
    if pack in THROUGH_EVERY_GATE:
        assert GATE not in texts, "a gate was passed although something was missing"


@pytest.mark.timeout(200)
async def test_a_newcomer_takes_the_free_seat_and_joins_in(rehearse: Callable[..., Running]) -> None:
    running = rehearse("--speed", "30")
    [free] = running.opened["free"]
    running.until("Phase 1 of")
    access = await enter(running.opened["seats"][free], "A newcomer")
    async with Client(access) as newcomer:
        await newcomer.live()
        assert not (await newcomer.do("accept_rules")).code
        await newcomer.until(lambda: "plenary" in {line.room for line in newcomer.lines.values()}, 30)
        answer = await newcomer.do("call_for_help", text="What shall I say?")
        assert not answer.code, answer
    told = running.rest()
    assert "What shall I say?" in json.dumps(await record(running.opened))
    assert 0 < skipped(told) < 40


@pytest.mark.timeout(200)
async def test_a_seat_that_is_freed_meanwhile_is_passed_over(rehearse: Callable[..., Running]) -> None:
    running = rehearse("--all", "--speed", "40", "--keep-open")
    running.until("Phase 1 of")
    access = await enter(running.opened["staff_link"], "Desk")
    async with Client(access) as desk:
        await desk.live()
        assert not (await desk.do("free_seat", seat="in4")).code
        told = running.rest()
        assert "The rehearsal is over." in told
        assert skipped(told) > 0
        assert not (await desk.do("broadcast", to="all", text="Still open.")).code


def test_without_a_server_it_says_so_in_one_sentence(server: Server) -> None:
    nowhere = clean_environment() | {"BAITHAK_DATA": str(server.data)}
    address = "http://127.0.0.1:9"
    command = [sys.executable, str(ROOT / "manage.py"), "rehearse", "--base-url", address]
    ran = subprocess.run(command, env=nowhere, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        f"No server answers at {address}. Start it first, in another terminal: python3 manage.py start\n"
    )
