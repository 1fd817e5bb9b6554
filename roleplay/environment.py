"""The environment variables this project reads: name, meaning, default, and how each is read.

The only place that knows `os.environ`. A value that cannot be used is refused with one plain
sentence (`WrongSetting`). What the values are used for is decided in `settings.py`.
"""

import argparse
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent


class WrongSetting(Exception):
    """A setting that cannot be used; its message is a sentence for the person who set it."""


@dataclass(frozen=True)
class Variable:
    name: str
    help: str
    default: str
    read: Callable[[str], Any]
    flag: str = ""


def text(value: str) -> str:
    return value


def words(value: str) -> list[str]:
    return [word for word in value.replace(",", " ").split() if word]


def yes_or_no(value: str) -> bool:
    if value.lower() in {"1", "yes", "true", "on"}:
        return True
    if value.lower() in {"", "0", "no", "false", "off"}:
        return False
    raise ValueError("say yes or no")


def port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise ValueError("a port is a whole number from 1 to 65535")
    return int(value)


def folder(value: str) -> Path:
    return Path(value).expanduser().resolve() if value else ROOT / "data"


def zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except Exception:
        raise ValueError("no such time zone; it should look like Asia/Karachi") from None
    return value


def origins(value: str) -> list[str]:
    """Whole origins, as a browser sends them: scheme, host, port if it is not the usual one."""
    found = words(value)
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "*" in origin:
            raise ValueError(f"{origin} is not an origin; it should look like https://baithak.example.org")
        if origin != f"{parts.scheme}://{parts.netloc}" or parts.username is not None:
            raise ValueError(f"{origin} has more than scheme, host and port")
    return found


def host_of(origin: str) -> str:
    host = urlsplit(origin).hostname or ""
    return f"[{host}]" if ":" in host else host


def database_url(value: str) -> str:
    """A PostgreSQL address, or a SQLite file; empty means the file in the data folder."""
    if not value or is_address(value, {"postgres", "postgresql", "sqlite"}, path_needed=True):
        return value
    raise ValueError(
        "it should look like postgres://user:password@host:5432/name or sqlite:///path/to/file, "
        "with special characters of a password percent-encoded"
    )


def redis_url(value: str) -> str:
    if not value or is_address(value, {"redis", "rediss", "unix"}):
        return value
    raise ValueError("it should look like redis://host:6379/0")


def is_address(value: str, schemes: set[str], path_needed: bool = False) -> bool:
    """Python's own complaints are not passed on: they quote pieces that may be of a password."""
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError:
        return False
    path = parts.path.strip("/")
    return parts.scheme in schemes and bool(path if path_needed else parts.hostname or path)


def networks(value: str) -> list[str]:
    """Addresses or networks such as 10.0.0.0/8; `unix` is whoever comes by a unix socket."""
    for word in words(value):
        if word != "unix":
            ip_network(word, strict=False)
    return words(value)


def level(value: str) -> str:
    if value.upper() not in logging.getLevelNamesMapping():
        raise ValueError("it is one of DEBUG, INFO, WARNING, ERROR")
    return value.upper()


def log_format(value: str) -> str:
    if value not in {"line", "json"}:
        raise ValueError("it is line or json")
    return value


def token(value: str) -> str:
    if value and len(value) < 20:
        raise ValueError("it must have at least 20 characters")
    return value


VARIABLES = (
    Variable("BAITHAK_PORT", "port to serve on", "8000", port, "--port"),
    Variable(
        "BAITHAK_HOST", "address to listen on; 127.0.0.1 keeps it to this machine", "0.0.0.0", text, "--host"
    ),
    Variable("BAITHAK_DATA", "folder for the database file and the secret key", "", folder, "--data"),
    Variable("DATABASE_URL", "PostgreSQL instead of the SQLite file", "", database_url, "--database-url"),
    Variable("REDIS_URL", "Redis or Valkey, for more than one process", "", redis_url, "--redis-url"),
    Variable("ORIGINS", "exact origins people open, such as https://baithak.example.org", "", origins),
    Variable("ALLOWED_HOSTS", "further host names or addresses people open", "", words),
    Variable("TRUSTED_PROXIES", "addresses of proxies whose X-Forwarded-For is believed", "", networks),
    Variable("SECRET_KEY", "at least 40 random characters; made and kept by itself when unset", "", text),
    Variable("TIME_ZONE", "time zone of the host", "UTC", zone),
    Variable("LOG_LEVEL", "least severe message that is logged", "WARNING", level),
    Variable("LOG_FORMAT", "line for people, json for machines that collect logs", "line", log_format),
    Variable(
        "METRICS_TOKEN", "opens /metrics to collectors on other machines; at least 20 characters", "", token
    ),
    Variable("SHORT_WAY", "frames straight to the socket, where the server is one we know", "yes", yes_or_no),
    Variable("BAITHAK_DEBUG", "Django's debug pages; for developers only, refused by start", "no", yes_or_no),
)


SECRETS = {"SECRET_KEY", "METRICS_TOKEN"}


def read(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every variable, read; the first wrong one is refused."""
    environ = os.environ if environ is None else environ
    return {variable.name: read_one(variable, environ) for variable in VARIABLES}


def read_one(variable: Variable, environ: Mapping[str, str]) -> Any:
    value = environ.get(variable.name, variable.default).strip()
    try:
        return variable.read(value)
    except ValueError as why:
        secret = "://" in value or variable.name in SECRETS  # an address may hold a password
        shown = "" if secret else f" ({value})"
        raise WrongSetting(f"{variable.name}{shown} cannot be used: {why}.") from None


def flags_into_environment(arguments: Iterable[str]) -> None:
    """Take the flags of `start` over into the environment, before settings are read from it."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    add_flags(parser)
    try:
        known, _ = parser.parse_known_args(list(arguments))
    except argparse.ArgumentError:
        return  # the command reads the same flags again and explains the fault
    for name, value in vars(known).items():
        if value is not None:
            os.environ[name] = value


def add_flags(parser: argparse.ArgumentParser) -> None:
    for variable in VARIABLES:
        if variable.flag:
            parser.add_argument(
                variable.flag, dest=variable.name, help=f"{variable.help} (or {variable.name})"
            )
