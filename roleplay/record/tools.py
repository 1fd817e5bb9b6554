"""How the record tells what was done with the tools: sheets, boards, options, steps.

Words that were changed or taken away later are told as they were; in an unnamed view no side is named.
"""

from __future__ import annotations

from roleplay.record.lens import NOBODY, Lens
from roleplay.record.told import Told, tells
from roleplay.rules.caucus_sheet import EntryMarked, EntryRewritten, EntryStruck, EntryWritten
from roleplay.rules.constraints import ConstraintNamed, ConstraintStruck
from roleplay.rules.contested import FactContested, FactTakenOff, SourceAttached
from roleplay.rules.kernel import Entry, Event
from roleplay.rules.needs_board import (
    CardMarked,
    CardPutUp,
    CardReworded,
    CardTakenDown,
    QuestionAnswered,
    QuestionAsked,
)
from roleplay.rules.options import ObjectionParked, OptionOffered, OptionStruck
from roleplay.rules.reflecting import ReflectionDropped, ReflectionJudged, Restated
from roleplay.rules.rooms import PLENARY, caucus_of
from roleplay.rules.steps import StepMoved, StepStruck, StepWritten
from roleplay.rules.tools import TakenAway

SHEET_ENTRY = {
    "need": "On the caucus sheet, a need",
    "fear": "On the caucus sheet, a fear",
    "assumption": "On the caucus sheet, something we wrongly assume",
}


@tells(EntryWritten)
def entry_written(lens: Lens, event: EntryWritten, entry: Entry) -> Told:
    return Told(
        "tool", f"{SHEET_ENTRY[event.sort]}: {event.text}", lens.who(entry), lens.place(caucus_of(event.side))
    )


DEPTH = {"position": "a position", "interest": "an interest", "need": "a need"}


@tells(EntryRewritten, EntryStruck, EntryMarked)
def sheet_changed(lens: Lens, event: Event, entry: Entry) -> Told:
    side = lens.setting.seat(entry.seat or "").side
    text = "An entry was taken off the caucus sheet."
    if isinstance(event, EntryRewritten):
        text = f"Better words on the caucus sheet: {event.text}"
    elif isinstance(event, EntryMarked):
        text = f"An entry of the caucus sheet was called {DEPTH[event.depth]}."
    return Told("tool", text, lens.who(entry), lens.place(caucus_of(side)))


VERDICTS = {
    "accepted": "Yes, that is what we meant.",
    "amend": "Nearly; missing: {missing}",
    "not-yet": "Not yet. {missing}",
}
STRENGTH = {1: "would grumble", 2: "would resist", 3: "could stop it"}


TAKEN_AWAY = "(taken away by the facilitators)"


def words(lens: Lens, text: str, *ids: str) -> str:
    """The words, unless staff took away what one of these ids stands for: then they are for staff."""
    return text if lens.staff or not lens.state[TakenAway].ids.intersection(ids) else TAKEN_AWAY


def _in_plenary(lens: Lens, text: str, entry: Entry) -> Told:
    return Told("tool", text, lens.who(entry), lens.place(PLENARY))


@tells(CardPutUp, unnamed=True)
def card_put_up(lens: Lens, event: CardPutUp, entry: Entry) -> Told:
    return _in_plenary(lens, f"On the board, a {event.sort}: {words(lens, event.text, entry.id)}", entry)


@tells(CardReworded, CardMarked, CardTakenDown, unnamed=True)
def card_changed(lens: Lens, event: Event, entry: Entry) -> Told:
    text = "A card was taken off the board."
    if isinstance(event, CardReworded):
        text = f"Better words on a card: {words(lens, event.text, event.card)}"
    elif isinstance(event, CardMarked):
        text = f"A card was called a {event.sort}."
    return _in_plenary(lens, text, entry)


@tells(QuestionAsked, QuestionAnswered, unnamed=True)
def question(lens: Lens, event: QuestionAsked | QuestionAnswered, entry: Entry) -> Told:
    if isinstance(event, QuestionAsked):
        return _in_plenary(lens, f"Asked about a card: {words(lens, event.text, event.card)}", entry)
    return _in_plenary(lens, f"Answered about a card: {event.text}", entry)


@tells(Restated, unnamed=True)
def restated(lens: Lens, event: Restated, entry: Entry) -> Told:
    said = words(lens, event.text, event.card)
    return _in_plenary(lens, f"Said a card of the other side back: {said}", entry)


@tells(ReflectionJudged, unnamed=True)
def reflection_judged(lens: Lens, event: ReflectionJudged, entry: Entry) -> Told:
    return _in_plenary(lens, VERDICTS[event.verdict].format(missing=event.missing).strip(), entry)


@tells(ReflectionDropped, unnamed=True)
def reflection_dropped(lens: Lens, event: ReflectionDropped, entry: Entry) -> Told:
    return _in_plenary(lens, "A try to say a card back was dropped.", entry)


@tells(OptionOffered, ObjectionParked, unnamed=True)
def unsigned(lens: Lens, event: OptionOffered | ObjectionParked, entry: Entry) -> Told:
    """Nobody signs these, so no view tells whose they were."""
    if isinstance(event, OptionOffered):
        text = f"An option: {words(lens, event.text, entry.id)}"
    else:
        text = f"A doubt, parked: {words(lens, event.text, event.option)}"
    return Told("tool", text, NOBODY, lens.place(PLENARY))


@tells(ConstraintNamed, unnamed=True)
def constraint_named(lens: Lens, event: ConstraintNamed, entry: Entry) -> Told:
    strength = STRENGTH[event.strength]
    said = words(lens, f"{event.who}, because {event.why} ({strength})", entry.id, event.option)
    return _in_plenary(lens, f"Would oppose an option at home: {said}", entry)


@tells(StepWritten, unnamed=True)
def step_written(lens: Lens, event: StepWritten, entry: Entry) -> Told:
    columns = (("We", event.ours), ("They", event.theirs), ("Together", event.joint))
    said = [f"{who}: {what}" for who, what in columns if what]
    said += [f"To hear from them: {event.hear}"] if event.hear else []
    said += ["It can be taken back." if event.reversible else "It cannot be taken back."]
    return _in_plenary(lens, f"A step. {words(lens, ' · '.join(said), entry.id)}", entry)


@tells(OptionStruck, ConstraintStruck, StepMoved, StepStruck, unnamed=True)
def changed(lens: Lens, event: Event, entry: Entry) -> Told:
    text = "A step was struck."
    if isinstance(event, ConstraintStruck):
        text = "A constraint was taken away."
    elif isinstance(event, OptionStruck):
        text = "An option was taken away."
    elif isinstance(event, StepMoved):
        text = "A step was moved earlier." if event.earlier else "A step was moved later."
    return _in_plenary(lens, text, entry)


@tells(FactContested, SourceAttached, FactTakenOff, unnamed=True)
def contested(lens: Lens, event: Event, entry: Entry) -> Told:
    text = "A contested fact was taken off the table."
    if isinstance(event, FactContested):
        text = f"Contested: {words(lens, event.text, entry.id)}"
    elif isinstance(event, SourceAttached):
        source = f"{event.title} ({event.who}, {event.date})"
        text = f"A source beside a contested fact: {words(lens, source, event.fact)}"
    return _in_plenary(lens, text, entry)
