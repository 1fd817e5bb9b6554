"""Pages of the editor: copying a pack, its overview, the texts and the forms.

History and choosing are in ``editor_history.py``, sharing in ``editor_sharing.py``, previews in ``roleplay``.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from scenarios.editor_access import Desk, at_desk
from scenarios.editor_agenda import sums
from scenarios.editor_fields import names_of, section_parts
from scenarios.editor_following import headings, short_labels
from scenarios.editor_forms import edits_of
from scenarios.editor_saves import answer, base_of, refused, save_here, wants_json
from scenarios.editor_structure import PACK, NoSuchPlace, apply
from scenarios.editor_texts import called, texts_listed, wanted_words
from scenarios.editor_words import SECTIONS
from scenarios.finding import find_pack
from scenarios.folder import NAMES, read_folder
from scenarios.library_index import get_pack
from scenarios.loader import MAX_PROSE_BYTES
from scenarios.markdown import render as to_html
from scenarios.own_packs import Files, Refusal, create_from_files, files_of, pack_for, texts_of
from scenarios.problems import PackErrors
from scenarios.strict_yaml import read
from scenarios.text import Unreadable
from scenarios.yaml_editing import edit


@login_required
@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of a pack that this person may read, for them to edit."""
    try:
        loaded = find_pack(slug, request.user)
    except (KeyError, PackErrors):
        raise Http404 from None
    built_in = loaded.folder.is_dir()
    files = read_folder(loaded.folder)[0] if built_in else files_of(pack_for(request.user, slug))
    try:
        title = loaded.pack.title
        said = f"Copied from “{title}”"
        own = create_from_files(request.user, files, title, slug if built_in else "", said)
    except Refusal as refusal:
        messages.error(request, str(refusal), extra_tags="bad")
        return redirect("scenarios:pack", slug)
    return redirect("scenarios:own", own.pk)


@require_GET
@at_desk
def overview(desk: Desk) -> HttpResponseBase:
    sections = [(name, title, says) for name, (title, says, _) in SECTIONS.items() if names_of(name)]
    listed = texts_listed(desk.texts, desk.checked.words)
    page = desk.page(here="overview", sections=sections, listed=listed)
    return render(desk.request, "scenarios/editor/overview.html", page)


@require_http_methods(["GET", "POST"])
@at_desk
def text(desk: Desk, name: str) -> HttpResponseBase:
    """One file: a text with its preview, or YAML with the checker's lines."""
    if not NAMES.fullmatch(name):
        raise Http404
    if desk.request.method == "POST":
        typed = desk.request.POST.get("text", "")
        try:
            return answer(desk, save_here(desk, {name: typed}, called(name, desk.texts)), desk.request.path)
        except Refusal as refusal:
            return _text_page(desk, name, typed, refusal)
    if name not in desk.texts and name not in (listed.name for listed in texts_listed(desk.texts, {})):
        raise Http404
    return _text_page(desk, name, desk.texts.get(name, ""))


def _text_page(desk: Desk, name: str, shown: str, wrong: Refusal | None = None) -> HttpResponse:
    if wrong and wants_json(desk.request):
        return refused(wrong)
    prose = name.endswith(".md")
    page = desk.page(
        name=name, called=called(name, desk.texts), text=shown, prose=prose, wrong=wrong,
        wanted=wanted_words(name), html=to_html(shown[:MAX_PROSE_BYTES]) if prose else "",
        base=desk.request.POST.get("base", desk.head.number),
    )  # fmt: skip
    return render(desk.request, "scenarios/editor/text.html", page, status=400 if wrong else 200)


@require_POST
@login_required
def rendered(request: HttpRequest) -> HttpResponse:
    """Markdown as the page would show it, for the preview; nothing is kept."""
    return HttpResponse(to_html(request.POST.get("text", "")[:MAX_PROSE_BYTES]))


@require_http_methods(["GET", "POST"])
@at_desk
def form(desk: Desk, section: str) -> HttpResponseBase:
    """A form for a part of ``pack.yaml``."""
    if section not in SECTIONS or not names_of(section):
        raise Http404
    if desk.request.method == "POST":
        try:
            return _save_form(desk, section)
        except (Refusal, Unreadable) as wrong:
            if wants_json(desk.request):
                return refused(wrong)
            messages.error(desk.request, str(wrong), extra_tags="bad")
            return redirect(desk.request.path)
    title, says, _ = SECTIONS[section]
    page = desk.page(section=section, title=title, says=says, **_asked(section, desk.texts))
    return render(desk.request, "scenarios/editor/form.html", page)


def _asked(section: str, texts: Files) -> dict[str, Any]:
    """The fields of a section, or why there are none now."""
    try:
        data = read(texts.get(PACK, "").encode()).data
    except Unreadable as error:
        return {"unreadable": error}
    return {"parts": section_parts(section, data), "sums": sums(data) if section == "agenda" else []}


def _save_form(desk: Desk, section: str) -> HttpResponse:
    """What was filled in, held against what this page showed; then the item to add, move or remove."""
    started = desk.version(base_of(desk.request))
    files = texts_of(started)
    data = read(files.get(PACK, "").encode()).data
    edits = edits_of(section, data, desk.request.POST)
    follows = short_labels(data, edits)
    edits |= follows
    changes: dict[str, str | None] = {}
    if edits:
        now = edit(files[PACK], edits)
        changes |= {PACK: now, **headings(files, files[PACK], now)}
    do, _, place = desk.request.POST.get("do", "").partition(":")
    if do:
        try:
            changes |= apply(files | {name: text for name, text in changes.items() if text}, do, place)
        except NoSuchPlace:
            raise Refusal("This is not there any more. The page has been loaded again.") from None
    saved = save_here(desk, changes, SECTIONS[section][0])
    return answer(desk, saved, f"{desk.request.path}{_anchor(do, place, data)}", follows)


def _anchor(do: str, place: str, data: dict[str, Any]) -> str:
    """Where the page goes on after an item was added or moved."""
    if do == "add":
        items = data.get(place)
        return f"#f-{place.replace('.', '-')}-{len(items)}" if isinstance(items, list) else ""
    listed, _, index = place.rpartition(".")
    step = {"up": -1, "down": 1}.get(do)
    if step is None or not index.isdecimal():
        return f"#f-{listed.replace('.', '-')}" if listed else ""
    return f"#f-{listed.replace('.', '-')}-{max(int(index) + step, 0)}"


def built_in_origin(slug: str) -> Files | None:
    """The files of the built-in pack that a copy was made from, if it is there still."""
    try:
        folder = get_pack(slug).folder
    except (KeyError, PackErrors):
        return None
    return {name: raw.decode("utf-8-sig") for name, raw in read_folder(folder)[0].items()}
