"""Whether a backup is of a version that this code knows."""

from collections.abc import Iterable

from django.db import connection
from django.db.migrations.loader import MigrationLoader


def known_here(applied: Iterable[tuple[str, str]]) -> None:
    """Raises ValueError for a backup of a later version: its data may mean what we cannot know."""
    known = MigrationLoader(None).disk_migrations or {}
    later = sorted(f"{app}.{name}" for app, name in applied if (app, name) not in known)
    if later:
        raise ValueError(f"the backup is of a later version of Baithak, which has {later[0]}")


def applied_here() -> list[list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        return [[app, name] for app, name in cursor.fetchall()]
