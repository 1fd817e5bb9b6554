"""Two workers on one PostgreSQL and one Valkey behind the real nginx, with the configuration we ship.

A class sits on both at once. Restarting them one after the other, and killing one, loses nothing;
nobody outside can say who they are; what a facilitator forbids is forbidden on the other worker too.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from roleplay.live.client_doors import browser
from tests.live.checker import CANARY
from tests.live.recording import hears
from tests.ordeals.sizes import at, size, tell
from tests.services.server import wait_until
from tests.services.workers import Worker
from tests.wiring.conftest import Site
from tests.wiring.workers_class import TwoWorkersClass, absences

BACK_WITHIN = 5.0
AT_ONCE = 1.0
CHANGE = """
from django.db import connection, models
from roleplay.live.models import Event, Workshop
with connection.schema_editor() as editor:
    {}
"""
FIELD = "field = models.CharField(max_length=40, null=True); field.set_attributes_from_name('later'); "
INDEX = "index = models.Index(fields=['kind', 'at'], name='later_kind'); "
MIGRATION = (
    FIELD + "editor.add_field(Event, field); editor.add_field(Workshop, field)",
    INDEX + "editor.add_index(Event, index)",
    FIELD + INDEX + "editor.remove_index(Event, index); editor.remove_field(Event, field); "
    "editor.remove_field(Workshop, field)",
)
RESTARTS, KILLS = size(2, 20), size(1, 20)
BURSTS = size(6, 60)

pytestmark = pytest.mark.timeout(size(300, 900))


async def test_people_on_two_workers_hear_each_other_and_nobody_else(room: TwoWorkersClass) -> None:
    first, second = await asyncio.to_thread(room.sockets)
    assert first >= 3 and second >= 3  # least_conn shares them out
    enough = asyncio.Event()
    talking = asyncio.create_task(room.talk(enough))
    await asyncio.sleep(4)
    enough.set()
    await talking
    await all_at_once(room)
    await room.nothing_is_wrong()
    waits = [one.acked - one.invoked for each in room.seats.values() for one in each.spoken if one.acked]
    p95 = at(waits, 0.95)
    tell(f"{first} and {second} sockets, {len(waits)} lines, also in bursts: acknowledged p95 {p95:.3f} s")
    polls = [await asyncio.to_thread(found_by_poll, worker) for worker in room.workers.workers]
    print(f"news found by a wake and only by the poll, at each worker: {polls}")
    assert all(by_wake > 10 * by_poll for by_wake, by_poll in polls)


async def all_at_once(room: TwoWorkersClass) -> None:
    """Commits of one worker come between those of the other: the tailers of both have gaps to fill."""
    for _ in range(BURSTS):
        for one in room.seats.values():
            one.say("plenary")
            one.say("plenary")
        await room.all_answered()


def found_by_poll(worker: Worker) -> tuple[float, float]:
    lines = worker.get("/metrics").text.splitlines()
    found = {
        line.split('"')[1]: float(line.split()[-1])
        for line in lines
        if line.startswith("baithak_news_total{")
    }
    return found.get("wake", 0.0), found.get("poll", 0.0)


async def under_talk(room: TwoWorkersClass, happens: Callable[[], Awaitable[Any]]) -> dict[str, float]:
    """Let something happen while everybody talks; how long each page was away at most."""
    over, watched = asyncio.Event(), asyncio.Event()
    talking = asyncio.create_task(room.talk(over))
    watching = asyncio.create_task(absences(room.talkers, watched))
    await asyncio.sleep(1)
    await happens()
    await asyncio.sleep(1.5)
    watched.set()
    away = await asyncio.wait_for(watching, 30)
    over.set()
    await talking
    await room.nothing_is_wrong()
    return away


async def test_restarting_one_worker_after_the_other_loses_nothing(room: TwoWorkersClass) -> None:
    async def roll() -> None:
        for number in range(RESTARTS):
            worker = room.workers.workers[number % 2]
            assert await asyncio.to_thread(worker.stop) == 0
            await asyncio.to_thread(worker.start)

    before = {who: len(one.shuts) for who, one in room.talkers.items()}
    away = await under_talk(room, roll)
    codes = [code for who, one in room.talkers.items() for code in one.shuts[before[who] :]]
    said = sum(len(one.spoken) for one in room.seats.values())
    tell(
        f"{RESTARTS} restarts: {said} lines, {len(codes)} doors closed, all with 4503; each page away for "
        f"{at(list(away.values()), 0.5):.2f} s at most (median), {max(away.values()):.2f} s (the longest)"
    )
    assert codes and set(codes) == {4503}
    assert max(away.values()) <= BACK_WITHIN


async def test_killing_a_worker_loses_nothing(room: TwoWorkersClass) -> None:
    """The one, then the other, each back before the next; the class goes over and comes back."""
    victims = [room.workers.workers[number % 2] for number in range(KILLS)]

    async def kill() -> None:
        for number, victim in enumerate(victims):
            if number:
                await asyncio.to_thread(victims[number - 1].start)
                await all_live(room)
            await asyncio.to_thread(victim.kill)

    try:
        away = await under_talk(room, kill)
    finally:
        await asyncio.to_thread(victims[-1].start)
    gone = [seconds for seconds in away.values() if seconds]
    said = sum(len(one.spoken) for one in room.seats.values())
    tell(
        f"{KILLS} kills of one of two workers: {said} lines, {len(gone)} of {len(away)} pages were away, "
        f"p50 {at(gone, 0.5):.2f} s, longest {max(gone):.2f} s"
    )
    assert len(gone) >= 3
    assert KILLS > 1 or len(gone) < len(away)
    assert max(gone) <= BACK_WITHIN


async def all_live(room: TwoWorkersClass) -> None:
    await asyncio.gather(*(one.client.live(30) for one in room.talkers.values()))


async def test_a_migration_under_a_running_workshop_loses_nothing(room: TwoWorkersClass, site: Site) -> None:
    """A later version's columns and index, made as Django makes them, while everybody talks."""

    async def migrate() -> None:
        for change in MIGRATION:
            await asyncio.to_thread(site.workers.manage, "shell", "-c", CHANGE.format(change))

    before = {who: len(one.shuts) for who, one in room.talkers.items()}
    await under_talk(room, migrate)
    codes = [code for who, one in room.talkers.items() for code in one.shuts[before[who] :]]
    waits = [one.acked - one.invoked for each in room.seats.values() for one in each.spoken if one.acked]
    tell(
        f"{len(MIGRATION)} changes of the tables under talk: {len(waits)} lines, acknowledged after p95 "
        f"{at(waits, 0.95):.2f} s, at most {max(waits):.2f} s; {len(codes)} doors closed"
    )
    assert codes == []


def has_ended(page: Any) -> bool:
    return page.state == "closed" or 'data-page="ended"' in page.parts.get("page", "")


async def test_what_a_facilitator_decides_holds_on_the_other_worker_at_once(room: TwoWorkersClass) -> None:
    staff, took = room.staff.client, {}
    victim, speaker = room.seats["in1"].client, room.seats["pk1"]

    async def until_all(what: str, seen: Callable[[Any], bool]) -> None:
        began = time.monotonic()
        everybody = [one.client for who, one in room.talkers.items() if one.client.state != "closed"]
        try:
            await asyncio.gather(*(one.until(lambda one=one: seen(one), 10) for one in everybody))
        except TimeoutError:
            late = [(one.state, one.code, sorted(one.parts)) for one in everybody if not seen(one)]
            raise AssertionError(f"{what} has not reached {late}") from None
        took[what] = time.monotonic() - began

    spoken = speaker.say("plenary", "To be hidden.")
    await speaker.client.until(lambda: spoken.acked)
    line, words = f"e-{spoken.event}", CANARY.findall(spoken.text)[0]
    await until_all("a line", lambda one: line in one.lines)
    hide = asyncio.create_task(staff.do("hide_line", line=spoken.event))
    await until_all("hide", lambda one: one is staff or words not in one.lines[line].html)
    assert (await hide).event
    began = time.monotonic()
    assert (await staff.do("mute", seat="in1")).event
    while (await victim.do("say", room="plenary", text="May I?")).event:
        pass
    took["mute"] = time.monotonic() - began
    person = room.people["in2"]
    began = time.monotonic()
    assert (await staff.do("remove", participant=person)).event
    removed = room.seats["in2"]
    await removed.client.until(lambda: removed.client.state == "closed", 10)
    took["remove"] = time.monotonic() - began
    assert removed.client.code == 4401
    async with browser(removed.client.access) as http:  # on either worker, by every other door
        for _ in range(4):
            assert (await http.get(f"/w/{room.workshop}/events/")).status_code == 404
    end = asyncio.create_task(staff.do("end"))
    await until_all("end", lambda one: one is staff or has_ended(one))
    assert (await end).event
    tell("on the other worker: " + ", ".join(f"{what} {seconds:.3f} s" for what, seconds in took.items()))
    assert max(took.values()) <= AT_ONCE, took


async def test_a_worker_believes_only_its_proxy(site: Site) -> None:
    """Past nginx, on the worker's own file, the word of the caller is nginx's word: its rights protect it."""
    for worker in site.workers.workers:
        assert oct(worker.path.stat().st_mode & 0o777) == "0o660"
        assert worker.get("/metrics").status_code == 200
        assert worker.get("/metrics", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 404
        token = {"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer a token that is long enough"}
        assert worker.get("/metrics", **token).status_code == 200


async def test_a_backup_of_a_running_workshop_is_put_back_under_it(room: TwoWorkersClass, site: Site) -> None:
    enough = asyncio.Event()
    talking = asyncio.create_task(room.talk(enough))
    await asyncio.sleep(2)
    kept = {one.event for each in room.seats.values() for one in each.spoken if one.acked}
    made = await asyncio.to_thread(site.workers.manage, "backup")
    assert "(postgres, " in made
    await asyncio.sleep(2)
    enough.set()
    await talking
    await room.nothing_is_wrong()
    later = {row["id"] for row in room.rows()}
    before = {who: one.client.resyncs for who, one in room.talkers.items()}
    file = made.split(" (")[0]
    began = time.monotonic()
    assert "Pages start afresh" in await asyncio.to_thread(site.workers.manage, "restore", file, "--yes")
    print(f"\nput back in {time.monotonic() - began:.1f} s, {len(later)} events before")
    there = {row["id"] for row in room.rows() if row["kind"] == "said"}
    assert kept <= there < later
    for who, talker in room.talkers.items():
        client = talker.client
        await client.until(lambda client=client, who=who: client.resyncs > before[who], 10)
        due = {row["id"] for row in room.rows() if row["kind"] == "said" and hears(who, row["body"]["room"])}
        await client.until(lambda client=client, due=due: due == lines_of(client), 10)
    heard = [room.seats[who] for who in ("in3", "pk3")]
    for talker in heard:
        said = await talker.client.do("say", room="plenary", text="We go on.")
        assert said.event
        for one in room.talkers.values():
            await one.client.until(lambda one=one, said=said: f"e-{said.event}" in one.client.lines)
    assert [row["seq"] for row in room.rows()] == list(range(1, len(room.rows()) + 1))


def lines_of(page: Any) -> set[str]:
    """The events of kind `said` that a page shows; other lines have other ids."""
    return {id.removeprefix("e-") for id, line in page.lines.items() if CANARY.search(line.html)}


async def test_the_logs_are_json_with_ids_and_without_a_word_of_anybody(
    room: TwoWorkersClass, site: Site
) -> None:
    for talker in room.seats.values():
        talker.say("plenary", "Not for the log.")
    await room.all_answered()
    async with browser(room.seats["in1"].client.access) as http:
        await http.get(f"/w/{room.workshop}/events/")

    def polls() -> list[dict[str, Any]]:
        return [one for one in site.workers.records() if one.get("path") == f"/w/{room.workshop}/events/"]

    (poll,) = await asyncio.to_thread(wait_until, polls, 10, "the record of the poll")
    assert (poll["workshop"], poll["participant"]) == (room.workshop, room.people["in1"])
    assert poll["request"] and poll["status_code"] == 200
    records = site.workers.records()
    everything = json.dumps(records) + (site.nginx.folder / "error.log").read_text()
    assert not CANARY.search(everything) and "Somebody" not in everything
    assert room.seats["in1"].client.access.session not in everything
