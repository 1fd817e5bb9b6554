"""What the forms of the negotiating text let one choose: a clause, scribes. Each is a part inside its form.

A choice is made anew when clauses come and go; what is typed beside it stands outside, in the form.
"""

from collections.abc import Hashable
from typing import Any

from roleplay.live.occasions import SEATING
from roleplay.live.parts import Context, part
from roleplay.live.scene import Scene
from roleplay.live.tool_parts.text import holds_pen
from roleplay.rules.brackets import BracketSettled
from roleplay.rules.kernel import Viewer
from roleplay.rules.phases import PhaseEntered
from roleplay.rules.text import CLAUSES, TOOL, OneText
from roleplay.rules.tools import tools_of

ON = (*CLAUSES, BracketSettled, *SEATING, PhaseEntered)


def _drafts(scene: Scene, viewer: Viewer) -> Hashable:
    return TOOL in tools_of(scene.state) and holds_pen(scene, viewer)


def _clauses(scene: Scene, viewer: Viewer) -> Context | None:
    """Those that are not adopted, with their number in the text."""
    clauses = enumerate(scene.state[OneText].clauses.values(), 1)
    rows = [(number, one) for number, one in clauses if one.mark != "adopted"]
    return {"rows": rows} if rows and _drafts(scene, viewer) else None


@part("text-redraft", pages=("stage", "desk"), on=ON, alike=_drafts)
def to_redraft(scene: Scene, viewer: Viewer) -> Context | None:
    return _clauses(scene, viewer)


@part("text-bracket", pages=("stage", "desk"), on=ON, alike=_drafts)
def to_bracket(scene: Scene, viewer: Viewer) -> Context | None:
    return _clauses(scene, viewer)


@part("text-scribes", pages=("desk",), on=ON, alike=_drafts)
def scribes(scene: Scene, viewer: Viewer) -> Context | None:
    """For each side somebody sits for: who could be its scribe. Who is, or else whoever sits first, stands
    there already."""
    if not _drafts(scene, viewer):
        return None
    named = scene.state[OneText].scribes
    taken = [seat for seat in scene.seats() if seat.taken]
    tables: list[dict[str, Any]] = []
    for side in scene.setting.sides:
        seats = [seat for seat in taken if seat.side == side.id]
        chosen = next((seat.id for seat in seats if seat.id in named), seats[0].id if seats else "")
        tables += [{"side": side, "seats": seats, "chosen": chosen}] if seats else []
    return {"tables": tables}
