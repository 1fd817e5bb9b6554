"""What the editor answers when something is saved: JSON to the page's script, a page to a plain form."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from scenarios.editor_access import AUTOSAVE, Desk
from scenarios.editor_check import check_version
from scenarios.editor_fields import name_of
from scenarios.models import PackVersion
from scenarios.own_packs import Refusal
from scenarios.own_saving import Saved, save
from scenarios.strict_yaml import Path

SAVES, SECONDS = 60, 60
"""How many versions one person may make in how many seconds. The page saves once in a second at most, and
only when somebody pauses; so it is scripts, and a key that got stuck, that meet this."""
OUTDATED = "This page is too old to be saved from. Load it again; what you wrote is still in it."


class TooFast(Refusal):
    """Nothing is wrong with what was to be saved; it is for later. ``after`` so many seconds."""

    def __init__(self, after: int) -> None:
        super().__init__(f"You have saved {SAVES} times within a minute. It can be saved in {after} seconds.")
        self.after = after


def wants_json(request: HttpRequest) -> bool:
    return AUTOSAVE in request.headers


def base_of(request: HttpRequest) -> int:
    """The version that the page was made from; raises ``Refusal``."""
    given = request.POST.get("base", "")
    if not given.isdecimal() or len(given) > 9:
        raise Refusal(OUTDATED)
    return int(given)


def save_here(desk: Desk, changes: dict[str, str | None], what: str) -> Saved:
    """Save from a page of the editor; raises ``Refusal``."""
    not_too_fast(desk.user)
    return save(desk.pack, desk.user, base_of(desk.request), changes, what, put_aside_before(desk))


def not_too_fast(user: Any) -> None:
    """Raises ``TooFast`` for somebody who has made too many versions just now, in all packs together."""
    since = timezone.now() - timedelta(seconds=SECONDS)
    made = PackVersion.objects.filter(author=user, at__gt=since).order_by("-at")
    oldest = made[SAVES - 1 : SAVES].values_list("at", flat=True).first()
    if oldest is not None:
        raise TooFast(max(1, round((oldest - since).total_seconds())))


def put_aside_before(desk: Desk) -> PackVersion | None:
    """What this same page's last save was put aside as."""
    given = desk.request.POST.get("aside", "")
    if not given.isdecimal() or len(given) > 9:
        return None
    mine = desk.pack.versions.filter(number=int(given), aside=True, author=desk.user, settled_by=None)
    return mine.first()


def answer(
    desk: Desk, saved: Saved, back: str, follows: Mapping[Path, str] = MappingProxyType({})
) -> HttpResponse:
    """Tells what became of a save; ``back`` is the page that a plain form returns to, ``follows`` what was
    changed along with what somebody typed, for the page to show."""
    says = words(desk, saved)
    if not wants_json(desk.request):
        tone = messages.warning if saved.clash else messages.success
        tone(desk.request, says, extra_tags="warn" if saved.clash else "good")
        return redirect(_choosing(desk, saved.clash) if saved.clash else back)
    told: dict[str, Any] = {
        "state": "clash" if saved.clash else "saved",
        "base": saved.base,
        "aside": saved.clash.number if saved.clash else "",
        "others": saved.others,
        "says": says,
        "choose": _choosing(desk, saved.clash) if saved.clash else "",
        "checker": checker_html(desk, saved.head),
        "follows": {name_of(path): value for path, value in follows.items()},
        "errors": len(check_version(saved.head.pk, desk.pack.pk).errors),
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def refused(wrong: Exception) -> JsonResponse:
    """Why it was not saved; ``wait`` if the page may try the same again after so many seconds."""
    if isinstance(wrong, TooFast):
        return JsonResponse({"state": "wait", "says": str(wrong), "after": wrong.after}, status=429)
    return JsonResponse({"state": "refused", "says": str(wrong)}, status=400)


def words(desk: Desk, saved: Saved) -> str:
    who = _other(desk)
    if saved.clash:
        kept = "Both texts are kept, and yours is put aside until you choose."
        return f"The same place was changed by {who}. {kept}"
    if saved.others:
        return (
            f"Saved, together with what was changed meanwhile by {who}. Load the page again to see it here."
        )
    return "Saved."


def checker_html(desk: Desk, head: PackVersion) -> str:
    checked = check_version(head.pk, desk.pack.pk)
    return render_to_string("scenarios/editor/_checker.html", {"checked": checked, "own": desk.pack})


def _other(desk: Desk) -> str:
    """Who else wrote since this page was made; it may be the same person, on another page."""
    since = desk.pack.versions.filter(aside=False, number__gt=base_of(desk.request))
    last = since.exclude(author=desk.user).select_related("author").order_by("-number").first()
    if last is None:
        return "you yourself, on another page"
    return str(last.author) if last.author else "somebody"


def _choosing(desk: Desk, aside: PackVersion) -> str:
    return reverse("scenarios:own-choose", args=[desk.pack.pk, aside.number])
