"""The Django app of what happens while a workshop runs."""

from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "roleplay.live"
    label = "live"
    verbose_name = "Workshops"
