"""The Track One desk: what it has answered; for whoever sits there, the answers the pack has prepared."""

from collections.abc import Hashable

from django.utils.translation import gettext_lazy as _

from roleplay.live.news_parts import addressee
from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import tool
from roleplay.rules.announce import ALL, SIDE
from roleplay.rules.kernel import Viewer
from roleplay.rules.moderation import LineHidden, LineShown
from roleplay.rules.non_paper import NonPaperMade, paper_of
from roleplay.rules.people import People
from roleplay.rules.seats import BecameObserver
from roleplay.rules.talk import Talk, Withdrawn
from roleplay.rules.track_one import TOOL, Answer, NonPaperAnswered, TrackOne


def at_the_desk(scene: Scene, viewer: Viewer) -> bool:
    return viewer.staff or (viewer.role == "observer" and viewer.inside)


def _who(scene: Scene, viewer: Viewer) -> Hashable:
    """An observer knows which answers are their own, and nobody else's to a side."""
    if viewer.role == "observer":
        return viewer.participant
    return viewer.role == "screen", viewer.staff, viewer.side


@tool(
    TOOL,
    title=_("Track One desk"),
    short=_("Track One"),
    says=_(
        "Officials who were not in the room read the non-paper and take it up, shelve it, leak it or ask: "
        "what becomes of an idea is no longer in your hands."
    ),
    on=(NonPaperMade, NonPaperAnswered, LineHidden, LineShown, Withdrawn, BecameObserver),
    alike=_who,
)
def track_one(scene: Scene, viewer: Viewer) -> Context:
    answers = [one for one in scene.state[TrackOne].answers if _reads(scene, one, viewer)]
    return {
        "paper": paper_of(scene.state) is not None,
        "desk": at_the_desk(scene, viewer),
        "staff": viewer.staff,
        "workshop": scene.workshop,
        "answers": [{"answer": one, "to": addressee(scene, one.to)} for one in answers],
        "prepared": scene.setting.track_one if at_the_desk(scene, viewer) else (),
        "observers": any(one.role == "observer" for one in scene.state[People].persons.values()),
    }


def _reads(scene: Scene, one: Answer, viewer: Viewer) -> bool:
    """What reached them, what they wrote themselves; nothing that was taken back or away."""
    line = scene.state[Talk].lines[one.id]
    if line.hidden or line.withdrawn:
        return viewer.staff
    mine = viewer.seat is not None and one.to == SIDE + (viewer.side or "")
    return viewer.staff or one.to == ALL or mine or one.by == viewer.participant
