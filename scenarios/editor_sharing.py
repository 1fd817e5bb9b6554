"""Sharing an own pack with colleagues, and deleting it. Only its owner may; others find no such pages."""

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from scenarios.editor_access import Desk, at_desk
from scenarios.models import PackShare
from scenarios.own_packs import person_named
from scenarios.own_saving import save
from scenarios.rehearsal_mending import mended_rehearsals

NOBODY = "No instructor's account here has this user name or address. Ask your colleague how they sign in."


@require_http_methods(["GET", "POST"])
@at_desk
def share(desk: Desk) -> HttpResponseBase:
    if not desk.owned:
        raise Http404
    wrong = ""
    if desk.request.method == "POST":
        wrong = _stop(desk) if "stop" in desk.request.POST else _let_in(desk)
        if not wrong:
            return redirect(desk.request.path)
    shares = desk.pack.shares.select_related("user").order_by("user__username")
    page = desk.page(here="share", shares=shares, wrong=wrong, given=desk.request.POST)
    return render(desk.request, "scenarios/editor/share.html", page, status=400 if wrong else 200)


def _let_in(desk: Desk) -> str:
    """Shares it, or says why not."""
    name = desk.request.POST.get("who", "").strip()[:254]
    colleague = person_named(name)
    if colleague is None:
        return NOBODY
    if colleague.pk == desk.user.pk:
        return "This is you: the pack is yours already."
    edit = desk.request.POST.get("may") == "edit"
    PackShare.objects.update_or_create(pack=desk.pack, user=colleague, defaults={"may_edit": edit})
    says = f"{colleague} may now {'read and edit' if edit else 'read'} this pack."
    messages.success(desk.request, says, extra_tags="good")
    return ""


def _stop(desk: Desk) -> str:
    stop = desk.request.POST["stop"]
    shared = (
        desk.pack.shares.filter(pk=int(stop))
        if stop.isdecimal() and len(stop) < 18
        else desk.pack.shares.none()
    )
    for each in shared.select_related("user"):
        each.delete()
        messages.success(desk.request, f"{each.user} can no longer see this pack.", extra_tags="good")
    return ""


@require_http_methods(["GET", "POST"])
@at_desk
def delete(desk: Desk) -> HttpResponseBase:
    """The copy with its whole history. Asks first, on a page of its own."""
    if not desk.owned:
        raise Http404
    if desk.request.method == "POST":
        title = desk.pack.title
        desk.pack.delete()
        messages.success(desk.request, f"“{title}” and its history are deleted.", extra_tags="good")
        return redirect("scenarios:library")
    return render(desk.request, "scenarios/editor/delete.html", desk.page())


@require_POST
@at_desk
def mend(desk: Desk) -> HttpResponseBase:
    """Takes out of the rehearsals what can no longer be played."""
    changes = mended_rehearsals(desk.texts)
    if changes:
        save(desk.pack, desk.user, desk.head.number, changes, "Rehearsal made to fit")
        messages.success(
            desk.request, "The rehearsal fits again. What was taken out is in the history.", extra_tags="good"
        )
    else:
        messages.info(desk.request, "Nothing could be taken out of the rehearsal.")
    return redirect("scenarios:own", desk.pack.pk)
