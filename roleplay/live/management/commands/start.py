"""`manage.py start`: everything a class needs, from an empty folder to a running server.

Prepares the database, makes the first host, says where to join and serves. What is wrong with
the settings is told in one sentence. How the server runs and ends is in `roleplay/server.py`.
"""

import json
import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from accounts import hosts, keys
from roleplay import addresses, checks, databases, environment, welcome
from roleplay.server import listen, serve


class Command(BaseCommand):
    help = "Prepare everything and serve: the one command a host needs."
    requires_system_checks = ()  # run below, so that a refusal is one plain sentence
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        environment.add_flags(parser)
        parser.add_argument("--json", action="store_true", help="print the addresses as one line of JSON")

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            self.start(as_json=options["json"])
        except KeyboardInterrupt:  # before the server was there to stop in an orderly way
            sys.exit(130)
        except environment.WrongSetting as wrong:
            refuse(str(wrong))

    def start(self, as_json: bool) -> None:
        for fault in checks.serving():
            refuse(str(fault.msg))
        door = open_door(settings.HOST, settings.PORT)
        databases.prepare()
        forget_old()
        invitation = welcome.Invitation(public_address(), hosts.sign_in_link(hosts.first_host()))
        from roleplay.asgi import application

        def ready() -> None:
            shown = json.dumps(facts(invitation)) if as_json else welcome.words(invitation)
            print(shown, flush=True)

        serve(application, door, ready)
        if not as_json:
            print("Stopped. Everything is saved.", flush=True)


def open_door(host: str, port: int) -> socket.socket:
    try:
        return listen(host, port)
    except OSError as why:
        refuse(f"Cannot listen on {addresses.in_url(host)}:{port}: {why.strerror}. Another port: --port.")


def forget_old() -> None:
    """Sessions and keys that have ended are of no use to anybody."""
    call_command("clearsessions")
    keys.forget_old()


def public_address() -> str:
    """The address to give away: the public one, or this machine's in its network."""
    if not settings.EMBEDDED:
        return str(settings.ORIGINS[0])
    everywhere = settings.HOST in {"0.0.0.0", "::"}
    host = addresses.lan_address() if everywhere else settings.HOST
    return addresses.origin(addresses.in_url(host), settings.PORT)


def facts(invitation: welcome.Invitation) -> dict[str, Any]:
    """What a program that started this server needs to know."""
    return {
        "address": invitation.address,
        "join": invitation.join,
        "enter": invitation.enter,
        "port": settings.PORT,
        "pid": os.getpid(),
    }


def refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr, flush=True)
    sys.exit(2)
