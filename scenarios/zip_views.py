"""A pack out of the library as one zip, and a zip into one's own packs. For hosts.

The size of what is sent is looked at before it is read, so that nobody can fill the disk with it.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from scenarios.folder import read_folder
from scenarios.importing import import_zip
from scenarios.library_index import library_folder, pack_folders
from scenarios.models import PREFIX, OwnPack
from scenarios.own_packs import Refusal, files_of, pack_for
from scenarios.pack_zip import MAX_ZIP, packed
from scenarios.problems import PackErrors

ENVELOPE = 64 * 1024
"""What a form adds to its file."""


@login_required
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The files as they are now, also of an own pack that is not finished."""
    name, files = _named(slug, request.user)
    answer = HttpResponse(packed(files, name), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer


def _named(slug: str, user: Any) -> tuple[str, dict[str, bytes]]:
    """The files, and what somebody who looks through their downloads knows them by."""
    if slug.startswith(PREFIX):
        try:
            pack = pack_for(user, slug)
            return slugify(pack.title)[:60] or slug, files_of(pack)
        except OwnPack.DoesNotExist:
            raise Http404 from None
    folder = next((each for each in pack_folders(library_folder()) if each.name == slug), None)
    if folder is None:
        raise Http404
    return slug, read_folder(folder)[0]


@csrf_exempt  # only until the size is known; _import is protected
@login_required
@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """The form, and what became of the zip."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_ZIP + ENVELOPE:
        return _page(
            request, 413, refused="This file is larger than 1 MB. A pack is text only and much smaller."
        )
    return _import(request)


@csrf_protect
def _import(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, 200)
    given = request.FILES.get("zip")
    if given is None:
        return _page(request, 400, refused="No file came with the form. Choose a zip and send it again.")
    try:
        pack = import_zip(request.user, given.read(MAX_ZIP + 1))
    except PackErrors as errors:
        return _page(request, 400, errors=errors)
    except Refusal as refusal:
        return _page(request, 400, refused=str(refusal))
    messages.success(request, f"“{pack.title}” is imported, and yours.", extra_tags="good")
    return redirect("scenarios:own", key=pack.pk)


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    return render(request, "scenarios/import.html", context, status=status)
