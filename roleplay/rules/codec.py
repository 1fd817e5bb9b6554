"""Events to JSON and back, and commands from what a browser sent.

The only file that knows old spellings: an event whose fields change keeps being readable
here. Storage and sockets are not known.
"""

import re
from collections.abc import Iterable
from dataclasses import MISSING, asdict, fields
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from .kernel import COMMANDS, EVENTS, Command, Event, Refused

MAX_FIELD = 16_384
MAX_LIST = 40
TYPED = "typed"
"""What a page without scripts calls the one field for all buttons that ask for words."""
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,9}")


def event_to_json(event: Event) -> dict[str, Any]:
    """The event's fields as plain JSON values; its kind is stored beside them."""
    return asdict(event)  # type: ignore[call-overload,no-any-return]


def event_from_json(kind: str, body: dict[str, Any]) -> Event:
    """The event that ``event_to_json`` wrote. Raises KeyError for an unknown kind."""
    cls = EVENTS[kind]
    hints = _hints(cls)  # type: ignore[arg-type]
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in body.items() if name in hints}
    return cls(**values)


def command_from_json(do: Any, body: Any) -> Command:
    """The command that a browser asks for. Raises Refused ``bad_command`` when it is not one.

    Every field must be known, present unless it has a default, and of its declared type.
    """
    cls = COMMANDS.get(do) if isinstance(do, str) else None
    if cls is None:
        raise Refused("bad_command", "The server does not know this command.")
    if not isinstance(body, dict):
        raise Refused("bad_command", "A command is an object with fields.")
    declared = _declared(cls)  # type: ignore[arg-type]
    if body.keys() - declared.keys():
        raise Refused("bad_command", "The command has a field that does not belong to it.")
    for name, (wanted, required) in declared.items():
        if name in body:
            _require_type(name, body[name], wanted)
        elif required:
            raise Refused("bad_command", f"The command lacks its {name}.")
    return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in body.items()})


def fields_from_form(do: str, given: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The fields of a command as a form without scripts posts them: all of them texts, some repeated.

    What is not a text becomes what it says ("true", "2"); what may be absent and is empty is left out.
    Words typed for whichever button is pressed become the text that this command still lacks.
    """
    cls: Any = COMMANDS.get(do)
    hints = _hints(cls) if cls else {}
    fields: dict[str, Any] = {}
    typed = ""
    for name, value in given:
        if name == TYPED:
            typed = value
            continue
        wanted = hints.get(name)
        if get_origin(wanted) is tuple:
            fields[name] = [*fields.get(name, []), *([value] if value else [])]
        elif value or not _may_be_absent(wanted):
            fields[name] = value if wanted is str else _meant(value)
    lacking = [name for name, wanted in hints.items() if wanted is str and name not in fields]
    return {**fields, lacking[0]: typed} if typed and lacking else fields


def _may_be_absent(wanted: Any) -> bool:
    return type(None) in get_args(wanted)


def _meant(value: str) -> Any:
    if value in ("true", "false"):
        return value == "true"
    return int(value) if WHOLE_NUMBER.fullmatch(value) else value


@cache
def _hints(cls: Any) -> dict[str, Any]:
    own = {field.name for field in fields(cls)}
    return {name: hint for name, hint in get_type_hints(cls).items() if name in own}


@cache
def _declared(cls: Any) -> dict[str, tuple[Any, bool]]:
    """The type of each field, and whether it must be given."""
    hints = _hints(cls)
    return {field.name: (hints[field.name], field.default is MISSING) for field in fields(cls)}


def _require_type(name: str, value: Any, wanted: Any) -> None:
    if not _fits(value, wanted):
        raise Refused("bad_command", f"The {name} of the command is not what it should be.")


def _fits(value: Any, wanted: Any) -> bool:
    if wanted is str:
        return isinstance(value, str) and len(value) <= MAX_FIELD and _encodable(value)
    if get_origin(wanted) in (Union, UnionType):
        return any(_fits(value, one) for one in get_args(wanted))
    if get_origin(wanted) is tuple:
        return isinstance(value, list) and len(value) <= MAX_LIST and all(_fits(one, str) for one in value)
    if get_origin(wanted) is Literal:
        return isinstance(value, str) and value in get_args(wanted)
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**31
    return isinstance(value, wanted)


def _encodable(value: str) -> bool:
    """False for lone surrogates and NUL, which no database stores."""
    if "\x00" in value:
        return False
    return value.isascii() or not any(0xD800 <= ord(character) <= 0xDFFF for character in value)
