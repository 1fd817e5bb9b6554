"""The Django app of what happens while a workshop runs."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "roleplay.live"
    label = "live"
    verbose_name = "Workshops"

    def ready(self) -> None:
        """Register the parts: importing a file of parts is what makes them exist."""
        from roleplay.live import (  # noqa: F401
            correction_parts,
            desk_parts,
            floor_parts,
            group_parts,
            interpreting_parts,
            news_parts,
            pause_parts,
            quiet,
            rule_parts,
            stage_parts,
            tool_parts,
        )

        quiet.install()
