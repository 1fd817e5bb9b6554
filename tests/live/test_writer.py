"""The one writer: commands decided and committed together, each at most once, answered only when on disk."""

import asyncio
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import Future, wait
from typing import Any

import pytest
from django.db import OperationalError, connection

from roleplay.live import log, service
from roleplay.live.client import Client
from roleplay.live.writer import WRITER, Submission, Unavailable, Writer
from roleplay.rules.kernel import SYSTEM, Refused
from roleplay.rules.talk import Say
from tests.live.classroom import STAFF, Classroom, in_thread, open_classroom, rows, stop_writing
from tests.services.locker import locked

pytestmark = pytest.mark.django_db(transaction=True)
LOCKED = 5.0
"""Seconds: longer than the server tries by itself on PostgreSQL, shorter than it waits on SQLite."""


@pytest.fixture
def room() -> Iterator[Classroom]:
    yield open_classroom("http://nowhere")
    stop_writing()


def say(room: Classroom, who: str, text: str, id: str | None = None) -> Future[str]:
    return service.submit(room.workshop, room.people[who], Say("plenary", text), id or str(uuid.uuid4()))


def texts(room: Classroom) -> list[str]:
    return [row["body"]["text"] for row in rows(room.workshop) if row["kind"] == "said"]


class Gate:
    """Holds the writer at its next commit, so that a queue forms behind it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open, self.commits = threading.Event(), threading.Event(), 0
        committing = Writer._commit

        def held(one: Writer, batch: Any) -> Any:
            self.commits += 1
            self.reached.set()
            assert self.open.wait(10)
            return committing(one, batch)

        monkeypatch.setattr(Writer, "_commit", held)


def test_commands_that_wait_are_committed_together_in_the_order_they_came(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    first = say(room, "in1", "first")
    assert gate.reached.wait(10)
    others = [say(room, seat, f"{seat} {n}") for n in range(5) for seat in room.seats]
    gate.open.set()
    wait([first, *others], 10)
    assert gate.commits == 2
    assert texts(room) == ["first", *(f"{seat} {n}" for n in range(5) for seat in room.seats)]
    by_id = {row["id"]: row["body"].get("text") for row in rows(room.workshop)}
    assert [by_id[one.result(0)] for one in (first, *others)] == texts(room)


def test_nobody_is_answered_before_the_commit(room: Classroom, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    said = say(room, "in1", "wait for it")
    assert gate.reached.wait(10)
    assert not said.done()
    gate.open.set()
    assert said.result(10) in {row["id"] for row in rows(room.workshop)}


def test_the_same_command_a_hundred_times_at_once_happens_once(room: Classroom) -> None:
    id, answers = str(uuid.uuid4()), []
    threads = [
        threading.Thread(target=lambda: answers.append(say(room, "in1", "once", id))) for _ in range(100)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({answer.result(10) for answer in answers}) == 1
    assert texts(room) == ["once"]


def test_the_same_command_after_a_restart_gives_the_first_answer(room: Classroom) -> None:
    id = str(uuid.uuid4())
    first = say(room, "in1", "once", id).result(10)
    WRITER.stop()  # its memory goes with it
    assert say(room, "in1", "once", id).result(10) == first
    assert texts(room) == ["once"]


def test_the_same_id_with_other_words_is_a_conflict_and_changes_nothing(room: Classroom) -> None:
    id = str(uuid.uuid4())
    say(room, "in1", "once", id).result(10)
    with pytest.raises(Refused, match="conflict"):
        say(room, "in1", "twice", id).result(10)
    assert texts(room) == ["once"]


def test_an_id_belongs_to_whoever_used_it(room: Classroom) -> None:
    id = str(uuid.uuid4())
    answers = {say(room, who, f"I am {who}", id).result(10) for who in ("in1", "pk1", STAFF)}
    assert len(answers) == 3
    assert texts(room) == ["I am in1", "I am pk1", "I am staff"]


def test_a_refusal_stores_nothing_and_hinders_nobody_in_its_batch(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    before = len(rows(room.workshop))
    good = say(room, "in1", "good")
    bad = service.submit(room.workshop, room.people["in1"], Say("caucus-pakistan", "bad"), str(uuid.uuid4()))
    empty = say(room, "pk1", " ")
    better = say(room, "pk1", "better")
    gate.open.set()
    assert good.result(10) and better.result(10)
    for one, code in ((bad, "no_such_room"), (empty, "empty")):
        with pytest.raises(Refused, match=code):
            one.result(10)
    assert texts(room) == ["good", "better"]
    assert [row["seq"] for row in rows(room.workshop)] == list(range(1, before + 3))


def test_a_workshop_that_is_not_there_is_refused_and_others_are_served(room: Classroom) -> None:
    nowhere = service.submit("0" * 32, SYSTEM, Say("plenary", "x"), str(uuid.uuid4()))
    said = say(room, "in1", "here")
    with pytest.raises(Refused, match="no_such_workshop"):
        nowhere.result(10)
    assert said.result(10)


def test_when_writing_fails_nobody_is_told_that_it_was_stored(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*additions: Any) -> None:
        raise OperationalError("database or disk is full")

    id = str(uuid.uuid4())
    with monkeypatch.context() as broken:
        broken.setattr(log, "append", full)
        with pytest.raises(Unavailable):
            say(room, "in1", "later", id).result(10)
    assert texts(room) == []
    assert say(room, "in1", "later", id).result(10)
    assert texts(room) == ["later"]


def test_a_commit_that_breaks_halfway_leaves_no_state_ahead_of_the_log(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fold was changed while deciding; after a failure it must come from the log again."""
    appending, failures = log.append, [OperationalError("gone"), OperationalError("gone")]

    def breaks(*additions: Any) -> Any:
        taken = appending(*additions)
        if failures:
            raise failures.pop()
        return taken

    monkeypatch.setattr(log, "append", breaks)
    monkeypatch.setattr(log, "takes_unlocked", lambda: False)  # that way is committed with the statement
    with pytest.raises(Unavailable):
        say(room, "in1", "lost").result(10)
    assert say(room, "in2", "kept").result(10)
    assert texts(room) == ["kept"]
    assert [row["seq"] for row in rows(room.workshop)] == list(range(1, len(rows(room.workshop)) + 1))


def test_one_failure_is_tried_again_before_anybody_is_told(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    appending, failures = log.append, [OperationalError("server closed the connection")]

    def breaks(*additions: Any) -> Any:
        if failures:
            raise failures.pop()
        return appending(*additions)

    monkeypatch.setattr(log, "append", breaks)
    assert say(room, "in1", "again").result(10)
    assert texts(room) == ["again"]


def test_another_process_that_writes_in_between_is_taken_into_account(room: Classroom) -> None:
    say(room, "in1", "one").result(10)
    other = Writer()

    two = Submission(room.workshop, room.people["pk1"], Say("plenary", "two"), str(uuid.uuid4()), "d")
    other.put(two)
    two.answer.result(10)
    say(room, "in1", "three").result(10)
    other.stop()
    assert texts(room) == ["one", "two", "three"]


@pytest.fixture
def impatient(settings: Any) -> Iterator[None]:
    """A store that is waited for half a second instead of twenty."""
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        before = dict(options)
        options |= {"timeout": 0.5, "init_command": "PRAGMA synchronous=FULL; PRAGMA busy_timeout=500;"}
        yield
        options.clear()
        options.update(before)
    else:
        yield


def test_a_store_that_another_process_locks_gives_no_false_answer(room: Classroom, impatient: None) -> None:
    WRITER.stop()  # its next connection is the impatient one
    id = str(uuid.uuid4())
    with locked(connection.settings_dict), pytest.raises(Unavailable):
        say(room, "in1", "patience", id).result(30)
    assert texts(room) == []
    assert say(room, "in1", "patience", id).result(10)
    assert texts(room) == ["patience"]


async def test_who_talks_while_the_store_is_locked_is_answered_when_it_is_stored(
    classroom: Classroom,
) -> None:
    async with Client(classroom.passes["in1"]) as client:
        await client.live()
        with locked(connection.settings_dict):
            said = client.post("say", room="plenary", text="In the end.")
            await asyncio.wait([said.done], timeout=LOCKED)
            assert not said.done.done()
            assert client.state == "live"
        answer = await asyncio.wait_for(said.done, 20)
        await client.until(lambda: f"e-{answer.event}" in client.lines)
    assert await in_thread(texts, classroom) == ["In the end."]
