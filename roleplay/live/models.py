"""What is kept of a workshop: its row, the people in it, and the log.

Only ``log.py`` reads and writes Event. Names of people live in Participant and nowhere
else, so that they can be erased without touching the log.
"""

import secrets

from django.conf import settings
from django.db import models

CODE_SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
CODE_LENGTH = 8


def new_id() -> str:
    """A random public id: says nothing about order, rate or time."""
    return secrets.token_hex(16)


def new_code() -> str:
    """Eight symbols without look-alikes (no 0, O, 1, I, L, Z)."""
    return "".join(secrets.choice(CODE_SYMBOLS) for _ in range(CODE_LENGTH))


class Workshop(models.Model):
    """One live run of one pack. ``last_seq`` is the head of its log, changed only under the row's lock.

    ``epoch`` changes when a copy is restored from a backup, so that every client starts afresh.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workshops")
    pack = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    screen_key = models.CharField(max_length=64, blank=True)
    last_seq = models.PositiveBigIntegerField(default=0)
    epoch = models.CharField(max_length=32, default=new_id)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"workshop {self.id}"


class Participant(models.Model):
    """A person in a workshop. ``skeleton`` is what the name looks like, unique in the workshop.

    ``device`` names the browser that speaks for them; a return code moves them to another.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    name = models.CharField(max_length=120)
    skeleton = models.CharField(max_length=240)
    role = models.CharField(max_length=16, default="delegate")
    device = models.CharField(max_length=32, default=new_id)
    return_code = models.CharField(max_length=CODE_LENGTH, default=new_code)
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "skeleton"], name="one_person_a_name"),
            models.UniqueConstraint(fields=["workshop", "return_code"], name="one_person_a_return_code"),
        ]

    def __str__(self) -> str:
        return f"participant {self.id}"


class Event(models.Model):
    """An entry of the log. Never updated, never deleted (erasure blanks a text and leaves the entry: what
    was said under ``no-record`` when the workshop ends).

    ``seq`` is gapless from 1 in each workshop and never leaves the server; ``id`` is public.
    ``hearers`` is null for everyone; ``rule`` is that of attribution. ``at`` is Unix milliseconds.
    ``command`` is set on the first event of a command from a browser, with a digest of its body.

    Every line pays for every index: there is one for the log in its order, one for an event by its id, and
    one for a command. (Django would make three more on PostgreSQL: of the workshop alone, and for LIKE.)
    """

    pk = models.CompositePrimaryKey("workshop", "seq")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveBigIntegerField()
    id = models.CharField(max_length=32)
    at = models.BigIntegerField()
    by = models.CharField(max_length=32)
    seat = models.CharField(max_length=40, null=True)  # noqa: DJ001 (nobody's seat is not a seat named "")
    hearers = models.JSONField(null=True)
    sealed = models.BooleanField(default=False)
    rule = models.CharField(max_length=16, default="", blank=True)
    kind = models.CharField(max_length=40)
    body = models.JSONField()
    command = models.CharField(max_length=36, null=True)  # noqa: DJ001 (unique among those that have one)
    command_digest = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id"], name="one_event_an_id"),
            models.UniqueConstraint(fields=["workshop", "by", "command"], name="one_effect_a_command"),
        ]

    def __str__(self) -> str:
        return f"event {self.id}"
