"""The host of a fresh server, and the link by which they come in without a password."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, resolve_url

from accounts import keys
from accounts.models import Key, User

PURPOSE = "host"
FIRST_NAME = "host"
LINK_LASTS = timedelta(hours=12)


def first_host() -> User:
    """Somebody who may host: the first account, made without a password if there is none."""
    if host := User.objects.filter(is_active=True, is_superuser=True).order_by("pk").first():
        return host
    if host := User.objects.filter(is_active=True).order_by("pk").first():
        return host
    host = User(username=FIRST_NAME, display_name="Host", is_staff=True, is_superuser=True)
    host.set_unusable_password()
    host.save()
    return host


def sign_in_link(host: User) -> str:
    """A path that signs this host in once. Earlier links of theirs stop working."""
    keys.revoke(PURPOSE, host.pk)
    return f"/enter/#{keys.issue(PURPOSE, host.pk, expires=LINK_LASTS)}"


@keys.on_redeem(PURPOSE)
def sign_in(request: HttpRequest, key: Key) -> HttpResponseBase:
    host = get_object_or_404(User, pk=key.subject, is_active=True)
    login(request, host)
    return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))


@receiver(user_logged_in)
def last_as_long_as_any(sender: Any, request: HttpRequest, **named: Any) -> None:
    """A browser that a workshop knows for a whole course does not stay signed in for so long."""
    request.session.set_expiry(None)
