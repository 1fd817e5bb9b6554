"""The real server with a fault put into it on purpose, to see whether anybody would notice.

`python -m tests.ordeals.faulty NAME start --json`. Each fault is one that systems like this one really
have; the names are those of `tests/live/test_checker.py`, where the same faults are put into histories.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any

EVERY = 3
"""A fault that lets most things through is harder to see than one that breaks everything."""


def counting() -> Callable[[], bool]:
    """True at every third call."""
    calls = iter(range(1_000_000_000))
    return lambda: next(calls) % EVERY == EVERY - 1


def acknowledged_before_commit() -> None:
    """Some batches are answered and shown, and never come to the disk."""
    from roleplay.live import log

    appending, now = log.append, counting()

    def append(additions: Any, unlocked: Any = None) -> Any:
        return {one.workshop for one in additions} if now() else appending(additions, unlocked)

    log.append = append


def no_unique_key() -> None:
    """Whether a command is known already is not asked; the test has taken the database's own key away."""
    from roleplay.live import log

    log.answered = lambda commands: {}
    log.takes_unlocked = lambda: False


def backlog_race() -> None:
    """Reads first and attaches a moment later: what comes in between is never shown."""
    from roleplay.live.backlog import Backlog

    showing = Backlog.show

    async def show(self: Any, since: str | None) -> bool:
        done = await showing(self, since)
        await asyncio.sleep(1.0)
        return done

    Backlog.show = show  # type: ignore[method-assign]


def follows_ids_that_commit_late() -> None:
    """Passes over entries that became visible late."""
    from roleplay.live.tail import Tailer

    showing, now = Tailer._show, counting()

    def show(self: Any, entries: list[Any]) -> None:
        if kept := [entry for entry in entries if entry.event.kind != "said" or not now()]:
            showing(self, kept)

    Tailer._show = show  # type: ignore[method-assign]


def filters_by_present_seat() -> None:
    """Asks whether somebody is in the workshop now, and not whether they were to hear this."""
    from roleplay.live import backlog, outlook
    from roleplay.rules import kernel

    def visible(entry: Any, viewer: Any) -> bool:
        return viewer.inside and (viewer.staff or not entry.sealed)

    for module in (backlog, outlook, kernel):
        if hasattr(module, "visible"):
            module.visible = visible  # type: ignore[attr-defined]


def lost_wake_without_poll() -> None:
    """After a while no bell rings any more, and nobody looks by themselves."""
    from roleplay.live import doorbell, hub

    ringing, rung = doorbell.ring, iter(range(1_000_000_000))

    def ring(*workshops: Any) -> None:
        if next(rung) < 3:
            ringing(*workshops)

    async def never(self: Any) -> None:
        await asyncio.Event().wait()

    doorbell.ring = ring
    hub.Hub._poll = never  # type: ignore[method-assign]


def acknowledged_what_was_rolled_back() -> None:
    """The first try is answered, although it was rolled back; the second stores another event."""
    from django.db import transaction

    from roleplay.live.writer import Writer

    committing, now = Writer._commit, counting()

    def commit(self: Any, batch: Any) -> Any:
        if not now():
            return committing(self, batch)
        with transaction.atomic():
            outcomes, _ = committing(self, batch)
            transaction.set_rollback(True)
        self._forget(batch)
        return outcomes, committing(self, batch)[1]

    Writer._commit = commit  # type: ignore[method-assign]


def shown_twice() -> None:
    """Resumes at the last event shown instead of after it."""
    shift_resume(-1)


def resumes_one_too_late() -> None:
    shift_resume(+1)


def shift_resume(by: int) -> None:
    from roleplay.live.backlog import Backlog

    finding = Backlog._position

    async def position(self: Any, since: str | None) -> int | None:
        found = await finding(self, since)
        return min(found + by, self.tailer.seq) if since and found else found

    Backlog._position = position  # type: ignore[method-assign]


def leaks_in_a_secondary_event() -> None:
    """Whatever is said anywhere is quoted in a part of everybody's page."""
    import json

    from roleplay.live.tail import Tailer

    showing = Tailer._show

    def show(self: Any, entries: list[Any]) -> None:
        showing(self, entries)
        for entry in entries:
            quoted = json.dumps({"parts": {"reply": getattr(entry.event, "text", "")}}).encode()
            for connection in self.watchers:
                connection.push(quoted)

    Tailer._show = show  # type: ignore[method-assign]


def swallowed_exception() -> None:
    """Some commands fail inside, and nobody is told."""
    from roleplay.live import service

    submitting, now = service.submit_async, counting()

    async def submit(*arguments: Any) -> str:
        if now():
            await asyncio.Event().wait()
        return await submitting(*arguments)

    service.submit_async = submit


def nothing() -> None:
    """No fault: then nothing may be found."""


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roleplay.settings")
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    globals()[sys.argv[1]]()
    execute_from_command_line(["manage.py", *sys.argv[2:]])
