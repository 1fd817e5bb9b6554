"""The same sockets on a real PostgreSQL: talk, resume, once and only once, and an outage of the database.

All tests of this folder run there once more (`tests/services/test_on_postgresql.py`); these few start
from an empty database, and it is taken away from under the server.
"""

import asyncio
import uuid
from collections.abc import Callable

import pytest

from roleplay.live.client import Client
from roleplay.live.client_doors import Pass, browser
from tests.live.opened import open_class
from tests.services.postgres import Postgres
from tests.services.server import Server

Serve = Callable[..., Server]


@pytest.mark.timeout(180)
async def test_a_class_talks_resumes_and_is_counted_once(serve: Serve, postgres_url: str) -> None:
    server = await asyncio.to_thread(serve, postgres_url)
    passes = await open_class(server)
    seats = [seat for seat in passes if seat != "staff"]
    async with Client(passes[seats[0]]) as one, Client(passes[seats[1]]) as two:
        await asyncio.gather(one.live(), two.live())
        first = await one.do("say", room="plenary", text="On a real server.")
        await two.until(lambda: f"e-{first.event}" in two.lines)
        await two.stop()
        id = str(uuid.uuid4())
        missed = await one.post("say", id, room="plenary", text="While you were away.").done
        again = await one.post("say", id, room="plenary", text="While you were away.").done
        other = await one.post("say", id, room="plenary", text="Something else.").done
        assert (again.event, other.code) == (missed.event, "conflict")
        async with Client(passes[seats[1]], since=two.since) as back:
            await back.until(lambda: f"e-{missed.event}" in back.lines)
            assert [element for element in back.lines if len(element) == 34] == [f"e-{missed.event}"]
            assert back.resyncs == 0


@pytest.mark.timeout(180)
async def test_nothing_false_is_said_while_the_database_is_away(
    serve: Serve, postgres_url: str, postgres: Postgres
) -> None:
    server = await asyncio.to_thread(serve, postgres_url)
    passes = await open_class(server)
    speaker, hearer = [access for seat, access in passes.items() if seat != "staff"][:2]
    async with Client(speaker) as one, Client(hearer) as two:
        await asyncio.gather(one.live(), two.live())
        shuts: list[int] = []
        for client in (one, two):
            client._watch = lambda kind, what: shuts.append(what) if kind == "shut" else None
        await asyncio.to_thread(postgres.stop)
        said = one.post("say", room="plenary", text="In the end.")
        await asyncio.wait([said.done], timeout=5)
        assert not said.done.done()
        await asyncio.to_thread(postgres.start)
        answer = await asyncio.wait_for(said.done, 30)
        await two.until(lambda: f"e-{answer.event}" in two.lines, 10)
        assert shuts == []
        assert sum("In the end." in html for html in two.texts("plenary")) == 1
    assert "Traceback" not in server.log.read_text()


async def test_an_odd_address_is_no_error(serve: Serve, postgres_url: str) -> None:
    """PostgreSQL, unlike SQLite, refuses to compare with a NUL. A signed-in host reaches the most of it."""
    server = await asyncio.to_thread(serve, postgres_url)
    async with browser(Pass(server.address, "", "")) as http:
        assert (await http.post("/enter/", data={"key": server.key})).is_redirect
        for odd in ("%00", "x" * 3000, "%F0%9F%9A%A4", "%FF", "0" * 32):
            for rest in ("", "events/", "screen/", "earlier/?room=%00&before=%00", "links/"):
                answer = await http.get(f"/w/{odd}/{rest}")
                assert answer.status_code in (404, 400), (odd, rest, answer.status_code)
    assert "Traceback" not in server.log.read_text()
