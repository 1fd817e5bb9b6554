"""Frozen dataclasses from the plain JSON that they were stored as. What they mean is not known here."""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


@cache
def _types(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def build(cls: type[T], data: dict[str, Any]) -> T:
    """What was written besides, by an older or newer version, is left out."""
    types = _types(cls)  # type: ignore[arg-type]
    known = {field.name for field in fields(cls)}  # type: ignore[arg-type]
    return cls(**{name: _value(types[name], value) for name, value in data.items() if name in known})


def _value(wanted: Any, value: Any) -> Any:
    if is_dataclass(wanted):
        return build(wanted, value)  # type: ignore[arg-type]
    if get_origin(wanted) is tuple:
        return tuple(_value(get_args(wanted)[0], item) for item in value)
    if get_origin(wanted) is dict:
        return dict(value)
    return value
