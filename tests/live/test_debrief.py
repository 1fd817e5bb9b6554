"""The debrief on the pages: nothing is shown before staff open it, and then to everybody alike."""

import re

import pytest

from roleplay.live.parts import Rendering
from roleplay.live.render import Lines
from roleplay.live.scene import Scene as Shown
from roleplay.rules.debrief import OpenInDebrief, ShowDebriefStep, StepOut
from roleplay.rules.kernel import Viewer
from roleplay.rules.people import viewer_of
from tests.rules.scene import Scene
from tests.rules.test_debrief import debriefing

EVERYBODY = ("in1", "pk1", "olive", "host", "screen")
SECRETS = {
    "facts": "secret of in1",
    "happened": "The boats went home.",
    "missing": "The fishermen themselves.",
    "names": "Meera",
    "rooms": "Read what was said there",
}


def shown(scene: Scene) -> Shown:
    return Shown("0" * 32, scene.state, names={"p-in1": "Meera", "p-pk1": "Bilal"}, now=scene.now)


def viewer(scene: Scene, who: str) -> Viewer:
    if who == "screen":
        return Viewer("screen", "screen")
    found = viewer_of(scene.state, scene.called(who))
    assert found
    return found


def part(scene: Scene, who: str) -> str:
    page = {"host": "desk", "screen": "screen"}.get(who, "stage")
    html = Rendering(shown(scene)).html_for(viewer(scene, who), page, "en")["debrief"]
    return re.sub(r'data-confirm="[^"]*"', "", html)


def ready() -> Scene:
    return debriefing(observing=("olive",)).having(StepOut(), by="in1")


@pytest.mark.parametrize("who", EVERYBODY)
def test_nothing_is_shown_that_staff_have_not_opened(who: str) -> None:
    html = part(ready(), who)
    assert not [secret for secret in SECRETS.values() if secret in html]


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("what", SECRETS)
def test_what_staff_open_everybody_sees_and_nothing_else(what: str, who: str) -> None:
    html = part(ready().having(OpenInDebrief(what)), who)  # type: ignore[arg-type]
    found = {name for name, secret in SECRETS.items() if secret in html}
    assert found == (set() if (what, who) == ("rooms", "screen") else {what})
    assert "Bilal" not in html, "who has not stepped out is not named"


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_sees_the_prompts_of_the_present_step_and_staff_those_of_all(who: str) -> None:
    html = part(ready().having(ShowDebriefStep("feelings")), who)
    assert "Say something: feelings" in html
    assert ("Say something: why" in html) == (who == "host")


@pytest.mark.parametrize("who", EVERYBODY)
def test_only_who_is_still_in_role_is_asked_to_step_out(who: str) -> None:
    assert ("I put down my role" in part(ready(), who)) == (who == "pk1")


def test_a_line_said_out_of_role_carries_the_own_name_once_names_are_restored() -> None:
    scene = ready()
    line = scene.having_said("plenary", "As myself", by="in1")
    lines = Lines(shown(scene))

    def html() -> str:
        stretch = lines.stretch(viewer(scene, "pk1"), "en", "plenary")
        return next(one.html for one in stretch.lines if one.element == f"e-{line}")

    assert "Meera" not in html()
    scene.having(OpenInDebrief("names"))
    assert "Meera" in html()
