"""System checks that refuse settings under which a promise would not hold.

They run with every command that checks the project, and `start` refuses to serve when one fails.
`check --deploy` and `serve` also ask for what a server on the open internet needs, and, the former
with `--database default`, PostgreSQL itself whether it keeps what it has confirmed.
"""

from collections.abc import Sequence
from importlib.metadata import version
from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections

FLOORS = {"django": (5, 2, 11), "daphne": (4, 2, 2), "asgiref": (3, 12, 1)}


@register(Tags.security)
def promises(app_configs: Any, **_: Any) -> list[CheckMessage]:
    return [*databases(), *versions(), *doors(), *secrets(), *pages()]


def databases() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for name, database in settings.DATABASES.items():
        if database.get("CONN_MAX_AGE", 0) != 0:
            found.append(error("E001", f"CONN_MAX_AGE of {name} must be 0: connections leak under ASGI."))
        if "sqlite3" in database["ENGINE"]:
            found += sqlite(name, database.get("OPTIONS", {}))
    return found


def sqlite(name: str, options: dict[str, Any]) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    begin = str(options.get("init_command", "")).upper().replace(" ", "")
    if "SYNCHRONOUS=FULL" not in begin and "SYNCHRONOUS=EXTRA" not in begin:
        found.append(error("E002", f"{name} must set PRAGMA synchronous=FULL: “sent” means on the disk."))
    if options.get("transaction_mode") != "IMMEDIATE":
        found.append(error("E003", f"{name} needs transaction_mode IMMEDIATE: else writers collide."))
    if options.get("timeout", 5) < 20:
        found.append(error("E004", f"{name} needs a timeout of 20 seconds or more."))
    if "JOURNAL_MODE" in begin:
        found.append(error("E005", f"{name} sets journal_mode on each connection, which locks the file."))
    return found


def versions() -> list[CheckMessage]:
    return [
        error("E006", f"{package} {version(package)} has known faults; {dotted(floor)} or later is needed.")
        for package, floor in FLOORS.items()
        if numbers(version(package)) < floor
    ]


def doors() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not settings.ORIGINS:
        found.append(error("E007", "ORIGINS is empty: no page could open a websocket."))
    if any(
        "*" in each for each in [*settings.ORIGINS, *settings.ALLOWED_HOSTS, *settings.CSRF_TRUSTED_ORIGINS]
    ):
        found.append(error("E008", "ORIGINS and ALLOWED_HOSTS name hosts exactly, without a star."))
    https = any(each.startswith("https://") for each in settings.ORIGINS)
    if https and not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        found.append(
            error("E009", "With an https origin, every origin must be https, so that cookies are Secure.")
        )
    return found


def secrets() -> list[CheckMessage]:
    if len(settings.SECRET_KEY) < 40:
        return [error("E010", "SECRET_KEY must have at least 40 characters.")]
    return []


def pages() -> list[CheckMessage]:
    policy = str(settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
    if "unsafe" in policy or "*" in policy:
        return [error("E011", "The content security policy must not allow inline or foreign scripts.")]
    return []


@register(Tags.security, deploy=True)
def production(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """What a public server needs beyond the promises."""
    found: list[CheckMessage] = []
    if settings.EMBEDDED:
        found.append(error("E013", "ORIGINS must say under which addresses people come, each in full."))
    if not settings.ENV["SECRET_KEY"]:
        found.append(
            error(
                "E014", "SECRET_KEY must be set: workers that each make their own know nobody of the others."
            )
        )
    return [*found, *proxies(), *several_workers(), *advice()]


def proxies() -> list[CheckMessage]:
    trusted = settings.TRUSTED_PROXIES
    if any(each != "unix" and ip_network(each, strict=False).prefixlen == 0 for each in trusted):
        return [error("E015", "TRUSTED_PROXIES trusts everybody, so anybody could choose an address.")]
    if settings.HTTPS and not trusted:
        return [
            error(
                "E016", "https comes through a proxy: TRUSTED_PROXIES must name it (unix for a socket file)."
            )
        ]
    return []


def several_workers() -> list[CheckMessage]:
    """Redis is of use to several workers only, and SQLite to one."""
    if settings.REDIS_URL and any("sqlite3" in one["ENGINE"] for one in settings.DATABASES.values()):
        return [
            error(
                "E017", "REDIS_URL is for several workers, and those need PostgreSQL: set DATABASE_URL too."
            )
        ]
    return []


def advice() -> list[CheckMessage]:
    """What works, but not as well as it could."""
    found: list[CheckMessage] = []
    if not settings.REDIS_URL and not any("sqlite3" in one["ENGINE"] for one in settings.DATABASES.values()):
        found.append(
            warning(
                "W001", "Without REDIS_URL run one worker: limits, presence and wakes are each worker's own."
            )
        )
    if not settings.STATIC_COLLECTED:
        found.append(
            warning("W002", "Run collectstatic: then browsers keep static files and proxies serve them.")
        )
    return found


@register(Tags.database, deploy=True)
def keeps_its_word(
    app_configs: Any = None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Whether PostgreSQL has everything on the disk before it confirms it."""
    found: list[CheckMessage] = []
    for name in databases or []:
        if connections[name].vendor != "postgresql":
            continue
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            if server_setting(name, setting) == "off":
                found.append(error("E018", f"PostgreSQL runs with {setting}=off: “sent” means on the disk."))
    return found


def server_setting(database: str, name: str) -> str:
    try:
        with connections[database].cursor() as cursor:
            cursor.execute("SELECT current_setting(%s)", [name])
            return str(cursor.fetchone()[0])
    except DatabaseError:
        return "unknown"  # that it does not answer is told by others


def serving() -> list[CheckMessage]:
    """What keeps `start` from serving: a broken promise, or the developer's error pages."""
    found = promises(None)
    if settings.DEBUG:
        found.append(error("E012", "BAITHAK_DEBUG shows what people wrote on error pages: turn it off."))
    return found


def error(number: str, sentence: str) -> Error:
    return Error(sentence, id=f"baithak.{number}")


def warning(number: str, sentence: str) -> CheckMessage:
    return Warning(sentence, id=f"baithak.{number}")


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def dotted(floor: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in floor)
