"""Who may import whom. Reads every import of the project and fails on anything that is not allowed here.

rules → the standard library · scenarios → the shape of a setting, in freeze.py only · live → rules,
scenarios, accounts · record → the log and its rows, rules · wiring → everything, and nothing imports it.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("roleplay", "accounts", "scenarios")
WIRING = ("roleplay.settings", "roleplay.urls", "roleplay.asgi")
ROOMS = ("roleplay.rules", "roleplay.live", "roleplay.record", "accounts", "scenarios")

MAY_IMPORT = {
    "roleplay.rules": ("roleplay.rules",),
    "scenarios": ("scenarios",),
    "accounts": ("accounts",),
    "roleplay.live": ("roleplay.live", "roleplay.rules", "scenarios", "accounts"),
    "roleplay.record": ("roleplay.record", "roleplay.rules", "roleplay.live.log", "roleplay.live.models"),
}
BESIDES = {
    "scenarios.freeze": ("roleplay.rules.setting",),
    # Which tools and gates there are, so that a new one is not listed a second time.
    "scenarios.known": ("roleplay.rules",),
    # A management command starts the whole server, so it is wiring that Django wants to find in an app.
    "roleplay.live.management.commands": ("roleplay",),
}

EXCEPTIONS = {
    # The process's own flag that it is on its way out: a leaf that knows nobody.
    ("roleplay.live.door_http", "roleplay.stopping"),
    # Not decided yet: the record wants to know who asks, and to tell a script as the live page does.
    ("roleplay.record.access", "roleplay.live.identity"),
    ("roleplay.record.templatetags.record", "roleplay.live.scripts"),
}
"""(who, whom): single imports against the rule. Add one only with its reason."""


def sources() -> list[Path]:
    return [path for package in OURS for path in sorted((ROOT / package).rglob("*.py"))]


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(path: Path) -> Iterator[str]:
    """Every module that this file imports, at the top or inside a function, as a full name."""
    package = module_name(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            for name in (f"{base}.{alias.name}" for alias in node.names):
                yield name if is_module(name) else base


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").exists()


def within(name: str, places: tuple[str, ...]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def room_of(name: str) -> str | None:
    """The room of the code that a module is in; None for wiring."""
    return next((room for room in ROOMS if within(name, (room,))), None)


def allowed(name: str) -> tuple[str, ...]:
    room = room_of(name)
    extra = next((more for place, more in BESIDES.items() if within(name, (place,))), ())
    return (*MAY_IMPORT[room], *extra) if room else OURS


def trespasses(path: Path) -> list[str]:
    name = module_name(path)
    return [
        f"{name} imports {target}"
        for target in imported_by(path)
        if within(target, OURS) and not within(target, allowed(name)) and (name, target) not in EXCEPTIONS
    ]


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_each_room_imports_only_the_rooms_that_it_may(path):
    assert trespasses(path) == []


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_nothing_imports_the_wiring(path):
    if module_name(path).removeprefix("roleplay.live.management.commands.") in {"start", "serve"}:
        return  # they serve the application, once everything is set up
    assert not [target for target in imported_by(path) if within(target, WIRING)]


@pytest.mark.parametrize("path", sorted((ROOT / "roleplay/rules").glob("*.py")), ids=module_name)
def test_the_rules_import_nothing_that_must_be_installed(path):
    for target in imported_by(path):
        root = target.split(".")[0]
        assert root in sys.stdlib_module_names or within(target, ("roleplay.rules",)), target


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_only_the_log_touches_its_rows(path):
    """One file reads and writes events; nobody else can update or delete one by mistake.

    The statements it runs for every line stand beside it; only it may run them (the test below).
    """
    if module_name(path) in ("roleplay.live.log", "roleplay.live.statements", "roleplay.live.models"):
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("live.models"):
            assert "Event" not in [alias.name for alias in node.names]
        if isinstance(node, ast.Attribute) and node.attr == "Event":
            assert ast.unparse(node.value) != "models", f"line {node.lineno}"


@pytest.mark.parametrize("path", sources(), ids=module_name)
def test_only_the_log_runs_the_statements(path):
    if module_name(path) != "roleplay.live.log":
        assert "roleplay.live.statements" not in imported_by(path)


def test_a_trespass_would_be_found(tmp_path, monkeypatch):
    """The test itself works: a file in the rules that reaches for the log is caught, however it does it."""
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    folder = tmp_path / "roleplay" / "rules"
    folder.mkdir(parents=True)
    (tmp_path / "roleplay" / "live").mkdir()
    reaching = folder / "reaching.py"
    for line in (
        "import roleplay.live.log",
        "from roleplay.live import log",
        "from roleplay import live",
        "from ..live import log",
        "def f():\n    from ..live.log import append",
    ):
        reaching.write_text(line)
        assert trespasses(reaching), line
    reaching.write_text("from .kernel import State\nimport random")
    assert trespasses(reaching) == []


def test_all_rooms_are_read():
    names = {room_of(module_name(path)) for path in sources()}
    assert names >= set(ROOMS) | {None}
