"""What the benchmark has started it also ends."""

import subprocess
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from roleplay.bench.servers import stop
from tests.services.server import wait_until

WRAPPER = (
    "import subprocess, sys, time;"
    "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "open(sys.argv[1], 'w').write(str(inner.pid)); time.sleep(600)"
)


def test_a_program_behind_a_wrapper_ends_with_it(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    process = subprocess.Popen([sys.executable, "-c", WRAPPER, str(told)])
    wait_until(lambda: told.exists() and told.read_text(), 10, "the program behind the wrapper")
    inner = psutil.Process(int(told.read_text()))
    stop(process)
    wait_until(lambda: not inner.is_running() or inner.status() == psutil.STATUS_ZOMBIE, 10, "its end")
    assert process.poll() is not None
