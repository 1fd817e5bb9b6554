"""Another process that keeps the database to itself for a while, as a backup or a migration does."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SQLITE = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""
POSTGRES = """
import psycopg, sys
with psycopg.connect(sys.argv[1]) as held:
    held.execute("LOCK TABLE live_workshop IN EXCLUSIVE MODE")
    print("locked", flush=True)
    sys.stdin.read()
"""


@contextmanager
def locked(database: dict[str, Any]) -> Iterator[None]:
    """Nobody else writes inside; reading goes on. ``database`` is Django's description of it."""
    sqlite = database["ENGINE"].endswith("sqlite3")
    named = {"dbname": "NAME", "host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    where = " ".join(f"{name}={database[key]}" for name, key in named.items() if database.get(key))
    command = [
        sys.executable,
        "-c",
        SQLITE if sqlite else POSTGRES,
        str(database["NAME"]) if sqlite else where,
    ]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout
    try:
        assert process.stdout.readline() == "locked\n"
        yield
    finally:
        process.communicate("", timeout=10)
