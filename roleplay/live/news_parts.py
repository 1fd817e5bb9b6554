"""The desk about news: what is due, planned and out, whom it embarrasses, and what may leak.

Registered for the desk alone, as those in ``desk_parts``.
"""

from itertools import islice
from typing import Any

from roleplay.live.group_parts import addressable_groups
from roleplay.live.news_words import SORTS
from roleplay.live.occasions import CLOCK
from roleplay.live.parts import QUOTES, Context, everyone, part
from roleplay.live.scene import Scene, room_view
from roleplay.rules.announce import ALL, SCREEN, SEAT, SIDE, group_of_address
from roleplay.rules.correcting import TextCorrected
from roleplay.rules.groups import GROUPS, Groups
from roleplay.rules.injects import (
    Injected,
    Injects,
    embarrassments,
    tilted,
    uncorrected,
    would_tilt,
)
from roleplay.rules.kernel import Viewer
from roleplay.rules.leaks import Leaks, LineLeaked, may_leak
from roleplay.rules.moderation import LineHidden, LineShown
from roleplay.rules.phases import phase_of
from roleplay.rules.planned_news import NewsPlanned, PlannedNews, PlannedTakenOff, due
from roleplay.rules.talk import Line, Talk, Withdrawn
from roleplay.rules.workshop import Workshop

LET_IN = (Injected, LineLeaked, NewsPlanned, PlannedTakenOff, TextCorrected)
OFFERED = 20
"""How many of the latest lines may be chosen for a leak."""


@part("due", pages=("desk",), on=(*LET_IN, *CLOCK), alike=everyone)
def due_now(scene: Scene, viewer: Viewer) -> Context:
    """What was planned for this step and is not out; rumours that wait for their correction."""
    ended = scene.state[Workshop].ended
    of_pack, ours = ([], []) if ended else due(scene.state)
    return {"of_pack": of_pack, "ours": ours, "rumours": [] if ended else uncorrected(scene.state)}


@part("injects", pages=("desk",), on=(*LET_IN, *CLOCK, *GROUPS), alike=everyone)
def injects(scene: Scene, viewer: Viewer) -> Context:
    """The pack's injects and what staff have planned and let in; who was embarrassed how often."""
    state, known, counts = scene.state, scene.state[Injects], embarrassments(scene.state)
    sides = {side.id: side for side in scene.setting.sides}
    lines = {one.inject: one for one in known.out.values() if one.inject}
    phase = phase_of(state)
    return {
        "rows": [
            {
                "inject": one,
                "sort": SORTS[one.kind],
                "now": bool(phase and phase.id in one.phases),
                "released_at": known.released.get(one.id),
                "corrected_at": known.corrected.get(one.id),
                "to": addressee(scene, known.addresses.get(one.id, ALL)),
                "embarrasses": sides.get(one.embarrasses or ""),
                "tilts": one.id not in known.released and would_tilt(state, one.embarrasses),
                "rumour": lines[one.id].id if lines.get(one.id) in uncorrected(state) else "",
            }
            for one in scene.setting.injects
        ],
        "planned": [_planned(scene, one) for one in state[PlannedNews].all.values()],
        "rumours": [(one, state[Talk].lines[one.id].text) for one in uncorrected(state) if not one.inject],
        "counts": [(sides[side], count) for side, count in counts.items()],
        "most": sides[max(counts, key=lambda side: counts[side])] if tilted(counts) else None,
        "sides": scene.setting.sides,
        "seats": scene.setting.seats,
        "groups_here": addressable_groups(scene),
        "ended": state[Workshop].ended,
    }


def _planned(scene: Scene, one: Any) -> dict[str, Any]:
    phase = phase_of(scene.state)
    return {
        "news": one,
        "sort": SORTS[one.sort],
        "step": scene.setting.phase(one.phase).title,
        "now": bool(phase and phase.id == one.phase),
        "to": addressee(scene, one.to),
        "tilts": would_tilt(scene.state, one.embarrasses),
    }


@part(
    "leakable",
    pages=("desk",),
    on=(QUOTES, Withdrawn, LineHidden, LineShown, LineLeaked, *CLOCK),
    alike=everyone,
)
def leakable(scene: Scene, viewer: Viewer) -> Context:
    """The latest lines that staff may let out, the last one first."""
    leaked = set(scene.state[Leaks].of.values())
    lines = reversed(scene.state[Talk].lines.values())
    found = islice((one for one in lines if may_leak(one) and one.id not in leaked), OFFERED)
    rows = [(one, _room(scene, viewer, one), scene.seat(one.seat or "")) for one in found]
    return {"rows": rows, "ended": scene.state[Workshop].ended}


def _room(scene: Scene, viewer: Viewer, line: Line) -> str:
    return room_view(scene, line.room, viewer).name


def addressee(scene: Scene, to: str) -> str:
    """The name of a side, the number of a group, the title of a seat, the screen; empty for everybody."""
    if to == ALL:
        return ""
    if to == SCREEN:
        return "the screen"
    if to.startswith(SEAT):
        return scene.seat(to.removeprefix(SEAT)).title
    if group := group_of_address(to):
        return f"working group {scene.state[Groups].rooms[group].number}"
    return scene.setting.side(to.removeprefix(SIDE)).name
