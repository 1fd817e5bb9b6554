"""The pages of the record and its downloads. Who may read what is in ``access``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roleplay.record.access import Admission, admit
from roleplay.record.exports import FORMATS, Export
from roleplay.record.filters import Filters, offer
from roleplay.record.scope import counted, statement, title
from roleplay.record.transcript import RecordLine, Transcript

A_PAGE = 500


@require_safe
def main(request: HttpRequest, workshop: str) -> HttpResponse:
    """The staff record for staff, a delegate's own for a delegate."""
    admission = admit(request, workshop)
    return _page(request, admission, "staff" if admission.viewer.staff else "own")


@require_safe
def shared(request: HttpRequest, workshop: str) -> HttpResponse:
    """What everyone heard: for staff at any time, for all once the workshop has ended."""
    return _page(request, admit(request, workshop), "shared")


@require_safe
def export(request: HttpRequest, workshop: str, view: str, format: str) -> StreamingHttpResponse:
    """A view as a file, with the same filters as its page."""
    admission = admit(request, workshop)
    made = admission.transcript(view)
    if format not in FORMATS:
        raise Http404
    chosen = _chosen(request, admission, made)
    response = StreamingHttpResponse(
        _streamed(request, FORMATS[format].write(chosen)), content_type=FORMATS[format].content_type
    )
    response["Content-Disposition"] = f'attachment; filename="baithak-record-{made.view}.{format}"'
    return response


def _chosen(request: HttpRequest, admission: Admission, made: Transcript) -> Export:
    """The lines that the query string asks for; names only for staff in the staff record."""
    staff = made.view == "staff"
    filters = Filters.asked(request.GET, staff)
    names = admission.reading.names() if staff and request.GET.get("names") else {}
    return Export(made, filters.of(made.lines, admission.reading.sides), filters, names)


def _page(request: HttpRequest, admission: Admission, view: str) -> HttpResponse:
    made = admission.transcript(view)
    chosen = _chosen(request, admission, made)
    page = Paginator(chosen.lines, A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "workshop_id": admission.reading.workshop,
        "made": made,
        "view": made.view,
        "views": admission.views,
        "title": title(made),
        "scope": statement(made),
        "counted": counted(made, len(chosen.lines), chosen.filters),
        "filters": chosen.filters,
        "offer": offer(made, admission.reading.setting),
        "names": chosen.names,
        "unmasking": admission.viewer.staff,
        "words": chosen.filters.words,
        "query": _query(chosen),
        "page": page,
        "contents": _contents(chosen.lines, page),
    }
    return render(request, "record/record.html", context)


def _query(chosen: Export) -> str:
    """What the links to other pages and to the exports repeat."""
    asked = [chosen.filters.query(), "names=1" if chosen.names else ""]
    return "&".join(part for part in asked if part)


def _contents(lines: list[RecordLine], page: Page[RecordLine]) -> list[dict[str, Any]]:
    """The chapters that have lines: how many, and the page where each begins."""
    found: dict[int, dict[str, Any]] = {}
    for place, line in enumerate(lines):
        entry = found.setdefault(
            line.chapter.number, {"chapter": line.chapter, "lines": 0, "page": place // A_PAGE + 1}
        )
        entry["lines"] += 1
    for entry in found.values():
        entry["here"] = entry["page"] == page.number
    return list(found.values())


def _streamed(request: HttpRequest, pieces: Iterator[str]) -> Iterator[str] | AsyncIterator[str]:
    """The pieces in the way that this server takes them without gathering them first."""
    return _later(pieces) if isinstance(request, ASGIRequest) else pieces


async def _later(pieces: Iterator[str]) -> AsyncIterator[str]:
    """Each piece is made on a thread: the loop that carries live workshops must not wait for it."""
    while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
        yield piece
