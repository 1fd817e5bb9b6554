"""Attackers in a process of their own, as they would be: what they spend is not the class's time.

`python -m tests.ordeals.flooding`: passes as JSON on the input; says when each of them has been cut off
once, floods on until the input ends, then prints how often each close code was met.
"""

import asyncio
import contextlib
import json
import os
import sys
import uuid
from collections import Counter

from websockets.exceptions import ConnectionClosed

from roleplay.live import wire
from roleplay.live.client_doors import Pass, SocketDoor

AT_ONCE = 500


class Attackers:
    def __init__(self, passes: list[Pass]) -> None:
        self.passes, self.uncut = passes, set(passes)
        self.codes: Counter[int] = Counter()
        self.all_cut, self.over = asyncio.Event(), asyncio.Event()

    async def flood(self, access: Pass) -> None:
        """Commands as fast as the network takes them; shown out, a second later the same again."""
        while not self.over.is_set():
            door = SocketDoor(access)
            with contextlib.suppress(Exception):
                await door.open()
                self.note(access, await attack(door))
            await asyncio.wait([asyncio.ensure_future(self.over.wait())], timeout=1)

    def note(self, access: Pass, code: int) -> None:
        self.codes[code] += 1
        if code == wire.FLOODING:
            self.uncut.discard(access)
        if not self.uncut:
            self.all_cut.set()


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
    attackers = Attackers([Pass(**one) for one in json.loads(sys.stdin.readline())])
    floods = [asyncio.create_task(attackers.flood(access)) for access in attackers.passes]
    await attackers.all_cut.wait()
    print("all were cut", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    attackers.over.set()
    await asyncio.gather(*floods)
    print(json.dumps(attackers.codes))


if __name__ == "__main__":
    os.nice(10)  # one machine plays them all: attackers have processors of their own
    asyncio.run(main())
