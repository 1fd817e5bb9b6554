"""The benchmark itself, with a load so small that no figure means anything; only what is counted."""

import os
from typing import Any

import pytest

from roleplay.bench import machine, report
from roleplay.bench.contenders import CONTENDERS
from roleplay.bench.runs import Plan, Run

TINY = {"rooms": (1, 2), "members": 4, "seconds": 0.5, "reps": 1, "lines": (30,)}


def outcomes_of(*peers: str) -> tuple[Plan, list[Any]]:
    plan = Plan(peers=peers, **TINY)
    with Run(plan, lambda sentence: None) as run:
        return plan, run.all()


def test_our_server_and_a_bare_one_in_one_run() -> None:
    cores = os.sched_getaffinity(0)
    plan, outcomes = outcomes_of("baithak-sqlite", "bare-websockets")
    assert [(one.missing, one.wrong) for one in outcomes] == [("", []), ("", [])]
    ours, bare = outcomes
    for act in ("idle 2x4", "saturate 1x4", "saturate 2x4", "steady 2x4", "storm 2x4"):
        assert ours.acts[act] and bare.acts[act]
    assert ours.acts["saturate 2x4"][0]["deliveries"] > 0
    assert ours.acts["resume 0 20"][0]["missed_and_shown"] == 20 * 4
    assert ours.pages["30"][0]["bytes"] > 1000
    said = report.text(plan, outcomes)
    assert "Nothing was lost" in said and "At saturation, 2x4" in said
    assert os.sched_getaffinity(0) == cores


@pytest.mark.long
def test_the_tutorial_stores_what_it_delivers() -> None:
    _, [outcome] = outcomes_of("tutorial-redis")
    assert (outcome.missing, outcome.wrong) == ("", [])
    assert outcome.acts["steady 2x4"][0]["faults"]["posted"] > 0


def test_who_cannot_take_part_is_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CONTENDERS["bare-websockets"], "command", lambda self: ["false"])
    plan, [outcome] = outcomes_of("bare-websockets")
    assert "did not start" in outcome.missing
    assert "did not take part" in report.text(plan, [outcome])


def test_cpu_time_counts_children_that_have_ended() -> None:
    before = machine.cpu_ms([os.getpid()])
    os.spawnlp(os.P_WAIT, "python3", "python3", "-c", "sum(range(5_000_000))")
    assert machine.cpu_ms([os.getpid()]) - before > 10
