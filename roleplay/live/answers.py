"""How the writer's thread tells those who wait what has become of their commands.

Coroutines of one loop are told together: waking a loop costs more than an answer.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from concurrent.futures import Future

AnyFuture = Future[str] | asyncio.Future[str]
Told = tuple[AnyFuture, str | Exception]


def give(told: Iterable[Told]) -> None:
    """Answer everybody. From any thread; whoever does not wait any more is passed over."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Told]] = {}
    for future, outcome in told:
        if isinstance(future, Future):
            if future.set_running_or_notify_cancel():
                _set(future, outcome)
        else:
            by_loop.setdefault(future.get_loop(), []).append((future, outcome))
    for loop, waiting in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop closed a moment ago
            loop.call_soon_threadsafe(_give_here, waiting)


def _give_here(told: list[Told]) -> None:
    for future, outcome in told:
        if not future.done():
            _set(future, outcome)


def _set(future: AnyFuture, outcome: str | Exception) -> None:
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
