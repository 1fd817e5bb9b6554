"""The tools on the live pages: what each is called, what it says of itself, and the part that it is.

A tool's live side is a file in ``tool_parts``. Its part is shown only in phases that have the tool, so a page
holds a place for each tool of the agenda; its forms stand beside the part, in ``live/tools/<name>.html``.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from roleplay.live.parts import Context, part
from roleplay.live.scene import Scene, SeatView, page_of
from roleplay.rules.attribution import Attributions
from roleplay.rules.interpreting import INTERPRETERS, may_interpret
from roleplay.rules.interpreting_tools import INTERPRETED_WORDS, STANDING, said_again
from roleplay.rules.kernel import Event, Viewer
from roleplay.rules.phases import PhaseEntered
from roleplay.rules.tools import place_of, tools_of
from roleplay.rules.unmasking import Unmasked, Unsigned
from roleplay.rules.workshop import Ended, Workshop


@dataclass(frozen=True, slots=True)
class LiveTool:
    """``title`` and ``short`` (for a narrow tab) name it, ``says`` in one sentence what to do and why.
    A ``private`` one is for delegates and staff: neither observers nor the screen have it."""

    name: str
    title: str
    short: str
    says: str
    private: bool

    @property
    def template(self) -> str:
        return f"live/tools/{self.name}.html"


LIVE_TOOLS: dict[str, LiveTool] = {}


def tool(
    name: str,
    title: Any,
    short: Any,
    says: Any,
    on: Iterable[type[Event]],
    alike: Callable[[Scene, Viewer], Hashable],
    private: bool = False,
) -> Callable[[Callable[[Scene, Viewer], Context]], Callable[[Scene, Viewer], Context]]:
    """Register a tool and its part under the name packs call it by. ``on``, ``alike``: as for a part."""
    said = (*INTERPRETERS, *INTERPRETED_WORDS) if name in STANDING else ()

    def register(build: Callable[[Scene, Viewer], Context]) -> Callable[[Scene, Viewer], Context]:
        LIVE_TOOLS[name] = LiveTool(name, title, short, says, private)
        pages = ("stage", "desk") if private else ("stage", "desk", "screen")

        def seen_alike(scene: Scene, viewer: Viewer) -> Hashable:
            if not _has(scene, viewer, name):
                return False
            return "shown", viewer.staff, alike(scene, viewer), interpreter(scene, viewer, name)

        @part(name, pages=pages, on=(*on, PhaseEntered, Ended, Unmasked, *said), alike=seen_alike)
        def shown(scene: Scene, viewer: Viewer) -> Context | None:
            if not _has(scene, viewer, name):
                return None
            again = {"again": said_again(scene.state, name), "interpreter": interpreter(scene, viewer, name)}
            return {**build(scene, viewer), **again, "whose": whose(scene) if viewer.staff else {}}

        return build

    return register


def interpreter(scene: Scene, viewer: Viewer, name: str) -> str:
    """Who looks, if they may carry what stands on this tool's board: they see which words are their own."""
    may = name in STANDING and not viewer.staff and may_interpret(scene.state, viewer.participant)
    return viewer.participant if may and not scene.state[Workshop].ended else ""


def whose(scene: Scene) -> dict[str, SeatView | str]:
    """For staff alone: by entry, who wrote what nobody is told of, or "hidden" while they gave no reason."""
    shown = scene.state[Attributions].unmasked
    return {
        id: scene.seat(seat) if id in shown else "hidden" for id, seat in scene.state[Unsigned].seats.items()
    }


def by_side(scene: Scene, viewer: Viewer) -> Hashable:
    """A public tool looks alike for a whole side, and for all who only look on."""
    return viewer.side if viewer.seat else viewer.staff


def _has(scene: Scene, viewer: Viewer, name: str) -> bool:
    """At the end a tool with which something was done for no record is cleared away."""
    state = scene.state
    if state[Workshop].ended and name in state[Attributions].unkept:
        return False
    return name in tools_of(state) and _may_have(viewer, LIVE_TOOLS[name])


def _may_have(viewer: Viewer, one: LiveTool) -> bool:
    return not one.private or viewer.staff or viewer.seat is not None


def tools_on_page(scene: Scene, viewer: Viewer) -> list[LiveTool]:
    """The tools for which this viewer's page holds a place: those of all its phases, each once."""
    if page_of(scene.state, viewer) not in ("stage", "desk", "screen"):
        return []
    on_the_way = dict.fromkeys(name for phase in scene.setting.phases for name in phase.tools)
    names = sorted(on_the_way, key=place_of)
    return [LIVE_TOOLS[name] for name in names if name in LIVE_TOOLS and _may_have(viewer, LIVE_TOOLS[name])]


def tools_now(scene: Scene, viewer: Viewer) -> list[LiveTool]:
    """The tools that the present phase has for this viewer."""
    return [one for one in tools_on_page(scene, viewer) if one.name in tools_of(scene.state)]


def _now(scene: Scene, viewer: Viewer) -> Hashable:
    return tuple(one.name for one in tools_now(scene, viewer))


@part("tools", pages=("stage", "desk", "screen"), on=(PhaseEntered,), alike=_now)
def tools(scene: Scene, viewer: Viewer) -> Context:
    """Which tools are on the table now; the page shows their places and hides the others."""
    return {"tools": tools_now(scene, viewer)}
