"""How fast one participant may send commands: a bucket of tokens each, kept in this process.

Somebody who goes on sending while told to wait is flooding.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass

from roleplay.rules.kernel import Command
from roleplay.rules.talk import Say

KEPT = 5000
ABUSES = 3


@dataclass(frozen=True, slots=True)
class Rate:
    burst: float
    per_second: float


TALK = Rate(5, 1)
OTHER = Rate(10, 2)
STAFF = Rate(20, 5)
ODD = Rate(60, 10)
"""What is no command at all: no page of ours sends any, so this is only against floods."""
TYPING = Rate(6, 1)


@dataclass(slots=True)
class Bucket:
    tokens: float
    at: float
    told_until: float = 0.0
    abuses: int = 0


class Pace:
    """Buckets by participant and rate; ``take`` says how long to wait, 0.0 for not at all."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[tuple[str, Rate], Bucket] = OrderedDict()

    def take(self, participant: str, command: Command | None, staff: bool) -> float:
        if command is None:
            return self._take(participant, ODD)
        return self._take(participant, STAFF if staff else TALK if isinstance(command, Say) else OTHER)

    def may_type(self, participant: str) -> bool:
        """Typing is told to every process: a flood of it is dropped without a word."""
        return not self._take(participant, TYPING)

    def _take(self, participant: str, rate: Rate) -> float:
        now = time.monotonic()
        bucket = self._bucket(participant, rate, now)
        bucket.tokens = min(rate.burst, bucket.tokens + (now - bucket.at) * rate.per_second)
        bucket.at = now
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            bucket.abuses = 0
            return 0.0
        bucket.abuses += now < bucket.told_until
        bucket.told_until = now + (1 - bucket.tokens) / rate.per_second
        return bucket.told_until - now

    def flooding(self, participant: str) -> bool:
        """Has this participant gone on sending while told to wait?"""
        buckets = (self._buckets.get((participant, rate)) for rate in (TALK, OTHER, STAFF, ODD))
        return any(bucket.abuses >= ABUSES for bucket in buckets if bucket)

    def _bucket(self, participant: str, rate: Rate, now: float) -> Bucket:
        key = (participant, rate)
        if key not in self._buckets:
            self._buckets[key] = Bucket(rate.burst, now)
            if len(self._buckets) > KEPT:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return self._buckets[key]
