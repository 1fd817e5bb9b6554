"""What is in `deploy/`, read by the programs that will read it, as far as they are here.

Behind nginx stands a server that answers with the request as it came: what a worker would be told.
"""

import asyncio
import json
import re
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import websockets
import yaml

from roleplay.environment import VARIABLES
from roleplay.server import LIMITS
from tests.services.found import ROOT
from tests.services.nginx import NAME, Nginx

DEPLOY = ROOT / "deploy"
FORGED = {
    "X-Forwarded-For": "9.9.9.9",
    "X-Real-IP": "9.9.9.9",
    "Forwarded": "for=9.9.9.9;proto=https;host=evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Server": "evil.example",
    "X-Forwarded-Ssl": "on",
    "Daphne-Root-Path": "/evil",
    "X_Forwarded_For": "9.9.9.9",
    "Daphne_Root_Path": "/evil",
    "Via": "1.1 evil",
    "Proxy": "evil",
}


async def repeat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with the headers of the request, as JSON."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin1").split("\r\n")
    headers = [line.split(": ", 1) for line in head[1:] if line]
    body = json.dumps({"line": head[0], "headers": headers}).encode()
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    await writer.drain()
    writer.close()


@pytest.fixture
async def nginx(open_folder: Path, tmp_path: Path) -> AsyncIterator[Nginx]:
    folder = open_folder / tmp_path.name
    folder.mkdir(exist_ok=True)
    server = Nginx(folder, sockets=folder)
    workers = [await asyncio.start_unix_server(repeat, folder / f"{n}.sock") for n in (1, 2)]
    await asyncio.to_thread(server.start)
    yield server
    await asyncio.to_thread(server.stop)
    for worker in workers:
        worker.close()
    shutil.rmtree(folder)


async def told(client: httpx.AsyncClient, url: str, **headers: str) -> dict[str, list[str]]:
    """What a worker is told of a request, by lower-case header."""
    found: dict[str, list[str]] = {}
    for name, value in (await client.get(url, headers=headers)).json()["headers"]:
        found.setdefault(name.lower(), []).append(value)
    return found


async def test_who_calls_is_nginxs_word_alone(nginx: Nginx) -> None:
    async with httpx.AsyncClient() as client:
        found = await told(client, f"{nginx.origin}/join/", **FORGED)
    assert "evil" not in str(found) and "9.9.9.9" not in str(found) and "gopher" not in str(found)
    assert found["x-forwarded-for"] == ["127.0.0.1"] == found["x-real-ip"]
    assert found["x-forwarded-proto"] == ["http"]
    assert found["host"] == [nginx.origin.removeprefix("http://")]
    assert not {"forwarded", "via", "daphne-root-path", "x-forwarded-host", "proxy"} & found.keys()


async def test_a_header_sent_twice_is_overwritten_twice(nginx: Nginx) -> None:
    headers = [
        ("X-Forwarded-For", "9.9.9.9"),
        ("x-forwarded-for", "8.8.8.8"),
        ("X-Forwarded-For ", "7.7.7.7"),
    ]
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{nginx.origin}/", headers=headers[:2])
    assert "9.9.9.9" not in answer.text and "8.8.8.8" not in answer.text


async def test_tls_ends_at_nginx_and_the_worker_is_told(nginx: Nginx) -> None:
    trusting = ssl.create_default_context(cafile=nginx.folder / "certificate.pem")
    address = f"https://127.0.0.1:{nginx.https}/join/"
    async with httpx.AsyncClient(verify=trusting, limits=httpx.Limits(max_keepalive_connections=0)) as client:
        ours = client.build_request("GET", address, headers={"Host": NAME}, extensions={"sni_hostname": NAME})
        headers = dict((await client.send(ours)).json()["headers"])
        assert (headers["X-Forwarded-Proto"], headers["Host"]) == ("https", NAME)
        theirs = client.build_request("GET", address, extensions={"sni_hostname": "evil.example"})
        with pytest.raises(httpx.ConnectError):
            await client.send(theirs)
        fronted = client.build_request(
            "GET", address, headers={"Host": "evil.example"}, extensions={"sni_hostname": NAME}
        )
        with pytest.raises(httpx.RemoteProtocolError):
            await client.send(fronted)
    written = nginx.accesses()
    assert '"/join/" 200' in written and "?" not in written


async def test_plain_http_leads_to_https_and_strangers_names_nowhere(nginx: Nginx) -> None:
    plain = f"http://127.0.0.1:{nginx.http}/join/"
    async with httpx.AsyncClient() as client:
        answer = await client.get(plain, headers={"Host": NAME})
        assert (answer.status_code, answer.headers["location"]) == (308, f"https://{NAME}/join/")
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(plain, headers={"Host": "evil.example"})


async def test_what_is_ours_alone_does_not_pass(nginx: Nginx) -> None:
    async with httpx.AsyncClient() as client:
        for path in ("/metrics", "/healthz", "/readyz", "/%6detrics", "//metrics", "/x/../metrics"):
            assert (await client.get(f"{nginx.origin}{path}")).status_code == 404, path


async def test_a_websocket_asks_for_its_upgrade_and_a_page_closes_its_connection(nginx: Nginx) -> None:
    async with httpx.AsyncClient() as client:
        assert (await told(client, f"{nginx.origin}/"))["connection"] == ["close"]
        asked = {"Upgrade": "websocket", "Connection": "Upgrade"}
        found = await told(client, f"{nginx.origin}/ws/", **asked)
        assert (found["connection"], found["upgrade"]) == (["upgrade"], ["websocket"])
    with pytest.raises(websockets.InvalidStatus):  # it came through, to a server that knows no websockets
        await websockets.connect(f"{nginx.origin.replace('http', 'ws')}/ws/")


async def test_a_worker_that_is_gone_is_passed_over(nginx: Nginx) -> None:
    (nginx.sockets / "1.sock").unlink()
    async with httpx.AsyncClient() as client:
        answers = [await client.post(f"{nginx.origin}/", content=b"once") for _ in range(10)]
    assert [answer.status_code for answer in answers] == [200] * 10


def test_time_outs_lie_above_our_ping_and_our_long_poll() -> None:
    text = (DEPLOY / "nginx" / "locations.conf").read_text()
    for name in ("proxy_read_timeout", "proxy_send_timeout"):
        found = re.search(rf"{name} (\d+)s;", text)
        assert found and int(found[1]) >= LIMITS["ping_interval"] + LIMITS["ping_timeout"] > 25


def test_the_environment_template_names_only_variables_that_are_read() -> None:
    lines = (DEPLOY / "environment.template").read_text().splitlines()
    named = {line.partition("=")[0] for line in lines if line and not line.startswith("#")}
    assert named <= {variable.name for variable in VARIABLES}
    assert {"ORIGINS", "SECRET_KEY", "DATABASE_URL", "REDIS_URL", "TRUSTED_PROXIES"} <= named


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """With programs and folders that exist here in the place of ours; read by systemd where it is."""
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text()
        assert re.search(r"^\[Unit\]\nDescription=Baithak", text, re.MULTILINE), unit.name
        text = text.replace("/opt/baithak/.venv/bin/python", "/bin/true").replace("/opt/baithak", "/tmp")
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text)
    shutil.copy(tmp_path / "baithak@1.service", tmp_path / "baithak@2.service")
    if program := shutil.which("systemd-analyze"):
        names = [str(each) for each in tmp_path.iterdir()]
        done = subprocess.run([program, "verify", *names], capture_output=True, text=True)
        assert [line for line in done.stderr.splitlines() if "baithak" in line] == []


def test_the_workers_of_systemd_and_of_nginx_and_of_compose_are_the_same() -> None:
    conf = (DEPLOY / "nginx" / "baithak.conf").read_text()
    unit = (DEPLOY / "systemd" / "baithak@.service").read_text()
    target = (DEPLOY / "systemd" / "baithak.target").read_text()
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    sockets = re.findall(r"server unix:(\S+)", conf)
    assert sockets == ["/run/baithak/1.sock", "/run/baithak/2.sock"]
    assert "--unix /run/baithak/%i.sock" in unit
    assert re.findall(r"baithak@(\d)", target) == ["1", "2"]
    commands = [service.get("command", []) for service in compose["services"].values()]
    assert [socket for command in commands for socket in command if socket in sockets] == sockets
    variables = {name for one in compose["services"].values() for name in one.get("environment", {})}
    known = {variable.name for variable in VARIABLES}
    assert {name for name in variables if not name.startswith("POSTGRES_")} <= known


def test_the_image_installs_only_what_is_locked_and_runs_without_root() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    assert "--require-hashes -r requirements/app.txt" in text
    assert re.search(r"^USER (?!root|0)", text, re.MULTILINE)
    assert "://" not in text
