"""The history checker: what clients saw and were told, held against the log on the disk.

Knows nothing of the engine but the shape of its answers; who may hear what comes from the test.
The invariants are those of the promise: I1 acknowledged is stored, once · I2 nothing else is stored
twice, nothing stays open · I3 the log has no gap · I4 each page shows exactly what it may, in order,
once · I5 a seat's own order holds · I6 what was acknowledged before is earlier · I7 frames have no
gap · I8 no secret reaches another's bytes.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

CANARY = re.compile(r"canary-[0-9a-f]{12}")


@dataclass(frozen=True)
class Entry:
    """A line in the log. ``who`` is the speaker's name in the test."""

    seq: int
    event: str
    who: str = ""
    command: str | None = None
    room: str | None = None
    text: str = ""


@dataclass
class Spoken:
    """A command somebody gave, and when; ``event`` is what the acknowledgement named."""

    who: str
    command: str
    room: str
    text: str
    invoked: float
    acked: float | None = None
    event: str = ""
    refused: str = ""


@dataclass
class Page:
    """Everything that came to one viewer: lines as (room, event) in order, the numbers of each connection."""

    who: str
    shown: list[tuple[str, str]] = field(default_factory=list)
    numbers: list[list[int]] = field(default_factory=list)
    received: list[str] = field(default_factory=list)


@dataclass
class History:
    log: list[Entry]
    spoken: list[Spoken]
    pages: list[Page]
    hears: Callable[[str, str], bool]
    """Whether this viewer may hear this room."""


def check(history: History) -> list[str]:
    """Every violation, beginning with the name of its invariant."""
    checks = (stored, nothing_open, gapless, displayed, own_order, real_time, numbered, secrets)
    return [violation for one in checks for violation in one(history)]


def stored(history: History) -> Iterator[str]:
    places = {(entry.who, entry.command): entry for entry in history.log if entry.command}
    for one in history.spoken:
        entry = places.get((one.who, one.command))
        if one.acked is not None and (entry is None or entry.event != one.event):
            yield f"I1 {one.who} was told {one.event} for {one.command}; the log has {entry}"
        if entry and (entry.room, entry.text) != (one.room, one.text):
            yield f"I1 {one.command} is in the log with other words"


def nothing_open(history: History) -> Iterator[str]:
    for key, times in Counter((entry.who, entry.command) for entry in history.log if entry.command).items():
        if times > 1:
            yield f"I2 {key} took effect {times} times"
    for one in history.spoken:
        if one.acked is None and not one.refused:
            yield f"I2 {one.who} still waits for {one.command}"


def gapless(history: History) -> Iterator[str]:
    found = [entry.seq for entry in history.log]
    if found != list(range(1, len(found) + 1)):
        yield f"I3 the log goes {found[:20]}…"
    if len({entry.event for entry in history.log}) != len(found):
        yield "I3 two entries have one id"


def displayed(history: History) -> Iterator[str]:
    lines = [entry for entry in history.log if entry.room]
    for page in history.pages:
        for room in sorted({entry.room or "" for entry in lines} | {room for room, _ in page.shown}):
            due = [e.event for e in lines if e.room == room and history.hears(page.who, room)]
            seen = [event for place, event in page.shown if place == room]
            if seen != due:
                yield f"I4 {page.who} in {room}: {difference(seen, due)}"


def difference(seen: list[str], due: list[str]) -> str:
    missing, extra = Counter(due) - Counter(seen), Counter(seen) - Counter(due)
    if missing or extra:
        return f"{len(missing)} of {len(due)} missing, {sum(extra.values())} foreign or twice"
    return "another order"


def own_order(history: History) -> Iterator[str]:
    place = {entry.command: entry.seq for entry in history.log if entry.command}
    for who in sorted({one.who for one in history.spoken}):
        mine = [one.command for one in history.spoken if one.who == who and one.command in place]
        if any(place[first] >= place[second] for first, second in pairwise(mine)):
            yield f"I5 what {who} said is in another order"


def real_time(history: History) -> Iterator[str]:
    """Sweep through time: whatever is invoked now comes after all that was acknowledged until now."""
    place = {entry.command: entry.seq for entry in history.log if entry.command}
    known = [one for one in history.spoken if one.command in place]
    moments: list[tuple[float, bool, int]] = [(one.invoked, True, place[one.command]) for one in known]
    moments += [(one.acked, False, place[one.command]) for one in known if one.acked is not None]
    latest = 0
    for at, invoked, seq in sorted(moments):
        if invoked and seq < latest:
            yield f"I6 entry {seq} was asked for at {at:.3f}, after entry {latest} had been acknowledged"
        latest = latest if invoked else max(latest, seq)


def numbered(history: History) -> Iterator[str]:
    for page in history.pages:
        for numbers in page.numbers:
            if numbers != list(range(1, len(numbers) + 1)):
                yield f"I7 {page.who} received frames {numbers[:20]}…"


def secrets(history: History) -> Iterator[str]:
    rooms = {canary: one.room for one in history.spoken for canary in CANARY.findall(one.text)}
    for page in history.pages:
        for canary in canaries_in(page.received):
            room = rooms.get(canary)
            if room is not None and not history.hears(page.who, room):
                yield f"I8 {canary} of {room} reached {page.who}"


def canaries_in(texts: Iterable[str]) -> set[str]:
    return {found for text in texts for found in CANARY.findall(text)}
