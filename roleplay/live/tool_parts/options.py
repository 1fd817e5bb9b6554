"""Options as everybody sees them: unsigned, with the cards they meet. What was parked is only counted."""

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.kernel import Viewer
from roleplay.rules.needs_board import CARDS, NeedsBoard
from roleplay.rules.options import OPTIONS, TOOL, Options


@tool(
    TOOL,
    title=_("Options"),
    short=_("Options"),
    says=_(
        "Lay ideas on the table that meet a card of each side, unsigned and without arguing yet: a doubt is "
        "parked for later, so that half an idea lives long enough to meet its other half."
    ),
    on=(*OPTIONS, *CARDS),
    alike=by_side,
)
def options(scene: Scene, viewer: Viewer) -> Context:
    board = scene.state[NeedsBoard]
    sides = {side.id: side for side in scene.setting.sides}
    cards = {id: (card, sides[card.side]) for id, card in board.cards.items()}
    return {
        "rows": [
            {"option": one, "cards": [cards[id] for id in one.cards if id in cards]}
            for one in scene.state[Options].all.values()
        ],
        "columns": [{"side": side, "cards": board.of(side.id)} for side in scene.setting.sides],
        "mine": viewer.side if viewer.seat else None,
        "staff": viewer.staff,
    }
