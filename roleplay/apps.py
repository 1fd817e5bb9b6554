"""The wiring as a Django app: system checks, and SQLite's journal after a migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WiringConfig(AppConfig):
    name = "roleplay"
    verbose_name = "Baithak"

    def ready(self) -> None:
        from roleplay import checks  # noqa: F401 - registers them

        post_migrate.connect(write_ahead, sender=self)


def write_ahead(using: str, **_: Any) -> None:
    from roleplay.databases import write_ahead_log

    write_ahead_log(using)
