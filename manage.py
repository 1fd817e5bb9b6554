#!/usr/bin/env python3
"""Django's command line, which first makes its own environment.

With a bare Python 3.11 or later, `python3 manage.py <command>` builds `.venv` from the
hash-locked files in `requirements/` and starts again inside it. An environment that is
already active (a virtual environment, or BAITHAK_NO_BOOTSTRAP=1 in a container) is left alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
FAILED = "Set-up failed. On Debian or Ubuntu: apt-get install python3-venv. Or install uv and try again."


def main() -> None:
    if sys.version_info < (3, 11):
        sys.exit(f"Baithak needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    if needs_bootstrap():
        bootstrap()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roleplay.settings")
    try:
        run()
    except ModuleNotFoundError as missing:
        if missing.name != "django":
            raise
        sys.exit("Django is not in the active environment: leave it, or install requirements/app.txt there.")


def run() -> None:
    from roleplay.environment import WrongSetting, flags_into_environment

    if sys.argv[1:2] == ["start"]:
        flags_into_environment(sys.argv[2:])
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)


def needs_bootstrap() -> bool:
    """Whether nobody has chosen an environment for us."""
    if os.environ.get("BAITHAK_NO_BOOTSTRAP"):
        return False
    chosen_conda = os.environ.get("CONDA_DEFAULT_ENV", "base") != "base"
    return sys.prefix == sys.base_prefix and not chosen_conda


def bootstrap() -> None:
    """Bring .venv up to the lock and start this command again inside it; does not return."""
    lock = ROOT / "requirements" / ("dev.txt" if wants_development() else "app.txt")
    if not up_to_date(lock):
        print("Setting up .venv: only the first time, about a minute.", file=sys.stderr, flush=True)
        for command in install_commands(lock):
            # Output goes to the error stream: what a command prints stays its own.
            if subprocess.run([str(part) for part in command], stdout=sys.stderr).returncode:
                sys.exit(FAILED)
        stamp(lock).write_text(fingerprint(lock))
    arguments = [str(PYTHON), str(Path(__file__).resolve()), *sys.argv[1:]]
    if os.name == "nt":  # exec on Windows gives the console back before the command has ended
        sys.exit(subprocess.run(arguments).returncode)
    os.execv(PYTHON, arguments)


def wants_development() -> bool:
    return sys.argv[1:2] in (["test"], ["lock"], ["bench"], ["ordeal"])


def up_to_date(lock: Path) -> bool:
    """Whether .venv holds at least what the lock asks; the development lock contains the other."""
    if not PYTHON.exists():
        return False
    candidates = {lock, lock.with_name("dev.txt")}
    return any(stamp(each).exists() and stamp(each).read_text() == fingerprint(each) for each in candidates)


def stamp(lock: Path) -> Path:
    return VENV / f".{lock.stem}.stamp"


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def install_commands(lock: Path) -> list[list[object]]:
    if uv := shutil.which("uv"):
        return [
            [uv, "venv", "--quiet", "--allow-existing", "-p", sys.executable, VENV],
            [uv, "pip", "install", "--compile-bytecode", "-p", PYTHON, "--require-hashes", "-r", lock],
        ]
    return [
        [sys.executable, "-m", "venv", VENV],
        [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", lock],
    ]


if __name__ == "__main__":
    main()
