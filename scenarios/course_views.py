"""A course of packs by the five stages of sustained dialogue, and which pack for which class. Open to all."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scenarios.choosing import QUESTIONS, answered, suggestions
from scenarios.course import BESIDES, RELATIONSHIP, STAGES, WHOLE_COURSE, Stage
from scenarios.library_index import all_packs
from scenarios.public_part import PublicPart, public_part

MOST_MEETINGS = 20


@dataclass(frozen=True)
class Meeting:
    """A pack in its place in the term. ``value`` is its name in the address of the plan."""

    stage: Stage
    pack: PublicPart

    @property
    def value(self) -> str:
        return f"{self.stage.number}.{self.pack.slug}"


@require_safe
def course(request: HttpRequest) -> HttpResponse:
    """The packs by stage; those that were picked are laid out as a term."""
    every = [(stage, _meetings(stage)) for stage in STAGES]
    wanted = set(request.GET.getlist("pick"))
    picked = [meeting for _, meetings in every for meeting in meetings if meeting.value in wanted]
    context: dict[str, Any] = {
        "stages": [(stage, [(each, each.value in wanted) for each in meetings]) for stage, meetings in every],
        "plan": picked[:MOST_MEETINGS],
        "asked": bool(wanted),
        "missing": [stage for stage, _ in every if stage not in [meeting.stage for meeting in picked]],
        "shortest": sum(min(meeting.pack.sittings) for meeting in picked),
        "longest": sum(max(meeting.pack.sittings) for meeting in picked),
        "cooler": _gets_cooler(picked),
        "besides": BESIDES,
        "whole": WHOLE_COURSE,
        "slow": [pack for pack in map(public_part, all_packs()) if WHOLE_COURSE in pack.forms],
        "relationship": RELATIONSHIP,
    }
    return render(request, "scenarios/course.html", context)


@require_safe
def which(request: HttpRequest) -> HttpResponse:
    """Four questions; the answers stand in the address."""
    answers = answered(request.GET)
    found = suggestions([public_part(loaded) for loaded in all_packs()], answers) if answers else []
    context = {
        "questions": [(name, label, choices, answers.get(name, "")) for name, label, choices in QUESTIONS],
        "answers": answers,
        "fitting": [each for each in found if each.fits],
        "nearest": [each for each in found if not each.fits],
    }
    return render(request, "scenarios/which.html", context)


def _meetings(stage: Stage) -> list[Meeting]:
    packs = [public_part(loaded) for loaded in all_packs()]
    mine = [pack for pack in packs if pack.course and stage.number in pack.course.stages]
    return [Meeting(stage, pack) for pack in sorted(mine, key=lambda pack: _warmth(pack))]


def _warmth(pack: PublicPart) -> tuple[int, str]:
    return ("low", "medium", "high").index(pack.heat), pack.code


def _gets_cooler(plan: list[Meeting]) -> bool:
    """A term should begin low: is anything before the last meeting hotter than what comes after it?"""
    heats = [_warmth(meeting.pack)[0] for meeting in plan]
    return bool(heats) and heats[0] == max(heats) and len(set(heats)) > 1
