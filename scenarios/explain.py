"""The schema's verdict on a file, in an author's words and at the author's line.

Turns pydantic's errors into problems. Checks that need more than one field are in ``crosscheck.py``.
"""

import difflib
import types
from collections.abc import Callable
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.problems import Findings, Problem
from scenarios.strict_yaml import Document

M = TypeVar("M", bound=BaseModel)
Advice = tuple[str, str]

PATTERNS = {
    "^[a-z][a-z0-9-]{0,39}$": "Use small letters, digits and hyphens, a letter first: in-boat-owner.",
    "^[A-Z]$": "Use one capital letter.",
    "^PH[0-9]$": "Use PH0 to PH9.",
    "^P[0-9]{2}$": "Use P and two digits: P12.",
    "^F[0-9]{1,2}$": "Use F and a number: F7.",
}
WANTED = {
    "string_type": "a text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "list_type": "a list",
    "dict_type": "a mapping of names to values",
    "model_type": "a mapping of names to values",
}


def validate(model: type[M], document: Document, file: str) -> tuple[M | None, list[Problem]]:
    """The model made from the document, or everything that is wrong with it."""
    try:
        return model.model_validate(document.data, strict=True), []
    except ValidationError as error:
        findings = Findings(file, document.place)
        for detail in error.errors(include_url=False):
            path = tuple(part for part in detail["loc"] if part != "[key]")
            findings.add(path, *_advice(model, detail, path))
        return None, findings.problems


def _advice(model: type[BaseModel], detail: ErrorDetails, path: tuple[str | int, ...]) -> Advice:
    kind, given, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(model, path)
    if kind in WANTED:
        return _wrong_type(kind, given)
    if kind in SAYINGS:
        return SAYINGS[kind](context, given)
    return f"{_lower(detail['msg'])} (got {_shown(given)})", "Correct it."


def _unknown(model: type[BaseModel], path: tuple[str | int, ...]) -> Advice:
    known = _field_names(model, path[:-1])
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
    if near:
        return "is not a field here", f'Did you mean "{near[0]}"?'
    return "is not a field here", f"Remove it. The fields are: {', '.join(known)}." if known else "Remove it."


def _field_names(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """The names that the model at this path knows."""
    kind: Any = model
    for part in path:
        kind = _inner(kind, part)
    kind = _bare(kind)
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return []
    return [field.alias or name for name, field in kind.model_fields.items()]


def _inner(kind: Any, part: str | int) -> Any:
    kind = _bare(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
    arguments = get_args(kind)
    return arguments[-1] if arguments else None


def _bare(kind: Any) -> Any:
    """Without Annotated[...] and ``| None``."""
    while True:
        if get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, types.UnionType):
            kind = next(option for option in get_args(kind) if option is not type(None))
        else:
            return kind


def _wrong_type(kind: str, given: Any) -> Advice:
    if given is None:
        return "is empty", f"Write {WANTED[kind]}."
    message = f"should be {WANTED[kind]}, not {_shown(given)}"
    if kind == "string_type" and not isinstance(given, list | dict):
        return message, f'Put it in quotes: "{given}".'
    if kind == "bool_type":
        return message, "Write true or false, without quotes."
    if isinstance(given, str) and given.strip().isdigit():
        return message, "Leave out the quotes."
    if isinstance(given, str) and kind in ("int_type", "float_type"):
        return message, "Write it in digits."
    return message, f"Write {WANTED[kind]}; check the indentation and the dashes."


def _pattern(context: dict[str, Any], given: Any) -> Advice:
    return f"{_shown(given)} has not the right form", PATTERNS.get(context["pattern"], "")


SAYINGS: dict[str, Callable[[dict[str, Any], Any], Advice]] = {
    "missing": lambda context, given: ("is missing", "Add it."),
    "string_pattern_mismatch": _pattern,
    "string_too_short": lambda context, given: (
        ("is too short", f"Write at least {context['min_length']} characters.")
        if given
        else ("is empty", "Write something here.")
    ),
    "string_too_long": lambda context, given: (
        f"is too long ({len(given)} characters)",
        f"Keep to {context['max_length']} characters.",
    ),
    "too_short": lambda context, given: (
        f"has {context['actual_length']} entries",
        f"Give at least {context['min_length']}.",
    ),
    "too_long": lambda context, given: ("has too many entries", f"Give at most {context['max_length']}."),
    "literal_error": lambda context, given: (f"cannot be {_shown(given)}", f"Use {context['expected']}."),
    "greater_than_equal": lambda context, given: (
        f"{_shown(given)} is too small",
        f"Use {context['ge']} or more.",
    ),
    "less_than_equal": lambda context, given: (
        f"{_shown(given)} is too large",
        f"Use {context['le']} or less.",
    ),
}


def _shown(given: Any) -> str:
    if isinstance(given, list):
        return "a list"
    if isinstance(given, dict):
        return "a mapping"
    if not isinstance(given, str):
        return str(given).lower()
    return f'"{given[:40]}…"' if len(given) > 40 else f'"{given}"'


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
