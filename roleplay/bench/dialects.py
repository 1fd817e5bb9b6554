"""How each server is spoken to: where to connect, what to send, what a frame means.

A dialect sees bytes as they come. Finding the lines in them and counting is ``crowd``'s
business; all that is special to one protocol is here.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from roleplay.bench.crowd import Member

MARK = b"~zq"
"""Begins the mark of a line: two digits of its room and eight of its number follow. No tilde occurs
in the ids that any of the servers makes."""
FILLER = " and what we heard at the other table was that the boats go out at night and come home after dark,"

Place = dict[str, str]
"""What one member needs to come in: from whoever prepared the rooms."""


def marked(room: int, number: int) -> str:
    """A line of about 120 characters."""
    return f"{MARK.decode()}{room:02d}{number:08d}{FILLER}"


class Plain:
    """JSON with a message in it, both ways. The room is in the address."""

    joins_at_once = True

    def __init__(self, port: int) -> None:
        self.port = port

    def url(self, room: int, place: Place) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/chat/r{room}/"

    def headers(self, place: Place) -> dict[str, str]:
        return {"Origin": f"http://127.0.0.1:{self.port}"}

    def opened(self, member: Member) -> None:
        """The socket is open."""

    def post(self, member: Member, n: int, text: str) -> bytes:
        return b'{"message": "%s"}' % text.encode()

    def take(self, member: Member, payload: bytes) -> None:
        """Every frame goes through here, before its lines are counted."""

    def end_of_lines(self, payload: bytes) -> int:
        """Where in a frame nothing more counts as a line that was heard."""
        return len(payload)

    def sweep(self, members: list[Member]) -> None:
        """Now and then, for what a client does by a timer."""

    def done(self, member: Member) -> None:
        """The member leaves."""


class SocketIO(Plain):
    """Engine.IO 4 over its websocket, as Socket.IO's own client speaks it."""

    joins_at_once = False

    def url(self, room: int, place: Place) -> str:
        return f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket&room=r{room}"

    def post(self, member: Member, n: int, text: str) -> bytes:
        return b'42["chat",{"message":"%s"}]' % text.encode()

    def take(self, member: Member, payload: bytes) -> None:
        if payload.startswith(b"0{"):
            member.say(b"40")
        elif payload.startswith(b"40"):
            member.has_joined()
        elif payload == b"2":
            member.say(b"3")


class OTree(Plain):
    """A live page: one group for each participant."""

    def url(self, room: int, place: Place) -> str:
        return f"ws://127.0.0.1:{self.port}{place['path']}"


class OTreeChat(OTree):
    """oTree's own chat: the first frame is all that was said before, each other one a list of one line."""

    joins_at_once = False

    def post(self, member: Member, n: int, text: str) -> bytes:
        nickname = member.place["nickname"].encode()
        return b'{"body":"%s","nickname_signed":"%s"}' % (text.encode(), nickname)

    def take(self, member: Member, payload: bytes) -> None:
        if not member.joined:  # only after its lines were counted as those from before
            asyncio.get_running_loop().call_soon(member.has_joined)


class Baithak(Plain):
    """Our wire, with acknowledgements as the browser sends them: after 64 frames, 64 KB or four seconds."""

    joins_at_once = False
    BATCH, HEAVY = 64, 64 * 1024

    def url(self, room: int, place: Place) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/w/{place['workshop']}/"

    def headers(self, place: Place) -> dict[str, str]:
        return {"Origin": f"http://127.0.0.1:{self.port}", "Cookie": f"session={place['session']}"}

    def opened(self, member: Member) -> None:
        member.k = member.told = member.weight = 0
        member.say(json.dumps({"hello": {"since": member.place.get("since")}}).encode())

    def post(self, member: Member, n: int, text: str) -> bytes:
        # The ids of all rooms and runs are different; those that were sent are never sent again.
        id = b"%08x-0000-4000-8000-%012x" % (member.room.number, n)
        return b'{"do":"say","id":"%s","room":"plenary","text":"%s"}' % (id, text.encode())

    def take(self, member: Member, payload: bytes) -> None:
        if payload.startswith(b'{"k":'):
            self._take_frame(member, payload)
        elif payload.startswith(b'{"ok":"'):
            member.crowd.accepted += 1
        elif payload.startswith(b'{"no":"'):
            member.crowd.refuse(json.loads(payload)["code"])

    def end_of_lines(self, payload: bytes) -> int:
        parts = payload.find(b'"parts":{')  # after the lines; the desk's list of what might leak quotes them
        return len(payload) if parts < 0 else parts

    def _take_frame(self, member: Member, payload: bytes) -> None:
        end = payload.find(b",", 5)
        k = int(payload[5:end])
        member.gaps += k != member.k + 1
        member.k = k
        member.weight += len(payload)
        if payload.startswith(b'"up', end + 1):
            member.upto = payload[end + 9 : end + 41]
        elif not member.joined and payload.startswith(b'"live"', end + 1):
            member.has_joined()
        elif payload.startswith(b'"resync"', end + 1):
            member.crowd.refuse("resync")
        if k - member.told >= self.BATCH or member.weight >= self.HEAVY or not member.joined:
            self._acknowledge(member)

    def sweep(self, members: list[Member]) -> None:
        for member in members:
            if member.joined and member.k > member.told:
                self._acknowledge(member)

    def _acknowledge(self, member: Member) -> None:
        member.told, member.weight = member.k, 0
        member.say(b'{"at":%d}' % member.k)

    def done(self, member: Member) -> None:
        if member.upto:
            member.place["since"] = member.upto.decode()


DIALECTS: dict[str, type[Any]] = {
    "plain": Plain,
    "socketio": SocketIO,
    "otree": OTree,
    "otree-chat": OTreeChat,
    "baithak": Baithak,
}
