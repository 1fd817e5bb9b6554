"""How a socket ends and goes on: close codes, the window of what is not acknowledged, resume and resync."""

import asyncio
import contextlib
import json
import signal
import time
import uuid
from typing import Any, cast

import pytest
from django.db import transaction
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from roleplay.live import log, wire
from roleplay.live.backlog import LONGEST_RESUME
from roleplay.live.client import Client
from roleplay.live.client_doors import Pass, SocketDoor, browser
from roleplay.live.connection import WINDOW_EVENTS
from roleplay.live.models import Participant, Workshop, new_id
from roleplay.live.service import change_device
from roleplay.rules.kernel import Entry
from roleplay.rules.talk import Said
from tests.live.classroom import STAFF, Classroom, in_thread, open_classroom, rows
from tests.live.conftest import MakeServer
from tests.live.recording import slowness


class Bare:
    """A socket that does nothing by itself."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []

    async def up(self, frame: Any) -> None:
        await self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    async def down(self) -> dict[str, Any]:
        async with asyncio.timeout(10):
            frame: dict[str, Any] = json.loads(await self.socket.recv())
        self.frames.append(frame)
        return frame

    async def until(self, name: str) -> dict[str, Any]:
        while name not in (frame := await self.down()):
            pass
        return frame

    async def closed(self) -> int | None:
        """Read to the end; the code."""
        with pytest.raises(ConnectionClosed):
            while True:
                await self.down()
        return self.socket.close_code


async def bare(access: Pass, since: str | None = None, hello: bool = True) -> Bare:
    door = SocketDoor(access)
    await door.open()
    assert door._socket is not None
    socket = Bare(door._socket)
    if hello:
        await socket.up({"hello": {"since": since}})
    return socket


async def live(access: Pass) -> Bare:
    socket = await bare(access)
    await socket.until("live")
    return socket


def say(room: str = "plenary", text: str = "It is said.") -> dict[str, Any]:
    return {"do": "say", "id": str(uuid.uuid4()), "room": room, "text": text}


def put_lines(
    workshop: str, by: str, count: int, hearers: tuple[str, ...] | None, text: str = "Line"
) -> list[str]:
    """Lines straight into the log, faster than anybody may talk; their ids."""
    with transaction.atomic():
        log.lock([workshop])
        head = log.head(workshop) or 0
        room = "plenary" if hearers is None else "caucus-india"
        entries = [
            Entry(new_id(), 1_800_000_000_000 + n, by, None, hearers, False, Said(room, f"{text} {n}"))
            for n in range(count)
        ]
        log.append([log.Addition(workshop, head + 1, entries)])
    return [entry.id for entry in entries]


# ---- who is shown out, and with which code


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        "[]",
        '"hello"',
        "null",
        '{"hello":{"since":"x"}}',
        '{"at":1}',
        '{"typing":"plenary"}',
        b"\x00",
    ],
)
async def test_a_first_frame_that_is_no_hello_is_closed_with_4400(
    classroom: Classroom, frame: str | bytes
) -> None:
    socket = await bare(classroom.passes["in1"], hello=False)
    await socket.up(frame)
    assert await socket.closed() == wire.BAD_FRAME


@pytest.mark.parametrize(
    "frame",
    [
        {"hello": {"since": None}},
        {"at": 10_000},
        {"at": -1},
        {"do": "say"},
        {"do": "say", "id": "1"},
        {"x": 1},
    ],
)
async def test_a_later_frame_that_is_not_of_the_wire_is_closed_with_4400(
    classroom: Classroom, frame: Any
) -> None:
    socket = await live(classroom.passes["in1"])
    await socket.up(frame)
    assert await socket.closed() == wire.BAD_FRAME


async def test_a_stranger_and_a_workshop_that_is_not_there_look_the_same(classroom: Classroom) -> None:
    stranger = classroom.stranger
    nowhere = Pass(stranger.origin, "0" * 32, stranger.session)
    screen_for_delegates = Pass(
        stranger.origin, classroom.workshop, classroom.passes["in1"].session, page="screen"
    )
    for access in (stranger, nowhere, screen_for_delegates):
        socket = await bare(access, hello=False)
        assert (await socket.closed(), socket.frames) == (wire.NOT_ALLOWED, [])


async def test_another_origin_is_refused_before_anything_is_said(classroom: Classroom) -> None:
    access = classroom.passes["in1"]
    address = f"{access.origin.replace('http', 'ws')}/ws/w/{access.workshop}/"
    for origin in ("http://evil.example", "http://127.0.0.1:1", "null", None):
        with pytest.raises(Exception, match="403"):
            await connect(
                address,
                origin=cast("Origin | None", origin),
                additional_headers={"Cookie": f"session={access.session}"},
                proxy=None,
            )


async def test_who_goes_on_talking_while_told_to_wait_is_closed_with_4429(classroom: Classroom) -> None:
    socket = await live(classroom.passes["in1"])
    other = await live(classroom.passes["pk1"])
    for _ in range(30):
        await socket.up(say())
    assert await socket.closed() == wire.FLOODING
    answers = [frame for frame in socket.frames if "no" in frame]
    assert answers and all(frame["code"] == "rate_limited" and frame["wait"] > 0 for frame in answers)
    await other.up(say())
    assert (await other.until("ok"))["event"]


async def test_a_seat_that_moved_to_another_device_is_closed_with_4409_and_stays_out(
    classroom: Classroom,
) -> None:
    socket = await live(classroom.passes["in1"])
    person = await in_thread(lambda: Participant.objects.get(id=classroom.people["in1"]))
    await in_thread(change_device, person)
    assert await socket.closed() == wire.TAKEN_OVER
    again = await bare(classroom.passes["in1"], hello=False)
    assert await again.closed() == wire.NOT_ALLOWED


async def test_who_leaves_in_one_tab_is_out_in_all_of_them(classroom: Classroom) -> None:
    """The next person at this computer finds no page open."""
    access = classroom.passes["in1"]
    other_tab = await live(access)
    async with browser(access) as http:
        assert (await http.post(f"/w/{classroom.workshop}/leave/")).status_code == 302
    began = time.monotonic()
    assert await other_tab.closed() == wire.TAKEN_OVER
    assert time.monotonic() - began <= slowness()
    again = await bare(access, hello=False)
    assert await again.closed() == wire.NOT_ALLOWED


async def test_the_fourth_socket_of_a_seat_closes_the_first(classroom: Classroom) -> None:
    first, *_ = [await live(classroom.passes["in1"]) for _ in range(4)]
    assert await first.closed() == wire.TAKEN_OVER


async def test_somebody_removed_is_closed_with_4401_within_a_second(classroom: Classroom) -> None:
    socket = await live(classroom.passes["in1"])
    async with Client(classroom.passes[STAFF]) as staff:
        assert (await staff.do("remove", participant=classroom.people["in1"])).event
        async with asyncio.timeout(1):
            assert await socket.closed() == wire.NOT_ALLOWED


async def test_the_end_closes_delegates_with_4410_after_its_last_news_and_leaves_staff(
    classroom: Classroom,
) -> None:
    socket, staff = await live(classroom.passes["in1"]), await live(classroom.passes[STAFF])
    await staff.up({"do": "end", "id": str(uuid.uuid4())})
    assert await socket.closed() == wire.ENDED
    pages = [frame["parts"]["page"] for frame in socket.frames if "page" in frame.get("parts", {})]
    assert 'data-page="ended"' in pages[-1]
    late = await bare(classroom.passes["pk1"])
    assert await late.closed() == wire.ENDED
    assert 'data-page="ended"' in json.dumps(late.frames).replace("\\", "")
    await staff.up({"do": "open_lobby", "id": str(uuid.uuid4())})
    assert (await staff.until("no"))["code"] == "ended"


async def test_a_stop_tells_everybody_4503_and_ends_cleanly(start_server: MakeServer) -> None:
    server = await asyncio.to_thread(start_server)
    classroom = await in_thread(open_classroom, server.address)
    sockets = [await live(access) for access in classroom.passes.values()]
    server.running.send_signal(signal.SIGTERM)
    assert {await socket.closed() for socket in sockets} == {wire.RESTARTING}
    assert await asyncio.to_thread(server.wait) == 0


# ---- the window


async def test_who_does_not_acknowledge_is_closed_with_4408_and_resumes_without_a_hole(
    classroom: Classroom,
) -> None:
    socket = await live(classroom.passes["pk1"])
    speaker = classroom.people["in1"]
    for _ in range(WINDOW_EVENTS // 50 + 1):
        await in_thread(put_lines, classroom.workshop, speaker, 50, None)
    assert await socket.closed() == wire.TOO_SLOW
    since = [frame["upto"] for frame in socket.frames if "upto" in frame][-1]
    shown = [line["id"] for frame in socket.frames for line in frame.get("lines", ())]
    async with Client(classroom.passes["pk1"], since=since) as client:
        due = await in_thread(said_ids, classroom.workshop)
        await client.until(lambda: due[-1] in client.lines)
        assert [*shown, *client.lines][-len(due) :] == due
        assert client.resyncs == 0


def said_ids(workshop: str) -> list[str]:
    return [f"e-{row['id']}" for row in rows(workshop) if row["kind"] == "said"]


async def test_a_long_backlog_waits_for_acknowledgements_and_arrives_whole(classroom: Classroom) -> None:
    async with Client(classroom.passes["pk1"]) as client:
        await client.live()
    await in_thread(put_lines, classroom.workshop, classroom.people["in1"], 600, None, "x" * 400)
    async with Client(classroom.passes["pk1"], since=client.since) as again:
        due = await in_thread(said_ids, classroom.workshop)
        await again.until(lambda: due[-1] in again.lines, 20)
        assert list(again.lines) == due
        assert again.resyncs == 0


async def test_a_page_of_the_longest_lines_gets_through_although_it_is_larger_than_the_window(
    classroom: Classroom,
) -> None:
    await in_thread(put_lines, classroom.workshop, classroom.people["in1"], 70, None, "<&" * 990)
    async with Client(classroom.passes["pk1"]) as client:
        await client.until(lambda: len(client.texts("plenary")) >= 70)


# ---- resume, or all anew


async def first_frame(access: Pass, since: str) -> str:
    door = SocketDoor(access)
    await door.open()
    await door.send({"hello": {"since": since}})
    text = await door.receive()
    await door.close()
    return text


async def test_a_position_that_is_unknown_foreign_or_hidden_gets_the_same_bytes(classroom: Classroom) -> None:
    hidden = (await in_thread(put_lines, classroom.workshop, classroom.people["in1"], 1, ("in1", "in2")))[0]
    opened = (await in_thread(rows, classroom.workshop))[0]["id"]
    answers = {await first_frame(classroom.passes["pk1"], since) for since in (hidden, opened, new_id())}
    assert answers == {'{"k":1,"resync":true}'}
    assert await first_frame(classroom.passes["in1"], hidden) != '{"k":1,"resync":true}'


async def test_after_a_resync_the_client_starts_afresh(classroom: Classroom) -> None:
    ids = await in_thread(put_lines, classroom.workshop, classroom.people["in1"], 3, None)
    async with Client(classroom.passes["pk1"], since=new_id()) as client:
        await client.until(lambda: f"e-{ids[-1]}" in client.lines)
        assert client.resyncs == 1
        assert [f"e-{id}" for id in ids] == [id for id in client.lines if len(id) == 34]


async def test_much_hidden_traffic_does_not_turn_a_resume_into_a_resync(classroom: Classroom) -> None:
    async with Client(classroom.passes["pk1"]) as client:
        await client.live()
    staff = classroom.people[STAFF]
    ids = await in_thread(put_lines, classroom.workshop, staff, LONGEST_RESUME + 200, ("in1",))
    async with Client(classroom.passes["in1"]) as hearer:
        await hearer.until(lambda: f"e-{ids[-1]}" in hearer.lines, 20)
    async with Client(classroom.passes["pk1"], since=client.since) as again:
        await again.live()
        assert (again.resyncs, again.lines) == (0, {})


async def test_too_much_missed_is_a_resync_with_the_recent_lines(classroom: Classroom) -> None:
    async with Client(classroom.passes["pk1"]) as client:
        await client.live()
    speaker = classroom.people["in1"]
    ids = await in_thread(put_lines, classroom.workshop, speaker, LONGEST_RESUME + 100, None)
    async with Client(classroom.passes["pk2"]) as hearer:
        await hearer.until(lambda: f"e-{ids[-1]}" in hearer.lines, 20)
    async with Client(classroom.passes["pk1"], since=client.since) as again:
        await again.until(lambda: again.resyncs == 1, 20)
        await again.live(20)
        assert len(again.texts("plenary")) == 80


async def test_a_restored_backup_makes_everybody_start_afresh(classroom: Classroom) -> None:
    async with Client(classroom.passes["pk1"]) as client:
        await client.live()
        await in_thread(lambda: Workshop.objects.filter(id=classroom.workshop).update(epoch=new_id()))
        await client.until(lambda: client.resyncs == 1)
        await client.live()


async def test_the_screen_sees_what_is_public_and_nobody_else_s_words(classroom: Classroom) -> None:
    async with Client(classroom.screen) as screen, Client(classroom.passes["in1"]) as speaker:
        await screen.live()
        await speaker.do("say", room="plenary", text="Not for the wall.")
        await speaker.live()
        await speaker.until(lambda: speaker.texts("plenary"))
        assert "Not for the wall." not in json.dumps(
            [screen.parts, [one.html for one in screen.lines.values()]]
        )
        assert (await screen.do("say", room="plenary", text="I am a wall.")).code == "not_allowed"


async def test_typing_reaches_the_others_of_the_room_and_a_flood_of_it_does_not(classroom: Classroom) -> None:
    typist, hearer = await live(classroom.passes["in1"]), await live(classroom.passes["pk1"])
    for _ in range(300):
        await typist.up({"typing": "plenary"})
        await typist.up({"typing": "no-such-room"})
        await typist.up({"typing": "caucus-pakistan"})
    while "typing:plenary" not in (await hearer.until("parts"))["parts"]:
        pass
    await typist.up(say())
    assert (await typist.until("ok"))["event"]
    told = [name for frame in hearer.frames for name in frame.get("parts", {}) if name.startswith("typing")]
    assert len(told) < 20


async def test_a_flood_of_what_is_no_command_is_closed_with_4429(classroom: Classroom) -> None:
    socket = await live(classroom.passes["in1"])
    with contextlib.suppress(ConnectionClosed):
        for _ in range(400):
            await socket.up({"do": "no_such_command", "id": str(uuid.uuid4())})
            await asyncio.sleep(0)
    assert await socket.closed() in (wire.FLOODING, 1006)
    codes = {frame["code"] for frame in socket.frames if "no" in frame}
    assert codes <= {"bad_command", "rate_limited"}
