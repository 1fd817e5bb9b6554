"""The HTTP door, for networks that block websockets: commands by POST, frames by long poll.

The same commands and the same frames as on the socket, with the same guarantees.
"""

import asyncio
import hashlib
import json
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from roleplay.live import bearings, wire
from roleplay.live.connection import Connection
from roleplay.live.database import read
from roleplay.live.door import Answer, carry_out
from roleplay.live.hub import hub
from roleplay.live.identity import Identity, identify, identify_screen
from roleplay.live.tail import Gone
from roleplay.rules.codec import WHOLE_NUMBER, fields_from_form
from roleplay.rules.people import People

LONGEST_WAIT = 25.0
STATUS = {"ok": 200, "conflict": 409, "rate_limited": 429, "retry": 503, "bad_command": 400}
NOT_FOUND = {"no": None, "code": "not_found", "say": "There is nothing here for you."}
CLOSED_STATUS = {
    wire.NOT_ALLOWED: 404,
    wire.TAKEN_OVER: 409,
    wire.ENDED: 410,
    wire.FLOODING: 429,
    wire.RESTARTING: 503,
}


async def who(request: HttpRequest, workshop: str, page: str = "") -> Identity | None:
    """Whom this browser speaks for in the workshop."""
    user = await request.auser()
    await request.session.aget("participants")  # loads the session here, not on a reader thread
    if page == "screen":
        identity = await read(identify_screen, request.session, workshop)
    else:
        identity = await read(identify, request.session, user, workshop)
    if identity:
        bearings.take(identity.workshop, identity.participant)
    return identity


@require_POST
async def do(request: HttpRequest, workshop: str) -> HttpResponseBase:
    """A command, as JSON or as a form of a page without scripts."""
    form = request.content_type != "application/json"
    identity = await who(request, workshop)
    if identity is None:
        return JsonResponse(NOT_FOUND, status=404)
    try:
        frame = form_command(request) if form else _json_command(request)
        answer = await carry_out(hub().tailer(workshop), identity, frame, get_language() or "en")
    except wire.BadFrame:
        return JsonResponse({"no": None, "code": "bad_frame", "say": "This is not a command."}, status=400)
    if answer.code == "not_allowed" and not await _is_in(identity):
        return JsonResponse(NOT_FOUND, status=404)
    if form and "application/json" not in request.headers.get("Accept", ""):
        return await _back_to_the_page(request, workshop, answer)
    return HttpResponse(answer.text, content_type="application/json", status=STATUS.get(answer.code, 422))


async def _is_in(identity: Identity) -> bool:
    """Somebody who was removed learns no more than somebody who never was here."""
    scene = (await hub().caught_up(identity.workshop)).scene
    return identity.participant in scene.state[People].persons


def _json_command(request: HttpRequest) -> wire.Do:
    if len(request.body) > wire.MAX_FRAME:
        raise wire.BadFrame("too long")
    try:
        frame = wire.parse(request.body.decode())
    except UnicodeDecodeError as problem:
        raise wire.BadFrame("not UTF-8") from problem
    if not isinstance(frame, wire.Do):
        raise wire.BadFrame("only commands are posted")
    return frame


def form_command(request: HttpRequest) -> wire.Do:
    """A form's fields as a command.

    A button that is a command has its fields with it: ``take_seat?seat=in1``.
    """
    posted = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    if sum(len(value) for _, value in posted) > wire.MAX_FRAME:
        raise wire.BadFrame("too long")
    do, _, more = request.POST.get("do", "").partition("?")
    given = [each for each in posted if each[0] not in ("csrfmiddlewaretoken", "do", "id", "back")]
    fields = fields_from_form(do, [*given, *parse_qsl(more)])
    return wire.parse_command({**fields, "do": do, "id": request.POST.get("id", "")})


async def _back_to_the_page(request: HttpRequest, workshop: str, answer: Answer) -> HttpResponseBase:
    """Without scripts the answer is the page itself, with a sentence above it when it was a no; a yes to what
    was asked in the record is the record."""
    if answer.code == "ok" and request.POST.get("back") == "record":
        return HttpResponseRedirect(reverse("record:main", args=[workshop]))
    if answer.code != "ok":
        refused = json.loads(answer.text)["say"]
        await request.session.aset("says", {"text": refused, "tone": "bad"})
    return HttpResponseRedirect(reverse("live:page", args=[workshop]))


@require_GET
async def events(request: HttpRequest, workshop: str) -> HttpResponseBase:
    """Frames after ``since``; waits up to ``wait`` seconds for the first one.

    ``known`` is the digest of the parts the page has, given back by the last answer.
    """
    page = request.GET.get("page", "")
    identity = await who(request, workshop, page)
    since = request.GET.get("since") or None
    if identity is None:
        return JsonResponse(NOT_FOUND, status=404)
    if since and not wire.EVENT_ID.fullmatch(since):
        return JsonResponse({"no": None, "code": "bad_frame", "say": "This is not a position."}, status=400)
    poll = Poll(identity, get_language() or "en")
    try:
        frames = await poll.frames(since, request.GET.get("known", ""), _seconds(request.GET.get("wait")))
    except Gone:
        return JsonResponse(NOT_FOUND, status=404)
    if poll.code is not None and not frames:
        return JsonResponse({"closed": poll.code}, status=CLOSED_STATUS.get(poll.code, 400))
    return JsonResponse({"frames": frames, "known": poll.known()}, json_dumps_params={"ensure_ascii": False})


def _seconds(text: str | None) -> float:
    return min(float(text), LONGEST_WAIT) if text and WHOLE_NUMBER.fullmatch(text) else 0.0


class Poll:
    """One long poll: a connection that collects its frames until there are some."""

    def __init__(self, identity: Identity, language: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.code: int | None = None
        self.news = asyncio.Event()
        self.connection = Connection(identity, language, self._collect, self._close)

    async def frames(self, since: str | None, known: str, wait: float) -> list[dict[str, Any]]:
        """Whatever is new at once, or else the first that comes within ``wait`` seconds."""
        tailer = hub().tailer(self.connection.identity.workshop)
        try:
            await tailer.attach(self.connection, since)
            if known == self.known():
                self._leave_out_parts()
            self.sent = [frame for frame in self.sent if frame.keys() - {"k", "live"}]
            if not self.sent and self.code is None:
                await self._wait(wait)
        finally:
            tailer.detach(self.connection)
        return self.sent

    async def _wait(self, seconds: float) -> None:
        from roleplay import stopping

        self.news.clear()
        waiting = [asyncio.ensure_future(one.wait()) for one in (self.news, stopping.begun)]
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for one in waiting:
            one.cancel()
        if stopping.begun.is_set():
            self.code = self.code or wire.RESTARTING

    def known(self) -> str:
        shown = wire.news(None, [], dict(sorted(self.connection.shown.items())))
        return hashlib.sha256(shown).hexdigest()[:16]

    def _leave_out_parts(self) -> None:
        for frame in self.sent:
            frame.pop("parts", None)

    def _collect(self, frame: bytes) -> None:
        self.sent.append(json.loads(frame))
        self.connection.acknowledge(self.connection.k)
        self.news.set()

    def _close(self, code: int) -> None:
        self.code = code
        self.news.set()
