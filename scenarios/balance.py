"""Is the pack fair? The balance checks of the domain file, section E4, that need no reader of prose.

Advice only. Length is in ``lengths.py``; what must hold for a pack to load is in ``crosscheck.py``.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from scenarios.crosscheck import agenda_of, forms, peers
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


def _per_side(pack: Pack, count: Callable[[list[Seat]], Any]) -> Iterator[dict[str, Any]]:
    """A measure of the seats by side, for each group of sides that are to be alike."""
    for group in peers(pack):
        yield {side: count([seat for seat in pack.seats if seat.side == side]) for side in group}


def _differ(found: dict[str, Any]) -> str:
    return f"({', '.join(f'{side}: {measure}' for side, measure in found.items())})"


def _apart(found: dict[str, int]) -> int:
    return max(found.values()) - min(found.values())


def _seats(pack: Pack, findings: Findings) -> None:
    for found in _per_side(pack, len):
        if _apart(found):
            message = f"the sides have unequal numbers of seats {_differ(found)}"
            findings.add(("seats",), message, "Give each the same (E4 1).")
    used = {seat for cast in pack.casts for seat in cast.seats}
    for index, seat in enumerate(pack.seats):
        if seat.id not in used:
            findings.add(("seats", index), f'no cast uses "{seat.id}"', "Add it to the largest cast.")


def _private_facts(pack: Pack, findings: Findings) -> None:
    for found in _per_side(pack, lambda seats: " ".join(sorted(seat.private.type for seat in seats))):
        if len(set(found.values())) > 1:
            message = f"the types of private facts differ {_differ(found)}"
            findings.add(("seats",), message, "Give each side the same types (E4 4).")


def _official_lines(pack: Pack, findings: Findings) -> None:
    for found in _per_side(pack, lambda seats: sum(len(seat.official_line) for seat in seats)):
        if _apart(found):
            message = f"the sides have unequal numbers of official lines {_differ(found)}"
            findings.add(("seats",), message, "Give each the same (E4 5).")


def _genders(pack: Pack, findings: Findings) -> None:
    sizes = Counter(seat.side for seat in pack.seats)
    for found in _per_side(pack, lambda seats: sum(seat.gender != "man" for seat in seats)):
        few = any(count < 0.4 * sizes[side] for side, count in found.items())
        if few or _apart(found) > 1:
            message = f"seats that are not written as men {_differ(found)}"
            findings.add(("seats",), message, "At least 40 % on each side, at most one apart (E4 6).")


def _tracks(pack: Pack, findings: Findings) -> None:
    for found in _per_side(pack, lambda seats: len({track for seat in seats for track in seat.tracks})):
        if min(found.values()) < 4:
            message = f"few tracks are in the room {_differ(found)}"
            findings.add(("seats",), message, "At least four on each side (E4 7).")


def _security(pack: Pack, findings: Findings) -> None:
    for found in _per_side(pack, lambda seats: sum(seat.security_background for seat in seats)):
        if _apart(found) > 1:
            message = f"unequal numbers of seats with a security background {_differ(found)}"
            findings.add(("seats",), message, "At most one apart (E4 8).")


def _embarrassment(pack: Pack, findings: Findings) -> None:
    for group in peers(pack):
        tally = dict.fromkeys(group, 0)
        for index, inject in enumerate(pack.injects):
            if inject.embarrasses in tally:
                tally[inject.embarrasses] += 1
            if _apart(tally) > 1:
                message = f"injects embarrass one side more {_differ(tally)}"
                remedy = "Keep the running count within one (E4 14)."
                findings.add(("injects", index, "embarrasses"), message, remedy)
                break


def _rumours(pack: Pack, findings: Findings) -> None:
    for index, inject in enumerate(pack.injects):
        if inject.kind == "rumour" and inject.correction is None:
            findings.add(("injects", index), "a rumour without a correction", "Add `correction` (C5).")


def _every_side_named(pack: Pack, findings: Findings) -> None:
    sides = [side for group in peers(pack) for side in group]
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
    _every_side_named,
    _debrief_time,
    _sources,
)
