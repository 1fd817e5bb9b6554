"""The page on which staff read every text of the running workshop and correct a passage of it.

What may be corrected, and who hears of it, is decided in ``rules/correcting.py``. Works without scripts.
"""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roleplay.live import wire
from roleplay.live.database import read
from roleplay.live.door import carry_out
from roleplay.live.door_http import form_command, who
from roleplay.live.hub import hub
from roleplay.live.identity import Identity
from roleplay.live.scene import Scene
from roleplay.live.tail import Gone
from roleplay.rules.correcting import LONGEST_PASSAGE, Corrections, CorrectText, Text, name_of_text, texts_of
from roleplay.rules.people import viewer_of
from roleplay.rules.workshop import Workshop
from scenarios.markdown import render as to_html

GROUPS = (
    ("public", gettext_lazy("For everybody")),
    ("side", gettext_lazy("For one delegation")),
    ("seat", gettext_lazy("For one seat")),
    ("phase", gettext_lazy("Steps")),
    ("inject", gettext_lazy("News that is not out")),
    ("happened", gettext_lazy("For the debrief")),
)


@require_http_methods(["GET", "POST"])
async def page(request: HttpRequest, workshop: str) -> HttpResponseBase:
    """All texts; with ``?text=`` one of them, passage by passage. Staff only."""
    identity = await who(request, workshop)
    scene = await _scene_of_staff(identity, workshop)
    assert identity is not None  # or there would be no scene
    place = request.GET.get("text", "")
    if request.method == "POST":
        return await _correct(request, workshop, identity, place)
    text = texts_of(scene.state).get(place)
    if place and text is None:
        raise Http404
    says = await request.session.apop("says", None)
    context = {"workshop": workshop, "setting": scene.setting, "says": says, "longest": LONGEST_PASSAGE}
    context["ended"] = scene.state[Workshop].ended
    shown = _one(scene, text) if text else {"groups": _groups(scene), "made": _made(scene)}
    # On a reader's thread: the head of an ordinary page asks who is signed in.
    return await read(render, request, "live/texts.html", context | shown)


async def _scene_of_staff(identity: Identity | None, workshop: str) -> Scene:
    if identity is None:
        raise Http404
    try:
        tailer = await hub().caught_up(workshop)
    except Gone:
        raise Http404 from None
    viewer = viewer_of(tailer.scene.state, identity.participant)
    if viewer is None or not viewer.staff:
        raise Http404
    return tailer.look()


async def _correct(request: HttpRequest, workshop: str, identity: Identity, place: str) -> HttpResponseBase:
    """Back to the text with a sentence above it. What was refused is in the browser's own back."""
    try:
        frame = form_command(request)
    except wire.BadFrame:
        raise Http404 from None
    if frame.command is not None and not isinstance(frame.command, CorrectText):
        raise Http404
    answer = await carry_out(hub().tailer(workshop), identity, frame, get_language() or "en")
    if answer.code == "ok":
        says = {"text": _("Changed. Those who read this text have been told."), "tone": "good"}
    else:
        says = {"text": json.loads(answer.text)["say"], "tone": "bad"}
    await request.session.aset("says", says)
    return HttpResponseRedirect(f"{request.path}?{urlencode({'text': place})}")


def _groups(scene: Scene) -> list[dict[str, Any]]:
    """The texts by whom they are for, each with its name."""
    known = texts_of(scene.state).values()
    return [
        {
            "title": title,
            "texts": [
                (one.place, name_of_text(scene.setting, one.place)) for one in known if _kind(one) == kind
            ],
        }
        for kind, title in GROUPS
    ]


def _kind(text: Text) -> str:
    return text.place.partition(":")[0]


def _made(scene: Scene) -> list[dict[str, Any]]:
    """The corrections so far, the latest first."""
    made = reversed(scene.state[Corrections].made)
    return [{"one": one, "name": name_of_text(scene.setting, one.place)} for one in made]


def _one(scene: Scene, text: Text) -> dict[str, Any]:
    """A text in passages. One that stands there twice is not offered: which was meant could not be told."""
    passages = [one for one in text.text.split("\n\n") if one.strip()]
    return {
        "text": text,
        "name": name_of_text(scene.setting, text.place),
        "readers": _readers(scene, text),
        "passages": [
            {"text": one, "html": to_html(one), "once": text.text.count(one) == 1, "rows": len(one) // 70 + 2}
            for one in passages
        ],
        "made": [row for row in _made(scene) if row["one"].place == text.place],
    }


def _readers(scene: Scene, text: Text) -> str:
    """Who is told of a change, in words."""
    seats = text.to.seats
    if seats is None:
        return _("Everybody reads this, and everybody is told what you change.")
    if not seats:
        return _("Only the facilitators read this now: nobody else is told what you change.")
    if len(seats) == 1:
        name = scene.setting.seat(seats[0]).title
        return _("Only {name} reads this. Nobody else is told what you change.").format(name=name)
    return _("Only this delegation reads this. Nobody else is told what you change.")
