"""The browser's half of the wire, in a real browser against doors that misbehave.

`pages/wire.html` is an empty page: a test opens a Wire in it and reads what it told. How the page
shows it is in `test_live_page`.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.faulty import Faulty
from tests.services.server import wait_until

OPEN = """async (options) => {
  const { Wire } = await import("/static/js/wire.js");
  window.told = [];
  window.wire = new Wire({ workshop: "w1", participant: "p1", csrf: "the-key", ...options });
  for (const name of ["state", "frame", "resync", "sending", "sent", "failed"]) {
    wire.addEventListener(name, ({ detail }) => told.push({ name, ...structuredClone(detail) }));
  }
  wire.start();
}"""
SEND = "([name, fields]) => { wire.send(name, fields).then((answer) => (window.answer = answer)); }"


class Client:
    """A page with a wire and nothing else."""

    def __init__(self, page: Page, faulty: Faulty) -> None:
        self.page, self.faulty = page, faulty

    def open(self, live: bool = True, **limits: int) -> "Client":
        self.page.goto(f"{self.faulty.address}/wire.html")
        return self.connect(live, **limits)

    def connect(self, live: bool = True, **limits: int) -> "Client":
        self.page.evaluate(OPEN, {"limits": limits})
        if live:
            self.until_state("live")
        return self

    def until_state(self, state: str, seconds: float = 10) -> None:
        self.page.wait_for_function("(state) => wire.state === state", arg=state, timeout=seconds * 1000)

    def until(self, expression: str, seconds: float = 10) -> None:
        self.page.wait_for_function(f"() => {expression}", timeout=seconds * 1000)

    def send(self, name: str = "say", **fields: Any) -> None:
        self.page.evaluate(SEND, [name, fields])

    def get(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def told(self, name: str) -> list[dict[str, Any]]:
        return [each for each in self.get("told") if each["name"] == name]

    def lines(self) -> list[str]:
        """The texts of all lines that were shown, in order."""
        shown = [line for frame in self.told("frame") for line in frame.get("lines", [])]
        return [re.findall(r'class="said"[^>]*>([^<]*)', line["html"])[0] for line in shown]

    def kinds(self) -> list[str]:
        return [each["state"] for each in self.told("state")]


@pytest.fixture
def client(page: Page, faulty: Faulty) -> Client:
    return Client(page, faulty)


def sockets(faulty: Faulty) -> int:
    return len(faulty.seen()["sockets"])


# ---- hello, frames, acknowledgements


def test_a_fresh_page_asks_for_all_that_is_recent_and_then_is_live(client: Client, faulty: Faulty) -> None:
    faulty.say("one", "two")
    client.open()
    assert faulty.seen()["hellos"] == [None]
    assert client.lines() == ["one", "two"]
    assert client.kinds() == ["catching-up", "live"]


def test_a_new_connection_resumes_after_the_last_event_shown(client: Client, faulty: Faulty) -> None:
    client.open()
    [shown] = faulty.say("before")
    client.until("wire.since !== null")
    faulty.faults(silent=True)
    faulty.say("missed")
    faulty.tell(close=4408)
    client.until("told.filter((each) => each.state === 'live').length === 2")
    assert faulty.seen()["hellos"] == [None, shown]
    assert client.lines() == ["before", "missed"]


def test_a_gap_in_the_numbers_makes_it_resume_and_nothing_is_lost(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(skip=1)
    faulty.say("after a hole")
    client.until("told.filter((each) => each.state === 'live').length === 2")
    assert client.lines() == ["after a hole"]
    assert len(faulty.seen()["hellos"]) == 2


def test_a_frame_that_comes_twice_is_shown_once(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.tell(raw=[{"k": 1, "parts": {"now": "again"}}])
    faulty.say("next")
    client.until("told.some((each) => each.lines)")
    assert len(client.told("frame")) == 1


def test_frames_are_acknowledged_together_after_a_few_seconds(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.say("one", "two")
    wait_until(lambda: faulty.seen()["acks"] and faulty.seen()["acks"][-1] == 3, 10, "the acknowledgement")
    assert len(faulty.seen()["acks"]) <= 2


def test_sixty_four_frames_are_acknowledged_at_once(client: Client, faulty: Faulty) -> None:
    client.page.clock.install()
    client.open()
    client.page.clock.pause_at(client.get("Date.now() / 1000 + 1"))
    faulty.say(*(str(n) for n in range(128)))
    wait_until(lambda: len(faulty.seen()["acks"]) >= 2, 5, "two acknowledgements without a clock")
    assert any(
        later - earlier == 64
        for earlier, later in zip([0, *faulty.seen()["acks"]], faulty.seen()["acks"], strict=False)
    )


def test_resync_forgets_the_place_and_reads_everything_anew(client: Client, faulty: Faulty) -> None:
    faulty.say("one")
    client.open()
    faulty.faults(resync=True)
    faulty.tell(close=4408)
    client.until("told.some((each) => each.name === 'resync') && wire.state === 'live'")
    assert [since is None for since in faulty.seen()["hellos"]] == [True, False, True]


# ---- commands and the outbox


def test_a_command_is_sent_and_then_on_the_servers_disk(client: Client, faulty: Faulty) -> None:
    client.open()
    client.send(room="plenary", text="hello")
    client.until("window.answer")
    assert client.get("answer.event") == faulty.seen()["log"][0]["event"]
    assert [each["name"] for each in client.get("told") if each["name"] in ("sending", "sent")] == [
        "sending",
        "sent",
    ]
    assert client.get("Object.keys(sessionStorage)") == []


def test_a_refused_command_says_why_and_leaves(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(no={"code": "already", "say": "Your hand is up already."})
    client.send("raise_hand")
    client.until("window.answer")
    assert client.get("[answer.code, answer.say]") == ["already", "Your hand is up already."]
    assert client.get("wire.outbox.items") == []


def test_refused_words_stay_until_their_author_decides(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(no={"code": "not_your_turn", "say": "Raise your hand."})
    client.send(room="plenary", text="hello")
    client.until("told.some((each) => each.name === 'failed')")
    client.page.reload()
    client.connect()
    [failed] = client.told("failed")
    assert (failed["item"]["fields"]["text"], failed["say"]) == ("hello", "Raise your hand.")
    client.get(f"wire.retry('{failed['item']['id']}')")
    client.until("told.some((each) => each.name === 'sent')")
    ids = [each["id"] for each in faulty.seen()["commands"]]
    assert len(set(ids)) == 2
    assert client.get("wire.outbox.items") == []


def test_the_outbox_survives_a_reload_and_goes_out_in_order_under_the_same_ids(
    client: Client, faulty: Faulty
) -> None:
    faulty.faults(refuse=True, http_down=503)
    client.open(live=False)
    for text in ("one", "two", "three"):
        client.send(room="plenary", text=text)
    kept = client.get("wire.outbox.items.map((item) => item.id)")
    client.page.reload()
    faulty.mend("refuse", "http_down")
    client.connect()
    client.until("told.filter((each) => each.name === 'sent').length === 3")
    assert [each["id"] for each in faulty.seen()["commands"]] == kept
    assert client.lines() == ["one", "two", "three"]


def test_a_command_without_an_answer_goes_out_again_under_the_same_id(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(close_before_answer=4503)
    client.send(room="plenary", text="hello")
    client.until("window.answer")
    first, second = faulty.seen()["commands"]
    assert first == second
    assert client.lines() == ["hello"]


def test_when_no_answer_comes_the_connection_is_not_trusted(client: Client, faulty: Faulty) -> None:
    client.open(answer=300)
    faulty.faults(lose_answer=True)
    client.send(room="plenary", text="hello")
    client.until("window.answer")
    assert len({each["id"] for each in faulty.seen()["commands"]}) == 1
    assert client.lines() == ["hello"]


def test_answers_to_what_was_never_asked_are_passed_over(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.tell(raw=[{"ok": "x", "event": "y"}, {"no": "x", "code": "already", "say": ""}])
    client.send(room="plenary", text="hello")
    client.until("window.answer")
    assert [each["name"] for each in client.get("told") if each["name"] in ("sent", "failed")] == ["sent"]


def test_only_one_command_is_on_its_way_at_a_time(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(mute=True)
    client.send(room="plenary", text="one")
    client.send(room="plenary", text="two")
    wait_until(lambda: faulty.seen()["commands"], 5, "the first command")
    client.page.wait_for_timeout(200)
    assert [each["text"] for each in faulty.seen()["commands"]] == ["one"]


def test_too_fast_means_the_same_again_a_little_later(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(no={"code": "too_fast", "say": "Slowly.", "wait": 0.2})
    client.send(room="plenary", text="hello")
    client.until("window.answer")
    first, second = faulty.seen()["commands"]
    assert first["id"] == second["id"]
    assert client.told("failed") == []


def test_what_is_too_long_for_a_frame_never_leaves(client: Client, faulty: Faulty) -> None:
    client.open()
    client.send(room="plenary", text="ب" * 9_000)
    client.until("window.answer")
    assert client.get("answer.code") == "too_long"
    assert faulty.seen()["commands"] == []


def test_a_command_that_the_server_cannot_read_is_not_sent_for_ever(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(close_before_answer=4400)
    client.send("say", room="plenary", text="odd")
    client.send("say", room="plenary", text="fine")
    client.until("told.some((each) => each.name === 'sent')")
    assert client.told("failed")[0]["code"] == "bad_frame"
    assert client.lines() == ["fine"]


def test_a_broken_storage_costs_nothing_but_the_reload(client: Client, faulty: Faulty) -> None:
    client.open(live=False)
    client.get("wire.outbox.storage = { setItem() { throw new Error('full') }, removeItem() {} }")
    client.send(room="plenary", text="hello")
    client.until("window.answer")
    assert client.lines() == ["hello"]


def test_a_spoiled_outbox_counts_as_empty(client: Client, faulty: Faulty) -> None:
    client.page.goto(f"{faulty.address}/wire.html")
    client.get("sessionStorage.setItem('baithak.outbox.w1.p1', '{{{')")
    client.connect()
    assert client.get("wire.outbox.items") == []


def test_typing_is_told_once_in_three_seconds_for_each_room(client: Client, faulty: Faulty) -> None:
    client.open()
    for _ in range(5):
        client.get("wire.typing('plenary')")
    client.get("wire.typing('caucus')")
    wait_until(lambda: len(faulty.seen()["typing"]) == 2, 5, "two rooms")
    assert faulty.seen()["typing"] == ["plenary", "caucus"]


# ---- losing the connection, and time


def test_waits_are_spread_over_the_whole_range_and_never_beyond_ten_seconds(client: Client) -> None:
    client.page.goto(f"{client.faulty.address}/wire.html")
    take = """async () => {
      const { backoff } = await import("/static/js/chance.js");
      return [0, 3, 20].map((n) => Array.from({ length: 2000 }, () => backoff(n)));
    }"""
    for waits, most in zip(client.get(take), (250, 2_000, 10_000), strict=True):
        assert 0 <= min(waits) < most * 0.02
        assert most * 0.98 < max(waits) <= most
        quarters = [
            sum(most * part / 4 <= wait < most * (part + 1) / 4 for wait in waits) for part in range(4)
        ]
        assert all(400 < count < 600 for count in quarters), quarters


def test_ids_are_random_uuids_on_plain_http_too(client: Client) -> None:
    client.page.goto(f"{client.faulty.address}/wire.html")
    take = """async () => {
      const { uuid } = await import("/static/js/chance.js");
      return Array.from({ length: 500 }, uuid);
    }"""
    ids = client.get(take)
    assert len(set(ids)) == 500
    assert all(
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", id) for id in ids
    )


def test_seventy_seconds_of_silence_end_the_connection_and_it_comes_back(
    client: Client, faulty: Faulty
) -> None:
    client.page.clock.install()
    client.open()
    faulty.faults(mute=True)
    client.page.clock.fast_forward(65_000)
    assert client.get("wire.state") == "live"
    faulty.mend("mute")
    client.page.clock.fast_forward(6_000)
    client.page.clock.run_for(1_000)
    client.until("told.filter((each) => each.state === 'live').length === 2")
    assert sockets(faulty) == 2


def test_a_throttled_tab_that_hears_heartbeats_stays_connected(client: Client, faulty: Faulty) -> None:
    client.page.clock.install()
    client.open()
    for _ in range(6):
        before = client.get("wire.heardAt")
        client.page.clock.fast_forward(60_000)
        faulty.tell(frames=[{"live": True}])
        client.until(f"wire.heardAt > {before}")
    assert sockets(faulty) == 1


def test_a_laptop_that_slept_reconnects_at_once_when_it_wakes(client: Client, faulty: Faulty) -> None:
    client.page.clock.install()
    client.open()
    faulty.faults(silent=True)
    faulty.say("said while asleep")
    client.page.clock.fast_forward(3_600_000)
    client.page.clock.run_for(1_000)
    client.until("told.filter((each) => each.state === 'live').length === 2")
    assert client.lines() == ["said while asleep"]


def test_thirty_stable_seconds_make_the_next_failure_the_first(client: Client, faulty: Faulty) -> None:
    client.page.clock.install()
    client.open()
    client.get("wire.attempts = 7")
    client.page.clock.fast_forward(29_000)
    assert client.get("wire.attempts") == 7
    client.page.clock.fast_forward(1_500)
    assert client.get("wire.attempts") == 0


def test_coming_back_to_a_page_whose_connection_is_stale_renews_it(client: Client, faulty: Faulty) -> None:
    client.open()
    client.get("document.dispatchEvent(new Event('visibilitychange'))")
    assert client.get("wire.state") == "live"
    client.get("wire.heardAt -= 46_000; document.dispatchEvent(new Event('visibilitychange'))")
    client.until("told.filter((each) => each.state === 'live').length === 2")


def test_a_page_kept_by_the_back_button_lets_go_and_resumes(client: Client, faulty: Faulty) -> None:
    [shown] = faulty.say("before")
    client.open()
    client.get("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert client.get("wire.door") is None
    faulty.say("meanwhile")
    client.get("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    client.until("told.filter((each) => each.state === 'live').length === 2")
    assert faulty.seen()["hellos"] == [None, shown]
    assert client.lines() == ["before", "meanwhile"]


def test_it_does_not_wait_when_the_network_comes_back(client: Client, faulty: Faulty) -> None:
    client.open()
    faulty.faults(refuse=True)
    client.get("wire.attempts = 6; Math.random = () => 0.99")
    faulty.tell(close=4408)
    client.until_state("offline")
    faulty.mend("refuse")
    client.get("dispatchEvent(new Event('online'))")
    client.until_state("live", 3)


def test_the_browsers_word_that_it_is_offline_is_believed_until_something_is_heard(
    client: Client, faulty: Faulty
) -> None:
    client.open()
    client.get("dispatchEvent(new Event('offline'))")
    assert client.get("wire.state") == "offline"
    faulty.tell(frames=[{"live": True}])
    client.until_state("live")
    assert sockets(faulty) == 1


def test_it_survives_a_server_that_is_killed_and_started_again(client: Client, faulty: Faulty) -> None:
    client.open()
    client.send(room="plenary", text="before")
    client.until("window.answer")
    faulty.kill()
    client.until_state("offline")
    client.send(room="plenary", text="while it was away")
    faulty.start()
    client.until("told.filter((each) => each.name === 'sent').length === 2", 30)


# ---- close codes


@pytest.mark.parametrize("code", [4401, 4409, 4410])
def test_a_final_code_ends_it(client: Client, faulty: Faulty, code: int) -> None:
    client.open()
    faulty.tell(close=code)
    client.until_state("closed")
    assert client.told("state")[-1]["code"] == code
    for event in ("online", "offline", "pagehide", "pageshow"):
        client.get(f"dispatchEvent(new Event('{event}'))")
    client.page.wait_for_timeout(300)
    assert sockets(faulty) == 1


def test_flooding_waits_as_long_as_it_was_told(client: Client, faulty: Faulty) -> None:
    faulty.faults(refuse=True, http_down=429)
    client.page.clock.install()
    client.open(live=False)
    wait_until(lambda: client.get("wire.state") == "offline" and faulty.seen()["polls"], 10, "the 429")
    client.page.clock.fast_forward(19_000)
    assert len(faulty.seen()["polls"]) == 1
    faulty.mend("refuse")
    client.page.clock.fast_forward(7_000)
    client.until_state("live")


def test_flooding_without_a_number_waits_ten_seconds(client: Client, faulty: Faulty) -> None:
    client.page.clock.install()
    client.open()
    faulty.tell(close=4429)
    client.until_state("offline")
    client.page.clock.fast_forward(9_000)
    assert sockets(faulty) == 1
    client.page.clock.fast_forward(7_000)
    client.until_state("live")


@pytest.mark.parametrize("code", [4408, 4503])
def test_too_slow_and_restarting_resume(client: Client, faulty: Faulty, code: int) -> None:
    client.open()
    faulty.tell(close=code)
    client.until("told.filter((each) => each.state === 'live').length === 2")


# ---- the other door


def test_after_three_sockets_that_never_spoke_the_http_door_serves(client: Client, faulty: Faulty) -> None:
    faulty.faults(refuse=True)
    faulty.say("before")
    client.open()
    assert faulty.seen()["sockets"] == ["refused"] * 3
    client.send(room="plenary", text="by post")
    client.until("window.answer")
    faulty.say("after")
    client.until("told.filter((each) => each.lines).length >= 2")
    wait_until(lambda: client.lines() == ["before", "by post", "after"], 5, "all lines in order")


def test_a_socket_that_opens_and_says_nothing_counts_as_blocked(client: Client, faulty: Faulty) -> None:
    faulty.faults(close_at_once=4000)
    client.open()
    assert client.get("wire.door.kind") == "http"


def test_a_socket_that_does_not_open_in_time_is_not_waited_for(client: Client, faulty: Faulty) -> None:
    faulty.faults(slow=20)
    client.open(opening=300)
    assert client.get("wire.door.kind") == "http"
    assert sockets(faulty) == 1


def test_from_the_http_door_it_goes_back_to_the_socket_when_it_can(client: Client, faulty: Faulty) -> None:
    faulty.faults(refuse=True)
    client.open(probe=200)
    client.until("wire.probes > 0")
    faulty.mend("refuse")
    client.until("wire.door.kind === 'socket' && wire.state === 'live'", 20)
    faulty.say("by socket")
    client.until("told.some((each) => each.lines)")
    assert client.lines() == ["by socket"]


def test_a_probe_that_hangs_disturbs_nothing(client: Client, faulty: Faulty) -> None:
    faulty.faults(refuse=True)
    client.open(probe=100, opening=500)
    faulty.faults(slow=20)
    faulty.mend("refuse")
    client.until("wire.candidate")
    client.until("!wire.candidate")
    faulty.say("still here")
    client.until("told.some((each) => each.lines)")
    assert client.get("[wire.door.kind, wire.state]") == ["http", "live"]


@pytest.mark.parametrize("status", [500, 503])
def test_when_both_doors_are_shut_they_take_turns(client: Client, faulty: Faulty, status: int) -> None:
    faulty.faults(refuse=True, http_down=status)
    client.open(live=False)
    wait_until(
        lambda: len(faulty.seen()["polls"]) >= 2 and sockets(faulty) >= 4, 30, "both doors to be tried"
    )
    faulty.mend("refuse")
    client.until_state("live", 20)
    assert client.get("wire.door.kind") == "socket"


@pytest.mark.parametrize(("status", "code"), [(404, 4401), (410, 4410)])
def test_the_http_door_knows_what_is_final(client: Client, faulty: Faulty, status: int, code: int) -> None:
    faulty.faults(refuse=True, http_down=status)
    client.open(live=False)
    client.until_state("closed")
    assert client.told("state")[-1]["code"] == code
