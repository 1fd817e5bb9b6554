"""Logs for machines: one JSON object a line, with ids, without what anybody wrote."""

import asyncio
import json
import logging
from typing import Any

import pytest

from roleplay.live import bearings
from roleplay.logs import Json, Numbered

SECRET = "what nobody else may read"
WORKSHOP = "0" * 31 + "7"


def written(
    message: str, *arguments: object, error: BaseException | None = None, **extra: Any
) -> dict[str, Any]:
    raised = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("roleplay.live", logging.WARNING, __file__, 1, message, arguments, raised)
    record.__dict__ |= extra
    line = Json().format(record)
    assert "\n" not in line and line.isascii()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_record_says_when_how_bad_who_and_what() -> None:
    record = written("A batch of %d was not committed", 3)
    assert record["message"] == "A batch of 3 was not committed"
    assert (record["level"], record["logger"]) == ("WARNING", "roleplay.live")
    assert record["at"].endswith("+00:00")
    assert "workshop" not in record


def fails() -> None:
    try:
        raise ValueError(f"row contains ({SECRET})")
    except ValueError as cause:
        raise RuntimeError(SECRET) from cause


def test_an_exception_is_told_by_kind_and_place_never_by_its_words() -> None:
    with pytest.raises(RuntimeError) as caught:
        fails()
    record = written("It failed.", error=caught.value)
    assert record["exception"] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert record["places"][-1].endswith(" fails")
    assert SECRET not in json.dumps(record)


def test_only_the_first_line_of_a_message_is_kept() -> None:
    """asyncio shows the exception itself on the second."""
    record = written(f"Task exception was never retrieved\nfuture: <Task exception=ValueError('{SECRET}')>")
    assert record["message"] == "Task exception was never retrieved"


async def through(scope: dict[str, Any], application: Any) -> None:
    async def send(message: dict[str, Any]) -> None:
        pass

    await Numbered(application)(scope, None, send)


async def test_every_request_has_a_number_and_what_is_learned_inside_is_known_outside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seen: list[dict[str, str]] = []

    async def deep() -> None:
        bearings.take(WORKSHOP, "somebody")

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        seen.append(bearings.now())
        await asyncio.create_task(deep())  # as Django does
        await send({"type": "http.response.start", "status": 204, "headers": []})
        seen.append(bearings.now())

    scope = {"type": "http", "method": "GET", "path": f"/w/{WORKSHOP}/events/", "query_string": b"since=x"}
    with caplog.at_level(logging.INFO, logger="roleplay.logs"):
        for _ in range(2):
            await through(scope, application)
    assert [one["workshop"] for one in seen] == [WORKSHOP] * 4
    assert "participant" not in seen[0] and seen[1]["participant"] == "somebody"
    assert seen[0]["request"] == seen[1]["request"] != seen[2]["request"]
    (record, _) = caplog.records
    assert (record.path, record.status_code) == (scope["path"], 204)  # type: ignore[attr-defined]
    assert "since" not in record.getMessage()


async def test_a_tailer_works_for_all_and_not_for_who_came_first() -> None:
    bearings.begin("a request", WORKSHOP)
    bearings.take(WORKSHOP, "somebody")
    known: list[dict[str, str]] = []

    async def tailer() -> None:
        bearings.begin(workshop=WORKSHOP)
        known.append(bearings.now())

    await asyncio.create_task(tailer())
    assert known == [{"workshop": WORKSHOP}]
    assert bearings.now()["participant"] == "somebody"
