"""What the rules know by name: the tools and gates that an agenda may ask for, the moves a pack may word.

The only place where a pack is held against the rules, so that a new tool is not listed a second time.
"""

import sys
from pathlib import Path
from typing import Any

from roleplay import rules  # noqa: F401 (importing it registers every tool and gate)
from roleplay.rules.codec import command_from_json
from roleplay.rules.kernel import COMMANDS, Refused
from roleplay.rules.moves import MOVES
from roleplay.rules.phases import GATES
from roleplay.rules.tools import TOOLS, usual_tools
from scenarios.schema import Phase


def tool_names() -> list[str]:
    return sorted(TOOLS)


def gate_names() -> list[str]:
    return sorted(GATES)


def commands_of_tools() -> dict[str, str]:
    """What a rehearsal may do with tools, and with which. Nothing else of the server is open to a script."""
    tools = {name: getattr(sys.modules[cls.__module__], "TOOL", "") for name, cls in COMMANDS.items()}
    return {name: tool for name, tool in sorted(tools.items()) if tool}


def wrong_with(command: str, fields: dict[str, Any]) -> str:
    """What is wrong with these fields of a command, in a sentence, or nothing."""
    try:
        command_from_json(command, fields)
    except Refused as refusal:
        return refusal.say
    return ""


def move_names() -> list[str]:
    return sorted(MOVES)


def tools_of(phase: Phase) -> tuple[str, ...]:
    """The tools that a phase names, or those that are usual for its code."""
    return usual_tools(phase.code) if phase.tools is None else tuple(phase.tools)


def card_names() -> list[str]:
    """The cards of the precedent shelf that comes with the project."""
    return sorted(path.stem for path in (Path(__file__).parent / "shelf" / "cards").glob("*.yaml"))


def gates_of(phase: Phase) -> tuple[str, ...]:
    return tuple(phase.gates) if phase.gate is None else (phase.gate,)


def gate_says(name: str) -> str:
    """What a gate waits for, in a few words."""
    return GATES[name].says
