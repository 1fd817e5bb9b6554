"""Every secret holds a word of its own; every byte that anybody receives is searched for them.

A real server, real sockets and pages, a whole small workshop from the lobby to the exports.
"""

import asyncio
import json
import uuid
from collections.abc import Iterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from roleplay.live.client import Client
from roleplay.live.client_doors import Pass
from roleplay.rules.tools import TOOLS
from tests.live.actors import ACTORS, STAFF, Cast, cast
from tests.live.classroom import pack_of
from tests.services.server import Server

INSIDE = ("observer", "in1", "in2", "pk1", *STAFF)
INDIA, PAKISTAN = ("in1", "in2", "reading"), ("pk1",)
PAGES = (
    "",
    "screen/",
    "record/",
    "record/shared/",
    "links/",
    "texts/",
    *(f"texts/?text={place}" for place in ("public", "seat:in1", "seat:pk1", "seat:pk1:fear", "side:india")),
    "non-paper/",
    "events/?wait=0",
    "earlier/?room=plenary",
)
CORRECTED = {
    "seat:in1": ("in1",),
    "seat:in4": ("reading",),
    "seat:pk1": ("pk1",),
    "side:india": INDIA,
    "side:pakistan": PAKISTAN,
    "phase:talks:do": (),
    "happened": (),
}
EXPORTS = (
    *(
        f"record/export/{view}.{kind}"
        for view in ("staff", "shared", "own")
        for kind in ("csv", "json", "html")
    ),
    *(f"non-paper/export/{kind}" for kind in ("txt", "md", "html")),
)
CONNECTED = ("in1", "in2", "pk1", "observer", "cofacilitator", "waiting", "screen")


class Canaries:
    """Words that mean nothing, each with those who may receive it. ``None`` is everybody inside."""

    def __init__(self) -> None:
        self.allowed: dict[str, tuple[str, ...]] = {}

    def word(self, *allowed: str) -> str:
        canary = f"canary{uuid.uuid4().hex}"
        self.allowed[canary] = allowed
        return canary


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


def secret_pack(canaries: Canaries) -> dict[str, Any]:
    """The small pack with a canary in everything that is not for all."""
    pack, word = pack_of(), canaries.word
    holders = {"in1": ("in1",), "in2": ("in2",), "in4": ("reading",), "pk1": ("pk1",)}
    for seat in pack["seats"]:
        mine = holders.get(seat["id"], ())
        for name in ("interest", "fear", "red_line", "private_text"):
            seat[name] = word(*mine, *STAFF)
        seat["official_line"] = [word(*mine)]
        pack["seat_briefs"][seat["id"]] = f"{word(*mine, *STAFF)}\n\nThe sun sets."
    pack["side_briefs"] = {
        side: f"{word(*mine, *STAFF)}\n\nThe sun sets."
        for side, mine in (("india", INDIA), ("pakistan", PAKISTAN))
    }
    pack["teaching"] = word(*STAFF)
    pack["happened"] = f"{word(*STAFF)} The sun sets."
    pack["facts"] = [
        {
            "id": "F1",
            "text": word(*STAFF),
            "date": "",
            "confidence": "high",
            "source": "",
            "debrief_only": True,
        }
    ]
    pack["timeline"] = [{"date": "", "text": word(*STAFF), "confidence": "high", "debrief_only": True}]
    pack["outcomes"] = [{"id": "a", "text": word(*STAFF), "gains": {}, "likelihood": "hard"}]
    for inject in pack["injects"]:
        inject |= {name: word(*STAFF) for name in ("title", "text", "purpose", "off_ramp", "correction")}
    pack["moves"] = {"theory": word(*STAFF)}
    pack["audiences"] = [
        {"id": "paper", "title": "A paper", "asks": word("in1", "in2", "reading", *STAFF), "side": "india"},
        {"id": "party", "title": "A party", "asks": word("pk1", *STAFF), "side": "pakistan"},
    ]
    for audience in pack["audiences"]:
        audience["replies"] = [{"mood": "warm", "text": word(*STAFF)}]
    pack["track_one"] = [{"id": "filed", "kind": "shelves", "text": word("observer", *STAFF)}]
    pack["phases"][0]["tools"] = list(TOOLS)
    for phase in pack["phases"]:
        phase["facilitator"] = word(*STAFF)
        phase["do"] = "Talk. The sun sets."
    return pack


@pytest.fixture
def people(server: Server, canaries: Canaries) -> Iterator[Cast]:
    everybody = cast(server.address, secret_pack(canaries))
    yield everybody
    everybody.close()


async def play(people: Cast, canaries: Canaries, received: dict[str, list[str]]) -> None:
    """Whatever can be kept from somebody happens once, over real sockets."""
    word = canaries.word
    async with AsyncExitStack() as stack:
        clients = {}
        for name in CONNECTED:
            access = _pass(people, name)
            clients[name] = await stack.enter_async_context(Client(access, watch=_note(received[name])))
        for client in clients.values():
            await client.live()

        async def do(who: str, command: str, **fields: Any) -> str:
            answer = await clients[who].do(command, **fields)
            assert not answer.code, (who, command, answer)
            return answer.event

        await do("in1", "say", room="plenary", text=word(*INSIDE))
        await do("in1", "say", room="caucus-india", text=word("in1", "in2", *STAFF))
        await do("pk1", "say", room="caucus-pakistan", text=word("pk1", *STAFF))
        for one in ("in2", "observer"):
            await do("cofacilitator", "name_interpreter", participant=people.people[one])
        inside = await do("in1", "say", room="caucus-india", text=word("in1", "in2", *STAFF))
        await do("in2", "interpret", line=inside, text=word("in1", "in2", *STAFF))
        public = await do("pk1", "say", room="plenary", text=word(*INSIDE))
        await do("in2", "interpret", line=public, room="caucus-india", text=word("in1", "in2", *STAFF))
        await do("observer", "interpret", line=public, text=word(*INSIDE))
        await do("cofacilitator", "say", room="back-room", text=word(*STAFF))
        await do("cofacilitator", "broadcast", to="side:india", text=word("in1", "in2", *STAFF))
        await do("cofacilitator", "broadcast", to="seat:pk1", text=word("pk1", *STAFF))
        await do("cofacilitator", "make_move", move="beneath", to="seat:pk1", text=word("pk1", *STAFF))
        for place, readers in CORRECTED.items():
            text = word(*readers, *STAFF)
            await do("cofacilitator", "correct_text", place=place, was="The sun sets.", becomes=text)
        await do("cofacilitator", "plan_news", phase="talks", outlet="X", text=word(*STAFF))
        wrong = await do(
            "cofacilitator", "release_own", outlet="X", text=word("in2", *STAFF), to="seat:in2", kind="rumour"
        )
        await do("cofacilitator", "correct_rumour", line=wrong, text=word("in2", *STAFF))
        leaked = await do("in1", "say", room="caucus-india", text=word("in1", "in2", *STAFF))
        await do("cofacilitator", "leak_line", line=leaked, outlet="X", to="seat:in2", confirmed=True)
        await do("cofacilitator", "release_own", outlet="X", text=word("in2", *STAFF), to="seat:in2")
        gauge = await do("cofacilitator", "gauge_question", text=word(*INSIDE, "screen"))
        await do("in1", "answer_gauge", gauge=gauge, stance="cannot", reason=word("in1"))
        await do("pk1", "answer_gauge", gauge=gauge, stance="behind", reason=word("pk1"))
        await do("in1", "write_entry", kind="need", text=word("in1", "in2", *STAFF))
        await do("pk1", "write_entry", kind="fear", text=word("pk1", *STAFF))
        plan = {name: word("in1", "in2", *STAFF) for name in ("audience", "message", "risk")}
        written = await do("in1", "write_plan", **plan)
        await do("in2", "rewrite_plan", plan=written, what="risk", text=word("in1", "in2", *STAFF))
        await do("pk1", "write_plan", **{name: word("pk1", *STAFF) for name in plan})
        await do("in1", "propose_sentence", text=word(*INSIDE))
        clause = await do("cofacilitator", "write_clause", text=word(*INSIDE, "screen"))
        await do("observer", "interpret_words", words=clause, text=word(*INSIDE, "screen"))
        await do("cofacilitator", "mark_clause", version=clause, mark="adopted")
        await do("cofacilitator", "make_non_paper", heading=word(*INSIDE))
        await do("observer", "answer_non_paper", kind="asks", text=word(*INSIDE, "screen"))
        desk = ("observer", "in1", "in2", *STAFF)
        await do("observer", "answer_non_paper", kind="leaks", to="side:india", text=word(*desk))
        told = await do("in1", "tell_home", audience="paper", text=word("in1", *STAFF))
        await do("cofacilitator", "reply_from_home", exchange=told, mood="cold", text=word("in1", *STAFF))
        await do("pk1", "tell_home", audience="party", text=word("pk1", *STAFF))
        await do("in2", "call_for_help", text=word("in2", *STAFF))
        await do("in1", "keep_note", text=word("in1"))
        await do("pk1", "keep_note", text=word("pk1"))
        await do("in2", "ask_for_pause", text=word("in2", *STAFF))
        await do("in1", "invite", seat="pk1")
        corridor = await clients["pk1"].until(lambda: _corridor(clients["pk1"].parts.get("corridors", "")))
        await do("pk1", "answer_invitation", corridor=corridor, accept=True)
        await do("in1", "say", room=corridor, text=word("in1", "pk1"))
        await do("in1", "leave_corridor", corridor=corridor)
        await do("cofacilitator", "next", override=word(*STAFF))
        await do("cofacilitator", "end")
    received["in1"].append("")


def _corridor(html: str) -> str:
    start = html.find("corridor-")
    return html[start : start + 21] if start >= 0 else ""


def _note(into: list[str]) -> Any:
    return lambda kind, what: into.append(str(what)) if kind == "down" else None


def _pass(people: Cast, name: str) -> Pass:
    browser = people.browsers[name]
    origin = str(browser.base_url).rstrip("/")
    session = browser.cookies.get("session") or ""
    return Pass(origin, people.workshop, session, page="screen" if name == "screen" else "")


def visit_everything(people: Cast, received: dict[str, list[str]]) -> None:
    for name, browser in people.browsers.items():
        for page in (*PAGES, *EXPORTS):
            answer = browser.get(f"/w/{people.workshop}/{page}")
            received[name] += [answer.text, json.dumps(dict(answer.headers))]


def test_nobody_receives_a_byte_of_what_is_not_for_them(people: Cast, canaries: Canaries) -> None:
    received: dict[str, list[str]] = {name: [] for name in ACTORS}
    _add_names(people, canaries)
    visit_everything(people, received)
    asyncio.run(play(people, canaries, received))
    visit_everything(people, received)
    _judge(received, canaries)


def _add_names(people: Cast, canaries: Canaries) -> None:
    """People's names are for staff, and each one's own for themselves."""
    for name in ("in1", "in2", "pk1", "waiting", "observer", "reading"):
        canaries.allowed[f"Name of {name}"] = (name, *STAFF)


def _judge(received: dict[str, list[str]], canaries: Canaries) -> None:
    leaks, seen = [], set()
    for name, texts in received.items():
        everything = "\n".join(texts)
        for canary, allowed in canaries.allowed.items():
            if canary in everything:
                seen.add(canary)
                if name not in allowed:
                    where = next(text for text in texts if canary in text)
                    at = where.index(canary)
                    leaks.append(f"{name} must not see {where[max(0, at - 120) : at + 50]!r}")
    assert not leaks, "\n".join(leaks)
    spoken = [canary for canary, allowed in canaries.allowed.items() if len(allowed) > 1]
    assert len(seen) > len(spoken) // 2, "the scan must have something to find"


def test_the_scan_finds_a_leak(canaries: Canaries) -> None:
    secret = canaries.word("in1")
    with pytest.raises(AssertionError, match="pk1 must not see"):
        _judge({"in1": [secret], "pk1": [f"<p>{secret}</p>"]}, canaries)


def test_the_server_log_holds_no_words(people: Cast, canaries: Canaries, server: Server) -> None:
    asyncio.run(play(people, canaries, {name: [] for name in ACTORS}))
    log = server.log.read_text()
    assert [canary for canary in canaries.allowed if canary in log] == []
