"""The file of an embedded server: locked by another process, full, read for long, copied while it is written.

Nobody is told a lie: what was acknowledged is there, what could not be stored is tried again, and
who only reads does not notice.
"""

import asyncio
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from django.db import connection

from roleplay.live.client_doors import browser
from roleplay.live.client_outbox import Answer
from tests.live.checker import check
from tests.live.classroom import Classroom, in_thread, open_classroom, rows
from tests.live.opened import open_class
from tests.live.recording import Talker, history_of, slowness
from tests.ordeals.sizes import at, size, tell
from tests.services.locker import locked
from tests.services.server import Server

HELD = 10.0
READ_FOR = size(2.0, 20.0)
SEATS_A_SIDE = size(4, 15)
ANSWERED_AFTER = 5.0
LARGEST_WAL = 64 * 1024 * 1024


class Lesson:
    """Everybody in a room talks; ``waits`` are seconds until a line was stored."""

    def __init__(self, room: Classroom) -> None:
        self.room = room
        self.talkers = [Talker(who, access) for who, access in room.passes.items()]
        self.over = asyncio.Event()

    async def __aenter__(self) -> "Lesson":
        for talker in self.talkers:
            talker.client.start()
        await asyncio.gather(*(talker.client.live(30) for talker in self.talkers))
        self.talking = [asyncio.create_task(self.talk(n, one)) for n, one in enumerate(self.talkers)]
        return self

    async def talk(self, number: int, talker: Talker) -> None:
        await asyncio.sleep(number * 1.2 / len(self.talkers))
        while not self.over.is_set():
            if len(talker.client.outbox.items) < 3:
                talker.say("plenary")
            await asyncio.sleep(1.2)

    async def end(self) -> list[float]:
        """All is answered and shown, and nothing of it is wrong. The waits."""
        self.over.set()
        await asyncio.gather(*self.talking)
        await asyncio.gather(*(talker.is_answered() for talker in self.talkers))
        history = history_of(self.room, self.talkers, await in_thread(rows, self.room.workshop))
        last = [one for one in history.log if one.room][-1]
        await asyncio.gather(*(talker.sees(last.event) for talker in self.talkers))
        assert check(history) == []
        spoken = [one for talker in self.talkers for one in talker.spoken]
        assert {one.refused for one in spoken} == {""}
        return [one.acked - one.invoked for one in spoken if one.acked]

    async def __aexit__(self, *_: object) -> None:
        self.over.set()
        await asyncio.gather(*(talker.client.stop() for talker in self.talkers))
        assert {code for talker in self.talkers for code in talker.shuts} == set()


@pytest.fixture
def room(server: Server) -> Classroom:
    return open_classroom(server.address, SEATS_A_SIDE)


@pytest.mark.full
@pytest.mark.timeout(180)
async def test_a_class_waits_out_another_process_that_holds_the_file(room: Classroom) -> None:
    async with Lesson(room) as lesson:
        await asyncio.sleep(1.3)
        with locked(connection.settings_dict):
            await asyncio.sleep(HELD)  # the fault itself
        freed = time.monotonic()
        waits = await lesson.end()
        stored = [one.acked for each in lesson.talkers for one in each.spoken if one.acked]
        late = [when for when in stored if when > freed]
    back = min(late, default=freed) - freed
    tell(
        f"{len(lesson.talkers)} people, the file locked for {HELD:.0f} s: {len(waits)} lines, none "
        f"refused or lost; stored again {back:.2f} s after it was freed, the longest wait {max(waits):.1f} s"
    )
    assert back <= ANSWERED_AFTER * slowness()
    assert max(waits) <= (HELD + ANSWERED_AFTER) * slowness()


@pytest.mark.timeout(180)
async def test_a_long_reader_does_not_keep_anybody_from_talking(room: Classroom) -> None:
    """A reader that stays in one moment keeps the file's journal from being taken in; it grows meanwhile."""
    name = str(connection.settings_dict["NAME"])
    journal = Path(f"{name}-wal")
    async with Lesson(room) as lesson:
        with closing(sqlite3.connect(name, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            before = reader.execute("SELECT count(*) FROM live_event").fetchone()
            await asyncio.sleep(READ_FOR)  # the fault itself
            assert reader.execute("SELECT count(*) FROM live_event").fetchone() == before
            grown = await asyncio.to_thread(size_of, journal)
        waits = await lesson.end()
    tell(
        f"a reader of {READ_FOR:.0f} s: {len(waits)} lines stored after p95 {at(waits, 0.95):.3f} s, "
        f"the journal grew to {grown / 1024 / 1024:.1f} MB"
    )
    assert at(waits, 0.95) <= 0.3 * slowness()
    assert grown <= LARGEST_WAL


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


@pytest.mark.timeout(180)
async def test_a_full_disk_is_told_and_nothing_is_broken(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    with small_disk(tmp_path) as disk:
        server = await asyncio.to_thread(serve, f"sqlite:///{disk.path / 'baithak.sqlite3'}")
        disk.server = server
        passes = await open_class(server)
        seats = [seat for seat in passes if seat != "staff"]
        speaker = Talker(seats[0], passes[seats[0]])
        speaker.client.start()
        await speaker.client.live(20)
        assert (await speaker.client.do("say", room="plenary", text="Before.")).event
        disk.fill()
        waiting = await until_it_does_not_fit(speaker)
        async with browser(passes[seats[1]]) as http:
            command = {"do": "say", "id": "00000000-0000-4000-8000-00000000000f", "room": "plenary"}
            path = f"/w/{speaker.client.access.workshop}/"
            said = await http.post(f"{path}do/", json=command | {"text": "Full? " * 300})
            told = (said.status_code, said.json()["code"])
            page = (await http.get(path)).status_code
        assert speaker.client.state == "live" and not waiting.done()
        disk.free()
        freed = time.monotonic()
        answer = await asyncio.wait_for(waiting, 30)
        back = time.monotonic() - freed
        await speaker.client.stop()
        file = disk.path / "baithak.sqlite3"
        with closing(sqlite3.connect(file)) as opened:
            health = opened.execute("PRAGMA integrity_check").fetchone()
            lines = opened.execute("SELECT count(*) FROM live_event WHERE id = ?", [answer.event]).fetchone()
        await asyncio.to_thread(server.kill)
    tell(
        f"{disk.what}: a command is answered {told[0]} {told[1]}, pages are read ({page}); with room again "
        f"the waiting line is stored after {back:.1f} s; integrity {health[0]}"
    )
    assert told == (503, "retry") and page == 200
    assert health == ("ok",) and lines == (1,)
    assert "Traceback" not in server.log.read_text()


async def until_it_does_not_fit(speaker: Talker) -> "asyncio.Future[Answer]":
    """Talk until a line waits for its answer for two seconds; that line's answer to come."""
    for _ in range(200):
        item = speaker.client.post("say", room="plenary", text="It fills up. " * 100)
        await asyncio.wait([item.done], timeout=2.5)
        if not item.done.done():
            return item.done
        assert item.done.result().event
    raise AssertionError("the disk does not fill")


class SmallDisk:
    """A file system of a few megabytes, in memory."""

    what = "a full disk (8 MB)"
    server: Server

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> None:
        free = shutil.disk_usage(self.path).free
        with open(self.path / "holiday-pictures", "wb") as file:
            file.write(b"x" * max(0, free - 48 * 1024))

    def free(self) -> None:
        (self.path / "holiday-pictures").unlink()


class NoRoom(SmallDisk):
    """Where nobody lets us mount anything: no file of the server may grow."""

    what = "files that may not grow"

    def fill(self) -> None:
        self.limit(1024)

    def free(self) -> None:
        self.limit(psutil.RLIM_INFINITY)

    def limit(self, size: int) -> None:
        process = psutil.Process(self.server.running.pid)
        process.rlimit(psutil.RLIMIT_FSIZE, (size, process.rlimit(psutil.RLIMIT_FSIZE)[1]))


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    path = folder / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=0777", "tmpfs", str(path)]
    if subprocess.run(mount, capture_output=True).returncode:
        yield NoRoom(path)
        return
    try:
        yield SmallDisk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)


@pytest.mark.full
@pytest.mark.timeout(180)
async def test_a_copy_made_while_a_class_talks_is_whole_and_can_be_put_back(
    serve: Callable[..., Server],
) -> None:
    """By the commands, on a server that runs: afterwards everybody starts afresh from what the copy holds."""
    server = await asyncio.to_thread(serve)
    passes = await open_class(server)
    talkers = [Talker(who, access) for who, access in passes.items() if who != "staff"]
    for talker in talkers:
        talker.client.start()
    await asyncio.gather(*(talker.client.live(20) for talker in talkers))
    spoken = [talker.say("plenary") for talker in talkers]
    await asyncio.gather(*(talker.is_answered() for talker in talkers))
    later = [talker.say("plenary") for talker in talkers]
    began = time.monotonic()
    made = await asyncio.to_thread(server.manage, "backup")
    took = time.monotonic() - began
    await asyncio.gather(*(talker.is_answered() for talker in talkers))
    after = [talker.say("plenary") for talker in talkers]
    await asyncio.gather(*(talker.is_answered() for talker in talkers))
    file = Path(made.split(" (")[0])
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        kept = {id for (id,) in copy.execute("SELECT id FROM live_event WHERE kind = 'said'")}
    assert {one.event for one in spoken} <= kept
    assert not kept & {one.event for one in after}
    await asyncio.to_thread(server.manage, "restore", str(file), "--yes")
    for talker in talkers:
        client = talker.client
        await client.until(lambda one=client: one.resyncs == 1 and one.state == "live", 20)
        shown = {id.removeprefix("e-") for id in client.lines if len(id) == 34}
        assert shown & {one.event for one in [*spoken, *later, *after]} == kept & {
            one.event for one in [*spoken, *later]
        }
    await asyncio.gather(*(talker.client.stop() for talker in talkers))
    tell(f"a copy while {len(talkers)} talk: made in {took:.1f} s, whole, put back, everybody starts afresh")
