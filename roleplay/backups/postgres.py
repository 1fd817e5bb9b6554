"""PostgreSQL: its own archive, by its own programs, where they are installed and recent enough."""

import os
import re
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any

from django.db import connection

from roleplay.backups.versions import known_here

PROGRAMS = ("pg_dump", "pg_restore", "psql")
PATIENCE = "15s"
TRIES = 3
NEW_EPOCHS = (
    "UPDATE public.live_workshop"
    " SET epoch = md5(random()::text || clock_timestamp()::text || random()::text || id);\n"
)
ROW_OF_MIGRATIONS = re.compile(r"^\d+\t(\w+)\t(\w+)\t", re.MULTILINE)


def programs_fit() -> bool:
    """An older pg_dump refuses a newer server."""
    if not all(map(shutil.which, PROGRAMS)):
        return False
    said = run("pg_dump", "--version").stdout
    found = re.search(r"(\d+)\.?\d*", said)
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        server = int(cursor.fetchone()[0]) // 10_000
    return bool(found) and int(found[1]) >= server  # type: ignore[index]


def write(path: Path) -> None:
    """A snapshot of one moment; nobody waits for it."""
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
    run("pg_restore", "--list", str(path))


def read(path: Path) -> None:
    """Drop what is there and make what was, in one transaction of psql."""
    if not all(map(shutil.which, PROGRAMS)):
        raise ValueError("pg_restore and psql are needed for this file: install PostgreSQL's client programs")
    data = run("pg_restore", "--data-only", "--table=django_migrations", "--file=-", str(path)).stdout
    known_here(ROW_OF_MIGRATIONS.findall(data))
    script = path.with_name(f".{path.name}.{secrets.token_hex(4)}.sql")
    try:
        os.close(os.open(script, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path))
        carry_out(script)
    finally:
        script.unlink(missing_ok=True)


def carry_out(script: Path) -> None:
    """The lock on workshops comes first, as in every command, so that nobody waits in a circle."""
    tables = table_names()
    quoted = ", ".join(f'public."{name}"' for name in tables)
    before = f"SET lock_timeout = '{PATIENCE}';\n"
    if tables:
        if "live_workshop" in tables:
            before += "LOCK TABLE public.live_workshop IN ACCESS EXCLUSIVE MODE;\n"
        before += f"DROP TABLE {quoted} CASCADE;\n"
    steps = ["--command", before, "--file", str(script), "--command", NEW_EPOCHS]
    for left in reversed(range(TRIES)):
        try:
            run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *steps)
            return
        except ValueError as why:
            if not left or not re.search("deadlock|lock timeout", str(why)):
                raise


def table_names() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        return [str(row[0]) for row in cursor.fetchall()]


def run(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Raises ValueError with what the program complains of. The password goes by the environment."""
    done = subprocess.run([program, *arguments], env=surroundings(), capture_output=True, text=True)
    if done.returncode:
        complaint = [line for line in done.stderr.splitlines() if "rror" in line] or [done.stderr.strip()]
        raise ValueError(f"{program}: {complaint[0]}")
    return done


def surroundings() -> dict[str, str]:
    database: dict[str, Any] = connection.settings_dict
    options = database.get("OPTIONS", {})
    named = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
        **{
            f"PG{name.upper()}": options.get(name) for name in ("sslmode", "sslrootcert", "sslcert", "sslkey")
        },
        "PGOPTIONS": "-c client_min_messages=warning",
    }
    return {**os.environ, **{name: str(value) for name, value in named.items() if value}}
