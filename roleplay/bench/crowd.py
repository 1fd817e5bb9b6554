"""People in rooms: they come, talk, count what they hear, and leave.

Every line carries a mark with its room and number, so that whatever comes twice, late, out of
order or to the wrong room is seen. What is measured of it is ``load``'s business.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

from roleplay.bench.dialects import MARK, Place, Plain, marked

GIVEN_UP_AFTER = 6.0
clock = time.perf_counter


@dataclass
class Room:
    """``left`` says how many copies of a line are still to come, ``sent`` when it was (to be) sent."""

    number: int
    next: int
    members: list[Member] = field(default_factory=list)
    left: dict[int, int] = field(default_factory=dict)
    sent: dict[int, float] = field(default_factory=dict)
    turn: int = 0

    def speaker(self) -> Member:
        self.turn += 1
        return self.members[self.turn % len(self.members)]


class Member(WSListener):
    """One websocket. ``seen`` are the numbers of the lines that came, in order."""

    def __init__(self, crowd: Crowd, room: Room, place: Place) -> None:
        self.crowd, self.room, self.place = crowd, room, place
        self.seen: list[int] = []
        self.began = self.joined_after = 0.0
        self.joined = False
        self.gaps = self.k = self.told = self.weight = 0
        self.upto = b""
        self.transport: WSTransport | None = None

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport
        self.crowd.dialect.opened(self)
        if self.crowd.dialect.joins_at_once:
            self.has_joined()

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.transport = None
        self.crowd.gone(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.CLOSE:
            self.crowd.refuse(f"closed with {frame.get_close_code()}")
            return
        payload = frame.get_payload_as_bytes()
        self.crowd.dialect.take(self, payload)
        place, end = payload.find(MARK), self.crowd.dialect.end_of_lines(payload)
        while 0 <= place < end:
            self.crowd.heard(self, int(payload[place + 3 : place + 5]), int(payload[place + 5 : place + 13]))
            place = payload.find(MARK, place + 13)

    def say(self, payload: bytes) -> None:
        if self.transport is not None:
            self.transport.send(WSMsgType.TEXT, payload)

    def has_joined(self) -> None:
        self.joined = True
        self.joined_after = clock() - self.began
        self.crowd.arrived(self)


class Crowd:
    """Everybody, and the counts. ``timing`` collects latencies while it is on."""

    def __init__(self, dialect: Plain, job: dict[str, Any]) -> None:
        self.dialect, self.job = dialect, job
        self.rooms: list[Room] = []
        self.members: list[Member] = []
        self.everybody_in = asyncio.Event()
        self.in_now = 0
        self.accepted = self.posted = self.leaked = self.unknown = self.deliveries = self.dropped = 0
        self.backlog = 0
        self.refused: Counter[str] = Counter()
        self.timing = self.again = False
        self.latencies: list[float] = []
        self.leaving = False

    # Coming and going --------------------------------------------------------------------------

    async def join(
        self, places_of: list[list[Place]], rooms: int, members: int, within: float = 0.0
    ) -> dict[str, Any]:
        """Fill the rooms, evenly over ``within`` seconds or a few at a time."""
        first = self.job["first"]
        self.rooms = [Room(number, first) for number in range(rooms)]
        for room in self.rooms:
            places = places_of[room.number][:members]
            room.members = [Member(self, room, place) for place in places]
        self.members = [member for room in self.rooms for member in room.members]
        self.in_now = 0
        self.everybody_in.clear()
        order = list(self.members)
        random.Random(7).shuffle(order)  # noqa: S311 (no secret)
        began = clock()
        if within:
            pauses = (began + within * place / len(order) for place in range(len(order)))
            tasks = [
                asyncio.create_task(self._connect(one, at)) for one, at in zip(order, pauses, strict=True)
            ]
            failed = sum(not ok for ok in await asyncio.gather(*tasks))
        else:
            few = asyncio.Semaphore(20)
            failed = sum(not ok for ok in await asyncio.gather(*(self._gently(one, few) for one in order)))
        try:
            async with asyncio.timeout(30):
                while self.in_now < len(self.members) - failed:
                    self.everybody_in.clear()
                    await self.everybody_in.wait()
        except TimeoutError:
            pass
        times = sorted(one.joined_after * 1000 for one in self.members if one.joined)
        took = clock() - began
        return {"wanted": len(self.members), "joined": len(times), "took_s": took, **percentiles(times)}

    async def _gently(self, member: Member, few: asyncio.Semaphore) -> bool:
        async with few:
            return await self._connect(member, 0.0)

    async def _connect(self, member: Member, at: float) -> bool:
        await asyncio.sleep(max(0.0, at - clock()))
        member.began = at or clock()
        try:
            await ws_connect(
                lambda: member,
                self.dialect.url(member.room.number, member.place),
                extra_headers=self.dialect.headers(member.place),
                websocket_handshake_timeout=25,
                logger_name="load",
            )
        except Exception as problem:
            self.refused[type(problem).__name__] += 1
            return False
        return True

    def arrived(self, member: Member) -> None:
        self.in_now += 1
        self.everybody_in.set()

    def gone(self, member: Member) -> None:
        if not self.leaving:
            self.dropped += 1

    def refuse(self, code: str) -> None:
        self.refused[code] += 1

    async def leave(self) -> None:
        self.leaving = True
        for member in self.members:
            self.dialect.done(member)
            if member.transport is not None:
                member.transport.disconnect()
        await asyncio.sleep(0.3)
        self.leaving = False
        if self.rooms:
            self.job["first"] = max(room.next for room in self.rooms)

    # Talking -----------------------------------------------------------------------------------

    def post(self, room: Room, when: float) -> None:
        """One line in this room, by whoever's turn it is. ``when`` is what the clock counts from."""
        n = room.next
        room.next += 1
        member = room.speaker()
        room.left[n] = len(room.members)
        room.sent[n] = when
        self.posted += 1
        member.say(self.dialect.post(member, n, marked(room.number, n)))

    def heard(self, member: Member, number: int, n: int) -> None:
        room = member.room
        if number != room.number:
            self.leaked += 1
            return
        left = room.left.get(n)
        if left is None:  # from before this crowd came, or a double
            self.unknown += member.joined
            self.backlog += not member.joined
            return
        member.seen.append(n)
        self.deliveries += 1
        if self.timing:
            self.latencies.append(clock() - room.sent[n])
        room.left[n] = left - 1
        if left == 1 and self.again:
            self.post(room, clock())

    async def keep_going(self, seconds: float) -> None:
        """A line that some copies of are lost must not hold its room for ever."""
        until = clock() + seconds
        given_up: set[tuple[int, int]] = set()
        while clock() < until:
            await asyncio.sleep(min(0.5, max(0.0, until - clock())))
            late = clock() - GIVEN_UP_AFTER
            for room in self.rooms:
                for n in [n for n, left in room.left.items() if left > 0 and room.sent[n] < late]:
                    if (room.number, n) not in given_up:
                        given_up.add((room.number, n))
                        self.post(room, clock())

    def arrivals(self, rate: float, seconds: float) -> Iterator[tuple[float, int]]:
        chance = random.Random(11)  # noqa: S311 (no secret)
        for room in self.rooms:
            at = chance.expovariate(rate)
            while at < seconds:
                yield at, room.number
                at += chance.expovariate(rate)

    async def drain(self, seconds: float = 12.0) -> None:
        until = clock() + seconds
        while clock() < until and self.still_to_come():  # noqa: ASYNC110 (an event for each line costs more)
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.1)  # answers, and whatever comes once too often

    def still_to_come(self) -> bool:
        return any(left > 0 for room in self.rooms for left in room.left.values())

    # Judging -----------------------------------------------------------------------------------

    def faults(self) -> dict[str, Any]:
        """What went wrong since everybody joined."""
        lost = doubled = reordered = 0
        for room in self.rooms:
            said = set(room.left)
            reference = room.members[0].seen
            for member in room.members:
                if member.seen == reference and len(reference) == len(said):
                    continue
                got = set(member.seen)
                lost += len(said - got)
                doubled += len(member.seen) - len(got)
                reordered += not _same_order(reference, member.seen)
        return {
            "lost": lost,
            "doubled": doubled + self.unknown,
            "reordered": reordered,
            "leaked": self.leaked,
            "gaps": sum(member.gaps for member in self.members),
            "dropped": self.dropped,
            "posted": self.posted,
            "accepted": self.accepted,
            "refused": dict(self.refused),
        }


def _same_order(one: list[int], other: list[int]) -> bool:
    """Whether what both heard came in one order; a double counts where it came first."""
    both = set(one) & set(other)
    return [n for n in dict.fromkeys(one) if n in both] == [n for n in dict.fromkeys(other) if n in both]


def percentiles(ordered: list[float]) -> dict[str, float]:
    if not ordered:
        return {}
    place = len(ordered) - 1
    return {
        name: ordered[round(place * share)] for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }
