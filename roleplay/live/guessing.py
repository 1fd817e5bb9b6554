"""Against guessing codes: failures are counted for a device, for an address and for the server.

A class behind one address may mistype; a program that tries codes may not. Only failures count, and
a try that one count stops is not charged to the next, so that one flood does not shut out everybody.
"""

import ipaddress
import secrets
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.limits import allow, take_back, wait
from accounts.views import address

SECONDS = 60
PER_DEVICE, PER_ADDRESS, PER_SERVER = 10, 120, 600
COOKIE = "__Host-device" if settings.HTTPS else "device"
COOKIE_LASTS = 24 * 60 * 60

View = Callable[..., HttpResponseBase]


def may_guess(request: HttpRequest) -> bool:
    """Charge one try. Whoever was right is given it back by ``was_right``."""
    return all(allow(bucket, limit, SECONDS) for bucket, limit in _buckets(request))


def was_right(request: HttpRequest) -> None:
    for bucket, _ in _buckets(request):
        take_back(bucket, SECONDS)


def seconds_to_wait() -> int:
    return wait(SECONDS)


def _buckets(request: HttpRequest) -> list[tuple[str, int]]:
    where = network(address(request))
    return [
        (f"guesses by {_device(request) or f'nobody known at {where}'}", PER_DEVICE),
        (f"guesses from {where}", PER_ADDRESS),
        ("guesses", PER_SERVER),
    ]


def network(address: str) -> str:
    """An address as one customer has it: an IPv6 customer has a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address


def _device(request: HttpRequest) -> str:
    """What our own cookie calls this browser. Signed, and good for counting only."""
    found = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=COOKIE_LASTS)
    return str(found)


def counts_devices(view: View) -> View:
    """Give a browser without our cookie one, before it can make a guess."""

    @wraps(view)
    def wrapped(request: HttpRequest, *arguments: object, **named: object) -> HttpResponseBase:
        response = view(request, *arguments, **named)
        if not _device(request) and hasattr(response, "set_signed_cookie"):
            response.set_signed_cookie(
                COOKIE,
                secrets.token_urlsafe(12),
                salt=COOKIE,
                max_age=COOKIE_LASTS,
                httponly=True,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    return wrapped
