"""What every way into a workshop ends with, and who somebody already is there.

The ways in are ``joining`` (a code and a name), ``links`` (a link) and ``hosting`` (an account).
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse

from roleplay.live import identity, log
from roleplay.live.models import Participant, Workshop
from roleplay.rules.kernel import State, Viewer
from roleplay.rules.people import viewer_of


def page_of(workshop: str) -> str:
    return reverse("live:page", args=[workshop])


def come_in(request: HttpRequest, person: Participant) -> HttpResponse:
    """From now on this browser speaks for this person: a new session key, a new CSRF token, their page."""
    identity.remember(request, person)
    rotate_token(request)
    return redirect(page_of(person.workshop_id))


def state_of(workshop: str) -> State:
    """The workshop as its log has it now. Reads the whole log: for the door, not for the room."""
    return log.fold(workshop).state


def viewer_here(request: HttpRequest, workshop: str) -> Viewer | None:
    """Who this browser is in the workshop; None for a stranger and for somebody who was removed."""
    found = identity.identify(request.session, request.user, workshop)
    return viewer_of(state_of(workshop), found.participant) if found else None


def staffed_or_404(request: HttpRequest, workshop: str) -> Workshop:
    """The workshop, for its facilitators; for everybody else there is none."""
    viewer = viewer_here(request, workshop)
    if viewer is None or not viewer.staff:
        raise Http404
    return Workshop.objects.get(pk=workshop)
