"""How the record tells of the gauge. A record that names nobody tells neither sides nor figures of them."""

from __future__ import annotations

from roleplay.record.lens import NOBODY, Lens
from roleplay.record.told import Told, tells
from roleplay.record.tools import words
from roleplay.rules.gauge import GaugeAnswered, GaugeOpened, GaugePutUp, ReasonStruck
from roleplay.rules.kernel import Entry
from roleplay.rules.rooms import PLENARY
from roleplay.rules.stances import STANCES, Gauge, threshold_of

SAID = {
    "behind": "strongly behind it",
    "fine": "fine",
    "live": "can live with it",
    "more": "need to know more",
    "wont-block": "would not sign, but won't block it",
    "cannot": "cannot accept it",
}


@tells(GaugePutUp, unnamed=True)
def put_up(lens: Lens, event: GaugePutUp, entry: Entry) -> Told:
    text = f"How far can each go along with it? {words(lens, event.text, event.clause)}"
    return Told("tool", text, lens.who(entry), lens.place(PLENARY))


@tells(GaugeAnswered)
def answered(lens: Lens, event: GaugeAnswered, entry: Entry) -> Told:
    """In the record of its own seat alone: the answer is sealed."""
    text = f"Answered the gauge: {SAID[event.stance]}. {event.reason}"
    return Told("tool", text, lens.who(entry), lens.place(PLENARY), about=(event.seat,))


@tells(GaugeOpened, unnamed=True)
def opened(lens: Lens, event: GaugeOpened, entry: Entry) -> Told:
    """By nobody: whoever answered last made it open."""
    said = ["The gauge was opened.", _finding(lens, event)]
    said += [] if lens.unnamed else [_of_side(lens, side, counts) for side, counts in event.counts.items()]
    reasons = [words(lens, reason, f"{event.gauge}:{number}") for number, reason in enumerate(event.reasons)]
    said += [f"Reasons: {' · '.join(reasons)}"] if reasons else []
    return Told("tool", " ".join(said), NOBODY, lens.place(PLENARY))


def _finding(lens: Lens, event: GaugeOpened) -> str:
    gauge, wanted = Gauge(event.gauge, "", "", 1, counts=event.counts), threshold_of(lens.state)
    if gauge.figure is None:
        return "Too few answers on one side to say whether this is common ground."
    if gauge.is_common_ground(wanted):
        return f"Common ground: on each side at least {wanted} of 100 can live with it."
    return f"Not common ground: on one side fewer than {wanted} of 100 can live with it."


def _of_side(lens: Lens, side: str, counts: list[int]) -> str:
    shown = [f"{count} {SAID[stance]}" for stance, count in zip(STANCES, counts, strict=False) if count]
    return f"{lens.setting.side(side).name}: {', '.join(shown) or 'too few to show'}."


@tells(ReasonStruck, unnamed=True)
def reason_struck(lens: Lens, event: ReasonStruck, entry: Entry) -> Told:
    return Told("tool", "A reason was taken away.", lens.who(entry), lens.place(PLENARY))
