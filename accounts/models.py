"""People who host, and keys that open one door.

A participant is not a user: students join a workshop without an account, and the row that
names them belongs to `roleplay.live`. What a key opens is known to the app that issued it.
"""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who may host workshops."""

    display_name = models.CharField("name shown to others", max_length=80, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username


class Key(models.Model):
    """A link that lets its bearer in. The link holds the token, this row only its digest."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    single_use = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["purpose", "subject"], name="key_purpose_subject")]

    def __str__(self) -> str:
        return f"key {self.pk} for {self.purpose}"
