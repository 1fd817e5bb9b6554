"""The log: appended under the lock, read after a position, folded; the only reader and writer of Event."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.live import log, service
from roleplay.live.models import Event, Workshop, new_id
from roleplay.rules import codec
from roleplay.rules.kernel import EVENTS, Entry, Viewer
from roleplay.rules.people import viewer_of
from roleplay.rules.talk import Said, Say, Talk
from tests.live.classroom import STAFF, Classroom, open_classroom, rows, stop_writing
from tests.quality.test_rooms import modules
from tests.rules.test_codec import any_event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room() -> Iterator[Classroom]:
    yield open_classroom("http://nowhere")
    stop_writing()


def line(text: str, hearers: tuple[str, ...] | None = None) -> Entry:
    place = "plenary" if hearers is None else "caucus-india"
    return Entry(new_id(), 1_800_000_000_000, "p", "in1", hearers, False, Said(place, text))


def append(workshop: str, *entries: Entry, command: str | None = None) -> None:
    with transaction.atomic():
        head = log.lock([workshop])[workshop].seq
        log.append([log.Addition(workshop, head + 1, entries, command)])


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(EVENTS)).flatmap(lambda kind: any_event(EVENTS[kind])))
def test_an_event_is_stored_as_the_codec_writes_it(event: Any) -> None:
    assert json.loads(log._text(event)) == json.loads(json.dumps(codec.event_to_json(event)))


def test_what_is_appended_is_read_as_it_was(room: Classroom) -> None:
    entries = [line("one"), line("दो"), line("تین", ("in1", "in2"))]
    head = log.head(room.workshop) or 0
    append(room.workshop, *entries)
    assert [logged.entry for logged in log.read_after(room.workshop, head)] == entries
    assert [logged.seq for logged in log.read_after(room.workshop, head)] == [head + 1, head + 2, head + 3]


def test_positions_have_no_gap_when_many_append_at_once(room: Classroom) -> None:
    def write(name: int) -> None:
        try:
            for n in range(10):
                append(room.workshop, line(f"{name} {n}"))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log_now = rows(room.workshop)
    assert [row["seq"] for row in log_now] == list(range(1, len(log_now) + 1))
    for name in range(4):
        mine = [row["body"]["text"] for row in log_now if row["body"].get("text", "").startswith(f"{name} ")]
        assert mine == [f"{name} {n}" for n in range(10)]


def test_a_transaction_that_fails_leaves_neither_entry_nor_gap(room: Classroom) -> None:
    before = rows(room.workshop)
    with pytest.raises(RuntimeError), transaction.atomic():
        head = log.lock([room.workshop])[room.workshop].seq
        log.append([log.Addition(room.workshop, head + 1, [line("never")])])
        raise RuntimeError
    assert rows(room.workshop) == before
    append(room.workshop, line("next"))
    assert rows(room.workshop)[-1]["seq"] == len(before) + 1 == log.head(room.workshop)


def test_the_database_itself_refuses_a_second_effect_of_a_command(room: Classroom) -> None:
    append(room.workshop, line("one"), command="c")
    with pytest.raises(IntegrityError):
        append(room.workshop, line("two"), command="c")


def test_the_database_itself_refuses_a_position_or_an_id_twice(room: Classroom) -> None:
    one = line("one")
    append(room.workshop, one)
    with pytest.raises(IntegrityError):
        append(room.workshop, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        log.append([log.Addition(room.workshop, 1, [line("again the first")])])


def test_pages_join_without_a_hole(room: Classroom) -> None:
    append(room.workshop, *[line(str(n)) for n in range(log.PAGE + 7)])
    everything = [logged.seq for logged in log.everything(room.workshop)]
    assert everything == list(range(1, (log.head(room.workshop) or 0) + 1))
    assert len(log.read_after(room.workshop, 0)) == log.PAGE
    assert [logged.seq for logged in log.read_after(room.workshop, 3, limit=2)] == [4, 5]


def test_a_fold_that_catches_up_equals_one_made_from_the_beginning(room: Classroom) -> None:
    folded = log.fold(room.workshop)
    for n, seat in enumerate(room.seats):
        service.submit_now(room.workshop, room.people[seat], Say("plenary", f"line {n}"), new_id())
        log.catch_up(folded)
        assert folded.state == log.fold(room.workshop).state
    assert len(folded.state[Talk].lines) == len(room.seats)
    assert log.catch_up(folded) == []


def test_a_position_is_found_only_in_its_own_workshop(room: Classroom) -> None:
    other = open_classroom("http://nowhere")
    mine = rows(room.workshop)[0]["id"]
    found = log.position(room.workshop, mine)
    assert found and found.seq == 1
    assert log.position(other.workshop, mine) is None
    assert log.position(room.workshop, new_id()) is None
    assert log.head("0" * 32) is None


def test_each_hears_what_was_for_them(room: Classroom) -> None:
    append(room.workshop, line("to all"), line("to two", ("in1", "in2")))
    state = log.fold(room.workshop).state

    def heard(who: str) -> list[str]:
        viewer = viewer_of(state, room.people[who])
        assert viewer
        entries = log.heard_by(room.workshop, viewer)
        return [entry.event.text for entry in entries if isinstance(entry.event, Said)]

    assert heard("in1") == heard(STAFF) == ["to all", "to two"]
    assert heard("pk1") == heard("in3") == ["to all"]
    outside = Viewer("x", "delegate", "in1", "india", inside=False)
    assert log.heard_by(room.workshop, outside) == []


def test_only_the_log_touches_events() -> None:
    """Nothing else in the application reads, writes, updates or deletes them."""
    files = [path for room in ("roleplay", "accounts", "scenarios") for path in modules(room)]
    assert {path.name for path in files if "Event.objects" in path.read_text()} <= {"log.py"}


def test_the_workshop_row_moves_with_its_log(room: Classroom) -> None:
    append(room.workshop, line("one"), line("two"))
    entries = Event.objects.filter(workshop=room.workshop).count()
    assert Workshop.objects.get(id=room.workshop).last_seq == entries


def test_a_line_pays_for_three_indexes_and_no_more() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Event._meta.db_table).values()
    indexes = [sorted(one["columns"]) for one in found if one["index"] or one["unique"] or one["primary_key"]]
    assert sorted(indexes) == [["by", "command", "workshop_id"], ["id"], ["seq", "workshop_id"]]
