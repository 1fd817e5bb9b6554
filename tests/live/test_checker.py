"""The checker of histories is itself checked: a good history passes, and each seeded fault is found.

The faults are those that systems like this one really have; each is a change to a history such as
clients of a faulty server would have recorded.
"""

import copy
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.live.checker import Entry, History, Page, Spoken, check
from tests.live.recording import hears

PEOPLE = ("staff", "in1", "in2", "pk1")
SECRET = "canary-0123456789ab"


def good() -> History:
    """Four people, three rounds: plenary, India's caucus, plenary; one event that is no line."""
    log = [Entry(1, "opened")]
    spoken = []
    for turn in range(3):
        for place, who in enumerate(("in1", "in2", "pk1")):
            room = "caucus-india" if turn == 1 and who != "pk1" else "plenary"
            text = f"{who} in turn {turn}" + (f" {SECRET}" if (turn, who) == (1, "in1") else "")
            name, at = f"{who}-{turn}", 10.0 * turn + place
            log.append(Entry(len(log) + 1, f"event of {name}", who, name, room, text))
            spoken.append(Spoken(who, name, room, text, at, at + 0.5, f"event of {name}"))
    pages = [page_of(who, log) for who in PEOPLE]
    return History(log, spoken, pages, hears)


def page_of(who: str, log: list[Entry]) -> Page:
    heard = [entry for entry in log if entry.room and hears(who, entry.room)]
    shown = [(entry.room or "", entry.event) for entry in heard]
    return Page(who, shown, [[1, 2, 3], [1, 2]], [entry.text for entry in heard])


def page(history: History, who: str) -> Page:
    return next(one for one in history.pages if one.who == who)


def entry(history: History, command: str) -> Entry:
    return next(one for one in history.log if one.command == command)


def renumbered(log: list[Entry]) -> list[Entry]:
    return [replace(one, seq=seq) for seq, one in enumerate(log, start=1)]


def everybody_sees(history: History) -> None:
    """Pages as a server would show them that follows this log faithfully."""
    history.pages = [page_of(who, history.log) for who in PEOPLE]


def acknowledged_before_commit(history: History) -> None:
    """The server was killed between the answer and the disk."""
    history.log = renumbered([one for one in history.log if one.command != "in2-2"])
    everybody_sees(history)


def no_unique_key(history: History) -> None:
    """A resend took effect again."""
    again = replace(entry(history, "in1-0"), event="event of in1-0 again")
    history.log = renumbered([*history.log, again])
    everybody_sees(history)


def backlog_race(history: History) -> None:
    """Read first, attached second: what came in between was never shown."""
    del page(history, "pk1").shown[1]


def follows_ids_that_commit_late(history: History) -> None:
    """`id > last` on a global counter: an entry that became visible late was passed over."""
    for one in history.pages:
        one.shown = [shown for shown in one.shown if shown[1] != "event of in2-0"]


def filters_by_present_seat(history: History) -> None:
    """Somebody who came to another side was shown its past."""
    page(history, "pk1").shown.insert(1, ("caucus-india", "event of in2-1"))


def lost_wake_without_poll(history: History) -> None:
    """The last lines never came to one process."""
    del page(history, "in2").shown[-2:]


def reordered_outbox(history: History) -> None:
    """A client sent its second command before its first had an answer, and the first was sent again."""
    log = history.log
    first, second = log.index(entry(history, "in1-0")), log.index(entry(history, "in1-1"))
    log[first], log[second] = log[second], log[first]
    history.log = renumbered(log)
    everybody_sees(history)


def acknowledged_what_was_rolled_back(history: History) -> None:
    """The answer named an event of a transaction that failed; the retry made another."""
    log = history.log
    place = log.index(entry(history, "pk1-1"))
    log[place] = replace(log[place], event="event of the retry")
    everybody_sees(history)


def shown_twice(history: History) -> None:
    """The backlog and the live feed overlapped."""
    shown = page(history, "in1").shown
    shown.insert(2, shown[1])


def resumes_one_too_late(history: History) -> None:
    """`seq > since + 1`: the first line after each reconnection is missing."""
    del page(history, "staff").shown[3]


def leaks_in_a_secondary_event(history: History) -> None:
    """A reaction to a hidden line quoted it to everybody: no line, but its words in the bytes."""
    page(history, "pk1").received.append(f'{{"parts":{{"reply":"to: {SECRET}"}}}}')


def swallowed_exception(history: History) -> None:
    """The command failed inside, and its author was never told."""
    one = next(one for one in history.spoken if one.command == "in2-1")
    history.log = renumbered([line for line in history.log if line.command != "in2-1"])
    one.acked, one.event = None, ""
    everybody_sees(history)


def position_given_out_before_the_lock(history: History) -> None:
    """Two entries got one position."""
    history.log[4] = replace(history.log[4], seq=4)


def later_before_earlier(history: History) -> None:
    """What was asked for after another's acknowledgement was placed before it."""
    log = history.log
    first, last = log.index(entry(history, "in1-0")), log.index(entry(history, "pk1-2"))
    log.insert(first, log.pop(last))
    history.log = renumbered(log)
    everybody_sees(history)


def a_frame_lost(history: History) -> None:
    page(history, "in1").numbers.append([1, 2, 4])


def another_s_words_under_my_id(history: History) -> None:
    log = history.log
    place = log.index(entry(history, "in1-0"))
    log[place] = replace(log[place], text="what I did not say")


def another_order_on_one_page(history: History) -> None:
    shown = page(history, "pk1").shown
    shown[0], shown[1] = shown[1], shown[0]


FAULTS: dict[Callable[[History], None], str] = {
    acknowledged_before_commit: "I1",
    no_unique_key: "I2",
    backlog_race: "I4",
    follows_ids_that_commit_late: "I4",
    filters_by_present_seat: "I4",
    lost_wake_without_poll: "I4",
    reordered_outbox: "I5",
    acknowledged_what_was_rolled_back: "I1",
    shown_twice: "I4",
    resumes_one_too_late: "I4",
    leaks_in_a_secondary_event: "I8",
    swallowed_exception: "I2",
    position_given_out_before_the_lock: "I3",
    later_before_earlier: "I6",
    a_frame_lost: "I7",
    another_s_words_under_my_id: "I1",
    another_order_on_one_page: "I4",
}


def test_a_good_history_passes() -> None:
    assert check(good()) == []


def test_a_command_without_an_answer_may_have_happened_or_not_until_the_end() -> None:
    """Unknown outcomes are neither lost nor forged, but none may be left when all is quiet."""
    for happened in (True, False):
        history = good()
        one = history.spoken[-1]
        one.acked, one.event = None, ""
        if not happened:
            history.log.pop()
            everybody_sees(history)
        assert check(history) == [f"I2 {one.who} still waits for {one.command}"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_each_seeded_fault_is_found(fault: Callable[[History], None]) -> None:
    history = copy.deepcopy(good())
    fault(history)
    assert FAULTS[fault] in {violation[:2] for violation in check(history)}
