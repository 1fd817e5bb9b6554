"""What every contender has: a place, the services it uses, and how it is started and stopped.

Who they are is in ``ours`` and ``others``, what they run in ``peers``.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import psycopg

from roleplay.bench.dialects import Place
from roleplay.bench.servers import Missing, Postgres, Valkey, free_port, stop
from roleplay.environment import ROOT, VARIABLES


@dataclass
class Stand:
    """What all contenders share: a folder, the services, and how large the rooms are to be."""

    folder: Path
    rooms: int
    members: int
    lines: list[int]

    @cached_property
    def postgres(self) -> Postgres:
        return Postgres(self.folder / "postgres").start()

    @cached_property
    def valkey(self) -> Valkey:
        return Valkey(self.folder / "valkey").start()

    def stop(self) -> None:
        for name in ("postgres", "valkey"):
            if service := self.__dict__.get(name):
                service.stop()


@dataclass
class Contender:
    """One server. ``set_up`` once, then ``renew``, ``start`` and ``stop`` as often as needed."""

    name: ClassVar[str]
    says: ClassVar[str]
    dialect: ClassVar[str] = "plain"
    stores: ClassVar[bool] = False
    services: ClassVar[tuple[str, ...]] = ()
    stand: Stand
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    places: list[list[Place]] = field(default_factory=list)
    first: int = 1

    def set_up(self) -> None:
        self.places = [[{} for _ in range(self.stand.members)] for _ in range(self.stand.rooms)]

    def renew(self) -> None:
        """Forget what was said, where the server keeps it in memory and it would weigh on the next turn."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return clean_environment()

    def rows(self) -> int | None:
        """Lines in the database; None for who stores nothing."""
        return None

    def start(self) -> None:
        self.port = free_port()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=self.environment(),
                cwd=self.where,
            )
        wait_for(self.port, self.process, self.log)

    @property
    def where(self) -> Path:
        return ROOT

    @property
    def log(self) -> Path:
        return self.stand.folder / f"{self.name}.log"

    def stop(self) -> None:
        stop(self.process)

    @property
    def web(self) -> list[int]:
        assert self.process is not None
        return [self.process.pid]

    @property
    def pids(self) -> list[int]:
        """All that serves: the process, and the services it uses."""
        return [*self.web, *(getattr(self.stand, name).pid for name in self.services)]

    @cached_property
    def database(self) -> str:
        return self.stand.postgres.database(self.name.replace("-", "_"))

    def count(self, query: str) -> int:
        with psycopg.connect(self.database) as connection:
            row = connection.execute(query).fetchone()
        return int(row[0]) if row else 0


def clean_environment() -> dict[str, str]:
    names = {variable.name for variable in VARIABLES} | {"DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in names}


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    stop(process)
    raise Missing(f"It did not start:\n{log.read_text()[-2000:]}")


def tool(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise Missing(f"There is no {name} here.")
    return found


def run(command: list[str], where: Path, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, cwd=where, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise Missing(f"{' '.join(command[:3])} failed: {(done.stderr or done.stdout)[-500:]}")
