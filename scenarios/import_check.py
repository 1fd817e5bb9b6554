"""The program that looks at a zip file on behalf of the server, with little time and little memory.

``python -m scenarios.import_check`` reads zips from its input and writes answers, each with its length before
it. Every zip is looked at by a process of its own, so that whatever it does ends with it.
"""

import json
import os
import select
import signal
import struct
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

from scenarios.loader import load_files
from scenarios.pack_zip import ZIP, unpacked
from scenarios.problems import PackErrors, Problem

SECONDS = 2
MEGABYTES = 256
LENGTH = struct.Struct(">I")
Answer = dict[str, Any]


def answer_to(raw: bytes) -> Answer:
    """``files`` with the text of each, when it is a pack that can be read; otherwise ``problems``."""
    try:
        files = unpacked(raw)
        load_files(files, Path("import"))
        return {"files": {name: text.decode("utf-8-sig") for name, text in files.items()}}
    except PackErrors as errors:
        return {"problems": [problem.as_json() for problem in errors.problems], "more": errors.more}
    except MemoryError:
        return too_much("needs more memory than a pack may")
    except Exception as error:  # one that nobody foresaw is an answer too
        return too_much(f"cannot be read ({type(error).__name__})")


def too_much(message: str) -> Answer:
    problem = Problem(ZIP, 1, 1, "", message, "Nothing was imported. Choose a zip that was exported here.")
    return {"problems": [problem.as_json()], "more": 0}


def in_a_process_of_its_own(raw: bytes) -> bytes:
    """The answer of a child that is ended after two seconds; without ``fork`` we answer ourselves."""
    if not hasattr(os, "fork"):
        return json.dumps(answer_to(raw)).encode()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_small()
        _write_and_end(writing, raw)
    os.close(writing)
    told = _told(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return told or json.dumps(too_much(f"took more than {SECONDS} seconds or {MEGABYTES} MB")).encode()


def _be_small() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 1024 * 1024, MEGABYTES * 1024 * 1024))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write_and_end(writing: int, raw: bytes) -> None:
    try:
        with os.fdopen(writing, "wb") as out:
            out.write(json.dumps(answer_to(raw)).encode())
    finally:
        os._exit(0)


def _told(reading: int) -> bytes:
    """Everything that the child says before its time is up; nothing if it does not come to an end."""
    parts: list[bytes] = []
    end = time.monotonic() + SECONDS
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]:
            part = pipe.read(65536)
            if not part:
                return b"".join(parts)
            parts.append(part)
    return b""


def serve(given: BinaryIO, out: BinaryIO) -> None:
    """Answers until there is nothing more to read."""
    while head := given.read(LENGTH.size):
        raw = given.read(LENGTH.unpack(head)[0])
        told = in_a_process_of_its_own(raw)
        out.write(LENGTH.pack(len(told)) + told)
        out.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
