"""The Django app of what remains when a workshop has ended."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "roleplay.record"
    label = "record"
    verbose_name = "Records"
