"""`fake_workshop` as a process that a test can command, kill and start again."""

import json
import subprocess
import sys
import urllib.request
from typing import Any

from tests.services.found import ROOT, free_port
from tests.services.server import wait_until


class Faulty:
    """What the page is connected to in these tests."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        module = "tests.browser.fake_workshop:application"
        command = ["-m", "daphne", "-v", "0", "-b", "127.0.0.1", "-p", str(self.port), module]
        self.process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdin=subprocess.DEVNULL)
        wait_until(self.answers, 30, "the fake workshop to answer")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def reset(self) -> None:
        if self.process is None or self.process.poll() is not None:
            self.start()
        self.tell(reset=True)

    def answers(self) -> bool:
        try:
            return bool(self.seen())
        except OSError:
            return False

    def seen(self) -> dict[str, Any]:
        """What has come up: hellos, acks, commands, typing, sockets, polls, and the log."""
        with urllib.request.urlopen(f"{self.address}/control", timeout=10) as answer:
            return dict(json.load(answer))

    def tell(self, **wish: Any) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.address}/control", json.dumps(wish).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return dict(json.load(answer))

    def say(self, *texts: str, room: str = "plenary", seat: str = "other") -> list[str]:
        """Somebody speaks; the ids of the events."""
        said = self.tell(say=[{"text": text, "room": room, "seat": seat} for text in texts])
        return list(said["events"])

    def faults(self, **faults: Any) -> None:
        self.tell(faults=faults)

    def mend(self, *names: str) -> None:
        self.tell(clear=list(names))

    def parts(self, **parts: str) -> None:
        self.tell(frames=[{"parts": parts}])
