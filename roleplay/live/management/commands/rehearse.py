"""`manage.py rehearse`: a newcomer watches a workshop come alive, a minute after cloning.

Opens a workshop on the running server, seats the pack's scripted delegates as real clients, and
prints the links to watch it by. What they do is in ``roleplay/live/rehearsal.py``.
"""

import asyncio
import json
from argparse import ArgumentParser
from concurrent.futures import TimeoutError as TooLate
from dataclasses import asdict
from typing import Any

import httpx
from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from roleplay import databases, environment
from roleplay.live.management.commands.open_workshop import (
    Opened,
    base_of,
    host_named,
    one_of,
    open_one,
    pack_named,
    show,
)
from roleplay.live.management.commands.start import refuse
from roleplay.live.rehearsal import FACILITATOR, Refusal, Rehearsing, seated
from roleplay.live.writer import WRITER, Unavailable
from scenarios.loader import LoadedPack
from scenarios.rehearsal_schema import Rehearsal

SLOWEST, FASTEST = 0.1, 100.0


class Command(BaseCommand):
    help = "Play a pack's rehearsal on the running server, with scripted delegates over real sockets."
    requires_system_checks = ()  # what is wrong is told in one sentence
    requires_migrations_checks = False

    def create_parser(self, *arguments: Any, **named: Any) -> CommandParser:
        parser = super().create_parser(*arguments, **named)
        parser.error = lambda message: refuse(f"{message[:1].upper()}{message[1:]}.")  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "pack", nargs="?", default="fishermen", help="the pack's name (default: fishermen)"
        )
        parser.add_argument("--speed", default="1", help="2 is twice as fast (default: 1)")
        parser.add_argument("--minutes", help="which form, if the pack has several scripts")
        parser.add_argument("--free", action="append", metavar="SEAT", help="leave this seat to you")
        parser.add_argument("--all", action="store_true", help="leave no seat free")
        parser.add_argument("--keep-open", action="store_true", help="do not end the workshop afterwards")
        parser.add_argument("--host", help="whose workshop it is (default: the first host)")
        parser.add_argument("--base-url", help="where the server is (default: this machine)")
        parser.add_argument("--json", action="store_true", help="print the links as one line of JSON first")

    def handle(self, *arguments: Any, **options: Any) -> None:
        loaded = pack_named(options["pack"])
        minutes, script = script_of(loaded, options["minutes"])
        free = free_seats(loaded, script, options)
        speed = speed_of(options["speed"])
        base = base_of(options["base_url"])
        require_server(base)
        opened = opened_for(loaded, minutes, options["host"], base)
        self.show(opened, free, options["json"])
        try:
            asyncio.run(self.play(loaded, script, opened, free, speed, options["keep_open"]))
        except KeyboardInterrupt:
            self.stdout.write("Stopped. The workshop stays as it is.")
        except (TimeoutError, Refusal) as why:
            refuse(f"The rehearsal could not go on: {why or 'the server does not answer'}.")

    def show(self, opened: Opened, free: list[str], as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(asdict(opened) | {"free": free}, ensure_ascii=False))
            self.stdout.flush()
            return
        show(opened, Console())
        for seat in free:
            self.stdout.write(f"\nA seat is free for you: {opened.seats[seat]}")
        self.stdout.write("")

    async def play(
        self, loaded: LoadedPack, script: Rehearsal, opened: Opened, free: list[str], speed: float, keep: bool
    ) -> None:
        seats = {seat: link for seat, link in opened.seats.items() if seat not in free}
        sides = {seat.id: seat.side for seat in loaded.pack.seats}
        async with seated(opened.staff_link, seats, self.tell) as clients:
            rehearsing = Rehearsing(script, clients, sides, speed, self.tell)
            await rehearsing.play()
            if not keep:
                await clients[FACILITATOR].do("end")
        passed = f" {rehearsing.skipped} steps were passed over." if rehearsing.skipped else ""
        self.tell(f"The rehearsal is over.{passed} The record: {opened.page}record/")

    def tell(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def script_of(loaded: LoadedPack, minutes: str | None) -> tuple[int, Rehearsal]:
    scripts = loaded.rehearsals
    if not scripts:
        refuse(f'The pack "{loaded.pack.id}" has no rehearsal.')
    form = int(one_of("--minutes", minutes, [str(each) for each in scripts])) if minutes else min(scripts)
    return form, scripts[form]


def free_seats(loaded: LoadedPack, script: Rehearsal, options: dict[str, Any]) -> list[str]:
    """The seats left to people: those asked for, or the one that says least in the script."""
    known = [seat.id for seat in loaded.pack.seats]
    if options["all"]:
        return []
    if options["free"]:
        return [one_of("--free", seat, known) for seat in options["free"]]
    lines = [step.by for phase in script.phases for step in phase.steps if step.say]
    return [min(known, key=lines.count)]


def speed_of(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not SLOWEST <= speed <= FASTEST:
        refuse(f"--speed must be a number from {SLOWEST:g} to {FASTEST:g}.")
    return speed


def require_server(base: str) -> None:
    try:
        httpx.get(f"{base}/join/", timeout=5, follow_redirects=True)
    except httpx.HTTPError:
        refuse(f"No server answers at {base}. Start it first, in another terminal: python3 manage.py start")


def opened_for(loaded: LoadedPack, minutes: int, host: str | None, base: str) -> Opened:
    """A workshop of this form with every seat of the pack in use."""
    chosen = {"minutes": minutes, "students": max(cast.students for cast in loaded.pack.casts)}
    try:
        databases.prepare()
        return open_one(loaded, chosen | {"seating": "choose"}, host_named(host).username, base)
    except environment.WrongSetting as wrong:
        refuse(str(wrong))
    except (Unavailable, TooLate):
        refuse("The database did not take the workshop; please try again.")
    finally:
        WRITER.stop()
