"""A small pack to break, and what every test of packs asks for."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.loader import LoadedPack, load_pack
from scenarios.models import OwnPack
from scenarios.problems import PackErrors, Problem
from tests.scenarios import own

HARBOUR = Path(__file__).parent / "packs" / "harbour"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the test pack that the test may change."""
    return Path(shutil.copytree(HARBOUR, tmp_path / "library" / "harbour"))


@pytest.fixture
def harbour() -> LoadedPack:
    return load_pack(HARBOUR)


@pytest.fixture
def problems(folder: Path) -> Callable[..., list[Problem]]:
    """Replaces text in a file of the pack, and gives what the loader then says."""

    def edit(old: str, new: str, file: str = "pack.yaml") -> list[Problem]:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return problems_of(folder)

    return edit


@pytest.fixture
def asha(db: None) -> Any:
    return own.instructor("asha")


@pytest.fixture
def bilal(db: None) -> Any:
    return own.instructor("bilal")


@pytest.fixture
def pack(asha: Any) -> OwnPack:
    """Asha's own copy of the test pack."""
    return own.own_harbour(asha)


@pytest.fixture
def owner(pack: OwnPack, asha: Any) -> "own.Visitor":
    """Asha at the editor of her pack."""
    return own.Visitor(pack, asha)


def problems_of(folder: Path) -> list[Problem]:
    try:
        load_pack(folder)
    except PackErrors as errors:
        return errors.problems
    return []
