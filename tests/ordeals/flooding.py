"""Attackers in a process of their own, as they would be: what they spend is not the class's time.

`python -m tests.ordeals.flooding`: passes as JSON on the input; floods until the input ends, then prints
how often each close code was met.
"""

import asyncio
import contextlib
import json
import os
import sys
import uuid
from collections import Counter

from websockets.exceptions import ConnectionClosed

from roleplay.live.client_doors import Pass, SocketDoor

AT_ONCE = 500


async def flood(access: Pass, codes: Counter[int], over: asyncio.Event) -> None:
    """Commands as fast as the network takes them; shown out, a second later the same again."""
    while not over.is_set():
        door = SocketDoor(access)
        with contextlib.suppress(Exception):
            await door.open()
            codes[await attack(door)] += 1
        await asyncio.wait([asyncio.ensure_future(over.wait())], timeout=1)


async def attack(door: SocketDoor) -> int:
    """The code that ended it."""
    assert door._socket is not None
    with contextlib.suppress(ConnectionClosed):
        await door.send({"hello": {"since": None}})
        for _ in range(AT_ONCE):
            command = {"do": "say", "id": str(uuid.uuid4()), "room": "plenary", "text": "Flood! " * 100}
            await door._socket.send(json.dumps(command))
        async with asyncio.timeout(20):
            while True:
                await door._socket.recv()
    return int(door._socket.close_code or 0)


async def main() -> None:
    passes = [Pass(**one) for one in json.loads(sys.stdin.readline())]
    codes: Counter[int] = Counter()
    over = asyncio.Event()
    floods = [asyncio.create_task(flood(access, codes, over)) for access in passes]
    await asyncio.to_thread(sys.stdin.read)
    over.set()
    await asyncio.gather(*floods)
    print(json.dumps(codes))


if __name__ == "__main__":
    os.nice(10)  # one machine plays them all: attackers have processors of their own
    asyncio.run(main())
