"""PostgreSQL is told that a workshop has hundreds of entries, whatever it counts.

Where it counted just after many workshops were opened it believes that each has one entry, and looks a
command up by the index of the log in its order: it reads all of the workshop for every line. A negative
number is a share of the rows: one workshop for each two hundred.
"""

from typing import Any

from django.db import migrations

COLUMN = "ALTER TABLE live_event ALTER COLUMN workshop_id"


def tell(apps: Any, schema_editor: Any) -> None:
    run(apps, schema_editor, f"{COLUMN} SET (n_distinct = -0.005)")


def let_it_count(apps: Any, schema_editor: Any) -> None:
    run(apps, schema_editor, f"{COLUMN} RESET (n_distinct)")


def run(apps: Any, schema_editor: Any, sql: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(sql)
        if apps.get_model("live", "Event").objects.exists():  # what it counted is to be counted anew
            schema_editor.execute("ANALYZE live_event")


class Migration(migrations.Migration):
    dependencies = [("live", "0003_three_indexes")]

    operations = [migrations.RunPython(tell, let_it_count)]
