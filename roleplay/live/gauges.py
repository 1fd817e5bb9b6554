"""What this process measures of itself: counts, times and lengths, no ids and no words.

Read by `/metrics` (`roleplay/health.py`). Each worker counts for itself; whoever collects adds
them up.
"""

import time
from collections import deque

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)

ACKNOWLEDGED = Histogram(
    "baithak_acknowledgement_seconds",
    "From a command's arrival to its answer",
    buckets=SECONDS,
    registry=REGISTRY,
)
DELIVERED = Histogram(
    "baithak_delivery_seconds",
    "From an event's decision to its frame on the way to the last socket of this worker",
    buckets=SECONDS,
    registry=REGISTRY,
)
ANSWERS = Counter("baithak_answers", "Answers to commands", ["code"], registry=REGISTRY)
COMMITTED = Counter("baithak_lines", "Events this worker has committed", registry=REGISTRY)
FRAMES = Counter("baithak_deliveries", "Events sent, counted for each socket", registry=REGISTRY)
NEWS = Counter(
    "baithak_news",
    "Times a log had grown, by what told this worker: a wake, or only the poll a second later",
    ["found_by"],
    registry=REGISTRY,
)
WAKES = Counter("baithak_wakes", "Wakes heard for workshops that are followed here", registry=REGISTRY)
BATCH = Histogram(
    "baithak_writer_batch",
    "Commands committed in one transaction",
    buckets=(1, 2, 5, 10, 20, 50, 100, 200),
    registry=REGISTRY,
)
NOT_COMMITTED = Counter("baithak_writer_failures", "Batches the store did not take", registry=REGISTRY)
QUEUE = Gauge("baithak_writer_queue", "Commands that wait for the writer", registry=REGISTRY)
OPENED = Counter(
    "baithak_sockets_opened",
    "Sockets opened, by how their frames leave: the short way, or the server's own",
    ["way"],
    registry=REGISTRY,
)
SOCKETS = Gauge("baithak_sockets", "Open doors: sockets, and polls that wait", registry=REGISTRY)
WORKSHOPS = Gauge("baithak_workshops", "Workshops followed", registry=REGISTRY)
LAG = Gauge(
    "baithak_tailer_lag_seconds",
    "How long ago the tailer that is furthest behind last read its log",
    registry=REGISTRY,
)
LINES_PER_SECOND = Gauge(
    "baithak_lines_per_second", "Events committed here, over the last ten seconds", registry=REGISTRY
)


class Rate:
    """How many a second, over the last ten. For one thread that adds and others that ask."""

    SPAN = 10

    def __init__(self) -> None:
        self._added: deque[tuple[int, int]] = deque(maxlen=self.SPAN + 1)

    def add(self, count: int) -> None:
        now = int(time.monotonic())
        if self._added and self._added[-1][0] == now:
            self._added[-1] = (now, self._added[-1][1] + count)
        else:
            self._added.append((now, count))

    def __call__(self) -> float:
        """Of whole seconds: the one that runs is not counted."""
        now = int(time.monotonic())
        return sum(count for at, count in list(self._added) if now - self.SPAN <= at < now) / self.SPAN


LINES = Rate()
LINES_PER_SECOND.set_function(LINES)


def committed(batch: int, events: int) -> None:
    """The writer's thread has committed a batch."""
    BATCH.observe(batch)
    COMMITTED.inc(events)
    LINES.add(events)


def delivered(events: int, decided_at: int) -> None:
    """All sockets have been sent what is new; ``decided_at`` is in Unix milliseconds."""
    FRAMES.inc(events)
    DELIVERED.observe(max(0.0, time.time() - decided_at / 1000))
