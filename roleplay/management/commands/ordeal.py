"""`manage.py ordeal`: faults and loads in full size, each by its tests. See docs/faults.md.

Each runs in a process of its own. The tests print their figures in lines that begin with
`ordeal: `; the table at the end collects them.
Ends with 1 when one of them failed.
"""

import os
import re
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roleplay.environment import ROOT
from roleplay.management.commands.test import surroundings

TOLD = "ordeal: "
LIVE, WIRING, ORDEALS = "tests/live", "tests/wiring", "tests/ordeals"


@dataclass(frozen=True)
class Ordeal:
    """``tests`` are pytest's own names of them; ``runs`` is how often, ``full`` whether in full size."""

    about: str
    tests: tuple[str, ...]
    runs: int = 1
    full: bool = True


CHAOS = f"{LIVE}/test_chaos.py"
KNOWN: dict[str, Ordeal] = {
    "mutants": Ordeal(
        "faults put into the engine and into histories: the checker finds every one",
        (f"{LIVE}/test_checker.py", f"{ORDEALS}/test_mutants.py"),
    ),
    "kills": Ordeal("30 seats talk, kill -9 fifty times, a fifth of the network cut each second", (CHAOS,)),
    "workers": Ordeal(
        "two workers behind nginx: people on both speak at once; killed in turn",
        (
            f"{WIRING}/test_workers.py::test_people_on_two_workers_hear_each_other_and_nobody_else",
            f"{WIRING}/test_workers.py::test_killing_a_worker_loses_nothing",
        ),
    ),
    "polls": Ordeal(
        "websockets blocked: everything through long polls, also when the server is killed",
        (
            f"{LIVE}/test_two_doors.py::test_a_class_talks_through_polls_alone",
            f"{LIVE}/test_two_doors.py::test_nothing_is_lost_through_polls_when_the_server_is_killed",
        ),
    ),
    "crowd": Ordeal(
        "30, 100 and 200 people in one workshop; all of them come back at once", (f"{ORDEALS}/test_crowd.py",)
    ),
    "fuzz": Ordeal("10,000 odd frames and 10,000 odd bodies while others talk", (f"{LIVE}/test_fuzz.py",)),
    "network": Ordeal(
        "a network that is slow, crumbles what it carries, falls silent, lets no websocket through",
        (f"{ORDEALS}/test_network.py",),
    ),
    "redis": Ordeal(
        "Redis away for 30 s, paused, flapping, with a wrong password",
        (f"{LIVE}/test_redis_outage.py", f"{ORDEALS}/test_redis.py"),
    ),
    "postgres": Ordeal(
        "PostgreSQL away, killed, locked, out of connections, busy with a long query",
        (f"{LIVE}/test_postgres.py", f"{ORDEALS}/test_postgres.py"),
    ),
    "store": Ordeal(
        "the file locked by another process, full, read for long, copied while it is written",
        (f"{ORDEALS}/test_store.py", f"{LIVE}/test_writer.py"),
    ),
    "slow": Ordeal(
        "clients that never read, 50 sockets of a seat, floods, requests a byte at a time",
        (f"{ORDEALS}/test_slow.py",),
    ),
    "soak": Ordeal("people come, talk and go for a long time: nothing grows", (f"{ORDEALS}/test_soak.py",)),
    "restarts": Ordeal(
        "20 rolling restarts under talk, and a migration under a running workshop",
        (
            f"{WIRING}/test_workers.py::test_restarting_one_worker_after_the_other_loses_nothing",
            f"{WIRING}/test_workers.py::test_a_migration_under_a_running_workshop_loses_nothing",
        ),
    ),
    "school": Ordeal(
        "a class behind one address, guessed codes, 500 bots with a code that leaked",
        (f"{ORDEALS}/test_school.py", f"{LIVE}/test_joining.py"),
    ),
    "revoked": Ordeal(
        "what is forbidden or taken away holds within a second, on the other worker too",
        (
            f"{WIRING}/test_workers.py::test_what_a_facilitator_decides_holds_on_the_other_worker_at_once",
            f"{WIRING}/test_revoked.py",
        ),
    ),
    "flakes": Ordeal("the short form of kills again and again, each with another seed", (CHAOS,), 20, False),
}


@dataclass
class Outcome:
    name: str
    passed: bool = True
    seconds: float = 0.0
    figures: list[str] = field(default_factory=list)


class Command(BaseCommand):
    help = "Put this server through faults and loads, and print what was measured."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
        parser.add_argument("--list", action="store_true", help="say which there are")
        parser.add_argument(
            "--short", action="store_true", help="in the size that every run of the tests has"
        )
        parser.add_argument("--seed", type=int, help="of the first run; the next have the next ones")
        parser.add_argument("--runs", type=int, help="how often each")
        parser.add_argument(
            "--minutes", type=float, help="how long the soak lasts, and the talk of each crowd"
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        chosen = options["names"] or list(KNOWN)
        if unknown := set(chosen) - set(KNOWN):
            raise CommandError(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(KNOWN)}.")
        if options["list"]:
            self.stdout.writelines(f"{name:9} {KNOWN[name].about}\n" for name in chosen)
            return
        outcomes = [self.one(name, options) for name in chosen]
        self.stdout.write("\n" + "".join(table(outcomes)))
        if not all(one.passed for one in outcomes):
            sys.exit(1)

    def one(self, name: str, options: dict[str, Any]) -> Outcome:
        """All runs of one ordeal. A failure does not keep the other runs from being tried."""
        outcome, ordeal, began = Outcome(name), KNOWN[name], time.monotonic()
        self.stdout.write(f"\n{name}: {ordeal.about}\n")
        for number in range(options["runs"] or ordeal.runs):
            seed = "" if options["seed"] is None else str(options["seed"] + number)
            full = ordeal.full and not options["short"]
            passed, figures = self.run(ordeal, full, seed, options["minutes"])
            outcome.passed &= passed
            outcome.figures += figures
        outcome.seconds = time.monotonic() - began
        return outcome

    def run(self, ordeal: Ordeal, full: bool, seed: str, minutes: float | None) -> tuple[bool, list[str]]:
        """Once, in a process of its own. What it prints is shown as it comes."""
        chosen = {
            "BAITHAK_ORDEAL": "full" if full else "",
            "BAITHAK_ORDEAL_SEED": seed,
            "BAITHAK_ORDEAL_MINUTES": str(minutes or ""),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *ordeal.tests]
        environment = surroundings() | chosen | {"PYTHONUNBUFFERED": "1"}
        figures: list[str] = []
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as process:
            assert process.stdout
            for line in process.stdout:
                self.show(line)
                if told := re.search(rf"(?:^|\W){TOLD}(.+)", line):
                    figures.append(told[1])
        return process.returncode == 0, figures

    def show(self, line: str) -> None:
        if line.strip(" .\n"):
            self.stdout.write(f"  {line}", ending="")
            self.stdout.flush()


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """One line for each ordeal, and its figures below it."""
    for one in outcomes:
        yield f"{one.name:9} {'passed' if one.passed else 'FAILED'} in {one.seconds:.0f} s\n"
        yield from (f"{'':9} {figure}\n" for figure in one.figures)
    yield f"{os.cpu_count()} processors, {time.strftime('%Y-%m-%d %H:%M')}\n"
