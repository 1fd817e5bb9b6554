"""Django's database, channel layer and cache settings, made from addresses.

The values here carry the promise that an acknowledged command is on the disk; `checks.py`
refuses to start when somebody has weakened them.
"""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from roleplay.environment import WrongSetting

SQLITE_FILE = "baithak.sqlite3"


def from_url(url: str, data: Path) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return postgres(url)
    return sqlite(Path(unquote(parts.path)) if url else data / SQLITE_FILE)


def sqlite(path: Path) -> dict[str, Any]:
    """One file. WAL is set once by `start` and `migrate`: doing it on each connection locks."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
        },
        # A file, because tests start servers on it; one for each process, because several may run.
        "TEST": {"NAME": str(Path(tempfile.gettempdir(), f"baithak-test-{os.getpid()}.sqlite3"))},
    }


def postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    prepare = options.pop("prepare", "yes")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            **options,
            "pool": {"min_size": 1, "max_size": 20, "timeout": 10},
            "options": "-c lock_timeout=2s -c statement_timeout=10s",
            # The statements of every line are prepared; `?prepare=no` for a pooler that cannot have that.
            "prepare_threshold": None if prepare == "no" else 3,
        },
    }


def channel_layer(redis_url: str) -> dict[str, Any]:
    """The doorbell: losing a message costs a second, never a line (design: the log decides)."""
    if not redis_url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    return {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [redis_url], "prefix": "baithak"},
    }


def cache(redis_url: str) -> dict[str, Any]:
    if not redis_url:
        return memory_cache()
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": "baithak",
    }


def memory_cache() -> dict[str, Any]:
    """Counts of the limiter live here: room for many, so that a flood does not push them out."""
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "baithak",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }


def write_ahead_log(using: str = "default") -> None:
    """Let readers and one writer work at the same time. SQLite keeps this in the file itself."""
    from django.db import connections

    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL")


def prepare() -> None:
    """Bring the database to this version; quick when it is already there."""
    from django.core.management import call_command
    from django.db import DatabaseError, connection, connections
    from django.db.migrations.executor import MigrationExecutor

    try:
        reach(connection.settings_dict)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        write_ahead_log()
    except (DatabaseError, OSError) as why:
        raise WrongSetting(f"The database cannot be used: {first_line(why)}.") from None
    finally:
        connections.close_all()


def reach(database: dict[str, Any]) -> None:
    """Fail soon and clearly when PostgreSQL does not answer; a pool would wait and say nothing."""
    if "postgresql" not in database["ENGINE"]:
        Path(database["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    import psycopg
    from django.db import DatabaseError

    try:
        psycopg.connect(
            dbname=database["NAME"],
            user=database["USER"] or None,
            password=database["PASSWORD"] or None,
            host=database["HOST"] or None,
            port=database["PORT"] or None,
            connect_timeout=5,
        ).close()
    except psycopg.Error as why:
        raise DatabaseError(str(why)) from None


def first_line(why: Exception) -> str:
    """What a driver says, without its hints, which come on further lines."""
    return (str(why).strip().splitlines() or [type(why).__name__])[0].rstrip(".")
