"""`manage.py serve`: one worker of a production server, and what it refuses to serve with."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.services.found import ROOT, free_port
from tests.services.postgres import Postgres
from tests.services.server import clean_environment, wait_until
from tests.services.workers import Worker

GOOD = {
    "ORIGINS": "https://baithak.example.org",
    "SECRET_KEY": secrets.token_urlsafe(48),
    "TRUSTED_PROXIES": "unix",
}


def manage(folder: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    (folder / "data").mkdir(exist_ok=True)
    environment = {**clean_environment(), "BAITHAK_DATA": str(folder / "data"), **GOOD, **variables}
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("migrated")
    assert manage(folder, "migrate", "-v0").returncode == 0
    return folder


@pytest.fixture
def worker(migrated: Path) -> Iterator[Worker]:
    environment = {**clean_environment(), "BAITHAK_DATA": str(migrated / "data"), **GOOD}
    one = Worker(migrated, "1", environment)
    try:
        yield one.start()
    finally:
        one.kill()


@pytest.mark.parametrize(
    ("variables", "flags", "sentence"),
    [
        ({"ORIGINS": ""}, [], "ORIGINS must say under which addresses people come"),
        ({"TRUSTED_PROXIES": "10.0.0.1"}, ["--unix", "/nowhere/1.sock"], "must hold the word unix"),
        ({}, ["--unix", "/nowhere/1.sock"], "Cannot listen on /nowhere/1.sock: No such file or directory."),
        ({"DATABASE_URL": "postgres://u:hush@127.0.0.1:1/n"}, [], "The database cannot be used"),
    ],
)
def test_what_would_break_a_promise_is_refused_in_one_sentence(
    migrated: Path, variables: dict[str, str], flags: list[str], sentence: str
) -> None:
    done = manage(migrated, "serve", *flags, **variables)
    complaints = [line for line in done.stderr.splitlines() if not line.startswith(ADVICE)]
    assert len(complaints) == 1 and sentence in complaints[0], done.stderr
    assert "hush" not in done.stderr
    assert (done.returncode, done.stdout) == (2, "")


ADVICE = ("Run collectstatic", "Without REDIS_URL")


def test_a_database_that_lacks_a_migration_is_refused_and_not_changed(tmp_path: Path) -> None:
    assert manage(tmp_path, "migrate", "-v0", "live", "zero").returncode == 0
    done = manage(tmp_path, "serve")
    assert "The database lacks the migration" in done.stderr and "migrate" in done.stderr
    assert done.returncode == 2


def test_a_postgresql_that_does_not_wait_for_the_disk_is_refused(postgres: Postgres, tmp_path: Path) -> None:
    url = postgres.fresh()
    assert manage(tmp_path, "migrate", "-v0", DATABASE_URL=url).returncode == 0
    done = manage(tmp_path, "serve", DATABASE_URL=url)
    assert "PostgreSQL runs with fsync=off: “sent” means on the disk." in done.stderr
    assert done.returncode == 2
    found = manage(tmp_path, "check", "--deploy", "--database", "default", DATABASE_URL=url)
    assert "baithak.E018" in found.stderr


def test_one_worker_serves_from_sqlite_and_a_second_is_refused(worker: Worker, migrated: Path) -> None:
    assert worker.get("/healthz").text == "alive\n"
    done = manage(migrated, "serve", "--unix", str(migrated / "2.sock"))
    assert "Another worker serves from" in done.stderr
    assert done.returncode == 2


def test_a_worker_ends_with_success_and_takes_its_file_along(worker: Worker) -> None:
    assert worker.stop(signal.SIGTERM) == 0
    assert not worker.path.exists()
    assert "Traceback" not in worker.log.read_text()


def test_a_killed_worker_comes_back_at_the_same_file(worker: Worker) -> None:
    worker.kill()
    assert worker.path.exists()
    worker.start()


def test_a_port_serves_as_well_as_a_file(migrated: Path) -> None:
    port = free_port()
    environment = {**clean_environment(), "BAITHAK_DATA": str(migrated / "data"), **GOOD}
    command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:

        def answers() -> bool:
            try:
                return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
            except httpx.TransportError:
                return False

        wait_until(answers, 30, "an answer")
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.communicate()


def test_systemd_is_told_when_the_worker_serves(migrated: Path, tmp_path: Path) -> None:
    environment = {**clean_environment(), "BAITHAK_DATA": str(migrated / "data"), **GOOD}
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
        bell.bind(str(tmp_path / "notify"))
        bell.settimeout(60)
        one = Worker(migrated, "3", environment | {"NOTIFY_SOCKET": str(tmp_path / "notify")})
        one.launch()
        try:
            assert bell.recv(100) == b"READY=1"
            assert one.is_ready()
        finally:
            one.kill()


def test_the_deploy_check_finds_nothing_in_a_proper_environment(migrated: Path) -> None:
    more = {"DATABASE_URL": "postgres://u@db/n", "REDIS_URL": "redis://db:6379/0"}
    done = manage(migrated, "check", "--deploy", "--fail-level", "WARNING", **more)
    problems = [line for line in done.stderr.splitlines() if line.startswith("?: ")]
    assert [line for line in problems if "baithak.W002" not in line] == []  # this checkout collects nothing


def test_the_deploy_check_names_what_is_missing(migrated: Path) -> None:
    done = manage(migrated, "check", "--deploy", ORIGINS="", SECRET_KEY="", TRUSTED_PROXIES="")
    assert {"baithak.E013", "baithak.E014"} <= {word.strip("()") for word in done.stderr.split()}
    assert done.returncode == 1


def test_the_folder_of_a_workers_file_needs_no_rights_for_others(worker: Worker) -> None:
    assert oct(os.stat(worker.path).st_mode & 0o777) == "0o660"
