"""The rules are pure: no clock, no chance, no I/O, nothing but the standard library and themselves."""

import ast
import sys
from pathlib import Path

import pytest

from roleplay import rules

FOLDER = Path(rules.__file__).parent
FILES = sorted(FOLDER.glob("*.py"))
IMPURE = {
    *("time", "datetime", "calendar", "os", "io", "pathlib", "shutil", "tempfile", "sys", "uuid", "secrets"),
    *("socket", "ssl", "urllib", "http", "subprocess", "threading", "asyncio", "multiprocessing", "logging"),
    *("sqlite3", "pickle", "locale", "platform", "signal", "select", "getpass"),
}
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "__import__", "id", "hash"}


def imports(tree: ast.AST):
    """(module, names, level) of every import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, (), 0) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "", tuple(alias.name for alias in node.names), node.level


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_rules_import_the_standard_library_and_themselves_only(file):
    for module, _, level in imports(ast.parse(file.read_text())):
        assert level == 1 or module.split(".")[0] in sys.stdlib_module_names, module
        if level == 1:
            assert not module or (FOLDER / f"{module}.py").exists()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_rules_know_neither_clock_nor_disk_nor_net(file):
    for module, names, level in imports(ast.parse(file.read_text())):
        assert level or module.split(".")[0] not in IMPURE, module
        assert module != "random" or not names, "import random, and seed it"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_chance_is_always_seeded(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "random":
            assert node.attr == "Random", f"line {node.lineno}: random.{node.attr}"
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "random.Random":
            assert node.args, f"line {node.lineno}: a generator without a seed"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_rules_call_nothing_that_reaches_outside(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in IMPURE_CALLS, f"line {node.lineno}: {node.func.id}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_rule_keeps_anything_between_two_workshops(file):
    """``global`` and ``nonlocal`` would; registries are filled when the files are imported."""
    for node in ast.walk(ast.parse(file.read_text())):
        assert not isinstance(node, ast.Global | ast.Nonlocal), node.lineno


def test_the_files_are_found():
    assert {"kernel", "talk", "rooms"} <= {file.stem for file in FILES}
