"""One run: every contender in turn, as often as asked, under the same load.

The services and the server under test share one core, the load generator has the others. A
contender that cannot run here is named with its reason, and the others go on.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from roleplay.bench import machine
from roleplay.bench.contenders import CONTENDERS
from roleplay.bench.ours import Baithak
from roleplay.bench.servers import Missing
from roleplay.bench.stand import Contender, Stand, tool
from roleplay.environment import ROOT

FAULTS = ("lost", "doubled", "reordered", "leaked", "gaps", "dropped")
LINES_A_SECOND = 3
STORM_SECONDS = 2.0
WARMING_ROOMS = 4
LONGEST_RUN = 900

Tell = Callable[[str], None]
Act = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What is measured. ``rooms`` are the numbers of rooms to fill, the largest one in every way."""

    peers: tuple[str, ...]
    rooms: tuple[int, ...] = (1, 10, 33)
    members: int = 30
    seconds: float = 4.0
    reps: int = 3
    lines: tuple[int, ...] = (200, 2000, 20_000)
    only: tuple[str, ...] = ()
    profile: str = ""

    def acts(self, ours: bool) -> list[Act]:
        """Memory first, on a server that has only just been warmed: later there is room to reuse."""
        most = {"rooms": max(self.rooms), "members": self.members}
        acts: list[Act] = [
            {"do": "warm", "rooms": min(WARMING_ROOMS, max(self.rooms)), "members": self.members},
            {"do": "idle", "seconds": 2.0, **most},
        ]
        acts += [
            {"do": "saturate", "seconds": self.seconds, "members": self.members, "rooms": rooms}
            for rooms in self.rooms
        ]
        acts.append({"do": "steady", "rate": LINES_A_SECOND, "seconds": self.seconds, **most})
        acts.append({"do": "storm", "within": STORM_SECONDS, **most})
        if ours:
            acts += self._resumes()
        return [one for one in acts if not self.only or one["do"] in self.only or one["do"] == "warm"]

    def _resumes(self) -> list[Act]:
        return [
            {"do": "resume", "log": number, "gap": gap, "rooms": 1, "members": self.members}
            for number, lines in enumerate(self.lines)
            for gap in (20, 1000)
            if gap < lines
        ]


@dataclass
class Outcome:
    """What one contender did; ``wrong`` says why its figures must not be believed."""

    name: str
    says: str
    stores: bool
    acts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    pages: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    missing: str = ""


class Run:
    """Use as a context: the services and everything that was started end with it."""

    def __init__(self, plan: Plan, tell: Tell) -> None:
        self.plan, self.tell = plan, tell
        self.server_cores, self.load_cores = machine.cores()

    def __enter__(self) -> "Run":
        self.folder = Path(tempfile.mkdtemp(prefix="baithak-bench-"))
        self.folder.chmod(0o755)  # PostgreSQL runs as another account when we are root
        self.before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, self.server_cores)  # as for all that we start, but the load
        machine.go_first()
        plan = self.plan
        self.stand = Stand(self.folder, max(plan.rooms), plan.members, list(plan.lines))
        return self

    def __exit__(self, *_: object) -> None:
        self.stand.stop()
        os.sched_setaffinity(0, self.before)
        machine.go_back()
        shutil.rmtree(self.folder, ignore_errors=True)

    def all(self) -> list[Outcome]:
        contenders = [CONTENDERS[name](self.stand) for name in self.plan.peers]
        outcomes = {one.name: Outcome(one.name, one.says, one.stores) for one in contenders}
        for one in contenders:
            self._try(one, outcomes[one.name], lambda one=one: one.set_up())  # type: ignore[misc]
        for rep in range(self.plan.reps):
            for one in contenders:
                outcome = outcomes[one.name]
                if not outcome.missing:
                    self.tell(f"{rep + 1}/{self.plan.reps} {one.says}")
                    self._try(one, outcome, lambda: self._repeat(one, outcome))  # noqa: B023
        return list(outcomes.values())

    def _try(self, contender: Contender, outcome: Outcome, work: Callable[[], None]) -> None:
        began = time.monotonic()
        try:
            work()
        except (Missing, OSError, subprocess.SubprocessError, RuntimeError, httpx.HTTPError) as why:
            outcome.missing = f"{type(why).__name__}: {why}"
            self.tell(f"  {contender.name} cannot take part: {outcome.missing}")
        finally:
            contender.stop()
        self.tell(f"  {contender.name}: {time.monotonic() - began:.0f} s")

    def _repeat(self, contender: Contender, outcome: Outcome) -> None:
        ours = isinstance(contender, Baithak)
        contender.renew()
        contender.start()
        before = contender.rows()
        results = self._load(contender, self.plan.acts(ours))
        for result in results:
            outcome.acts.setdefault(label(result["act"]), []).append(result)
        outcome.wrong += judge(contender, results, before, contender.rows())
        if isinstance(contender, Baithak) and (not self.plan.only or "page" in self.plan.only):
            for log in contender.logs:
                page = read_pages(contender, log["places"])
                outcome.pages.setdefault(str(log["lines"]), []).append(page)

    def _load(self, contender: Contender, acts: list[Act]) -> list[dict[str, Any]]:
        job = {
            "dialect": contender.dialect,
            "port": contender.port,
            "places": contender.places,
            "logs": contender.logs if isinstance(contender, Baithak) else [],
            "pids": contender.pids,
            "web": contender.web,
            "cores": sorted(self.load_cores),
            "first": contender.first,
            "profile": watching(contender, self.plan.profile),
            "acts": acts,
        }
        done = subprocess.run(
            [sys.executable, "-m", "roleplay.bench.load"],
            input=json.dumps(job),
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            timeout=LONGEST_RUN,
        )
        if done.returncode:
            raise RuntimeError("the load generator failed")
        said = json.loads(done.stdout)
        contender.first = said["first"]
        for places, known in zip(contender.places, said["since"], strict=True):
            for place, since in zip(places, known, strict=True):
                place |= {"since": since} if since else {}
        results: list[dict[str, Any]] = said["results"]
        return results


def watching(contender: Contender, folder: str) -> list[str]:
    """The command that has py-spy write where the time goes: a line for each stack, with its samples."""
    if not folder:
        return []
    Path(folder).mkdir(parents=True, exist_ok=True)
    target = str(Path(folder, contender.name).absolute())
    flags = ["-f", "raw", "-r", "60", "-t", "--gil", "-d", "3600"]
    return [tool("py-spy"), "record", "-p", str(contender.web[0]), *flags, "-o", target]


def label(act: Act) -> str:
    """The name under which the repetitions of an act are put together."""
    if act["do"] == "resume":
        return f"resume {act['log']} {act['gap']}"
    return f"{act['do']} {act['rooms']}x{act['members']}"


def judge(
    contender: Contender, results: list[dict[str, Any]], before: int | None, after: int | None
) -> list[str]:
    """Everything that should be nothing, in words."""
    wrong = []
    for result in results:
        faults, name = result["faults"], label(result["act"])
        wrong += [f"{name}: {faults[fault]} {fault}" for fault in FAULTS if faults[fault]]
        wrong += [f"{name}: {count} times {code}" for code, count in faults["refused"].items()]
        if result["join"]["joined"] < result["join"]["wanted"]:
            wrong.append(f"{name}: only {result['join']['joined']} of {result['join']['wanted']} joined")
        if contender.dialect == "baithak" and faults["posted"] != faults["accepted"]:
            wrong.append(f"{name}: {faults['posted']} sent, {faults['accepted']} acknowledged")
        if result["act"]["do"] == "resume":
            should = result["act"]["gap"] * result["join"]["wanted"]
            if result["missed_and_shown"] != should:
                wrong.append(f"{name}: {result['missed_and_shown']} of {should} missed lines shown")
    posted = sum(result["faults"]["posted"] for result in results)
    if before is not None and after is not None and after - before != posted:
        wrong.append(f"{posted} sent, {after - before} stored")
    return wrong


def read_pages(contender: Contender, places: list[dict[str, str]], times: int = 20) -> dict[str, float]:
    """The page of a delegate by HTTP: the first time and then, in milliseconds and of CPU."""
    place = places[1]
    address = f"http://127.0.0.1:{contender.port}/w/{place['workshop']}/"
    with httpx.Client(cookies={"session": place["session"]}, timeout=60) as web:
        began = time.perf_counter()
        first = web.get(address).raise_for_status()
        cold = time.perf_counter() - began
        cpu, took = machine.cpu_ms(contender.pids), []
        for _ in range(times):
            began = time.perf_counter()
            web.get(address).raise_for_status()
            took.append((time.perf_counter() - began) * 1000)
        cpu = (machine.cpu_ms(contender.pids) - cpu) / times
    return {
        "first_ms": cold * 1000,
        "p50": statistics.median(took),
        "cpu_ms": cpu,
        "bytes": len(first.content),
    }
