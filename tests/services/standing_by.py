"""A process that stands by for management commands: seconds quicker than one process for each.

Run as a program it reads a command from each line, a JSON list of words, and answers with a line of JSON:
what the command printed, and its complaint. For preparing; commands that are tested run as people run them.
"""

import contextlib
import io
import json
import subprocess
import sys
import traceback
from pathlib import Path

from tests.services.found import ROOT


class StandingBy:
    """One such process, on the data that its environment names."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.standing_by"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"DJANGO_SETTINGS_MODULE": "roleplay.settings"} | environment | {"PYTHONPATH": str(ROOT)},
            text=True,
            cwd=folder,
        )

    def manage(self, *arguments: str) -> str:
        """What the command printed. AssertionError with its complaint, if it had one."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked and told
        asked.write(json.dumps(arguments) + "\n")
        asked.flush()
        answer = json.loads(told.readline() or '{"complaint": "The process that stood by is gone."}')
        assert not answer["complaint"], answer["complaint"]
        return str(answer["printed"])

    def close(self) -> None:
        self._process.communicate()  # its input ends, and so does it


def answered(arguments: list[str]) -> dict[str, str]:
    from django.core.management import ManagementUtility
    from django.db import connections

    printed, complaint = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            ManagementUtility(["manage.py", *arguments]).execute()
    except SystemExit as ended:
        complaint = f"exit code {ended.code}" if ended.code else ""
    except Exception:
        complaint = traceback.format_exc()
    connections.close_all()
    return {"printed": printed.getvalue(), "complaint": complaint}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answered(json.loads(line))), flush=True)
