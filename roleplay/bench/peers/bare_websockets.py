"""A broadcast with nothing but the `websockets` library: no framework, no database."""

import asyncio
import sys

from websockets.asyncio.server import broadcast, serve

rooms = {}


async def talk(socket):
    room = rooms.setdefault(socket.request.path, set())
    room.add(socket)
    try:
        async for message in socket:
            broadcast(room, message)
    finally:
        room.discard(socket)


async def main(port):
    async with serve(talk, "127.0.0.1", port, compression=None, backlog=2048) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
