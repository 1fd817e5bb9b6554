"""The load generator: a process of its own that fills rooms, talks in them, and measures.

Reads a job as JSON from its input (``runs`` writes it), carries out its acts one after the other,
and prints the results as JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import uvloop

from roleplay.bench import machine
from roleplay.bench.crowd import Crowd, clock, percentiles
from roleplay.bench.dialects import DIALECTS

OUTSTANDING = 2
SWEEPS_A_SECOND = 20
TURNS = 80
"""Each member is swept in every so many-th sweep: once in four seconds, as a browser does."""


async def saturate(crowd: Crowd, seconds: float, warm: float = 1.0) -> dict[str, Any]:
    """Two lines on their way in each room, the next when all have one of them."""
    crowd.again = True
    for room in crowd.rooms:
        for _ in range(OUTSTANDING):
            crowd.post(room, clock())
    await crowd.keep_going(warm)
    with watched(crowd.job["profile"], f"saturate-{len(crowd.rooms)}"), Window(crowd) as window:
        await crowd.keep_going(seconds)
    crowd.again = False
    await crowd.drain()
    return window.result


async def steady(crowd: Crowd, rate: float, seconds: float, warm: float = 1.5) -> dict[str, Any]:
    """``rate`` lines a second in each room, at times drawn beforehand: an open loop."""
    began = clock() + 0.05
    measured = asyncio.create_task(measure_after(crowd, began + warm, seconds))
    for at, number in sorted(crowd.arrivals(rate, warm + seconds)):
        if began + at > clock():
            await asyncio.sleep(began + at - clock())
        crowd.post(crowd.rooms[number], began + at)
    result = await measured
    await crowd.drain()
    return result


async def measure_after(crowd: Crowd, start: float, seconds: float) -> dict[str, Any]:
    await asyncio.sleep(start - clock())
    with watched(crowd.job["profile"], "steady"), Window(crowd) as window:
        await asyncio.sleep(seconds)
    return window.result


class Window:
    """A stretch of time that is measured: what the server used, what was delivered, how late."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.result: dict[str, Any] = {}

    def __enter__(self) -> Window:
        self.crowd.latencies, self.crowd.timing = [], True
        self.before = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        after = self._read()
        crowd = self.crowd
        crowd.timing = False
        wall, server, web, load, busy, deliveries = (b - a for a, b in zip(self.before, after, strict=True))
        self.result = {
            "deliveries": deliveries,
            "per_second": deliveries / wall,
            "cpu_per_1000": server / deliveries * 1000 if deliveries else None,
            "web_per_1000": web / deliveries * 1000 if deliveries else None,
            "lines_per_second": deliveries / wall / max(1, len(crowd.rooms[0].members)),
            "server_share": server / wall / 10,
            "load_share": load / wall / 10,
            "foreign_share": max(0.0, busy - server - load) / wall / 10,
            **percentiles(sorted(one * 1000 for one in crowd.latencies)),
        }

    def _read(self) -> tuple[float, ...]:
        job = self.crowd.job
        cpu = (machine.cpu_ms(pids) for pids in (job["pids"], job["web"], [os.getpid()]))
        return clock(), *cpu, machine.busy_ms(), float(self.crowd.deliveries)


@contextlib.contextmanager
def watched(command: list[str], name: str) -> Iterator[None]:
    """Have a profiler look at the server meanwhile. It disturbs what is measured."""
    if not command:
        yield
        return
    profiler = subprocess.Popen([*command[:-1], f"{command[-1]}-{name}.txt"], stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        profiler.send_signal(signal.SIGINT)
        profiler.wait(60)


async def act(job: dict[str, Any], crowd: Crowd, what: dict[str, Any]) -> dict[str, Any]:
    """One act of the job; each begins and ends without anybody in the rooms."""
    rooms, members = what["rooms"], what["members"]
    pids, web = job["pids"], job["web"]
    before = machine.resident_kb(web), machine.cpu_ms(pids), machine.busy_ms(), clock()
    places = job["places"]
    if what["do"] == "resume":
        log = job["logs"][what["log"]]
        since = log["said"][-1 - what["gap"]]
        places = [[place | {"since": since} for place in log["places"]]]
    with watched(job["profile"] if what["do"] in ("storm", "resume") else [], f"{what['do']}-{rooms}"):
        joined = await crowd.join(places, rooms, members, what.get("within", 0.0))
    result: dict[str, Any] = {"join": joined}
    joined["cpu_ms_each"] = (machine.cpu_ms(pids) - before[1]) / max(1, joined["joined"])
    if what["do"] == "saturate":
        result |= await saturate(crowd, what["seconds"])
    elif what["do"] == "steady":
        result |= await steady(crowd, what["rate"], what["seconds"])
    elif what["do"] == "storm":
        for room in crowd.rooms:
            crowd.post(room, clock())
        await crowd.drain()
    elif what["do"] == "idle":
        await asyncio.sleep(1.0)
        cpu, began = machine.cpu_ms(pids), clock()
        await asyncio.sleep(what["seconds"])
        result["idle_share"] = (machine.cpu_ms(pids) - cpu) / (clock() - began) / 10
        result["kb_each"] = (machine.resident_kb(web) - before[0]) / max(1, joined["joined"])
    elif what["do"] == "resume":
        result["missed_and_shown"] = crowd.backlog
    result["faults"] = crowd.faults()
    await crowd.leave()
    return result


async def sweep(crowd: Crowd) -> None:
    turn = 0
    while True:
        await asyncio.sleep(1 / SWEEPS_A_SECOND)
        turn += 1
        crowd.dialect.sweep(crowd.members[turn % TURNS :: TURNS])


async def main(job: dict[str, Any]) -> dict[str, Any]:
    results = []
    for what in job["acts"]:
        crowd = Crowd(DIALECTS[job["dialect"]](job["port"]), job)
        sweeping = asyncio.create_task(sweep(crowd))
        began = clock()
        results.append(await act(job, crowd, what) | {"act": what})
        sweeping.cancel()
        print(f"    {what['do']} {what['rooms']}x{what['members']}: {clock() - began:.1f} s", file=sys.stderr)
    since = [[place.get("since") for place in places] for places in job["places"]]
    return {"results": results, "first": job["first"], "since": since}


if __name__ == "__main__":
    work = json.load(sys.stdin)
    os.sched_setaffinity(0, work["cores"])
    gc.disable()
    print(json.dumps(uvloop.run(main(work))))
