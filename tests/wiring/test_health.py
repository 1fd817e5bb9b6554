"""Alive, ready, measured: what a worker says of itself, and to whom."""

from typing import Any

import pytest
from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families

from roleplay import health, stopping
from roleplay.health import Health
from roleplay.live import gauges
from roleplay.live.hub import stop_hub

TOKEN = "a token that is long enough"
HERE = ["127.0.0.1", 5000]


@pytest.fixture(autouse=True)
async def _no_hub_is_left() -> Any:
    yield
    await stop_hub()


async def ask(
    path: str, client: list[Any] | None = HERE, method: str = "GET", **headers: str
) -> tuple[int, str]:
    """Status and body; 404 when it was left to the application behind."""
    sent: list[dict[str, Any]] = []

    async def behind(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"behind"})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "client": client, "headers": pairs}
    await Health(behind, TOKEN)(scope, None, send)
    return sent[0]["status"], sent[1]["body"].decode()


async def test_a_worker_that_answers_is_alive_whatever_else_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError

    monkeypatch.setattr(health, "database_answers", broken)
    assert await ask("/healthz") == (200, "alive\n")


@pytest.mark.django_db(transaction=True)
async def test_it_is_ready_when_the_database_answers_and_is_of_this_version() -> None:
    assert await ask("/readyz") == (200, "ready\n")


@pytest.mark.django_db(transaction=True)
async def test_it_says_why_it_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("connection to 10.0.0.7 refused, password=hush")

    with monkeypatch.context() as patch:
        patch.setattr(health, "database_answers", broken)
        assert await ask("/readyz") == (503, "not ready: the database does not answer\n")
    with monkeypatch.context() as patch:
        patch.setattr(health, "pending_migration", lambda: "live.0999_later")
        assert await ask("/readyz") == (503, "not ready: the database lacks the migration live.0999_later\n")
    with monkeypatch.context() as patch:
        patch.setattr(health.hub(), "lag", lambda: 6.0)
        assert await ask("/readyz") == (503, "not ready: logs are read too slowly\n")
    try:
        stopping.begun.set()
        assert await ask("/readyz") == (503, "not ready: stopping\n")
    finally:
        stopping.begun.clear()
    assert await ask("/readyz") == (200, "ready\n")


@pytest.mark.parametrize("client", [HERE, ["::1", 5000], None])
async def test_metrics_are_for_this_machine(client: list[Any] | None) -> None:
    status, text = await ask("/metrics", client)
    assert status == 200
    names = {family.name for family in text_string_to_metric_families(text)}
    assert {"baithak_sockets", "baithak_workshops", "baithak_lines", "baithak_lines_per_second"} <= names
    assert {"baithak_acknowledgement_seconds", "baithak_delivery_seconds", "baithak_news"} <= names
    assert {
        "baithak_wakes",
        "baithak_writer_queue",
        "baithak_writer_batch",
        "baithak_tailer_lag_seconds",
    } <= names


@pytest.mark.parametrize("forwarded", ["x_forwarded_for", "X_Real_Ip", "forwarded", "via"])
async def test_metrics_are_not_for_those_whom_a_proxy_brings(forwarded: str) -> None:
    for client in (HERE, None):
        assert await ask("/metrics", client, **{forwarded: "203.0.113.9"}) == (404, "behind")


async def test_metrics_are_not_for_other_machines_without_the_token() -> None:
    there = ["203.0.113.9", 5000]
    assert await ask("/metrics", there) == (404, "behind")
    assert await ask("/metrics", there, authorization="Bearer something else") == (404, "behind")
    assert await ask("/metrics", there, authorization=TOKEN) == (404, "behind")
    assert (await ask("/metrics", there, authorization=f"Bearer {TOKEN}"))[0] == 200


async def test_everything_else_goes_to_the_application() -> None:
    assert await ask("/healthz/") == (404, "behind")
    assert await ask("/healthz", method="POST") == (404, "behind")
    assert (await ask("/healthz", method="HEAD"))[0] == 200


def test_a_rate_counts_whole_seconds_of_the_last_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(gauges.time, "monotonic", lambda: now)
    rate = gauges.Rate()
    for _ in range(30):
        rate.add(2)
        now += 1.0
    assert rate() == 2.0
    now += 5
    assert rate() == 1.0
    now += 20
    assert rate() == 0.0


async def test_no_metric_names_anybody() -> None:
    """Labels have a few known values: no workshop, no person, no address."""
    labels = {name for one in gauges.REGISTRY.collect() for sample in one.samples for name in sample.labels}
    assert labels <= {"le", "code", "found_by"}
