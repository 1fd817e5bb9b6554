"""Thousands of odd frames and bodies at the real server, while others talk.

No traceback, no 5xx, the process lives; every answer has a code that is documented, and the others
are served as before.
"""

import asyncio
import itertools
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable
from statistics import median
from typing import Any, get_type_hints

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from roleplay.live import wire
from roleplay.live.client import Client
from roleplay.live.client_doors import Pass, Shut, SocketDoor, browser
from roleplay.rules.kernel import (
    COMMANDS,
    INNER_COMMANDS,
    SYSTEM,
    Actor,
    Command,
    Moment,
    Refused,
    State,
    decide,
    evolve,
)
from roleplay.rules.people import JoinStaff, People, actor_of
from roleplay.rules.rooms import Rooms
from roleplay.rules.seats import ClaimSeat
from roleplay.rules.talk import Talk
from roleplay.rules.workshop import End, Open
from tests.live.classroom import STAFF, Classroom, in_thread, pack_of, rows
from tests.live.recording import slowness
from tests.ordeals import sizes
from tests.ordeals.sizes import size
from tests.services.server import Server

FRAMES, BODIES = size(2000, 10_000), size(500, 10_000)
CLOSE_CODES = {wire.BAD_FRAME, wire.FLOODING, 1006, 1007, 1009}
"""Ours; the server library's own for what is too big or no text; and 1006 where the network's reset,
because more came after the end, was faster than our code."""
STATUSES = {200, 302, 400, 403, 404, 405, 409, 411, 413, 415, 422, 429}
WORDS = ["", " ", "\x00", "\ud800", "﷽" * 50, "\u202eevil", "a" * 9000, "NaN", "plenary", "caucus-pakistan"]
VALUES: list[Any] = [None, True, -1, 0, 2**53, 10**30, 1.5, [], {}, [[]], {"a": {}}, "²", "--5", *WORDS]
FINAL = {"end", "remove"}
"""Not thrown at the server: afterwards there would be nothing left to disturb."""
FIELDS = ["room", "text", "seat", "line", "reaction", "on", "participant", "minutes", "mode", "corridor", "x"]
SENSE = ["in2", "pk1", "plenary", "all", "heard", "workable", "free", "called", "random", "balanced"]
WAITS = ["0", "²", "-1", "x", "1e9", ""]
UTF_16 = "application/x-www-form-urlencoded; charset=utf-16"
ODD_TYPES: list[str | bytes] = ["text/plain", UTF_16, "", "é".encode()]


def sendable_whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def sendable(value: Any) -> str:
    """As text that a client library agrees to send."""
    return str(value)[:1500].encode("utf-8", "replace").decode()


class Fuzz:
    """Odd things made from a seed: grammar first, then damage."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def frame(self) -> str | bytes:
        kinds: list[Callable[[], Any]] = [self.command, self.command, self.command, self.other, self.junk]
        made = self.chance.choice(kinds)()
        if isinstance(made, str | bytes):
            return made
        return self.damaged(json.dumps(made))

    def command(self) -> dict[str, Any]:
        names = [*sorted(COMMANDS.keys() - FINAL), *INNER_COMMANDS, "no_such_command", 7, None]
        fields = {name: self.value() for name in self.chance.sample(FIELDS, self.chance.randrange(5))}
        odd_id = self.chance.random() < 0.2
        return {
            **fields,
            "do": self.chance.choice(names),
            "id": self.value() if odd_id else str(uuid.uuid4()),
        }

    def proper(self) -> dict[str, Any]:
        """A command as the wire wants it, whatever it may ask."""
        return {**self.command(), "id": str(uuid.uuid4())}

    def sense(self, state: State) -> dict[str, Any]:
        """Often the fields that the command has, with values that could be meant."""
        do = self.chance.choice([*COMMANDS])
        hints = get_type_hints(COMMANDS[do])
        known = [
            *state[Talk].lines,
            *state[People].persons,
            *state[Rooms].corridors,
            "in2",
            "pk1",
            "plenary",
            "all",
        ]
        known += ["heard", "workable", "free", "called", "random", "balanced", "rumour", "weather"]
        fields = {name: self.sensible(hint, known) for name, hint in hints.items() if name != "do"}
        return {"do": do, **fields}

    def sensible(self, hint: Any, known: list[str]) -> Any:
        if self.chance.random() < 0.1:
            return self.value()
        if hint is bool or hint is int:
            return self.chance.choice([True, False]) if hint is bool else self.chance.randrange(-70, 70)
        return self.chance.choice([*known, *known, "Said.", None])

    def other(self) -> dict[str, Any]:
        one = self.chance.choice(["hello", "at", "typing", "ok", "k", "resync"])
        return {one: self.chance.choice([{"since": self.value()}, self.value(), self.chance.randrange(9)])}

    def junk(self) -> str | bytes:
        kinds: list[Callable[[], str | bytes]] = [
            lambda: self.chance.randbytes(self.chance.randrange(200)),
            lambda: "[" * self.chance.randrange(1, 16_000),
            lambda: '{"a":' * self.chance.randrange(1, 3_000),
            lambda: '{"at":' + "9" * self.chance.randrange(1, 9_000) + "}",
            lambda: '{"typing": NaN}',
            lambda: "x" * self.chance.randrange(16_000, 17_500),
            lambda: "".join(chr(self.chance.randrange(1, 0xD800)) for _ in range(100)),
        ]
        return self.chance.choice(kinds)()

    def value(self) -> Any:
        return self.chance.choice(VALUES)

    def damaged(self, text: str) -> str:
        if self.chance.random() < 0.7 or not text:
            return text
        place = self.chance.randrange(len(text))
        return self.chance.choice([text[:place], text[place:], text[:place] + "\\" + text[place:], text * 2])

    def body(self) -> dict[str, Any]:
        """How to send a command to the HTTP door: as JSON, as a form, as something else."""
        frame = self.frame()
        data = frame if isinstance(frame, bytes) else frame.encode("utf-8", "surrogatepass")
        kind = self.chance.choice(["json", "json", "form", "multipart", "odd"])
        if kind == "form":
            return {"data": {name: sendable(self.value()) for name in ("do", "id", *FIELDS[:4])}}
        types: dict[str, str | bytes] = {
            "json": "application/json",
            "multipart": "multipart/form-data; boundary=x",
            "odd": self.chance.choice(ODD_TYPES),
        }
        return {"content": data, "headers": {"Content-Type": types[kind]}}


class Frames:
    """Throws frames at the socket of one seat and notes what comes back."""

    def __init__(self, access: Pass, fuzz: Fuzz) -> None:
        self.access, self.fuzz = access, fuzz
        self.codes: Counter[int] = Counter()
        self.answers: Counter[str] = Counter()

    async def throw(self, count: int) -> None:
        while count > 0:
            count -= await self.visit(count)

    async def visit(self, count: int) -> int:
        """One odd frame, since it is the last that is read; or commands that are odd inside."""
        odd = self.fuzz.chance.random() < 0.3
        proper = [json.dumps(self.fuzz.proper()) for _ in range(min(count, 12))]
        frames = [self.fuzz.frame()] if odd else proper
        door = SocketDoor(self.access)
        await door.open()
        assert door._socket is not None
        if not odd or self.fuzz.chance.random() < 0.8:
            await door.send({"hello": {"since": None}})
        listening = asyncio.create_task(self.listen(door))
        try:
            for frame in [*frames, '"the last one"']:
                await door._socket.send(frame if isinstance(frame, bytes) else sendable_whole(frame))
        except ConnectionClosed:
            pass
        await asyncio.wait_for(listening, 20)
        return len(frames)

    async def listen(self, door: SocketDoor) -> None:
        try:
            while True:
                frame = json.loads(await door.receive())
                if "no" in frame:
                    self.answers[frame["code"]] += 1
        except Shut:
            assert door._socket is not None
            self.codes[door._socket.close_code or 0] += 1


async def bodies(access: Pass, fuzz: Fuzz, count: int) -> Counter[int]:
    statuses: Counter[int] = Counter()
    async with browser(access) as http:
        for _ in range(count):
            path = fuzz.chance.choice(["do/", "do/", "do/", "events/", "earlier/"])
            statuses[await send(http, f"/w/{access.workshop}/{path}", fuzz)] += 1
    return statuses


async def send(http: httpx.AsyncClient, path: str, fuzz: Fuzz) -> int:
    if path.endswith("do/"):
        answer = await http.post(path, **fuzz.body())
    else:
        asked = {name: sendable(fuzz.value()) for name in ("since", "known", "page", "room", "before")}
        answer = await http.get(path, params=asked | {"wait": fuzz.chance.choice(WAITS)})
    assert "Traceback" not in answer.text
    return answer.status_code


async def talk(client: Client, times: list[float], over: asyncio.Event) -> None:
    """A line now and then, timed from asking to acknowledgement."""
    while not over.is_set():
        began = time.monotonic()
        answer = await client.do("say", room="plenary", text="As if nothing were.")
        assert answer.event or answer.code != "closed", answer  # staff may have closed the room
        times.append(time.monotonic() - began)
        await asyncio.wait([asyncio.ensure_future(over.wait())], timeout=1.1)


@pytest.mark.timeout(size(300, 1800))
async def test_odd_frames_and_bodies_are_answered_and_disturb_nobody(
    classroom: Classroom, server: Server
) -> None:
    seed = sizes.seed()
    before = server.log.stat().st_size
    times: list[float] = []
    over = asyncio.Event()
    async with Client(classroom.passes["pk1"]) as other:
        await other.live()
        talking = asyncio.create_task(talk(other, times, over))
        seats = ["in1", "in2", "pk2", STAFF]
        throwers = [Frames(classroom.passes[seat], Fuzz(seed + n)) for n, seat in enumerate(seats)]
        work = [thrower.throw(FRAMES // len(throwers)) for thrower in throwers]
        fuzzed = bodies(classroom.passes["in3"], Fuzz(seed + 9), BODIES)
        statuses = (await asyncio.gather(fuzzed, *work))[0] or Counter()
        over.set()
        await talking
    codes: Counter[int] = Counter(code for thrower in throwers for code in thrower.codes.elements())
    answers: Counter[str] = Counter(code for thrower in throwers for code in thrower.answers.elements())
    sizes.tell(
        f"{FRAMES} frames and {BODIES} bodies, seed {seed}: closed {dict(codes)}, refused {dict(answers)}, "
        f"statuses {dict(statuses)}; others answered after {median(times):.3f} s (median of {len(times)})"
    )
    text = server.log.read_bytes()[before:].decode()
    assert set(codes) <= CLOSE_CODES
    assert set(statuses) <= STATUSES
    assert server.running.poll() is None
    assert "Traceback" not in text and "Internal Server Error" not in text, text[:6000]
    assert median(times) < 0.3 * slowness()
    log = await in_thread(rows, classroom.workshop)
    assert [row["seq"] for row in log] == list(range(1, len(log) + 1))


def test_odd_commands_are_refused_by_the_rules_or_happen_and_never_break_them() -> None:
    """Many more than the server would take from anybody, past its pace: parsed, decided, folded."""
    seed = sizes.seed()
    fuzz = Fuzz(seed)
    state, clock = State(), itertools.count(1_800_000_000_000)
    ids = (uuid.uuid4().hex for _ in itertools.count())
    refused: Counter[str] = Counter()

    def give(by: Actor, command: Command) -> None:
        for entry in decide(state, command, by, Moment(next(clock), ids)):
            evolve(state, entry)

    system = Actor(SYSTEM, "system")
    give(system, Open(pack_of()))
    give(system, JoinStaff("f", "facilitator"))
    for seat in ("in1", "in2", "pk1"):
        give(system, ClaimSeat(seat, seat))
    for _ in range(6000):
        body = {"id": str(uuid.uuid4()), **fuzz.sense(state)}
        frame = wire.parse_command(body)
        if frame.command is None:
            refused[frame.refusal.code if frame.refusal else ""] += 1
        elif not isinstance(frame.command, End):
            try:
                give(actor_of(state, fuzz.chance.choice(["f", "in1", "in2", "pk1", SYSTEM])), frame.command)
                refused["happened"] += 1
            except Refused as refusal:
                refused[refusal.code] += 1
    print(dict(refused))
    assert refused["happened"] > 60 and len(refused) > 15
