"""Choosing between two texts written at once: both side by side, wherever two people changed one place."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from scenarios.editor_access import Desk, at_desk
from scenarios.editor_saves import answer, base_of
from scenarios.editor_texts import called
from scenarios.merging import Chunk, Clash, Same, merge
from scenarios.models import PackVersion
from scenarios.own_packs import Refusal, texts_of
from scenarios.own_saving import save

LOOK_AGAIN = "Somebody has saved meanwhile. Please look once more."
CHOOSE = "Please choose for each place."


@dataclass(frozen=True)
class Choice:
    """One place that two people changed."""

    field: str
    clash: Clash


@dataclass(frozen=True)
class FileChoices:
    name: str
    called: str
    chunks: list[Chunk]
    choices: list[Choice]

    @property
    def prose(self) -> bool:
        """Both texts one after the other make sense in prose only."""
        return self.name.endswith(".md")


@require_http_methods(["GET", "POST"])
@at_desk
def choose(desk: Desk, number: int) -> HttpResponseBase:
    """Both texts side by side, wherever two people changed the same place."""
    aside = desk.version(number)
    if not aside.aside or aside.settled_by.exists():
        messages.info(desk.request, "This has been decided already.")
        return redirect("scenarios:own-version", desk.pack.pk, number)
    found = _choices(desk, aside)
    if desk.request.method == "POST":
        if desk.request.POST.get("base") != str(desk.head.number):
            messages.warning(desk.request, LOOK_AGAIN, extra_tags="warn")
        elif not all(choice.field in desk.request.POST for each in found for choice in each.choices):
            messages.warning(desk.request, CHOOSE, extra_tags="warn")
        else:
            return _decide(desk, aside, found)
    return render(desk.request, "scenarios/editor/choose.html", desk.page(choosing=aside, files=found))


def _decide(desk: Desk, aside: PackVersion, found: list[FileChoices]) -> HttpResponseBase:
    changes = {each.name: _chosen(each, desk.request.POST) for each in found}
    try:
        saved = save(desk.pack, desk.user, base_of(desk.request), changes, "Two texts put together", aside)
    except Refusal as refusal:
        messages.error(desk.request, str(refusal), extra_tags="bad")
        return redirect(desk.request.path)
    return answer(desk, saved, reverse("scenarios:own", args=[desk.pack.pk]))


def _choices(desk: Desk, aside: PackVersion) -> list[FileChoices]:
    """The files that the version put aside would change, with the places where a person must choose."""
    was, mine, now = texts_of(desk.version(aside.based_on)), texts_of(aside), desk.texts
    found = []
    for index, name in enumerate(sorted(mine.keys() | was.keys())):
        if mine.get(name) == was.get(name) or mine.get(name) == now.get(name):
            continue
        chunks = _chunks(name, was.get(name), mine.get(name), now.get(name))
        clashes = [chunk for chunk in chunks if isinstance(chunk, Clash)]
        choices = [Choice(f"c.{index}.{at}", clash) for at, clash in enumerate(clashes)]
        found.append(FileChoices(name, called(name, now | mine), chunks, choices))
    return found


def _chunks(name: str, was: str | None, mine: str | None, now: str | None) -> list[Chunk]:
    if was is None or mine is None or now is None:
        whole = Clash(was or "", mine or "", now or "")
        return [whole] if mine != now else [Same(mine or "")]
    return merge(was, mine, now, by_lines=name.endswith(".yaml"))


def _chosen(one: FileChoices, posted: Any) -> str | None:
    """The file with what was chosen in each place; None when it is to be gone."""
    fields = iter(one.choices)
    text = "".join(
        chunk.text if isinstance(chunk, Same) else _pick(chunk, str(posted[next(fields).field]))
        for chunk in one.chunks
    )
    return text or None


def _pick(clash: Clash, choice: str) -> str:
    if choice in ("mine", "theirs"):
        return clash.mine if choice == "mine" else clash.theirs
    first = clash.theirs.rstrip("\n")
    return f"{first}\n\n{clash.mine}" if first else clash.mine
