"""What delegates and observers are told of corrections: which of their texts changed, when, and how.

Staff read and correct all of them on a page of their own, ``texts``.
"""

from collections.abc import Hashable

from roleplay.live.parts import Context, part
from roleplay.live.scene import Scene
from roleplay.rules.correcting import PUBLIC, Correction, Corrections, TextCorrected, name_of_text
from roleplay.rules.kernel import Viewer
from scenarios.markdown import render


def _of(scene: Scene, viewer: Viewer) -> list[Correction]:
    return [one for one in scene.state[Corrections].made if one.concerns(viewer.seat)]


def _told(scene: Scene, viewer: Viewer) -> Hashable:
    """Whoever was told of the same things sees the same; what is one's own is in no list but one's own."""
    return tuple(one.id for one in _of(scene, viewer))


@part("corrections", pages=("stage", "brief"), on=(TextCorrected,), alike=_told)
def corrections(scene: Scene, viewer: Viewer) -> Context | None:
    """The corrections of what this viewer reads, the latest first."""
    rows = [
        {
            "id": one.id,
            "at": one.at,
            "what": name_of_text(scene.setting, one.place, own=one.to.seats is not None),
            "was": render(one.was),
            "becomes": render(one.becomes),
        }
        for one in reversed(_of(scene, viewer))
    ]
    return {"rows": rows} if rows else None


def _of_public(scene: Scene) -> list[Correction]:
    return [one for one in scene.state[Corrections].made if one.place == PUBLIC]


@part(
    "public-changed",
    pages=("lobby", "brief", "stage"),
    on=(TextCorrected,),
    alike=lambda scene, viewer: len(_of_public(scene)),
)
def public_changed(scene: Scene, viewer: Viewer) -> Context | None:
    """Beside the public text, also for whoever waits in the lobby: when it changed, and what it reads now."""
    made = _of_public(scene)
    rows = [{"id": one.id, "at": one.at, "becomes": render(one.becomes)} for one in reversed(made)]
    return {"rows": rows} if rows else None
