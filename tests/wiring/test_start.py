"""`manage.py start` as people run it: from nothing to serving, again on the same data, and refusing."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from tests.services.found import ROOT, free_port
from tests.services.server import Server, clean_environment, token_in

Serve = Callable[..., Server]
SECRET_URL = "postgres://somebody:hush-hush@127.0.0.1:1/nothing"


def start(*flags: str, folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """A start that is expected to end by itself."""
    command = [sys.executable, str(ROOT / "manage.py"), "start", *flags]
    environment = {**clean_environment(), "BAITHAK_DATA": str(folder / "data"), **variables}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )


def come_in(server: Server) -> httpx.Client:
    browser = httpx.Client(base_url=server.address)
    page = browser.get("/enter/")
    form = {"key": server.key, "csrfmiddlewaretoken": token_in(page.text)}
    answer = browser.post("/enter/", data=form)
    assert answer.status_code == 302, answer.text
    return browser


def test_an_empty_folder_becomes_a_running_server_with_a_host(serve: Serve) -> None:
    server = serve()
    browser = come_in(server)
    page = browser.get("/account/password/")
    assert page.status_code == 200
    assert "Set a password" in page.text
    assert server.said["join"] == f"{server.address}/join/"
    assert len(server.key) >= 22  # 128 bits and more


def test_the_way_in_opens_once(serve: Serve) -> None:
    server = serve()
    come_in(server)
    with pytest.raises(AssertionError, match="does not open anything"):
        come_in(server)


def test_the_database_is_private_durable_and_write_ahead(serve: Serve) -> None:
    server = serve()
    with sqlite3.connect(server.data / "baithak.sqlite3") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert stat.S_IMODE(os.stat(server.data).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(server.data / "secret-key").st_mode) == 0o600


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_terminate_end_with_success(serve: Serve, how: signal.Signals) -> None:
    server = serve()
    assert httpx.get(f"{server.address}/enter/").status_code == 200
    assert server.stop(how) == 0


def test_a_second_start_is_quick_and_keeps_accounts_and_sessions(serve: Serve) -> None:
    server = serve()
    browser = come_in(server)
    server.stop()
    server.start()
    spent = psutil.Process(server.running.pid).cpu_times()
    assert spent.user + spent.system < 5  # about one second; the clock on the wall depends on the neighbours
    assert browser.get("/account/password/").status_code == 200
    come_in(server)  # by the new link
    assert (
        server.manage("shell", "-v0", "-c", "from accounts.models import User; print(User.objects.count())")
        == "1\n"
    )


def test_a_killed_server_comes_back_on_the_same_port_with_its_data(serve: Serve) -> None:
    server = serve()
    browser = come_in(server)
    server.kill()
    server.start()
    assert browser.get("/account/password/").status_code == 200


def test_it_serves_from_postgresql_and_valkey(serve: Serve, postgres_url: str, redis_url: str) -> None:
    server = serve(database_url=postgres_url, redis_url=redis_url)
    come_in(server)
    assert not (server.data / "baithak.sqlite3").exists()
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT count(*) FROM accounts_user").fetchone() == (1,)
    assert server.stop() == 0


def test_every_page_carries_the_headers_that_protect_it(serve: Serve) -> None:
    server = serve()
    for path in ("/enter/", "/sign-in/", "/no-such-page/"):
        headers = httpx.get(f"{server.address}{path}").headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "cross-origin-opener-policy" not in headers  # only said over https, where browsers heed it
        assert "camera=()" in headers["permissions-policy"]
        policy = headers["content-security-policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'"} <= set(
            policy
        )
        assert {"require-trusted-types-for 'script'", "frame-ancestors 'none'"} <= set(policy)
        assert "unsafe" not in headers["content-security-policy"]


def test_static_files_are_served_without_being_collected(serve: Serve) -> None:
    answer = httpx.get(f"{serve().address}/static/js/enter.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "access-control-allow-origin" not in answer.headers


def test_a_name_that_is_not_ours_is_not_answered(serve: Serve) -> None:
    server = serve()
    answer = httpx.get(f"{server.address}/enter/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "csrf" not in answer.text


def test_what_is_printed_for_people_names_both_addresses_and_is_plain_when_piped(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, str(ROOT / "manage.py"), "start", "--port", str(port)]
    environment = {**clean_environment(), "BAITHAK_DATA": str(tmp_path / "data")}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(5)]
    process.send_signal(signal.SIGINT)
    rest, complaints = process.communicate(timeout=20)
    shown = "".join(lines)
    assert f":{port}/join/" in shown
    assert f":{port}/enter/#" in shown
    assert shown.isascii()
    assert rest == "Stopped. Everything is saved.\n"
    assert complaints == ""
    assert process.returncode == 0


def test_flags_and_variables_say_the_same(serve: Serve, tmp_path: Path) -> None:
    by_flag = start("--port", "99999", folder=tmp_path)
    by_variable = start(folder=tmp_path, BAITHAK_PORT="99999")
    assert by_flag.stderr == by_variable.stderr


@pytest.mark.parametrize(
    ("flags", "variables", "sentence"),
    [
        (
            ["--port", "many"],
            {},
            "BAITHAK_PORT (many) cannot be used: a port is a whole number from 1 to 65535.",
        ),
        (["--port", "0"], {}, "BAITHAK_PORT (0) cannot be used"),
        (
            ["--database-url", "mysql://db/x"],
            {},
            "DATABASE_URL cannot be used: it should look like postgres://",
        ),
        (["--database-url", "postgres://db:port/x"], {}, "DATABASE_URL cannot be used"),
        (["--database-url", SECRET_URL], {}, "The database cannot be used: "),
        (["--redis-url", "localhost:6379"], {}, "REDIS_URL (localhost:6379) cannot be used"),
        (["--redis-url", "redis://:hush-hush@"], {}, "REDIS_URL cannot be used"),
        (["--host", "203.0.113.7"], {}, "Cannot listen on 203.0.113.7:8000"),
        ([], {"ORIGINS": "https://*.example.org"}, "ORIGINS cannot be used"),
        ([], {"ORIGINS": "https://a.example/path"}, "ORIGINS cannot be used"),
        ([], {"ORIGINS": "https://a.example http://b.example"}, "every origin must be https"),
        ([], {"ALLOWED_HOSTS": "*"}, "without a star"),
        ([], {"SECRET_KEY": "short"}, "SECRET_KEY must have at least 40 characters."),
        ([], {"TIME_ZONE": "Asia/Nowhere"}, "TIME_ZONE (Asia/Nowhere) cannot be used: no such time zone"),
        ([], {"TRUSTED_PROXIES": "everybody"}, "TRUSTED_PROXIES (everybody) cannot be used"),
        ([], {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL (LOUD) cannot be used"),
        ([], {"BAITHAK_DEBUG": "yes"}, "BAITHAK_DEBUG shows what people wrote on error pages: turn it off."),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(
    flags: list[str], variables: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    done = start(*flags, folder=tmp_path, **variables)
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "hush-hush" not in done.stderr + done.stdout
    assert (done.returncode, done.stdout) == (2, "")


def test_a_taken_port_is_refused_in_one_sentence(serve: Serve, tmp_path: Path) -> None:
    taken = serve().port
    done = start("--host", "127.0.0.1", "--port", str(taken), folder=tmp_path)
    assert (
        done.stderr == f"Cannot listen on 127.0.0.1:{taken}: Address already in use. Another port: --port.\n"
    )
    assert done.returncode == 2
    assert not (tmp_path / "data" / "baithak.sqlite3").exists()


def test_a_data_folder_that_cannot_be_made_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    for variables in ({}, {"SECRET_KEY": "k" * 50}):
        done = start("--port", str(free_port()), folder=tmp_path, **variables)
        assert done.stderr.count("\n") == 1, done.stderr
        assert done.returncode == 2


def test_a_database_file_that_is_none_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "baithak.sqlite3"
    file.write_text("dear diary, " * 100)
    done = start("--port", str(free_port()), folder=tmp_path)
    assert done.stderr == "The database cannot be used: file is not a database.\n"
    assert done.returncode == 2
    assert file.read_text().startswith("dear diary")


def test_an_unknown_flag_is_named(tmp_path: Path) -> None:
    done = start("--bogus", folder=tmp_path)
    assert done.returncode == 2
    assert "--bogus" in done.stderr


def test_the_json_line_is_all_that_a_program_needs(serve: Serve) -> None:
    server = serve()
    assert set(server.said) == {"address", "join", "enter", "port", "pid"}
    assert server.said["pid"] == server.running.pid
    assert json.dumps(server.said).isascii()
