"""A small application behind the real server, for the tests of how it serves and ends.

Run as a program: `plain_application.py <port>`; prints a line when it is ready.
"""

import asyncio
import gc
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from roleplay import stopping
from roleplay.server import listen, serve  # before any other part of Twisted

from twisted.web.http import HTTPChannel  # isort: skip


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await echo(receive, send, deaf=scope["path"] == "/deaf/")
    elif scope["path"] == "/poll/":
        await asyncio.wait_for(stopping.begun.wait(), 60)
        await answer(send, b"nothing new")
    elif scope["path"] == "/endless/":
        await asyncio.sleep(60)
    elif scope["path"] == "/thread/":
        await asyncio.to_thread(time.sleep, 60)
    elif scope["path"] == "/channels/":
        await answer(send, str(http_channels()).encode())
    elif scope["path"] == "/size/":
        await answer(send, str(await size_of_body(receive)).encode())
    else:
        await answer(send, b"here")


def http_channels() -> int:
    """How many connections Twisted holds as ones that speak HTTP."""
    gc.collect()
    return sum(isinstance(one, HTTPChannel) for one in gc.get_objects())


async def size_of_body(receive: Any) -> int:
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            return size


async def echo(receive: Any, send: Any, deaf: bool) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        many = 20 if message["text"].startswith("long") else 1
        await send({"type": "websocket.send", "text": message["text"] * many})
    await asyncio.sleep(60 if deaf else 0.2)


async def answer(send: Any, body: bytes) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    door = listen("127.0.0.1", int(sys.argv[1]))
    serve(application, door, lambda: print("ready", flush=True))
    print("ended", flush=True)
