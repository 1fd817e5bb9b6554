"""An own pack as a seat, the screen or the desk would see it: the pages of a workshop that is not there.

The same rules open it, the same parts and templates show it. Nothing is kept, and the
browser is told to send no form of the page.
"""

import itertools
from types import SimpleNamespace

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roleplay.live.parts import Rendering
from roleplay.live.render import Lines
from roleplay.live.scene import Scene
from roleplay.live.views import briefs, context_of
from roleplay.rules.ground_rules import AcceptRules
from roleplay.rules.kernel import SYSTEM, Command, Moment, State, Viewer, decide, evolve
from roleplay.rules.people import Admit, Join, JoinStaff, People, actor_of, viewer_of
from roleplay.rules.phases import Next, Start
from roleplay.rules.seats import GiveSeat, MakeObserver
from roleplay.rules.workshop import Open
from scenarios.crosscheck import agenda_of, forms
from scenarios.editor_access import Desk, at_desk
from scenarios.freeze import freeze
from scenarios.loader import LoadedPack
from scenarios.own_packs import load_own
from scenarios.problems import PackErrors

HOST, OBSERVER, SCREEN = "desk", "observer", "screen"
BEFORE = "brief"
"""The step before the first one: what a delegate reads before the ground rules."""
NOON = 1_700_000_000_000


class Imagined:
    """A workshop that nobody opened, with everybody in it."""

    def __init__(self, loaded: LoadedPack, minutes: int, viewer: str, step: str) -> None:
        students = max(cast.students for cast in loaded.pack.casts)
        self.state = State()
        self.ids = (f"{number:032x}" for number in itertools.count(1))
        frozen = freeze(loaded, minutes, students)
        self.give(Open(frozen), SYSTEM)
        self.give(JoinStaff(HOST, "facilitator"), SYSTEM)
        seats = [seat["id"] for seat in frozen["seats"]]
        for person in (*seats, OBSERVER):
            self.give(Join(person), SYSTEM)
            if not self.state[People].persons[person].admitted:
                self.give(Admit(person), HOST)
            self.give(MakeObserver(person) if person == OBSERVER else GiveSeat(person, person), HOST)
            if step != BEFORE or person != viewer:
                self.give(AcceptRules(), person)
        phases = [phase["id"] for phase in frozen["phases"]]
        if step in phases:
            self.give(Start(), HOST)
            for _ in range(phases.index(step)):
                self.give(Next("preview"), HOST)

    def give(self, command: Command, by: str) -> None:
        for entry in decide(self.state, command, actor_of(self.state, by), Moment(NOON, self.ids)):
            evolve(self.state, entry)

    def viewer(self, name: str) -> Viewer | None:
        if name == SCREEN:
            return Viewer(SCREEN, "screen")
        return viewer_of(self.state, name)


@require_GET
@at_desk
def choose(desk: Desk) -> HttpResponseBase:
    """Whose eyes, and in which step."""
    try:
        loaded = load_own(desk.pack)
    except PackErrors:
        loaded = None
    lengths = forms(loaded.pack) if loaded else []
    steps = {step.id: step for form in lengths for step in agenda_of(loaded.pack, form)} if loaded else {}
    sides = {side.id: side.name for side in loaded.pack.sides} if loaded else {}
    seats = [(seat, sides[seat.side]) for seat in loaded.pack.seats] if loaded else []
    page = desk.page(here="preview", loaded=loaded, lengths=lengths, steps=steps.values(), seats=seats)
    return render(desk.request, "scenarios/editor/preview.html", page)


@require_GET
@csp_replace({"form-action": ["'none'"]})  # type: ignore[untyped-decorator]
@at_desk
def show(desk: Desk) -> HttpResponseBase:
    try:
        loaded = load_own(desk.pack)
    except PackErrors:
        return choose(desk.request, desk.pack.pk)
    asked = desk.request.GET
    minutes = next((form for form in forms(loaded.pack) if str(form) == asked.get("minutes")), None)
    minutes = minutes or forms(loaded.pack)[0]
    who, step = asked.get("who", HOST), asked.get("step", "")
    imagined = Imagined(loaded, minutes, who, step)
    viewer = imagined.viewer(who)
    if viewer is None:
        raise Http404
    return _page(desk.request, imagined, viewer, desk)


def _page(request: HttpRequest, imagined: Imagined, viewer: Viewer, desk: Desk) -> HttpResponse:
    names = {person: person for person in imagined.state[People].persons}
    scene = Scene("preview", imagined.state, "PREVIEW2", names, now=NOON)
    context = context_of(scene, viewer, Rendering(scene), Lines(scene))
    context |= {"previewing": desk.pack, "workshop": SimpleNamespace(id="preview"), "upto": None}
    context["participant"] = SimpleNamespace(name="Somebody", user_id=desk.user.pk)
    return render(request, f"live/{context['page']}.html", context | briefs(scene, viewer))
