"""The client of the wire: what it does when frames are lost, answers say wait, and doors close."""

import asyncio
import json
from typing import Any

import pytest

from roleplay.live import client as client_module
from roleplay.live import wire
from roleplay.live.client import Client
from roleplay.live.client_doors import Pass, Shut
from tests.live.classroom import Classroom, in_thread, rows

NOWHERE = Pass("http://nowhere", "0" * 32, "session")


class Script:
    """Doors that say what a test wrote, one list of frames for each opening, and keep what they are told."""

    def __init__(self, *visits: list[Any]) -> None:
        self.visits = list(visits)
        self.told: list[list[dict[str, Any]]] = []

    def __call__(self, access: Pass) -> "Script":
        return self

    async def open(self) -> None:
        if not self.visits:
            await asyncio.Event().wait()
        self.frames = self.visits.pop(0)
        self.told.append([])

    async def send(self, frame: dict[str, Any]) -> None:
        self.told[-1].append(frame)

    async def receive(self) -> str:
        if not self.frames:
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        frame = self.frames.pop(0)
        if isinstance(frame, int):
            raise Shut(frame)
        if callable(frame):
            frame = frame(self.told[-1])
        return json.dumps(frame)

    async def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def _no_long_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "LONGEST_PAUSE", 0.01)


def line(name: str) -> dict[str, str]:
    return {"room": "plenary", "id": f"e-{name}", "html": name}


async def test_a_frame_that_is_missing_means_starting_again_from_the_last_one_shown() -> None:
    doors = Script(
        [{"k": 1, "upto": "a", "lines": [line("a")]}, {"k": 3, "upto": "c", "lines": [line("c")]}],
        [{"k": 1, "upto": "c", "lines": [line("b"), line("c")]}, {"k": 2, "live": True}],
    )
    async with Client(NOWHERE, doors) as client:
        await client.live()
        assert list(client.lines) == ["e-a", "e-b", "e-c"]
    assert [visit[0] for visit in doors.told] == [{"hello": {"since": None}}, {"hello": {"since": "a"}}]


async def test_a_frame_that_comes_twice_is_shown_once() -> None:
    first = {"k": 1, "upto": "a", "lines": [line("a")]}
    async with Client(NOWHERE, Script([first, first, {"k": 2, "live": True}])) as client:
        await client.live()
        assert list(client.lines) == ["e-a"]


async def test_a_resync_empties_the_page_and_asks_for_everything() -> None:
    doors = Script(
        [{"k": 1, "upto": "a", "lines": [line("a")], "parts": {"now": "x"}}, {"k": 2, "resync": True}],
        [{"k": 1, "upto": "b", "lines": [line("b")]}, {"k": 2, "live": True}],
    )
    async with Client(NOWHERE, doors) as client:
        await client.live()
        assert (list(client.lines), client.parts, client.resyncs) == (["e-b"], {}, 1)
    assert doors.told[1][0] == {"hello": {"since": None}}


async def test_a_command_without_an_answer_is_sent_again_with_its_id_and_before_the_next() -> None:
    def second(told: list[dict[str, Any]]) -> dict[str, Any]:
        return {"ok": [frame["id"] for frame in told if "do" in frame][-1], "event": "e"}

    doors = Script([{"k": 1, "live": True}, 0], [{"k": 1, "live": True}, second, {"k": 2}, second, {"k": 3}])
    async with Client(NOWHERE, doors) as client:
        one, two = client.post("say", text="one"), client.post("say", text="two")
        assert (await one.done).event == "e"
        assert (await two.done).event == "e"
    sent = [[frame["text"] for frame in visit if "do" in frame] for visit in doors.told]
    assert [text for visit in sent for text in visit][-2:] == ["one", "two"]
    ids = {frame["id"] for visit in doors.told for frame in visit if frame.get("text") == "one"}
    assert ids == {one.id}


@pytest.mark.parametrize("code", [wire.NOT_ALLOWED, wire.TAKEN_OVER, wire.ENDED])
async def test_a_final_code_ends_it_and_tells_whoever_waits(code: int) -> None:
    async with Client(NOWHERE, Script([{"k": 1, "live": True}, code])) as client:
        waiting = client.post("say", text="too late")
        await client.until(lambda: client.state == "closed")
        assert client.code == code
        assert (await waiting.done).code == "closed"
        assert (await client.do("say", text="later still")).code == "closed"


async def test_who_talks_faster_than_allowed_is_heard_in_the_end_and_in_order(classroom: Classroom) -> None:
    said = [f"Line {n}" for n in range(9)]
    async with Client(classroom.passes["in1"]) as client:
        await client.live()
        answers = [client.post("say", room="plenary", text=text) for text in said]
        events = [(await item.done).event for item in answers]
        assert client.outbox.resent >= 4
    log = await in_thread(rows, classroom.workshop)
    assert [(row["id"], row["body"]["text"]) for row in log if row["kind"] == "said"] == [
        *zip(events, said, strict=True)
    ]


async def test_an_outbox_outlives_its_client(classroom: Classroom) -> None:
    """As when a page is loaded again: what had no answer is sent by the next one."""
    first = Client(classroom.passes["in1"])
    item = first.post("say", room="plenary", text="Kept.")
    async with Client(classroom.passes["in1"], outbox=first.outbox):
        assert (await asyncio.wait_for(item.done, 10)).event
