"""The Django app of who you are: people who host, their sign-in, and keys that open one door."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Accounts"
