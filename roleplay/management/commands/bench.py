"""`manage.py bench`: our server beside others, in one run. See docs/performance.md.

Ends with 1 when our own server lost, doubled, reordered or leaked anything.
"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Measure this server beside others, with real sockets on this machine."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--peers", nargs="+", metavar="NAME", help="who takes part (default: all)")
        parser.add_argument("--rooms", nargs="+", type=int, default=[1, 10, 33], help="workshops at once")
        parser.add_argument("--members", type=int, default=30, help="people in each")
        parser.add_argument("--seconds", type=float, default=4.0, help="of each measurement")
        parser.add_argument("--reps", type=int, default=3, help="how often, one contender after the other")
        parser.add_argument(
            "--lines", nargs="*", type=int, default=[200, 2000, 20_000], help="lengths of logs"
        )
        parser.add_argument(
            "--only", nargs="+", metavar="ACT", help="idle, saturate, steady, storm, resume, page"
        )
        parser.add_argument("--quick", action="store_true", help="once, briefly, and only the nearest peers")
        parser.add_argument("--profile", default="", metavar="FOLDER", help="have py-spy watch; distorts")
        parser.add_argument("--json", metavar="FILE", help="write everything that was measured there")

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            from roleplay.bench import contenders, machine, report, runs
        except ModuleNotFoundError as missing:
            raise CommandError(f"{missing.name} is missing: install requirements/dev.txt.") from None
        plan = self.plan(options, contenders, runs)
        with runs.Run(plan, self.tell) as run:
            outcomes = run.all()
        self.stdout.write("\n" + report.text(plan, outcomes))
        if options["json"]:
            measured = {
                "machine": machine.describe(),
                "plan": asdict(plan),
                "outcomes": list(map(asdict, outcomes)),
            }
            Path(options["json"]).write_text(json.dumps(measured, indent=1))
        if any(one.wrong or one.missing for one in outcomes if one.name.startswith("baithak")):
            sys.exit(1)

    def plan(self, options: dict[str, Any], contenders: Any, runs: Any) -> Any:
        quick = options["quick"]
        peers = options["peers"] or (contenders.QUICK if quick else list(contenders.CONTENDERS))
        if unknown := set(peers) - set(contenders.CONTENDERS):
            raise CommandError(f"Unknown: {', '.join(unknown)}. Known: {', '.join(contenders.CONTENDERS)}.")
        return runs.Plan(
            peers=tuple(peers),
            rooms=(max(options["rooms"]),) if quick else tuple(sorted(options["rooms"])),
            members=options["members"],
            seconds=options["seconds"],
            reps=1 if quick else options["reps"],
            lines=() if quick else tuple(options["lines"]),
            only=tuple(options["only"] or ()),
            profile=options["profile"],
        )

    def tell(self, sentence: str) -> None:
        self.stderr.write(sentence)
        self.stderr.flush()
