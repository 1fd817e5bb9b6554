"""Writing without a lock that was taken before, on PostgreSQL: whatever is not as it was believed to be takes
nothing, and nobody notices but the clock."""

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from roleplay.live import log, service
from roleplay.live.log import Addition, Head
from roleplay.live.writer import WRITER, Submission, Writer
from roleplay.rules.kernel import Command, Refused
from roleplay.rules.safety import PauseRooms
from roleplay.rules.talk import Say
from roleplay.rules.workshop import End
from tests.live.classroom import STAFF, Classroom, open_classroom, rows, stop_writing
from tests.live.test_log import append, line

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room() -> Iterator[Classroom]:
    yield open_classroom("http://nowhere")
    stop_writing()


@pytest.fixture
def locked_batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many commands each batch had that was written under a lock."""
    sizes: list[int] = []
    committing = Writer._commit_locked

    def counted(one: Writer, batch: Any) -> Any:
        sizes.append(len(batch))
        return committing(one, batch)

    monkeypatch.setattr(Writer, "_commit_locked", counted)
    return sizes


def head(workshop: str) -> Head:
    return Head(*log.looks([workshop])[workshop][:2])


def write(room: Classroom, at: Head, text: str, command: str | None = None) -> Any:
    return log.append([Addition(room.workshop, at.seq + 1, [line(text)], command)], {room.workshop: at})


def say(room: Classroom, who: str, text: str, id: str | None = None) -> str:
    return service.submit_now(room.workshop, room.people[who], Say("plenary", text), id or str(uuid.uuid4()))


def texts(room: Classroom) -> list[str]:
    return [row["body"]["text"] for row in rows(room.workshop) if row["kind"] == "said"]


def in_another_process(room: Classroom, command: Command, who: str = "pk1") -> None:
    """What another process does: its own writer, with its own idea of the log."""
    other = Writer()
    one = Submission(room.workshop, room.people[who], command, str(uuid.uuid4()), "d")
    other.put(one)
    one.answer.result(10)  # type: ignore[call-arg]
    other.stop()


def test_a_log_that_stands_where_it_was_believed_to_takes_the_entry(room: Classroom) -> None:
    before = head(room.workshop)
    assert write(room, before, "one") == {room.workshop}
    assert head(room.workshop) == Head(before.seq + 1, before.epoch)
    assert texts(room) == ["one"]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda at: Head(at.seq - 1, at.epoch), id="behind"),
        pytest.param(lambda at: Head(at.seq + 1, at.epoch), id="ahead"),
        pytest.param(lambda at: Head(at.seq, "another"), id="another-log"),
    ],
)
def test_a_log_that_stands_elsewhere_takes_nothing(room: Classroom, wrong: Callable[[Head], Head]) -> None:
    before, entries = head(room.workshop), rows(room.workshop)
    assert write(room, wrong(before), "one") == set()
    assert (head(room.workshop), rows(room.workshop)) == (before, entries)


def test_a_command_that_is_in_the_log_keeps_its_workshop_out_and_no_other(room: Classroom) -> None:
    other = open_classroom("http://nowhere")
    append(room.workshop, line("once"), command="c")
    heads = {one.workshop: head(one.workshop) for one in (room, other)}
    additions = [
        Addition(room.workshop, heads[room.workshop].seq + 1, [line("twice")], "c"),
        Addition(other.workshop, heads[other.workshop].seq + 1, [line("elsewhere")], "c"),
    ]
    assert log.append(additions, heads) == {other.workshop}
    assert (texts(room), texts(other)) == (["once"], ["elsewhere"])
    assert head(room.workshop) == heads[room.workshop]


def test_whoever_waits_for_a_lock_sees_what_was_written_meanwhile(room: Classroom) -> None:
    """The statement has begun, and looks once more when it gets the row."""
    before, taken, begun = head(room.workshop), [], threading.Event()

    def late() -> None:
        begun.set()
        taken.append(write(room, before, "late"))
        connection.close()

    with transaction.atomic():
        log.lock([room.workshop])
        thread = threading.Thread(target=late)
        thread.start()
        assert begun.wait(5)
        waits_for_the_row(room)
        log.append([Addition(room.workshop, before.seq + 1, [line("first")])])
    thread.join(10)
    assert taken == [set()]
    assert texts(room) == ["first"]


def waits_for_the_row(room: Classroom) -> None:
    """Until somebody waits for a lock in this database."""
    found: list[Any] = []
    while not found:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_locks WHERE NOT granted")
            found = cursor.fetchall()


def test_many_writers_leave_no_gap_and_lose_nothing(room: Classroom) -> None:
    writers = [Writer() for _ in range(4)]
    said = []
    for n in range(20):
        for number, writer in enumerate(writers):
            what = Say("plenary", f"{number} {n}")
            one = Submission(room.workshop, room.people["in1"], what, str(uuid.uuid4()), "d")
            writer.put(one)
            said.append(one)
    for one in said:
        one.answer.result(20)  # type: ignore[call-arg]
    for writer in writers:
        writer.stop()
    log_now = rows(room.workshop)
    assert [row["seq"] for row in log_now] == list(range(1, len(log_now) + 1))
    for number in range(4):
        assert [text for text in texts(room) if text.startswith(f"{number} ")] == [
            f"{number} {n}" for n in range(20)
        ]


def has_counted_nothing() -> None:
    """The database has just been set up."""


def has_counted_workshops_of_one_entry() -> None:
    """The database looked when hardly more than their opening was in any workshop, and goes by that since."""
    rows = (
        "INSERT INTO live_event"
        " (workshop_id, seq, id, at, by, sealed, rule, kind, body, command, command_digest)"
        " SELECT 'w' || n, 1, 'e' || n, 1, 'p' || n, false, '', 'said', '{}', 'c' || n, ''"
        " FROM generate_series(1, 500) AS n"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        for sql in (rows, "ANALYZE live_event", "DELETE FROM live_event WHERE at = 1"):
            cursor.execute(sql)


@pytest.mark.parametrize("database", [has_counted_nothing, has_counted_workshops_of_one_entry])
def test_a_line_reads_few_rows_however_fast_the_log_has_grown(
    room: Classroom, database: Callable[[], None]
) -> None:
    """A statement is planned once and kept. One that was planned for an empty log read all of a long one, and
    one that was planned for workshops of an entry each read all of its own."""
    database()
    reads = "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    writer, person = Writer(), room.people["pk1"]

    def lines(count: int) -> list[Submission]:
        found = (
            Submission(room.workshop, person, Say("plenary", "x"), str(uuid.uuid4())) for _ in range(count)
        )
        return list(found)

    def read_by(batch: list[Submission]) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            before = cursor.execute(reads).fetchone()[0]
            writer._commit(batch)
            return int(cursor.execute(reads).fetchone()[0] - before)

    for _ in range(12):  # the last of them with a plan that is kept
        writer._commit(lines(1))
    assert read_by(lines(1)) < 100, "all of the log, short as it is"
    for _ in range(20):
        writer._commit(lines(200))
    # The first of them plans anew, and whoever plans reads the ends of indexes too.
    each = [read_by(lines(1)) for _ in range(3)]
    assert min(each) <= 2, f"the workshop's row, to look and to move it, and no other: {each}"


def test_a_workshop_that_only_we_write_to_is_written_without_a_lock(
    room: Classroom, locked_batches: list[int]
) -> None:
    say(room, "in1", "one")
    locked_batches.clear()
    say(room, "in2", "two")
    say(room, "pk1", "three")
    assert locked_batches == []
    assert texts(room) == ["one", "two", "three"]


def test_after_somebody_else_has_written_the_lock_comes_first_for_a_while(
    room: Classroom, locked_batches: list[int]
) -> None:
    say(room, "in1", "one")
    in_another_process(room, Say("plenary", "two"))
    locked_batches.clear()
    for text in ("three", "four"):
        say(room, "in1", text)
    assert locked_batches == [1, 1]
    WRITER._shared.clear()  # as if the while had passed
    say(room, "in1", "five")
    assert locked_batches == [1, 1]
    assert texts(room) == ["one", "two", "three", "four", "five"]


def test_a_resent_command_is_answered_as_before(room: Classroom) -> None:
    id = str(uuid.uuid4())
    first = say(room, "in1", "once", id)
    say(room, "pk1", "between")
    assert say(room, "in1", "once", id) == first
    assert texts(room) == ["once", "between"]


def test_what_only_an_old_state_would_allow_is_refused(room: Classroom) -> None:
    say(room, "in1", "one")
    in_another_process(room, PauseRooms(), STAFF)
    with pytest.raises(Refused, match="paused"):
        say(room, "in1", "two")
    assert texts(room) == ["one"]


def test_the_end_of_a_workshop_is_written_under_a_lock(room: Classroom, locked_batches: list[int]) -> None:
    """With it words are blanked that were not for the record."""
    say(room, "in1", "one")
    locked_batches.clear()
    service.submit_now(room.workshop, room.people[STAFF], End(), str(uuid.uuid4()))
    assert locked_batches == [1]
