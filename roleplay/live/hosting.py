"""Pages of hosts: the front page, their workshops, opening one, its links and its code.

A host's pages exist only for them: somebody else's workshop is as missing as one that never was.
"""

from concurrent.futures import TimeoutError as TooLate
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from roleplay.live import codes, doorbell, guessing, links, service
from roleplay.live.arriving import page_of, staffed_or_404, state_of
from roleplay.live.forms import FEWEST, MOST, Host, Join
from roleplay.live.joining import NOT_NOW, workshops_here
from roleplay.live.models import Workshop
from roleplay.live.writer import Unavailable
from roleplay.rules.workshop import setting_of
from scenarios.checks import stops
from scenarios.finding import find_pack, own_packs_that_load
from scenarios.freeze import cast_for
from scenarios.library_index import all_packs
from scenarios.loader import LoadedPack
from scenarios.problems import PackErrors
from scenarios.schema import Pack

ON_THE_FRONT_PAGE = 6


@require_GET
@guessing.counts_devices
def home(request: HttpRequest) -> HttpResponseBase:
    """For a student the way in, for a host their workshops."""
    page: dict[str, Any] = {"form": Join(), "here": workshops_here(request)}
    if request.user.is_authenticated:
        mine = workshops_of(request.user)
        page |= {"workshops": mine[:ON_THE_FRONT_PAGE], "more": mine.count() > ON_THE_FRONT_PAGE}
        page["packs"] = [loaded.pack for loaded in [*own_packs_that_load(request.user), *all_packs()]]
    return render(request, "live/home.html", page)


@login_required
@require_GET
def workshops(request: HttpRequest) -> HttpResponse:
    return render(request, "live/workshops.html", {"workshops": workshops_of(request.user)})


def workshops_of(user: Any) -> QuerySet[Workshop]:
    """This host's workshops and nobody else's, the newest first."""
    mine = Workshop.objects.filter(host=user).order_by("-created_at")
    return mine.annotate(guests=Count("participants") - 1)


@login_required
@require_http_methods(["GET", "POST"])
def host(request: HttpRequest, pack: str) -> HttpResponse:
    """Open a workshop from a pack. The form comes filled in: one press is enough."""
    loaded = pack_or_404(pack, request.user)
    if problems := stops(loaded):
        page = {"pack": loaded.pack, "errors": PackErrors(problems)}
        return render(request, "live/not_hosted.html", page, status=409)
    form = Host(loaded, request.POST or None)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        assert isinstance(request.user, User)
        try:
            return redirect(page_of(service.open_workshop(request.user, pack, **form.cleaned_data).id))
        except (Unavailable, TooLate):
            form.add_error(None, NOT_NOW)
            status = 503
    page = {"form": form, "pack": loaded.pack, "casts": casts(loaded.pack)}
    return render(request, "live/host.html", page, status=status)


def pack_or_404(slug: str, user: Any) -> LoadedPack:
    try:
        return find_pack(slug, user)
    except (KeyError, PackErrors):
        raise Http404 from None


def casts(pack: Pack) -> list[dict[str, Any]]:
    """Which seats are used for how many students: one row for each cast."""
    seats = {seat.id: seat for seat in pack.seats}
    sides = {side.id: (number, side) for number, side in enumerate(pack.sides, start=1)}
    rows: dict[tuple[str, ...], list[int]] = {}
    for students in range(FEWEST, MOST + 1):
        rows.setdefault(tuple(cast_for(pack, students).seats), []).append(students)
    return [
        {
            "from": students[0],
            "to": students[-1],
            "seats": [(seats[id], *sides[seats[id].side]) for id in used],
        }
        for used, students in rows.items()
    ]


@login_required
@require_http_methods(["GET", "POST"])
def links_page(request: HttpRequest, workshop: str) -> HttpResponse:
    """Make, show once, and revoke the links of a workshop. Only its host may."""
    mine = get_object_or_404(Workshop, pk=workshop, host=request.user.pk)
    page: dict[str, Any] = {"workshop": mine}
    if request.method == "POST":
        purpose, make = request.POST.get("link", ""), request.POST.get("do") == "make"
        if purpose not in (links.STAFF, links.SCREEN, links.SEAT):
            raise Http404
        links.revoke(mine, purpose)
        page["made"] = _made(request, mine, purpose) if make else []
        page["purpose"] = purpose
    page["kinds"] = [(kind, links.live_since(mine, kind)) for kind in (links.STAFF, links.SCREEN, links.SEAT)]
    return render(request, "live/links.html", page)


def _made(request: HttpRequest, workshop: Workshop, purpose: str) -> list[tuple[str, str]]:
    """What each new link is for, and the whole link."""
    if purpose == links.SEAT:
        setting = setting_of(state_of(workshop.id))
        seats = {seat.id: f"{seat.title}, {setting.side(seat.side).name}" for seat in setting.seats}
        tokens = [(seats[id], token) for id, token in links.seat_links(workshop).items()]
    else:
        make = links.staff_link if purpose == links.STAFF else links.screen_link
        tokens = [(purpose, make(workshop))]
    return [(what, request.build_absolute_uri(links.path(token))) for what, token in tokens]


@require_POST
def new_code(request: HttpRequest, workshop: str) -> HttpResponse:
    """Another join code, when the old one has come into wrong hands. Whoever is in stays in."""
    codes.change_code(staffed_or_404(request, workshop))
    doorbell.ring(doorbell.Rung(workshop))
    return redirect(page_of(workshop))
