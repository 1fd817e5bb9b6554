"""A real PostgreSQL server for the tests, without root, keeping nothing."""

import contextlib
import os
import pwd
import subprocess
import time
import uuid
from pathlib import Path

import psycopg

from roleplay.bench.servers import installed, readable, runner
from tests.services.found import Missing, free_port


class Postgres:
    """One server; `fresh` makes an empty database on it. It can be killed and started again.

    ``durable`` as in production, which refuses a server that does not wait for the disk.
    """

    def __init__(self, folder: Path, durable: bool = False) -> None:
        self.folder = folder
        self.durable = durable
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.programs = readable(installed(), folder)
        self.data = folder / "data"

    def start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self.initialise()
        flags = [
            "-c",
            f"fsync={'on' if self.durable else 'off'}",
            "-c",
            "max_connections=60",
            "-h",
            "127.0.0.1",
            "-k",
            str(self.folder),
        ]
        command = [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port), *flags]
        with open(self.folder / "postgres.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, user=runner())
        self.wait()

    def initialise(self) -> None:
        if owner := runner():
            account = pwd.getpwnam(owner)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        initdb = [
            str(self.programs / "initdb"),
            "-D",
            str(self.data),
            "-U",
            "tests",
            "-A",
            "trust",
            "--no-sync",
        ]
        locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run([*initdb, *locale], capture_output=True, text=True, user=runner(), cwd="/")
        if done.returncode:
            raise Missing(f"initdb failed: {done.stderr}")

    def wait(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise Missing(f"PostgreSQL does not answer; its log is {self.folder / 'postgres.log'}.")

    def url(self, name: str) -> str:
        return f"postgres://tests@127.0.0.1:{self.port}/{name}"

    def fresh(self) -> str:
        name = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(3)
            self.process.kill()
            self.process.wait(10)
            self.process = None
