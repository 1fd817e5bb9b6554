"""Secret links into one workshop: for co-facilitators, for the projector's screen, for each seat.

The tokens are keys of ``accounts.keys``; here is what they open. A staff link and a screen link may be
used several times until they are revoked. A seat's link gives the seat to the first browser that claims it.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from accounts import keys
from accounts.models import Key
from roleplay.live import identity, service
from roleplay.live.arriving import page_of, state_of, viewer_here
from roleplay.live.models import Participant, Workshop
from roleplay.rules.people import People
from roleplay.rules.setting import SeatSetting
from roleplay.rules.workshop import Workshop as Rules
from roleplay.rules.workshop import setting_of

STAFF, SCREEN, SEAT = "staff", "screen", "seat"
DOOR = "door"
"""Where the session keeps which key was presented, while its bearer writes a name."""


def staff_link(workshop: Workshop) -> str:
    """A token that lets its bearers in as co-facilitators, each under a name of their own."""
    return keys.issue(STAFF, workshop.id, single_use=False)


def screen_link(workshop: Workshop) -> str:
    """A token that lets a browser show the screen."""
    return keys.issue(SCREEN, workshop.id, single_use=False)


def seat_links(workshop: Workshop) -> dict[str, str]:
    """A token for each seat in use, by seat id."""
    seats = setting_of(state_of(workshop.id)).seats
    return {seat.id: keys.issue(SEAT, _subject(workshop, seat.id), single_use=False) for seat in seats}


def revoke(workshop: Workshop, purpose: str, seat: str | None = None) -> int:
    """Make the links of this kind useless (of one seat, or of all); whoever is in stays in."""
    if purpose != SEAT:
        return keys.revoke(purpose, workshop.id)
    if seat is not None:
        return keys.revoke(SEAT, _subject(workshop, seat))
    return Key.objects.filter(purpose=SEAT, subject__startswith=f"{workshop.id}:").delete()[0]


def live_since(workshop: Workshop, purpose: str) -> Key | None:
    """The newest link of this kind that still opens."""
    mine = Key.objects.filter(purpose=purpose, subject__startswith=workshop.id)
    return (keys.usable(timezone.now()) & mine).order_by("-created_at").first()


def path(token: str) -> str:
    """Where a link leads. The token stays in the fragment, which no server sees."""
    return f"/enter/#{token}"


def _subject(workshop: Workshop, seat: str) -> str:
    return f"{workshop.id}:{seat}"


@dataclass(frozen=True, slots=True)
class Door:
    """What a presented key opens: a workshop, as a co-facilitator or on a seat."""

    workshop: Workshop
    title: str
    seat: SeatSetting | None = None

    def come_in(self, name: str) -> Participant:
        """Raises Refused when the name, or somebody on the seat, says no."""
        if self.seat is None:
            return service.join_staff(self.workshop, name)
        return service.claim_seat(self.workshop, self.seat.id, name)


def door_of(key: Key) -> Door | None:
    """What this key opens now; None when its workshop is gone, its seat taken or the time for seats over."""
    id, _, seat = key.subject.partition(":")
    workshop = Workshop.objects.filter(pk=id).first()
    if workshop is None:
        return None
    if key.purpose == STAFF:
        return Door(workshop, workshop.title)
    state = state_of(id)
    if state[Rules].pack is None or state[Rules].ended or seat in state[People].holders:
        return None
    found = next((one for one in setting_of(state).seats if one.id == seat), None)
    return Door(workshop, workshop.title, found) if found else None


def presented(request: HttpRequest) -> Door | None:
    """The door that this browser stands at, if the key that it showed still opens it."""
    shown = request.session.get(DOOR)
    key = keys.usable(timezone.now()).filter(digest=shown).first() if shown else None
    return door_of(key) if key else None


def leave_door(request: HttpRequest) -> None:
    request.session.pop(DOOR, None)


@keys.on_redeem(SCREEN)
def show_screen(request: HttpRequest, key: Key) -> HttpResponse | None:
    workshop = Workshop.objects.filter(pk=key.subject).first()
    if workshop is None:
        return None
    identity.remember_screen(request, workshop)
    request.session.cycle_key()
    return redirect("live:screen", workshop.id)


@keys.on_redeem(STAFF)
def let_staff_in(request: HttpRequest, key: Key) -> HttpResponseBase | None:
    viewer = viewer_here(request, key.subject)
    return redirect(page_of(key.subject)) if viewer and viewer.staff else _ask_name(request, key)


@keys.on_redeem(SEAT)
def let_seat_in(request: HttpRequest, key: Key) -> HttpResponseBase | None:
    """Whoever is in the workshop with this browser goes there: the seat is probably theirs already."""
    id = key.subject.partition(":")[0]
    return redirect(page_of(id)) if viewer_here(request, id) else _ask_name(request, key)


def _ask_name(request: HttpRequest, key: Key) -> HttpResponse | None:
    if door_of(key) is None:
        return None
    request.session[DOOR] = key.digest
    request.session.cycle_key()
    return redirect("live:come-in")
