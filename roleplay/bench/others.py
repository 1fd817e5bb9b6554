"""The others. Whatever must be fetched first (oTree, Socket.IO) goes to .cache/bench."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import httpx
import psycopg

from roleplay.bench.dialects import Place
from roleplay.bench.servers import Missing
from roleplay.bench.stand import Contender, clean_environment, run, tool
from roleplay.environment import ROOT

PEERS = ROOT / "roleplay" / "bench" / "peers"
CACHE = ROOT / ".cache" / "bench"


class Tutorial(Contender):
    name, stores = "tutorial-memory", True
    services: ClassVar[tuple[str, ...]] = ("postgres",)
    says = "Channels tutorial on Daphne, in memory, one insert for each message"
    module = "roleplay.bench.peers.tutorial"

    def set_up(self) -> None:
        super().set_up()
        subprocess.run([sys.executable, "-m", self.module], cwd=ROOT, env=self.environment(), check=True)

    def environment(self) -> dict[str, str]:
        return clean_environment() | {"DATABASE_URL": self.database}

    def command(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "daphne",
            "-v0",
            "-e",
            endpoint(self.port),
            f"{self.module}:application",
        ]

    def rows(self) -> int | None:
        return self.count("SELECT count(*) FROM message")


class TutorialRedis(Tutorial):
    name, services = "tutorial-redis", ("postgres", "valkey")
    says = "Channels tutorial on Daphne, channels-redis, one insert for each message"

    def environment(self) -> dict[str, str]:
        return super().environment() | {"REDIS_URL": self.stand.valkey.url}


class BareDaphne(Contender):
    name, says = "bare-daphne", "Plain ASGI fan-out on Daphne, nothing stored"

    def command(self) -> list[str]:
        application = "roleplay.bench.peers.bare_asgi:application"
        return [sys.executable, "-m", "daphne", "-v0", "-e", endpoint(self.port), application]


class BareWebsockets(Contender):
    name, says = "bare-websockets", "Broadcast of the websockets library, nothing stored"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "roleplay.bench.peers.bare_websockets", str(self.port)]


class SocketIO(Contender):
    """Fetched with npm when it takes part for the first time."""

    name, dialect, stores, services = "socketio", "socketio", True, ("postgres",)
    says = "Socket.IO on Node.js, one insert into PostgreSQL for each message"

    @property
    def where(self) -> Path:
        return CACHE / "socketio"

    def set_up(self) -> None:
        super().set_up()
        if not (self.where / "node_modules" / "socket.io").exists():
            self.where.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / ".npmrc", self.where)
            run([tool("npm"), "install", "--no-save", "--no-audit", "socket.io@4", "pg@8"], self.where)
        with psycopg.connect(self.database) as connection:
            connection.execute("CREATE TABLE message (id bigserial PRIMARY KEY, room text, text text)")

    def command(self) -> list[str]:
        shutil.copy(PEERS / "socketio.js", self.where)
        return [tool("node"), "socketio.js", str(self.port), self.database]

    def environment(self) -> dict[str, str]:
        return clean_environment() | {"NODE_ENV": "production"}

    def rows(self) -> int | None:
        return self.count("SELECT count(*) FROM message")


class OTree(Contender):
    """Fetched into an environment of its own when it takes part for the first time."""

    name, dialect, stores, services = "otree", "otree", True, ("postgres",)
    says = "oTree 6 live page that stores each message, PostgreSQL"

    @property
    def where(self) -> Path:
        return self.stand.folder / self.name

    @property
    def programs(self) -> Path:
        return CACHE / "otree" / "bin"

    def set_up(self) -> None:
        if not (self.programs / "otree").exists():
            run([sys.executable, "-m", "uv", "venv", "-q", str(CACHE / "otree")], ROOT)
            python = str(self.programs / "python")
            packages = ["otree==6.0.15", "psycopg2-binary", "setuptools<80"]
            run([sys.executable, "-m", "uv", "pip", "install", "-q", "-p", python, *packages], ROOT)
        shutil.copytree(PEERS / "otree", self.where, ignore=shutil.ignore_patterns("__pycache__"))
        (self.where / "_static").mkdir()
        self._run("resetdb", "--noinput")
        self.start()
        try:
            self.places = [self._session() for _ in range(self.stand.rooms)]
        finally:
            self.stop()

    def _run(self, *arguments: str) -> None:
        command = [str(self.programs / "otree"), *arguments]
        run(command, self.where, self.environment())

    def _session(self) -> list[Place]:
        """A session of one group; everybody opens the first page."""
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60, follow_redirects=True) as web:
            body = {"session_config_name": "talk", "num_participants": self.stand.members}
            code = web.post("/api/sessions", json=body).raise_for_status().json()["code"]
            details = web.get(f"/api/sessions/{code}").raise_for_status().json()
            codes = [one["code"] for one in details["participants"]]
            pages = [web.get(f"/InitializeParticipant/{one}").raise_for_status().text for one in codes]
        return [self.place(code, one, page) for one, page in zip(codes, pages, strict=True)]

    def place(self, session: str, participant: str, page: str) -> Place:
        query = f"session_code={session}&page_index=1&page_name=Talk&participant_code={participant}"
        return {"path": f"/live?{query}"}

    def command(self) -> list[str]:
        return [str(self.programs / "otree"), "prodserver1of2", str(self.port)]

    def environment(self) -> dict[str, str]:
        path = f"{self.programs}{os.pathsep}{os.environ.get('PATH', '')}"
        return clean_environment() | {"DATABASE_URL": self.database, "OTREE_PRODUCTION": "1", "PATH": path}

    def rows(self) -> int | None:
        return self.count("SELECT count(*) FROM talk_message")


class OTreeChat(OTree):
    """The chat of the tag ``{{ chat }}``, on the same page; it stores each message by itself."""

    name, dialect = "otree-chat", "otree-chat"
    says = "oTree 6, its own chat, PostgreSQL"
    VARIABLES = re.compile(r"varsFromDjango = (\{.*\});")

    def place(self, session: str, participant: str, page: str) -> Place:
        """Channel and nickname are signed by the server, which writes them into the page's script."""
        found = self.VARIABLES.search(page)
        if found is None:
            raise Missing("oTree's page has no chat on it.")
        variables = json.loads(found[1])
        return {"path": variables["socket_path"], "nickname": variables["nickname_signed"]}

    def rows(self) -> int | None:
        return self.count("SELECT count(*) FROM otree_chatmessage")


def endpoint(port: int) -> str:
    """Daphne's own backlog of 50 would turn a storm of joins into one of retries."""
    return f"tcp:port={port}:interface=127.0.0.1:backlog=2048"
