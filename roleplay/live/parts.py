"""The parts of the live pages: which there are, when one may have changed, whom it looks alike for.

A part is a function from a scene and a viewer to the context of its template
``live/parts/<name>.html``. It starts from nothing and adds what this viewer may know.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import get_template
from django.utils.translation import get_language

from roleplay.live.scene import Scene, rooms_for
from roleplay.rules.kernel import Event, Viewer

Context = dict[str, Any]
Build = Callable[[Scene, Viewer], Context]
BuildRoom = Callable[[Scene, Viewer, str], Context]
PRESENCE = "presence"
TYPING = "typing"
CODE = "code"
"""What may change a part without an event: who is here, who types, the join code."""


@dataclass(frozen=True, slots=True)
class Part:
    """``pages`` that show it; ``on`` the event classes (or PRESENCE, TYPING, CODE) that may change it.

    ``each_room`` parts exist once for each room of the viewer, as ``<name>:<room>``. ``alike``
    says for whom the part looks the same: viewers with equal answers share one rendering.
    """

    name: str
    pages: frozenset[str]
    on: frozenset[type[Event] | str]
    alike: Callable[[Scene, Viewer], Hashable]
    build: Callable[..., Context]
    each_room: bool = False


PARTS: dict[str, Part] = {}


def part(
    name: str,
    pages: Iterable[str],
    on: Iterable[type[Event] | str],
    alike: Callable[[Scene, Viewer], Hashable],
    each_room: bool = False,
) -> Callable[[Callable[..., Context]], Callable[..., Context]]:
    """Register a part under its template's name."""

    def register(build: Callable[..., Context]) -> Callable[..., Context]:
        PARTS[name] = Part(name, frozenset(pages), frozenset(on), alike, build, each_room)
        return build

    return register


def everyone(scene: Scene, viewer: Viewer) -> Hashable:
    return None


def each_seat(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.seat or viewer.role


def each_side(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.side or viewer.role


def each_person(scene: Scene, viewer: Viewer) -> Hashable:
    return viewer.participant


class Rendering:
    """The parts of one moment: each is rendered once for all viewers for whom it looks alike."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._done: dict[Hashable, str] = {}

    def parts_for(self, viewer: Viewer, page: str, changed: frozenset[Any] | None = None) -> dict[str, str]:
        """The HTML of this page's parts by name; only those that ``changed`` may have touched."""
        shown: dict[str, str] = {}
        for one in PARTS.values():
            if page not in one.pages or (changed is not None and not one.on & changed):
                continue
            for name, room in self._names(one, viewer):
                shown[name] = self._html(one, viewer, room)
        return shown

    def _names(self, one: Part, viewer: Viewer) -> Iterator[tuple[str, str | None]]:
        if not one.each_room:
            yield one.name, None
            return
        for room in rooms_for(self.scene, viewer):
            yield f"{one.name}:{room.id}", room.id

    def _html(self, one: Part, viewer: Viewer, room: str | None) -> str:
        key = (one.name, room, one.alike(self.scene, viewer), get_language())
        if key not in self._done:
            arguments = (self.scene, viewer) if room is None else (self.scene, viewer, room)
            context = one.build(*arguments)
            self._done[key] = get_template(f"live/parts/{one.name}.html").render(context).strip()
        return self._done[key]
