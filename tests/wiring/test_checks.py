"""Settings under which a promise would not hold are refused, each by its own number."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from roleplay import checks, databases


def ids() -> list[str | None]:
    return [message.id for message in checks.serving()]


def test_the_settings_as_they_are_keep_every_promise() -> None:
    assert ids() == []


@pytest.mark.parametrize(
    ("number", "changes"),
    [
        ("E001", {"CONN_MAX_AGE": 60}),
        ("E002", {"OPTIONS": {"init_command": "PRAGMA synchronous = NORMAL;"}}),
        ("E003", {"OPTIONS": {"transaction_mode": "DEFERRED"}}),
        ("E004", {"OPTIONS": {"timeout": 5}}),
        ("E005", {"OPTIONS": {"init_command": "PRAGMA synchronous=FULL; PRAGMA journal_mode=WAL;"}}),
    ],
)
def test_a_database_that_could_lose_an_acknowledged_line_is_refused(
    number: str, changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = databases.from_url("", Path("/data"))
    changed = {**good, **changes, "OPTIONS": {**good["OPTIONS"], **changes.get("OPTIONS", {})}}
    monkeypatch.setattr(checks.settings, "DATABASES", {"default": changed})
    assert ids() == [f"baithak.{number}"]


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [
        ("E007", "ORIGINS", []),
        ("E008", "ALLOWED_HOSTS", ["*"]),
        ("E008", "ORIGINS", ["http://*.example"]),
        ("E009", "ORIGINS", ["https://a.example"]),
        ("E010", "SECRET_KEY", "short"),
        ("E011", "CONTENT_SECURITY_POLICY", {"DIRECTIVES": {"script-src": ["'unsafe-inline'"]}}),
        ("E012", "DEBUG", True),
    ],
)
def test_a_weak_setting_is_refused(number: str, name: str, value: Any, settings: Settings) -> None:
    setattr(settings, name, value)
    assert ids() == [f"baithak.{number}"]


def test_versions_with_known_faults_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "version", lambda package: {"daphne": "4.2.1"}.get(package, "99.0"))
    (fault,) = checks.versions()
    assert "daphne 4.2.1" in str(fault.msg) and "4.2.2" in str(fault.msg)


def test_developers_may_have_debug_pages_but_not_serve_with_them(settings: Settings) -> None:
    settings.DEBUG = True
    assert checks.promises(None) == []


PROPER = {
    "EMBEDDED": False,
    "ORIGINS": ["https://baithak.example"],
    "ALLOWED_HOSTS": ["baithak.example"],
    "HTTPS": True,
    "TRUSTED_PROXIES": ["unix", "10.1.2.0/24"],
    "REDIS_URL": "",
    "STATIC_COLLECTED": True,
    "ENV": {"SECRET_KEY": "k" * 50},
}


@pytest.mark.parametrize(
    ("found", "changes"),
    [
        ([], {}),
        (["E013"], {"EMBEDDED": True}),
        (["E014"], {"ENV": {"SECRET_KEY": ""}}),
        (["E015"], {"TRUSTED_PROXIES": ["0.0.0.0/0"]}),
        (["E015"], {"TRUSTED_PROXIES": ["unix", "::/0"]}),
        (["E016"], {"TRUSTED_PROXIES": []}),
        ([], {"TRUSTED_PROXIES": [], "HTTPS": False}),
        (["E017"], {"REDIS_URL": "redis://db:6379/0"}),
        (["W002"], {"STATIC_COLLECTED": False}),
    ],
)
def test_a_public_server_needs_more(
    found: list[str], changes: dict[str, Any], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sqlite = databases.from_url("", Path("/data"))
    monkeypatch.setattr(checks.settings, "DATABASES", {"default": sqlite})
    for name, value in {**PROPER, **changes}.items():
        setattr(settings, name, value)
    assert [message.id for message in checks.production(None)] == [f"baithak.{number}" for number in found]


@pytest.mark.parametrize(("redis", "found"), [("", ["baithak.W001"]), ("redis://db:6379/0", [])])
def test_several_workers_on_postgresql_want_redis(
    redis: str, found: list[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres = databases.from_url("postgres://u@db/n", Path("/data"))
    monkeypatch.setattr(checks.settings, "DATABASES", {"default": postgres})
    for name, value in {**PROPER, "REDIS_URL": redis}.items():
        setattr(settings, name, value)
    assert [message.id for message in checks.production(None)] == found
