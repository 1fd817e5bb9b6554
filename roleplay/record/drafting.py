"""How the record tells what was done with the negotiating text. Nobody signs a bracket, in any view."""

from __future__ import annotations

from roleplay.record.lens import NOBODY, Lens
from roleplay.record.told import Told, tells
from roleplay.record.tools import words
from roleplay.rules.brackets import BracketPut, BracketSettled
from roleplay.rules.criticism import Criticised, RemarkStruck
from roleplay.rules.kernel import Entry
from roleplay.rules.rooms import PLENARY
from roleplay.rules.text import ClauseMarked, ClauseRedrafted, ClauseStruck, ClauseWritten, ScribesNamed

MARKS = {
    "clean": "A clause was taken up again.",
    "parked": "A clause was parked.",
    "adopted": "A clause was adopted.",
}


@tells(ScribesNamed)
def scribes_named(lens: Lens, event: ScribesNamed, entry: Entry) -> Told:
    """Without their names: the Chatham House Rule holds for whoever writes, too."""
    text = "A delegate of each side was given the pen." if event.seats else "The facilitators took the pen."
    return Told("tool", text, lens.who(entry), lens.place(PLENARY))


@tells(ClauseWritten, ClauseRedrafted, unnamed=True)
def drafted(lens: Lens, event: ClauseWritten | ClauseRedrafted, entry: Entry) -> Told:
    what, clause = "A clause", entry.id
    if isinstance(event, ClauseRedrafted):
        what, clause = "A clause, redrafted", event.clause
    text = f"{what}: {words(lens, event.text, clause)}"
    return Told("tool", text, lens.who(entry), lens.place(PLENARY))


@tells(Criticised, unnamed=True)
def criticised(lens: Lens, event: Criticised, entry: Entry) -> Told:
    text = f"What a clause lacks: {words(lens, event.text, entry.id, event.clause)}"
    return Told("tool", text, lens.who(entry), lens.place(PLENARY))


@tells(RemarkStruck, ClauseStruck, unnamed=True)
def struck(lens: Lens, event: RemarkStruck | ClauseStruck, entry: Entry) -> Told:
    what = "What was said about a clause" if isinstance(event, RemarkStruck) else "A clause"
    text = f"{what} was taken away."
    return Told("tool", text, lens.who(entry), lens.place(PLENARY))


@tells(ClauseMarked, unnamed=True)
def clause_marked(lens: Lens, event: ClauseMarked, entry: Entry) -> Told:
    return Told("tool", MARKS[event.mark], lens.who(entry), lens.place(PLENARY))


@tells(BracketPut, unnamed=True)
def bracket_put(lens: Lens, event: BracketPut, entry: Entry) -> Told:
    said = f"[{event.words} / {event.other or 'nothing'}], because: {event.reason}"
    text = f"Not agreed: {words(lens, said, event.clause)}"
    return Told("tool", text, NOBODY, lens.place(PLENARY))


@tells(BracketSettled, unnamed=True)
def bracket_settled(lens: Lens, event: BracketSettled, entry: Entry) -> Told:
    text = f"A bracket was settled. The clause says: {words(lens, event.text, event.clause)}"
    return Told("tool", text, NOBODY, lens.place(PLENARY))
