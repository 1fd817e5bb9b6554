"""The HTTP door gives what the socket gives, also where websockets are blocked."""

import asyncio
import json
import signal
import time
import uuid
from typing import Any

import httpx
import pytest

from roleplay.live.client import Client
from roleplay.live.client_doors import Pass, PollDoor, Shut, SocketDoor, browser
from roleplay.live.client_entrance import TurnedAway, enter, join
from roleplay.live.links import staff_link
from roleplay.live.models import Participant, Workshop, new_id
from roleplay.live.service import change_device
from tests.live.checker import check
from tests.live.classroom import STAFF, Classroom, in_thread, open_classroom, rows
from tests.live.conftest import MakeServer
from tests.live.recording import Talker, history_of, slowness
from tests.live.test_chaos import BACK_WITHIN, survive
from tests.ordeals import sizes
from tests.ordeals.sizes import at, size, tell
from tests.services.proxy import Proxy
from tests.services.server import Server

SEATS_A_SIDE, ROUNDS = size(4, 15), size(3, 20)
ACKNOWLEDGED_WITHIN = 2.0


async def poll(http: httpx.AsyncClient, access: Pass, **asked: object) -> httpx.Response:
    return await http.get(f"/w/{access.workshop}/events/", params={k: str(v) for k, v in asked.items()})


async def shown(client: Client, event: str) -> None:
    await client.until(lambda: f"e-{event}" in client.lines, 20)


async def test_what_is_said_through_one_door_is_heard_through_the_other(classroom: Classroom) -> None:
    async with (
        Client(classroom.passes["in1"], PollDoor) as polling,
        Client(classroom.passes["pk1"]) as at_socket,
    ):
        await asyncio.gather(polling.live(), at_socket.live())
        first = await polling.do("say", room="plenary", text="By post.")
        second = await at_socket.do("say", room="plenary", text="By socket.")
        for client in (polling, at_socket):
            await shown(client, second.event)
            assert [id for id in client.lines if len(id) == 34] == [f"e-{first.event}", f"e-{second.event}"]
        assert polling.lines[f"e-{first.event}"] == at_socket.lines[f"e-{first.event}"]


async def test_both_doors_show_one_seat_the_same_page(classroom: Classroom) -> None:
    async with Client(classroom.passes["in1"], PollDoor) as polling, Client(classroom.passes["in1"]) as other:
        await asyncio.gather(polling.live(), other.live())
        assert polling.parts.keys() == other.parts.keys()
        assert polling.lines == other.lines


async def test_where_websockets_are_blocked_the_other_door_is_open(
    classroom: Classroom, server: Server
) -> None:
    async with Proxy(server.port, strip_upgrade=True) as proxy:
        blocked = classroom.passes["in1"].through(proxy.via)
        with pytest.raises(Shut):
            await SocketDoor(blocked).open()
        async with Client(blocked, PollDoor) as client:
            await client.live()
            answer = await client.do("say", room="plenary", text="Through the school's network.")
            await client.until(lambda: f"e-{answer.event}" in client.lines)


async def test_a_poll_waits_for_news_and_brings_it_at_once(classroom: Classroom) -> None:
    access = classroom.passes["in1"]
    async with browser(access) as http, Client(classroom.passes["pk1"]) as speaker:
        await speaker.live()
        since = upto((await poll(http, access)).json()) or ""
        waiting = asyncio.create_task(news_after(http, access, since))
        said = await speaker.do("say", room="plenary", text="News.")
        began = time.monotonic()
        assert await asyncio.wait_for(waiting, 10) == said.event
        assert time.monotonic() - began < 5


async def news_after(http: httpx.AsyncClient, access: Pass, since: str) -> str:
    """Poll as a page does, past what is no event: somebody comes, somebody types. The event that comes."""
    known = ""
    while True:
        body = (await poll(http, access, since=since, wait=25, known=known)).json()
        if (found := upto(body)) is not None:
            return found
        known = body["known"]


def upto(body: dict[str, Any]) -> str | None:
    return next((frame["upto"] for frame in reversed(body["frames"]) if "upto" in frame), None)


async def test_parts_that_a_page_has_already_are_not_sent_again(classroom: Classroom) -> None:
    access = classroom.passes["in1"]
    async with browser(access) as http:
        first = (await poll(http, access)).json()
        since = upto(first)
        known = (await poll(http, access, since=since)).json()["known"]  # now we count as present
        again = (await poll(http, access, since=since, known=known)).json()
        assert (again["frames"], again["known"]) == ([], known)
        other = (await poll(http, access, since=since, known="0" * 16)).json()
        assert any("parts" in frame for frame in other["frames"])


async def test_a_lost_answer_changes_nothing_the_same_id_gives_the_same_event(classroom: Classroom) -> None:
    access = classroom.passes["in1"]
    command = {"do": "say", "id": str(uuid.uuid4()), "room": "plenary", "text": "Once."}
    async with browser(access) as http:
        path = f"/w/{access.workshop}/do/"
        answers = [await http.post(path, json=command) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.text for answer in answers}) == 1
        async with Client(access) as at_socket:
            other_door = await at_socket.post("say", command["id"], room="plenary", text="Once.").done
            assert other_door.event == answers[0].json()["event"]
        conflict = await http.post(path, json=command | {"text": "Twice."})
        assert (conflict.status_code, conflict.json()["code"]) == (409, "conflict")
    log = await in_thread(rows, classroom.workshop)
    assert [row["body"]["text"] for row in log if row["kind"] == "said"] == ["Once."]


async def test_a_position_of_others_is_a_resync_as_an_unknown_one(classroom: Classroom) -> None:
    opened = (await in_thread(rows, classroom.workshop))[0]["id"]
    access = classroom.passes["in1"]
    async with browser(access) as http:
        bodies = {(await poll(http, access, since=since)).text for since in (opened, new_id())}
        assert len(bodies) == 1
        assert json.loads(bodies.pop())["frames"] == [{"k": 1, "resync": True}]
        assert (await poll(http, access, since="x")).status_code == 400


async def test_strangers_and_missing_workshops_get_one_answer(classroom: Classroom) -> None:
    stranger = classroom.stranger
    async with browser(stranger) as http:
        answers = []
        for workshop in (classroom.workshop, "0" * 32):
            answers.append(await http.get(f"/w/{workshop}/events/"))
            answers.append(await http.post(f"/w/{workshop}/do/", json={}))
        assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}


async def test_a_command_without_the_token_of_the_page_is_refused(classroom: Classroom) -> None:
    access = classroom.passes["in1"]
    command = {"do": "say", "id": str(uuid.uuid4()), "room": "plenary", "text": "Forged."}
    async with browser(access) as http:
        answer = await http.post(f"/w/{access.workshop}/do/", json=command, headers={"X-CSRFToken": "x" * 32})
        assert answer.status_code == 403


async def test_who_moved_to_another_device_is_told_at_the_poll_that_waits(classroom: Classroom) -> None:
    person = await in_thread(lambda: Participant.objects.get(id=classroom.people["in1"]))
    async with Client(classroom.passes["in1"], PollDoor) as client:
        await client.live()
        await in_thread(change_device, person)
        await client.until(lambda: client.state == "closed")
        assert client.code in (4401, 4409)


async def test_the_end_reaches_a_poll_that_waits(classroom: Classroom) -> None:
    async with Client(classroom.passes["in1"], PollDoor) as client, Client(classroom.passes[STAFF]) as staff:
        await client.live()
        assert (await staff.do("end")).event
        await client.until(lambda: 'data-page="ended"' in client.parts.get("page", ""))


async def test_a_poll_that_waits_does_not_keep_the_server_from_stopping(start_server: MakeServer) -> None:
    server = await asyncio.to_thread(start_server)
    classroom = await in_thread(open_classroom, server.address)
    access = classroom.passes["in1"]
    async with browser(access) as http:
        first = (await poll(http, access)).json()
        since = upto(first)
        waiting = asyncio.create_task(poll(http, access, since=since, wait=25, known=first["known"]))
        async with Client(classroom.passes["pk1"]) as other:
            await other.live()  # by then the poll waits too
        began = time.monotonic()
        server.running.send_signal(signal.SIGTERM)
        answer = await asyncio.wait_for(waiting, 10)
        assert answer.status_code in (200, 503)
        assert await asyncio.to_thread(server.wait) == 0
        assert time.monotonic() - began < 8


async def test_people_come_in_by_the_real_pages(classroom: Classroom) -> None:
    workshop = await in_thread(lambda: Workshop.objects.get(id=classroom.workshop))
    access = await join(classroom.origin, workshop.code, "Zubaida")
    async with Client(access) as client:
        await client.live()
        assert 'data-page="lobby"' in client.parts["page"]
    with pytest.raises(TurnedAway, match="404"):
        await join(classroom.origin, "23456789", "Zubaida")
    with pytest.raises(TurnedAway, match="404"):
        await enter(f"{classroom.origin}/enter/#nothing", "Zubaida")


async def test_a_staff_link_leads_to_the_desk(classroom: Classroom) -> None:
    workshop = await in_thread(lambda: Workshop.objects.get(id=classroom.workshop))
    token = await in_thread(staff_link, workshop)
    async with Client(await enter(f"{classroom.origin}/enter/#{token}", "Gulzar")) as client:
        await client.live()
        assert "rail" in client.parts


async def test_a_class_talks_through_polls_alone(server: Server) -> None:
    room = await in_thread(open_classroom, server.address, SEATS_A_SIDE)
    async with Proxy(server.port, strip_upgrade=True) as proxy:
        talkers = [Talker(who, room.passes[who].through(proxy.via), PollDoor) for who in room.passes]
        for talker in talkers:
            talker.client.start()
        await asyncio.gather(*(talker.client.live(20) for talker in talkers))
        for n in range(ROUNDS):
            await asyncio.gather(*(say_and_wait(talker, in_caucus=n % 3 == 1) for talker in talkers))
        log = await in_thread(rows, room.workshop)
        history = history_of(room, talkers, log)
        for talker in talkers:
            due = [one.event for one in history.log if one.room and history.hears(talker.who, one.room)]
            await talker.sees(due[-1])
        await asyncio.gather(*(talker.client.stop() for talker in talkers))
    assert check(history) == []
    waits = [one.acked - one.invoked for talker in talkers for one in talker.spoken if one.acked]
    tell(
        f"{len(talkers)} people through polls alone: {len(waits)} acknowledged after "
        f"p50 {at(waits, 0.5):.2f} s, p95 {at(waits, 0.95):.2f} s, at most {max(waits):.2f} s; "
        f"{slowness():.1f} programs for each processor"
    )
    assert at(waits, 0.95) <= ACKNOWLEDGED_WITHIN * slowness()


async def say_and_wait(talker: Talker, in_caucus: bool) -> None:
    caucus = "caucus-pakistan" if talker.who.startswith("pk") else "caucus-india"
    one = talker.say(caucus if in_caucus else "plenary")
    await talker.client.until(lambda: one.acked, 20)


@pytest.mark.timeout(size(240, 900))
async def test_nothing_is_lost_through_polls_when_the_server_is_killed(start_server: MakeServer) -> None:
    server = await asyncio.to_thread(start_server)
    room = await in_thread(open_classroom, server.address, SEATS_A_SIDE)
    figures = await survive(server, room, PollDoor, kills=size(2, 20), seed=sizes.seed(), blocked=True)
    assert figures.acked > 20
    assert figures.back_after <= BACK_WITHIN * figures.slowness
