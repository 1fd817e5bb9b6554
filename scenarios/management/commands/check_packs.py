"""``manage.py check_packs [path...]``: reads packs and prints what is wrong, and what could be better.

Exits with 1 when a pack cannot be loaded or must not be hosted. Warnings never fail.
"""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from scenarios.checks import findings
from scenarios.checks.table import TABLE
from scenarios.lengths import counts
from scenarios.library_index import library_folder, pack_folders
from scenarios.loader import load_pack
from scenarios.problems import PackErrors


class Command(BaseCommand):
    help = "Check packs: every mistake with its file and line, then advice on length and balance."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        named = "folders of packs, or folders with packs in them; without any, the library"
        parser.add_argument("path", nargs="*", type=Path, help=named)
        parser.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, **options: Any) -> None:
        named = options["path"] or [library_folder()]
        reports = [_report(folder) for path in named for folder in _packs_at(path)]
        if options["json"]:
            checks = [asdict(check) for check in TABLE]
            self.stdout.write(json.dumps({"checks": checks, "packs": reports}, indent=2, ensure_ascii=False))
        else:
            for report in reports:
                self._print(report)
        if any(report["errors"] for report in reports):
            raise SystemExit(1)

    def _print(self, report: dict[str, Any]) -> None:
        self.stdout.write(f"{report['pack']}: {report['verdict']}")
        for level in ("error", "warning"):
            for problem in report[f"{level}s"]:
                self.stdout.write(f"  {level:7} {_line(problem)}")
                if problem["threshold"]:
                    self.stdout.write(f"          asked: {problem['threshold']}")
                if problem["explained"]:
                    self.stdout.write(f"          kept: {problem['explained']}")
        if report["words"]:
            said = ", ".join(f"{name} {count}" for name, count in report["words"].items())
            self.stdout.write(f"  words   {said}")


def _packs_at(path: Path) -> list[Path]:
    """The pack that this path names, or those in it where it is no pack itself."""
    path = path.resolve() if path.name in ("", "..") else path
    if not path.is_dir() or (path / "pack.yaml").exists():
        return [path]
    inside = [folder for folder in pack_folders(path) if (folder / "pack.yaml").exists()]
    return inside or [path]


def _report(folder: Path) -> dict[str, Any]:
    report: dict[str, Any] = {"pack": folder.name, "verdict": "does not load", "words": {}, "sign_off": []}
    try:
        loaded = load_pack(folder)
    except PackErrors as errors:
        return report | {"errors": [problem.as_json() for problem in errors.problems], "warnings": []}
    found = [problem.as_json() for problem in findings(loaded)]
    errors_of, warnings = (
        [problem for problem in found if problem["level"] == level] for level in ("error", "warning")
    )
    verdict = "loads, but must not be hosted" if errors_of else "loads"
    signing = [entry.model_dump() for entry in loaded.pack.sign_off]
    report |= {"verdict": verdict, "words": counts(loaded), "sign_off": signing}
    return report | {"errors": errors_of, "warnings": warnings}


def _line(problem: dict[str, Any]) -> str:
    where = f"{problem['file']}:{problem['line']}:{problem['column']}"
    field = f" {problem['field']}:" if problem["field"] else ""
    number = f" [{problem['check']}]" if problem["check"] else ""
    return f"{where}{number}{field} {problem['message']}. {problem['remedy']}".rstrip()
