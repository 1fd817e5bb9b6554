"""Reading the database from the event loop: on a few threads of our own, never on the shared one.

A broken connection is given back and the error passed on; the caller decides whether to try again.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

T = TypeVar("T")
READERS = 4
_readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")


async def read(work: Callable[..., T], *arguments: object) -> T:
    """Run a blocking read. Raises what it raises."""
    return await asyncio.get_running_loop().run_in_executor(_readers, _run, work, arguments)


def _run(work: Callable[..., T], arguments: tuple[object, ...]) -> T:
    try:
        return work(*arguments)
    except (DatabaseError, InterfaceError):
        connection.close()
        raise


def close_readers() -> None:
    """Give the readers' connections back: when a server stops, and between tests."""
    global _readers
    together = threading.Barrier(READERS)  # so that each thread gets one of these, and none gets two
    for _ in range(READERS):
        _readers.submit(_close_one, together)
    _readers.shutdown(wait=True)
    _readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")


def _close_one(together: threading.Barrier) -> None:
    connection.close()
    together.wait(30)
