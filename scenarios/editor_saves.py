"""What the editor answers when something is saved: JSON to the page's script, a page to a plain form."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from scenarios.editor_access import AUTOSAVE, Desk
from scenarios.editor_check import check_version
from scenarios.models import PackVersion
from scenarios.own_packs import Refusal
from scenarios.own_saving import Saved, save

OUTDATED = "This page is too old to be saved from. Load it again; what you wrote is still in it."


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
    return save(desk.pack, desk.user, base_of(desk.request), changes, what, put_aside_before(desk))


def put_aside_before(desk: Desk) -> PackVersion | None:
    """What this same page's last save was put aside as."""
    given = desk.request.POST.get("aside", "")
    if not given.isdecimal() or len(given) > 9:
        return None
    mine = desk.pack.versions.filter(number=int(given), aside=True, author=desk.user, settled_by=None)
    return mine.first()


def answer(desk: Desk, saved: Saved, back: str) -> HttpResponse:
    """Tells what became of a save; ``back`` is the page that a plain form returns to."""
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
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def refused(says: str) -> JsonResponse:
    return JsonResponse({"state": "refused", "says": says}, status=400)


def words(desk: Desk, saved: Saved) -> str:
    who = _other(desk, saved)
    if saved.clash:
        return f"{who} changed the same place. Both texts are kept, and yours is put aside until you choose."
    if saved.others:
        return f"Saved, together with what {who} changed meanwhile. Load the page again to see it here."
    return "Saved."


def checker_html(desk: Desk, head: PackVersion) -> str:
    checked = check_version(head.pk, desk.pack.pk)
    return render_to_string("scenarios/editor/_checker.html", {"checked": checked, "own": desk.pack})


def _other(desk: Desk, saved: Saved) -> str:
    """Who else wrote since this page was made."""
    newest = desk.pack.versions.filter(aside=False).exclude(author=desk.user).order_by("-number")
    last = newest.select_related("author").first()
    return str(last.author) if last and last.author else "Somebody"


def _choosing(desk: Desk, aside: PackVersion) -> str:
    return reverse("scenarios:own-choose", args=[desk.pack.pk, aside.number])
