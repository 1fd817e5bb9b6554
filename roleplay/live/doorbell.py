"""The bell: "this workshop's log has grown". A hint, and it may be lost; only within this process does
it carry what was committed.

Rings go to the tailers of this process directly and to other processes through the channel
layer. Whoever misses one finds the news by polling a second later, so nothing here may fail
loudly. No consumer has a channel layer; one listener for the whole process has it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NamedTuple

from channels.layers import InMemoryChannelLayer, get_channel_layer

from roleplay.live.log import Logged
from roleplay.live.models import new_id

logger = logging.getLogger(__name__)

GROUP = "doorbell"
LONGEST_RING = 2.0


class Rung(NamedTuple):
    """A workshop whose log has grown. What was ``committed`` to the log of this ``epoch`` goes along to the
    tailer of this process only."""

    workshop: str
    epoch: str = ""
    committed: Sequence[Logged] = ()


Heard = Callable[[dict[str, Any]], None]
_heard: Heard | None = None
_loop: asyncio.AbstractEventLoop | None = None
_under_way: set[asyncio.Task[None]] = set()
_elsewhere: set[str] = set()
"""Workshops that other processes are still to be told of; more than one may go in one message."""
_ringing = False
ME = new_id()
"""Who rings, so that nobody runs to the door for a ring of their own."""


def ring(*rung: Rung) -> None:
    """Wake the tailers of these workshops, here and elsewhere. From any thread; never raises."""
    loop = _loop
    if loop is None or loop.is_closed():
        _tell_from_outside({"type": "bells", "workshops": [one.workshop for one in rung], "by": ME})
        return
    with contextlib.suppress(RuntimeError):  # the loop closed a moment ago
        loop.call_soon_threadsafe(_ring, rung)


def tell(message: dict[str, Any]) -> None:
    """Pass a hint to every process. It may come late, twice or never."""
    loop = _loop
    if loop is None or loop.is_closed():
        _tell_from_outside(message)
        return
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(_tell, message)


def _ring(rung: Sequence[Rung]) -> None:
    if heard := _heard:
        for one in rung:
            heard({"type": "bell"} | one._asdict())
    if _shared_layer() is None:
        return
    _elsewhere.update(one.workshop for one in rung)
    if not _ringing:
        _start(_ring_elsewhere())


def _tell(message: dict[str, Any]) -> None:
    if _heard:
        _heard(message)
    if _shared_layer() is not None:
        _start(_send(message))


def _start(work: Coroutine[Any, Any, None]) -> None:
    """Run it beside; the set keeps the task alive until it is done."""
    task = asyncio.ensure_future(work)
    _under_way.add(task)
    task.add_done_callback(_under_way.discard)


async def _ring_elsewhere() -> None:
    """One message at a time; rings that come while one is on its way go together in the next."""
    global _ringing
    _ringing = True
    try:
        while _elsewhere:
            workshops = sorted(_elsewhere)
            _elsewhere.clear()
            await _send({"type": "bells", "workshops": workshops, "by": ME})
    finally:
        _ringing = False


async def _send(message: dict[str, Any]) -> None:
    layer = _shared_layer()
    try:
        async with asyncio.timeout(LONGEST_RING):
            await layer.group_send(GROUP, message)
    except Exception as problem:
        logger.debug("The bell was not heard elsewhere: %s", type(problem).__name__)


def _tell_from_outside(message: dict[str, Any]) -> None:
    """A command-line process has no loop of its own; the servers hear it through the layer."""
    if _shared_layer() is None:
        return
    with contextlib.suppress(Exception):
        asyncio.run(_send(message))


def _shared_layer() -> Any:
    """The layer, if it reaches other processes."""
    layer = get_channel_layer()
    return None if isinstance(layer, InMemoryChannelLayer) else layer


def listen(heard: Heard) -> asyncio.Task[None] | None:
    """Start hearing on the running loop. Returns the listening task, if a shared layer is set up."""
    global _heard, _loop
    _heard, _loop = heard, asyncio.get_running_loop()
    if _shared_layer() is None:
        return None
    return asyncio.ensure_future(_keep_listening(heard))


async def _keep_listening(heard: Heard) -> None:
    """Hear the other processes, through every outage of the layer."""
    pause = 0.25
    while True:
        with contextlib.suppress(Exception):
            await _listen_once(heard)
        await asyncio.sleep(pause)
        pause = min(5.0, pause * 2)


async def _listen_once(heard: Heard) -> None:
    layer = _shared_layer()
    channel = await layer.new_channel()
    await layer.group_add(GROUP, channel)
    while True:
        message = await layer.receive(channel)
        if message["type"] != "bells":
            heard(message)
        elif message["by"] != ME:
            for workshop in message["workshops"]:
                heard({"type": "bell", "workshop": workshop})
