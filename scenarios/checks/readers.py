"""Check 23 and the other questions that only people can answer: the sign-off list of a pack.

The list stands in the pack; here is looked whether it is whole and what is still open.
"""

from scenarios.checks.report import Report
from scenarios.checks.table import KASHMIR_READERS, TABLE
from scenarios.schema import SignOff

READERS = 23
KNOWS = "kashmir"


def asked(report: Report) -> None:
    """Every question of the table is put to somebody."""
    there = {entry.check for entry in report.loaded.pack.sign_off}
    for check in TABLE:
        if check.ask and check.number not in there:
            message = f"nobody is asked about {check.number}, {check.what[:1].lower()}{check.what[1:]}"
            report.at(check.number, ("sign_off",), message, "Add an entry to `sign_off`.", "not asked")


def signed(report: Report) -> None:
    entries = report.loaded.pack.sign_off
    still = [entry for entry in entries if not entry.signed]
    if still:
        figure = f"{len(still)} of {len(entries)}"
        remedy = "Let each reader read it, and write who and when into `signed`."
        report.at(READERS, ("sign_off",), f"{figure} questions to readers are open", remedy, figure)


def enough_readers(report: Report) -> None:
    pack = report.loaded.pack
    mine = [entry for entry in pack.sign_off if entry.check == READERS]
    if mine and pack.code in KASHMIR_READERS and not any(_knows_kashmir(entry) for entry in mine):
        message = "no reader who knows Jammu and Kashmir is asked"
        report.at(READERS, ("sign_off",), message, "Add one to `sign_off`.", 0)
    if mine and len(mine) < len(pack.sides[:2]):
        message = f"{len(mine)} reader for {len(pack.sides[:2])} sides"
        report.at(READERS, ("sign_off",), message, "Ask one at home in each side's view.", len(mine))


def _knows_kashmir(entry: SignOff) -> bool:
    return KNOWS in entry.reader.lower()


CHECKS = (asked, signed, enough_readers)
