"""How long a pack's texts are, and how long they should be (domain file, section C2).

Advice only: a pack of any length loads.
"""

import re
from collections.abc import Iterable
from statistics import mean

from scenarios.crosscheck import forms, peers
from scenarios.loader import LoadedPack
from scenarios.problems import Problem

WORD = re.compile(r"[^\W_]+(?:['’.,:/–-][^\W_]+)*")
MARKUP = re.compile(r"\]\([^)]*\)|^\s*(?:[-*+]|\d+[.)])\s", re.MULTILINE)

PUBLIC = (500, 900)
SIDE = (350, 500)
SEAT = (180, 260)
STARTER_SEAT = (160, 210)
NOT_YET_KNOWN = (40, 80)
TEACHING = (650, 1000)
SIDE_SPREAD = 0.05
SEAT_SPREAD = 0.10


def words(text: str) -> int:
    """Words as a reader counts them: `thirty-day`, `1.5` and `2007–08` are one each."""
    return len(WORD.findall(MARKUP.sub(" ", text)))


def counts(loaded: LoadedPack) -> dict[str, int]:
    """Words by file, and of the one field that has a length of its own."""
    found = {"public.md": words(loaded.public), "teaching.md": words(loaded.teaching)}
    found |= {f"sides/{side}.md": words(text) for side, text in loaded.sides.items()}
    found |= {f"seats/{seat}.md": words(text) for seat, text in loaded.seats.items()}
    return found | {"not_yet_known": words(loaded.pack.not_yet_known)}


def length_advice(loaded: LoadedPack) -> list[Problem]:
    found = counts(loaded)
    seat = STARTER_SEAT if forms(loaded.pack) == [45] else SEAT
    wanted = {"public.md": PUBLIC, "teaching.md": TEACHING}
    wanted |= {name: SIDE for name in found if name.startswith("sides/")}
    wanted |= {name: seat for name in found if name.startswith("seats/")}
    advice = [_outside(name, found[name], low, high) for name, (low, high) in wanted.items()]
    advice += [_not_yet_known(loaded, found["not_yet_known"]), _side_spread(loaded), *_seat_spread(loaded)]
    return [problem for problem in advice if problem]


def _outside(name: str, count: int, low: int, high: int) -> Problem | None:
    if low <= count <= high:
        return None
    return Problem(name, 1, 1, "", f"has {count} words", f"Aim at {low} to {high}.")


def _not_yet_known(loaded: LoadedPack, count: int) -> Problem | None:
    low, high = NOT_YET_KNOWN
    if low <= count <= high:
        return None
    line, column = loaded.documents["pack.yaml"].place(("not_yet_known",))
    return Problem("pack.yaml", line, column, "not_yet_known", f"has {count} words", "Aim at about 60.")


def _side_spread(loaded: LoadedPack) -> Problem | None:
    found = {side.id: words(loaded.sides[side.id]) for side in loaded.pack.sides}
    if _spread(found.values()) <= SIDE_SPREAD:
        return None
    said = ", ".join(f"{side} {count}" for side, count in found.items())
    file = f"sides/{min(found, key=lambda side: found[side])}.md"
    message = f"the side briefs differ by more than 5 % ({said})"
    return Problem(file, 1, 1, "", message, "Even them out.", 2, "warning", said, "within ±5 %")


def _seat_spread(loaded: LoadedPack) -> list[Problem]:
    advice = []
    for group in peers(loaded.pack):
        found = {
            side: mean([words(loaded.seats[seat.id]) for seat in loaded.pack.seats if seat.side == side])
            for side in group
        }
        if _spread(found.values()) > SEAT_SPREAD:
            said = ", ".join(f"{side} {count:.0f}" for side, count in found.items())
            message = f"seat briefs are of unequal length on average ({said})"
            line, column = loaded.documents["pack.yaml"].place(("seats",))
            remedy = "Keep the sides within 10 %."
            place = ("pack.yaml", line, column, "seats")
            advice.append(Problem(*place, message, remedy, 3, "warning", said, "within ±10 %"))
    return advice


def _spread(numbers: Iterable[float]) -> float:
    ordered = sorted(numbers)
    return (ordered[-1] - ordered[0]) / max(ordered[-1], 1)
