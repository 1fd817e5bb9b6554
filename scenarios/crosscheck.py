"""What must agree inside a pack: ids that exist, casts that are equal, forms that add up, phases in order.

Runs on a pack that already has the right shape. Balance and length are advice, in ``balance.py``;
rehearsals are checked in ``script_check.py``.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from scenarios.known import card_names, gate_names, move_names, tool_names
from scenarios.problems import Findings, Problem
from scenarios.schema import Cast, Minutes, Pack, Phase
from scenarios.strict_yaml import Document

LISTS_WITH_IDS = (
    *("sides", "seats", "agenda", "issues", "facts", "injects", "outcomes", "debrief"),
    *("audiences", "track_one"),
)


def forms(pack: Pack) -> list[Minutes]:
    """The lengths in minutes that the pack can be played in."""
    return sorted({minutes for phase in pack.agenda for minutes in phase.minutes})


def agenda_of(pack: Pack, minutes: Minutes) -> list[Phase]:
    """The phases of one form."""
    return [phase for phase in pack.agenda if minutes in phase.minutes]


def peers(pack: Pack) -> list[list[str]]:
    """The ids of the sides that are measured against each other, group by group.

    The first two sides always are, and with them every other of full size: more than half as large and
    less than twice. What is left is grouped in the same way, so that two small delegations face each
    other. A third party that has no counterpart of its size is in no group.
    """
    seats = Counter(seat.side for seat in pack.seats)
    rest = [side.id for side in pack.sides]
    seed, groups = rest[:2], []
    while rest:
        size = max(seats[side] for side in seed)
        group = [side for side in rest if side in seed or size < 2 * seats[side] < 4 * size]
        rest = [side for side in rest if side not in group]
        seed = rest[:1]
        if len(group) > 1:
            groups.append(group)
    return groups


def check_pack(pack: Pack, document: Document, file: str = "pack.yaml") -> list[Problem]:
    findings = Findings(file, document.place)
    _unique(pack, findings)
    _known_sides(pack, findings)
    _casts(pack, findings)
    _agenda(pack, findings)
    _forms(pack, findings)
    _injects(pack, findings)
    for name in pack.moves:
        expect(findings, ("moves", name), name, move_names(), "move")
    return findings.problems


def _unique(pack: Pack, findings: Findings) -> None:
    for name in LISTS_WITH_IDS:
        _no_repeats(findings, name, "id", getattr(pack, name))
    _no_repeats(findings, "sides", "letter", pack.sides)
    _no_repeats(findings, "seats", "short", pack.seats)
    _no_repeats(findings, "casts", "students", pack.casts)


def _no_repeats(findings: Findings, name: str, key: str, items: Sequence[Any]) -> None:
    seen: dict[Any, int] = {}
    for index, item in enumerate(items):
        value = getattr(item, key)
        if value in seen:
            message = f'"{value}" is already used by {name}.{seen[value]}'
            findings.add((name, index, key), message, "Give each its own.")
        seen.setdefault(value, index)


def _known_sides(pack: Pack, findings: Findings) -> None:
    sides = [side.id for side in pack.sides]
    for index, seat in enumerate(pack.seats):
        expect(findings, ("seats", index, "side"), seat.side, sides, "side")
    for index, issue in enumerate(pack.issues):
        for side in issue.positions:
            expect(findings, ("issues", index, "positions", side), side, sides, "side")
    for index, outcome in enumerate(pack.outcomes):
        for side in outcome.gains:
            expect(findings, ("outcomes", index, "gains", side), side, sides, "side")
    for index, audience in enumerate(pack.audiences):
        if audience.side is not None:
            expect(findings, ("audiences", index, "side"), audience.side, sides, "side")
    for side in sides:
        if not any(seat.side == side for seat in pack.seats):
            findings.add(
                ("sides", sides.index(side)), f'"{side}" has no seat', "Add a seat, or remove the side."
            )


def _casts(pack: Pack, findings: Findings) -> None:
    seats = {seat.id: seat for seat in pack.seats}
    for index, cast in enumerate(pack.casts):
        for at, seat in enumerate(cast.seats):
            expect(findings, ("casts", index, "seats", at), seat, seats, "seat")
        path = ("casts", index, "seats")
        for seat, times in Counter(cast.seats).items():
            if times > 1:
                findings.add(path, f'names "{seat}" {times} times', "Name each seat once.")
        if len(cast.seats) > cast.students:
            message = f"uses {len(cast.seats)} seats for {cast.students} students"
            findings.add(path, message, "Use no more seats than students.")
        _equal_sides(pack, cast, path, findings)


def _equal_sides(pack: Pack, cast: Cast, path: tuple[str | int, ...], findings: Findings) -> None:
    """A small cast may leave a side out as a whole, though neither of the first two."""
    side_of = {seat.id: seat.side for seat in pack.seats}
    count = Counter(side_of.get(seat) for seat in cast.seats)
    always = {side.id for side in pack.sides[:2]}
    for group in peers(pack):
        present = [side for side in group if side in always or count[side]]
        if len({count[side] for side in present}) > 1:
            first, *others, last = present
            said = "".join(f", {count[side]} of {side}" for side in others)
            message = f"has {count[first]} seats of {first}{said} and {count[last]} of {last}"
            findings.add(path, message, "Use as many of one as of the other.")


def _agenda(pack: Pack, findings: Findings) -> None:
    for index, phase in enumerate(pack.agenda):
        if len(set(phase.rooms)) < len(phase.rooms):
            findings.add(("agenda", index, "rooms"), "names a room twice", "Name each room once.")
        _tools_and_gates(index, phase, findings)
        for at, card in enumerate(phase.shelf):
            expect(findings, ("agenda", index, "shelf", at), card, card_names(), "card on the shelf")
    for index, (before, after) in enumerate(pairwise(pack.agenda), start=1):
        if after.code < before.code:
            message = f"{after.code} stands after {before.code}"
            findings.add(("agenda", index, "code"), message, "Put the phases in the order of their codes.")
        if before.out_of_role and not after.out_of_role:
            message = "goes back into role"
            findings.add(("agenda", index, "out_of_role"), message, "Once out of role, stay out of role.")
    if not pack.agenda[-1].out_of_role:
        path = ("agenda", len(pack.agenda) - 1, "out_of_role")
        findings.add(
            path, "the last phase is in role", "End with a debrief out of role: `out_of_role: true`."
        )


def _tools_and_gates(index: int, phase: Phase, findings: Findings) -> None:
    path = ("agenda", index)
    for at, name in enumerate(phase.tools or ()):
        expect(findings, (*path, "tools", at), name, tool_names(), "tool")
    for at, name in enumerate(phase.gates):
        expect(findings, (*path, "gates", at), name, gate_names(), "gate")
    if phase.gate is not None:
        expect(findings, (*path, "gate"), phase.gate, gate_names(), "gate")
        if phase.gates:
            findings.add((*path, "gate"), "stands beside gates", f"Write it there: gates: [{phase.gate}, …].")
    for name, given in (("tools", phase.tools or []), ("gates", phase.gates)):
        if len(set(given)) < len(given):
            findings.add((*path, name), "names one twice", "Name each once.")


def _forms(pack: Pack, findings: Findings) -> None:
    for minutes in forms(pack):
        total = sum(phase.minutes[minutes] for phase in agenda_of(pack, minutes))
        if total != minutes:
            message = f"the steps of the {minutes}-minute form add up to {total}"
            findings.add(("agenda",), message, "Change their minutes so that the sum is exact.")
    for index, step in enumerate(pack.debrief):
        for minutes in step.minutes:
            if minutes not in forms(pack):
                path = ("debrief", index, "minutes", minutes)
                findings.add(path, f"the agenda has no {minutes}-minute form", "Remove it.")


def _injects(pack: Pack, findings: Findings) -> None:
    phases = [phase.id for phase in pack.agenda]
    sides = [side.id for side in pack.sides]
    for index, inject in enumerate(pack.injects):
        for at, phase in enumerate(inject.phases):
            expect(findings, ("injects", index, "phases", at), phase, phases, "phase")
        if inject.embarrasses is not None:
            expect(findings, ("injects", index, "embarrasses"), inject.embarrasses, sides, "side")


def expect(
    findings: Findings, path: tuple[str | int, ...], given: str, known: Iterable[str], what: str
) -> bool:
    """Whether ``given`` is one of ``known``; a finding if it is not."""
    names = list(known)
    if given in names:
        return True
    findings.add(path, f'there is no {what} "{given}"', f"Use one of: {', '.join(names) or 'none yet'}.")
    return False
