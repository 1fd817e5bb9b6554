"""Logs as JSON, one object a line, for machines that collect them (LOG_FORMAT=json).

Ids and counts, never what somebody wrote: an exception's own message may quote a line (a driver
quotes the row it could not store), so of an exception only its kind and its places in the code
are told. Each request gets a number of its own, by which its records are found.
"""

import json
import logging
import re
import secrets
import time
import traceback
from datetime import UTC, datetime
from typing import Any

from roleplay.live import bearings

logger = logging.getLogger(__name__)
WORKSHOP = re.compile(r"/w/([0-9a-f]{32})/")


class Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": first_line(record),
            **bearings.now(),
        }
        if record.exc_info and record.exc_info[1]:
            told |= {"exception": kinds(record.exc_info[1]), "places": places(record.exc_info[1])}
        for name in ("status_code", "seconds", "path"):
            if hasattr(record, name):
                told[name] = getattr(record, name)
        return json.dumps(told, ensure_ascii=True, default=str)


def first_line(record: logging.LogRecord) -> str:
    """asyncio's further lines show the exception as it is, with its message."""
    return (record.getMessage().splitlines() or [""])[0]


def kinds(error: BaseException) -> list[str]:
    """The exception and what caused it, by kind."""
    found: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(found) < 5:
        found.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    return found


def places(error: BaseException) -> list[str]:
    """Where it happened, the innermost last; file, line and function, no values."""
    frames = traceback.extract_tb(error.__traceback__)[-12:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


class Numbered:
    """Wraps the application: each request and each socket has a number in the log."""

    def __init__(self, application: Any) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        found = WORKSHOP.search(scope.get("path", ""))
        bearings.begin(secrets.token_hex(6), found[1] if found else "")
        if scope["type"] != "http" or not logger.isEnabledFor(logging.INFO):
            return await self.application(scope, receive, send)
        return await self.noted(scope, receive, send)

    async def noted(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        """One record for each answer: method, path without its query, status, how long."""
        began, status = time.monotonic(), 0

        async def keep_status(message: dict[str, Any]) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            return await self.application(scope, receive, keep_status)
        finally:
            seconds = round(time.monotonic() - began, 3)
            more = {"status_code": status, "seconds": seconds, "path": scope["path"]}
            logger.info("%s answered", scope["method"], extra=more)
