"""`manage.py serve`: one worker of a production server, behind a proxy.

Takes everything from the environment and prepares nothing: migrations are a step of the upgrade.
It refuses to run where a promise would not hold. How it serves and ends is in
`roleplay/server.py`; nginx, systemd and containers are in `deploy/`.
"""

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.checks import ERROR
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection, connections

from roleplay import addresses, checks, databases, environment, health
from roleplay.server import listen, listen_unix, serve


class Command(BaseCommand):
    help = "Serve as one of several workers behind a proxy. See deploy/README.md."
    requires_system_checks = ()  # run below, so that a refusal is one plain sentence
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--unix", metavar="PATH", help="listen on this socket file")
        where.add_argument("--port", type=int, help="listen on this port (default: BAITHAK_PORT)")
        parser.add_argument("--host", default="127.0.0.1", help="address of the port (default: 127.0.0.1)")

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            worker(options["unix"], options["host"], options["port"] or settings.PORT)
        except KeyboardInterrupt:  # before the server was there to stop in an orderly way
            sys.exit(130)
        except environment.WrongSetting as wrong:
            refuse(str(wrong))


def worker(unix: str | None, host: str, port: int) -> None:
    for fault in [*checks.serving(), *checks.production(None)]:
        if fault.level >= ERROR:
            refuse(str(fault.msg))
        print(fault.msg, file=sys.stderr, flush=True)
    if unix and "unix" not in settings.TRUSTED_PROXIES:
        refuse("With --unix, TRUSTED_PROXIES must hold the word unix: else nobody's address is known.")
    kept = database_of_ours()
    door = open_door(unix, host, port)
    where = unix or f"{addresses.in_url(host)}:{door.getsockname()[1]}"
    from roleplay.asgi import application

    def ready() -> None:
        print(f"Serving on {where}, process {os.getpid()}.", flush=True)
        tell_systemd("READY=1")

    serve(application, door, ready)
    if kept:
        kept.close()


def database_of_ours() -> IO[str] | None:
    """Reach the database and see that it is as it must be. SQLite is kept to one worker by a lock."""
    try:
        databases.reach(connection.settings_dict)
        if lacking := health.pending_migration():
            refuse(f"The database lacks the migration {lacking}: run manage.py migrate first.")
        for fault in checks.keeps_its_word(databases=["default"]):
            refuse(str(fault.msg))
        if connection.vendor == "sqlite":
            return alone_with(Path(str(connection.settings_dict["NAME"])))
        return None
    except (DatabaseError, OSError) as why:
        raise environment.WrongSetting(f"The database cannot be used: {databases.first_line(why)}.") from None
    finally:
        connections.close_all()


def alone_with(file: Path) -> IO[str]:
    """The right to serve from this file, for as long as this process lives."""
    import fcntl

    lock = open(file.with_name(f"{file.name}.worker"), "w")  # noqa: SIM115 (held until the end)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        refuse(f"Another worker serves from {file}: several workers need PostgreSQL (DATABASE_URL).")
    return lock


def open_door(unix: str | None, host: str, port: int) -> socket.socket:
    try:
        return listen_unix(unix) if unix else listen(host, port)
    except (OSError, OverflowError) as why:
        reason = getattr(why, "strerror", None) or str(why)
        refuse(f"Cannot listen on {unix or f'{addresses.in_url(host)}:{port}'}: {reason}.")


def tell_systemd(what: str) -> None:
    """So that a restart of one worker after another waits for each to serve (Type=notify)."""
    if address := os.environ.get("NOTIFY_SOCKET", ""):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as bell:
            bell.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
            bell.send(what.encode())


def refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    sys.exit(2)
