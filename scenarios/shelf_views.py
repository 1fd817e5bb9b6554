"""The pages of the precedent shelf: cards, glossary, timeline and a search over all three. For everybody."""

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scenarios.library_index import all_packs
from scenarios.public_part import PublicPart, public_part
from scenarios.schema import Slug
from scenarios.shelf_links import YEAR, year_of
from scenarios.shelf_reader import Shelf, shelf
from scenarios.shelf_schema import TRACKS, Card, Entry
from scenarios.shelf_search import LONGEST, find, words_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    question = request.GET.get("q", "")[:LONGEST].strip()
    words = words_of(question)
    context: dict[str, Any] = {"question": question, "words": words, "longest": LONGEST}
    if words:
        context["found"] = find(shelf(), words)
    return _page(request, "index", context)


@require_safe
def card(request: HttpRequest, slug: Slug) -> HttpResponse:
    found = shelf().card(slug)
    if found is None:
        raise Http404
    pack, until = _pack(found), _until(request)
    context = {"card": found, "terms": shelf().named(found.terms), "pack": pack, "until": until}
    context["ahead"] = until is not None and (year_of(pack.as_of if pack else "") or until + 1) > until
    return _page(request, "card", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return _page(request, "glossary", {})


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    track = request.GET.get("track", "")
    if track and track not in TRACKS:
        raise Http404
    until = _until(request)
    entries = [entry for entry in shelf().entries if not track or track in entry.tracks]
    known = [entry for entry in entries if until is None or entry.year < until]
    context = {
        "until": until,
        "later": entries[len(known) :],
        "track": track,
        "tracks": _choices(shelf()),
        "decades": _decades(known),
        "count": len(entries),
    }
    return _page(request, "timeline", context)


def _until(request: HttpRequest) -> int | None:
    """The year in which a workshop stands that this page was opened from. What is later is folded away, so
    that nobody in a role is led ahead by accident; the debrief opens it."""
    given = request.GET.get("until", "")
    return int(given) if YEAR.fullmatch(given) else None


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, f"scenarios/shelf/{name}.html", {"shelf": shelf(), "here": name, **context})


def _pack(card: Card) -> PublicPart | None:
    return next((public_part(each) for each in all_packs() if each.pack.code == card.pack), None)


def _choices(whole: Shelf) -> list[tuple[str, str, int]]:
    """(value, name, how many) for each track."""
    counted = ((track, sum(track in entry.tracks for entry in whole.entries)) for track in TRACKS)
    return [(track, TRACKS[track], count) for track, count in counted]


def _decades(entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    return [(f"{decade}0s", list(each)) for decade, each in groupby(entries, lambda entry: entry.year // 10)]
