"""The gauge: what is asked now, one's own answer to it, and what earlier ones have shown for each side.

Made so that an answer while it is hidden changes the part of its own seat and of nobody else.
"""

from collections.abc import Hashable
from typing import Any

from django.utils.translation import gettext_lazy as _

from roleplay.live.parts import Context
from roleplay.live.scene import Scene
from roleplay.live.tool_parts.text import holds_pen
from roleplay.live.tools import by_side, tool
from roleplay.rules.gauge import GAUGES, TOOL
from roleplay.rules.kernel import Viewer
from roleplay.rules.stances import STANCES, Answer, Gauge, Gauges, threshold_of
from roleplay.rules.text import CLAUSES, OneText

LABELS = {
    "behind": _("Strongly behind it"),
    "fine": _("Fine"),
    "live": _("Can live with it"),
    "more": _("Need to know more"),
    "wont-block": _("Would not sign, but won't block it"),
    "cannot": _("Cannot accept it"),
}


def _own(scene: Scene, viewer: Viewer) -> Answer | None:
    """What this viewer's seat has answered to the gauge that is hidden."""
    running = scene.state[Gauges].running
    return running.answers.get(viewer.seat) if running and viewer.seat else None


def _alike(scene: Scene, viewer: Viewer) -> Hashable:
    own = _own(scene, viewer)
    return by_side(scene, viewer), holds_pen(scene, viewer), own and (own.stance, own.reason)


@tool(
    TOOL,
    title=_("Gauge"),
    short=_("Gauge"),
    says=_(
        "Say how far you can go along with these words, and why: all answer before anybody sees an answer, "
        "so that nobody follows the loudest."
    ),
    on=(*GAUGES, *CLAUSES),
    alike=_alike,
)
def gauge(scene: Scene, viewer: Viewer) -> Context:
    state, running = scene.state, scene.state[Gauges].running
    own = _own(scene, viewer)
    return {
        "running": running,
        "clause": _number(scene, running) if running else None,
        "labels": LABELS.items(),
        "own": own and {"label": LABELS[own.stance], "reason": own.reason},
        "rounds": [_round(scene, one) for one in reversed(state[Gauges].all.values()) if not one.hidden],
        "threshold": threshold_of(state),
        "mine": viewer.side if viewer.seat else None,
        "staff": viewer.staff,
        "pen": holds_pen(scene, viewer),
    }


def _number(scene: Scene, gauge: Gauge) -> int | None:
    """Which clause it is about, counted as the text counts them; None for a question."""
    ids = list(scene.state[OneText].clauses)
    return ids.index(gauge.clause) + 1 if gauge.clause in ids else None


def _round(scene: Scene, gauge: Gauge) -> dict[str, Any]:
    latest = next(one for one in reversed(scene.state[Gauges].all.values()) if _same(one, gauge))
    counts = gauge.counts or {}
    sides = [side for side in scene.setting.sides if side.id in counts]
    return {
        "gauge": gauge,
        "clause": _number(scene, gauge),
        "sides": [(side, len(counts[side.id]) > 0) for side in sides],
        "rows": [
            (LABELS[stance], [(side.id, _drawn(counts[side.id][at : at + 1])) for side in sides])
            for at, stance in enumerate(STANCES)
        ],
        "common": gauge.is_common_ground(threshold_of(scene.state)),
        "reasons": [(number, reason) for number, reason in enumerate(gauge.reasons) if reason is not None],
        "again": latest is gauge,
    }


def _drawn(counts: list[int]) -> list[tuple[int, str]]:
    """Each number with so many dots."""
    return [(count, "●" * count) for count in counts]


def _same(one: Gauge, other: Gauge) -> bool:
    return (one.clause or one.text) == (other.clause or other.text)
