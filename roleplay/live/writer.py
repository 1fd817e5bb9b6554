"""The write path: commands that wait are decided and committed together.

One thread of the process takes whatever is queued, without a timer: under load batches form by
themselves, and when it is quiet a command is committed alone. A command is answered only after
its transaction has committed. Nothing is pushed to anybody from here except a ring at the bell, with what
was committed for the tailer of this process.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import DatabaseError, connection, transaction

from roleplay.live import answers, doorbell, gauges, log
from roleplay.live.answers import AnyFuture
from roleplay.live.log import Addition, CommandKey, Fold, Head, Logged
from roleplay.live.models import new_id
from roleplay.rules.kernel import Command, Entry, Moment, Refused, State, decide
from roleplay.rules.people import actor_of

logger = logging.getLogger(__name__)

LARGEST_BATCH = 200
KEPT_STATES = 500
SHARED_FOR = 600.0
"""Seconds. A log that somebody else has written to is locked before it is written for as long as this."""
PLANNED_FOR = 50, 10_000
"""Entries. After the first so many, then after twice as many each time, the database plans anew."""


class Unavailable(Exception):
    """The store did not take the command. It may be sent again with the same id."""


@dataclass(slots=True, eq=False)
class Submission:
    """A command on its way to the log. ``answer`` becomes the id of its first event: a thread waits for a
    future of threads, a coroutine for one of its loop."""

    workshop: str
    participant: str
    command: Command
    command_id: str | None = None
    digest: str = ""
    answer: AnyFuture = field(default_factory=Future)

    @property
    def key(self) -> CommandKey:
        return CommandKey(self.workshop, self.participant, self.command_id or "")


class Fresh(NamedTuple):
    """What one transaction has added to a log, and which log that is."""

    epoch: str
    committed: list[Logged]


class Writer:
    """The one writer of this process. Thread-safe: ``put`` from anywhere."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Submission | None] = queue.SimpleQueue()
        self._folds: OrderedDict[str, Fold] = OrderedDict()
        self._shared: OrderedDict[str, float] = OrderedDict()
        self._since_planned, self._planned_for = 0, PLANNED_FOR[0]
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def put(self, submission: Submission) -> None:
        self._ensure_running()
        self._queue.put(submission)

    def waiting(self) -> int:
        """How many commands wait for their turn."""
        return self._queue.qsize()

    def stop(self) -> None:
        """Finish what is queued, then end the thread and give its connection back."""
        thread = self._thread
        if thread and thread.is_alive():
            self._queue.put(None)
            thread.join()

    def _ensure_running(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        try:
            while True:
                batch, stop = self._next_batch()
                if batch:
                    self._settle(batch)
                if stop:
                    return
        finally:
            self._folds.clear()
            connection.close()

    def _next_batch(self) -> tuple[list[Submission], bool]:
        waiting = [self._queue.get()]
        while len(waiting) < LARGEST_BATCH and not self._queue.empty():
            waiting.append(self._queue.get())
        return [one for one in waiting if one is not None], None in waiting

    def _settle(self, batch: list[Submission]) -> None:
        """Commit the batch and answer everybody in it. One retry: the store may have been restarted."""
        fresh: dict[str, Fresh] | None = None
        for last_try in (False, True):
            try:
                outcomes, fresh = self._commit(batch)
                break
            except Exception as problem:
                self._forget(batch)
                connection.close()
                if last_try or not isinstance(problem, DatabaseError):
                    gauges.NOT_COMMITTED.inc()
                    logger.warning("A batch of %d was not committed: %s", len(batch), type(problem).__name__)
                    outcomes = [Unavailable()] * len(batch)
                    break
        answers.give(zip((one.answer for one in batch), outcomes, strict=True))
        if last_try or fresh is None:  # what failed may have been committed all the same
            fresh = {one.workshop: Fresh("", []) for one in batch} | (fresh or {})
        if fresh:
            doorbell.ring(*(doorbell.Rung(workshop, *one) for workshop, one in fresh.items()))

    def _commit(self, batch: Sequence[Submission]) -> tuple[list[str | Exception], dict[str, Fresh]]:
        """The outcome of each command, and what was added to each log."""
        settled, fresh = self._commit_unlocked(batch) if log.takes_unlocked() else ({}, {})
        rest = [one for one in batch if one not in settled]
        if rest:
            outcomes, more = self._commit_locked(rest)
            settled |= dict(zip(rest, outcomes, strict=True))
            for workshop, (epoch, committed) in more.items():
                before = fresh.get(workshop, Fresh(epoch, []))
                fresh[workshop] = Fresh(epoch, before.committed + committed)
        return [settled[one] for one in batch], fresh

    def _commit_unlocked(
        self, batch: Sequence[Submission]
    ) -> tuple[dict[Submission, str | Exception], dict[str, Fresh]]:
        """What can be settled with the states at hand, by a statement that takes nothing where they are old.

        Refusals are not settled here: the state may be old, or the command may have been taken before.
        """
        folds = {one.workshop: self._folds[one.workshop] for one in batch if self._is_ours(one.workshop)}
        heads = {workshop: Head(folded.seq, folded.epoch) for workshop, folded in folds.items()}
        decided = _Decided(folds, {})
        outcomes = {one: decided.outcome(one) for one in batch if one.workshop in folds}
        if not decided.additions:
            return {}, {}
        self._plan(sum(len(one.entries) for one in decided.additions))
        taken = log.append(decided.additions, heads)
        for workshop in decided.fresh.keys() - taken:
            del self._folds[workshop]  # it is ahead of a log that went another way
            self._share(workshop)
        fresh = {workshop: decided.fresh[workshop] for workshop in taken}
        settled: dict[Submission, str | Exception] = {
            one: outcome
            for one, outcome in outcomes.items()
            if one.workshop in taken and isinstance(outcome, str)
        }
        gauges.committed(len(settled), sum(len(one.committed) for one in fresh.values()))
        return settled, fresh

    def _plan(self, entries: int) -> None:
        """Have what is written so many times planned anew now and then: a plan that was made for a short log
        reads all of a long one, until the database counts its rows by itself, a minute later."""
        self._since_planned += entries
        if self._since_planned > self._planned_for:
            self._since_planned, self._planned_for = 0, min(2 * self._planned_for, PLANNED_FOR[1])
            log.plan_anew()

    def _commit_locked(self, batch: Sequence[Submission]) -> tuple[list[str | Exception], dict[str, Fresh]]:
        with transaction.atomic():
            heads = log.lock({one.workshop for one in batch})
            folds = {workshop: self._fold(workshop, *head) for workshop, head in heads.items()}
            known = log.answered([one.key for one in batch if one.command_id])
            decided = _Decided(folds, known)
            outcomes = [decided.outcome(one) for one in batch]
            if decided.additions:
                log.append(decided.additions)
        gauges.committed(len(batch), sum(len(one.entries) for one in decided.additions))
        return outcomes, decided.fresh

    def _fold(self, workshop: str, head: int, epoch: str) -> Fold:
        """The state at the head of the log, kept from the last time and brought up to date."""
        folded = self._folds.get(workshop)
        if folded is None or folded.epoch != epoch or folded.seq > head:  # a restored backup: another log
            folded = Fold(workshop, State(), epoch=epoch)
        self._folds[workshop] = folded
        self._folds.move_to_end(workshop)
        if len(self._folds) > KEPT_STATES:
            self._folds.popitem(last=False)
        if folded.seq < head:
            if folded.seq:
                self._share(workshop)
            log.catch_up(folded)
        return folded

    def _share(self, workshop: str) -> None:
        """Somebody else writes to this log too."""
        self._shared[workshop] = time.monotonic()
        self._shared.move_to_end(workshop)
        if len(self._shared) > KEPT_STATES:
            self._shared.popitem(last=False)

    def _is_ours(self, workshop: str) -> bool:
        """Whether nobody else seems to write to this log, and its state is at hand."""
        shared = self._shared.get(workshop)
        return workshop in self._folds and (shared is None or time.monotonic() - shared > SHARED_FOR)

    def _forget(self, batch: Sequence[Submission]) -> None:
        """Our states may be ahead of what was committed; make them again from the log."""
        for one in batch:
            self._folds.pop(one.workshop, None)


class _Decided:
    """The decisions of one transaction, in the order the commands came."""

    def __init__(self, folds: dict[str, Fold], known: dict[CommandKey, log.Answered]) -> None:
        self.folds = folds
        self.known = known
        self.additions: list[Addition] = []
        self.fresh: dict[str, Fresh] = {}

    def outcome(self, one: Submission) -> str | Exception:
        """The id of the first event, the refusal, or why it cannot be decided."""
        folded = self.folds.get(one.workshop)
        if folded is None:
            return Refused("no_such_workshop", "There is no such workshop.")
        if one.command_id and (before := self.known.get(one.key)):
            return before.event if before.digest == one.digest else _conflict()
        try:
            entries = self._decide(folded, one)
        except Refused as refusal:
            return refusal
        except Exception:
            logger.exception("The rules failed on %s.", type(one.command).__name__)
            return Refused("error", "Something went wrong here. Nothing was changed.")
        self._take(folded, one, entries)
        return entries[0].id

    def _decide(self, folded: Fold, one: Submission) -> list[Entry]:
        by = actor_of(folded.state, one.participant)
        moment = Moment(time.time_ns() // 1_000_000, _ids(), secrets.randbits(64))
        return decide(folded.state, one.command, by, moment)

    def _take(self, folded: Fold, one: Submission, entries: list[Entry]) -> None:
        self.additions.append(Addition(one.workshop, folded.seq + 1, entries, one.command_id, one.digest))
        if one.command_id:
            self.known[one.key] = log.Answered(entries[0].id, one.digest)
        fresh = self.fresh.setdefault(one.workshop, Fresh(folded.epoch, []))
        for entry in entries:
            logged = Logged(folded.seq + 1, entry)
            folded.take(logged)
            fresh.committed.append(logged)


def _ids() -> Iterator[str]:
    while True:
        yield new_id()


def _conflict() -> Refused:
    return Refused("conflict", "This command was sent before with other words.")


WRITER = Writer()
gauges.QUEUE.set_function(WRITER.waiting)
