"""What the editor put in so that a new item loads, and nobody has written yet.

It is none of the twenty-four checks: an own pack has it for an hour, a built-in one never.
"""

from collections.abc import Iterator
from typing import Any

from scenarios.checks.report import Path, Report

NEW = "To be written"


def fields(report: Report) -> None:
    """One warning for each item, however many of its fields are new."""
    found: dict[Path, list[Path]] = {}
    for path in _new(report.loaded.documents["pack.yaml"].data, ()):
        found.setdefault(path[:2], []).append(path)
    for item, paths in found.items():
        names = ", ".join(dict.fromkeys(str(path[-1]).replace("_", " ") for path in paths))
        report.at(0, item, f"still says “{NEW}” ({names})", "Write it, or remove the item.", len(paths))


def texts(report: Report) -> None:
    loaded = report.loaded
    files = {"public.md": loaded.public, "teaching.md": loaded.teaching}
    files |= {f"sides/{side}.md": text for side, text in loaded.sides.items()}
    files |= {f"seats/{seat}.md": text for seat, text in loaded.seats.items()}
    for name, text in files.items():
        if f"{NEW}." in text.splitlines():
            report.in_file(0, name, f"still says “{NEW}”", "Write it.")


def _new(data: Any, path: Path) -> Iterator[Path]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _new(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _new(value, (*path, index))
    elif data == NEW:
        yield path


CHECKS = (fields, texts)
