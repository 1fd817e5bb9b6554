"""The needs and fears board: the cards of each side, and what may be done with them from where one sits."""

from django.utils.translation import gettext_lazy as _

from roleplay.live.occasions import SEATING
from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tools import by_side, tool
from roleplay.rules.kernel import Viewer
from roleplay.rules.needs_board import BOARD, TOOL, NeedsBoard, waits_for_others
from roleplay.rules.reflecting import REFLECTING, open_about


@tool(
    TOOL,
    title=_("Needs and fears"),
    short=_("Board"),
    says=_(
        "Put up in turns what your side needs, fears and hopes, and ask what the other side's cards mean "
        "instead of arguing with them: nobody solves what nobody has understood."
    ),
    on=(*BOARD, *REFLECTING, *SEATING),
    alike=by_side,
)
def needs_board(scene: Scene, viewer: Viewer) -> Context:
    state, mine = scene.state, viewer.side if viewer.seat else None
    board = state[NeedsBoard]
    return {
        "columns": [{"side": side, "cards": board.of(side.id)} for side in scene.setting.sides],
        "reflected": {id for id in board.cards if open_about(state, id)},
        "mine": mine,
        "staff": viewer.staff,
        "empty": not board.cards,
        "wait": mine is not None and waits_for_others(state, mine),
    }
