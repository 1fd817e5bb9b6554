"""How the record tells the way home: plans, what may be told outside, the non-paper, and what came of it.

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
from roleplay.rules.constituency import HomeReplied, MeterShown, ToldHome, audiences_of, exchange_of
from roleplay.rules.kernel import Entry, Event
from roleplay.rules.non_paper import NonPaperMade, standing
from roleplay.rules.rooms import PLENARY, caucus_of
from roleplay.rules.talk import Talk
from roleplay.rules.track_one import NonPaperAnswered
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


@tells(NonPaperMade, unnamed=True)
def non_paper_made(lens: Lens, event: NonPaperMade, entry: Entry) -> Told:
    told = (lens.state[Summary].sentences[id] for id in event.sentences)
    clauses = event.clauses if lens.staff else standing(lens.state, event.clauses, event.drawn_from)
    words = [event.heading, *clauses, *(one.text for one in told if lens.staff or one.tellable)]
    text = f"A non-paper was laid down: {' · '.join(word for word in words if word)}"
    return Told("tool", text, NOBODY, lens.place(PLENARY))


ANSWERS = {
    "takes-up": "takes it up",
    "shelves": "puts it on the shelf",
    "leaks": "leaks it",
    "asks": "asks back",
}


@tells(NonPaperAnswered, unnamed=True)
def non_paper_answered(lens: Lens, event: NonPaperAnswered, entry: Entry) -> Told:
    """Only staff are told who sat at the desk."""
    line = lens.state[Talk].lines[entry.id]
    gone = line.hidden or line.withdrawn
    return Told(
        "news",
        "" if gone and not lens.staff else event.text,
        lens.who(entry) if lens.staff else NOBODY,
        lens.place(line.room),
        to=lens.address(event.to),
        source=f"Track One desk, {ANSWERS[event.sort]}",
        marks=("hidden",) if line.hidden else ("withdrawn",) if line.withdrawn else (),
    )


@tells(ToldHome)
def told_home(lens: Lens, event: ToldHome, entry: Entry) -> Told:
    asked = _audience(lens, event.seat, event.audience)
    return Told("tool", f"To {asked}: {event.text}", lens.who(entry), about=(event.seat,))


@tells(HomeReplied)
def home_replied(lens: Lens, event: HomeReplied, entry: Entry) -> Told:
    exchange = exchange_of(lens.state, event.exchange)
    asked = _audience(lens, exchange.seat, exchange.audience)
    return Told("tool", f"From {asked}, {event.mood}: {event.text}", lens.who(entry), about=(exchange.seat,))


def _audience(lens: Lens, seat: str, id: str) -> str:
    asking = audiences_of(lens.setting, lens.setting.seat(seat).side)
    return f"“{next(one.title for one in asking if one.id == id)}”"


@tells(MeterShown, unnamed=True)
def meter_shown(lens: Lens, event: MeterShown, entry: Entry) -> Told:
    """A record that names nobody tells nothing of one side either."""
    figures = ", ".join(f"{lens.setting.side(side).name} {figure}" for side, figure in event.figures.items())
    text = "How warmly home had answered was shown to everybody"
    return Told("tool", f"{text}." if lens.timeless else f"{text}, of 100: {figures}.", lens.who(entry))
