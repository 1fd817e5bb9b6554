"""A pack on paper: pages for hosts that print on A4, one brief on each sheet, to hand out.

Whoever may host the pack may print it; for everybody else these pages do not exist without signing in.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scenarios.finding import find_pack
from scenarios.loader import LoadedPack
from scenarios.problems import PackErrors
from scenarios.public_part import public_part
from scenarios.staff_part import staff_sides

PARTS = {
    "public": ("For everybody", "Background, delegations, agenda, rules, timeline, words and reading."),
    "sides": ("Delegation briefs", "One sheet for each delegation; only its own members may read it."),
    "seats": ("Seat briefs", "One sheet for each seat, to be given to one person."),
    "teaching": ("For staff", "Teaching notes, the agenda with its hints, news, outcomes, debrief, facts."),
}
ALL = "all"


@login_required
@require_safe
def paper(request: HttpRequest, slug: str, part: str = ALL) -> HttpResponse:
    """The whole pack, or one part of it."""
    if part != ALL and part not in PARTS:
        raise Http404
    loaded = _pack_or_404(slug, request.user)
    context: dict[str, Any] = {
        "pack": public_part(loaded),
        "staff": loaded,
        "sides": staff_sides(loaded),
        "parts": [(name, *said) for name, said in PARTS.items()],
        "part": part,
        "wanted": list(PARTS) if part == ALL else [part],
    }
    return render(request, "scenarios/paper.html", context)


def _pack_or_404(slug: str, user: Any) -> LoadedPack:
    try:
        return find_pack(slug, user)
    except (KeyError, PackErrors):
        raise Http404 from None
