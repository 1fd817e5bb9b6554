"""What a client has asked for and has no final answer to. Outlives connections; knows no doors."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command: ``event`` when it happened, ``code`` and ``say`` when it did not."""

    id: str
    event: str = ""
    code: str = ""
    say: str = ""


@dataclass(eq=False)
class Item:
    """A command that has no final answer yet."""

    frame: dict[str, Any]
    done: asyncio.Future[Answer]
    sent: int = 0

    @property
    def id(self) -> str:
        return str(self.frame["id"])


@dataclass
class Outbox:
    """Commands in the order they were given. Outlives connections, and clients if handed on."""

    items: list[Item] = field(default_factory=list)
    resent: int = 0

    def add(self, name: str, fields: dict[str, Any], id: str = "") -> Item:
        frame = {**fields, "do": name, "id": id or str(uuid.uuid4())}
        item = Item(frame, asyncio.get_running_loop().create_future())
        self.items.append(item)
        return item

    def settle(self, item: Item, answer: Answer) -> None:
        self.items.remove(item)
        if not item.done.done():
            item.done.set_result(answer)
