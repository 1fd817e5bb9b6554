"""Pages of students: come in by a code, by a link or back by a return code, and leave.

Every reason why a code does not open has one answer, so that nobody learns which codes were ever real.
"""

import contextlib
from concurrent.futures import TimeoutError as TooLate
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.views import WAIT
from roleplay.live import codes, guessing, identity, links, service
from roleplay.live.arriving import come_in, page_of, state_of, viewer_here
from roleplay.live.forms import Join, Named, Return
from roleplay.live.models import Participant, Workshop
from roleplay.live.writer import Unavailable
from roleplay.rules.kernel import Refused
from roleplay.rules.workshop import Workshop as Rules

NO_WORKSHOP = "No open workshop has this code. Look at it again, or ask the facilitator."
NO_RETURN = "This return code does not open anything. Look at it again, or ask the facilitator."
NOT_NOW = "The server is busy. Nothing was lost: please press the button again."
SAYS = "says"
"""Where the session keeps a sentence for the next page of a workshop, and its tone (good or bad)."""
HERE_NOW = {"text": "Your seat is here now; the other device was signed out.", "tone": "good"}


class Shut(Exception):
    """A code that opens nothing, whatever the reason."""


@sensitive_post_parameters("code", "name")
@require_http_methods(["GET", "POST"])
@guessing.counts_devices
def join(request: HttpRequest) -> HttpResponseBase:
    form = Join(request.POST or None)
    if request.method == "GET":
        return render(request, "live/join.html", {"form": form})
    if not form.is_valid():
        return _again(request, "live/join.html", form, status=400)
    if not guessing.may_guess(request):
        return _too_many(request, "live/join.html", form)
    try:
        response = _come_in_by_code(request, form.cleaned_data["code"], form.cleaned_data["name"])
    except Shut:
        return _again(request, "live/join.html", form, NO_WORKSHOP, 404)
    except Refused as refused:
        guessing.was_right(request)
        form.add_error("name" if refused.code in ("name_taken", "bad_name") else None, refused.say)
        return _again(request, "live/join.html", form, status=409)
    except (Unavailable, TooLate):
        guessing.was_right(request)
        return _again(request, "live/join.html", form, NOT_NOW, 503)
    guessing.was_right(request)
    return response


def _come_in_by_code(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Raises Shut when the code opens nothing, Refused when it does but the name or the room says no."""
    workshop = codes.workshop_of(code)
    if workshop is None:
        raise Shut
    if viewer_here(request, workshop.id):
        return redirect(page_of(workshop.id))
    try:
        return come_in(request, service.join(workshop, name))
    except Refused as refused:
        # The names inside are nobody's business any more once the lobby is closed.
        if refused.code == "lobby_closed" or not state_of(workshop.id)[Rules].lobby_open:
            raise Shut from None
        raise


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@guessing.counts_devices
def come_back(request: HttpRequest) -> HttpResponseBase:
    """Go on at this device, also when the lobby is closed. The other device is shown out."""
    form = Return(request.POST or None)
    if request.method == "GET":
        return render(request, "live/return.html", {"form": form})
    if not form.is_valid():
        return _again(request, "live/return.html", form, status=400)
    if not guessing.may_guess(request):
        return _too_many(request, "live/return.html", form)
    try:
        person = _moved_here(form.cleaned_data["code"])
    except Shut:
        return _again(request, "live/return.html", form, NO_RETURN, 404)
    except (Unavailable, TooLate):
        guessing.was_right(request)
        return _again(request, "live/return.html", form, NOT_NOW, 503)
    guessing.was_right(request)
    request.session[SAYS] = HERE_NOW
    return come_in(request, person)


def _moved_here(code: str) -> Participant:
    """Raises Shut for an unknown code and for somebody who was removed."""
    person = codes.holder_of(code)
    if person is None:
        raise Shut
    try:
        return service.change_device(person)
    except Refused:
        raise Shut from None


@sensitive_post_parameters("name")
@require_http_methods(["GET", "POST"])
def come_in_by_link(request: HttpRequest) -> HttpResponseBase:
    """Ask whoever holds a staff link or a seat's link for a name; see ``links``."""
    door = links.presented(request)
    if door is None:
        raise Http404
    form = Named(request.POST or None)
    page: dict[str, Any] = {"form": form, "door": door}
    if request.method == "GET":
        return render(request, "live/open_seat.html", page)
    if not form.is_valid():
        return render(request, "live/open_seat.html", page, status=400)
    try:
        person = door.come_in(form.cleaned_data["name"])
    except Refused as refused:
        if refused.code not in ("name_taken", "bad_name"):  # somebody was faster
            raise Http404 from None
        form.add_error("name", refused.say)
        return render(request, "live/open_seat.html", page, status=409)
    except (Unavailable, TooLate):
        return render(request, "live/open_seat.html", {**page, "refused": NOT_NOW}, status=503)
    links.leave_door(request)
    return come_in(request, person)


@require_POST
def leave(request: HttpRequest, workshop: str) -> HttpResponse:
    """Leave this browser clean for the next person. The seat stays taken; the return code brings it back."""
    mine = identity.identify(request.session, None, workshop)
    identity.forget(request, workshop)
    if mine and not state_of(workshop)[Rules].ended:
        with contextlib.suppress(Refused, Unavailable, TooLate):  # then they stay open as long as the tab
            service.forget_device(mine.participant)
    response = redirect("live:home")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def workshops_here(request: HttpRequest) -> list[Workshop]:
    """The workshops that this browser is in as a guest, the newest first."""
    held = list(request.session.get(identity.PARTICIPANTS, {}))[-5:]
    found = Workshop.objects.filter(pk__in=held).order_by("-created_at")
    return [workshop for workshop in found if viewer_here(request, workshop.id)]


def _again(
    request: HttpRequest, template: str, form: Any, refused: str | None = None, status: int = 200
) -> HttpResponse:
    """The form once more, with what was typed."""
    form.look_at_mistakes()
    return render(request, template, {"form": form, "refused": refused}, status=status)


def _too_many(request: HttpRequest, template: str, form: Any) -> HttpResponse:
    response = _again(request, template, form, WAIT, 429)
    response.headers["Retry-After"] = str(guessing.seconds_to_wait())
    return response
