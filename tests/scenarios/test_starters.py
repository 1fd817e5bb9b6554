"""The two packs to begin with: their gates, and rehearsals that play the whole workshop, tools and all.

That they really play, without passing a gate or a step over, is in ``tests/live/test_rehearse.py``.
"""

from typing import get_args

import pytest

from roleplay.rules.debrief import Opening
from scenarios.crosscheck import agenda_of
from scenarios.known import commands_of_tools, gates_of, tools_of
from scenarios.library_index import get_pack
from scenarios.rehearsal_schema import Rehearsal, ScriptLine
from scenarios.schema import Pack

STARTERS = [("fishermen", 45), ("neemrana", 90)]
ELSEWHERE = {("needs", "contested"), ("text", "non-paper"), ("debrief", "constituency")}
"""Tools that a step offers, and that a rehearsal may leave lying or use in another step."""
GATES = {
    "fishermen": {
        "opening": ("rules-accepted",),
        "needs": ("equal-cards",),
        "reflecting": ("reflected",),
        "joint": ("linked-option",),
    },
    "neemrana": {
        "opening": ("rules-accepted",),
        "needs": ("equal-cards", "minutes-used"),
        "reflecting": ("reflected",),
        "joint": ("linked-option",),
        "overcoming": ("reciprocal-step",),
    },
}


def played(name: str, minutes: int) -> tuple[Pack, Rehearsal]:
    loaded = get_pack(name)
    return loaded.pack, loaded.rehearsals[minutes]


def used(script: Rehearsal, command: str) -> list[ScriptLine]:
    return [step for phase in script.phases for step in phase.steps if step.use == command]


@pytest.mark.parametrize("name", GATES)
def test_a_step_opens_when_the_one_before_has_done_its_work(name: str) -> None:
    pack = get_pack(name).pack
    assert {phase.id: gates_of(phase) for phase in pack.agenda if gates_of(phase)} == GATES[name]


@pytest.mark.parametrize(("name", "minutes"), STARTERS)
def test_every_step_is_played_with_its_tools(name: str, minutes: int) -> None:
    pack, script = played(name, minutes)
    agenda, tools = agenda_of(pack, minutes), commands_of_tools()
    assert [part.phase for part in script.phases] == [phase.id for phase in agenda]
    for phase, part in zip(agenda, script.phases, strict=True):
        unused = set(tools_of(phase)) - {tools[step.use] for step in part.steps if step.use}
        assert {(phase.id, tool) for tool in unused} <= ELSEWHERE


@pytest.mark.parametrize(("name", "minutes"), STARTERS)
def test_it_ends_with_a_bracket_a_non_paper_and_everybody_out_of_role(name: str, minutes: int) -> None:
    pack, script = played(name, minutes)
    assert len(used(script, "put_bracket")) > len(used(script, "settle_bracket"))
    assert used(script, "make_non_paper")
    assert {step.by for step in used(script, "step_out")} == {seat.id for seat in pack.seats}


@pytest.mark.parametrize(("name", "minutes"), STARTERS)
def test_its_debrief_goes_through_every_step_and_opens_everything(name: str, minutes: int) -> None:
    pack, script = played(name, minutes)
    shown = [step.with_["step_id"] for step in used(script, "show_debrief_step")]
    assert shown == [step.id for step in pack.debrief]
    opened = [step.with_["what"] for step in used(script, "open_in_debrief")]
    assert sorted(map(str, opened)) == sorted(get_args(Opening))
