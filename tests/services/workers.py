"""Workers of a production server: `manage.py serve`, several on one database, each on a socket file."""

import json
import secrets
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.services.found import ROOT
from tests.services.server import clean_environment, wait_until


class Worker:
    """One `serve`. It can be stopped, killed and started again at the same place."""

    def __init__(self, folder: Path, name: str, environment: dict[str, str]) -> None:
        self.path = folder / f"{name}.sock"
        self.log = folder / f"{name}.log"
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        """Begin, and do not wait."""
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--unix", str(self.path)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def start(self) -> "Worker":
        self.launch()
        self.wait_ready()
        return self

    def wait_ready(self) -> None:
        wait_until(self.is_ready, 60, f"worker {self.path.name} (its log: {self.log.read_text()[-2000:]})")

    def is_ready(self) -> bool:
        assert self.process is not None
        if self.process.poll() is not None:
            raise AssertionError(f"The worker has ended: {self.log.read_text()[-4000:]}")
        try:
            return self.get("/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask this worker directly, past the proxy."""
        with httpx.Client(transport=httpx.HTTPTransport(uds=str(self.path))) as client:
            host = urlsplit(self.environment["ORIGINS"].split()[0]).netloc
            return client.get(f"http://{host}{path}", headers=headers, timeout=10)

    def measure(self, name: str) -> float:
        """A figure of this worker's metrics."""
        lines = self.get("/metrics").text.splitlines()
        return float(next(line.split()[-1] for line in lines if line.startswith(f"{name} ")))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(20)

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(20)


class Workers:
    """Two workers that know the same database, the same Valkey and the same secret."""

    def __init__(self, folder: Path, origin: str, database_url: str, redis_url: str, **more: str) -> None:
        self.folder = folder
        chosen = {
            "BAITHAK_DATA": str(folder / "data"),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "ORIGINS": origin,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "TRUSTED_PROXIES": "unix",
            "LOG_FORMAT": "json",
        }
        self.environment = clean_environment() | chosen | more
        self.workers = [Worker(folder, name, self.environment) for name in ("1", "2")]

    def start(self) -> "Workers":
        self.manage("migrate", "-v0")
        for worker in self.workers:
            worker.launch()
        for worker in self.workers:
            worker.wait_ready()
        return self

    def manage(self, *arguments: str, expected: int = 0) -> str:
        """A management command on the same data; what it printed."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=self.folder)
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout if expected == 0 else done.stderr

    def records(self) -> list[dict[str, Any]]:
        """What the workers have logged; every line must be JSON, but for the one about beginning."""
        lines = [line for worker in self.workers for line in worker.log.read_text().splitlines()]
        return [
            json.loads(line) for line in lines if not line.startswith(("Serving on", "Run collectstatic"))
        ]

    def kill(self) -> None:
        for worker in self.workers:
            worker.kill()
