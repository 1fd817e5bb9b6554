"""Is the pack fair? The balance checks of the domain file, section E4, that need no reader of prose.

Advice only. Length is in ``lengths.py``; what must hold for a pack to load is in ``crosscheck.py``.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from scenarios.crosscheck import agenda_of, forms
from scenarios.lengths import length_advice
from scenarios.loader import LoadedPack
from scenarios.problems import Findings, Problem
from scenarios.schema import Pack, Seat

ORIGINS = ({"indian"}, {"pakistani"}, {"kashmiri", "third-party"})


def advice(loaded: LoadedPack) -> list[Problem]:
    """Everything that an author should look at again, in the order of the files."""
    findings = Findings("pack.yaml", loaded.documents["pack.yaml"].place)
    for check in CHECKS:
        check(loaded.pack, findings)
    return sorted(findings.problems + length_advice(loaded))


def _per_side(pack: Pack, count: Callable[[list[Seat]], Any]) -> tuple[Any, Any]:
    """A measure of the seats of the first side and of the second. Others have no counterpart."""
    first, second = pack.sides[:2]
    return tuple(count([s for s in pack.seats if s.side == side.id]) for side in (first, second))


def _differ(pack: Pack, first: Any, second: Any) -> str:
    return f"({pack.sides[0].id}: {first}, {pack.sides[1].id}: {second})"


def _seats(pack: Pack, findings: Findings) -> None:
    first, second = _per_side(pack, len)
    if first != second:
        message = f"the sides have unequal numbers of seats {_differ(pack, first, second)}"
        findings.add(("seats",), message, "Give both the same (E4 1).")
    used = {seat for cast in pack.casts for seat in cast.seats}
    for index, seat in enumerate(pack.seats):
        if seat.id not in used:
            findings.add(("seats", index), f'no cast uses "{seat.id}"', "Add it to the largest cast.")


def _private_facts(pack: Pack, findings: Findings) -> None:
    first, second = _per_side(pack, lambda seats: " ".join(sorted(seat.private.type for seat in seats)))
    if first != second:
        message = f"the types of private facts differ {_differ(pack, first, second)}"
        findings.add(("seats",), message, "Give both sides the same types (E4 4).")


def _official_lines(pack: Pack, findings: Findings) -> None:
    first, second = _per_side(pack, lambda seats: sum(len(seat.official_line) for seat in seats))
    if first != second:
        message = f"the sides have unequal numbers of official lines {_differ(pack, first, second)}"
        findings.add(("seats",), message, "Give both the same (E4 5).")


def _genders(pack: Pack, findings: Findings) -> None:
    first, second = _per_side(pack, lambda seats: sum(seat.gender != "man" for seat in seats))
    sizes = _per_side(pack, len)
    few = any(count < 0.4 * size for count, size in zip((first, second), sizes, strict=True))
    if few or abs(first - second) > 1:
        message = f"seats that are not written as men {_differ(pack, first, second)}"
        findings.add(("seats",), message, "At least 40 % on each side, at most one apart (E4 6).")


def _tracks(pack: Pack, findings: Findings) -> None:
    first, second = _per_side(pack, lambda seats: len({track for seat in seats for track in seat.tracks}))
    if min(first, second) < 4:
        message = f"few tracks are in the room {_differ(pack, first, second)}"
        findings.add(("seats",), message, "At least four on each side (E4 7).")


def _security(pack: Pack, findings: Findings) -> None:
    first, second = _per_side(pack, lambda seats: sum(seat.security_background for seat in seats))
    if abs(first - second) > 1:
        message = f"unequal numbers of seats with a security background {_differ(pack, first, second)}"
        findings.add(("seats",), message, "At most one apart (E4 8).")


def _embarrassment(pack: Pack, findings: Findings) -> None:
    tally: Counter[str] = Counter({side.id: 0 for side in pack.sides[:2]})
    for index, inject in enumerate(pack.injects):
        if inject.embarrasses is not None and inject.embarrasses in tally:
            tally[inject.embarrasses] += 1
        if max(tally.values()) - min(tally.values()) > 1:
            message = f"injects embarrass one side more {_differ(pack, *tally.values())}"
            findings.add(
                ("injects", index, "embarrasses"), message, "Keep the running count within one (E4 14)."
            )
            return


def _rumours(pack: Pack, findings: Findings) -> None:
    for index, inject in enumerate(pack.injects):
        if inject.kind == "rumour" and inject.correction is None:
            findings.add(("injects", index), "a rumour without a correction", "Add `correction` (C5).")


def _both_sides_named(pack: Pack, findings: Findings) -> None:
    sides = [side.id for side in pack.sides[:2]]
    for name, items, field in (("issues", pack.issues, "positions"), ("outcomes", pack.outcomes, "gains")):
        for index, item in enumerate(items):
            for side in sides:
                if side not in getattr(item, field):
                    findings.add((name, index, field), f'says nothing for "{side}"', "Add it (E4 16).")


def _debrief_time(pack: Pack, findings: Findings) -> None:
    for minutes in forms(pack):
        time = sum(phase.minutes[minutes] for phase in agenda_of(pack, minutes) if phase.out_of_role)
        if time * 6 < minutes:
            message = f"the debrief has {time} of {minutes} minutes"
            findings.add(("agenda",), message, "Give it at least one sixth; a fifth is better (C7).")
        steps = sum(step.minutes.get(minutes, 0) for step in pack.debrief)
        if steps != time:
            message = (
                f"the debrief's steps take {steps} minutes in the {minutes}-minute form, its phase {time}"
            )
            findings.add(("debrief",), message, "Make them equal.")


def _sources(pack: Pack, findings: Findings) -> None:
    there = {work.origin for work in pack.reading}
    for wanted in ORIGINS:
        if not there & wanted:
            missing = " or ".join(sorted(wanted))
            findings.add(("reading",), f"has no {missing} work", "Add one (E4 17).")


CHECKS = (
    _seats,
    _private_facts,
    _official_lines,
    _genders,
    _tracks,
    _security,
    _embarrassment,
    _rumours,
    _both_sides_named,
    _debrief_time,
    _sources,
)
