"""The wire: frames from browsers parsed, frames to browsers written. Text only, no sockets.

Up come hello, commands, acknowledgements and typing; down go frames numbered per connection,
and answers to commands. See the README for the whole of it.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, NoReturn

import orjson
from django.utils.translation import gettext

from roleplay.rules.codec import command_from_json
from roleplay.rules.kernel import Command, Refused

MAX_FRAME = 16_384
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
EVENT_ID = re.compile(r"[0-9a-f]{32}")

BAD_FRAME = 4400
NOT_ALLOWED = 4401
TOO_SLOW = 4408
TAKEN_OVER = 4409
ENDED = 4410
FLOODING = 4429
RESTARTING = 4503


class BadFrame(Exception):
    """A frame that is not of the wire. The connection is closed with 4400."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame: show me what came after this event, or everything that is recent."""

    since: str | None


@dataclass(frozen=True, slots=True)
class At:
    """I have frame ``k`` and all before it."""

    k: int


@dataclass(frozen=True, slots=True)
class Typing:
    room: str


@dataclass(frozen=True, slots=True)
class Do:
    """A command with its id; ``refusal`` instead when it was not a proper one."""

    id: str
    command: Command | None = None
    refusal: Refused | None = None


class Line(NamedTuple):
    """A line as a kind of viewer sees it; ``element`` names it on the page.

    A ``change`` is of a line said before: a page that does not hold that line leaves it out.
    """

    room: str
    element: str
    html: str
    change: bool = False

    def shown(self) -> dict[str, Any]:
        line: dict[str, Any] = {"room": self.room, "id": self.element, "html": self.html}
        return line | {"change": True} if self.change else line


Frame = Hello | At | Typing | Do


def parse(text: str) -> Frame:
    """The frame in this text. Raises BadFrame for whatever is not one."""
    data = _object(text)
    if "do" in data:
        return parse_command(data)
    if data.keys() == {"hello"}:
        return _hello(data["hello"])
    if data.keys() == {"at"} and _is_count(data["at"]):
        return At(data["at"])
    if data.keys() == {"typing"} and isinstance(data["typing"], str) and len(data["typing"]) < 80:
        return Typing(data["typing"])
    raise BadFrame("unknown frame")


def parse_command(data: dict[str, Any]) -> Do:
    """A command with its id; for both doors. Raises BadFrame when it cannot even be answered."""
    body = {name: value for name, value in data.items() if name not in ("do", "id")}
    id = data.get("id")
    if not isinstance(id, str) or not UUID.fullmatch(id):
        raise BadFrame("a command without a proper id")
    try:
        return Do(id, command_from_json(data.get("do"), body))
    except Refused as refusal:
        return Do(id, refusal=refusal)


def _object(text: str) -> dict[str, Any]:
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_FRAME:
        raise BadFrame("too long")
    data = _json(text)
    if not isinstance(data, dict):
        raise BadFrame("not an object")
    return data


def _json(text: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:  # or half of a pair of surrogates, which is for the rules to refuse
        pass
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as problem:
        raise BadFrame("not JSON") from problem


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _hello(body: Any) -> Hello:
    since = body.get("since") if isinstance(body, dict) else 0
    if since is None or (isinstance(since, str) and EVENT_ID.fullmatch(since)):
        return Hello(since)
    raise BadFrame("a hello that says nothing")


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def news(
    upto: str | None, lines: Iterable[Line], parts: Mapping[str, bytes], earlier: Sequence[str] = ()
) -> bytes:
    """What is new, without its number: the same bytes for everybody who sees the same.

    ``parts`` are ``encoded``; ``earlier`` names the rooms in which more was said before these lines.
    """
    body: dict[str, Any] = {}
    if upto:
        body["upto"] = upto
    if shown := [one.shown() for one in lines]:
        body["lines"] = orjson.Fragment(encoded(shown))
    if earlier:
        body["earlier"] = list(earlier)
    if parts:
        body["parts"] = {name: orjson.Fragment(part) for name, part in parts.items()}
    return orjson.dumps(body)


def encoded(what: Any) -> bytes:
    """Something as it stands in a frame. Text takes half of the room that it takes as ``str``."""
    try:
        return orjson.dumps(what)
    except TypeError:  # half of a pair of surrogates, which no UTF-8 can hold
        return dumps(what).encode(errors="replace")


def decoded(what: bytes) -> Any:
    """What was ``encoded``."""
    return orjson.loads(what)


LIVE = b'{"live":true}'
RESYNC = b'{"resync":true}'


def numbered(k: int, body: bytes) -> bytes:
    """A frame: the connection's own number in front of a body that many share."""
    return b'{"k":%d,%b' % (k, body[1:])


def accepted(id: str, event: str) -> str:
    return f'{{"ok":"{id}","event":"{event}"}}'


def refused(id: str, refusal: Refused, wait: float | None = None) -> str:
    """The answer to a command that may not happen, in the language that is active."""
    answer: dict[str, Any] = {"no": id, "code": refusal.code, "say": gettext(refusal.say)}
    if wait is not None:
        answer["wait"] = math.ceil(wait * 10) / 10  # never too short: who comes early is flooding
    return dumps(answer)


def dumps(data: Any) -> str:
    """Compact JSON that keeps Urdu and Hindi letters as letters."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
