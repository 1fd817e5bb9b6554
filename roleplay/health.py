"""Whether this worker lives, whether it should be sent anybody, and what it measures.

`/healthz`: the process answers. `/readyz`: it can serve: the database answers and is of this
version, the logs are being read, and it is not on its way out. `/metrics`: for Prometheus, for
callers on this machine or with METRICS_TOKEN; for anybody else there is no such page.

Answered before Django is asked, under whatever host name the caller uses.
"""

import asyncio
import hmac
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from roleplay import stopping
from roleplay.live import gauges
from roleplay.live.database import read
from roleplay.live.hub import hub

PATIENCE = 2.0
LONGEST_LAG = 5.0
FORWARDED = (b"forwarded", b"x-forwarded-", b"x-real-ip", b"via")
PLAIN = "text/plain; charset=utf-8"

Answer = tuple[int, str, bytes]


class Health:
    """Wraps the application from outside: it must see whether a proxy brought the request."""

    def __init__(self, application: Any, token: str) -> None:
        self.application = application
        self.token = token.encode()
        self.migrated = False

    def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """What is to be awaited: a socket would keep a frame of ours as long as it is open."""
        wrapped = self.ask if scope["type"] == "http" else self.application
        return wrapped(scope, receive, send)

    async def ask(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        if (answer := await self.answer(scope)) is None:
            return await self.application(scope, receive, send)
        status, kind, body = answer
        headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def answer(self, scope: dict[str, Any]) -> Answer | None:
        """None: this is somebody else's page."""
        if scope["method"] not in {"GET", "HEAD"}:
            return None
        if scope["path"] == "/healthz":
            return 200, PLAIN, b"alive\n"
        if scope["path"] == "/readyz":
            why = await self.why_not_ready()
            return (503, PLAIN, f"not ready: {why}\n".encode()) if why else (200, PLAIN, b"ready\n")
        if scope["path"] == "/metrics" and (is_local(scope) or self.has_token(scope)):
            return 200, CONTENT_TYPE_LATEST, metrics()
        return None

    def has_token(self, scope: dict[str, Any]) -> bool:
        given = next((value for name, value in scope["headers"] if name.lower() == b"authorization"), b"")
        return bool(self.token) and hmac.compare_digest(given, b"Bearer " + self.token)

    async def why_not_ready(self) -> str:
        """The first reason, or nothing. An outage of Redis is none: the poll still delivers."""
        if stopping.begun.is_set():
            return "stopping"
        try:
            async with asyncio.timeout(PATIENCE):
                behind = "" if self.migrated else await read(pending_migration)
                await read(database_answers)
        except (DatabaseError, InterfaceError, OSError, TimeoutError):
            return "the database does not answer"
        self.migrated = not behind
        if behind:
            return f"the database lacks the migration {behind}"
        return "logs are read too slowly" if hub().lag() > LONGEST_LAG else ""


def database_answers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def pending_migration() -> str:
    """The first migration that the database lacks, or nothing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return str(plan[0][0]) if plan else ""


def is_local(scope: dict[str, Any]) -> bool:
    """From this machine, and not through a proxy (whose callers may be anywhere)."""
    if any(name.lower().startswith(FORWARDED) for name, _ in scope["headers"]):
        return False
    client = scope.get("client")
    return client is None or client[0] in {"127.0.0.1", "::1"}


def metrics() -> bytes:
    return generate_latest(gauges.REGISTRY)


def of_the_hub(measure: Callable[[Any], float]) -> Callable[[], float]:
    """Asked on the event loop, where the hub is."""
    return lambda: float(measure(hub()))


gauges.SOCKETS.set_function(of_the_hub(lambda one: one.sockets()))
gauges.WORKSHOPS.set_function(of_the_hub(lambda one: sum(t.running for t in one.tailers.values())))
gauges.LAG.set_function(of_the_hub(lambda one: one.lag()))
