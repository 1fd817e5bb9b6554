"""What a record says of itself: what is in it, what is not, and whom it is for."""

from roleplay.record.filters import Filters
from roleplay.record.transcript import Transcript

MIXED = "Lines that were said under a stricter rule are marked with it."
OPENED = (
    "The facilitators opened the caucuses and working groups in the debrief: what was said there is in it."
)
NOTHING_KEPT = {"no-record": ("What was said for no record is not in it.",)}
TITLES = {"staff": "Staff record", "shared": "Shared record", "own": "Your own record"}


def title(made: Transcript) -> str:
    return TITLES[made.view]


def statement(made: Transcript) -> str:
    """A few sentences, on the first lines of every page and export."""
    marked = [MIXED] if made.mixed else []
    marked += [OPENED] if made.rooms_opened else []
    return " ".join([_statement(made), *marked, *NOTHING_KEPT.get(made.attribution, ())])


def _statement(made: Transcript) -> str:
    if made.view == "staff":
        return (
            "Staff record: everything the facilitators could see, with roles. What was said in corridors and "
            "who gave which answer to a gauge, is sealed and not in it. For the facilitators only."
        )
    if made.view == "own":
        others = "Others are not named, under the Chatham House Rule." if made.unnamed else "With roles."
        return f"Own record: what this seat heard, and nothing else. {others} For whoever sits there."
    if made.unnamed:
        return (
            "Shared record: what everyone heard, under the Chatham House Rule. It may be used; it does not "
            "say who spoke, for which side or at what minute, and gives no number of people below three."
        )
    return "Shared record: what everyone heard, with the roles of those who spoke. No names."


def counted(made: Transcript, shown: int, filters: Filters) -> str:
    """How many lines there are, and of how many."""
    total = len(made.lines)
    lines = "1 line" if total == 1 else f"{total} lines"
    return f"{shown} of {lines}" if filters.active else lines
