"""A rehearsal: the pack's script played by delegates who connect as everybody else does.

Each scripted delegate comes in through the personal link of a seat, over a real socket, and so
does the scripted facilitator. What they say belongs to the pack. Opening the workshop and
printing what happens is the command's business (``management/commands/rehearse.py``).
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from roleplay.live.client import Client
from roleplay.live.client_entrance import TurnedAway, enter
from scenarios.rehearsal_schema import Rehearsal, ScriptLine

FACILITATOR = "facilitator"
CORRIDOR = re.compile(r"corridor-[0-9a-f]{12}")
INVITED_WITHIN = 10.0
NAMES = {FACILITATOR: "Chairing script"}
GATE = "Rehearsal: the script goes on."

Tell = Callable[[str], None]
Watching = Callable[[str, ScriptLine], Awaitable[None]]
"""Awaited after each step, with its phase: the script goes on when it has returned."""


class Refusal(Exception):
    """The server would not have a step of the script."""


@dataclass
class Rehearsing:
    """A script under way. ``clients`` by seat, and the facilitator; a seat without one is skipped."""

    script: Rehearsal
    clients: Mapping[str, Client]
    sides: Mapping[str, str]
    speed: float
    tell: Tell
    watching: Watching | None = None
    said: dict[str, str] = field(default_factory=dict)
    skipped: int = 0

    async def play(self) -> None:
        """From the first phase to the last line."""
        for number, phase in enumerate(self.script.phases):
            await self._enter(number, phase.phase)
            for step in phase.steps:
                await asyncio.sleep(step.after / self.speed)
                await self._play(step)
                if self.watching:
                    await self.watching(phase.phase, step)

    async def _enter(self, number: int, phase: str) -> None:
        staff = self.clients[FACILITATOR]
        self.tell(f"Phase {number + 1} of {len(self.script.phases)}: {phase}")
        if number == 0:
            await _do(staff, "start")
        else:
            await _do(staff, "next", override=GATE)

    async def _play(self, step: ScriptLine) -> None:
        """One step. A delegate whose seat is left free, or was taken by somebody, is passed over."""
        client = self.clients.get(step.by)
        if client is None or client.state == "closed":
            self.skipped += 1
            return
        try:
            event = await self._act(client, step)
        except Refusal as refusal:
            self.tell(f"  {step.by}: {refusal}")
            self.skipped += 1
            return
        if step.as_:
            self.said[step.as_] = event

    async def _act(self, client: Client, step: ScriptLine) -> str:
        if step.say is not None:
            return await self._say(client, step)
        if step.use is not None:
            return await _do(client, step.use, **step.with_, **self._made(step))
        for reaction in ("heard", "workable"):
            if label := getattr(step, reaction):
                line = self._line(label)
                return await _do(client, "react", line=line, reaction=reaction, on=True)
        if step.invite:
            return await _do(client, "invite", seat=step.invite)
        if step.accept or step.leave:
            return await self._corridor_step(client, step)
        if step.inject:
            return await _do(client, "release_inject", inject=step.inject)
        if step.broadcast:
            return await _do(client, "broadcast", to="all", text=step.broadcast)
        if step.help:
            return await _do(client, "call_for_help", text=step.help)
        return await _do(client, "call_next" if step.call_next else "raise_hand")

    async def _say(self, client: Client, step: ScriptLine) -> str:
        fields = {"room": await self._room(client, step), "text": step.say}
        if step.reply and step.reply in self.said:
            fields["reply_to"] = self.said[step.reply]
        return await _do(client, "say", **fields)

    async def _corridor_step(self, client: Client, step: ScriptLine) -> str:
        corridor = await self._corridor(client)
        if step.leave:
            return await _do(client, "leave_corridor", corridor=corridor)
        return await _do(client, "answer_invitation", corridor=corridor, accept=True)

    def _line(self, label: str) -> str:
        if label not in self.said:
            raise Refusal("what it refers to was not said or made")
        return self.said[label]

    def _made(self, step: ScriptLine) -> dict[str, str | list[str]]:
        """The fields of a tool's command that mean what earlier steps have made, by its id."""
        return {
            name: self._line(meant) if isinstance(meant, str) else [self._line(one) for one in meant]
            for name, meant in step.of.items()
        }

    async def _room(self, client: Client, step: ScriptLine) -> str:
        if step.room == "caucus":
            return f"caucus-{self.sides[step.by]}"
        return await self._corridor(client) if step.room == "corridor" else step.room

    async def _corridor(self, client: Client) -> str:
        """The corridor that this delegate was asked into or is in, as their own page shows it."""
        try:
            found = await client.until(
                lambda: CORRIDOR.findall(client.parts.get("corridors", "")), INVITED_WITHIN
            )
        except TimeoutError:
            raise Refusal("nobody has asked them into the corridor") from None
        return str(found[-1])


async def _do(client: Client, name: str, **fields: object) -> str:
    """A command through every interruption; the id of the event it led to. Raises Refusal."""
    answer = await client.do(name, **fields)
    if answer.code:
        raise Refusal(f"{answer.code}: {answer.say}")
    return answer.event


@asynccontextmanager
async def seated(staff: str, seats: Mapping[str, str], tell: Tell) -> AsyncIterator[dict[str, Client]]:
    """The scripted people, come in through these links, briefs read and ground rules accepted.

    By seat, and the facilitator. A seat whose link lets nobody in (any more) is left out.
    """
    async with AsyncExitStack() as stack:
        clients: dict[str, Client] = {}
        for name, link in {FACILITATOR: staff, **seats}.items():
            try:
                access = await enter(link, NAMES.get(name, f"Scripted {name}"))
            except TurnedAway as why:
                tell(f"  Nobody came in as {name}: {why}")
                continue
            clients[name] = await stack.enter_async_context(Client(access))
        for name, client in clients.items():
            await client.live()
            if name != FACILITATOR:
                await client.do("open_brief")
                await client.do("accept_rules")
        yield clients
