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
