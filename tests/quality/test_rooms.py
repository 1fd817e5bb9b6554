"""Who may import whom (the rooms of the code), read from the imports themselves.

`rules` knows only Python and the schema library. Wiring may import everything, and nobody
imports wiring, except for what `SHARED` names.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.found import ROOT

OURS = ("roleplay", "scenarios", "accounts", "tests")
SHARED = ("roleplay.stopping",)
MAY_IMPORT = {
    "roleplay/rules": ("roleplay.rules",),
    "scenarios": ("scenarios", "roleplay.rules"),
    "accounts": ("accounts",),
    "roleplay/live": ("roleplay.live", "roleplay.rules", "scenarios", "accounts", *SHARED),
    "roleplay/record": ("roleplay.record", "roleplay.live", "roleplay.rules"),
}
WIRING = ("management", "migrations")
SCHEMA_LIBRARY = "pydantic"


def modules(room: str) -> Iterator[Path]:
    for path in sorted((ROOT / room).rglob("*.py")):
        if not set(WIRING) & set(path.relative_to(ROOT / room).parts):
            yield path


def imported(path: Path) -> Iterator[str]:
    """The full name of everything a module imports, relative imports resolved."""
    package = ".".join(path.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{source}.{name.name}" for name in node.names)


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in allowed)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(room)
        for name in imported(path)
        if name.partition(".")[0] in OURS and not within(name, MAY_IMPORT[room])
    ]
    assert wrong == []


def test_the_rules_know_only_python_and_the_schema_library() -> None:
    known = {*sys.stdlib_module_names, SCHEMA_LIBRARY, "roleplay"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules("roleplay/rules")
        for name in imported(path)
        if name.partition(".")[0] not in known
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["secrets", "time", "os", "socket", "asyncio", "threading"])
def test_the_rules_have_no_clock_and_no_doors(name: str) -> None:
    wrong = [
        path for path in modules("roleplay/rules") if any(within(each, (name,)) for each in imported(path))
    ]
    assert wrong == []


def test_the_rules_take_time_and_chance_from_outside() -> None:
    """A lot drawn from a given seed (`random.Random(seed)`) is no chance."""
    from_nowhere = re.compile(r"\brandom\.(?!Random\()[a-z]\w*|\.now\(|\.utcnow\(|\.today\(|uuid4")
    found = [(path.name, *from_nowhere.findall(path.read_text())) for path in modules("roleplay/rules")]
    assert [each for each in found if each[1:]] == []


def test_the_reader_of_imports_sees_every_spelling(tmp_path: Path) -> None:
    path = ROOT / "roleplay" / "live" / "imagined.py"
    source = tmp_path / "imagined.py"
    source.write_text(
        "import a.b\nfrom c import d\nfrom . import e\nfrom ..rules import f\ndef g():\n    import h\n"
    )

    class Reading(type(path)):  # type: ignore[misc]
        def read_text(self, *_: object, **__: object) -> str:
            return source.read_text()

    assert sorted(imported(Reading(path))) == ["a.b", "c.d", "h", "roleplay.live.e", "roleplay.rules.f"]
