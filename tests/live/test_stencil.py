"""A plain line from the stencil is, byte for byte, what its template would have made of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.live.parts import get_template
from roleplay.live.render import Lines, line_context
from roleplay.live.scene import Scene as Shown
from roleplay.live.scene import SeatView
from roleplay.live.scripts import script_of
from roleplay.rules.kernel import Viewer
from roleplay.rules.talk import Line, React, Talk
from roleplay.rules.wording import clean
from tests.rules.scene import Scene
from tests.rules.scene import given as given_rules

WORKSHOP = "0" * 32
STAFF = Viewer("host", "facilitator")
DELEGATE = Viewer("p-pk2", "delegate", "pk2", "pakistan")
speakers = st.sampled_from(["in1", "pk1", "in2", "pk2", "host"])
words = st.text(max_size=80).map(lambda text: f"a{text}").filter(lambda text: clean(text) == text)
tricky = st.sampled_from(['<b>&amp;"', "{{ text }}", "%s", "0" * 32, "</article>", "کشتی واپس", "नाव वापस"])


def whole(scene: Shown, line: Line, who: SeatView | None, staff: bool) -> str:
    context = line_context(scene, line, who, script_of(line.text), staff)
    return get_template("live/lines/said.html").render(context).strip()


def shown(rules: Scene) -> Shown:
    return Shown(WORKSHOP, rules.state, now=rules.now)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(speakers, words | tricky), min_size=1, max_size=4))
def test_a_line_is_the_same_with_and_without_the_stencil(said: list[tuple[str, str]]) -> None:
    rules = given_rules()
    for by, text in said:
        rules.having_said("plenary", text, by=by)
    scene = shown(rules)
    lines = Lines(scene)
    for viewer in (STAFF, DELEGATE):
        for one in lines.stretch(viewer, "en", "plenary").lines:
            line = rules.state[Talk].lines.get(one.element.removeprefix("e-"))
            if line:
                who = scene.seat(line.seat) if line.seat else None
                assert one.html == whole(scene, line, who, viewer.staff)


def test_a_line_that_somebody_reacts_to_changes_at_once() -> None:
    rules = given_rules()
    line = rules.having_said("plenary", "Boats first", by="in1")
    lines = Lines(shown(rules))
    before = lines.stretch(DELEGATE, "en", "plenary").lines[-1].html
    rules.having(React(line, "heard"), by="pk1")
    after = lines.stretch(DELEGATE, "en", "plenary").lines[-1].html
    rules.having(React(line, "heard", on=False), by="pk1")
    assert 'class="tag"' in after and after != before
    assert lines.stretch(DELEGATE, "en", "plenary").lines[-1].html == before
