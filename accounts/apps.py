"""The Django app of who you are: people who host, their sign-in, and keys that open one door."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from accounts import hosts  # noqa: F401 - registers what a host's key does
