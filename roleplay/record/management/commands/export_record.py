"""Write the record of a workshop to a file: the staff record, the shared one, or what one seat heard."""

import os
import sys
from argparse import ArgumentParser
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError

from roleplay.record.exports import FORMATS, Export
from roleplay.record.reading import Reading, read
from roleplay.record.transcript import STAFF, Transcript
from roleplay.rules.kernel import Viewer
from roleplay.rules.people import People, side_of

SEAT = "seat:"


class Command(BaseCommand):
    help = "Export the record of a workshop as CSV, JSON or HTML. A seat's record holds its corridors too."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("workshop", help="the id of the workshop, as in its address /w/<id>/")
        parser.add_argument("--view", default="staff", help="staff, shared or seat:<id> (default: staff)")
        parser.add_argument("--format", default="csv", choices=list(FORMATS))
        parser.add_argument("--output", help="the file to write; without it the export is printed")
        parser.add_argument("--names", action="store_true", help="names beside roles, in the staff view")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = read(options["workshop"])
        if reading is None:
            raise CommandError("There is no such workshop.")
        made = _view(reading, options["view"])
        names = reading.names() if options["names"] and made.view == "staff" else {}
        pieces = FORMATS[options["format"]].write(Export(made, made.lines, names=names))
        if not options["output"]:
            self.stdout.write("".join(pieces), ending="")
            return
        with _private_file(options["output"]) as file:
            file.writelines(pieces)
        lines = "1 line" if len(made.lines) == 1 else f"{len(made.lines)} lines"
        print(f"{lines} written.", file=sys.stderr)


def _view(reading: Reading, view: str) -> Transcript:
    if view == "staff" or view == "shared":
        return reading.transcript("staff" if view == "staff" else "shared", STAFF)
    seat = view.removeprefix(SEAT)
    if not view.startswith(SEAT) or seat not in reading.sides:
        raise CommandError("Choose staff, shared or seat:<id> with a seat of this workshop.")
    holder = reading.state[People].holders.get(seat, "")
    return reading.transcript("own", Viewer(holder, "delegate", seat, side_of(reading.state, seat)))


def _private_file(path: str) -> TextIO:
    """A file that only this account can read."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as why:
        raise CommandError(f"The file cannot be written: {why.strerror}.") from None
    return cast(TextIO, os.fdopen(descriptor, "w", encoding="utf-8", newline=""))
