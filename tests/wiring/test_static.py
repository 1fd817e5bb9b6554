"""Collected static files: every module imports its siblings by names that carry their content."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from roleplay.settings import BASE_DIR

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
    for module in modules:
        for name in IMPORTED.findall(module.read_text()):
            assert HASHED.search(name), f"{module.name} imports {name}"
            assert (module.parent / name).exists(), f"{module.name} imports {name}"


def test_no_static_file_points_to_another_host() -> None:
    for path in [*(BASE_DIR / "static").rglob("*.js"), *(BASE_DIR / "static").rglob("*.css")]:
        found = re.findall(r"""(?:url\(|from|import)\s*\(?["']?(?:https?:)?//[^"')\s]+""", path.read_text())
        assert found == [], path.name
