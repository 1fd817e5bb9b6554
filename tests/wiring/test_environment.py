"""What may be set from outside, and how settings are made from it."""

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from roleplay import addresses, databases, environment, secret
from roleplay.environment import WrongSetting
from tests.services.found import ROOT
from tests.services.server import clean_environment

SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def settings_with(folder: Path, names: list[str], **variables: str) -> dict[str, Any]:
    """These settings, as a fresh process with these variables has them."""
    surroundings = {
        **clean_environment(),
        "DJANGO_SETTINGS_MODULE": "roleplay.settings",
        "BAITHAK_DATA": str(folder),
    }
    command = [sys.executable, "-c", SHOW, *names]
    done = subprocess.run(command, env=surroundings | variables, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_variable_has_help_and_a_default_that_can_be_read() -> None:
    assert set(environment.read({})) == {variable.name for variable in environment.VARIABLES}
    assert all(variable.help for variable in environment.VARIABLES)
    assert environment.read({})["BAITHAK_DATA"] == ROOT / "data"


def test_a_wrong_value_is_named_but_a_password_is_not_shown() -> None:
    with pytest.raises(WrongSetting) as wrong:
        environment.read({"DATABASE_URL": "postgres://user:hush/hush@host/name"})
    assert "DATABASE_URL" in str(wrong.value)
    assert "hush" not in str(wrong.value)


@pytest.mark.parametrize("value", ["yes", "1", "TRUE", "on"])
def test_yes_is_understood(value: str) -> None:
    assert environment.read({"BAITHAK_DEBUG": value})["BAITHAK_DEBUG"] is True


def test_origins_are_whole_and_may_be_several() -> None:
    found = environment.read({"ORIGINS": "https://a.example, https://b.example:8443"})["ORIGINS"]
    assert found == ["https://a.example", "https://b.example:8443"]


def test_without_variables_people_on_the_same_network_are_answered_over_plain_http(tmp_path: Path) -> None:
    names = ["EMBEDDED", "ORIGINS", "ALLOWED_HOSTS", "SESSION_COOKIE_NAME", "DEBUG"]
    found = settings_with(tmp_path, names, BAITHAK_PORT="8123")
    assert found["EMBEDDED"] is True and found["DEBUG"] is False
    assert {"http://127.0.0.1:8123", "http://localhost:8123", "http://[::1]:8123"} <= set(found["ORIGINS"])
    assert f"http://{addresses.lan_address()}:8123" in found["ORIGINS"]
    assert "*" not in found["ALLOWED_HOSTS"]
    assert found["SESSION_COOKIE_NAME"] == "session"


def test_with_https_origins_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    names = [
        "EMBEDDED", "ALLOWED_HOSTS", "SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_NAME",
        "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "CSRF_TRUSTED_ORIGINS",
    ]  # fmt: skip
    found = settings_with(tmp_path, names, ORIGINS="https://baithak.example https://[2001:db8::7]:8443")
    assert found == {
        "EMBEDDED": False,
        "ALLOWED_HOSTS": ["baithak.example", "[2001:db8::7]"],
        "SESSION_COOKIE_NAME": "__Host-session",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "CSRF_TRUSTED_ORIGINS": ["https://baithak.example", "https://[2001:db8::7]:8443"],
    }


def test_redis_is_used_for_the_doorbell_and_the_counts_when_it_is_named(tmp_path: Path) -> None:
    found = settings_with(tmp_path, ["CHANNEL_LAYERS", "CACHES"], REDIS_URL="redis://cache:6379/1")
    assert found["CHANNEL_LAYERS"]["default"]["BACKEND"] == "channels_redis.pubsub.RedisPubSubChannelLayer"
    assert found["CACHES"]["default"]["LOCATION"] == "redis://cache:6379/1"


def test_sqlite_waits_its_turn_and_writes_through() -> None:
    found = databases.from_url("", Path("/somewhere"))
    assert found["NAME"] == "/somewhere/baithak.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert found["OPTIONS"]["timeout"] == 20
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]
    assert "journal_mode" not in found["OPTIONS"]["init_command"]


def test_a_postgresql_address_is_taken_apart() -> None:
    found = databases.from_url("postgres://us%40er:p%2Fw@db:5433/class?sslmode=require", Path())
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("us@er", "p/w", "db", 5433)
    assert found["NAME"] == "class"
    assert found["CONN_MAX_AGE"] == 0
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["options"] == "-c lock_timeout=2s -c statement_timeout=10s"
    assert found["OPTIONS"]["pool"]["min_size"] == 1


def test_a_sqlite_address_names_a_file() -> None:
    assert databases.from_url("sqlite:///var/lib/a%20b.sqlite3", Path())["NAME"] == "/var/lib/a b.sqlite3"


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = secret.kept_in(tmp_path / "data")
    assert len(first) >= 40
    assert secret.kept_in(tmp_path / "data") == first
    assert stat.S_IMODE(os.stat(tmp_path / "data" / secret.NAME).st_mode) == 0o600
    assert os.listdir(tmp_path / "data") == [secret.NAME]


def test_two_processes_that_begin_together_agree_on_the_key(tmp_path: Path) -> None:
    found: list[str] = []
    command = [
        sys.executable,
        "-c",
        f"from roleplay import secret, environment as e; print(secret.kept_in(e.Path({str(tmp_path)!r})))",
    ]

    def begin() -> None:
        found.append(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1 and len(found) == 4


def test_this_machine_knows_its_addresses_without_asking_anybody() -> None:
    found = addresses.own_addresses()
    assert {"127.0.0.1", "::1"} <= set(found)
    assert addresses.lan_address() in found
    assert not any("%" in each for each in found)


def test_the_usual_port_is_left_out_of_an_origin_as_browsers_do() -> None:
    assert addresses.origin("host", 80) == "http://host"
    assert addresses.origin(addresses.in_url("::1"), 8000) == "http://[::1]:8000"
