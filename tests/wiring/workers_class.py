"""A class whose people sit on two workers: opened by the command, let in by the real pages.

Nothing of it goes past the proxy, and the log is read from PostgreSQL itself.
"""

import asyncio
import json
import time
from typing import Any

import psycopg
from psycopg.rows import dict_row

from roleplay.live.client_entrance import enter
from tests.live.checker import History, check
from tests.live.recording import Talker, hears, history_of
from tests.services.workers import Workers

STAFF = "staff"


class TwoWorkersClass:
    """``talkers`` by seat, and of ``staff``; all of them live once `begin` is done."""

    def __init__(self, workers: Workers, origin: str, database_url: str) -> None:
        self.workers, self.origin, self.database_url = workers, origin, database_url
        opened = workers.manage("open_workshop", "fishermen", "--seats", "8", "--base-url", origin, "--json")
        self.opened: dict[str, Any] = json.loads(opened)
        self.workshop: str = self.opened["id"]
        self.talkers: dict[str, Talker] = {}
        self.people: dict[str, str] = {}

    @property
    def staff(self) -> Talker:
        return self.talkers[STAFF]

    @property
    def seats(self) -> dict[str, Talker]:
        return {who: one for who, one in self.talkers.items() if who != STAFF}

    async def begin(self) -> "TwoWorkersClass":
        """Everybody comes in and the agenda stands where plenary and caucuses are both open."""
        links = {STAFF: self.opened["staff_link"], **self.opened["seats"]}
        for who, link in links.items():
            self.talkers[who] = Talker(
                who, await enter(link, f"Somebody {who}" if who != STAFF else "Gulzar")
            )
            self.talkers[who].client.start()
        await asyncio.gather(*(one.client.live(30) for one in self.talkers.values()))
        for one in self.seats.values():
            answer = await one.client.do("accept_rules")
            assert answer.event, answer
        for command, fields in (("start", {}), *[("next", {"override": "for the test"})] * 3):
            answer = await self.staff.client.do(command, **fields)
            assert answer.event, answer
        self.people = {row["seat"]: row["by"] for row in self.rows() if row["kind"] == "rules_accepted"}
        self.people[STAFF] = ""
        return self

    async def leave(self) -> None:
        await asyncio.gather(*(one.client.stop() for one in self.talkers.values()))

    def sockets(self) -> list[int]:
        """How many doors each worker holds open, by its own account."""
        return [int(worker.measure("baithak_sockets")) for worker in self.workers.workers]

    def rows(self) -> list[dict[str, Any]]:
        columns = "seq, id, by, seat, hearers, kind, body, command"
        with psycopg.connect(self.database_url, row_factory=dict_row) as connection:
            asked = f"SELECT {columns} FROM live_event WHERE workshop_id = %s ORDER BY seq"
            return connection.execute(asked.encode(), [self.workshop]).fetchall()

    async def talk(self, until: asyncio.Event, pause: float = 0.8) -> None:
        """Every seat says a line now and then, in plenary or in its caucus."""

        async def one(talker: Talker, first: float) -> None:
            caucus = "caucus-india" if talker.who.startswith("in") else "caucus-pakistan"
            await asyncio.sleep(first)
            while not until.is_set():
                for room in ("plenary", caucus):
                    if len(talker.client.outbox.items) < 3:
                        talker.say(room)
                    await asyncio.sleep(pause)

        await asyncio.gather(*(one(each, 0.1 * n) for n, each in enumerate(self.seats.values())))

    async def all_answered(self) -> None:
        for one in self.talkers.values():
            await one.client.until(lambda one=one: not one.client.outbox.items, 30)

    async def all_shown(self) -> None:
        """Everybody has the last line of each room that they may hear."""
        history = self.history()
        for who, talker in self.talkers.items():
            for room in {entry.room for entry in history.log if entry.room}:
                if hears(who, room):
                    last = [f"e-{entry.event}" for entry in history.log if entry.room == room][-1]
                    await talker.client.until(lambda t=talker, last=last: last in t.client.lines, 15)

    def history(self) -> History:
        return history_of(self, list(self.talkers.values()), self.rows())  # type: ignore[arg-type]

    async def nothing_is_wrong(self) -> None:
        """The history checker finds no fault in what anybody was told and shown."""
        await self.all_answered()
        await self.all_shown()
        found = check(self.history())
        assert not found, "\n".join(found)


async def absences(talkers: dict[str, Talker], until: asyncio.Event) -> dict[str, float]:
    """How long each page was away at most, while we watched; ends when told to and all are back."""
    gone: dict[str, float] = {}
    longest = dict.fromkeys(talkers, 0.0)
    while not until.is_set() or gone:
        now = time.monotonic()
        for who, one in talkers.items():
            if one.client.state != "live":
                gone.setdefault(who, now)
            elif who in gone:
                longest[who] = max(longest[who], now - gone.pop(who))
        await asyncio.sleep(0.01)
    return longest
