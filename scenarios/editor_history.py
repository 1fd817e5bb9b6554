"""Pages of an own pack's past: every version, what each changed, going back, the copy beside its original.

Choosing between two texts that were written at once is in ``editor_choosing.py``.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from scenarios.editor_access import Desk, at_desk
from scenarios.editor_texts import called
from scenarios.editor_views import built_in_origin
from scenarios.models import PackVersion
from scenarios.own_packs import Files, texts_of
from scenarios.own_saving import save
from scenarios.word_diff import FileDiff, compare

A_PAGE = 200
TOGETHER = 600
"""Seconds within which saves of one person at one place are told as one."""


@dataclass
class Sitting:
    """Saves of one person at one place, soon after each other; the newest first."""

    versions: list[PackVersion]

    @property
    def newest(self) -> PackVersion:
        return self.versions[0]

    def goes_on_with(self, older: PackVersion) -> bool:
        last = self.versions[-1]
        same = (last.author_id, last.what, last.aside) == (older.author_id, older.what, older.aside)
        return same and (last.at - older.at).total_seconds() < TOGETHER


@require_GET
@at_desk
def history(desk: Desk) -> HttpResponseBase:
    versions = desk.pack.versions.select_related("author").order_by("-number")
    before = desk.request.GET.get("before", "")
    if before.isdecimal() and len(before) < 10:
        versions = versions.filter(number__lt=int(before))
    some = list(versions[: A_PAGE + 1])
    sittings: list[Sitting] = []
    for version in some[:A_PAGE]:
        if sittings and sittings[-1].goes_on_with(version):
            sittings[-1].versions.append(version)
        else:
            sittings.append(Sitting([version]))
    earlier = some[A_PAGE - 1].number if len(some) > A_PAGE else None
    page = desk.page(here="history", sittings=sittings, earlier=earlier)
    return render(desk.request, "scenarios/editor/history.html", page)


@require_GET
@at_desk
def version(desk: Desk, number: int) -> HttpResponseBase:
    """What a version changed, and what has changed since."""
    shown = desk.version(number)
    files = texts_of(shown)
    started = desk.pack.versions.filter(number=shown.based_on).first()
    against_now = desk.request.GET.get("against") == "now"
    other = desk.texts if against_now else (texts_of(started) if started else {})
    diffs = compare(files, other) if against_now else compare(other, files)
    page = desk.page(
        version=shown, against_now=against_now, first=started is None, differs=files != desk.texts,
        diffs=_named(diffs, files | other) if started or against_now else [],
    )  # fmt: skip
    return render(desk.request, "scenarios/editor/version.html", page)


@require_POST
@at_desk
def restore(desk: Desk, number: int) -> HttpResponseBase:
    """Back to a version, whole or in one file. It becomes a new version; nothing is lost by it."""
    wanted, name = texts_of(desk.version(number)), desk.request.POST.get("file", "")
    names = {name} if name else wanted.keys() | desk.texts.keys()
    if name and name not in wanted.keys() | desk.texts.keys():
        raise Http404
    changes = {each: wanted.get(each) for each in names}
    what = f"Back to version {number}" + (f": {called(name, desk.texts)}" if name else "")
    saved = save(desk.pack, desk.user, desk.head.number, changes, what[:200])
    messages.success(desk.request, f"{what}. What was there before is in the history.", extra_tags="good")
    return redirect("scenarios:own-version", desk.pack.pk, saved.head.number)


@require_GET
@at_desk
def original(desk: Desk) -> HttpResponseBase:
    """The copy beside the built-in pack, or beside its own first version."""
    there = built_in_origin(desk.pack.origin) if desk.pack.origin else None
    first = desk.pack.versions.filter(aside=False).order_by("number").first()
    before = there if there is not None else texts_of(first) if first else {}
    page = desk.page(
        built_in=there is not None, diffs=_named(compare(before, desk.texts), before | desk.texts)
    )
    return render(desk.request, "scenarios/editor/original.html", page)


def _named(diffs: list[FileDiff], files: Files) -> list[tuple[str, FileDiff]]:
    return [(called(diff.name, files), diff) for diff in diffs]
