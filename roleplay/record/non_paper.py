"""The non-paper: its page, and the files that are taken away. Texts only: no name, seat, side, date or title.

Whoever is inside the workshop may read it; for everybody else it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from roleplay.record.access import Admission, admit
from roleplay.rules.non_paper import Paper, paper_of

HEADING = "Non-paper"
STATUS = "Unsigned. Ideas that were discussed; nobody's position, and no commitment of anybody."
BRACKETS = "Words in [square brackets] are not agreed."
SUMMARY = "What was discussed"
MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
LIST = re.compile(r"^([-+=]|\d+(?=[.)]))", re.MULTILINE)
INDENT = re.compile(r"^[ ]+", re.MULTILINE)


@require_safe
def page(request: HttpRequest, workshop: str) -> HttpResponse:
    """The paper as it may be read now, or that there is none yet."""
    admission = admit(request, workshop)
    context = _context(paper_of(admission.reading.state))
    return render(request, "record/non_paper.html", {"workshop_id": workshop, **context})


@require_safe
def export(request: HttpRequest, workshop: str, format: str) -> HttpResponse:
    """The same as a file: text, Markdown, or a page for the printer."""
    paper = _paper(admit(request, workshop))
    if format not in FORMATS:
        raise Http404
    write, content_type = FORMATS[format]
    response = HttpResponse(write(paper), content_type=f"{content_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="non-paper.{format}"'
    return response


def _paper(admission: Admission) -> Paper:
    paper = paper_of(admission.reading.state)
    if paper is None:
        raise Http404
    return paper


def _context(paper: Paper | None) -> dict[str, object]:
    bracketed = bool(paper and any("[" in clause for clause in paper.clauses))
    words = {"title": HEADING, "status": STATUS, "summary": SUMMARY}
    return {"paper": paper, "brackets": BRACKETS if bracketed else "", **words}


def as_html(paper: Paper) -> str:
    """A page that stands alone: nothing is fetched from anywhere."""
    return render_to_string("record/non_paper_export.html", _context(paper))


def as_text(paper: Paper) -> str:
    head = [HEADING.upper(), *([paper.heading] if paper.heading else []), STATUS]
    clauses = [f"{number}. {text}" for number, text in enumerate(paper.clauses, start=1)]
    clauses += [BRACKETS] if any("[" in text for text in paper.clauses) else []
    told = [SUMMARY.upper(), *paper.sentences] if paper.sentences else []
    return "\n\n".join([*head, *clauses, *told]) + "\n"


def as_markdown(paper: Paper) -> str:
    """What people typed stays text: nothing of it becomes markup."""
    head = [f"# {HEADING}", *([f"**{plain(paper.heading)}**"] if paper.heading else []), f"*{STATUS}*"]
    clauses = [
        f"{number}. {plain(text).replace(chr(10), chr(10) + '   ')}"
        for number, text in enumerate(paper.clauses, start=1)
    ]
    clauses += [plain(BRACKETS)] if any("[" in text for text in paper.clauses) else []
    told = [f"## {SUMMARY}", *(plain(text) for text in paper.sentences)] if paper.sentences else []
    return "\n\n".join([*head, *clauses, *told]) + "\n"


def plain(text: str) -> str:
    bare = MARKUP.sub(r"\\\1", INDENT.sub("", text))
    return LIST.sub(lambda found: found[1] + "\\" if found[1].isdigit() else "\\" + found[1], bare)


FORMATS: dict[str, tuple[Callable[[Paper], str], str]] = {
    "txt": (as_text, "text/plain"),
    "md": (as_markdown, "text/markdown"),
    "html": (as_html, "text/html"),
}
