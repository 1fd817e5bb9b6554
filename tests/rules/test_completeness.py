"""No command, event or refusal without a test: the source of the rules against the source of the tests.

For ``rules/talk.py`` it is ``test_talk.py`` that must give each of its commands, expect each of its
events, and be refused with each of its codes.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleplay import rules
from roleplay.rules.kernel import COMMANDS, EVENTS, INNER_COMMANDS

RULES = Path(rules.__file__).parent
TESTS = Path(__file__).parent
SUBJECTS = sorted(path.stem for path in RULES.glob("*.py") if path.stem not in ("__init__", "setting"))
NO_SCENE = {"kernel", "codec", "wording"}
"""Their tests call functions, not commands, and name a code in a ``match`` or a comparison."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def calls(module: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module) if isinstance(node, ast.Call))


def name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def codes_raised(subject: str) -> set[str]:
    """Every code of a ``Refused("code", …)`` in this file of the rules."""
    found = [call.args[0] for call in calls(tree(RULES / f"{subject}.py")) if name_of(call.func) == "Refused"]
    assert all(isinstance(code, ast.Constant) for code in found), "a code must be written out"
    return {code.value for code in found if isinstance(code, ast.Constant)}


def codes_expected(subject: str) -> set[str]:
    module = tree(TESTS / f"test_{subject}.py")
    if subject in NO_SCENE:
        return {node.value for node in ast.walk(module) if isinstance(node, ast.Constant)}
    return {
        call.args[0].value
        for call in calls(module)
        if name_of(call.func) == "refused" and isinstance(call.args[0], ast.Constant)
    }


def made_in(subject: str) -> set[str]:
    """The names of everything that this test file makes or parametrizes with."""
    return {node.id for node in ast.walk(tree(TESTS / f"test_{subject}.py")) if isinstance(node, ast.Name)}


def defined_in(subject: str, registry: dict[str, type]) -> set[str]:
    return {cls.__name__ for cls in registry.values() if cls.__module__ == f"{rules.__name__}.{subject}"}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_has_its_tests(subject):
    assert (TESTS / f"test_{subject}.py").exists()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_refusal_has_a_test(subject):
    assert codes_raised(subject) - codes_expected(subject) == set()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_command_has_a_test(subject):
    assert defined_in(subject, {**COMMANDS, **INNER_COMMANDS}) - made_in(subject) == set()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_event_has_a_test(subject):
    assert defined_in(subject, EVENTS) - made_in(subject) == set()


def test_the_subjects_own_all_commands_and_events():
    owned = {cls.__module__.rpartition(".")[2] for cls in [*COMMANDS.values(), *EVENTS.values()]}
    assert owned <= set(SUBJECTS)


def test_refusals_are_found():
    """The search itself works: these are known to be there."""
    assert {"already", "gate", "last_phase"} <= codes_raised("phases")
    assert {"gone", "not_yours"} <= codes_expected("talk")
