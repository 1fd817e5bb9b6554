"""The codes that people read from a wall or a note and type: join codes and return codes.

A return code names a person only within its workshop, so it is shown with four symbols in front
that say which workshop: they do not change when the join code does, and twelve symbols cannot be guessed.
"""

import hashlib
import secrets
import unicodedata

from django.db import IntegrityError, transaction

from roleplay.live.models import CODE_LENGTH, CODE_SYMBOLS, Participant, Workshop, new_code

MARK_LENGTH = 4
_MEANT = str.maketrans({"1": "L", "I": "L", "|": "L", "Z": "2"})
"""Symbols that no code has, each looking like exactly one that codes have. 0 and O look like several."""


def normal(typed: str) -> str:
    """What was meant: capitals, without the spaces and dashes that people put in, look-alikes mended."""
    letters = unicodedata.normalize("NFKC", typed[:100]).upper()
    return "".join(_digit(each) for each in letters if each.isalnum() or each == "|").translate(_MEANT)


def _digit(symbol: str) -> str:
    """A digit of another script, as phones with an Urdu or Hindi keyboard send it, in the code's own."""
    value = unicodedata.decimal(symbol, None)
    return symbol if value is None else str(value)


def grouped(code: str) -> str:
    """A code in fours, as it is shown."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def workshop_of(typed: str) -> Workshop | None:
    """The workshop with this join code, whether or not it still lets people in."""
    code = normal(typed)
    return Workshop.objects.filter(code=code).first() if len(code) == CODE_LENGTH else None


def return_ticket(person: Participant) -> str:
    """What this person notes down, to come back at another device."""
    return grouped(_mark(person.workshop_id) + person.return_code)


def holder_of(typed: str) -> Participant | None:
    """Whose return ticket this is. People with an account sign in instead, and have none."""
    ticket = normal(typed)
    mark, code = ticket[:MARK_LENGTH], ticket[MARK_LENGTH:]
    if len(code) != CODE_LENGTH:
        return None
    people = Participant.objects.filter(return_code=code, user=None).select_related("workshop")
    return next((one for one in people if secrets.compare_digest(_mark(one.workshop_id), mark)), None)


def _mark(workshop: str) -> str:
    number = int.from_bytes(hashlib.sha256(f"return to {workshop}".encode()).digest())
    symbols = len(CODE_SYMBOLS)
    return "".join(CODE_SYMBOLS[number // symbols**place % symbols] for place in range(MARK_LENGTH))


def change_code(workshop: Workshop) -> str:
    """Give the workshop another join code; the old one is dead at once."""
    while True:
        code = new_code()
        try:
            with transaction.atomic():
                Workshop.objects.filter(pk=workshop.pk).update(code=code)
            return code
        except IntegrityError:
            continue
