"""Memory goes back to the machine when a crowd has come or gone, and only then."""

import asyncio
import subprocess
import sys
import threading

import pytest

from roleplay.live import hub, leftovers
from roleplay.live.hub import Hub
from roleplay.live.leftovers import CROWD, Crowds
from tests.services.found import ROOT

SCATTERED = """
import resource
from roleplay.live.leftovers import give_back

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()

what_was_needed = [bytes(700) for _ in range(100_000)]
what_stays = what_was_needed[::50]
most = resident()
del what_was_needed
give_back()
print(most - resident())
"""


def asked(*sockets: int) -> list[bool]:
    crowds = Crowds()
    return [crowds.settled(each) for each in sockets]


def test_a_crowd_has_settled_when_nobody_comes_any_more() -> None:
    assert asked(0, CROWD, 2 * CROWD, 2 * CROWD) == [False, False, False, True]


def test_a_few_who_still_come_and_go_are_no_crowd() -> None:
    assert asked(2 * CROWD, 2 * CROWD + 1)[-1]


def test_it_is_given_back_once_for_each_crowd() -> None:
    assert asked(CROWD, CROWD, CROWD, CROWD) == [False, True, False, False]


def test_a_crowd_that_goes_is_a_crowd() -> None:
    assert asked(CROWD, CROWD, 0, 0) == [False, True, False, True]


def test_a_crowd_that_comes_little_by_little_is_one_in_the_end() -> None:
    assert asked(*range(0, CROWD + 1, 5)).count(True) == 1


def test_a_class_is_no_crowd() -> None:
    assert not any(asked(0, 30, 30, 31, 0, 0))


@pytest.mark.skipif(leftovers.TRIM is None, reason="this C library gives nothing back")
def test_what_lay_scattered_between_what_stays_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", SCATTERED], cwd=ROOT, capture_output=True, text=True)
    assert int(done.stdout) > 40_000_000, done.stderr


async def test_the_hub_gives_back_what_its_sockets_left(monkeypatch: pytest.MonkeyPatch) -> None:
    given_back = threading.Event()
    monkeypatch.setattr(hub, "TIDY", 0.01)
    monkeypatch.setattr(hub, "give_back", given_back.set)
    monkeypatch.setattr(Hub, "sockets", lambda one: CROWD)
    ours = Hub()
    try:
        assert await asyncio.to_thread(given_back.wait, 10)
    finally:
        await ours.stop()
