"""What is written down while clients talk: the history that ``checker`` judges."""

import json
import os
import re
import secrets
import time
from typing import Any

from roleplay.live.client import Client
from roleplay.live.client_doors import Door, Pass, SocketDoor
from tests.live.checker import Entry, History, Page, Spoken
from tests.live.classroom import STAFF, Classroom

LINE = re.compile(r"e-([0-9a-f]{32})")


def slowness() -> float:
    """How many programs want each processor now: what takes its time is forgiven on a busy machine."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


class Talker:
    """A client whose every frame is kept."""

    def __init__(self, who: str, access: Pass, door: type[Door] = SocketDoor) -> None:
        self.who = who
        self.page = Page(who)
        self.spoken: list[Spoken] = []
        self.shuts: list[int] = []
        self.live_at = 0.0
        self.client = Client(access, door, watch=self._note)

    async def sees(self, event: str, seconds: float = 20) -> None:
        await self.client.until(lambda: f"e-{event}" in self.client.lines, seconds)

    async def is_answered(self, seconds: float = 60) -> None:
        """Nothing waits in the outbox any more."""
        await self.client.until(lambda: not self.client.outbox.items, seconds)

    def say(self, room: str, words: str = "") -> Spoken:
        """Into the outbox; the acknowledgement is noted when it comes."""
        text = f"{words or 'It is said.'} canary-{secrets.token_hex(6)}"
        item = self.client.post("say", room=room, text=text)
        one = Spoken(self.who, item.id, room, text, time.monotonic())
        self.spoken.append(one)
        item.done.add_done_callback(lambda done: self._answered(one, done.result()))
        return one

    @staticmethod
    def _answered(one: Spoken, answer: Any) -> None:
        if answer.event:
            one.acked, one.event = time.monotonic(), answer.event
        else:
            one.refused = answer.code

    def _note(self, kind: str, what: Any) -> None:
        if kind == "open":
            self.page.numbers.append([])
        elif kind == "shut":
            self.shuts.append(what)
        elif kind == "down":
            self._note_text(what)

    def _note_text(self, text: str) -> None:
        self.page.received.append(text)
        frame = json.loads(text)
        if "k" in frame:
            self.page.numbers[-1].append(frame["k"])
        if frame.get("live"):
            self.live_at = time.monotonic()
        for line in frame.get("lines", ()):
            if found := LINE.fullmatch(line["id"]):
                self.page.shown.append((line["room"], found[1]))


def hears(who: str, room: str) -> bool:
    """Who may hear which room of the classroom, from the names alone."""
    if room == "plenary" or who == STAFF:
        return True
    return room == {"in": "caucus-india", "pk": "caucus-pakistan"}[who[:2]]


def history_of(room: Classroom, talkers: list[Talker], rows: list[dict[str, Any]]) -> History:
    names = {id: name for name, id in room.people.items()}
    log = [
        Entry(
            row["seq"],
            row["id"],
            names.get(row["by"], ""),
            row["command"],
            row["body"]["room"] if row["kind"] == "said" else None,
            row["body"].get("text", ""),
        )
        for row in rows
    ]
    spoken = [one for talker in talkers for one in talker.spoken]
    return History(log, spoken, [talker.page for talker in talkers], hears)
