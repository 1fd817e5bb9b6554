"""Checks 1 and 4 to 8: is the room fair? Seats by side, and what they were given."""

from collections import Counter
from typing import get_args

from scenarios.checks.report import Report, apart, figures, per_side
from scenarios.crosscheck import peers
from scenarios.schema import LineOfControl


def equal_seats(report: Report) -> None:
    pack = report.loaded.pack
    for found in per_side(pack, len):
        if apart(found):
            message = f"the sides have unequal numbers of seats ({figures(found)})"
            report.at(1, ("seats",), message, "Give each the same.", figures(found), "error")
    used = {seat for cast in pack.casts for seat in cast.seats}
    for index, seat in enumerate(pack.seats):
        if seat.id not in used:
            report.at(1, ("seats", index), f'no cast uses "{seat.id}"', "Add it to the largest cast.")


def both_sides_of_the_line(report: Report) -> None:
    """Seats from Jammu and Kashmir, in every cast and in the whole pack."""
    pack = report.loaded.pack
    home = {seat.id: seat.home for seat in pack.seats if seat.home is not None}
    sizes = [(("seats",), list(home)), *((("casts", at), cast.seats) for at, cast in enumerate(pack.casts))]
    for path, seats in sizes:
        counted = Counter(home[seat] for seat in seats if seat in home)
        found = {str(name): counted[name] for name in get_args(LineOfControl)} if counted else {}
        if found and apart(found):
            message = f"seats from Jammu and Kashmir differ by side of the line ({figures(found)})"
            report.at(1, path, message, "Use as many of one as of the other.", figures(found), "error")


def private_facts(report: Report) -> None:
    types = per_side(report.loaded.pack, lambda seats: " ".join(sorted(seat.private.type for seat in seats)))
    for found in types:
        if len(set(found.values())) > 1:
            message = f"the types of private facts differ ({figures(found)})"
            remedy = "Give each side the same types."
            report.at(4, ("seats",), message, remedy, figures(found), "error")


def lines(report: Report) -> None:
    """Interest, fear and red line are one each for every seat; the official lines are counted."""
    pack = report.loaded.pack
    for found in per_side(pack, lambda seats: sum(len(seat.official_line) for seat in seats)):
        if apart(found):
            message = f"the sides have unequal numbers of official lines ({figures(found)})"
            report.at(5, ("seats",), message, "Give each the same.", figures(found))


def genders(report: Report) -> None:
    pack = report.loaded.pack
    sizes = Counter(seat.side for seat in pack.seats)
    for found in per_side(pack, lambda seats: sum(seat.gender != "man" for seat in seats)):
        few = any(count < 0.4 * sizes[side] for side, count in found.items())
        if few or apart(found) > 1:
            message = f"seats that are not written as men ({figures(found)})"
            remedy = "At least 40 % on each side, at most one apart."
            report.at(6, ("seats",), message, remedy, figures(found))


def tracks(report: Report) -> None:
    counted = per_side(
        report.loaded.pack, lambda seats: len({track for seat in seats for track in seat.tracks})
    )
    for found in counted:
        if min(found.values()) < 4:
            message = f"few tracks are in the room ({figures(found)})"
            report.at(7, ("seats",), message, "At least four on each side.", figures(found))


def security(report: Report) -> None:
    for found in per_side(report.loaded.pack, lambda seats: sum(seat.security_background for seat in seats)):
        if apart(found) > 1:
            message = f"unequal numbers of seats with a security background ({figures(found)})"
            report.at(8, ("seats",), message, "At most one apart.", figures(found))


def embarrassment(report: Report) -> None:
    """Check 14, counted as the news comes."""
    pack = report.loaded.pack
    for group in peers(pack):
        tally = dict.fromkeys(group, 0)
        for index, inject in enumerate(pack.injects):
            if inject.embarrasses in tally:
                tally[inject.embarrasses] += 1
            if apart(tally) > 1:
                message = f"injects embarrass one side more ({figures(tally)})"
                path = ("injects", index, "embarrasses")
                report.at(14, path, message, "Keep the running count within one.", figures(tally))
                break


CHECKS = (
    equal_seats,
    both_sides_of_the_line,
    private_facts,
    lines,
    genders,
    tracks,
    security,
    embarrassment,
)
