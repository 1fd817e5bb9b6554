"""When `manage.py` makes an environment, and when it keeps its hands off."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.services.found import ROOT


@pytest.fixture
def manage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """`manage.py` as a module, for a checkout in an empty folder with two small locks."""
    spec = importlib.util.spec_from_file_location("manage_under_test", ROOT / "manage.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("app", "dev"):
        (tmp_path / f"{name}.txt").write_text(f"{name}==1\n")
    for variable in ("BAITHAK_NO_BOOTSTRAP", "CONDA_DEFAULT_ENV"):
        monkeypatch.delenv(variable, raising=False)
    return module


def install(manage: ModuleType, lock: Path) -> None:
    manage.PYTHON.touch()
    manage.stamp(lock).write_text(manage.fingerprint(lock))


def test_an_environment_is_made_only_where_none_was_chosen(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert manage.needs_bootstrap()
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "base")
    assert manage.needs_bootstrap()
    monkeypatch.setenv("CONDA_DEFAULT_ENV", "mine")
    assert not manage.needs_bootstrap()
    monkeypatch.delenv("CONDA_DEFAULT_ENV")
    monkeypatch.setenv("BAITHAK_NO_BOOTSTRAP", "1")
    assert not manage.needs_bootstrap()
    monkeypatch.delenv("BAITHAK_NO_BOOTSTRAP")
    monkeypatch.setattr(sys, "prefix", "/somebody/elses/environment")
    assert not manage.needs_bootstrap()


def test_nothing_is_installed_twice(manage: ModuleType, tmp_path: Path) -> None:
    app, dev = tmp_path / "app.txt", tmp_path / "dev.txt"
    assert not manage.up_to_date(app)
    install(manage, app)
    assert manage.up_to_date(app)
    assert not manage.up_to_date(dev)


def test_the_development_environment_serves_too(manage: ModuleType, tmp_path: Path) -> None:
    install(manage, tmp_path / "dev.txt")
    assert manage.up_to_date(tmp_path / "app.txt")


def test_a_changed_lock_is_installed(manage: ModuleType, tmp_path: Path) -> None:
    app = tmp_path / "app.txt"
    install(manage, app)
    app.write_text("app==2\n")
    assert not manage.up_to_date(app)


@pytest.mark.parametrize(("command", "wanted"), [("test", True), ("lock", True), ("start", False)])
def test_only_developers_commands_need_the_development_lock(
    manage: ModuleType, monkeypatch: pytest.MonkeyPatch, command: str, wanted: bool
) -> None:
    monkeypatch.setattr(sys, "argv", ["manage.py", command])
    assert manage.wants_development() is wanted


def test_whatever_installs_checks_the_hashes(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for uv in (None, "/usr/bin/uv"):
        monkeypatch.setattr(manage.shutil, "which", lambda name, found=uv: found)
        assert "--require-hashes" in manage.install_commands(Path("lock.txt"))[-1]


def test_an_old_python_is_told_what_is_needed(manage: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or later"):
        manage.main()
