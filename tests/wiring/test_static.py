"""Collected static files: every module imports its siblings by names that carry their content."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from roleplay.settings import BASE_DIR
from roleplay.templatetags.modules import module

IMPORTED = re.compile(r"""(?:\bfrom|\bimport\()\s*["'](\.{1,2}/[^"']+)["']""")
HASHED = re.compile(r"\.[0-9a-f]{12}\.js$")


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "roleplay.static.Hashed"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_modules_import_each_other_by_hashed_names_that_exist(collected: Path) -> None:
    modules = [path for path in (collected / "js").rglob("*.js") if HASHED.search(path.name)]
    assert len(modules) == len(list((BASE_DIR / "static" / "js").rglob("*.js")))
    for path in modules:
        for name in IMPORTED.findall(path.read_text()):
            assert HASHED.search(name), f"{path.name} imports {name}"
            assert (path.parent / name).exists(), f"{path.name} imports {name}"


def test_no_static_file_points_to_another_host() -> None:
    for path in [*(BASE_DIR / "static").rglob("*.js"), *(BASE_DIR / "static").rglob("*.css")]:
        found = re.findall(r"""(?:url\(|from|import)\s*\(?["']?(?:https?:)?//[^"')\s]+""", path.read_text())
        assert found == [], path.name


PAGES = ("page.js", "site.js", "enter.js")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_hints_at_every_module_that_its_script_imports(name: str) -> None:
    known, waiting = set[Path](), [BASE_DIR / "static" / "js" / name]
    while waiting:
        path = waiting.pop()
        near = [(path.parent / each).resolve() for each in IMPORTED.findall(path.read_text())]
        waiting += [each for each in near if each not in known]
        known |= set(near)
    hints = re.findall(r'<link rel="modulepreload" href="/static/js/([\w.]+)">', module(f"js/{name}"))
    assert sorted(hints) == sorted(path.name for path in known)
    assert module(f"js/{name}").endswith(f'<script type="module" src="/static/js/{name}"></script>')


def test_the_hints_name_collected_modules_as_they_are_called(collected: Path) -> None:
    hints = re.findall(r'href="/static/(js/[^"]+)"', module("js/page.js"))
    assert hints and all(HASHED.search(name) and (collected / name).exists() for name in hints)
