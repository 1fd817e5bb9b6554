"""Reflecting back: each card with the tries to say it, and what its owners answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.kernel import Viewer
from roleplay.rules.needs_board import BOARD, Card, NeedsBoard
from roleplay.rules.reflecting import REFLECTING, TOOL, Reflections


@tool(
    TOOL,
    title=_("Reflecting back"),
    short=_("Reflect"),
    says=_(
        "Say a card of the other side in your own words until they answer “yes, that is what we meant”: "
        "only whoever has been understood listens."
    ),
    on=(*BOARD, *REFLECTING),
    alike=by_side,
)
def reflecting(scene: Scene, viewer: Viewer) -> Context:
    board, reflections = scene.state[NeedsBoard], scene.state[Reflections]
    mine = viewer.side if viewer.seat else None
    sides = {side.id: side for side in scene.setting.sides}
    columns = [
        {
            "side": side,
            "cards": [_card(reflections, card, sides) for card in board.of(side.id)],
            "tried": reflections.of(side.id)[0],
            "accepted": reflections.of(side.id)[1],
        }
        for side in scene.setting.sides
    ]
    return {
        "columns": columns,
        "free": [card for card in board.cards.values() if mine and _may_say(reflections, card, mine)],
        "mine": mine,
        "staff": viewer.staff,
        "empty": not board.cards,
    }


def _card(reflections: Reflections, card: Card, sides: dict[str, Any]) -> dict[str, Any]:
    tries = [(one, sides[one.side]) for one in reflections.about(card.id) if not one.dropped]
    return {"card": card, "tries": tries}


def _may_say(reflections: Reflections, card: Card, side: str) -> bool:
    """A card of another side that nobody is saying now, and that this side has not said well yet."""
    tries = reflections.about(card.id)
    done = any(one.open or (one.side == side and one.verdict == "accepted") for one in tries)
    return card.side != side and not done
