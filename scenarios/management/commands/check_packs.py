"""``manage.py check_packs [path...]``: reads packs and prints what is wrong, and what could be better.

Exits with 1 when a pack cannot be loaded. Advice never fails.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from scenarios.balance import advice
from scenarios.lengths import counts
from scenarios.library_index import library_folder, pack_folders
from scenarios.loader import load_pack
from scenarios.problems import PackErrors


class Command(BaseCommand):
    help = "Check packs: every mistake with its file and line, then advice on length and balance."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", nargs="*", type=Path, help="pack folders; without any, the library's")
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        folders = options["path"] or pack_folders(library_folder())
        reports = [_report(folder) for folder in folders]
        if options["json"]:
            self.stdout.write(json.dumps({"packs": reports}, indent=2, ensure_ascii=False))
        else:
            for report in reports:
                self._print(report)
        if any(report["errors"] for report in reports):
            raise SystemExit(1)

    def _print(self, report: dict[str, Any]) -> None:
        verdict = "does not load" if report["errors"] else "loads"
        self.stdout.write(f"{report['pack']}: {verdict}")
        for problem in report["errors"]:
            self.stdout.write(f"  error   {_line(problem)}")
        for problem in report["advice"]:
            self.stdout.write(f"  advice  {_line(problem)}")
        if report["words"]:
            said = ", ".join(f"{name} {count}" for name, count in report["words"].items())
            self.stdout.write(f"  words   {said}")


def _report(folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = {"pack": folder.name, "errors": [], "advice": [], "words": {}}
    try:
        loaded = load_pack(folder)
    except PackErrors as errors:
        return report | {"errors": [problem.as_json() for problem in errors.problems]}
    return report | {"advice": [problem.as_json() for problem in advice(loaded)], "words": counts(loaded)}


def _line(problem: dict[str, Any]) -> str:
    where = f"{problem['file']}:{problem['line']}:{problem['column']}"
    field = f" {problem['field']}:" if problem["field"] else ""
    return f"{where}{field} {problem['message']}. {problem['remedy']}".rstrip()
