"""Tools: which phases have which, and that a tool is shut outside them, in a pause, before the rules."""

from typing import get_args, get_origin, get_type_hints

import pytest

from roleplay.rules import tools
from roleplay.rules.kernel import COMMANDS
from roleplay.rules.moderation import Mute
from roleplay.rules.phases import GATES
from roleplay.rules.safety import PauseRooms
from roleplay.rules.tools import TOOLS, ToolCommand, sides_at_the_table, usual_tools

from .scene import given
from .small_pack import PHASES

EVERY_TOOL = {phase: {"tools": tuple(TOOLS)} for phase in PHASES}
TOOL_COMMANDS = sorted(do for do, cls in COMMANDS.items() if issubclass(cls, ToolCommand))
SEATED = ("in1", "pk1", "mv1")
every_command = pytest.mark.parametrize("do", TOOL_COMMANDS)


def made(do):
    """The command with something in each of its fields; what it names is not there."""
    cls = COMMANDS[do]
    return cls(**{name: some(hint) for name, hint in get_type_hints(cls).items() if name != "do"})


def some(hint):
    if get_args(hint) and get_origin(hint) is not tuple:
        return get_args(hint)[0]
    return {str: "x", int: 1, bool: True}.get(hint, ())


@every_command
@pytest.mark.parametrize("phase", [None, *PHASES])
@pytest.mark.parametrize("who", SEATED)
def test_without_its_tool_a_command_is_refused_in_every_phase_and_to_every_side(do, phase, who):
    given(sides=3, phase=phase, seated=SEATED).when(made(do), by=who).refused("no_tool")


@every_command
def test_an_older_copy_of_a_pack_has_no_tools(do):
    given(phase="talks", phases={"talks": {"code": "PH2"}}).when(made(do), by="in1").refused("no_tool")


@every_command
@pytest.mark.parametrize("who", ["olive", "wendy", "nobody"])
def test_who_has_no_seat_uses_no_tool(do, who):
    scene = given(phases=EVERY_TOOL, observing=("olive",), waiting=("wendy",))
    scene.when(made(do), by=who).refused("not_allowed")


@every_command
def test_in_a_pause_no_tool_is_used(do):
    given(phases=EVERY_TOOL).having(PauseRooms()).when(made(do), by="in1").refused("paused")


@every_command
def test_who_has_not_accepted_the_ground_rules_uses_no_tool(do):
    given(phases=EVERY_TOOL, fresh=("in4",)).when(made(do), by="in4").refused("not_accepted")


@every_command
def test_a_muted_seat_uses_no_tool(do):
    given(phases=EVERY_TOOL).having(Mute("in1")).when(made(do), by="in1").refused("muted")


@every_command
def test_after_the_end_no_tool_is_used(do):
    given(phases=EVERY_TOOL, ended=True).when(made(do), by="in1").refused("ended")


def test_the_usual_tools_follow_the_code_of_the_phase():
    known = {name for number in range(10) for name in usual_tools(f"PH{number}")}
    assert known == set(TOOLS)
    assert usual_tools("PH1") == ()
    assert usual_tools("PH9") == ("debrief", "constituency")
    way_home = ("transfer-plan", "cleared-summary", "non-paper", "track-one", "constituency")
    assert usual_tools("PH8") == way_home and usual_tools("PH7")[-1] == "non-paper"


def test_the_sides_at_the_table_are_those_somebody_sits_for_in_the_order_of_the_pack():
    assert sides_at_the_table(given(sides=3, seated=("mv1", "in1")).state) == ["india", "maldives"]


def test_a_tool_registers_under_its_name_and_is_told_back_by_it(monkeypatch):
    monkeypatch.setattr(tools, "TOOLS", {})
    assert tools.tool("a-new-one", "PH4", "PH5") == "a-new-one"
    assert usual_tools("PH4") == ("a-new-one",)
    assert usual_tools("PH6") == ()


def test_every_gate_says_what_it_waits_for_and_what_may_open_it():
    assert all(one.says and one.on for one in GATES.values())
