"""How the record tells the way home: plans of a side, and what may be told outside.

A record is outside: of a sentence that was not cleared by all, or was held back, only staff read the words.
"""

from __future__ import annotations

from roleplay.record.lens import NOBODY, Lens
from roleplay.record.told import Told, tells
from roleplay.rules.cleared_summary import (
    SentenceCleared,
    SentenceHeld,
    SentencePassed,
    SentenceProposed,
    Summary,
)
from roleplay.rules.kernel import Entry, Event
from roleplay.rules.rooms import PLENARY, caucus_of
from roleplay.rules.transfer_plan import PlanRewritten, PlanStruck, PlanWritten

PLAN_PARTS = {"audience": "whom", "message": "what", "risk": "the risk"}
STAYS = "(not cleared: it stays in the room)"


@tells(PlanWritten)
def plan_written(lens: Lens, event: PlanWritten, entry: Entry) -> Told:
    text = f"A plan for the way home. Whom: {event.audience} · What: {event.message} · Risk: {event.risk}"
    return Told("tool", text, lens.who(entry), lens.place(caucus_of(event.side)))


@tells(PlanRewritten, PlanStruck)
def plan_changed(lens: Lens, event: Event, entry: Entry) -> Told:
    side = lens.setting.seat(entry.seat or "").side
    text = "A plan for the way home was taken away."
    if isinstance(event, PlanRewritten):
        text = f"A plan for the way home, {PLAN_PARTS[event.what]} in better words: {event.text}"
    return Told("tool", text, lens.who(entry), lens.place(caucus_of(side)))


def _words(lens: Lens, id: str) -> str:
    sentence = lens.state[Summary].sentences[id]
    return sentence.text if lens.staff or sentence.tellable else STAYS


@tells(SentenceProposed, unnamed=True)
def sentence_proposed(lens: Lens, event: SentenceProposed, entry: Entry) -> Told:
    text = f"Proposed, to be told outside: {_words(lens, entry.id)}"
    return Told("tool", text, NOBODY, lens.place(PLENARY))


@tells(SentenceCleared)
def sentence_cleared(lens: Lens, event: SentenceCleared, entry: Entry) -> Told:
    text = f"Cleared for one side: {_words(lens, event.sentence)}"
    return Told("tool", text, lens.who(entry), lens.place(caucus_of(event.side)))


@tells(SentencePassed, SentenceHeld, unnamed=True)
def sentence_settled(lens: Lens, event: SentencePassed | SentenceHeld, entry: Entry) -> Told:
    """Nobody signs an objection, so no view tells whose it was; nor whose yes was the last."""
    what = "Cleared by all" if isinstance(event, SentencePassed) else "Held back"
    return Told("tool", f"{what}: {_words(lens, event.sentence)}", NOBODY, lens.place(PLENARY))
