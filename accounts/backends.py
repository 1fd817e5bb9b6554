"""Sign-in by user name or e-mail address."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User


class NameOrAddress(ModelBackend):
    """An address counts only if it is one person's. Unknown people take as long as known ones."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        if username and "@" in username:
            username = name_of(username) or username
        found = super().authenticate(request, username=username, password=password, **kwargs)
        return found if isinstance(found, User) else None


def name_of(address: str) -> str | None:
    names = list(User.objects.filter(email__iexact=address).values_list("username", flat=True)[:2])
    return names[0] if len(names) == 1 else None
