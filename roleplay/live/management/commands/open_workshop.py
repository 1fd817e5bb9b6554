"""`manage.py open_workshop`: a workshop without a browser, with every link that leads into it.

The server, if it runs, finds the new workshop in the database. What is wrong with the arguments is
told in one sentence.
"""

import json
from argparse import ArgumentParser
from concurrent.futures import TimeoutError as TooLate
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.text import Text

from accounts import hosts
from accounts.backends import name_of
from accounts.models import User
from roleplay import databases, environment
from roleplay.live import codes, links, service
from roleplay.live.forms import FEWEST, MOST, defaults
from roleplay.live.management.commands.start import public_address, refuse
from roleplay.live.models import Workshop
from roleplay.live.writer import WRITER, Unavailable
from scenarios.checks import hostable
from scenarios.crosscheck import forms as lengths
from scenarios.library_index import get_pack, library_folder, pack_folders
from scenarios.loader import LoadedPack
from scenarios.problems import PackErrors

CHOICES = {
    "attribution": ("open", "chatham-house", "unattributed", "no-record"),
    "joining": ("open", "approved"),
    "seating": ("host", "choose"),
}


class Command(BaseCommand):
    help = "Open a workshop and print its code and its links: for staff, for the screen, for each seat."
    requires_system_checks = ()  # what is wrong is told in one sentence
    requires_migrations_checks = False

    def create_parser(self, *arguments: Any, **named: Any) -> CommandParser:
        parser = super().create_parser(*arguments, **named)
        parser.error = lambda message: refuse(f"{message[:1].upper()}{message[1:]}.")  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pack", nargs="?", default="", help="the pack's name in the library")
        parser.add_argument("--minutes", help="how long: a form that the pack has (default: the shortest)")
        parser.add_argument("--seats", help=f"how many students, {FEWEST} to {MOST} (default: every seat)")
        for name, choices in CHOICES.items():
            parser.add_argument(f"--{name}", help=" or ".join(choices))
        parser.add_argument("--host", help="user name or e-mail address (default: the first host)")
        parser.add_argument("--base-url", help="what the links begin with, such as https://class.example")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *arguments: Any, **options: Any) -> None:
        loaded = pack_named(options["pack"])
        chosen = choices_of(loaded, options)
        base = base_of(options["base_url"])
        try:
            databases.prepare()
            opened = open_one(loaded, chosen, options["host"], base)
        except environment.WrongSetting as wrong:
            refuse(str(wrong))
        except (Unavailable, TooLate):
            refuse("The database did not take the workshop; please try again.")
        finally:
            WRITER.stop()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(opened), ensure_ascii=False))
        else:
            show(opened, Console())


@dataclass(frozen=True, slots=True)
class Opened:
    """What is printed. ``seats`` has a link for each seat, by its id."""

    id: str
    title: str
    page: str
    join_code: str
    join_link: str
    staff_link: str
    screen_link: str
    seats: dict[str, str]


def open_one(loaded: LoadedPack, chosen: dict[str, Any], host: str | None, base: str) -> Opened:
    workshop: Workshop = service.open_workshop(host_named(host), loaded.pack.id, **chosen)
    return Opened(
        id=workshop.id,
        title=workshop.title,
        page=f"{base}/w/{workshop.id}/",
        join_code=workshop.code,
        join_link=f"{base}/join/#{workshop.code}",
        staff_link=base + links.path(links.staff_link(workshop)),
        screen_link=base + links.path(links.screen_link(workshop)),
        seats={seat: base + links.path(token) for seat, token in links.seat_links(workshop).items()},
    )


def show(opened: Opened, console: Console) -> None:
    """Two columns; a link is never broken over lines, so that it can be copied."""
    rows = [
        ("Workshop", f"{opened.title} ({opened.id})"),
        ("Desk", opened.page),
        ("Join code", codes.grouped(opened.join_code)),
        ("Join", opened.join_link),
        ("Staff", opened.staff_link),
        ("Screen", opened.screen_link),
        *((f"Seat {seat}", link) for seat, link in opened.seats.items()),
    ]
    width = max(len(what) for what, _ in rows)
    for what, value in rows:
        line = Text.assemble((f"{what:{width}}  ", "bold"), (value, "cyan" if "://" in value else ""))
        console.print(line, soft_wrap=True)


def pack_named(slug: str) -> LoadedPack:
    try:
        return hostable(get_pack(slug))
    except PackErrors as errors:
        refuse(f'The pack "{slug}" cannot be hosted: {errors.problems[0]} (see manage.py check_packs).')
    except KeyError:
        there = ", ".join(folder.name for folder in pack_folders(library_folder())) or "none"
        asked = f'There is no pack "{slug}"' if slug else "Which pack"
        refuse(f"{asked}{'.' if slug else '?'} The library has: {there}.")


def choices_of(loaded: LoadedPack, options: dict[str, Any]) -> dict[str, Any]:
    """What ``service.open_workshop`` takes, from what was given and the defaults of the host form."""
    chosen = defaults(loaded.pack)
    if options["minutes"] is not None:
        chosen["minutes"] = one_of("--minutes", options["minutes"], [*map(str, lengths(loaded.pack))])
    if options["seats"] is not None:
        chosen["students"] = one_of("--seats", options["seats"], [*map(str, range(FEWEST, MOST + 1))])
    chosen |= {key: int(chosen[key]) for key in ("minutes", "students")}
    given = {name: options[name] for name in CHOICES if options[name] is not None}
    return chosen | {name: one_of(f"--{name}", value, CHOICES[name]) for name, value in given.items()}


def one_of(flag: str, value: Any, allowed: tuple[str, ...] | list[str]) -> str:
    if str(value) not in allowed:
        refuse(f"{flag} must be one of {', '.join(allowed)}.")
    return str(value)


def host_named(name: str | None) -> User:
    if name is None:
        return hosts.first_host()
    host = User.objects.filter(username=name_of(name) or name, is_active=True).first()
    return host or refuse(f'Nobody may host under the name "{name}".')


def base_of(url: str | None) -> str:
    base = (url or public_address()).rstrip("/")
    return (
        base if base.startswith(("http://", "https://")) else refuse("--base-url must begin with http(s)://.")
    )
