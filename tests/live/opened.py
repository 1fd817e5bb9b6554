"""A workshop on any server, opened by the command and entered by its links, as a class does it."""

import asyncio
import json
from typing import Any

from roleplay.live.client import Client
from roleplay.live.client_doors import Pass
from roleplay.live.client_entrance import enter
from tests.live.classroom import STAFF
from tests.services.server import Server


async def open_class(server: Server, seats: int = 6) -> dict[str, Pass]:
    """Everybody has come in and accepted the rules, and the plenary is open; passes by seat, and of staff."""
    opened = await asyncio.to_thread(
        server.manage,
        "open_workshop",
        "fishermen",
        "--seats",
        str(seats),
        "--json",
        "--base-url",
        server.address,
    )
    told: dict[str, Any] = json.loads(opened)
    passes = {STAFF: await enter(told["staff_link"], "Gulzar")}
    for number, (seat, link) in enumerate(told["seats"].items()):
        passes[seat] = await enter(link, f"Student {'abcdefgh'[number]}")
    await asyncio.gather(*(accept(access) for seat, access in passes.items() if seat != STAFF))
    await begin(passes)
    return passes


async def accept(access: Pass) -> None:
    async with Client(access) as client:
        assert (await client.do("accept_rules")).event


async def begin(passes: dict[str, Pass]) -> None:
    """Go on until somebody may talk in the plenary."""
    speaker = next(access for seat, access in passes.items() if seat != STAFF)
    async with Client(passes[STAFF]) as staff, Client(speaker) as seat:
        assert (await staff.do("start")).event
        while (answer := await seat.do("say", room="plenary", text="Can you hear me?")).code == "room_closed":
            assert (await staff.do("next", override="for the test")).event
        assert answer.event or answer.code == "not_your_turn", answer
        await staff.do("set_floor", mode="free")
