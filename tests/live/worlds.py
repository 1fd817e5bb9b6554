"""A workshop with watchers, run twice: what a viewer's trace holds, with random ids renamed.

In one process, on a real database, through the real service and tailer; only the socket is ours.
"""

import asyncio
import itertools
import json
import re
import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from channels.db import database_sync_to_async

from accounts.models import User
from roleplay.live import service
from roleplay.live.connection import Connection
from roleplay.live.hub import hub, stop_hub
from roleplay.live.identity import Identity
from roleplay.live.models import Participant, Workshop, new_id
from roleplay.live.writer import WRITER
from roleplay.rules.kernel import SYSTEM, Command, Refused
from roleplay.rules.people import Join, JoinStaff
from roleplay.rules.seats import ClaimSeat
from roleplay.rules.workshop import Open
from tests.rules.small_pack import IN, PK, small_pack

IDS = re.compile(
    r"[0-9a-f]{32}|(?:corridor|group)-[0-9a-f]{12}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
TIMES = re.compile(r"\b1[0-9]{12}\b|\b[0-2][0-9]:[0-5][0-9]\b|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.Z+]+")

CODE = "K7QM3TRA"


class World:
    """A small workshop whose people are named by their seats; ``facilitator`` is the staff."""

    def __init__(self) -> None:
        self.people: dict[str, str] = {}
        self.devices: dict[str, str] = {}
        self.traces: dict[str, list[str]] = {}
        self.connections: dict[str, Connection] = {}
        self.workshop = ""

    async def open(self, seats: tuple[str, ...] = (*IN, *PK), pack: dict[str, Any] | None = None) -> "World":
        await database_sync_to_async(self._open)(seats, pack or small_pack())
        return self

    def _open(self, seats: tuple[str, ...], pack: dict[str, Any]) -> None:
        host, _ = User.objects.get_or_create(username="host")
        Workshop.objects.filter(code=CODE).delete()  # the world before: both have the same code on the screen
        row = Workshop.objects.create(host=host, pack="small", title="A small workshop", code=CODE)
        self.workshop = row.id
        service.submit_now(row.id, SYSTEM, Open(pack, seating="choose"))
        self._come(row, "facilitator", lambda id, device: JoinStaff(id, "facilitator", device), user=host)
        for seat in seats:
            self._come(row, seat, lambda id, device, seat=seat: ClaimSeat(id, seat, device))  # type: ignore[misc]
        self._come(row, "waiting", Join)

    def _come(
        self, row: Workshop, name: str, command: Callable[[str, str], Command], user: User | None = None
    ) -> None:
        device = new_id()
        person = Participant.objects.create(
            workshop=row, name=f"Name of {name}", skeleton=name, device=device, user=user
        )
        self.people[name], self.devices[name] = person.id, device
        service.submit_now(row.id, SYSTEM, command(person.id, device))

    async def do(self, who: str, command: Command) -> str:
        return await service.submit_async(self.workshop, self.people[who], command, str(uuid.uuid4()))

    async def try_to(self, who: str, command: Command) -> str | None:
        """``do``, and the code of the refusal if there was one."""
        try:
            await self.do(who, command)
        except Refused as refusal:
            return refusal.code
        return None

    async def watch(self, who: str, since: str | None = None, screen: bool = False) -> Connection:
        """Open a door for somebody and keep every byte that comes through it."""
        trace = self.traces.setdefault(who, [])
        identity = Identity(self.workshop, self.people.get(who, "screen"), self.devices.get(who, ""), screen)

        def send(frame: bytes) -> None:
            trace.append(frame.decode())
            connection.acknowledge(connection.k)

        def close(code: int) -> None:
            trace.append(f"closed {code}")

        connection = Connection(identity, "en", send, close)
        self.connections[who] = connection
        await hub().tailer(self.workshop).attach(connection, since)
        return connection

    async def settle(self) -> None:
        """Until every watcher has been shown all that is in the log."""
        tailer = hub().tailer(self.workshop)
        await tailer.catch_up()
        tailer.ticks.tell()

    def cursor(self, who: str) -> str | None:
        """The last event this watcher was shown."""
        frames = [json.loads(text) for text in self.traces[who] if text.startswith("{")]
        return next((frame["upto"] for frame in reversed(frames) if "upto" in frame), None)


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Let the loop turn until it is so; TimeoutError after a while."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 (nobody tells us when)
            await asyncio.sleep(0.02)


def renamed(trace: list[str]) -> list[str]:
    """The trace with each random id called by its first appearance, and without clock times."""
    names: dict[str, str] = {}
    numbers = itertools.count(1)

    def name(found: re.Match[str]) -> str:
        return names.setdefault(found.group(), f"<{next(numbers)}>")

    return [TIMES.sub("<time>", IDS.sub(name, text)) for text in trace]


def run(story: Callable[[], Awaitable[Any]]) -> Any:
    """Run a story on its own loop and give everything back afterwards."""

    async def whole() -> Any:
        try:
            return await story()
        finally:
            await stop_hub()

    try:
        return asyncio.run(whole())
    finally:
        WRITER.stop()
