"""Backups made while people talk, put back, and refused in one sentence when they are none."""

import gzip
import json
import os
import secrets
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from accounts.models import User
from roleplay import backups
from tests.services.found import ROOT
from tests.services.postgres import Postgres
from tests.services.server import clean_environment

ENDING = {"on_sqlite": ".sqlite3", "on_postgres": ".pgdump", "without_programs": ".jsonl.gz"}
ROWS = ("live_workshop", "live_participant", "live_event", "accounts_user", "accounts_key", "django_session")


class Kept:
    """A database with a workshop in it, and the commands on it."""

    def __init__(self, folder: Path, url: str = "", **more: str) -> None:
        self.folder, self.url = folder, url
        self.data = folder / "data"
        self.data.mkdir(exist_ok=True)
        chosen = {"BAITHAK_DATA": str(self.data), "DATABASE_URL": url, "SECRET_KEY": "k" * 50}
        self.environment = {**clean_environment(), **chosen, **more}

    def manage(self, *arguments: str, code: int = 0) -> str:
        """Its output, or its complaint when it is to fail."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=self.folder)
        assert done.returncode == code, done.stdout + done.stderr
        return done.stderr if code else done.stdout

    def opened(self) -> "Kept":
        self.manage("open_workshop", "fishermen", "--json")
        return self

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        if self.url:
            with psycopg.connect(self.url) as connection:
                return connection.execute(question.encode()).fetchall()
        with closing(sqlite3.connect(self.data / "baithak.sqlite3")) as file:
            return file.execute(question).fetchall()

    def tell(self, statement: str) -> None:
        if self.url:
            with psycopg.connect(self.url) as connection:
                connection.execute(statement.encode())
            return
        with closing(sqlite3.connect(self.data / "baithak.sqlite3", timeout=20)) as file:
            file.execute(statement)
            file.commit()

    def content(self) -> dict[str, list[Any]]:
        """Everything but the epochs, which are to change; JSON and times in one spelling."""
        found = {table: self.ask(f"SELECT * FROM {table}") for table in ROWS}
        epochs = {epoch for (epoch,) in self.ask("SELECT epoch FROM live_workshop")}
        return {table: sorted(plain(row, epochs) for row in rows) for table, rows in found.items()}

    def epochs(self) -> list[Any]:
        return sorted(self.ask("SELECT epoch FROM live_workshop"))

    def backup(self, *flags: str) -> Path:
        return Path(self.manage("backup", *flags).split(" (")[0])


def plain(row: tuple[Any, ...], epochs: set[Any]) -> str:
    def one(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value in epochs:
            return "epoch"
        return json.loads(value) if value.startswith(("{", "[")) else value

    return json.dumps([one(value) for value in row], default=str, sort_keys=True)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return Kept(tmp_path_factory.mktemp("prepared")).opened()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Kept:
    return Kept(tmp_path_factory.mktemp("template"), postgres.fresh()).opened()


@pytest.fixture
def on_sqlite(tmp_path: Path, prepared: Kept) -> Kept:
    kept = Kept(tmp_path)
    shutil.copy(prepared.data / "baithak.sqlite3", kept.data)
    return kept


def copied(template: Kept, postgres: Postgres) -> str:
    name = f"copy_{secrets.token_hex(6)}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template.url.rpartition("/")[2]}"'.encode())
    return postgres.url(name)


@pytest.fixture
def on_postgres(tmp_path: Path, template: Kept, postgres: Postgres) -> Kept:
    """With PostgreSQL's own programs on the PATH, of the server's version."""
    path = f"{postgres.programs}{os.pathsep}{os.environ['PATH']}"
    return Kept(tmp_path, copied(template, postgres), PATH=path)


@pytest.fixture
def without_programs(tmp_path: Path, template: Kept, postgres: Postgres) -> Kept:
    return Kept(tmp_path, copied(template, postgres), PATH=str(Path(sys.executable).parent))


@pytest.fixture(params=["on_sqlite", "on_postgres", "without_programs"])
def kept(request: pytest.FixtureRequest) -> Kept:
    found: Kept = request.getfixturevalue(request.param)
    return found


def test_what_is_put_back_is_what_was_there_with_new_epochs(
    kept: Kept, request: pytest.FixtureRequest
) -> None:
    before, epochs = kept.content(), kept.epochs()
    file = kept.backup()
    assert file.name.endswith(ENDING[request.node.callspec.params["kept"]])
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    kept.tell("DELETE FROM live_event")
    kept.tell("UPDATE live_workshop SET title = 'Another', last_seq = 0")
    complaint = kept.manage("restore", str(file), code=1)
    assert complaint == "The database holds 1 workshop and 1 account. To replace all of it, say --yes.\n"
    assert kept.ask("SELECT count(*) FROM live_event") == [(0,)]
    assert "1 workshop. Pages start afresh." in kept.manage("restore", str(file), "--yes")
    assert kept.content() == before
    assert kept.epochs() != epochs and len(kept.epochs()) == len(epochs)
    kept.opened()  # numbers go on where they were
    assert [each.name for each in file.parent.iterdir()] == [file.name]  # no drafts are left


def test_a_portable_backup_moves_from_sqlite_to_postgresql(on_sqlite: Kept, postgres: Postgres) -> None:
    file = on_sqlite.backup("--portable")
    there = Kept(on_sqlite.folder, postgres.fresh())
    there.manage("restore", str(file))
    counts = {table: len(rows) for table, rows in on_sqlite.content().items()}
    assert {table: len(rows) for table, rows in there.content().items()} == counts
    columns = "SELECT id, last_seq, title FROM live_workshop"
    assert there.ask(columns) == on_sqlite.ask(columns)
    assert there.ask("SELECT id, by FROM live_event ORDER BY seq") == on_sqlite.ask(
        "SELECT id, by FROM live_event ORDER BY seq"
    )
    there.opened()


def test_a_backup_while_somebody_writes_is_of_one_moment(on_sqlite: Kept) -> None:
    """Two tables that are always changed together are together in every backup."""
    stop = threading.Event()
    on_sqlite.tell("CREATE TABLE pairs (name TEXT, n INTEGER)")
    on_sqlite.tell("INSERT INTO pairs VALUES ('a', 0), ('b', 0)")
    times = 0

    def write() -> None:
        nonlocal times
        with closing(sqlite3.connect(on_sqlite.data / "baithak.sqlite3", timeout=20)) as file:
            while not stop.is_set():
                with file:
                    file.execute("UPDATE pairs SET n = n + 1 WHERE name = 'a'")
                    file.execute("UPDATE pairs SET n = n + 1 WHERE name = 'b'")
                times += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        files = [on_sqlite.backup(str(on_sqlite.folder / f"{n}.copy")) for n in range(2)]
    finally:
        stop.set()
        writer.join()
    assert times > 10
    for path in files:
        with closing(sqlite3.connect(path)) as copy:
            a, b = (n for (n,) in copy.execute("SELECT n FROM pairs ORDER BY name"))
            assert a == b > 0
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("suffix", [".sqlite3", ".jsonl.gz"])
@pytest.mark.django_db(transaction=True)
def test_what_is_no_backup_is_refused_in_one_sentence_and_changes_nothing(
    suffix: str, tmp_path: Path
) -> None:
    User.objects.create_user("somebody")
    good = backups.make(tmp_path, any_database=suffix == ".jsonl.gz").path
    contents = {
        "diary": b"dear diary",
        "empty": b"",
        "half": good.read_bytes()[: good.stat().st_size // 2],
        "other": gzip.compress(b"[]\n"),
        "strange": gzip.compress(b'{"baithak": 1, "migrations": []}\n'),
        "cut": gzip.compress(b"{}" * 100)[:-12],
        "archive": b"PGDMP and nothing else",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(backups.CannotKeep) as refused:
            backups.put_back(tmp_path / name)
        assert "\n" not in str(refused.value), name
    with pytest.raises(backups.CannotKeep, match="No such file or directory"):
        backups.put_back(tmp_path / "missing")
    assert User.objects.filter(username="somebody").exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([good.name, *contents])


def test_a_backup_of_another_database_is_refused(on_sqlite: Kept, without_programs: Kept) -> None:
    file = on_sqlite.backup()
    complaint = without_programs.manage("restore", str(file), "--yes", code=1)
    assert complaint.endswith("is of another database (sqlite): only a portable backup fits every one.\n")


def test_a_backup_of_a_later_version_is_refused(on_sqlite: Kept) -> None:
    later = "INSERT INTO django_migrations (app, name, applied) VALUES ('live', '0999_later', '2030-01-01')"
    on_sqlite.tell(later)
    file = on_sqlite.backup()
    on_sqlite.tell("DELETE FROM django_migrations WHERE name = '0999_later'")
    complaint = on_sqlite.manage("restore", str(file), "--yes", code=1)
    assert complaint == (
        "Nothing was changed: the backup is of a later version of Baithak, which has live.0999_later.\n"
    )


def test_a_backup_never_replaces_a_file_and_old_ones_are_forgotten(on_sqlite: Kept) -> None:
    first = on_sqlite.backup()
    complaint = on_sqlite.manage("backup", str(first), code=1)
    assert complaint == f"{first} exists already; it is left as it is.\n"
    stranger = first.parent / "holiday.sqlite3"
    stranger.write_text("mine")
    ages_ago = time.time() - 40 * 24 * 3600
    for each in (first, stranger):
        os.utime(each, (ages_ago, ages_ago))
    time.sleep(1.1)  # the name of a backup is its second
    said = on_sqlite.manage("backup", "--keep-days", "35")
    assert said.endswith("1 older backups were removed.\n")
    assert stranger.exists() and not first.exists()


def test_what_cannot_work_is_told_in_one_sentence(tmp_path: Path, on_sqlite: Kept) -> None:
    away = Kept(tmp_path, "postgres://u:hush@127.0.0.1:1/n").manage("backup", code=1)
    assert away.startswith("The database cannot be used: ") and "hush" not in away
    nowhere = on_sqlite.manage("backup", "/dev/null/x", code=1)
    assert nowhere.startswith("The backup could not be made: ") and nowhere.count("\n") == 1
