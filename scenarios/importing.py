"""A zip that somebody hands in becomes an own pack, whole or not at all.

The looking is done elsewhere, by ``import_check.py`` in a process of its own; here nothing is unpacked.
"""

import json
import subprocess
import sys
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any

from scenarios.import_check import LENGTH, Answer, too_much
from scenarios.models import OwnPack
from scenarios.own_packs import create_from_files
from scenarios.pack_zip import MAX_ZIP
from scenarios.problems import PackErrors, Problem

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0
"""For starting the program on a busy machine; for looking it gives itself two seconds."""


class Checker:
    """The program, for as long as it is needed: one zip of a visitor, or very many of a test."""

    def __init__(self) -> None:
        self.program = subprocess.Popen(
            [sys.executable, "-m", "scenarios.import_check"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )

    def __enter__(self) -> "Checker":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.program.kill()
        self.program.communicate()

    def answer(self, raw: bytes) -> Answer:
        """What the program says of this zip, or that it said nothing in time."""
        timer = Timer(PATIENCE, self.program.kill)
        timer.start()
        try:
            return self._asked(raw)
        except (OSError, ValueError):
            return too_much("could not be looked at just now")
        finally:
            timer.cancel()

    def _asked(self, raw: bytes) -> Answer:
        assert self.program.stdin and self.program.stdout
        self.program.stdin.write(LENGTH.pack(len(raw)) + raw)
        self.program.stdin.flush()
        head = self.program.stdout.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return too_much("could not be looked at just now")
        told: Answer = json.loads(self.program.stdout.read(LENGTH.unpack(head)[0]))
        return told


def files_in(raw: bytes, checker: Checker) -> dict[str, bytes]:
    """The files of the pack in this zip; raises ``PackErrors``."""
    told = too_much("is larger than 1 MB") if len(raw) > MAX_ZIP else checker.answer(raw)
    if "files" in told:
        return {name: text.encode() for name, text in told["files"].items()}
    errors = PackErrors(Problem(**problem) for problem in told["problems"])
    errors.more += told["more"]
    raise errors


def import_zip(owner: Any, raw: bytes) -> OwnPack:
    """A new own pack with what is in the zip; raises ``PackErrors`` or ``own_packs.Refusal``."""
    with Checker() as checker:
        files = files_in(raw, checker)
    return create_from_files(owner, files, what="Imported")
