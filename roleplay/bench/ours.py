"""Our own server as it takes part: on PostgreSQL, on SQLite, and with a shared doorbell."""

import json
import sqlite3
import subprocess
import sys
from typing import Any, ClassVar

from roleplay.bench.servers import free_port
from roleplay.bench.stand import Contender, clean_environment
from roleplay.environment import ROOT

SECRET = "of a benchmark, and long enough for our own checks"  # noqa: S105


class Baithak(Contender):
    """The real server: lines are rendered, roles and audiences real, everything stored first."""

    name, dialect, stores = "baithak", "baithak", True
    services: ClassVar[tuple[str, ...]] = ("postgres",)
    says = "Baithak on Daphne, PostgreSQL"

    def set_up(self) -> None:
        self.logs = self._made(0, self.stand.lines)["logs"]

    def renew(self) -> None:
        """New workshops: who follows one holds all of its lines, and an idle connection would seem to."""
        self.places = self._made(self.stand.rooms, [])["rooms"]

    def _made(self, rooms: int, lines: list[int]) -> dict[str, Any]:
        what = {"rooms": rooms, "members": self.stand.members, "lines": lines}
        command = [sys.executable, "-m", "roleplay.bench.classrooms", json.dumps(what)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        made: dict[str, Any] = json.loads(done.stdout)
        return made

    def command(self) -> list[str]:
        return [sys.executable, "-m", "roleplay.bench.peers.baithak"]

    def address(self) -> str:
        return self.database

    def environment(self) -> dict[str, str]:
        ours = {
            "BAITHAK_DATA": str(self.stand.folder / f"{self.name}-data"),
            "BAITHAK_HOST": "127.0.0.1",
            "BAITHAK_PORT": str(self.port or free_port()),
            "DATABASE_URL": self.address(),
            "SECRET_KEY": SECRET,
        }
        return clean_environment() | ours

    def rows(self) -> int | None:
        return self.count("SELECT count(*) FROM live_event WHERE kind = 'said'")


class BaithakRedis(Baithak):
    name, services = "baithak-redis", ("postgres", "valkey")
    says = "Baithak, PostgreSQL and a shared doorbell on Valkey"

    def environment(self) -> dict[str, str]:
        return super().environment() | {"REDIS_URL": self.stand.valkey.url}


class BaithakSQLite(Baithak):
    name, services = "baithak-sqlite", ()
    says = "Baithak on Daphne, SQLite (the embedded default)"

    def address(self) -> str:
        return f"sqlite://{self.stand.folder / f'{self.name}.sqlite3'}"

    def count(self, query: str) -> int:
        with sqlite3.connect(self.stand.folder / f"{self.name}.sqlite3") as connection:
            return int(connection.execute(query).fetchone()[0])
