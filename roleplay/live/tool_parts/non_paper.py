"""The non-paper: whether one has been laid down and where it is; for staff, what would go into it."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.occasions import SEATING
from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.brackets import BRACKETS
from roleplay.rules.cleared_summary import SUMMARY
from roleplay.rules.kernel import Viewer
from roleplay.rules.non_paper import (
    A_PAGE,
    TOOL,
    NonPaper,
    NonPaperMade,
    as_written,
    clauses_to_come,
    paper_of,
    sentences_to_come,
)
from roleplay.rules.people import People
from roleplay.rules.text import CLAUSES, OneText


@tool(
    TOOL,
    title=_("Non-paper"),
    short=_("Paper"),
    says=_(
        "Put the clauses and the cleared sentences on one unsigned page: it tests an idea outside this room, "
        "and binds nobody who was in it."
    ),
    on=(NonPaperMade, *CLAUSES, *BRACKETS, *SUMMARY, *SEATING),
    alike=lambda scene, viewer: (by_side(scene, viewer), viewer.role == "screen"),
)
def non_paper(scene: Scene, viewer: Viewer) -> Context:
    paper = paper_of(scene.state)
    return {
        "made": scene.state[NonPaper].number,
        "workshop": scene.workshop,
        "screen": viewer.role == "screen",
        "long": bool(paper and paper.words > A_PAGE),
        "staff": viewer.staff,
        **(_to_come(scene) if viewer.staff else {}),
    }


def _to_come(scene: Scene) -> dict[str, Any]:
    """What would be laid down now, what stays out of it, and which of its words tell who was in the room."""
    clauses = clauses_to_come(scene.state)
    sentences = sentences_to_come(scene.state)
    made, text = scene.state[NonPaper], scene.state[OneText].clauses
    words = [*map(as_written, clauses), *(one.text for one in sentences)]
    return {
        "clauses": len(clauses),
        "sentences": len(sentences),
        "loose": len(text) - len(clauses),
        "exposed": _exposed(scene, "\n".join([*words, made.heading])),
    }


def _exposed(scene: Scene, words: str) -> list[str]:
    """Role labels of the table and names of people that occur in these words."""
    labels = [label for seat in scene.seats() for label in (seat.title, seat.short)]
    names = [scene.name_of(person) for person in scene.state[People].persons]
    wanted = dict.fromkeys(label for label in (*labels, *names) if label)
    return [one for one in wanted if re.search(rf"(?i)(?<!\w){re.escape(one)}(?!\w)", words)]
