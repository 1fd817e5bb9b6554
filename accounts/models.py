"""People who host, and keys that open one door.

A participant is not a user: students join a workshop without an account, and the row that
names them belongs to `roleplay.live`.
"""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who may host workshops."""

    display_name = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.display_name or self.username
