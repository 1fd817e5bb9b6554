"""The parts of the live pages: which there are, when one may have changed, whom it looks alike for.

A part is a function from a scene and a viewer to the context of its template
``live/parts/<name>.html``. It starts from nothing and adds what this viewer may know.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.template.loader import get_template
from django.utils import translation

from roleplay.live.scene import Scene, rooms_of
from roleplay.live.wire import decoded, encoded
from roleplay.rules.kernel import Event, Viewer

Context = dict[str, Any]
B = TypeVar("B", bound=Context | None)
PRESENCE = "presence"
TYPING = "typing"
CODE = "code"
FIGURES = "figures"
QUOTES = "quotes"
LIT = "lit"
"""What may change a part without an event of its own: who is here, who types, the join code; how much
each has said, and what may be quoted, which are told now and then instead of with every line; and which
moves are lit."""


@dataclass(frozen=True, slots=True)
class Part:
    """``pages`` that show it; ``on`` the event classes (or PRESENCE, TYPING, …) that may change it.

    ``each_room`` parts exist once for each room of the viewer, as ``<name>:<room>``. ``alike``
    says for whom the part looks the same: viewers with equal answers share one rendering. It is
    asked for (scene, viewer), and for each room with the room's id.
    """

    name: str
    pages: frozenset[str]
    on: frozenset[type[Event] | str]
    alike: Callable[..., Hashable]
    build: Callable[..., Context | None]
    each_room: bool = False


PARTS: dict[str, Part] = {}


def part(
    name: str,
    pages: Iterable[str],
    on: Iterable[type[Event] | str],
    alike: Callable[..., Hashable],
    each_room: bool = False,
) -> Callable[[Callable[..., B]], Callable[..., B]]:
    """Register a part under its template's name. One that builds None is empty."""

    def register(build: Callable[..., B]) -> Callable[..., B]:
        PARTS[name] = Part(name, frozenset(pages), frozenset(on), alike, build, each_room)
        return build

    return register


def everyone(scene: Scene, viewer: Viewer) -> Hashable:
    return None


@lru_cache(maxsize=2000)
def parts_on(page: str, changed: frozenset[Any] | None) -> tuple[Part, ...]:
    """The parts of a page that any of these changes may touch; all of its parts for None."""
    return tuple(one for one in PARTS.values() if page in one.pages and (changed is None or one.on & changed))


@lru_cache(maxsize=2000)
def parts_changed(changed: frozenset[Any]) -> tuple[str, ...]:
    """The names of the parts of any page that any of these changes may touch."""
    return tuple(one.name for one in PARTS.values() if one.on & changed)


class Rendering:
    """The parts of one scene: each is rendered once for all viewers for whom it looks alike, and kept as it
    stands in a frame, until something happens that may change it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._done: dict[str, dict[Hashable, bytes]] = {}

    def forget(self, changed: frozenset[Any]) -> None:
        """The scene has changed by events of these classes (or by PRESENCE, TYPING, …)."""
        for name in parts_changed(changed):
            self._done.pop(name, None)

    def parts_for(
        self, viewer: Viewer, page: str, language: str, changed: frozenset[Any] | None = None
    ) -> dict[str, bytes]:
        """This page's parts by name, ``encoded``; only those that ``changed`` may have touched."""
        shown: dict[str, bytes] = {}
        for one in parts_on(page, changed):
            if not one.each_room:
                shown[one.name] = self._part(one, viewer, language)
                continue
            for room in rooms_of(self.scene, viewer):
                shown[sys.intern(f"{one.name}:{room}")] = self._part(one, viewer, language, room)
        return shown

    def html_for(self, viewer: Viewer, page: str, language: str) -> dict[str, str]:
        """The HTML of all of this page's parts by name."""
        return {name: decoded(part) for name, part in self.parts_for(viewer, page, language).items()}

    def _part(self, one: Part, viewer: Viewer, language: str, *room: str) -> bytes:
        """``room`` is one room for a part that exists in each, otherwise nothing."""
        key = (*room, one.alike(self.scene, viewer, *room), language)
        done = self._done.setdefault(one.name, {})
        if key not in done:
            context = one.build(self.scene, viewer, *room)
            template = get_template(f"live/parts/{one.name}.html")
            with translation.override(language):
                part = encoded("" if context is None else template.render(context).strip())
            done[key] = bytes(memoryview(part))  # the encoder leaves room behind what it wrote
        return done[key]
