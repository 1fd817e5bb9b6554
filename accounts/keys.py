"""Keys: secret links that open one door each.

`issue` makes one, `redeem` spends it, `on_redeem` names what happens then. This module knows
only the purpose `host` (sign in here); other apps register theirs. Tokens are never stored and
never logged, and they travel in the fragment of a link (`/enter/#<token>`), which no server sees.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from accounts.models import Key

Handler = Callable[[HttpRequest, Key], HttpResponseBase | None]

TOKEN_BYTES = 24
_handlers: dict[str, Handler] = {}


def issue(purpose: str, subject: object, expires: timedelta | None = None, single_use: bool = True) -> str:
    """A new token for this purpose; `subject` says what it opens, in the issuer's own words."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    Key.objects.create(
        digest=digest(token),
        purpose=purpose,
        subject=str(subject),
        single_use=single_use,
        expires_at=None if expires is None else timezone.now() + expires,
    )
    return token


def redeem(token: str) -> Key | None:
    """The key of this token, spent if it opens only once; None for every reason it does not open."""
    now = timezone.now()
    mine = Key.objects.filter(digest=digest(token))
    # One UPDATE decides: of two people who present a single-use key at once, one gets in.
    spent = (usable(now) & mine).update(used_at=now)
    return mine.first() if spent else None


def revoke(purpose: str, subject: object) -> int:
    """Make every key for this subject useless; says how many there were."""
    return Key.objects.filter(purpose=purpose, subject=str(subject)).delete()[0]


def on_redeem(purpose: str) -> Callable[[Handler], Handler]:
    """Register what a key of this purpose does: a function of the request and the key.

    It runs outside any transaction. If it gives None, the key counts as one that does not open.
    """

    def register(handler: Handler) -> Handler:
        _handlers[purpose] = handler
        return handler

    return register


def open_door(request: HttpRequest, token: str) -> HttpResponseBase | None:
    """Spend the token and do what its purpose says. If nothing comes of it, the key is not spent."""
    key = redeem(token)
    if key is None:
        return None
    opened = None
    try:
        if handler := _handlers.get(key.purpose):
            opened = handler(request, key)
    finally:
        if opened is None:
            Key.objects.filter(pk=key.pk).update(used_at=None)
    return opened


def forget_old(days: int = 30) -> int:
    """Delete keys that have been useless for a while."""
    return Key.objects.filter(expires_at__lt=timezone.now() - timedelta(days=days)).delete()[0]


def usable(now: datetime) -> QuerySet[Key]:
    in_time = Q(expires_at=None) | Q(expires_at__gt=now)
    unspent = Q(single_use=False) | Q(used_at=None)
    return Key.objects.filter(in_time, unspent)


def digest(token: str) -> str:
    """Tokens are long and random, so a plain hash is as good here as a slow one."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
