"""How fast somebody may go, and who floods. The clock is moved by hand."""

from collections.abc import Callable

import pytest

from roleplay.live import pace
from roleplay.live.pace import ABUSES, TALK, Pace
from roleplay.rules.talk import Say

LINE = Say("plenary", "a line")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    now = [1000.0]
    monkeypatch.setattr(pace.time, "monotonic", lambda: now[0])

    def move(seconds: float) -> None:
        now[0] += seconds

    return move


def test_a_burst_is_let_through_and_then_one_a_second(later: Callable[[float], None]) -> None:
    one = Pace()
    assert [one.take("p", LINE, False) for _ in range(int(TALK.burst))] == [0.0] * int(TALK.burst)
    assert one.take("p", LINE, False) == pytest.approx(1.0)
    later(1.0)
    assert one.take("p", LINE, False) == 0.0


def test_whoever_waits_as_told_never_floods(later: Callable[[float], None]) -> None:
    one = Pace()
    for _ in range(100):
        if wait := one.take("p", LINE, False):
            later(wait)
    assert not one.flooding("p")


def test_whoever_goes_on_while_told_to_wait_floods_and_nobody_else(later: Callable[[float], None]) -> None:
    one = Pace()
    for _ in range(int(TALK.burst) + 1 + ABUSES):
        one.take("p", LINE, False)
    assert one.flooding("p") and not one.flooding("q")
