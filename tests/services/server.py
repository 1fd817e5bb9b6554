"""Our own server as people run it: `manage.py start` in a process, on a free port, with its own data."""

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from roleplay.environment import VARIABLES
from tests.services.found import ROOT, free_port
from tests.services.standing_by import StandingBy

READY_WITHIN = 60.0


class Server:
    """One `start`. It can be stopped, killed, and started again on the same port and data."""

    def __init__(self, folder: Path, database_url: str = "", redis_url: str = "", **variables: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.said: dict[str, Any] = {}
        self.process: subprocess.Popen[str] | None = None
        self._standing_by: StandingBy | None = None
        self.program = [sys.executable, str(ROOT / "manage.py")]
        chosen = {"BAITHAK_DATA": str(self.data), "BAITHAK_HOST": "127.0.0.1", "BAITHAK_PORT": str(self.port)}
        addresses = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
        self.environment = clean_environment() | chosen | addresses | variables

    @property
    def address(self) -> str:
        return str(self.said["address"])

    @property
    def socket_address(self) -> str:
        return self.address.replace("http", "ws", 1)

    @property
    def key(self) -> str:
        """The host's way in: what stands after the # in the link that was printed."""
        return str(self.said["enter"]).partition("#")[2]

    @property
    def running(self) -> subprocess.Popen[str]:
        assert self.process is not None, "the server is not started"
        return self.process

    def start(self) -> "Server":
        command = [*self.program, "start", "--json"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self.environment,
                text=True,
                cwd=self.folder,
            )
        self.said = json.loads(self.first_line())
        return self

    def first_line(self) -> str:
        """The line that says it is ready; or its complaint, as this test's failure."""
        output = self.running.stdout
        assert output is not None
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            line = output.readline() if selector.select(READY_WITHIN) else ""
        if not line:
            self.kill()
            raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")
        return line

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and wait for its exit code."""
        self.running.send_signal(how)
        return self.wait()

    def kill(self) -> None:
        """As when the power goes: no farewell."""
        if self._standing_by:
            self._standing_by.close()
            self._standing_by = None
        if self.process and self.process.poll() is None:
            self.process.kill()
        self.wait()

    def wait(self, seconds: float = 20) -> int:
        code = self.running.wait(seconds)
        if self.running.stdout:
            self.running.stdout.close()
        return code

    def manage(self, *arguments: str) -> str:
        """Another management command on the same data; its output."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=self.folder)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prepare(self, *arguments: str) -> str:
        """The same by a process that stays: much quicker from the second time on."""
        self._standing_by = self._standing_by or StandingBy(self.environment, self.folder)
        return self._standing_by.manage(*arguments)


def clean_environment() -> dict[str, str]:
    """Ours without the variables that this project reads, so that a test says all of them."""
    # The last is for tests that drive a browser, in their own process; no server runs with it.
    names = {variable.name for variable in VARIABLES} | {"COLUMNS", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return {name: value for name, value in os.environ.items() if name not in names}


def wait_until(condition: Any, seconds: float = 10, what: str = "the condition") -> Any:
    """Ask again and again until the answer is true; that answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come about within {seconds} seconds")


def token_in(page: str) -> str:
    """The token of a form, as a browser would send it back."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found, "no form on this page"
    return found[1]
