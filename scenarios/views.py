"""The library and the page of a pack: the public part for everybody, the rest for signed-in hosts.

Students have no account, so whoever is signed in is a host.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from scenarios.checks import findings, stops
from scenarios.finding import find_pack
from scenarios.library_filter import asked
from scenarios.library_index import all_packs, broken_packs
from scenarios.models import PREFIX
from scenarios.own_packs import packs_of
from scenarios.problems import PackErrors
from scenarios.public_part import public_part
from scenarios.shelf_reader import card_of_pack
from scenarios.staff_part import scripts, staff_sides


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    broken = broken_packs() if _is_staff(request) else {}
    wanted = asked([public_part(loaded) for loaded in all_packs()], request.GET)
    page = {"packs": wanted.found, "asked": wanted, "broken": broken, "own": packs_of(request.user)}
    return render(request, "scenarios/library.html", page)


@require_safe
def pack(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        loaded = find_pack(slug, request.user)
    except KeyError:
        raise Http404 from None
    except PackErrors as errors:
        if not _is_staff(request):
            raise Http404 from None
        if slug.startswith(PREFIX):
            return redirect("scenarios:own", slug)
        return render(request, "scenarios/broken.html", {"slug": slug, "errors": errors})
    context: dict[str, Any] = {"pack": public_part(loaded), "precedent": card_of_pack(loaded.pack.code)}
    if _is_staff(request):
        context["is_own"] = slug.startswith(PREFIX)
        context |= {"staff": loaded, "sides": staff_sides(loaded), "scripts": scripts(loaded)}
        context["checked"] = {"problems": findings(loaded), "errors": stops(loaded)}
    return render(request, "scenarios/pack.html", context)


def _is_staff(request: HttpRequest) -> bool:
    return request.user.is_authenticated
