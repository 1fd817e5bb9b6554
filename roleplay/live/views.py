"""The pages of a running workshop: lobby, brief, stage, desk, screen, and what comes when it ended.

One address, ``/w/<id>/``: the rules say which page is whose. What is shown comes from the same
parts and lines that the wire carries.
"""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from roleplay.live.database import read
from roleplay.live.desk_parts import palette
from roleplay.live.door_http import who
from roleplay.live.hub import hub
from roleplay.live.identity import remember_screen
from roleplay.live.interpreting_parts import interprets, lines_to_interpret
from roleplay.live.models import Participant, Workshop
from roleplay.live.parts import Rendering
from roleplay.live.render import Lines, rooms_shown
from roleplay.live.scene import Scene, page_of, rooms_for
from roleplay.live.stage_parts import reads_until
from roleplay.live.tail import Gone, Tailer
from roleplay.live.tools import tools_now, tools_on_page
from roleplay.rules.kernel import Viewer
from roleplay.rules.notes import Notes
from roleplay.rules.people import viewer_of
from scenarios.markdown import render as to_html
from scenarios.shelf_links import linked


@require_GET
async def page(request: HttpRequest, workshop: str) -> HttpResponseBase:
    """The page of the workshop that is this browser's now; 404 for strangers."""
    identity = await who(request, workshop)
    if identity is None:
        raise Http404
    tailer = await _tailer(workshop)
    viewer = viewer_of(tailer.scene.state, identity.participant)
    if viewer is None:
        raise Http404
    row, person = await read(_rows, workshop, identity.participant)
    context = live_context(tailer, viewer) | {"workshop": row, "participant": person}
    context["says"] = await request.session.apop("says", None)
    return render(request, f"live/{context['page']}.html", context | briefs(tailer.scene, viewer))


@require_GET
async def screen(request: HttpRequest, workshop: str) -> HttpResponseBase:
    """The projector's page: for staff, and for whoever was given the screen link."""
    if not await _may_see_screen(request, workshop):
        raise Http404
    tailer = await _tailer(workshop)
    row = await read(_row, workshop)
    remember_screen(request, row)  # the door of the screen asks this browser for it
    context = live_context(tailer, Viewer("screen", "screen")) | {"workshop": row, "participant": None}
    return render(request, "live/screen.html", context)


async def _may_see_screen(request: HttpRequest, workshop: str) -> bool:
    if await who(request, workshop, "screen"):
        return True
    identity = await who(request, workshop)
    viewer = viewer_of((await _tailer(workshop)).scene.state, identity.participant) if identity else None
    return bool(viewer and viewer.staff)


@require_GET
async def earlier(request: HttpRequest, workshop: str) -> HttpResponseBase:
    """Lines of a room before the one given, for a page that shows only the recent ones."""
    identity = await who(request, workshop)
    if identity is None:
        raise Http404
    tailer = await _tailer(workshop)
    viewer = viewer_of(tailer.scene.state, identity.participant)
    room, before = request.GET.get("room", ""), request.GET.get("before", "")
    if viewer is None or not viewer.inside or room not in rooms_shown(tailer.scene, viewer):
        raise Http404
    try:
        older = tailer.lines.stretch(viewer, get_language() or "en", room, before.removeprefix("e-") or None)
    except KeyError:
        raise Http404 from None
    answer = {"lines": [line.shown() for line in older.lines], "more": older.more}
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


async def _tailer(workshop: str) -> Tailer:
    try:
        return await hub().caught_up(workshop)
    except Gone:
        raise Http404 from None


def live_context(tailer: Tailer, viewer: Viewer) -> dict[str, Any]:
    """What every live page shows: its parts, and the recent lines of each of its rooms."""
    shown = context_of(tailer.look(), viewer, tailer.rendering, tailer.lines)
    return shown | {"upto": tailer.last_seen(viewer) if viewer.inside else None}


def context_of(scene: Scene, viewer: Viewer, rendering: Rendering, lines: Lines) -> dict[str, Any]:
    """The same without a place in a log: of any scene, also one that is only imagined."""
    name, language = page_of(scene.state, viewer), get_language() or "en"
    return {
        "page": name,
        "viewer": viewer,
        "scene": scene,
        "setting": scene.setting,
        "rooms": rooms_for(scene, viewer) if viewer.inside else [],
        "parts": rendering.html_for(viewer, name, language),
        "stretches": lines.recent(viewer, language) if viewer.inside else {},
        "me": scene.seat(viewer.seat) if viewer.seat else None,
        "language": language,
        "tools": tools_on_page(scene, viewer),
        "tools_now": tools_now(scene, viewer),
        "moves": palette(scene) if name == "desk" else [],
        "interprets": interprets(scene, viewer),
        "to_interpret": lines_to_interpret(scene, viewer),
    }


def briefs(scene: Scene, viewer: Viewer) -> dict[str, Any]:
    """The texts this viewer may read: the public part, the briefs of their own seat and side, their notes."""
    setting = scene.setting
    note = scene.state[Notes].of(viewer.participant, viewer.seat)
    until = reads_until(scene)
    texts: dict[str, Any] = {"public_html": _html(setting.public, until)}
    if viewer.seat is None or viewer.side is None:
        return texts
    return texts | {
        "my_note": note.text if note else "",
        "my_seat": setting.seat(viewer.seat),
        "brief_html": _html(setting.seat_briefs[viewer.seat], until),
        "side_brief_html": _html(setting.side_briefs[viewer.side], until),
    }


def _html(text: str, until: int | None) -> str:
    """With links to the precedent shelf; they open beside the page, which stays connected."""
    return linked(to_html(text), new_page=True, until=until)


def _rows(workshop: str, participant: str) -> tuple[Workshop, Participant]:
    return _row(workshop), Participant.objects.get(id=participant)


def _row(workshop: str) -> Workshop:
    return Workshop.objects.get(id=workshop)
