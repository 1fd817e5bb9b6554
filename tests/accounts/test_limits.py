"""How often something may be tried."""

import threading
from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django import Settings

from accounts.limits import allow

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_only_so_many_tries_and_then_a_fresh_start() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert [allow("door", 3, 60) for _ in range(5)] == [True, True, True, False, False]
        clock.shift(60)
        assert allow("door", 3, 60)


@time_machine.travel(NOON, tick=False)
def test_buckets_do_not_touch_each_other_whatever_their_names() -> None:
    names = ["a", "a ", "A", "ä", "x" * 5000, "two words\n", "\ud800"]
    assert all(allow(name, 1, 60) for name in names)
    assert not any(allow(name, 1, 60) for name in names)


@time_machine.travel(NOON, tick=False)
def test_tries_at_the_same_moment_are_all_counted() -> None:
    allowed: list[bool] = []
    threads = [threading.Thread(target=lambda: allowed.append(allow("rush", 10, 3600))) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert allowed.count(True) == 10


@time_machine.travel(NOON, tick=False)
def test_a_flood_of_other_buckets_does_not_push_a_count_out() -> None:
    assert not all(allow("guess", 2, 3600) for _ in range(3))
    for number in range(2000):
        allow(f"other {number}", 1, 3600)
    assert not allow("guess", 2, 3600)


@time_machine.travel(NOON, tick=False)
def test_processes_share_their_counts_through_valkey(redis_url: str, settings: Settings) -> None:
    settings.CACHES = {**settings.CACHES, "default": redis_cache(redis_url)}
    assert [allow("shared", 2, 60) for _ in range(3)] == [True, True, False]


@time_machine.travel(NOON, tick=False)
def test_without_the_shared_cache_each_process_still_counts(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CACHES = {**settings.CACHES, "default": redis_cache("redis://127.0.0.1:1/0")}
    assert [allow("somebody@school.example", 2, 60) for _ in range(3)] == [True, True, False]
    assert "somebody" not in caplog.text


def redis_cache(url: str) -> dict[str, str]:
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
